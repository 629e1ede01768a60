"""Where the catalog shows that a host's backup covers less than it did, and whether that is so still."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from firstbell.catalog.coverage import (
    Shrinkage,
    Uncovered,
    carry_roots,
    find_shrinkage,
    holds,
    list_left_out,
    list_untouched,
    spell,
)
from firstbell.catalog.queries import list_examinations, list_held, list_lines, list_snapshots
from firstbell.catalog.rows import ExaminationRow, LineRow, SnapshotRow
from firstbell.catalog.trees import KnownTrees
from firstbell.catalog.views import Reading
from firstbell.record.paths import fold_name, is_of_windows, place_root, read_inside, read_inside_pattern
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
    places = place_in_snapshot(reading, known, before)
    patterns = [
        _carry_pattern(read_inside_pattern(one), places)
        for one in sorted(set(snapshot.excludes) - set(before.excludes))
    ]
    untouched = list_untouched(known, (before.tree, snapshot.tree), missing=missing, folders=folders)
    return find_shrinkage(missing, folders=folders, patterns=patterns, untouched=untouched)


def _find_line(reading: Reading, snapshot: SnapshotRow) -> LineRow:
    return next(one for one in list_lines(reading) if one.id == snapshot.line)


def _carry_pattern(pattern: str, places: Mapping[bytes, bytes]) -> str:
    """A pattern that begins at the root, as it begins in trees; another one as it is."""
    if not pattern.startswith("/"):
        return pattern
    carried = carry_roots([pattern.encode("utf-8", "surrogateescape")], places)
    return carried[0].decode("utf-8", "surrogateescape") if carried else pattern


def find_across_lines(reading: Reading, known: KnownTrees, *, snapshot: SnapshotRow) -> Shrinkage | None:
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
        line = lines[line_id]
        places = place_roots(known, line, last.tree)
        ask = _ask_tree(known, line, last.tree)
        carried = [ask(path) or path for path in carry_roots(covered, places)]
        found = list_left_out(carried, list(places.values()), held=list_held(reading, last))
        if found is not None:
            return found
    return None


def _list_roots(line: LineRow) -> list[bytes]:
    """The paths of a line as trees write them, from the root on; of Windows without case."""
    inside = (read_inside(path.encode("utf-8", "surrogateescape")) for path in line.paths)
    is_folded = is_of_windows(line.paths)
    return [(fold_name(path) if is_folded else path).rstrip(b"/") or b"/" for path in inside]


def place_roots(known: KnownTrees, line: LineRow, tree: bytes) -> dict[bytes, bytes]:
    """Where each path of a line begins in one of its trees."""
    ask = _ask_tree(known, line, tree)
    return {root: place_root(root, ask) or b"/" for root in _list_roots(line)}


def place_in_snapshot(reading: Reading, known: KnownTrees, snapshot: SnapshotRow) -> dict[bytes, bytes]:
    """Where each path of the snapshot's line begins in its tree."""
    return place_roots(known, _find_line(reading, snapshot), snapshot.tree)


def _ask_tree(known: KnownTrees, line: LineRow, tree: bytes) -> Callable[[bytes], bytes | None]:
    """Gives a path as one tree of the line spells it."""
    return partial(spell, known, tree, is_folded=is_of_windows(line.paths))


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
