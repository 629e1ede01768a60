"""What snapshots the desk saw and when: by two looks at a repository it is known when a snapshot came.

It was not there at the look before, and there at the look that saw it first. Of what was there at the first
look nobody knows since when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, NamedTuple

import msgspec

from firstbell.base.clock import NS_PER_S, Clock, format_time, parse_time
from firstbell.ledger.bodies import EntryBody
from firstbell.ledger.ledger import Ledger
from firstbell.ledger.lines import Entry
from firstbell.record.arrivals import Arrival

# a look that finds nothing new is noted only so often: its worth is to say later what was not there yet
_QUIET_NS = 3600 * NS_PER_S


class SnapshotsSeen(EntryBody, frozen=True, kw_only=True):
    """A look at a repository. `snapshots`: hex id -> its own time, of what was not seen before. `originals`:
    hex id -> the first one, of those whose tags had been changed.
    """

    KIND: ClassVar[str] = "snapshots.seen"

    snapshots: Mapping[str, str | None]
    originals: Mapping[str, str] = {}


class SeenSnapshot(NamedTuple):
    """A snapshot that is there. `time`: its own, None if it cannot be read. `original`: its first hex id."""

    time: str | None = None
    original: str | None = None


class Sightings(msgspec.Struct, frozen=True):
    """When which snapshot was seen first: an `Arrivals`. `last_look`: RFC 3339, None before the first.

    `by_first`: the same by the first id of a snapshot whose tags had been changed before it was seen.
    """

    seen: Mapping[str, Arrival]
    by_first: Mapping[str, Arrival]
    last_look: str | None = None

    def find(self, hex_id: str) -> Arrival | None:
        """When the snapshot that has this id, or had it first, came; None where it was never seen."""
        return self.seen.get(hex_id) or self.by_first.get(hex_id)

    def look(self, there: Mapping[str, SeenSnapshot], at: str) -> Sightings:
        """What is known after a look at that time. `there`: by hex id."""
        new = {hex_id: one for hex_id, one in there.items() if hex_id not in self.seen}
        seen = {hex_id: Arrival(at, self.last_look, one.time) for hex_id, one in new.items()}
        by_first = {one.original: seen[hex_id] for hex_id, one in new.items() if one.original}
        return Sightings({**self.seen, **seen}, {**by_first, **self.by_first}, at)


def read_sightings(entries: Iterable[Entry]) -> Sightings:
    """What the entries of a ledger know."""
    sightings = Sightings({}, {})
    for entry, body in SnapshotsSeen.list_all(entries):
        there = {
            hex_id: SeenSnapshot(time, body.originals.get(hex_id)) for hex_id, time in body.snapshots.items()
        }
        sightings = sightings.look(there, entry.time)
    return sightings


def note_sightings(
    ledger: Ledger,
    there: Mapping[str, SeenSnapshot],
    clock: Clock,
    *,
    entries: Iterable[Entry] | None = None,
) -> Sightings:
    """Note what of `there` was not seen before, or that nothing was; gives what is known now.

    `entries`: of the ledger, where they were read just now.

    Raises: LedgerError and its kin.
    """
    known = read_sightings(ledger.read() if entries is None else entries)
    new = {hex_id: one for hex_id, one in there.items() if hex_id not in known.seen}
    if not new and known.last_look and clock.now_ns() - parse_time(known.last_look) < _QUIET_NS:
        return known
    body = SnapshotsSeen(
        snapshots={hex_id: one.time for hex_id, one in new.items()},
        originals={hex_id: one.original for hex_id, one in new.items() if one.original},
    )
    return known.look(new, body.append_to(ledger).time)


def imagine_look(ledger: Ledger, there: Mapping[str, SeenSnapshot], clock: Clock) -> Sightings:
    """What `note_sightings` would give; nothing is noted. Raises: as reading the ledger."""
    return read_sightings(ledger.read()).look(there, format_time(clock.now_ns()))
