"""Which snapshots make one history, and in which order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from firstbell.record.tags import COMPOSED_TAG
from firstbell.repository.format.snapshot import Snapshot


class LineKey(NamedTuple):
    """What the snapshots of one line share. `paths`: JSON of the sorted paths."""

    host: str
    paths: str


def is_composed(snapshot: Snapshot) -> bool:
    """Whether the snapshot was composed, not backed up."""
    return COMPOSED_TAG in (snapshot.tags or ())


def line_key(snapshot: Snapshot) -> LineKey:
    """The line that the snapshot belongs to."""
    return LineKey(snapshot.hostname, json.dumps(sorted(set(snapshot.paths)), ensure_ascii=False))


def group_lines(snapshots: Iterable[Snapshot]) -> dict[LineKey, list[Snapshot]]:
    """The snapshots of each line by time, then id, so that clocks out of order or equal times give one order.

    Composed snapshots are left out.
    """
    groups: dict[LineKey, list[Snapshot]] = {}
    for snapshot in snapshots:
        if not is_composed(snapshot):
            groups.setdefault(line_key(snapshot), []).append(snapshot)
    for members in groups.values():
        members.sort(key=lambda snapshot: (snapshot.time_ns, snapshot.hex_id))
    return dict(sorted(groups.items()))


def count_shared(stored: Sequence[bytes], wanted: Sequence[bytes]) -> int:
    """How many snapshot ids both orders begin with."""
    shared = 0
    for ours, theirs in zip(stored, wanted, strict=False):
        if ours != theirs:
            break
        shared += 1
    return shared
