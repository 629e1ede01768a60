"""Between which two backups something happened, and what the host itself claims of when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firstbell.base.clock import NS_PER_S, say_moment
from firstbell.catalog import SnapshotRow
from firstbell.record.versions import FileVersion

# a file may change while a backup runs, after the time that the snapshot gives itself
_RUNNING_NS = 12 * 3600 * NS_PER_S

CHANGE_TIME = "File Change Time (claimed by the host)"
MODIFICATION_TIME = "File Modification Time (claimed by the host)"
BACKUP_TIME = "Backup Time (by the host's clock; it happened then or before)"


@dataclass(frozen=True, slots=True)
class EventTime:
    """When something happened, as far as is known. `is_claim`: the host says so, nobody else."""

    at_ns: int
    timestamp_desc: str
    is_claim: bool


@dataclass(frozen=True, slots=True)
class Window:
    """The time between two snapshots of a line. `before` is None for the first snapshot.

    `last_ns`: the last moment at which the snapshot may have read a file.
    """

    before: SnapshotRow | None
    snapshot: SnapshotRow
    last_ns: int

    def place(self, version: FileVersion | None) -> EventTime:
        """When a version came to be: what the file claims, where that lies in the window.

        The change time goes first: programs can set the other one.
        """
        if version is not None and self._holds(version.ctime_ns):
            return EventTime(version.ctime_ns, CHANGE_TIME, is_claim=True)
        if version is not None and self._holds(version.mtime_ns):
            return EventTime(version.mtime_ns, MODIFICATION_TIME, is_claim=True)
        return EventTime(self.snapshot.time_ns, BACKUP_TIME, is_claim=False)

    def _holds(self, at_ns: int) -> bool:
        return self.before is not None and self.before.time_ns < at_ns <= self.last_ns

    @property
    def words(self) -> str:
        """`between the backups of ... and ...`."""
        if self.before is None:
            return f"by the first backup, of {say_moment(self.snapshot.time_ns)}"
        before, by = say_moment(self.before.time_ns), say_moment(self.snapshot.time_ns)
        return f"between the backups of {before} and {by}"

    def tell_claim(self, moment: EventTime) -> str:
        """What the file says of itself, to go on after `words`; "" where it says nothing that can be."""
        if not moment.is_claim:
            return ""
        meanwhile = ", while the backup ran" if moment.at_ns > self.snapshot.time_ns else ""
        return f"; the file says {say_moment(moment.at_ns)}{meanwhile}"

    @property
    def fields(self) -> Mapping[str, Any]:
        """What a line says of its bounds."""
        return {
            "known_after": self.before.time if self.before else None,
            "known_by": self.snapshot.time,
            "snapshot": self.snapshot.hex_id,
            "snapshot_before": self.before.hex_id if self.before else None,
        }


def find_windows(snapshots: list[SnapshotRow]) -> list[Window]:
    """The window of each snapshot of a line. `snapshots`: in the line's order."""
    windows = []
    for at, snapshot in enumerate(snapshots):
        last_ns = snapshot.time_ns + _RUNNING_NS
        if at + 1 < len(snapshots):
            last_ns = min(last_ns, snapshots[at + 1].time_ns)
        windows.append(Window(snapshots[at - 1] if at else None, snapshot, last_ns))
    return windows
