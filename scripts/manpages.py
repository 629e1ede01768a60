"""Writes the manual pages from the commands themselves: `python -m scripts.manpages [FOLDER]`.

One page for the program and one for each command, verbs included: `man firstbell-case-open`. `make docs`
writes them to `build/man/man1`; copy that folder to `/usr/local/share/man/` to install them.
"""

from __future__ import annotations

import copy
import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from firstbell import __version__
from firstbell.cli.main import root
from firstbell.cli.registry import COMMANDS
from scripts.reference import root_context

FOLDER = Path(__file__).parents[1] / "build" / "man" / "man1"


def render_pages() -> Iterator[tuple[str, str]]:
    """(name of the file, its roff) of every page."""
    yield "firstbell.1", render_page("firstbell", root, root_context())
    for name in COMMANDS:
        command = importlib.import_module(f"firstbell.cli.commands.{name}").command
        yield from _walk(name, command, root_context())


def _walk(name: str, command: click.Command, parent: click.Context) -> Iterator[tuple[str, str]]:
    own = copy.copy(command)
    # the options that all commands share are on the program's own page
    own.params = [parameter for parameter in command.params if parameter.expose_value]
    context = click.Context(own, info_name=name, parent=parent)
    path = context.command_path
    yield f"{path.replace(' ', '-')}.1", render_page(path, own, context)
    if isinstance(command, click.Group):
        for inner_name, inner in command.commands.items():
            yield from _walk(inner_name, inner, context)


def render_page(path: str, command: click.Command, context: click.Context) -> str:
    """The roff of one page (man(7)). `path`: the words that call the command."""
    title = path.replace(" ", "-")
    paragraphs = list(_split_paragraphs(command.help or ""))
    summary = " ".join(paragraphs[0].split()) if paragraphs else ""
    lines = [
        f'.TH "{title.upper()}" 1 "" "Firstbell {__version__}" "Firstbell Manual"',
        ".SH NAME",
        f"{_escape(title)} \\- {_escape(summary.rstrip('.'))}",
        ".SH SYNOPSIS",
        f".B {_escape(path)}",
        _escape(" ".join(command.collect_usage_pieces(context))),
        ".SH DESCRIPTION",
        *_describe(paragraphs),
    ]
    options = [parameter.get_help_record(context) for parameter in command.get_params(context)]
    lines.append(".SH OPTIONS")
    for record in options:
        if record is not None and record[1]:
            lines += [".TP", f".B {_escape(record[0])}", _escape(record[1])]
    if command is root or isinstance(command, click.Group):
        lines += [".SH COMMANDS", *_list_verbs(title, command)]
    if command.epilog:
        lines += [".SH EXIT STATUS", ".nf", *map(_escape, _read_block(command.epilog)[1:]), ".fi"]
    if command is not root:
        lines += [".SH SEE ALSO", ".BR firstbell (1)"]
    return "\n".join(lines) + "\n"


def _list_verbs(title: str, command: click.Command) -> Iterator[str]:
    if command is root:
        rows = [(name, listed.summary) for name, listed in COMMANDS.items()]
    elif isinstance(command, click.Group):
        rows = [(name, inner.get_short_help_str(limit=300)) for name, inner in command.commands.items()]
    else:
        rows = []
    for name, summary in rows:
        yield from (".TP", f".BR {_escape(f'{title}-{name}')} (1)", _escape(summary))


def _split_paragraphs(text: str) -> Iterator[str]:
    yield from (part for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def _read_block(paragraph: str) -> list[str]:
    """The lines of a paragraph that is set as it stands."""
    return [line for line in paragraph.replace("\b", "").splitlines() if line.strip()]


def _describe(paragraphs: list[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield ".PP"
        if paragraph.lstrip().startswith("\b"):
            yield from (".nf", *map(_escape, _read_block(paragraph)), ".fi")
        else:
            yield _escape(" ".join(paragraph.split()))


def _escape(text: str) -> str:
    """Text as roff sets it: no backslash, hyphen, or dot at a line's beginning means anything else."""
    shown = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{shown}" if shown.startswith((".", "'")) else shown


def main(arguments: list[str]) -> None:
    """Write every page into the folder."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in render_pages():
        (folder / name).write_text(text)


if __name__ == "__main__":
    main(sys.argv[1:])
