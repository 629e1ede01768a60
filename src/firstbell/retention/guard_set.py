"""What guards go by for one repository: open events, pins, suspicions, and what was examined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from firstbell.catalog import EncryptionEvent, ExaminationRow
from firstbell.record.pins import Pin
from firstbell.repository import Snapshot
from firstbell.retention.guards import describe_open, find_before_mass_changes, find_held, find_newest_clean


@dataclass(frozen=True)
class Guards:
    """What the guards go by."""

    open_events: Sequence[EncryptionEvent] = ()
    pins: Sequence[Pin] = ()
    examinations: Mapping[bytes, ExaminationRow] = field(default_factory=dict)
    on_hold: Mapping[str, str] = field(default_factory=dict)
    now_ns: int = 0

    def hold_all(self, hex_ids: Iterable[str]) -> dict[str, str]:
        """All of these while an event is open, hex id -> why: what is no snapshot may be a trace of it."""
        reason = describe_open(self.open_events[0]) if self.open_events else ""
        return dict.fromkeys(hex_ids, reason) if reason else {}

    def hold(self, snapshots: Iterable[Snapshot]) -> dict[str, str]:
        """Those that an open event, a pin or a suspicion holds, hex id -> why."""
        return find_held(snapshots, open_events=self.open_events, pins=self.pins, on_hold=self.on_hold)

    def keep_newest_clean(self, groups: Iterable[Sequence[Snapshot]]) -> dict[str, str]:
        """The newest clean one of each group, and those before mass changes, hex id -> why.

        Each group: newest first.
        """
        members = list(groups)
        before = find_before_mass_changes(self.examinations, members, now_ns=self.now_ns)
        return before | find_newest_clean(self.examinations, members)
