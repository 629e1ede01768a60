"""What a scan for personal data puts on a case's record: its numbers, and the facts that statements lean on.

Never a name or a value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from firstbell.actions.entries import ImpactScan
from firstbell.base.clock import format_time
from firstbell.case.case import Case
from firstbell.case.facts import draft_fact, put_facts
from firstbell.impact.results.results import ImpactTotals
from firstbell.ledger import Entry
from firstbell.record.facts import Subject


@dataclass(frozen=True, slots=True)
class ScanRun:
    """One run of a scan. `sources`: names of what was read; `read_now`: contents not read before."""

    sources: Sequence[str]
    read_now: int
    seconds: float


def record_scan(
    case: Case, totals: ImpactTotals, run: ScanRun, *, bounds: Mapping[str, int] = MappingProxyType({})
) -> Entry:
    """Put a scan down, and the facts `personal_data_search`, `people_affected`, `kinds_found`.

    Raises: what appending raises.
    """
    entry = ImpactScan(
        sources=tuple(run.sources),
        files_in_scope=totals.files_in_scope,
        files_read=totals.files_read,
        files_partly=totals.files_partly,
        files_unreadable=totals.files_unreadable,
        bytes_read=totals.bytes_read,
        people=totals.people,
        exposures=totals.exposures,
        read_now=run.read_now,
        seconds=round(run.seconds, 3),
    ).append_to(case.main)
    put_result_facts(case, totals, entry.hex_id, bounds=bounds)
    return entry


def put_result_facts(
    case: Case, totals: ImpactTotals, because: str, *, bounds: Mapping[str, int] = MappingProxyType({})
) -> None:
    """Put down what the result says, leaning on an entry. Raises: what appending raises.

    `bounds`: those of recall and precision in whole percent, as far as people judged samples.
    """
    now = format_time(case.clock.now_ns())
    values: dict[str, Any] = {
        Subject.PERSONAL_DATA_SEARCH: {"coverage_percent": totals.coverage_percent, **bounds},
        Subject.PEOPLE_AFFECTED: {"count": totals.people_certain + totals.people_probable, "final": False},
        Subject.KINDS_FOUND: totals.kinds,
    }
    drafts = [
        draft_fact({"subject": subject, "value": value, "because": because}, now)
        for subject, value in values.items()
    ]
    put_facts(case.main, drafts, at=now)
