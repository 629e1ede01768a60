"""The result in numbers."""

from __future__ import annotations

from firstbell.impact.detection.evidence.results import CERTAIN, POSSIBLE, PROBABLE
from firstbell.impact.detection.kinds.kind import sort_kinds
from firstbell.impact.results.results import FileRow, ImpactTotals, PersonRow
from firstbell.impact.scan.read_result import PARTLY, READ, UNREADABLE


def count_totals(people: list[PersonRow], files: list[FileRow], at: str) -> ImpactTotals:
    """What people and files come to."""
    totals = ImpactTotals(files_in_scope=len(files), people=len(people), at=at)
    for file in files:
        totals.bytes_in_scope += file.size
        totals.files_duplicate += bool(file.duplicate_of)
        totals.files_names_only += file.names_only
        if file.state == READ:
            totals.files_read += 1
        elif file.state == PARTLY:
            totals.files_partly += 1
        elif file.state == UNREADABLE:
            totals.files_unreadable += 1
        else:
            totals.files_skipped += 1
        if file.state in {READ, PARTLY}:
            totals.bytes_read += file.size
    for person in people:
        totals.people_certain += person.confidence == CERTAIN
        totals.people_probable += person.confidence == PROBABLE
        totals.people_possible += person.confidence == POSSIBLE
        totals.exposures += sum(len(one.kinds) for one in person.exposures)
    totals.kinds = sort_kinds({kind for person in people for kind in person.kinds})
    totals.coverage_percent = _cover(totals)
    return totals


def _cover(totals: ImpactTotals) -> float:
    """The share that was read, of files or of bytes, whichever is less; 100 only where nothing is left."""
    if not totals.files_in_scope:
        return 0.0
    wanted = totals.files_in_scope - totals.files_skipped
    files = 100.0 * totals.files_read / wanted if wanted else 100.0
    size = 100.0 * totals.bytes_read / totals.bytes_in_scope if totals.bytes_in_scope else 100.0
    return int(10 * min(files, size)) / 10
