"""Guards: snapshots that no policy and no order may remove, and why.

While an encryption event is open, everything stays: which version will turn out to be the clean one is
not known yet. And the newest clean snapshot of each host and paths always stays, however many struck
ones come after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from firstbell.catalog import EncryptionEvent, ExaminationRow, LineRow, SnapshotRow
from firstbell.record.examination import Verdict


class LineSource(Protocol):
    """What guards need of the catalog."""

    def list_lines(self) -> list[LineRow]:
        """The lines: snapshots of one host and paths."""

    def list_snapshots(self, line: int) -> list[SnapshotRow]:
        """The snapshots of a line, oldest first."""

    def list_examinations(self) -> dict[bytes, ExaminationRow]:
        """All examinations by snapshot id."""


def find_guarded(source: LineSource, open_events: Iterable[EncryptionEvent]) -> Mapping[str, str]:
    """Hex ids of the snapshots that must stay, and for each why."""
    events = [event.hex_id for event in open_events]
    guarded: dict[str, str] = {}
    for line in source.list_lines():
        for snapshot in source.list_snapshots(line.id):
            if events:
                guarded[snapshot.hex_id] = f"encryption event {events[0]} is open"
    for snapshot in _find_newest_clean(source):
        guarded.setdefault(snapshot.hex_id, "the newest clean snapshot of its host and paths")
    return guarded


def _find_newest_clean(source: LineSource) -> Iterator[SnapshotRow]:
    examinations = source.list_examinations()
    for line in source.list_lines():
        for snapshot in reversed(source.list_snapshots(line.id)):
            row = examinations.get(snapshot.id)
            if row is not None and row.verdict is Verdict.CLEAN:
                yield snapshot
                break
