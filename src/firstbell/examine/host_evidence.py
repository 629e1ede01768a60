"""The sequential test: what a host's snapshots, taken in order, amount to.

What points at an event adds up, for the host and for each of its top folders; what is kept in mind leaks
slowly, with time and with every changed file that holds, but by no more than one damaged file weighs from one
snapshot to the next, so that no flood of honest changes and no invented time washes away two files a night. A
snapshot that shows nothing of its own is never held against its past. Works on evidence alone: no content is
read, so that verdicts can be worked out anew at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

import msgspec

from firstbell.base.clock import DAY_NS
from firstbell.examine.mass import EMPTY, MassWindow, measure_calm, pass_time
from firstbell.examine.weights import DAMAGED_POINTS, MOST_DAMAGED_POINTS, is_carried
from firstbell.record.evidence import Evidence, FolderChanges, Shared

T = TypeVar("T", bytes, str)
# one damaged file a week leaks away
_LEAK_A_DAY = DAMAGED_POINTS / 7
_LEAK_A_FILE = 0.002
_MOST_KEPT = 8


class EvidenceSum(msgspec.Struct, frozen=True):
    """What is kept in mind of one host or top folder: points, and what they are from."""

    points: float = 0.0
    struck: int = 0
    folders: frozenset[bytes] = frozenset()
    types: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    @property
    def is_spread(self) -> bool:
        """Whether it is from two folders, or of two types."""
        return len(self.folders) >= 2 or len(self.types) >= 2

    def leak(self, points: float) -> EvidenceSum:
        """What is left; nothing is remembered once no points are."""
        left = self.points - points
        if left <= 0:
            return EvidenceSum()
        return EvidenceSum(left, self.struck, self.folders, self.types, self.codes)

    def add(self, places: Iterable[FolderChanges], points: float, codes: Iterable[str] = ()) -> EvidenceSum:
        """With what a snapshot shows in these places added."""
        places = list(places)
        return EvidenceSum(
            min(self.points + points, 2.0 * MOST_DAMAGED_POINTS),
            self.struck + sum(place.struck for place in places),
            _keep_some(self.folders, (folder for place in places for folder in place.folders)),
            _keep_some(self.types, (name for place in places for name in place.types)),
            self.codes.union(codes),
        )


def _keep_some(kept: frozenset[T], more: Iterable[T]) -> frozenset[T]:
    return frozenset(sorted(kept.union(more))[:_MOST_KEPT])


class HostEvidence(msgspec.Struct, frozen=True):
    """What the snapshots of a host up to `at_ns` left in mind: for all of it, for each top folder.

    `shared`: what damaged files had in common, (kind, what) -> count and types, while points are left.
    `window`: files lost in the last 90 days.
    """

    at_ns: int = 0
    host: EvidenceSum = EvidenceSum()
    places: Mapping[bytes, EvidenceSum] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    shared: Mapping[tuple[str, str], Shared] = msgspec.field(default_factory=lambda: MappingProxyType({}))
    window: MassWindow = EMPTY


NOTHING = HostEvidence()


def leak(standing: HostEvidence, evidence: Evidence, at_ns: int) -> HostEvidence:
    """What is left in mind when the next snapshot comes, which was taken at that time."""
    days = max(0.0, (at_ns - standing.at_ns) / DAY_NS) if standing.at_ns else 0.0
    stood = {place.folder: place.stood for place in evidence.places}
    host = standing.host.leak(_measure_leak(days, sum(stood.values())))
    places = {
        folder: left
        for folder, held in standing.places.items()
        if (left := held.leak(_measure_leak(days, stood.get(folder, 0)))).points
    }
    is_kept = host.points or places
    shared = standing.shared if is_kept else {}
    return HostEvidence(max(standing.at_ns, at_ns), host, places, shared, pass_time(standing.window, days))


def _measure_leak(days: float, stood: int) -> float:
    return min(DAMAGED_POINTS, days * _LEAK_A_DAY + stood * _LEAK_A_FILE)


def advance(before: HostEvidence, evidence: Evidence) -> HostEvidence:
    """What is in mind after a snapshot. `before`: what was left when it came."""
    signs = [sign for sign in evidence.signs if is_carried(sign.code)]
    new = [sign for sign in signs if sign.code == "damage" or sign.code not in before.host.codes]
    struck = [place for place in evidence.places if place.struck]
    points = sum(sign.points for sign in new)
    host = before.host.add(struck, points, (sign.code for sign in new)) if new else before.host
    places = dict(before.places)
    for place in struck:
        places[place.folder] = places.get(place.folder, EvidenceSum()).add([place], weigh_place(place))
    shared = add_shared(before.shared, evidence.shared) if new else before.shared
    return HostEvidence(before.at_ns, host, places, shared, before.window)


def weigh_place(place: FolderChanges) -> float:
    """The points of the damage in one top folder."""
    return min(float(MOST_DAMAGED_POINTS), DAMAGED_POINTS * place.struck)


def add_shared(
    known: Mapping[tuple[str, str], Shared], new: Iterable[Shared]
) -> dict[tuple[str, str], Shared]:
    """What damaged files have in common, counted over several snapshots."""
    total = dict(known)
    for one in new:
        key = (one.kind, one.what)
        old = total.get(key, Shared(one.kind, one.what, 0))
        types = tuple(sorted({*old.types, *one.types}))[:_MOST_KEPT]
        total[key] = Shared(one.kind, one.what, old.count + one.count, types)
    return total


def measure_habits(calm: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Up to which count a fact is nothing new for a host, from the facts of its calm snapshots."""
    counts: dict[str, list[int]] = {}
    number = 0
    lost = []
    for facts in calm:
        number += 1
        lost.append(facts.get("lost", 0))
        for name, count in facts.items():
            counts.setdefault(name, []).append(count)
    habits = {name: _measure_habit(sorted(seen), number) for name, seen in counts.items()}
    return habits | ({"lost.calm": measure_calm(lost)} if "lost" in habits else {})


def _measure_habit(seen: list[int], number: int) -> int:
    """Five times what is usual, or half more than was ever seen; snapshots without the fact count as 0."""
    place = number // 2 - (number - len(seen))
    median = seen[place] if 0 <= place < len(seen) else 0
    return max(5 * median, seen[-1] * 3 // 2)
