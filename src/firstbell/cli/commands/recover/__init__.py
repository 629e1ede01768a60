"""`firstbell recover`: compose the tree a person would want back, and restore it."""

from __future__ import annotations

import click

from firstbell.cli.terminal.options import accept_options
from firstbell.cli.terminal.verbs import LazyVerb, VerbGroup

_VERBS = {
    "compose": LazyVerb("recover.compose", "compose"),
    "plan": LazyVerb("recover.plan", "make_plan"),
    "run": LazyVerb("recover.run", "run"),
    "release": LazyVerb("recover.release", "release"),
    "show": LazyVerb("recover.plan", "show"),
    "status": LazyVerb("recover.plan", "status"),
}


@click.group(cls=VerbGroup, verbs=_VERBS)
@accept_options
def command() -> None:
    """Compose the tree a person would want back, and restore it.

    The tree holds every path in its clean version: the names from before the event, what the event deleted,
    and what people made or edited after it began. It leaves out ransom notes and damaged versions.
    """
