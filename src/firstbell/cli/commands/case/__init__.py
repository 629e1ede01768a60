"""`firstbell case`: the record of one event."""

from __future__ import annotations

import click

from firstbell.cli.terminal.options import accept_options
from firstbell.cli.terminal.verbs import LazyVerb, VerbGroup

_VERBS = {
    "open": LazyVerb("case.lifecycle", "open_command"),
    "list": LazyVerb("case.lifecycle", "list_command"),
    "declare": LazyVerb("case.lifecycle", "declare"),
    "close": LazyVerb("case.lifecycle", "close"),
    "reopen": LazyVerb("case.lifecycle", "reopen"),
    "upgrade": LazyVerb("case.upgrade", "upgrade"),
    "log": LazyVerb("case.entries", "log"),
    "note": LazyVerb("case.entries", "note"),
    "add": LazyVerb("case.entries", "add"),
    "fact": LazyVerb("case.facts", "fact"),
    "facts": LazyVerb("case.facts", "facts"),
    "name": LazyVerb("case.facts", "name_command"),
    "timeline": LazyVerb("case.timeline", "timeline"),
    "clocks": LazyVerb("case.clocks", "clocks"),
    "evidence": LazyVerb("case.evidence", "evidence"),
    "export": LazyVerb("case.export", "export"),
    "verify": LazyVerb("case.verify", "verify"),
    "head": LazyVerb("case.verify", "head"),
    "stamp": LazyVerb("case.stamp", "stamp"),
    "actor": LazyVerb("case.actors", "actors"),
    "key": LazyVerb("case.actors", "keys"),
}


@click.group(cls=VerbGroup, verbs=_VERBS)
@accept_options
def command() -> None:
    """Keep the record of one event: who did, found and knew what, and when.

    A case is a folder. Name it with --case or FIRSTBELL_CASE; otherwise it is the current folder. Each entry
    is signed. Nobody can change, remove or back-date an entry without it showing.
    """
