"""`firstbell case`: the record of one event."""

from __future__ import annotations

import click

from firstbell.cli.commands.case.actors import actors, keys
from firstbell.cli.commands.case.clocks import clocks
from firstbell.cli.commands.case.entries import add, log, note
from firstbell.cli.commands.case.evidence import evidence
from firstbell.cli.commands.case.export import export
from firstbell.cli.commands.case.facts import fact, facts, name_command
from firstbell.cli.commands.case.lifecycle import close, declare, open_command, reopen
from firstbell.cli.commands.case.stamp import stamp
from firstbell.cli.commands.case.timeline import timeline
from firstbell.cli.commands.case.verify import head, verify
from firstbell.cli.terminal.options import accept_options


@click.group()
@accept_options
def command() -> None:
    """Keep the record of one event: who did, found and knew what, and when.

    A case is a folder. Name it with --case or FIRSTBELL_CASE; otherwise it is the current folder. Each entry
    is signed. Nobody can change, remove or back-date an entry without it showing.
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
