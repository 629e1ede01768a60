"""`firstbell statement`: what is said of the event, and whether the record bears it out."""

from __future__ import annotations

import click

from firstbell.cli.terminal.options import accept_output_options
from firstbell.cli.terminal.verbs import LazyVerb, VerbGroup

_VERBS = {
    "check": LazyVerb("statement.check", "check"),
    "compare": LazyVerb("statement.check", "compare"),
    "draft": LazyVerb("statement.draft", "draft"),
    "override": LazyVerb("statement.rulings", "override"),
    "confirm": LazyVerb("statement.rulings", "confirm"),
    "approve": LazyVerb("statement.rulings", "approve"),
    "publish": LazyVerb("statement.rulings", "publish"),
    "page": LazyVerb("statement.status_page", "page"),
    "list": LazyVerb("statement.rulings", "list_command"),
}


@click.group(cls=VerbGroup, verbs=_VERBS)
@accept_output_options
def command() -> None:
    """Check, draft, approve and publish statements, so that none says more than the record shows."""
