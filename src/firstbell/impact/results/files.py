"""Records of files to rows: in which state each is, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from firstbell.impact.detection.kinds.kind import sort_kinds
from firstbell.impact.results.material import Material
from firstbell.impact.results.results import FileRow, PersonRow
from firstbell.impact.scan.read_result import PARTLY, READ, UNREADABLE, DocumentReading
from firstbell.impact.scan.scan_store import FileRecord

SKIPPED = "skipped"


def gather_files(material: Material, records: list[FileRecord], people: Iterable[PersonRow]) -> list[FileRow]:
    """Every file in scope."""
    linked: dict[str, int] = defaultdict(int)
    marked: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for content in {one.content for one in person.exposures}:
            linked[content] += 1
        for one in person.exposures:
            marked[one.content].update(one.kinds)
    first: dict[str, str] = {}
    rows = [
        _describe_file(record, material.readings.get(record.content), linked, first) for record in records
    ]
    for row in rows:
        if row.people:
            # a reviewer may have marked what no reading has
            row.kinds = sort_kinds({*row.kinds, *marked[row.content]})
            row.names_only = row.names_only and not row.kinds
    return rows


def _describe_file(
    record: FileRecord, reading: DocumentReading | None, linked: dict[str, int], first: dict[str, str]
) -> FileRow:
    row = FileRow(
        record.path,
        UNREADABLE,
        record.problem,
        [],
        0,
        record.size,
        record.content,
        "",
        "",
        [],
        record.touches,
        record.version,
    )
    if reading is None:
        if record.problem.startswith(("a link", "no file")):
            row.state = SKIPPED
        elif not record.problem:
            row.reason = "it was not read: the scan was stopped before"
        return row
    row.state, row.reason, row.format = reading.state, reading.reason, reading.format
    if reading.format == "empty":
        row.reason = "it is empty"
    if reading.findings is not None:
        found = reading.findings
        row.kinds, row.loose = sort_kinds(found.kinds), sort_kinds(found.loose)
        row.mentioned, row.risk, row.layout = found.mentioned, found.risk, found.layout
    row.people = linked[record.content]
    row.names_only = bool(row.mentioned) and not row.kinds and row.state in {READ, PARTLY}
    original = first.setdefault(record.content, record.path)
    if original != record.path and reading.format != "empty":
        row.duplicate_of = original
        row.reason = f"the same content as {original}" + (f": {row.reason}" if row.reason else "")
    return row
