"""`firstbell message`: messages that people hand in."""

from __future__ import annotations

import click

from firstbell.cli.terminal.options import accept_output_options
from firstbell.cli.terminal.verbs import LazyVerb, VerbGroup

_VERBS = {
    "triage": LazyVerb("message.triage", "triage"),
    "list": LazyVerb("message.decisions", "list_messages"),
    "decide": LazyVerb("message.decisions", "decide"),
    "trust": LazyVerb("message.triage", "trust"),
}


@click.group(cls=VerbGroup, verbs=_VERBS)
@accept_output_options
def command() -> None:
    """Check messages that people hand in: threats, phishing, notices, questions."""
