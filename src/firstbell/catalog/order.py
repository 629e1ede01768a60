"""By which time each snapshot of a line counts, and so in which order they stand.

A snapshot says itself of when it is, and an intruder can have it say anything: one that claims to be from
before his strike would be taken for good. So where it is known when snapshots came, by a vault or by what the
desk saw, one that came after others and claims to be older than these counts from when it came. What is
older than all that stood there, and came long after its time, is a history that somebody copied in: it keeps
its times. Where nobody knows when snapshots came, their own times stand.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence

import msgspec

from firstbell.base.clock import parse_time
from firstbell.record.arrivals import Arrival
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.moments import is_borne_out
from firstbell.repository.snapshots import CLOCK_SKEW_NS

_NEVER = 1 << 62


class _There(msgspec.Struct):
    """What stood there when the next one came. `floor_ns`: the latest time that counts among it.

    `oldest_ns`: the earliest own time that is borne out. `coming`: those that came later than the next one.
    """

    floor_ns: int = -_NEVER
    oldest_ns: int = _NEVER
    coming: list[tuple[int, int, int]] = msgspec.field(default_factory=list)

    def add(self, received_ns: int, counts_ns: int, own_ns: int) -> None:
        heapq.heappush(self.coming, (received_ns, counts_ns, own_ns))

    def reach(self, until_ns: int) -> None:
        """Take in what was received by then."""
        while self.coming and self.coming[0][0] <= until_ns:
            _, counts_ns, own_ns = heapq.heappop(self.coming)
            self.floor_ns = max(self.floor_ns, counts_ns)
            self.oldest_ns = min(self.oldest_ns, own_ns)


def find_times(members: Sequence[Snapshot], arrivals: Mapping[str, Arrival]) -> dict[str, int]:
    """By hex id the time by which each counts, nanoseconds. `arrivals`: of those where it is known."""
    times = {snapshot.hex_id: snapshot.time_ns for snapshot in members}
    there = _There()
    for snapshot in _list_by_arrival(members, arrivals):
        arrival = arrivals[snapshot.hex_id]
        received_ns, own_ns = parse_time(arrival.received), snapshot.time_ns
        if own_ns > received_ns + CLOCK_SKEW_NS:
            own_ns = received_ns
        there.reach(-_NEVER if arrival.not_before is None else parse_time(arrival.not_before))
        is_sound = is_borne_out(snapshot, arrival)
        is_history = not is_sound and own_ns < there.oldest_ns
        is_late = own_ns < there.floor_ns and not is_history
        times[snapshot.hex_id] = received_ns if is_late else own_ns
        if not is_history:
            there.add(received_ns, times[snapshot.hex_id], own_ns if is_sound and not is_late else _NEVER)
    return times


def _list_by_arrival(members: Sequence[Snapshot], arrivals: Mapping[str, Arrival]) -> list[Snapshot]:
    """Those of which it is known, in the order in which they can have come."""

    def came(snapshot: Snapshot) -> tuple[int, int, int, str]:
        arrival = arrivals[snapshot.hex_id]
        not_before_ns = -_NEVER if arrival.not_before is None else parse_time(arrival.not_before)
        return not_before_ns, parse_time(arrival.received), snapshot.time_ns, snapshot.hex_id

    return sorted((one for one in members if one.hex_id in arrivals), key=came)
