"""Boundaries: moments after which a version needs a positive reason to be taken.

A declared event, one that a person ruled or that a touched canary proves, and `--before` set one. An event
that is closed sets none any more. A boundary holds for all lines of the hosts that its event struck: an
intruder who has a host may back up any of its folders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstbell.base.clock import format_time
from firstbell.catalog import EncryptionEvent, ExaminationRow, HostDamage, SnapshotRow, VersionRow
from firstbell.compose.rulings import Stage, find_ruling
from firstbell.ledger import Entry
from firstbell.record.examination import Verdict

RULED_CODE, CANARY_CODE = "ruled.event", "canary.touched"


@dataclass(frozen=True, slots=True)
class Boundary:
    """What holds for one line. `position`: the first snapshot whose versions need a reason.

    `time`: RFC 3339, the moment itself: snapshots from before it need none. `why`: what set it, a clause.
    """

    position: int
    time_ns: int
    time: str
    why: str

    def is_after(self, row: VersionRow) -> bool:
        """Whether the version was first backed up after the boundary."""
        return row.first >= self.position


@dataclass(frozen=True, slots=True)
class Words:
    """What people said that bears on boundaries. `entries`: of the desk's ledger. `before_ns`: `--before`."""

    entries: Sequence[Entry] = ()
    before_ns: int | None = None


SILENCE = Words()


@dataclass(frozen=True, slots=True)
class BoundaryTime:
    """A boundary before it is laid on a line. `host`: None for every host."""

    time_ns: int
    time: str
    why: str
    host: str | None = None


def list_moments(
    events: Iterable[EncryptionEvent],
    lines: Mapping[int, Sequence[SnapshotRow]],
    words: Words = SILENCE,
) -> list[BoundaryTime]:
    """The moments that events and `--before` set. `lines`: the snapshots of each line, in order."""
    moments = []
    if words.before_ns is not None:
        time = format_time(words.before_ns)
        moments.append(BoundaryTime(words.before_ns, time, f"--before {time} was given"))
    for event in events:
        why = _tell_event(event, words.entries)
        if not why:
            continue
        for damage in event.damages:
            first = _find_first_doubtful(damage, lines[damage.line])
            moments.append(BoundaryTime(first.time_ns, first.time, why, damage.host))
    return moments


def _tell_event(event: EncryptionEvent, entries: Sequence[Entry]) -> str:
    """Why the event is a boundary, "" where it is none."""
    ruling = find_ruling(entries, event)
    if ruling.stage is Stage.CLOSED:
        return ""
    if ruling.stage is Stage.DECLARED:
        return f"encryption event {event.hex_id} was declared"
    codes = {reason.code for row in event.struck for reason in row.reasons}
    if RULED_CODE in codes:
        return f"a person ruled encryption event {event.hex_id}"
    if CANARY_CODE in codes:
        return f"a canary was touched in encryption event {event.hex_id}"
    return ""


def _find_first_doubtful(damage: HostDamage, snapshots: Sequence[SnapshotRow]) -> SnapshotRow:
    at = min(damage.clean_position + 1, damage.struck[0].snapshot.position)
    return next((row for row in snapshots if row.position >= at), damage.struck[0].snapshot)


def lay_boundary(
    host: str,
    snapshots: Sequence[SnapshotRow],
    moments: Iterable[BoundaryTime],
    *,
    examined: Mapping[bytes, ExaminationRow],
) -> Boundary | None:
    """The earliest boundary of a line, None where none holds for its host.

    Where snapshots right before the moment are suspect, it begins with the first of these.
    """
    found = [moment for moment in moments if moment.host in (None, host)]
    if not found:
        return None
    moment = min(found, key=lambda one: one.time_ns)
    position = sum(row.time_ns < moment.time_ns for row in snapshots)
    while position and _is_doubtful(examined.get(snapshots[position - 1].id)):
        position -= 1
    first = snapshots[position] if position < len(snapshots) else None
    if first is not None and first.time_ns < moment.time_ns:
        return Boundary(position, first.time_ns, first.time, moment.why)
    return Boundary(position, moment.time_ns, moment.time, moment.why)


def _is_doubtful(row: ExaminationRow | None) -> bool:
    return row is not None and row.verdict is not Verdict.CLEAN
