"""Every command is listed, explains itself and its exit statuses."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

import click
import pytest

from firstbell.cli.key_commands import OPENING
from firstbell.cli.registry import COMMANDS
from firstbell.cli.terminal.verbs import CommandWithVerbs
from scripts.reference import root_context
from tests.house.sources import PACKAGE
from tests.house.typed_lines import find_fault


def load_command(name: str) -> click.Command:
    """The command of a module in `cli/commands`."""
    command: click.Command = importlib.import_module(f"firstbell.cli.commands.{name}").command
    return command


def walk_commands(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    """A command and what is below it."""
    yield name, command
    if isinstance(command, click.Group):
        for inner_name, inner in command.commands.items():
            yield from walk_commands(f"{name} {inner_name}", inner)


FOLDER = PACKAGE / "cli" / "commands"
# a noun with verbs is a folder, one module a verb
MODULES = sorted(
    {path.stem for path in FOLDER.glob("[!_]*.py")}
    | {path.parent.name for path in FOLDER.glob("*/__init__.py")}
)
EVERY = [pair for name in MODULES for pair in walk_commands(name, load_command(name))]
LEAVES = [
    (name, command)
    for name, command in EVERY
    if not isinstance(command, click.Group) or isinstance(command, CommandWithVerbs)
]


def test_every_module_is_listed_and_every_listed_command_has_a_module() -> None:
    assert set(MODULES) == set(COMMANDS)


@pytest.mark.parametrize("name", MODULES)
def test_the_list_says_what_the_command_says_of_itself(name: str) -> None:
    help_text = (load_command(name).help or "").strip()
    assert help_text.splitlines()[0] == COMMANDS[name].summary


@pytest.mark.parametrize(("name", "command"), EVERY, ids=[name for name, _ in EVERY])
def test_the_help_tells_what_it_does_and_its_exit_statuses(name: str, command: click.Command) -> None:
    help_text = command.get_help(click.Context(command, parent=root_context(), info_name=name))
    assert len((command.help or "").strip()) > 15
    if not isinstance(command, click.Group):
        assert re.search(r"EXIT STATUS\n +0 +done\n +1 +failed\n +2 ", help_text)
        assert "--json" in help_text
    assert "\\b" not in (command.help or "")  # click's mark for lines that stay as they are, in a raw string


@pytest.mark.parametrize(("name", "command"), LEAVES, ids=[name for name, _ in LEAVES])
def test_a_command_that_needs_words_shows_an_example_that_can_be_typed(
    name: str, command: click.Command
) -> None:
    examples = re.findall(r"^ +(firstbell .*)$", command.help or "", re.MULTILINE)
    assert examples or not any(parameter.required for parameter in command.params)
    assert [find_fault(line) for line in examples if find_fault(line)] == []
    assert [line for line in examples if not line.startswith(f"firstbell {name}")] == []


def test_a_line_that_cannot_be_typed_is_found() -> None:
    lines = ("pin frob", "pin add", "pin add latest", "ls latest --frob", "list frob", "ls latest | head")
    assert [find_fault(f"firstbell {line}") for line in lines[:3]] == [
        "no verb 'frob'", "snapshots is missing", "why is missing",
    ]  # fmt: skip
    assert [bool(find_fault(f"firstbell {line}")) for line in lines[3:]] == [True, True, False]


def test_help_breaks_no_option_and_cuts_no_sentence_off() -> None:
    for name, command in EVERY:
        context = click.Context(command, parent=root_context(), info_name=name, terminal_width=60)
        told = command.get_help(context)
        assert not re.search(r"[a-z]-$", told, re.MULTILINE), name
        assert not re.search(r"\.\.\.$", told.partition("Commands:")[2], re.MULTILINE), name


@pytest.mark.parametrize(("name", "command"), EVERY, ids=[name for name, _ in EVERY])
def test_every_option_says_what_it_is_for(name: str, command: click.Command) -> None:
    silent = [
        parameter.name
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert silent == [], name


def test_a_key_is_begun_early_for_each_command_that_opens_the_repository_it_names() -> None:
    """`init` and `cache` open none; the others open it only sometimes, or others instead."""
    sometimes = {"init", "cache", "doctor", "exercise", "readiness", "recover", "rehearse"}
    naming = {
        name
        for name in COMMANDS
        if all(
            any("--repo" in parameter.opts for parameter in command.params)
            for _, command in walk_commands(name, load_command(name))
            if not isinstance(command, click.Group)
        )
    }
    assert naming - sometimes == OPENING
    assert sometimes <= naming
