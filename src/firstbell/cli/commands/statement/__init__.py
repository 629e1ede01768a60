"""`firstbell statement`: what is said of the event, and whether the record bears it out."""

from __future__ import annotations

import click

from firstbell.cli.commands.statement.check import check, compare
from firstbell.cli.commands.statement.draft import draft
from firstbell.cli.commands.statement.rulings import approve, confirm, list_command, override, publish
from firstbell.cli.terminal.options import accept_output_options


@click.group()
@accept_output_options
def command() -> None:
    """Check, draft, approve and publish statements, so that none says more than the record shows."""


for part in (check, compare, draft, override, confirm, approve, publish, list_command):
    command.add_command(part)
