"""The result of a scan on paper: a page with pictures, the register for counsel; each copy is an entry."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any, Literal

import msgspec

from firstbell.actions.entries import ImpactReported
from firstbell.actions.impact.people import load_result
from firstbell.actions.impact.trust import measure, render_measures
from firstbell.base.clock import say_moment
from firstbell.base.errors import UsageError
from firstbell.base.output_file import create_file
from firstbell.base.zones import show_minute
from firstbell.case.case import Case
from firstbell.impact.reports.page import Occasion, render_page
from firstbell.impact.reports.register import write_register
from firstbell.impact.results.gather import load_files
from firstbell.impact.results.people_list import load_people
from firstbell.impact.results.results import ImpactTotals
from firstbell.impact.scan.scan_store import Kept
from firstbell.ledger import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactReportRequest:
    """A new file to write: the page, masked unless `shows_names`, or the register, which has the names.

    `zone`: of the page's times; None for this machine's.
    """

    path: Path
    kind: Literal["page", "register"]
    shows_names: bool = False
    zone: tzinfo | None = None


@dataclass(frozen=True, slots=True)
class ImpactReport:
    """What was written: its hash, whether it is masked, of how many people; and the entry that says so."""

    path: Path
    body: ImpactReported
    entry: Entry

    def describe(self) -> dict[str, Any]:
        """What `--json` prints of it."""
        told = {"message_type": "export", "path": str(self.path)}
        said = {name: value for name, value in msgspec.to_builtins(self.body).items() if name != "version"}
        return {**told, **said, "entry": self.entry.hex_id}


def write_report(case: Case, kept: Kept, request: ImpactReportRequest) -> ImpactReport:
    """Write the result for people; that it was is on the record when this returns, or the file is gone.

    Raises: NoResultError; UsageError where the file is there or cannot be written; what appending raises.
    """
    totals = load_result(kept, case.folder.path)
    text = _render(case, kept, totals, request)
    body = ImpactReported(
        what=request.kind,
        masked=request.kind == "page" and not request.shows_names,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        people=totals.people,
    )
    with _writing(request.path, text):
        entry = body.append_to(case.main)
    return ImpactReport(request.path, body, entry)


def _render(case: Case, kept: Kept, totals: ImpactTotals, request: ImpactReportRequest) -> str:
    now_ns = case.clock.now_ns()
    who = case.main.signer.actor.name
    people = load_people(kept)
    if request.kind == "register":
        out = io.StringIO()
        write_register(out, people, who=who, at=say_moment(now_ns))
        return out.getvalue()
    files = load_files(kept)
    measures = render_measures(measure(kept, case.main.read(), totals=totals, files=files))
    occasion = Occasion(
        case.describe().name, who, show_minute(now_ns, request.zone), measures, request.shows_names
    )
    return render_page(totals, people=people, files=files, occasion=occasion)


@contextmanager
def _writing(path: Path, text: str) -> Iterator[None]:
    """A new file, which is gone again if it cannot be put on record that it was made. Raises: UsageError."""
    try:
        create_file(path, text.encode(), mode=0o600)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}", hint="name a new file") from None
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise
