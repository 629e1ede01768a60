"""By which time a snapshot is ruled on, and whether that time is borne out by when it came.

The time in a snapshot is set by whoever wrote it. Where it is known when a snapshot came, its own time must
fit: not later than that, and not earlier by more than a long backup takes, or, where it is known since when
its host sent what led to it, not earlier than that. One that does not fit was copied in, was written by a
clock that is wrong, or its time is invented; it is ruled on apart, among its like, so that it takes no place
from the others (restic/restic#22057). One in the future counts nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum, auto

import msgspec

from firstbell.base.clock import NS_PER_S, parse_time, say_moment
from firstbell.record.arrivals import Arrival, Arrivals
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.snapshots import CLOCK_SKEW_NS

# a snapshot bears the time its backup began and comes when it ends
_LONGEST_BACKUP_NS = 24 * 3600 * NS_PER_S


class PolicyTreatment(Enum):
    """How a policy takes a snapshot: `COUNTED` with all others, `APART`, or `EXEMPT` from every rule."""

    COUNTED = auto()
    APART = auto()
    EXEMPT = auto()


class RulingTime(msgspec.Struct, frozen=True):
    """By which time a snapshot is ruled on.

    `at_ns`: nanoseconds since the epoch. `wall`: the same on the clock it was written by, for periods. `why`:
    why it is not counted with the others, "" where it is. `received`: RFC 3339, None where unknown.
    """

    at_ns: int
    wall: datetime
    standing: PolicyTreatment
    why: str = ""
    received: str | None = None


def find_moments(
    snapshots: Sequence[Snapshot], *, now_ns: int, arrivals: Arrivals | None = None
) -> dict[str, RulingTime]:
    """The moment of each snapshot of a repository, by hex id. `snapshots`: all of it."""
    found = find_arrivals(snapshots, arrivals) if arrivals is not None else {}
    return {s.hex_id: _find_moment(s, found.get(s.hex_id), now_ns) for s in snapshots}


def order_newest_first(snapshots: Iterable[Snapshot], moments: Mapping[str, RulingTime]) -> list[Snapshot]:
    """Those that are counted, then those apart, then the exempt; each from the newest to the oldest."""

    def rank(snapshot: Snapshot) -> tuple[int, int, int, str]:
        moment = moments[snapshot.hex_id]
        return moment.standing.value, -moment.at_ns, -snapshot.time_ns, snapshot.hex_id

    return sorted(snapshots, key=rank)


def _find_moment(snapshot: Snapshot, arrival: Arrival | None, now_ns: int) -> RulingTime:
    own_ns = snapshot.time_ns
    wall = _read_wall_clock(snapshot.time, own_ns)
    received = arrival.received if arrival else None
    if COMPOSED_TAG in (snapshot.tags or ()):
        return RulingTime(own_ns, wall, PolicyTreatment.EXEMPT, "composed snapshot", received)
    if own_ns > now_ns + CLOCK_SKEW_NS:
        return RulingTime(own_ns, wall, PolicyTreatment.EXEMPT, "its time is in the future", received)
    if arrival is None:
        return RulingTime(own_ns, wall, PolicyTreatment.COUNTED)
    doubt = _find_doubt(own_ns, arrival, now_ns)
    if doubt:
        return RulingTime(own_ns, wall, PolicyTreatment.APART, doubt, received)
    if arrival.not_before == arrival.received:
        own_ns = parse_time(arrival.received)
        wall = _read_wall_clock(arrival.received, own_ns)
    return RulingTime(own_ns, wall, PolicyTreatment.COUNTED, "", received)


def is_borne_out(snapshot: Snapshot, arrival: Arrival) -> bool:
    """Whether a snapshot's own time fits when it came."""
    return not _find_doubt(snapshot.time_ns, arrival, parse_time(arrival.received))


def _find_doubt(own_ns: int, arrival: Arrival, now_ns: int) -> str:
    """Why a snapshot's own time does not fit its arrival, "" where it does."""
    received_ns = parse_time(arrival.received)
    earliest_ns = parse_time(arrival.not_before) if arrival.not_before else None
    if received_ns > now_ns + CLOCK_SKEW_NS:
        return f"came at {_show(received_ns)}, which lies in the future"
    if own_ns > received_ns + CLOCK_SKEW_NS:
        return f"came by {_show(received_ns)} already"
    if earliest_ns is None or own_ns >= earliest_ns - _LONGEST_BACKUP_NS:
        return ""
    came = f"came {'at' if earliest_ns == received_ns else 'after'} {_show(earliest_ns)}"
    if arrival.began is None:
        return came
    # a backup locks the repository, then sends: its own time is that of the first thing it sent
    began_ns = parse_time(arrival.began)
    return "" if own_ns >= began_ns - CLOCK_SKEW_NS else f"{came}, its data since {_show(began_ns)}"


def _show(at_ns: int) -> str:
    """A time to the second."""
    return say_moment(at_ns)


def find_arrivals(snapshots: Sequence[Snapshot], arrivals: Arrivals) -> dict[str, Arrival]:
    """Arrivals by hex id. A snapshot whose tags were changed came when the one came that it was.

    That one must be gone, its own time must be noted and be the same, and no other may lay claim to it: so
    whoever forges `original` gets at most the very place that was given up.
    """
    there = {snapshot.hex_id for snapshot in snapshots}
    claims = Counter(snapshot.original for snapshot in snapshots if snapshot.original)
    found: dict[str, Arrival] = {}
    for snapshot in snapshots:
        arrival = arrivals.find(snapshot.hex_id)
        if snapshot.original and snapshot.original not in there and claims[snapshot.original] == 1:
            first = arrivals.find(snapshot.original)
            if first is not None and first.own_time == snapshot.time:
                arrival = first
        if arrival is not None:
            found[snapshot.hex_id] = arrival
    return found


def _read_wall_clock(text: str, at_ns: int) -> datetime:
    """A time on the clock by which it was written, its offset kept."""
    zone = text[-1:] if text.endswith(("Z", "z")) else text[-6:]
    microsecond = at_ns % NS_PER_S // 1000
    return datetime.fromisoformat(text[:19] + zone).replace(microsecond=microsecond)
