"""What the examination of a snapshot is told of the past of its line."""

from __future__ import annotations

import statistics
from collections.abc import Collection, Mapping, Sequence

from firstbell.base.clock import NS_PER_S
from firstbell.catalog import Catalog, ExaminationRow, SnapshotRow, find_events
from firstbell.catalog.events import JOIN_WITHIN_DAYS
from firstbell.examine.campaign import find_suffixes
from firstbell.examine.history import History
from firstbell.record.examination import Examination, Finding, Verdict
from firstbell.record.versions import Judgement, State

_DAY_NS = 86_400 * NS_PER_S
# A few damaged files a day add up over so long; older ones do not count any more.
_RECENT_DAYS = 30


class Past:
    """Recalls the past of snapshots. `closed`: ids of events that are over, by the ledger."""

    def __init__(self, catalog: Catalog, closed: Collection[str] = ()) -> None:
        self._catalog = catalog
        self._closed = frozenset(closed)

    def recall(
        self, snapshot: SnapshotRow, before: Sequence[SnapshotRow], known: Mapping[bytes, ExaminationRow]
    ) -> History:
        """The history of a snapshot. `before`: those before it in its line; `known`: what was examined."""
        past = [known[row.id] for row in before if row.id in known]
        calm = [row for row in past if row.snapshot.position and row.verdict is Verdict.CLEAN]
        struck = self._find_open(snapshot, past, known)
        return History(
            is_first=not before,
            event_open=bool(struck),
            suffixes=frozenset().union(*(self._find_suffixes(row) for row in struck)),
            usual_changes=_median([row.files_changed for row in calm]),
            usual_deletions=_median([len(row.deleted) for row in calm]),
            recent_damaged=_count_recent(snapshot, past),
        )

    def _find_open(
        self, snapshot: SnapshotRow, past: Sequence[ExaminationRow], known: Mapping[bytes, ExaminationRow]
    ) -> list[ExaminationRow]:
        """The struck snapshots of the line whose event is neither closed nor over for long."""
        struck = [row for row in past if row.verdict is Verdict.EVENT]
        if not struck or snapshot.time_ns - struck[-1].snapshot.time_ns > JOIN_WITHIN_DAYS * _DAY_NS:
            return []
        for event in find_events(known.values()):
            if event.hex_id in self._closed:
                over = {row.snapshot.id for row in event.struck}
                struck = [row for row in struck if row.snapshot.id not in over]
        return struck

    def _find_suffixes(self, row: ExaminationRow) -> frozenset[bytes]:
        damaged = Judgement(State.DAMAGED, "", "")
        pairs = self._catalog.list_struck_names(row.snapshot)
        findings = tuple(Finding(path, was, damaged) for was, path in pairs)
        return find_suffixes(Examination(row.verdict, (), 0, findings))


def _median(counts: Sequence[int]) -> int:
    return int(statistics.median(counts)) if counts else 0


def _count_recent(snapshot: SnapshotRow, past: Sequence[ExaminationRow]) -> int:
    """Damaged files since the last event, or in the last thirty days, in snapshots that are no event."""
    count = 0
    for row in reversed(past):
        if row.verdict is Verdict.EVENT:
            break
        if snapshot.time_ns - row.snapshot.time_ns <= _RECENT_DAYS * _DAY_NS:
            count += row.files_damaged
    return count
