"""`firstbell impact report`: the page with the pictures, the register for counsel; each taking goes on the
record.
"""

from __future__ import annotations

from pathlib import Path

import click

from firstbell.actions.impact.reports import ImpactReportRequest, write_report
from firstbell.cli.case_options import CaseWork, case_command
from firstbell.cli.impact_work import load_result
from firstbell.cli.terminal.options import UsageError
from firstbell.cli.times import find_zone

_FILE = click.Path(path_type=Path, dir_okay=False)


@case_command("report")
@click.option("--html", type=_FILE, metavar="FILE.html", help="Write a page with pictures.")
@click.option("--csv", type=_FILE, metavar="FILE.csv", help="Write the register for counsel, with names.")
@click.option("--names", is_flag=True, help="Show names and evidence on the page, not only initials.")
def report(work: CaseWork, *, html: Path | None, csv: Path | None, names: bool) -> None:
    """Write the result for people: a page with masked names and pictures, or a table for counsel.

    Every copy says who made it and when, and the case's ledger records it with its hash. Values are never
    shown in full. --names shows names and what was found where.

    \b
    EXAMPLE
      firstbell impact report --html people.html --csv people.csv --case /srv/case
    """
    if html is None and csv is None:
        raise UsageError("no output file is named", hint="use --html FILE.html or --csv FILE.csv")
    kept, totals = load_result(work)
    wanted = []
    if html is not None:
        wanted.append(ImpactReportRequest(path=html, kind="page", shows_names=names, zone=find_zone()))
    if csv is not None:
        wanted.append(ImpactReportRequest(path=csv, kind="register"))
    for one in wanted:
        work.output.message(write_report(work.case, kept, one).describe())
        work.output.text(f"wrote {one.path}")
    work.output.summary({"people": totals.people})
