"""restic's commands and options beside ours: what is missing is named in the documents, with the reason."""

from __future__ import annotations

import functools
import importlib
import re
import subprocess
from collections.abc import Iterator

import click

from firstbell.cli.registry import COMMANDS
from scripts.differences import COMMANDS as MISSING_COMMANDS
from scripts.differences import EVERYWHERE
from scripts.differences import OPTIONS as MISSING_OPTIONS

_OPTION = re.compile(r"^ +(?:-\w, )?(--[\w-]+)", re.MULTILINE)
_COMMAND = re.compile(r"^  ([\w-]+) {3,}", re.MULTILINE)


@functools.cache
def ask_restic(*words: str) -> str:
    """A page of restic's help, up to the options that every command has."""
    page = subprocess.run(["restic", *words], capture_output=True, check=True, text=True).stdout
    return page.partition("Global Flags:")[0]


def list_restic() -> dict[str, set[str]]:
    """restic's commands, and those below them, each with its own options."""
    found: dict[str, set[str]] = {}

    def read(name: str) -> None:
        page = ask_restic("help", *name.split())
        before, _, options = page.partition("\nFlags:")
        found[name] = set(_OPTION.findall(options)) - {"--help"}
        for inner in _COMMAND.findall(before.partition("Available Commands:")[2]):
            read(f"{name} {inner}")

    before, _, _ = ask_restic("--help").partition("\nFlags:")
    for name in _COMMAND.findall(before):
        read(name)
    return found


def list_ours() -> dict[str, set[str]]:
    """Our commands, and those below them, each with all its options."""

    def walk(name: str, command: click.Command) -> Iterator[tuple[str, set[str]]]:
        yield name, {option for parameter in command.params for option in parameter.opts}
        if isinstance(command, click.Group):
            for inner_name, inner in command.commands.items():
                yield from walk(f"{name} {inner_name}", inner)

    commands = {name: importlib.import_module(f"firstbell.cli.commands.{name}").command for name in COMMANDS}
    return dict(pair for name, command in commands.items() for pair in walk(name, command))


def test_each_command_of_restic_is_there_or_its_lack_is_explained() -> None:
    theirs = list_restic()
    assert len(theirs) > 25
    top = {name for name in theirs if " " not in name}
    assert top - set(COMMANDS) == set(MISSING_COMMANDS)


def test_each_option_of_restic_is_there_or_its_lack_is_explained() -> None:
    ours = list_ours()
    everywhere = set(_OPTION.findall(ask_restic("--help").partition("\nFlags:")[2])) - {"--help"}
    missing = {EVERYWHERE: everywhere - ours["snapshots"]}
    for name, options in list_restic().items():
        if name.split()[0] not in MISSING_COMMANDS:
            missing[name] = options - ours[name]
    named = {name: set(reasons) for name, reasons in MISSING_OPTIONS.items()}
    assert {name: options for name, options in missing.items() if options} == named
    assert len(everywhere) > 15


def test_each_reason_is_a_sentence() -> None:
    reasons = [
        *MISSING_COMMANDS.values(),
        *(why for table in MISSING_OPTIONS.values() for why in table.values()),
    ]
    assert [why for why in reasons if not why.endswith(".") or len(why) < 10] == []
