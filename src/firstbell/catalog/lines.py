"""Which snapshots make one history, and in which order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from firstbell.catalog.order import find_times
from firstbell.record.arrivals import Arrival
from firstbell.record.paths import fold_path, is_of_windows
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository.format.snapshot import Snapshot

Member = TypeVar("Member")


class LineKey(NamedTuple):
    """What the snapshots of one line share. `paths`: JSON of the sorted paths.

    Paths of Windows may be spelled in several ways: `folded` is the same for all of them.
    """

    host: str
    paths: str

    @property
    def folded(self) -> LineKey:
        """The key by which lines are compared."""
        return LineKey(self.host, render_paths(fold_path(path) for path in json.loads(self.paths)))

    @property
    def is_of_windows(self) -> bool:
        """Whether names of this line are compared without case."""
        return is_of_windows(json.loads(self.paths))


class LineMembers(NamedTuple):
    """The snapshots of a line in order. `times`: by hex id, the nanosecond by which each counts."""

    snapshots: list[Snapshot]
    times: Mapping[str, int]


def render_paths(paths: Iterable[str]) -> str:
    """The paths of a key."""
    return json.dumps(sorted(set(paths)), ensure_ascii=False)


def is_composed(snapshot: Snapshot) -> bool:
    """Whether the snapshot was composed, not backed up."""
    return COMPOSED_TAG in (snapshot.tags or ())


def line_key(snapshot: Snapshot) -> LineKey:
    """The line that the snapshot belongs to."""
    return LineKey(snapshot.hostname, render_paths(snapshot.paths))


def group_lines(
    snapshots: Iterable[Snapshot], arrivals: Mapping[str, Arrival] | None = None
) -> dict[LineKey, LineMembers]:
    """The snapshots of each line by the time by which they count (`order`).

    Of equal times what was made of another snapshot comes behind the others, then the id decides. Composed
    snapshots are left out. Spellings of one path of Windows are one line, which bears the oldest.
    `arrivals`: when snapshots came, by hex id, as far as that is known.
    """
    groups: dict[LineKey, list[Snapshot]] = {}
    for snapshot in snapshots:
        if not is_composed(snapshot):
            groups.setdefault(line_key(snapshot).folded, []).append(snapshot)
    lines = [_put_in_order(members, arrivals or {}) for members in groups.values()]
    return dict(sorted((line_key(line.snapshots[0]), line) for line in lines))


def _put_in_order(members: list[Snapshot], arrivals: Mapping[str, Arrival]) -> LineMembers:
    times = find_times(members, arrivals)

    def rank(snapshot: Snapshot) -> tuple[int, int, bool, str]:
        return times[snapshot.hex_id], snapshot.time_ns, snapshot.original is not None, snapshot.hex_id

    return LineMembers(sorted(members, key=rank), times)


def count_shared(stored: Sequence[Member], wanted: Sequence[Member]) -> int:
    """How many members both orders begin with."""
    shared = 0
    for ours, theirs in zip(stored, wanted, strict=False):
        if ours != theirs:
            break
        shared += 1
    return shared
