"""`firstbell impact`: whose data was in the files."""

from __future__ import annotations

import click

from firstbell.cli.commands.impact.coverage import coverage
from firstbell.cli.commands.impact.people import files, people, person
from firstbell.cli.commands.impact.report import report
from firstbell.cli.commands.impact.review import review
from firstbell.cli.commands.impact.scan import scan
from firstbell.cli.terminal.options import accept_options


@click.group()
@accept_options
def command() -> None:
    """Find out whose data was in the files, from documents to a list of people."""


for part in (scan, people, person, files, coverage, review, report):
    command.add_command(part)
