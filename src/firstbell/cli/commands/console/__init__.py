"""`firstbell console`: the pages in a browser, and who may open them."""

from __future__ import annotations

import click

from firstbell.cli.commands.console.looks import looks
from firstbell.cli.commands.console.people import end, invite, people
from firstbell.cli.commands.console.start import start
from firstbell.cli.groups import DefaultGroup
from firstbell.cli.terminal.options import accept_options


@click.group(cls=DefaultGroup)
@accept_options
def command() -> None:
    """Open what the desk knows in a browser. Each role has its own pages.

    Without a verb: start. The console listens on this machine alone, unless it has a certificate.
    """


for part in (start, invite, people, end, looks):
    command.add_command(part)
