"""Reading the tables of a catalog as rows."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, Text, cast, func, or_, select

from firstbell.catalog import schema
from firstbell.catalog.evidence import read_evidence
from firstbell.catalog.lines import LineKey
from firstbell.catalog.rows import ExaminationRow, HolderRow, LineRow, SnapshotRow, VersionRow
from firstbell.record.examination import Reason, Verdict
from firstbell.record.paths import fold_name, is_of_windows, read_inside
from firstbell.record.versions import Judgement, State

# Variables of one statement; SQLite allows 32,766 since 3.32, older ones 999.
_CHUNK = 500


def list_lines(connection: Connection) -> list[LineRow]:
    """All lines, by host and paths."""
    counted = (
        select(schema.lines, func.count(schema.snapshots.c.id).label("length"))
        .join(schema.snapshots, schema.snapshots.c.line == schema.lines.c.id)
        .group_by(schema.lines.c.id)
        .order_by(schema.lines.c.host, schema.lines.c.paths)
    )
    return [
        LineRow(id=row.id, host=row.host, paths=tuple(json.loads(row.paths)), length=row.length)
        for row in connection.execute(counted)
    ]


def _snapshots() -> Select[Any]:
    return select(schema.snapshots, schema.lines.c.host).join(
        schema.lines, schema.lines.c.id == schema.snapshots.c.line
    )


def list_snapshots(connection: Connection, line: int | None = None) -> list[SnapshotRow]:
    """The snapshots of all lines by time, then id; those of one line in their order."""
    query = _snapshots()
    of = schema.snapshots.c
    if line is None:
        query = query.order_by(of.time_ns, of.position, of.id)
    else:
        query = query.where(of.line == line).order_by(of.position)
    return [_snapshot_row(row) for row in connection.execute(query)]


def _snapshot_row(row: Row[Any]) -> SnapshotRow:
    return SnapshotRow(
        id=row.id,
        line=row.line,
        host=row.host,
        position=row.position,
        time_ns=row.time_ns,
        time=row.time,
        tree=row.tree,
        excludes=tuple(json.loads(row.excludes)),
    )


def list_examinations(connection: Connection) -> dict[bytes, ExaminationRow]:
    """The stored examinations by snapshot id, in the order of `list_snapshots`."""
    query = select(schema.examinations)
    found = {row.snapshot: row for row in connection.execute(query)}
    return {
        snapshot.id: _examination_row(snapshot, found[snapshot.id])
        for snapshot in list_snapshots(connection)
        if snapshot.id in found
    }


def _examination_row(snapshot: SnapshotRow, row: Row[Any]) -> ExaminationRow:
    lists = json.loads(row.lists)
    return ExaminationRow(
        snapshot=snapshot,
        verdict=Verdict(row.verdict),
        reasons=tuple(Reason(**reason) for reason in json.loads(row.reasons)),
        files_changed=row.files_changed,
        files_damaged=row.files_damaged,
        notes=tuple(bytes.fromhex(path) for path in lists["notes"]),
        deleted=tuple(bytes.fromhex(path) for path in lists["deleted"]),
        renamed=tuple((bytes.fromhex(was), bytes.fromhex(path)) for was, path in lists["renamed"]),
        hints=tuple(lists["hints"]),
        evidence=read_evidence(row.evidence),
    )


def _version_row(row: Row[Any]) -> VersionRow:
    judgement = Judgement(State(row.state), row.code, row.reason) if row.state else None
    return VersionRow(
        line=row.line,
        path=row.path,
        first=row.first,
        gone=row.gone,
        kind=row.kind,
        size_bytes=row.size_bytes,
        content=row.content,
        target=row.target,
        mtime_ns=row.mtime_ns,
        judgement=judgement,
        was=row.was,
    )


def load_versions(
    connection: Connection, line: int, paths: Iterable[bytes]
) -> dict[bytes, tuple[VersionRow, ...]]:
    """The versions of these paths, oldest first; a path that the line never held is left out."""
    wanted = sorted(set(paths))
    gathered: dict[bytes, list[VersionRow]] = {}
    for at in range(0, len(wanted), _CHUNK):
        query = (
            select(schema.versions)
            .where(schema.versions.c.line == line, schema.versions.c.path.in_(wanted[at : at + _CHUNK]))
            .order_by(schema.versions.c.path, schema.versions.c.first)
        )
        for row in connection.execute(query):
            gathered.setdefault(row.path, []).append(_version_row(row))
    return {path: tuple(rows) for path, rows in gathered.items()}


def load_successors(connection: Connection, line: int, paths: Sequence[bytes]) -> list[VersionRow]:
    """The versions that came from one of these paths under a new name."""
    query = (
        select(schema.versions)
        .where(schema.versions.c.line == line, schema.versions.c.was.in_(paths))
        .order_by(schema.versions.c.first, schema.versions.c.path)
    )
    return [_version_row(row) for row in connection.execute(query)]


def list_new_files(connection: Connection, line: int, positions: Collection[int]) -> list[tuple[bytes, int]]:
    """The files that were never there before these snapshots brought them, and which brought each."""
    of = schema.versions.c
    query = (
        select(of.path, func.min(of.first).label("came"), func.count(of.was).label("renamed"))
        .where(of.line == line, of.kind == "file")
        .group_by(of.path)
    )
    rows = connection.execute(query)
    return [(row.path, row.came) for row in rows if row.came in positions and not row.renamed]


def list_touched(connection: Connection, line: int, after: int) -> list[bytes]:
    """The paths that gained or lost a version after a position, and those damaged in the newest snapshot."""
    of = schema.versions.c
    query = (
        select(of.path)
        .where(
            of.line == line,
            or_(of.first > after, of.gone > after, of.gone.is_(None) & (of.state == State.DAMAGED)),
        )
        .distinct()
        .order_by(of.path)
    )
    return list(connection.scalars(query))


def list_differing(connection: Connection, line: int, other: int) -> list[bytes]:
    """The paths of a line that the other one does not hold with the same content at its end, or that went."""
    of = schema.versions.c
    same = schema.versions.alias("same")
    is_same = (
        (same.c.line == other)
        & (same.c.path == of.path)
        & same.c.gone.is_(None)
        & (same.c.kind == of.kind)
        & (same.c.content == of.content)
        & (same.c.target == of.target)
    )
    query = (
        select(of.path)
        .select_from(schema.versions.outerjoin(same, is_same))
        .where(of.line == line, or_(same.c.path.is_(None), of.gone.is_not(None)))
        .distinct()
        .order_by(of.path)
    )
    return list(connection.scalars(query))


def list_damaged(connection: Connection, snapshot: SnapshotRow, limit: int | None = None) -> list[bytes]:
    """The paths whose version first held by this snapshot is damaged."""
    of = schema.versions.c
    query = (
        select(of.path)
        .where(of.line == snapshot.line, of.first == snapshot.position, of.state == State.DAMAGED)
        .order_by(of.path)
        .limit(limit)
    )
    return list(connection.scalars(query))


def list_struck_names(connection: Connection, snapshot: SnapshotRow) -> list[tuple[bytes, bytes]]:
    """Pairs (was, path) of the versions first held by this snapshot that are damaged and were renamed."""
    of = schema.versions.c
    query = (
        select(of.was, of.path)
        .where(
            of.line == snapshot.line,
            of.first == snapshot.position,
            of.state == State.DAMAGED,
            of.was.is_not(None),
        )
        .order_by(of.path)
    )
    return [(row.was, row.path) for row in connection.execute(query)]


def count_damaged(connection: Connection, snapshot: SnapshotRow) -> int:
    """How many versions first held by this snapshot are damaged."""
    of = schema.versions.c
    query = select(func.count()).where(
        of.line == snapshot.line, of.first == snapshot.position, of.state == State.DAMAGED
    )
    return connection.scalar(query) or 0


def count_files(connection: Connection, snapshot: SnapshotRow) -> int:
    """How many files the snapshot holds."""
    of = schema.versions.c
    held = (of.first <= snapshot.position) & (of.gone.is_(None) | (of.gone > snapshot.position))
    query = select(func.count()).where(of.line == snapshot.line, of.kind == "file", held)
    return connection.scalar(query) or 0


def list_held(connection: Connection, snapshot: SnapshotRow) -> list[bytes]:
    """The paths of the files that the snapshot holds."""
    of = schema.versions.c
    held = (of.first <= snapshot.position) & (of.gone.is_(None) | (of.gone > snapshot.position))
    return list(connection.scalars(select(of.path).where(of.line == snapshot.line, of.kind == "file", held)))


def find_held_before(
    connection: Connection, snapshot: SnapshotRow, contents: Mapping[bytes, bytes]
) -> frozenset[bytes]:
    """Of paths with joined blob ids, those that held this content before the snapshot and not in it."""
    of = schema.versions.c
    found: set[bytes] = set()
    wanted = sorted(contents)
    for at in range(0, len(wanted), _CHUNK):
        query = select(of.path, of.content).where(
            of.line == snapshot.line, of.path.in_(wanted[at : at + _CHUNK]), of.gone <= snapshot.position
        )
        found |= {row.path for row in connection.execute(query) if row.content == contents[row.path]}
    return frozenset(found)


def count_versions(connection: Connection) -> int:
    """How many versions the catalog holds."""
    return connection.scalar(select(func.count()).select_from(schema.versions)) or 0


def find_key(connection: Connection, line: int) -> LineKey:
    """What the snapshots of a line share."""
    of = schema.lines.c
    row = connection.execute(select(of.host, of.paths).where(of.id == line)).one()
    return LineKey(row.host, row.paths)


def list_holders(connection: Connection, path: bytes) -> list[HolderRow]:
    """The lines that ever held this path, and how each spells it; Windows ones take any spelling."""
    found = []
    for line in list_lines(connection):
        spelled = _spell(connection, line, path)
        if spelled is not None:
            found.append(HolderRow(line, spelled))
    return found


def _spell(connection: Connection, line: LineRow, path: bytes) -> bytes | None:
    of = schema.versions.c
    held = select(of.path).where(of.line == line.id).limit(1)
    if not is_of_windows(line.paths):
        return connection.scalar(held.where(of.path == path))
    inside = read_inside(path)
    exact: bytes | None = connection.scalar(held.where(of.path == inside))
    if exact is not None:
        return exact
    # a look at every path of the line: SQLite folds ASCII alone, so what is not ASCII may be any character
    is_like = cast(of.path, Text).like(_liken(inside), escape="\\")
    if connection.dialect.name == "postgresql":
        # bytes are no text there: what is not ASCII is shown as octal digits, a backslash as two
        shown = inside.replace(b"\\", b"\\\\")
        is_like = func.encode(of.path, "escape").ilike(_liken(shown), escape="\\")
    query = select(of.path).where(of.line == line.id, is_like)
    wanted = fold_name(inside)
    return next((one for one in connection.scalars(query.distinct()) if fold_name(one) == wanted), None)


def _liken(path: bytes) -> str:
    escaped = re.sub(r"[%_\\]", r"\\\g<0>", path.decode("utf-8", "surrogateescape"))
    return re.sub(r"[^\x00-\x7f]+", "%", escaped)
