"""What somebody may have meant who names a command that there is not."""

from __future__ import annotations

import difflib
import importlib.util
from collections.abc import Iterable, Iterator

import click

_LIKE = 0.75
_MOST = 3


def guess_command(root: click.Group, ctx: click.Context, asked: str) -> list[str]:
    """The likest commands, the likest first: also those below a noun, such as "case clocks" for "clock".

    None where nothing is very like it.
    """
    paths = [(name,) for name in root.list_commands(ctx)] + list(_list_verbs(root, ctx))
    likeness = {path: _compare(asked, path[-1]) for path in paths}
    near = [path for path in paths if likeness[path] >= _LIKE]
    return [" ".join(path) for path in sorted(near, key=lambda path: -likeness[path])][:_MOST]


def tell_guesses(asked: str, guesses: Iterable[str]) -> str:
    """The error, with what may be meant.

    >>> tell_guesses("clock", ["case clocks"])
    "No such command 'clock'. Did you mean 'case clocks'?"
    """
    return f"No such command {asked!r}. Did you mean {' or '.join(map(repr, guesses))}?"


def _compare(asked: str, word: str) -> float:
    return difflib.SequenceMatcher(None, asked, word).ratio()


def _list_verbs(root: click.Group, ctx: click.Context) -> Iterator[tuple[str, str]]:
    """Commands below a noun that is a folder: it knows its verbs and loads none of them."""
    for name in root.list_commands(ctx):
        found = importlib.util.find_spec(f"firstbell.cli.commands.{name}")
        if found is None or found.submodule_search_locations is None:
            continue
        group = root.get_command(ctx, name)
        if isinstance(group, click.Group):
            for verb in group.list_commands(ctx):
                yield name, verb
