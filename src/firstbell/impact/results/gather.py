"""Readings to people and files: the last step of a scan, made anew each time from all that the case keeps."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.base.errors import Error
from firstbell.impact.results.decisions import ReviewDecision, apply_decisions
from firstbell.impact.results.files import gather_files
from firstbell.impact.results.layout_decisions import spread_decisions
from firstbell.impact.results.material import load_material, merge_records
from firstbell.impact.results.people import gather_people
from firstbell.impact.results.people_list import load_people, save_people
from firstbell.impact.results.results import FileRow, ImpactResult, ImpactTotals
from firstbell.impact.results.totals import count_totals
from firstbell.impact.scan.scan_store import Kept

__all__ = [
    "NoResultError",
    "find_result",
    "gather",
    "keep_result",
    "load_files",
    "load_people",
    "load_totals",
]


class NoResultError(Error):
    """Nothing was scanned yet."""

    code = "impact.no_result"


def gather(kept: Kept, decisions: Iterable[ReviewDecision], *, at: str) -> ImpactResult:
    """The people and files that everything which the case keeps comes to after a review; kept, too."""
    result = find_result(kept, decisions, at=at)
    keep_result(kept, result)
    return result


def find_result(kept: Kept, decisions: Iterable[ReviewDecision], *, at: str) -> ImpactResult:
    """The same, not kept: the result before it stands."""
    sources = kept.list_sources()
    material = load_material(kept, sources)
    records = merge_records(sources)
    for record in records:
        if record.content:
            material.paths[record.content].append(record.path)
    decided = list(decisions)
    told = spread_decisions(gather_people(material, kept), decided, material)
    people = apply_decisions(told, decided)
    files = gather_files(material, records, people)
    return ImpactResult(count_totals(people, files, at), people, files)


def keep_result(kept: Kept, result: ImpactResult) -> None:
    """Keep a result."""
    save_people(kept, result.people)
    kept.put_part("files", result.files)
    kept.put_part("totals", result.totals)


def load_totals(kept: Kept) -> ImpactTotals | None:
    """The numbers of the result; None where nothing was scanned yet."""
    return kept.load_part("totals", ImpactTotals)


def load_files(kept: Kept) -> list[FileRow]:
    """The files of the result."""
    return kept.load_part("files", list[FileRow]) or []
