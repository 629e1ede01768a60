"""When each object of a host came: from journal arrivals.jsonl, looked up when first asked for."""

from __future__ import annotations

from firstbell.record.arrivals import Arrival
from firstbell.vault.entries import Added, ArrivalEntry, Found
from firstbell.vault.inventory import SNAPSHOTS
from firstbell.vault.journal import Journal

Times = dict[tuple[str, str], str]


class Chronicle:
    """Times of arrival. A host costs memory once somebody asks for it, about 300 bytes an object."""

    def __init__(self) -> None:
        self._hosts: dict[str, Times] = {}

    def apply(self, entry: ArrivalEntry) -> None:
        """Take an entry in, where its host was asked for."""
        times = self._hosts.get(entry.host)
        if times is not None:
            _note(times, entry)

    def of(self, host: str, journal: Journal[ArrivalEntry]) -> Times:
        """(type, name) -> when it came, of what is there. Raises: VaultError."""
        with journal.standing():
            if host not in self._hosts:
                times: Times = {}
                for entry, _ in journal.iterate():
                    if entry.host == host:
                        _note(times, entry)
                self._hosts[host] = times
            return self._hosts[host]


def _note(times: Times, entry: ArrivalEntry) -> None:
    key = (entry.type, entry.name)
    if isinstance(entry, Added | Found):
        times.setdefault(key, entry.time)
    else:
        times.pop(key, None)


class LoggedArrivals:
    """Arrivals of snapshots for retention and the catalog: the moment itself is known."""

    def __init__(self, times: Times) -> None:
        self._times = times

    def find(self, hex_id: str) -> Arrival | None:
        """When the snapshot came, None where the vault does not know it."""
        received = self._times.get((SNAPSHOTS, hex_id))
        return None if received is None else Arrival(received, received)
