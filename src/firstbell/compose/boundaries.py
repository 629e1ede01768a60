"""Boundaries: moments after which a version needs a positive reason to be taken.

A declared event, one that a person ruled or that a touched canary proves, and `--before` set one. An event
that is closed sets none any more. A boundary holds for all lines of the hosts that its event struck: an
intruder who has a host may back up any of its folders.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from firstbell.base.clock import format_time, parse_time
from firstbell.catalog import EncryptionEvent, ExaminationRow, HostDamage, SnapshotRow, VersionRow
from firstbell.compose.rulings import Stage, find_ruling
from firstbell.ledger import Entry
from firstbell.record.arrivals import Arrival
from firstbell.record.examination import Verdict

RULED_CODE, CANARY_CODE = "ruled.event", "canary.touched"


class Boundary(msgspec.Struct, frozen=True):
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


class Words(msgspec.Struct, frozen=True):
    """What is known beside the snapshots that bears on boundaries.

    `entries`: of the desk's ledger. `before_ns`: `--before`. `arrivals`: when snapshots came, by hex id.
    """

    entries: Sequence[Entry] = ()
    before_ns: int | None = None
    arrivals: Mapping[str, Arrival] = msgspec.field(default_factory=dict)


SILENCE = Words()


class BoundaryTime(msgspec.Struct, frozen=True):
    """A boundary before it is laid on a line. `host`: None for every host.

    `came_ns`: when the snapshot came that it begins with; None where nobody knows.
    """

    time_ns: int
    time: str
    why: str
    host: str | None = None
    came_ns: int | None = None


def list_moments(
    events: Iterable[EncryptionEvent],
    lines: Mapping[int, Sequence[SnapshotRow]],
    words: Words = SILENCE,
) -> list[BoundaryTime]:
    """The moments that events and `--before` set. `lines`: the snapshots of each line, in order."""
    moments = []
    if words.before_ns is not None:
        time = format_time(words.before_ns)
        why = f"--before {time} was given"
        moments.append(BoundaryTime(words.before_ns, time, why, came_ns=words.before_ns))
    for event in events:
        why = _tell_event(event, words.entries)
        if not why:
            continue
        for damage in event.damages:
            first = _find_first_doubtful(damage, lines[damage.line])
            arrival = words.arrivals.get(first.hex_id)
            came_ns = parse_time(arrival.received) if arrival is not None else None
            moments.append(BoundaryTime(first.time_ns, first.moment, why, damage.host, came_ns))
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
    arrivals: Mapping[str, Arrival] | None = None,
) -> Boundary | None:
    """The earliest boundary of a line, None where none holds for its host.

    Where snapshots right before the moment are suspect, it begins with the first of these. A line of which
    all came after the moment is after it, whatever times its snapshots give themselves.
    """
    found = [moment for moment in moments if moment.host in (None, host)]
    if not found:
        return None
    moment = min(found, key=lambda one: one.time_ns)
    if _is_all_later(snapshots, moment, arrivals or {}):
        return Boundary(0, moment.time_ns, moment.time, f"{moment.why}, and this backup came after that")
    position = sum(row.time_ns < moment.time_ns for row in snapshots)
    while position and _is_doubtful(examined.get(snapshots[position - 1].id)):
        position -= 1
    first = snapshots[position] if position < len(snapshots) else None
    if first is not None and first.time_ns < moment.time_ns:
        return Boundary(position, first.time_ns, first.moment, moment.why)
    return Boundary(position, moment.time_ns, moment.time, moment.why)


def _is_all_later(
    snapshots: Sequence[SnapshotRow], moment: BoundaryTime, arrivals: Mapping[str, Arrival]
) -> bool:
    """Whether none of them was there yet when that came which the boundary begins with."""
    came_ns = moment.came_ns
    if came_ns is None or snapshots[0].time_ns >= moment.time_ns:
        return False
    known = [arrivals.get(row.hex_id) for row in snapshots]
    return all(
        one is not None and one.not_before is not None and parse_time(one.not_before) >= came_ns
        for one in known
    )


def _is_doubtful(row: ExaminationRow | None) -> bool:
    return row is not None and row.verdict is not Verdict.CLEAN
