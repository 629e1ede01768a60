"""Bringing the lines of a catalog up to what the repository holds.

A line that only grew is extended, some snapshots a transaction. A line in which snapshots were forgotten or
came in the middle is cut back to what both orders share and replayed in one transaction: from trees
already known, with the states that were found before, so that nothing is read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, delete, insert, select, update

from firstbell.base.errors import Error
from firstbell.base.progress import Progress
from firstbell.catalog import memory, schema
from firstbell.catalog.bulk import insert_rows
from firstbell.catalog.copies import find_copies
from firstbell.catalog.differences import find_differences
from firstbell.catalog.drafts import VersionDrafts
from firstbell.catalog.entries import StoredTree, clamp_time
from firstbell.catalog.lag import IntakeReport, want_places
from firstbell.catalog.lines import LineKey, LineMembers, count_shared
from firstbell.catalog.path_case import LineSpelling
from firstbell.catalog.schema import encode_free
from firstbell.catalog.transactions import begin_writing
from firstbell.catalog.trees import KnownTrees
from firstbell.catalog.views import EngineReading, ask_in_parts, read_text
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.walk import TreeReader

# as text: compiling a statement takes a writer longer than asking it
_LINES = "SELECT id, paths FROM lines WHERE host = :host ORDER BY id"
_PLACES = "SELECT id, time_ns FROM snapshots WHERE line = :line ORDER BY position"
_KNOWN_PARTS = "SELECT id FROM parts WHERE id IN (:wanted)"
# what is taken in by one transaction, which nobody else can write beside
_MOST_SNAPSHOTS = 32
_MOST_ROWS = 20_000


class UnreadableSnapshotError(Error):
    """A tree of the snapshot cannot be read; raised and handled in this module."""

    code = "catalog.snapshot_unreadable"

    def __init__(self, hex_id: str, problem: str) -> None:
        super().__init__(f"snapshot {hex_id[:8]}: {problem}")
        self.hex_id = hex_id
        self.problem = problem


class _OvertakenError(Exception):
    """Another process changed the line since it was read; raised and handled in this module."""


class _Place(NamedTuple):
    """A place in a line, and the snapshots of the line in order."""

    line: int
    position: int
    members: Sequence[Snapshot]
    times: Mapping[str, int]

    @property
    def snapshot(self) -> Snapshot:
        return self.members[self.position]

    @property
    def at_ns(self) -> int:
        """The time by which the snapshot counts."""
        return clamp_time(self.times[self.snapshot.hex_id])

    @property
    def previous_tree(self) -> bytes | None:
        return bytes.fromhex(self.members[self.position - 1].tree) if self.position else None


class Intake:
    """Takes the snapshots of a repository into a catalog."""

    def __init__(
        self, engine: Engine, loader: TreeReader, *, progress: Progress, report: IntakeReport | None = None
    ) -> None:
        self._engine = engine
        self._loader = loader
        self._progress = progress
        self._spelling: LineSpelling | None = None
        self._is_folded = False
        self.report = report or IntakeReport()

    def bring_up_line(self, key: LineKey, members: LineMembers) -> None:
        """Make the line hold exactly these snapshots, in this order.

        Less those that cannot be read, and less copies of others that are there.
        """
        wanted, times = members.snapshots, members.times
        while True:
            try:
                self._bring_up(key, LineMembers(self._leave_out_copies(wanted), times))
                return
            except _OvertakenError:
                continue
            except UnreadableSnapshotError as error:
                self.report.unreadable.append((error.hex_id, error.problem))
                self._progress.warn(f"{error} (left out of the catalog)")
                wanted = [snapshot for snapshot in wanted if snapshot.hex_id != error.hex_id]

    def _leave_out_copies(self, wanted: list[Snapshot]) -> list[Snapshot]:
        if not any(snapshot.original for snapshot in wanted):
            return wanted
        with begin_writing(self._engine) as connection:
            known = self._know_trees(connection)
            found = find_copies(known, wanted)
            known.flush()
            self.report.trees_read += known.trees_read
        self.report.copies |= found
        return [snapshot for snapshot in wanted if snapshot.hex_id not in found]

    def _bring_up(self, key: LineKey, members: LineMembers) -> None:
        self._spelling = None
        self._is_folded = key.is_of_windows
        wanted = want_places(members)
        with self._engine.connect() as connection:
            known, stored = _find_places(connection, key)
        # so nobody waits for a writer where there is nothing to add
        if known is not None and stored == wanted:
            return
        line, position = 0, -1
        while position < len(wanted):
            with begin_writing(self._engine) as connection:
                if position < 0:
                    known, stored = _find_places(connection, key)
                    line = _make_line(connection, key) if known is None else known
                    if count_shared(stored, wanted) < len(stored):
                        self._replay(connection, line, members)
                        return
                    position = len(stored)
                elif _find_newest(connection, line) != (wanted[position - 1] if position else None):
                    raise _OvertakenError
                appending = self._begin_appending(connection, line)
                while position < len(wanted) and not appending.is_full:
                    appending.append(_Place(line, position, members.snapshots, members.times))
                    position += 1
                appending.finish()
            self._count(appending)

    def _replay(self, connection: Connection, line: int, members: LineMembers) -> None:
        stored, wanted = list_ids(connection, line), members.snapshots
        ids = [bytes.fromhex(snapshot.hex_id) for snapshot in wanted]
        start = count_shared(_list_places(connection, line), want_places(members))
        kept = memory.remember_states(connection, line, start)
        _cut_back(connection, line, start)
        self._spelling = None
        known = set(stored)
        appending = self._begin_appending(connection, line)
        for position in range(start, len(wanted)):
            appending.append(_Place(line, position, wanted, members.times))
        appending.finish()
        self._count(appending)
        self.report.snapshots_added -= len(known & set(ids[start:]))
        memory.recall_states(connection, line, kept)
        memory.settle_examinations(connection, stored, ids)
        self.report.lines_replayed += 1
        self.report.snapshots_forgotten += len(known - set(ids))

    def _begin_appending(self, connection: Connection, line: int) -> _Appending:
        if self._is_folded and self._spelling is None:
            self._spelling = LineSpelling(EngineReading(connection), line)
        drafts = VersionDrafts(connection, line, is_folded=self._is_folded)
        return _Appending(connection, self._know_trees(connection), drafts, self._spelling)

    def _count(self, appending: _Appending) -> None:
        self.report.snapshots_added += len(appending.added)
        self.report.trees_read += appending.known.trees_read

    def _know_trees(self, connection: Connection) -> KnownTrees:
        reading = EngineReading(connection)

        def write(learned: Mapping[bytes, StoredTree]) -> None:
            rows = [{"id": tree_id, "part": one.part, "own": one.own} for tree_id, one in learned.items()]
            parts = {one.part: one.shared for one in learned.values()}
            stored = [] if trees.has_none() else ask_in_parts(reading, _KNOWN_PARTS, list(parts))
            known = {part for (part,) in stored}
            missing = [{"id": part, "entries": parts[part]} for part in parts.keys() - known]
            insert_rows(connection, schema.parts, missing)
            insert_rows(connection, schema.trees, rows)

        trees = KnownTrees(reading, self._loader, self._progress, write=write)
        return trees


@dataclass
class _Appending:
    """Snapshots that one transaction puts behind the last of a line. `added`: their rows."""

    connection: Connection
    known: KnownTrees
    drafts: VersionDrafts
    spelling: LineSpelling | None
    added: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        return len(self.added) >= _MOST_SNAPSHOTS or self.drafts.rows >= _MOST_ROWS

    def append(self, place: _Place) -> None:
        """Raises: UnreadableSnapshotError."""
        snapshot = place.snapshot
        trees = place.previous_tree, bytes.fromhex(snapshot.tree)
        try:
            for difference in find_differences(self.known, *trees, spelling=self.spelling):
                self.drafts.take(difference, place.position)
        except Error as error:
            raise UnreadableSnapshotError(snapshot.hex_id, str(error)) from None
        self.added.append(_snapshot_values(place))

    def finish(self) -> None:
        """Write what is not written yet."""
        self.drafts.write()
        self.known.flush()
        insert_rows(self.connection, schema.snapshots, self.added)


def _find_line(connection: Connection, key: LineKey) -> int | None:
    reading = EngineReading(connection)
    host = encode_free(key.host) if reading.is_server else key.host
    for line, paths in reading.ask(_LINES, {"host": host}):
        if LineKey(key.host, read_text(paths)).folded == key.folded:
            return int(line)
    return None


def _find_places(connection: Connection, key: LineKey) -> tuple[int | None, list[tuple[bytes, int]]]:
    """The line, None where there is none yet, and its snapshots in order."""
    line = _find_line(connection, key)
    return line, [] if line is None else _list_places(connection, line)


def _make_line(connection: Connection, key: LineKey) -> int:
    made = connection.execute(insert(schema.lines).values(host=key.host, paths=key.paths))
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])


def list_ids(connection: Connection, line: int) -> list[bytes]:
    """The ids of a line's snapshots in order."""
    of = schema.snapshots.c
    return list(connection.scalars(select(of.id).where(of.line == line).order_by(of.position)))


