"""`firstbell case`: the record of one event."""

from __future__ import annotations

import click

from firstbell.cli.cases.actors import actors, keys
from firstbell.cli.cases.entries import add, log, note
from firstbell.cli.cases.evidence import evidence
from firstbell.cli.cases.exporting import export
from firstbell.cli.cases.facts import fact, facts, name_command
from firstbell.cli.cases.opening import close, declare, open_command, reopen
from firstbell.cli.cases.stamping import stamp
from firstbell.cli.cases.timeline import timeline
from firstbell.cli.cases.verifying import head, verify
from firstbell.cli.options import accept_options
from firstbell.cli.telling.clocks import clocks


@click.group()
@accept_options
def command() -> None:
    """The record of one event: who did, found and knew what when.

    A case is a folder, named by --case, by FIRSTBELL_CASE, or the current one. What is added to it is signed,
    and nothing of it can be changed, removed or back-dated unseen.
    """


for part in (
    open_command,
    declare,
    close,
    reopen,
    log,
    note,
    add,
    fact,
    facts,
    name_command,
    timeline,
    clocks,
    evidence,
    export,
    verify,
    head,
    stamp,
    actors,
    keys,
):
    command.add_command(part)
