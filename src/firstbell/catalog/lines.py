"""Which snapshots make one history, and in which order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from firstbell.record.paths import fold_path, is_windows_path
from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository.format.snapshot import Snapshot


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
        return any(map(is_windows_path, json.loads(self.paths)))


def render_paths(paths: Iterable[str]) -> str:
    """The paths of a key."""
    return json.dumps(sorted(set(paths)), ensure_ascii=False)


def is_composed(snapshot: Snapshot) -> bool:
    """Whether the snapshot was composed, not backed up."""
    return COMPOSED_TAG in (snapshot.tags or ())


def line_key(snapshot: Snapshot) -> LineKey:
    """The line that the snapshot belongs to."""
    return LineKey(snapshot.hostname, render_paths(snapshot.paths))


def group_lines(snapshots: Iterable[Snapshot]) -> dict[LineKey, list[Snapshot]]:
    """The snapshots of each line by time, then id, so that clocks out of order or equal times give one order.

    Composed snapshots are left out. Spellings of one path of Windows are one line, which bears the oldest.
    """
    groups: dict[LineKey, list[Snapshot]] = {}
    for snapshot in snapshots:
        if not is_composed(snapshot):
            groups.setdefault(line_key(snapshot).folded, []).append(snapshot)
    for members in groups.values():
        members.sort(key=lambda snapshot: (snapshot.time_ns, snapshot.hex_id))
    return dict(sorted((line_key(members[0]), members) for members in groups.values()))


def count_shared(stored: Sequence[bytes], wanted: Sequence[bytes]) -> int:
    """How many snapshot ids both orders begin with."""
    shared = 0
    for ours, theirs in zip(stored, wanted, strict=False):
        if ours != theirs:
            break
        shared += 1
    return shared
