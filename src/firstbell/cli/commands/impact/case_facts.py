"""What a scan puts on the case's record: its numbers, and the facts that statements lean on. Never a
value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from firstbell.cli.case_options import CaseWork

if TYPE_CHECKING:
    from firstbell.impact.results.results import ImpactTotals

SCANNED = "impact.scan"


def record_scan(
    work: CaseWork, totals: ImpactTotals, *, sources: Sequence[str], told: dict[str, Any]
) -> None:
    """Put a scan down, and the facts `personal_data_search`, `people_affected`, `kinds_found`.

    Raises: what appending raises.
    """
    body = {
        "sources": list(sources),
        "files_in_scope": totals.files_in_scope,
        "files_read": totals.files_read,
        "files_partly": totals.files_partly,
        "files_unreadable": totals.files_unreadable,
        "bytes_read": totals.bytes_read,
        "people": totals.people,
        "exposures": totals.exposures,
        **told,
    }
    entry = work.case.main.append(SCANNED, body)
    put_result_facts(work, totals, entry.hex_id)


def put_result_facts(work: CaseWork, totals: ImpactTotals, because: str, *, is_final: bool = False) -> None:
    """Put down what the result says, leaning on an entry."""
    from firstbell.base.clock import format_time
    from firstbell.case.facts import draft_fact, put_facts

    now = format_time(work.case.clock.now_ns())
    values: dict[str, Any] = {
        "personal_data_search": {"coverage_percent": totals.coverage_percent, **_list_bounds(work)},
        "people_affected": {"count": totals.people_certain + totals.people_probable, "final": is_final},
        "kinds_found": totals.kinds,
    }
    drafts = [
        draft_fact({"subject": subject, "value": value, "because": because}, now)
        for subject, value in values.items()
    ]
    put_facts(work.case.main, drafts, at=now)


def _list_bounds(work: CaseWork) -> dict[str, int]:
    """The bounds of recall and precision in whole percent, as far as samples were judged; the lower one is
    never more, and the upper one never less, than what was estimated.
    """
    from firstbell.cli.commands.impact.coverage import estimate
    from firstbell.cli.impact_work import open_kept
    from firstbell.impact.results.gather import load_files

    kept = open_kept(work)
    bounds: dict[str, int] = {}
    for name, share in estimate(work, kept, files=load_files(kept)).items():
        if share is not None and share.judged:
            bounds[f"{name}_low_percent"] = math.floor(100 * share.low)
            bounds[f"{name}_high_percent"] = math.ceil(100 * share.high)
    return bounds
