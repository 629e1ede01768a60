"""Writes docs/commands.md from the commands themselves, docs/worst-day.md from its steps, and
docs/hunts-windows.md from the signs: `python -m scripts.reference`.
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Iterator
from pathlib import Path

import click

from firstbell.cli.main import root
from firstbell.cli.registry import COMMANDS
from firstbell.cli.terminal.exits import MEANINGS
from firstbell.runs.paper.worst_day import render_markdown
from scripts.differences import render_differences
from scripts.hunt_windows import PAGE as WINDOWS
from scripts.hunt_windows import render_page

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"
WORST_DAY = PAGE.with_name("worst-day.md")
WIDTH = 100

INTRODUCTION = """# Commands

Made by `make docs` from the commands themselves; a test compares.

Storage verbs are restic's, with restic's meaning. Data goes to stdout, everything else to stderr. With
`--json` there is one object a line, each with a `message_type`, the last one `summary` (`init` ends with
`initialized`); an error is a line `{"message_type":"exit_error","code":STATUS,"message":...}` on stderr.
Times are RFC 3339. A path is the absolute path inside the snapshot; bytes of it that are not UTF-8 stand as
`\\xNN`, and in text its control characters do, too.

## The repository and its password

| what | option | environment |
|---|---|---|
| repository | `-r`, `--repo` | `FIRSTBELL_REPOSITORY`, `RESTIC_REPOSITORY` |
| a file that names it | `--repository-file` | `FIRSTBELL_REPOSITORY_FILE`, `RESTIC_REPOSITORY_FILE` |
| password | | `FIRSTBELL_PASSWORD`, `RESTIC_PASSWORD` |
| a file that holds it | `-p`, `--password-file` | `FIRSTBELL_PASSWORD_FILE`, `RESTIC_PASSWORD_FILE` |
| a command that prints it | `--password-command` | `FIRSTBELL_PASSWORD_COMMAND`, `RESTIC_PASSWORD_COMMAND` |
| compression | `--compression` | `FIRSTBELL_COMPRESSION`, `RESTIC_COMPRESSION` |
| host to look at | `--host` | `FIRSTBELL_HOST`, `RESTIC_HOST` |
| folder of derived data | `--cache-dir` | `FIRSTBELL_CACHE_DIR` |
| database that keeps catalogs ([docs/formats/catalog.md](formats/catalog.md)) | | `FIRSTBELL_CATALOG` |
| no color | | `NO_COLOR` |
| a traceback with an internal error | | `FIRSTBELL_DEBUG` |

An option comes before the environment, and all of Firstbell's variables before restic's. If nothing gives a
password, Firstbell asks for it on the terminal, or reads one line from standard input without one.
The options below work before and after the command. The pages of the commands leave them out.
"""


def render_reference() -> str:
    """The whole page."""
    parts = [INTRODUCTION, block(options_page()), "\n## Exit status\n", status_table()]
    for section in dict.fromkeys(listed.section for listed in COMMANDS.values()):
        parts.append(f"\n## {section}")
        for name in (name for name, listed in COMMANDS.items() if listed.section == section):
            command = importlib.import_module(f"firstbell.cli.commands.{name}").command
            parts.extend(
                f"\n### `{title}`\n\n{text}" for title, text in describe(name, command, root_context())
            )
    parts.append(f"\n## What restic has and Firstbell does not\n\n{render_differences()}")
    return "\n".join(parts) + "\n"


def root_context() -> click.Context:
    """The context of the program itself."""
    settings = root.context_settings
    return click.Context(
        root, info_name="firstbell", terminal_width=WIDTH, max_content_width=WIDTH, **settings
    )


def describe(name: str, command: click.Command, parent: click.Context) -> Iterator[tuple[str, str]]:
    """(title, help) of a command and of those below it, without the options that all share."""
    own = copy.copy(command)
    own.params = [parameter for parameter in command.params if parameter.expose_value]
    context = click.Context(own, info_name=name, parent=parent, terminal_width=WIDTH, max_content_width=WIDTH)
    title = context.command_path.removeprefix("firstbell ")
    yield title, block(own.get_help(context))
    if isinstance(command, click.Group):
        for inner_name, inner in command.commands.items():
            yield from describe(inner_name, inner, context)


def options_page() -> str:
    """The options that all commands share."""
    formatter = root_context().make_formatter()
    with root_context() as context:
        records = [parameter.get_help_record(context) for parameter in root.get_params(context)]
        formatter.write_dl([record for record in records if record is not None])
    return formatter.getvalue()


def status_table() -> str:
    """What each exit status says."""
    rows = [f"| {status.value} | {meaning} |" for status, meaning in MEANINGS.items()]
    return "\n".join(["| status | meaning |", "|---|---|", *rows])


def block(text: str) -> str:
    """A block of text as it stands."""
    lines = (line.rstrip() for line in text.strip("\n").splitlines())
    return "```\n" + "\n".join(lines) + "\n```"


if __name__ == "__main__":
    PAGE.write_text(render_reference())
    WORST_DAY.write_text(render_markdown())
    WINDOWS.write_text(render_page())
