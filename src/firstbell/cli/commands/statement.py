"""`firstbell statement`: what is said of the event, and whether the record bears it out."""

from __future__ import annotations

import click

from firstbell.cli.options import accept_output_options
from firstbell.cli.telling.approving import approve, confirm, list_command, override, publish
from firstbell.cli.telling.drafting import draft
from firstbell.cli.telling.statements import check, compare


@click.group()
@accept_output_options
def command() -> None:
    """Check, draft, approve and publish statements: none may say more than the record shows."""


for part in (check, compare, draft, override, confirm, approve, publish, list_command):
    command.add_command(part)
