"""`firstbell hunt`: what the backups alone say of an intruder."""

from __future__ import annotations

import click

from firstbell.cli.terminal.options import accept_options
from firstbell.cli.terminal.verbs import LazyVerb, VerbGroup

_VERBS = {
    "run": LazyVerb("hunt.run", "run"),
    "list": LazyVerb("hunt.traces", "list_"),
    "show": LazyVerb("hunt.traces", "show"),
    "signs": LazyVerb("hunt.traces", "signs"),
    "coverage": LazyVerb("hunt.run", "coverage"),
    "yara": LazyVerb("hunt.files", "yara"),
    "facts": LazyVerb("hunt.run", "facts"),
    "persistence": LazyVerb("hunt.files", "persistence"),
}


@click.group(cls=VerbGroup, verbs=_VERBS)
@accept_options
def command() -> None:
    """Ask the backups how intruders got in, since when, and whether data was taken.

    Each nightly snapshot holds logs that an intruder wipes later. A hunt reads all of them, compares the
    nights, and reports what it found, what it could not read, and what is missing from the backups.
    """
