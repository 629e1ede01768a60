"""What a catalog holds of each line, and which lines are behind the repository."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from firstbell.catalog.entries import clamp_time
from firstbell.catalog.lines import LineKey, LineMembers
from firstbell.catalog.views import Reading, read_text
from firstbell.record.arrivals import Arrival

_PLACES = """
SELECT lines.id, lines.host, lines.paths, snapshots.id, snapshots.time_ns
FROM lines LEFT JOIN snapshots ON snapshots.line = lines.id ORDER BY lines.id, snapshots.position
"""
# a snapshot of a line, and the time by which it counts
Places = list[tuple[bytes, int]]


class IntakeReport(msgspec.Struct):
    """What bringing a catalog up to date did. `unreadable`: hex id and why, for snapshots left out.

    `copies`: hex ids of snapshots that only repeat another one, which are left out, and of those others.
    `late`: hex ids of snapshots that count from when they came, not from when they say (nanoseconds).
    `arrivals`: when snapshots came, as far as that was known.
    """

    snapshots_added: int = 0
    snapshots_forgotten: int = 0
    lines_replayed: int = 0
    trees_read: int = 0
    unreadable: list[tuple[str, str]] = msgspec.field(default_factory=list)
    copies: dict[str, str] = msgspec.field(default_factory=dict)
    late: dict[str, int] = msgspec.field(default_factory=dict)
    arrivals: Mapping[str, Arrival] = msgspec.field(default_factory=dict)


class Behind(NamedTuple):
    """What is to be done. `has_surplus`: lines are there that the repository has no snapshot of any more."""

    lines: dict[LineKey, LineMembers]
    has_surplus: bool


def want_places(members: LineMembers) -> Places:
    """The snapshots of a line in order, each with the time by which it counts."""
    return [(bytes.fromhex(one.hex_id), clamp_time(members.times[one.hex_id])) for one in members.snapshots]


def find_late(members: LineMembers) -> dict[str, int]:
    """Hex ids of snapshots that count from when they came, not from when they say (nanoseconds)."""
    times = members.times
    return {one.hex_id: times[one.hex_id] for one in members.snapshots if times[one.hex_id] > one.time_ns}


def find_behind(reading: Reading, lines: Mapping[LineKey, LineMembers]) -> Behind:
    """The lines that are not as these say. One question, however many lines there are."""
    stored: dict[int, tuple[LineKey, Places]] = {}
    for line, host, paths, snapshot, time_ns in reading.ask(_PLACES):
        if line not in stored:
            stored[line] = (LineKey(read_text(host), read_text(paths)).folded, [])
        if snapshot is not None:
            stored[line][1].append((snapshot, time_ns))
    # of two lines that are one by now, the older stays
    known = dict(reversed(stored.values()))
    wanted = {key.folded: key for key in lines}
    return Behind(
        {key: lines[key] for folded, key in wanted.items() if known.get(folded) != want_places(lines[key])},
        has_surplus=len(known) < len(stored) or not known.keys() <= wanted.keys(),
    )
