"""`firstbell impact`: whose data was in the files."""

from __future__ import annotations

import click

from firstbell.cli.terminal.options import accept_options
from firstbell.cli.terminal.verbs import LazyVerb, VerbGroup

_VERBS = {
    "scan": LazyVerb("impact.scan", "scan"),
    "people": LazyVerb("impact.people", "people"),
    "person": LazyVerb("impact.people", "person"),
    "files": LazyVerb("impact.people", "files"),
    "coverage": LazyVerb("impact.coverage", "coverage"),
    "review": LazyVerb("impact.review", "review"),
    "report": LazyVerb("impact.report", "report"),
}


@click.group(cls=VerbGroup, verbs=_VERBS)
@accept_options
def command() -> None:
    """Find out whose data was in the files, from documents to a list of people."""
