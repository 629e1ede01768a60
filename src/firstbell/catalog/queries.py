"""Reading the tables of a catalog as rows."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from firstbell.catalog.evidence import read_evidence
from firstbell.catalog.lines import LineKey
from firstbell.catalog.rows import ExaminationRow, HolderRow, LineRow, SnapshotRow, VersionRow
from firstbell.catalog.views import PATH_KEY, Reading, ask_in_parts, ask_one, make_key, read_text
from firstbell.record.examination import Reason, Verdict
from firstbell.record.paths import fold_name, is_of_windows, list_places, read_inside
from firstbell.record.versions import Judgement, State

_LINES = """
SELECT lines.id, lines.host, lines.paths, count(*)
FROM lines JOIN snapshots ON snapshots.line = lines.id GROUP BY lines.id, lines.host, lines.paths
ORDER BY lines.host, lines.paths
"""
_SNAPSHOTS = """
SELECT snapshots.id, snapshots.line, lines.host, snapshots.position, snapshots.time_ns, snapshots.time,
  snapshots.tree, snapshots.excludes
FROM snapshots JOIN lines ON lines.id = snapshots.line
"""
_BY_TIME = f"{_SNAPSHOTS} ORDER BY snapshots.time_ns, snapshots.position, snapshots.id"
_OF_LINE = f"{_SNAPSHOTS} WHERE snapshots.line = :line ORDER BY snapshots.position"
_EXAMINATIONS = """
SELECT snapshot, verdict, reasons, files_changed, files_damaged, lists, evidence FROM examinations
"""
_VERSIONS = """
SELECT line, path, first, gone, kind, size_bytes, content, target, mtime_ns, state, code, reason, was
FROM versions WHERE line = :line
"""
_OF_PATHS = f"{_VERSIONS} AND {{}} ORDER BY path, first"
_FROM_PATHS = f"{_VERSIONS} AND {{}} ORDER BY first, path"
_NEW_FILES = """
SELECT path, min(first), min(CASE WHEN was IS NULL THEN first END)
FROM versions WHERE line = :line AND kind = 'file' GROUP BY path
"""
_TOUCHED = """
SELECT DISTINCT path FROM versions
WHERE line = :line AND (first > :after OR gone > :after OR (gone IS NULL AND state = 'damaged'))
ORDER BY path
"""
_DIFFERING = """
SELECT DISTINCT one.path FROM versions AS one LEFT JOIN versions AS same
  ON same.line = :other AND same.path = one.path AND same.gone IS NULL AND same.kind = one.kind
  AND same.content = one.content AND same.target = one.target{}