def _list_places(connection: Connection, line: int) -> list[tuple[bytes, int]]:
    """The ids of a line's snapshots in order, each with the time by which it counts."""
    return [
        (snapshot, time_ns) for snapshot, time_ns in EngineReading(connection).ask(_PLACES, {"line": line})
    ]


def _find_newest(connection: Connection, line: int) -> tuple[bytes, int] | None:
    """The last of a line's snapshots, with the time by which it counts."""
    rows = EngineReading(connection).ask(f"{_PLACES} DESC LIMIT 1", {"line": line})
    return (rows[0][0], rows[0][1]) if rows else None


def _cut_back(connection: Connection, line: int, start: int) -> None:
    of = schema.versions.c
    connection.execute(delete(schema.versions).where(of.line == line, of.first >= start))
    connection.execute(update(schema.versions).where(of.line == line, of.gone >= start).values(gone=None))
    places = schema.snapshots.c
    connection.execute(delete(schema.snapshots).where(places.line == line, places.position >= start))


def _snapshot_values(place: _Place) -> dict[str, Any]:
    snapshot = place.snapshot
    return {
        "id": bytes.fromhex(snapshot.hex_id),
        "line": place.line,
        "position": place.position,
        "time_ns": place.at_ns,
        "time": snapshot.time,
        "tree": bytes.fromhex(snapshot.tree),
        "excludes": json.dumps(sorted(set(snapshot.excludes or ())), ensure_ascii=False),
    }


def drop_lines(engine: Engine, kept: Iterable[LineKey]) -> int:
    """Remove the lines that the repository has no snapshot of any more; gives how many snapshots went."""
    wanted = [key.folded for key in kept]
    with engine.connect() as connection:
        if not _list_surplus(connection, wanted):
            return 0
    gone = 0
    with begin_writing(engine) as connection:
        for line in _list_surplus(connection, wanted):
            ids = list_ids(connection, line)
            gone += len(ids)
            memory.settle_examinations(connection, ids, [])
            connection.execute(delete(schema.snapshots).where(schema.snapshots.c.line == line))
            connection.execute(delete(schema.versions).where(schema.versions.c.line == line))
            connection.execute(delete(schema.lines).where(schema.lines.c.id == line))
    return gone


def _list_surplus(connection: Connection, wanted: Iterable[LineKey]) -> list[int]:
    """The lines that none of these is; of two lines that are one by now, the later one."""
    waiting = set(wanted)
    surplus = []
    for row in connection.execute(select(schema.lines).order_by(schema.lines.c.id)):
        key = LineKey(row.host, row.paths).folded
        if key in waiting:
            waiting.discard(key)
        else:
            surplus.append(int(row.id))
    return surplus
