"""When each object of a host came: from journal arrivals.jsonl, looked up when first asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.record.arrivals import Arrival
from firstbell.vault.entries import DESK, Added, ArrivalEntry, Found
from firstbell.vault.inventory import SNAPSHOTS
from firstbell.vault.journal import Journal

# restic renews its lock every five minutes; a laptop may sleep over night
_LONGEST_SILENCE_NS = 24 * 3600 * NS_PER_S


@dataclass(slots=True)
class HostTimes:
    """Times of one host. `came`: (type, name) -> when it came, of what is there.

    `began`: snapshot -> when the host began to send what led to it: the first of an unbroken row of things
    with no other snapshot of the host and no silence of more than a day in it.
    """

    came: dict[tuple[str, str], str] = field(default_factory=dict)
    began: dict[str, str] = field(default_factory=dict)
    _row_begin: str = ""
    _row_end: str = ""

    def apply(self, entry: ArrivalEntry) -> None:
        """Take an entry in."""
        if isinstance(entry, Added | Found):
            self.came.setdefault((entry.type, entry.name), entry.time)
            if not (isinstance(entry, Added) and entry.by == DESK):
                self._lengthen_row(entry)
            return
        self.came.pop((entry.type, entry.name), None)
        if entry.type == SNAPSHOTS:
            self.began.pop(entry.name, None)

    def _lengthen_row(self, entry: Added | Found) -> None:
        if self._row_end and parse_time(entry.time) - parse_time(self._row_end) > _LONGEST_SILENCE_NS:
            self._row_begin = ""
        if entry.type != SNAPSHOTS:
            self._row_begin, self._row_end = self._row_begin or entry.time, entry.time
            return
        if self._row_begin:
            self.began.setdefault(entry.name, self._row_begin)
        self._row_begin = self._row_end = ""


class Chronicle:
    """Times of arrival. A host costs memory once somebody asks for it, about 300 bytes an object."""

    def __init__(self) -> None:
        self._hosts: dict[str, HostTimes] = {}

    def apply(self, entry: ArrivalEntry) -> None:
        """Take an entry in, where its host was asked for."""
        times = self._hosts.get(entry.host)
        if times is not None:
            times.apply(entry)

    def of(self, host: str, journal: Journal[ArrivalEntry]) -> HostTimes:
        """The times of a host. Raises: VaultError."""
        with journal.standing():
            if host not in self._hosts:
                times = HostTimes()
                for entry, _ in journal.iterate():
                    if entry.host == host:
                        times.apply(entry)
                self._hosts[host] = times
            return self._hosts[host]


class LoggedArrivals:
    """Arrivals of snapshots for retention and the catalog: the moment itself is known."""

    def __init__(self, times: HostTimes) -> None:
        self._times = times

    def find(self, hex_id: str) -> Arrival | None:
        """When the snapshot came, None where the vault does not know it."""
        received = self._times.came.get((SNAPSHOTS, hex_id))
        if received is None:
            return None
        return Arrival(received, received, began=self._times.began.get(hex_id))
