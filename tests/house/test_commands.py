"""Every command is listed, explains itself and its exit statuses."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

import click
import pytest

from firstbell.cli.registry import COMMANDS, OPENING
from scripts.reference import root_context
from tests.house.sources import PACKAGE


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
