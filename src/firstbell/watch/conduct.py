"""How hosts behave: late backups, more or less than usual, bulk reading by a credential."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from firstbell.base.clock import DAY_NS, NS_PER_S, format_time, parse_time
from firstbell.vault import Vault
from firstbell.vault.entries import DESK, Added, ArrivalEntry, ReadingEntry, Refused
from firstbell.vault.inventory import SNAPSHOTS
from firstbell.vault.journal import Journal
from firstbell.vault.schedules import find_last_snapshot, find_schedule
from firstbell.watch.alerts import Kind
from firstbell.watch.backlog import PACKS
from firstbell.watch.remote_view import NOTE as WORKERS_NOTE

_MIB = 1 << 20
_COMPARED = 14
_LEAST_COMPARED = 4
_RISE, _RISE_BYTES = 4, 32 * _MIB
_DROP, _DROP_BYTES = 20, 1 * _MIB
_READ_BYTES = 2 * _MIB
# what is older was seen by the examiner of that day, or is history
_FRESH_NS = 3600 * NS_PER_S


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to raise an alert about. `about`: what makes it one and the same."""

    kind: Kind
    host: str
    about: str
    subject: str
    text: str


def find_late(vault: Vault) -> Iterator[Remark]:
    """Hosts that have not backed up for longer than their schedule."""
    for host in vault.registry.hosts.values():
        last = find_last_snapshot(vault, host.name)
        if find_schedule(last, host, now_ns=vault.clock.now_ns()) == "missed":
            told = f"Its last snapshot that counts came at {last}." if last else "It has never sent one."
            yield Remark(
                "late",
                host.name,
                last or host.added,
                f"{host.name} has not backed up for longer than every {host.every_h:g} hours",
                f"{told} Its backup does not run, or somebody stopped it.",
            )


@dataclass
class _Sent:
    """What a host sent: bytes of each backup, and since the last one. `last`: its last snapshot's name."""

    backups: deque[int] = field(default_factory=lambda: deque(maxlen=_COMPARED + 1))
    count: int = 0
    now: int = 0
    last: str = ""

    def list_compared(self) -> list[int]:
        """The backups that are compared with: not the first, which sends everything."""
        listed = list(self.backups)
        return listed[1:] if self.count == len(listed) else listed[-_COMPARED:]


class Volumes:
    """How much hosts send, from one snapshot to the next. Belongs to one thread."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._hosts: dict[str, _Sent] = {}
        self._remarks: list[Remark] = []

    def apply(self, entry: ArrivalEntry) -> None:
        """Take an arrival in."""
        if not isinstance(entry, Added) or entry.by == DESK:
            return
        sent = self._hosts.setdefault(entry.host, _Sent())
        if entry.type == PACKS:
            sent.now += entry.size_bytes
        if entry.type not in {PACKS, SNAPSHOTS}:
            return
        compared = sent.list_compared()
        is_fresh = self._vault.clock.now_ns() - parse_time(entry.time) < _FRESH_NS
        if is_fresh and len(compared) >= _LEAST_COMPARED:
            self._remarks += _compare(entry, sent, compared)
        if entry.type == SNAPSHOTS:
            sent.backups.append(sent.now)
            sent.count += 1
            sent.now, sent.last = 0, entry.name

    def take_remarks(self) -> list[Remark]:
        """What was seen since the last time."""
        remarks, self._remarks = self._remarks, []
        return remarks


def _compare(entry: Added, sent: _Sent, compared: list[int]) -> Iterator[Remark]:
    most, least = max(compared), min(compared)
    if sent.now > _RISE * most and sent.now - most >= _RISE_BYTES:
        yield Remark(
            "rise",
            entry.host,
            sent.last,
            f"{entry.host} sends much more than usual",
            f"{_show(sent.now)} since its last snapshot; its last {len(compared)} backups sent"
            f" {_show(most)} at most. Much of what it holds has changed, or somebody fills the vault.",
        )
    if entry.type == SNAPSHOTS and least >= _DROP_BYTES and sent.now * _DROP < least:
        yield Remark(
            "drop",
            entry.host,
            entry.name,
            f"{entry.host} sends much less than usual",
            f"{_show(sent.now)} with this snapshot; its last {len(compared)} backups sent {_show(least)} at"
            " least. Something is not backed up any more, or nobody works on it.",
        )


class Readings:
    """What credentials read in a day, and were refused: journal readings.jsonl. Belongs to one thread.

    `last_refused`: host -> when the last alert told what was refused, in ns.
    """

    def __init__(self, vault: Vault, *, last_refused: Callable[[str], int]) -> None:
        self._vault = vault
        self._last_refused: Callable[[str], int] | None = last_refused
        self._refused: list[Refused] = []
        self._read: dict[tuple[str, str], deque[tuple[int, int]]] = {}
        self._fresh: set[tuple[str, str]] = set()
        self._journal: Journal[ReadingEntry] = Journal(
            vault.folder / "readings.jsonl",
            ReadingEntry,
            vault_id=vault.about.id,
            clock=vault.clock,
            apply=self._take,
        )

    def close(self) -> None:
        """Let go of the journal."""
        self._journal.close()

    def take_remarks(self) -> list[Remark]:
        """Credentials that read in bulk, of those that read since the last time. Raises: VaultError."""
        self._journal.refresh()
        fresh, self._fresh = self._fresh, set()
        return [remark for key in sorted(fresh) for remark in self._judge(key)]

    def take_refused(self) -> list[Refused]:
        """What was refused since the last time; the first time, since the last alert. Raises: VaultError."""
        self._journal.refresh()
        refused, self._refused = self._refused, []
        if self._last_refused is None:
            return refused
        told_ns = {host: self._last_refused(host) for host in {entry.host for entry in refused}}
        self._last_refused = None
        return [entry for entry in refused if parse_time(entry.time) > told_ns[entry.host]]

    def _take(self, entry: ReadingEntry) -> None:
        at_ns = parse_time(entry.time)
        is_fresh = self._vault.clock.now_ns() - at_ns < DAY_NS
        if isinstance(entry, Refused):
            if is_fresh:
                self._refused.append(entry)
        elif is_fresh:
            key = (entry.host, entry.credential)
            self._read.setdefault(key, deque()).append((at_ns, entry.bytes))
            self._fresh.add(key)

    def _judge(self, key: tuple[str, str]) -> Iterator[Remark]:
        host, hex_id = key
        credential = self._vault.registry.credentials.get(hex_id)
        if credential is None or credential.permission == "full" or credential.note == WORKERS_NOTE:
            return
        read = self._read[key]
        while read and self._vault.clock.now_ns() - read[0][0] >= DAY_NS:
            read.popleft()
        size_bytes = sum(bytes_read for _, bytes_read in read)
        held_bytes = self._vault.inventory.of(host).size_bytes
        if size_bytes >= _READ_BYTES and size_bytes * 2 >= held_bytes:
            yield Remark(
                "reading",
                host,
                f"{hex_id} {format_time(read[-1][0])[:10]}",
                f"a credential of {host} read {_show(size_bytes)} within 24 hours",
                f"Credential {hex_id} read that much of the {_show(held_bytes)} that the vault holds of the"
                " host. Somebody restores or checks, or carries everything off: ask who."
                " `firstbell host revoke` ends a credential.",
            )


def _show(size_bytes: int) -> str:
    return f"{size_bytes / _MIB:.1f} MiB" if size_bytes < 1 << 30 else f"{size_bytes / (1 << 30):.1f} GiB"
