"""Readings to people and files: the last step of a scan, made anew each time from all that the case keeps."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.base.errors import Error
from firstbell.impact.detection.evidence.results import CERTAIN, POSSIBLE, PROBABLE
from firstbell.impact.detection.kinds.kind import sort_kinds
from firstbell.impact.results.decisions import ReviewDecision, apply_decisions
from firstbell.impact.results.files import gather_files
from firstbell.impact.results.layout_decisions import spread_decisions
from firstbell.impact.results.material import load_material, merge_records
from firstbell.impact.results.people import gather_people
from firstbell.impact.results.people_list import save_people
from firstbell.impact.results.results import FileRow, ImpactResult, ImpactTotals, PersonRow
from firstbell.impact.scan.read_result import PARTLY, READ, UNREADABLE
from firstbell.impact.scan.scan_store import Kept


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
