"""`firstbell notice`: the letters to those whose data it was."""

from __future__ import annotations

import click

from firstbell.cli.commands.notice.letters import approve, decide, draft, review
from firstbell.cli.commands.notice.plan import lookup, plan, report, status
from firstbell.cli.commands.notice.send import bounces, returns, send
from firstbell.cli.terminal.options import accept_output_options


@click.group()
@accept_output_options
def command() -> None:
    """Plan, write, approve and send the letters to the people whose data it was."""


for part in (plan, draft, decide, review, approve, send, bounces, returns, status, lookup, report):
    command.add_command(part)
