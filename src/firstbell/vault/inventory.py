"""What each host's repository holds, and when it came, as journal arrivals.jsonl tells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from firstbell.vault.entries import DESK, Added, ArrivalEntry, Found, Missed, Removed

LOCKS = "locks"
# what an object costs the vault at least: a block and an inode on the disk, and a line in the log that stays
OBJECT_BYTES = 4096
LINE_BYTES = 512
SNAPSHOTS = "snapshots"
# what only the examiner can vouch for; packs mean nothing without an index that names them
JUDGED = frozenset({"index", "snapshots", "keys"})


class Holdings(msgspec.Struct):
    """What one host's repository holds.

    `judged`: by type, name -> time it came, of what hosts sent and the examiner has to judge. `vouched`: by
    type, names of what would have to be judged, had the desk itself not written it. `locks`: name -> who
    added it: id of a credential, `desk`, "" where nobody knows; `senders`: the same of snapshots that are
    judged. `last_snapshot`: when the newest came. `charged_bytes`: what counts towards the quota.
    """

    size_bytes: int = 0
    charged_bytes: int = 0
    objects: dict[str, int] = msgspec.field(default_factory=lambda: defaultdict(int))
    judged: dict[str, dict[str, str]] = msgspec.field(
        default_factory=lambda: {kind: {} for kind in sorted(JUDGED)}
    )
    vouched: dict[str, set[str]] = msgspec.field(
        default_factory=lambda: {kind: set() for kind in sorted(JUDGED)}
    )
    locks: dict[str, str] = msgspec.field(default_factory=dict)
    senders: dict[str, str] = msgspec.field(default_factory=dict)
    last_snapshot: str = ""
    last_arrival: str = ""

    def count(self, kind: str) -> int:
        """How many objects of a type."""
        return self.objects.get(kind, 0)


class Inventory:
    """The holdings of every host after the entries that were taken in."""

    def __init__(self) -> None:
        self._hosts: dict[str, Holdings] = {}
        self.entries = 0
        self._unwritten = Holdings()

    def apply(self, entry: ArrivalEntry) -> None:
        """Take an entry in."""
        self.entries += 1
        holdings = self._hosts.setdefault(entry.host, Holdings())
        if isinstance(entry, Added | Found):
            _take_in(holdings, entry)
        else:
            _let_go(holdings, entry)

    def keep(self) -> dict[str, Holdings]:
        """What every host holds, as `restore` takes it."""
        return self._hosts

    def restore(self, hosts: dict[str, Holdings], *, entries: int) -> None:
        """Stand where things stood after so many entries; nothing may have been taken in before."""
        for holdings in hosts.values():
            holdings.objects = defaultdict(int, holdings.objects)
        self._hosts, self.entries = hosts, entries

    def of(self, host: str) -> Holdings:
        """What a host holds; nothing where it never sent anything."""
        return self._hosts.get(host, self._unwritten)

    def list_hosts(self) -> Iterator[tuple[str, Holdings]]:
        """(name, holdings) of every host that ever sent anything."""
        yield from list(self._hosts.items())


def find_charge(size_bytes: int) -> int:
    """What an object of a size costs its host's quota, without its lines in the log."""
    return max(size_bytes, OBJECT_BYTES)


def _take_in(holdings: Holdings, entry: Added | Found) -> None:
    holdings.size_bytes += entry.size_bytes
    holdings.charged_bytes += find_charge(entry.size_bytes) + LINE_BYTES
    holdings.objects[entry.type] += 1
    holdings.last_arrival = entry.time
    by = entry.by if isinstance(entry, Added) else ""
    if entry.type in JUDGED and by == DESK:
        holdings.vouched[entry.type].add(entry.name)
    elif entry.type in JUDGED:
        holdings.judged[entry.type][entry.name] = entry.time
        if entry.type == SNAPSHOTS:
            holdings.senders[entry.name] = by
    if entry.type == SNAPSHOTS:
        holdings.last_snapshot = entry.time
    if entry.type == LOCKS:
        holdings.locks[entry.name] = by


def _let_go(holdings: Holdings, entry: Removed | Missed) -> None:
    holdings.size_bytes -= entry.size_bytes
    # the line that tells of its end stays, too
    holdings.charged_bytes += LINE_BYTES - find_charge(entry.size_bytes)
    holdings.objects[entry.type] -= 1
    if entry.type in JUDGED:
        holdings.judged[entry.type].pop(entry.name, None)
        holdings.vouched[entry.type].discard(entry.name)
        holdings.senders.pop(entry.name, None)
    if entry.type == LOCKS:
        holdings.locks.pop(entry.name, None)
