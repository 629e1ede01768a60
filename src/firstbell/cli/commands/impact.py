"""`firstbell impact`: whose data was in the files."""

from __future__ import annotations

import click

from firstbell.cli.impacts.covering import coverage
from firstbell.cli.impacts.reporting import report
from firstbell.cli.impacts.reviewing import review
from firstbell.cli.impacts.scanning import scan
from firstbell.cli.impacts.showing import files, people, person
from firstbell.cli.options import accept_options


@click.group()
@accept_options
def command() -> None:
    """Whose data was in the files: from documents to a list of people."""


for part in (scan, people, person, files, coverage, review, report):
    command.add_command(part)
