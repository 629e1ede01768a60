"""What an encryption event touched: each path's clean version, and its versions while the intruder stayed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from firstbell.catalog import Catalog, EncryptionEvent, HostDamage, LineRow, SnapshotRow, VersionRow
from firstbell.impact.scan.touches import Touch
from firstbell.record.versions import State

_FILE = "file"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One version to be read. `row` None: the path was touched, and no version of it can be read.

    `snapshot`: the first that holds the version.
    """

    path: bytes
    row: VersionRow | None
    host: str
    snapshot: str
    touches: tuple[Touch, ...]


@dataclass(frozen=True, slots=True)
class IntruderStay:
    """The events that are meant. `since_ns`: when the intruder came, where that is known."""

    events: tuple[EncryptionEvent, ...]
    since_ns: int | None = None


def list_touched(catalog: Catalog, stay: IntruderStay) -> Iterator[Wanted]:
    """Every version that the events bring into scope."""
    for event in stay.events:
        for damage in event.damages:
            snapshots = catalog.list_snapshots(damage.line)
            touches = _list_touches(catalog, event, damage)
            since = _find_since(snapshots, damage, stay.since_ns)
            versions = catalog.load_versions(damage.line, touches)
            for path, touch in touches.items():
                rows = _choose(versions.get(path, ()), since)
                yield from _want(path, rows, snapshots, tuple(touch))


def _list_touches(catalog: Catalog, event: EncryptionEvent, damage: HostDamage) -> dict[bytes, list[Touch]]:
    """The paths as they were before, with what happened to each."""
    touches: dict[bytes, list[Touch]] = defaultdict(list)
    source = f"event {event.hex_id}"
    for row in (*damage.struck, *damage.suspects):
        at = row.snapshot.time
        renamed = catalog.list_struck_names(row.snapshot)
        for was, _ in renamed:
            touches[was].append(Touch("damaged", at, source))
        names = {path for _, path in renamed}
        for path in catalog.list_damaged(row.snapshot):
            if path not in names:
                touches[path].append(Touch("damaged", at, source))
        for was, path in row.renamed:
            if path not in names:
                touches[was].append(Touch("renamed", at, source))
        for path in row.deleted:
            touches[path].append(Touch("deleted", at, source))
    return touches


def _find_since(snapshots: list[SnapshotRow], damage: HostDamage, since_ns: int | None) -> int:
    """Position of the last snapshot from before the intruder, as far as that is known."""
    if since_ns is None:
        return damage.clean_position
    before = [snapshot.position for snapshot in snapshots if snapshot.time_ns <= since_ns]
    return min(before[-1] if before else -1, damage.clean_position)


def _choose(rows: Iterable[VersionRow], since: int) -> list[VersionRow]:
    """The version that stood when the intruder came, and the later ones; damaged ones hold nothing to
    read.
    """
    readable = [row for row in rows if row.kind == _FILE and row.state is not State.DAMAGED]
    stood = [row for row in readable if row.is_held_at(since) or row.first > since]
    return stood or readable[-1:]


def _want(
    path: bytes, rows: list[VersionRow], snapshots: list[SnapshotRow], touches: tuple[Touch, ...]
) -> Iterator[Wanted]:
    host = snapshots[-1].host
    if not rows:
        yield Wanted(path, None, host, "", touches)
    for row in rows:
        yield Wanted(path, row, host, snapshots[row.first].hex_id, touches)


def list_newest(
    catalog: Catalog, line: LineRow, touch: Touch, *, position: int | None = None
) -> Iterator[Wanted]:
    """Every file that a line's snapshot holds, its newest where no position is named."""
    snapshots = catalog.list_snapshots(line.id)
    if not snapshots:
        return
    at = len(snapshots) - 1 if position is None else position
    for rows in catalog.load_versions(line.id, catalog.list_touched(line.id, -1)).values():
        for row in rows:
            if row.kind == _FILE and row.is_held_at(at):
                yield Wanted(row.path, row, line.host, snapshots[row.first].hex_id, (touch,))


def list_every_version(catalog: Catalog, line: LineRow) -> Iterator[Wanted]:
    """Every version of every file of a line that is not known to be damaged: for lists of hashes."""
    snapshots = catalog.list_snapshots(line.id)
    for rows in catalog.load_versions(line.id, catalog.list_touched(line.id, -1)).values():
        for row in rows:
            if row.kind == _FILE and row.state is not State.DAMAGED:
                yield Wanted(row.path, row, line.host, snapshots[row.first].hex_id, ())
