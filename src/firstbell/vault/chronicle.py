"""When each object of a host came: from journal arrivals.jsonl, looked up when first asked for."""

from __future__ import annotations

import msgspec

from firstbell.base.clock import NS_PER_S, parse_time
from firstbell.record.arrivals import Arrival
from firstbell.vault.entries import DESK, Added, ArrivalEntry, Found
from firstbell.vault.inventory import SNAPSHOTS
from firstbell.vault.journal import Journal

# restic renews its lock every five minutes; a laptop may sleep over night
_LONGEST_SILENCE_NS = 24 * 3600 * NS_PER_S


class SnapshotTimes(msgspec.Struct, forbid_unknown_fields=True):
    """Times of one host's snapshots, by name. `row`: begin and end of what no snapshot followed yet."""

    came: dict[str, str]
    began: dict[str, str]
    row: tuple[str, str]


class HostTimes(msgspec.Struct):
    """Times of one host. `came`: (type, name) -> when it came, of what is there.

    `began`: snapshot -> when the host began to send what led to it: the first of an unbroken row of things
    with no other snapshot of the host and no silence of more than a day in it. `is_brief`: `came` is of
    snapshots alone.
    """

    came: dict[tuple[str, str], str] = msgspec.field(default_factory=dict)
    began: dict[str, str] = msgspec.field(default_factory=dict)
    is_brief: bool = False
    _row_begin: str = ""
    _row_end: str = ""

    @classmethod
    def restore(cls, kept: SnapshotTimes) -> HostTimes:
        """Brief times as they were kept."""
        came = {(SNAPSHOTS, name): time for name, time in kept.came.items()}
        begin, end = kept.row
        return cls(came, kept.began, is_brief=True, _row_begin=begin, _row_end=end)

    def keep(self) -> SnapshotTimes:
        """Those of snapshots."""
        came = {name: time for (kind, name), time in self.came.items() if kind == SNAPSHOTS}
        return SnapshotTimes(came, self.began, (self._row_begin, self._row_end))

    def apply(self, entry: ArrivalEntry) -> None:
        """Take an entry in."""
        if isinstance(entry, Added | Found):
            if entry.type == SNAPSHOTS or not self.is_brief:
                self.came.setdefault((entry.type, entry.name), entry.time)
            if not (isinstance(entry, Added) and entry.by == DESK):
                self._lengthen_row(entry)
            return
        if entry.type == SNAPSHOTS or not self.is_brief:
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
    """Times of arrival. A host costs memory once somebody asks for it, about 300 bytes an object.

    `knows_snapshots`: times of all hosts' snapshots are taken along, so that no host has to be looked up.
    """

    def __init__(self, *, knows_snapshots: bool = False) -> None:
        self._hosts: dict[str, HostTimes] = {}
        self._brief: dict[str, HostTimes] | None = {} if knows_snapshots else None
        self._kept: dict[str, msgspec.Raw] = {}

    def keep(self) -> dict[str, msgspec.Raw]:
        """Times of all hosts' snapshots, by host, encoded `SnapshotTimes`."""
        told = {host: times.keep() for host, times in (self._brief or {}).items()}
        return self._kept | {host: msgspec.Raw(msgspec.msgpack.encode(one)) for host, one in told.items()}

    def restore(self, kept: dict[str, msgspec.Raw]) -> None:
        """Stand where things stood; nothing may have been taken in before."""
        self._kept = kept

    def apply(self, entry: ArrivalEntry) -> None:
        """Take an entry in, where its host was asked for."""
        times = self._hosts.get(entry.host)
        if times is not None:
            times.apply(entry)
        if self._brief is not None:
            self._find_brief(self._brief, entry.host).apply(entry)

    def of_snapshots(self, host: str, journal: Journal[ArrivalEntry]) -> HostTimes:
        """The times of a host's snapshots, and maybe of more. Raises: VaultError."""
        if self._brief is None:
            return self.of(host, journal)
        return self._find_brief(self._brief, host)

    def _find_brief(self, brief: dict[str, HostTimes], host: str) -> HostTimes:
        if host not in brief:
            kept = self._kept.pop(host, None)
            times = None if kept is None else msgspec.msgpack.decode(kept, type=SnapshotTimes)
            brief[host] = HostTimes(is_brief=True) if times is None else HostTimes.restore(times)
        return brief[host]

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