WHERE one.line = :line AND (same.path IS NULL OR one.gone IS NOT NULL) ORDER BY one.path
"""
# paths are found by what an index there holds of them
_SAME_KEY_ON_SERVER = f" AND {PATH_KEY.format('same.path')} = {PATH_KEY.format('one.path')}"
_IN_PATHS = "{0} IN (:wanted)"
_IN_PATHS_ON_SERVER = f"{{0}} = ANY(:wanted) AND {PATH_KEY.format('{0}')} = ANY(:keys)"
_NEWLY_DAMAGED = "FROM versions WHERE line = :line AND first = :position AND state = 'damaged'"
_HELD = """
FROM versions
WHERE line = :line AND kind = 'file' AND first <= :position AND (gone IS NULL OR gone > :position)
"""
_HELD_BEFORE = "SELECT path, content FROM versions WHERE line = :line AND {} AND gone <= :position"
_COUNT = "SELECT count(*) FROM versions WHERE line IN (SELECT id FROM lines)"
# a look at every version of the line
_STANDING = f"SELECT DISTINCT content {_HELD} AND (gone IS NULL OR gone > :next) AND content IN (:wanted)"
_HOLDS = "SELECT path FROM versions WHERE line = :line AND {} LIMIT 1"
# a look at every path of the line
_HOLDS_LIKE = """
SELECT DISTINCT path FROM versions WHERE line = :line AND CAST(path AS TEXT) LIKE :like ESCAPE '\\'
"""
# bytes are no text there: what is not ASCII is shown as octal digits, a backslash as two
_HOLDS_LIKE_ON_SERVER = """
SELECT DISTINCT path FROM versions WHERE line = :line AND encode(path, 'escape') ILIKE :like ESCAPE '\\'
"""


# of one question to a server
_MOST_PATHS = 5000


def list_lines(reading: Reading) -> list[LineRow]:
    """All lines, by host and paths."""
    return [
        LineRow(id=id_, host=read_text(host), paths=tuple(json.loads(read_text(paths))), length=length)
        for id_, host, paths, length in reading.ask(_LINES)
    ]


def list_snapshots(reading: Reading, line: int | None = None) -> list[SnapshotRow]:
    """The snapshots of all lines by time, then id; those of one line in their order."""
    rows = reading.ask(_BY_TIME) if line is None else reading.ask(_OF_LINE, {"line": line})
    return [
        SnapshotRow(
            id=id_,
            line=of_line,
            host=read_text(host),
            position=position,
            time_ns=time_ns,
            time=read_text(time),
            tree=tree,
            excludes=tuple(json.loads(read_text(excludes))),
        )
        for id_, of_line, host, position, time_ns, time, tree, excludes in rows
    ]


def list_examinations(reading: Reading) -> dict[bytes, ExaminationRow]:
    """The stored examinations by snapshot id, in the order of `list_snapshots`."""
    found = {row[0]: row[1:] for row in reading.ask(_EXAMINATIONS)}
    return {
        snapshot.id: _examination_row(snapshot, found[snapshot.id])
        for snapshot in list_snapshots(reading)
        if snapshot.id in found
    }


def _examination_row(snapshot: SnapshotRow, row: Sequence[Any]) -> ExaminationRow:
    verdict, reasons, files_changed, files_damaged, told, evidence = row
    lists = json.loads(read_text(told))
    return ExaminationRow(
        snapshot=snapshot,
        verdict=Verdict(verdict),
        reasons=tuple(Reason(**reason) for reason in json.loads(read_text(reasons))),
        files_changed=files_changed,
        files_damaged=files_damaged,
        notes=tuple(bytes.fromhex(path) for path in lists["notes"]),
        deleted=tuple(bytes.fromhex(path) for path in lists["deleted"]),
        renamed=tuple((bytes.fromhex(was), bytes.fromhex(path)) for was, path in lists["renamed"]),
        hints=tuple(lists["hints"]),
        evidence=read_evidence(None if evidence is None else read_text(evidence)),
    )


def _version_row(row: Sequence[Any]) -> VersionRow:
    line, path, first, gone, kind, size_bytes, content, target, mtime_ns, state, code, reason, was = row
    return VersionRow(
        line=line,
        path=path,
        first=first,
        gone=gone,
        kind=kind,
        size_bytes=size_bytes,
        content=content,
        target=target,
        mtime_ns=mtime_ns,
        judgement=Judgement(State(state), read_text(code), read_text(reason)) if state else None,
        was=was,
    )


def load_versions(reading: Reading, line: int, paths: Iterable[bytes]) -> dict[bytes, tuple[VersionRow, ...]]:
    """The versions of these paths, oldest first; a path that the line never held is left out."""
    gathered: dict[bytes, list[VersionRow]] = {}
    for row in map(_version_row, _ask_paths(reading, _OF_PATHS, sorted(set(paths)), values={"line": line})):
        gathered.setdefault(row.path, []).append(row)
    return {path: tuple(rows) for path, rows in gathered.items()}


def _ask_paths(
    reading: Reading, query: str, wanted: Sequence[bytes], *, column: str = "path", values: Mapping[str, Any]
) -> Iterator[Any]:
    """The rows of a query whose `{}` stands for: the column holds one of these paths."""
    if not reading.is_server:
        yield from ask_in_parts(reading, query.format(_IN_PATHS.format(column)), wanted, **values)
        return
    text = query.format(_IN_PATHS_ON_SERVER.format(column))
    for at in range(0, len(wanted), _MOST_PATHS):
        part = list(wanted[at : at + _MOST_PATHS])
        keys = [make_key(path) for path in part]
        yield from reading.ask(text, {**values, "wanted": part, "keys": keys})


def load_successors(reading: Reading, line: int, paths: Sequence[bytes]) -> list[VersionRow]:
    """The versions that came from one of these paths under a new name."""
    rows = [
        _version_row(row)
        for row in _ask_paths(reading, _FROM_PATHS, paths, column="was", values={"line": line})
    ]
    return sorted(rows, key=lambda row: (row.first, row.path))


def list_new_files(reading: Reading, line: int, positions: Collection[int]) -> list[tuple[bytes, int]]:
    """The files that were never there before these snapshots brought them, and which brought each."""
    rows = reading.ask(_NEW_FILES, {"line": line})
    # a file that lost its name and got it back was new when it came first
    return [(path, came) for path, came, unnamed in rows if came in positions and came == unnamed]


def list_touched(reading: Reading, line: int, after: int) -> list[bytes]:
    """The paths that gained or lost a version after a position, and those damaged in the newest snapshot."""
    return [path for (path,) in reading.ask(_TOUCHED, {"line": line, "after": after})]


def list_differing(reading: Reading, line: int, other: int) -> list[bytes]:
    """The paths of a line that the other one does not hold with the same content at its end, or that went."""
    query = _DIFFERING.format(_SAME_KEY_ON_SERVER if reading.is_server else "")
    return [path for (path,) in reading.ask(query, {"line": line, "other": other})]


def _place(snapshot: SnapshotRow) -> dict[str, int]:
    return {"line": snapshot.line, "position": snapshot.position}


def list_damaged(reading: Reading, snapshot: SnapshotRow, limit: int | None = None) -> list[bytes]:
    """The paths whose version first held by this snapshot is damaged."""
    ending = "" if limit is None else f" LIMIT {limit:d}"
    rows = reading.ask(f"SELECT path {_NEWLY_DAMAGED} ORDER BY path{ending}", _place(snapshot))
    return [path for (path,) in rows]


def list_struck_names(reading: Reading, snapshot: SnapshotRow) -> list[tuple[bytes, bytes]]:
    """Pairs (was, path) of the versions first held by this snapshot that are damaged and were renamed."""
    query = f"SELECT was, path {_NEWLY_DAMAGED} AND was IS NOT NULL ORDER BY path"
    return [(was, path) for was, path in reading.ask(query, _place(snapshot))]


def count_damaged(reading: Reading, snapshot: SnapshotRow) -> int:
    """How many versions first held by this snapshot are damaged."""
    return int(ask_one(reading, f"SELECT count(*) {_NEWLY_DAMAGED}", _place(snapshot)))


def count_files(reading: Reading, snapshot: SnapshotRow) -> int:
    """How many files the snapshot holds."""
    return int(ask_one(reading, f"SELECT count(*) {_HELD}", _place(snapshot)))


def list_held(reading: Reading, snapshot: SnapshotRow) -> list[bytes]:
    """The paths of the files that the snapshot holds."""
    return [path for (path,) in reading.ask(f"SELECT path {_HELD}", _place(snapshot))]


def find_held_before(
    reading: Reading, snapshot: SnapshotRow, contents: Mapping[bytes, bytes]
) -> frozenset[bytes]:
    """Of paths with joined blob ids, those that held this content before the snapshot and not in it."""
    rows = _ask_paths(reading, _HELD_BEFORE, sorted(contents), values=_place(snapshot))
    return frozenset(path for path, content in rows if content == contents[path])


def find_standing(reading: Reading, snapshot: SnapshotRow, contents: Iterable[bytes]) -> frozenset[bytes]:
    """Of these joined blob ids, those that a file holds in the snapshot and in the one after it."""
    place = _place(snapshot)
    rows = ask_in_parts(reading, _STANDING, sorted(set(contents)), **place, next=snapshot.position + 1)
    return frozenset(content for (content,) in rows)


def count_versions(reading: Reading) -> int:
    """How many versions the catalog holds."""
    return int(ask_one(reading, _COUNT))


def find_key(reading: Reading, line: int) -> LineKey:
    """What the snapshots of a line share."""
    ((host, paths),) = reading.ask("SELECT host, paths FROM lines WHERE id = :line", {"line": line})
    return LineKey(read_text(host), read_text(paths))


def list_holders(reading: Reading, path: bytes) -> list[HolderRow]:
    """The lines that ever held this path, and how each spells it; Windows ones take any spelling."""
    found = []
    for line in list_lines(reading):
        spelled = _spell(reading, line, path)
        if spelled is not None:
            found.append(HolderRow(line, spelled))
    return found


def _spell(reading: Reading, line: LineRow, path: bytes) -> bytes | None:
    if not is_of_windows(line.paths):
        return next((one for one in list_places(line.paths, path) if _holds(reading, line, one)), None)
    inside = read_inside(path)
    if _holds(reading, line, inside):
        return inside
    shown = inside.replace(b"\\", b"\\\\") if reading.is_server else inside
    query = _HOLDS_LIKE_ON_SERVER if reading.is_server else _HOLDS_LIKE
    rows = reading.ask(query, {"line": line.id, "like": _liken(shown)})
    wanted = fold_name(inside)
    return next((one for (one,) in rows if fold_name(one) == wanted), None)


def _holds(reading: Reading, line: LineRow, path: bytes) -> bool:
    return any(True for _ in _ask_paths(reading, _HOLDS, [path], values={"line": line.id}))


def _liken(path: bytes) -> str:
    """SQLite folds ASCII alone, so what is not ASCII may be any character."""
    escaped = re.sub(r"[%_\\]", r"\\\g<0>", path.decode("utf-8", "surrogateescape"))
    return re.sub(r"[^\x00-\x7f]+", "%", escaped)
