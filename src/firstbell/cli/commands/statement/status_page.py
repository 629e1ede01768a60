"""`firstbell statement page`: what families and staff read on a web space."""

from __future__ import annotations

from pathlib import Path

import click

from firstbell.actions.notify.statement_rulings import TextRequest, find_approved
from firstbell.base.clock import SystemClock, format_time
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.case_records import read_statement
from firstbell.cli.commands.statement.check import FILE
from firstbell.cli.legal_entity import find_outline
from firstbell.cli.recovery_plans import write_file
from firstbell.cli.terminal.options import UsageError
from firstbell.cli.times import find_zone
from firstbell.runs.figures import say_time


@case_command()
@FILE
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder for the page: a new one, or that of an older page.",
)
def page(work: CaseWork, *, file: str, output: Path) -> None:
    """Make the status page for families and staff from the statement FILE.

    The statement must be approved, and true by what is known now. The page is one file without scripts and
    without anything from elsewhere, so any web space can show it. Copy the folder there, then record it with
    `firstbell statement publish`.

    \b
    EXAMPLE
      firstbell statement page families.txt --output /srv/status --case /srv/case
    """
    from firstbell.notify.statements.status_page import PAGE_NAME, TEXT_NAME, render_status_files

    outline = find_outline(work)
    text = read_statement(file)
    status = find_approved(work.case, TextRequest(text=text, name=file, district=outline))
    strange = (
        sorted({one.name for one in output.iterdir()} - {PAGE_NAME, TEXT_NAME}) if output.exists() else []
    )
    if strange:
        raise UsageError(f"{output} holds {strange[0]!r}", hint="name a new folder with --output")
    district = next(iter(outline.names), "The district")
    time = say_time(format_time(SystemClock().now_ns()), outline.zone or find_zone())
    files = render_status_files(text, district=district, audience=status.audience, time=time)
    output.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_file(output / name, content.encode())
    work.output.text(f"wrote {output / PAGE_NAME}")
    work.output.summary({"sha256": status.sha256, "folder": str(output), "files": sorted(files)})
