"""`firstbell notice`: the letters to those whose data it was."""

from __future__ import annotations

import click

from firstbell.cli.terminal.options import accept_output_options
from firstbell.cli.terminal.verbs import LazyVerb, VerbGroup

_VERBS = {
    "plan": LazyVerb("notice.plan", "plan"),
    "draft": LazyVerb("notice.letters", "draft"),
    "waiting": LazyVerb("notice.waiting_letters", "waiting"),
    "decide": LazyVerb("notice.letters", "decide"),
    "review": LazyVerb("notice.letters", "review"),
    "approve": LazyVerb("notice.letters", "approve"),
    "send": LazyVerb("notice.send", "send"),
    "bounces": LazyVerb("notice.send", "bounces"),
    "returns": LazyVerb("notice.send", "returns"),
    "status": LazyVerb("notice.plan", "status"),
    "lookup": LazyVerb("notice.plan", "lookup"),
    "report": LazyVerb("notice.plan", "report"),
}


@click.group(cls=VerbGroup, verbs=_VERBS)
@accept_output_options
def command() -> None:
    """Plan, write, approve and send the letters to the people whose data it was."""
