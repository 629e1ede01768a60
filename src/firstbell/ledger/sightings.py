"""What snapshots the desk saw and when: by two looks at a repository it is known when a snapshot came.

It was not there at the look before, and there at the look that saw it first. Of what was there at the first
look nobody knows since when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from firstbell.base.clock import NS_PER_S, Clock, format_time, parse_time
from firstbell.ledger.chain import Entry
from firstbell.ledger.ledger import Ledger
from firstbell.record.arrivals import Arrival

SEEN = "snapshots.seen"
# a look that finds nothing new is noted only so often: its worth is to say later what was not there yet
_QUIET_NS = 3600 * NS_PER_S


@dataclass(frozen=True, slots=True)
class Sightings:
    """When which snapshot was seen first: an `Arrivals`. `last_look`: RFC 3339, None before the first."""

    seen: Mapping[str, Arrival]
    last_look: str | None = None

    def find(self, hex_id: str) -> Arrival | None:
        """When the snapshot came, None where it was never seen."""
        return self.seen.get(hex_id)

    def look(self, there: Mapping[str, str | None], at: str) -> Sightings:
        """What is known after a look at that time. `there`: hex id -> the time the snapshot gives itself."""
        new = {
            hex_id: Arrival(at, self.last_look, own_time)
            for hex_id, own_time in there.items()
            if hex_id not in self.seen
        }
        return Sightings({**self.seen, **new}, at)


def read_sightings(entries: Iterable[Entry]) -> Sightings:
    """What the entries of a ledger know."""
    sightings = Sightings({})
    for entry in entries:
        if entry.kind == SEEN:
            sightings = sightings.look(entry.body["snapshots"], entry.time)
    return sightings


def note_sightings(ledger: Ledger, there: Mapping[str, str | None], clock: Clock) -> Sightings:
    """Note what of `there` was not seen before, or that nothing was; gives what is known now.

    Raises: LedgerError and its kin.
    """
    known = read_sightings(ledger.read())
    new = {hex_id: own_time for hex_id, own_time in there.items() if hex_id not in known.seen}
    if not new and known.last_look and clock.now_ns() - parse_time(known.last_look) < _QUIET_NS:
        return known
    entry = ledger.append(SEEN, {"snapshots": new})
    return known.look(new, entry.time)


def imagine_look(ledger: Ledger, there: Mapping[str, str | None], clock: Clock) -> Sightings:
    """What `note_sightings` would give; nothing is noted. Raises: as reading the ledger."""
    return read_sightings(ledger.read()).look(there, format_time(clock.now_ns()))
