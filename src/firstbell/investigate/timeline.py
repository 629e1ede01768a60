"""The timeline: every line that the snapshots, their examination and the ledgers give.

>>> lines = join_lines([list_catalog_lines(catalog), list_entry_lines(entries, {})])     # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from firstbell.base.pathtext import show_path
from firstbell.catalog import Catalog, ExaminationRow, LineRow, find_events
from firstbell.investigate.damage import DamagedVersion, Strike, group_folders, tell_first_damage, tell_hours
from firstbell.investigate.entries import list_entry_lines
from firstbell.investigate.line_order import join_lines
from firstbell.investigate.selection import LineSelection, select_lines
from firstbell.investigate.snapshots import list_arrival_lines, tell_snapshot, tell_verdict
from firstbell.investigate.traces import Versions, tell_deletions, tell_notes, tell_renames
from firstbell.investigate.windows import Window, find_windows
from firstbell.record.examination import Verdict
from firstbell.record.timeline import TimelineLine

__all__ = [
    "LineSelection",
    "describe_line",
    "join_lines",
    "list_arrival_lines",
    "list_catalog_lines",
    "list_entry_lines",
    "select_lines",
]

_Examined = Mapping[bytes, ExaminationRow]


def list_catalog_lines(catalog: Catalog) -> list[TimelineLine]:
    """Every line of what was examined: snapshots, verdicts, damage, notes, deletions, renames.

    In no order; `join_lines` makes one. Reads nothing but the catalog, so examine first what is pending.
    """
    examined = catalog.list_examinations()
    events = _name_events(examined)
    return [
        told for line in catalog.list_lines() for told in _tell_line(catalog, line, examined, events=events)
    ]


def _name_events(examined: _Examined) -> dict[bytes, str]:
    """The id of the event that each struck or suspect snapshot belongs to."""
    named = {}
    for event in find_events(examined.values()):
        for damage in event.damages:
            named.update({row.snapshot.id: event.hex_id for row in (*damage.suspects, *damage.struck)})
    return named


def _tell_line(
    catalog: Catalog, line: LineRow, examined: _Examined, *, events: Mapping[bytes, str]
) -> Iterator[TimelineLine]:
    seen: set[tuple[str, bytes]] = set()
    for window in find_windows(catalog.list_snapshots(line.id)):
        row = examined.get(window.snapshot.id)
        yield tell_snapshot(line, window.snapshot, row)
        if row is None or (row.verdict is Verdict.CLEAN and not row.files_damaged):
            continue
        event = events.get(window.snapshot.id, "")
        if row.verdict is not Verdict.CLEAN:
            yield tell_verdict(row, event)
        yield from _tell_strike(catalog, row, window, event=event, seen=seen)


def _tell_strike(
    catalog: Catalog, row: ExaminationRow, window: Window, *, event: str, seen: set[tuple[str, bytes]]
) -> Iterator[TimelineLine]:
    """What one snapshot was found to hold. `seen`: folders that had their first damage, by event."""
    versions = {
        change.new.path: change.new for change in catalog.list_changes(row.snapshot) if change.new is not None
    }
    strike = Strike(window, row.snapshot.host, event, _find_struck(catalog, row, window, versions=versions))
    yield from _tell_folders(catalog, strike, line=row.snapshot.line, seen=seen)
    yield from tell_hours(strike)
    yield from tell_notes(strike, row.notes, versions)
    if row.verdict is not Verdict.CLEAN:
        yield from tell_deletions(strike, row.deleted)
        yield from tell_renames(strike, row.renamed, versions)


def _find_struck(
    catalog: Catalog, row: ExaminationRow, window: Window, *, versions: Versions
) -> list[DamagedVersion]:
    was = {path: old for old, path in catalog.list_struck_names(row.snapshot)}
    return [
        DamagedVersion(versions[path], window.place(versions[path]), was.get(path))
        for path in catalog.list_damaged(row.snapshot)
        if path in versions
    ]


def _tell_folders(
    catalog: Catalog, strike: Strike, *, line: int, seen: set[tuple[str, bytes]]
) -> Iterator[TimelineLine]:
    new = {
        folder: struck
        for folder, struck in group_folders(strike).items()
        if (strike.event, folder) not in seen
    }
    seen.update((strike.event, folder) for folder in new)
    rows = catalog.load_versions(line, [struck[0].version.path for struck in new.values()])
    position = strike.window.snapshot.position
    for folder, struck in new.items():
        held = [row for row in rows.get(struck[0].version.path, ()) if row.first == position]
        yield tell_first_damage(strike, folder, struck, row=held[0] if held else None)


def describe_line(line: TimelineLine) -> dict[str, Any]:
    """The line as an object for JSON."""
    return {
        "id": line.hex_id,
        "time": line.time,
        "kind": line.kind.value,
        "host": line.host,
        "path": show_path(line.path),
        "message": line.message,
        "timestamp_desc": line.timestamp_desc,
        "source": line.source,
        "reference": line.reference,
        "fields": dict(line.fields),
    }
