"""`firstbell impact report`: the page with the pictures, the register for counsel; each taking goes on the
record.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.actions.trust import measure
from firstbell.base.clock import format_time
from firstbell.cli.case_options import CaseWork, case_options, collect_case
from firstbell.cli.commands.impact.coverage import render_measures
from firstbell.cli.impact_work import load_result
from firstbell.cli.terminal.exits import exit_status_help
from firstbell.cli.terminal.options import Result, UsageError
from firstbell.impact.reports.page import Occasion, render_page
from firstbell.impact.reports.register import write_register
from firstbell.impact.results.gather import load_files, load_people

if TYPE_CHECKING:
    from firstbell.impact.results.results import ImpactTotals
    from firstbell.impact.scan.scan_store import Kept

EXPORTED = "report.impact"
_FILE = click.Path(path_type=Path, dir_okay=False)


@dataclass(frozen=True, kw_only=True)
class ReportRequest:
    """What `impact report` is asked for."""

    html: Path | None
    csv: Path | None
    names: bool


@click.command("report", epilog=exit_status_help(repository=False))
@click.option("--html", type=_FILE, metavar="FILE.html", help="Write a page with pictures.")
@click.option("--csv", type=_FILE, metavar="FILE.csv", help="Write the register for counsel, with names.")
@click.option("--names", is_flag=True, help="Show names and evidence on the page, not only initials.")
@case_options
@collect_case(ReportRequest)
def report(work: CaseWork, request: ReportRequest) -> Result:
    """Write the result for people: a page with masked names and pictures, or a table for counsel.

    Every copy says who made it and when, and the case's ledger records it with its hash. Values are never
    shown in full. --names shows names and what was found where.
    """
    if request.html is None and request.csv is None:
        raise UsageError("no output file is named", hint="use --html FILE.html or --csv FILE.csv")
    kept, totals = load_result(work)
    for path, kind in ((request.html, "page"), (request.csv, "register")):
        if path is None:
            continue
        text = _render(work, kept, totals, kind, shows_names=request.names)
        body = {
            "what": kind,
            "masked": kind == "page" and not request.names,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "people": totals.people,
        }
        with _writing(path, text):
            entry = work.case.main.append(EXPORTED, body)
        work.output.message({"message_type": "export", "path": str(path), **body, "entry": entry.hex_id})
        work.output.text(f"wrote {path}")
    work.output.summary({"people": totals.people})
    return None


def _render(work: CaseWork, kept: Kept, totals: ImpactTotals, kind: str, *, shows_names: bool) -> str:
    who, at = work.case.main.signer.actor.name, format_time(work.case.clock.now_ns())[:19] + "Z"
    people = load_people(kept)
    if kind == "register":
        out = io.StringIO()
        write_register(out, people, who=who, at=at)
        return out.getvalue()
    files = load_files(kept)
    measures = render_measures(measure(kept, work.case.main.read(), totals=totals, files=files))
    name = work.case.describe().name
    return render_page(
        totals, people=people, files=files, occasion=Occasion(name, who, at, measures, shows_names)
    )


@contextmanager
def _writing(path: Path, text: str) -> Iterator[None]:
    """A new file, which is gone again if it cannot be put on record that it was made. Raises: UsageError."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            path.chmod(0o600)
            file.write(text)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}", hint="name a new file") from None
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise
