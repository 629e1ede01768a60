"""Where the catalog shows that a host's backup covers less than it did, and whether that is so still."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from firstbell.catalog.coverage import (
    Shrinkage,
    Uncovered,
    find_shrinkage,
    holds,
    list_left_out,
    list_untouched,
)
from firstbell.catalog.queries import list_examinations, list_held, list_lines, list_snapshots
from firstbell.catalog.rows import ExaminationRow, LineRow, SnapshotRow
from firstbell.catalog.trees import KnownTrees
from firstbell.catalog.views import Reading
from firstbell.record.versions import Change

_RELEASED = "ruled.benign"


def find_in_line(
    reading: Reading, known: KnownTrees, *, snapshot: SnapshotRow, changes: Sequence[Change]
) -> Shrinkage | None:
    """What the snapshot leaves out that the one before it in its line held."""
    gone = [change.old for change in changes if change.old is not None and change.new is None]
    missing = [old.path for old in gone if old.kind == "file"]
    if not missing:
        return None
    folders = [old.path for old in gone if old.kind == "dir"]
    before = list_snapshots(reading, snapshot.line)[snapshot.position - 1]
    patterns = sorted(set(snapshot.excludes) - set(before.excludes))
    untouched = list_untouched(known, (before.tree, snapshot.tree), missing=missing, folders=folders)
    return find_shrinkage(missing, folders=folders, patterns=patterns, untouched=untouched)


def find_across_lines(reading: Reading, snapshot: SnapshotRow) -> Shrinkage | None:
    """What the first snapshot of a line leaves out that an older line of the host held.

    Lines of the host that have a newer snapshot than that older line cover what they cover.
    """
    lines = {line.id: line for line in list_lines(reading) if line.host == snapshot.host}
    newest = {
        one.line: one
        for one in list_snapshots(reading)
        if one.line in lines and one.time_ns < snapshot.time_ns
    }
    for line_id, last in sorted(newest.items(), key=lambda item: -item[1].time_ns):
        if line_id == snapshot.line:
            continue
        covered = _list_roots(lines[snapshot.line])
        for other, row in newest.items():
            if row.time_ns > last.time_ns:
                covered += _list_roots(lines[other])
        found = list_left_out(covered, _list_roots(lines[line_id]), held=list_held(reading, last))
        if found is not None:
            return found
    return None


def _list_roots(line: LineRow) -> list[bytes]:
    return [path.encode("utf-8", "surrogateescape").rstrip(b"/") or b"/" for path in line.paths]


def list_uncovered(reading: Reading, known: KnownTrees) -> tuple[Uncovered, ...]:
    """What examinations told as no longer covered, unless released by a person, and is not back since."""
    found: dict[tuple[str, bytes], Uncovered] = {}
    for row in list_examinations(reading).values():
        for path in _list_told(row):
            snapshot = row.snapshot
            key = (snapshot.host, path)
            found.setdefault(key, Uncovered(snapshot.host, path, snapshot.time, snapshot.id))
    if not found:
        return ()
    snapshots = list_snapshots(reading)
    told_ns = {row.id: row.time_ns for row in snapshots}
    held = (one for _, one in sorted(found.items()))
    return tuple(one for one in held if not _is_back(known, one, snapshots, told_ns=told_ns))


def _list_told(row: ExaminationRow) -> tuple[bytes, ...]:
    is_released = any(reason.code == _RELEASED for reason in row.reasons)
    return () if row.evidence is None or is_released else row.evidence.uncovered


def _is_back(
    known: KnownTrees, one: Uncovered, snapshots: Iterable[SnapshotRow], *, told_ns: Mapping[bytes, int]
) -> bool:
    """Whether the newest snapshot of a line that came no earlier holds the path again."""
    newest: dict[int, SnapshotRow] = {}
    for row in snapshots:
        if row.host == one.host and row.time_ns >= told_ns[one.snapshot]:
            newest[row.line] = row
    return any(holds(known, row.tree, one.path) for row in newest.values())
