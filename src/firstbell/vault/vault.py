"""A vault's folder, opened: hosts, arrivals, judgements and the retention lock as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from firstbell.base.clock import DAY_NS, Clock, SystemClock, format_time, monotonic_s, parse_time
from firstbell.base.counts import say_count
from firstbell.store import Kind, LocalStore, Store
from firstbell.vault.about import REPOSITORIES, read_about
from firstbell.vault.bucket import load_bucket
from firstbell.vault.chronicle import Chronicle, LoggedArrivals, SnapshotTimes
from firstbell.vault.claims import ClaimBook
from firstbell.vault.entries import (
    EVERY_HOST,
    ArrivalEntry,
    CredentialAdded,
    CredentialExpires,
    CredentialRevoked,
    HostAdded,
    HostChanged,
    HostEntry,
    JudgementEntry,
    LockDays,
    Missed,
    Permission,
    ReadingEntry,
    Removed,
    SettingEntry,
)
from firstbell.vault.errors import LockDaysError
from firstbell.vault.inventory import LOCKS, Inventory
from firstbell.vault.journal import Journal
from firstbell.vault.judgements import Judgements
from firstbell.vault.leases import LEASE_S, keep_holder, make_lease, refuse_taken
from firstbell.vault.marks import VERSION as MARK_VERSION
from firstbell.vault.marks import VaultMark, load_mark, save_mark
from firstbell.vault.presence import Presence
from firstbell.vault.registry import Credential, Registry, hash_secret, make_credential_id, make_secret
from firstbell.vault.segments import Row, explained
from firstbell.vault.shared_journal import JournalFolder

TLS = "tls"
# of a vault that made its own
CERTIFICATE = f"{TLS}/certificate.pem"
# fewer entries are read faster than a mark is written
_LEAST_MARKED = 2000
# journals that are asked for at once
_PULLED = 4


class NewCredential(NamedTuple):
    """A credential that was just made, and its secret, which is shown once."""

    id: str
    user: str
    secret: str


class Vault:
    """The state of one vault. Thread-safe; several processes may have it open.

    `marks`: folder of derived things, for who looks and goes: what was read once is not read again (`marks`).
    `is_examiner`: what is judged here is judged on the lease of this machine, where several share the vault.

    Raises: NoVaultError, NewerVaultError, JournalDamagedError, VaultError; VaultUnreachableError, also from
    every method, where several machines share the vault and the bucket does not answer.
    """

    def __init__(self, folder: Path, *, clock: Clock | None = None, marks: Path | None = None) -> None:
        self.folder = folder
        self.clock: Clock = clock or SystemClock()
        self.about = read_about(folder)
        self.bucket = load_bucket(folder)
        self._places: dict[str, Store] = {}
        self._row = self._open_row()
        self._presence = None if self._row is None else Presence()
        self._pulling = ThreadPoolExecutor(_PULLED) if self._row is not None else None
        self._pulled_s = float("-inf")
        self.is_examiner = False
        self.registry = Registry()
        self.inventory = Inventory()
        self.judgements = Judgements()
        self.lock_days = 0
        self._chronicle = Chronicle(knows_snapshots=marks is not None)
        journals = JournalFolder(folder, self.about.id, self.clock, self._row)
        self._hosts: Journal[HostEntry] = journals.open("hosts", HostEntry, self.registry.apply)
        self.arrivals: Journal[ArrivalEntry] = journals.open("arrivals", ArrivalEntry, self._take_arrival)
        self._judged: Journal[JudgementEntry] = journals.open(
            "judgements", JudgementEntry, self.judgements.apply
        )
        self._settings: Journal[SettingEntry] = journals.open("settings", SettingEntry, self._take_setting)
        self._readings: Journal[ReadingEntry] = journals.open("readings", ReadingEntry, lambda _: None)
        self.claims = ClaimBook(journals)
        if marks is None:
            self.refresh()
        else:
            self._catch_up(marks / f"{self.about.id}.mark")

    def _open_row(self) -> Row | None:
        if self.bucket is None or not self.bucket.is_shared:
            return None
        with explained(self.bucket.url):
            return self.bucket.open_row()

    def _catch_up(self, path: Path) -> None:
        """Go on where the last look ended, if the journals are the same up to there."""
        mark = load_mark(path, self.about.id)
        if mark and self.arrivals.has_stood(mark.arrivals) and self._judged.has_stood(mark.judgements):
            self.arrivals.resume(mark.arrivals)
            self._judged.resume(mark.judgements)
            self.inventory.restore(mark.holdings, entries=mark.entries)
            self.judgements.restore(mark.judged)
            self._chronicle.restore(mark.times)
        before = sum(self.position)
        self.refresh()
        if sum(self.position) - before < _LEAST_MARKED:
            return
        mark = VaultMark(
            MARK_VERSION,
            self.about.id,
            arrivals=self.arrivals.mark(),
            judgements=self._judged.mark(),
            entries=self.inventory.entries,
            holdings=self.inventory.keep(),
            times=self._chronicle.keep(),
            judged=self.judgements.keep(),
        )
        save_mark(path, mark)

    def _take_arrival(self, entry: ArrivalEntry) -> None:
        self.inventory.apply(entry)
        self._chronicle.apply(entry)
        if self._presence is not None:
            self._presence.apply(entry)
            if isinstance(entry, Removed | Missed) and entry.host in self._places:
                self._places[entry.host].forget(Kind(entry.type), entry.name)

    def _take_setting(self, entry: SettingEntry) -> None:
        self.lock_days = entry.days

    def close(self) -> None:
        """Let go of the journals."""
        for journal in (self._hosts, self.arrivals, self._judged, self._settings, self._readings):
            journal.close()
        self.claims.close()
        if self._pulling is not None:
            self._pulling.shutdown()

    @property
    def is_shared(self) -> bool:
        """Whether several machines serve the vault."""
        return self._row is not None

    def refresh(self, *, within_s: float = 0.0) -> None:
        """Take in what other processes wrote. Cheap where there is nothing. Raises: VaultError.

        Where several machines share the vault it asks the bucket, unless that was done within `within_s`.
        """
        journals: list[Journal[Any]] = [self._hosts, self.arrivals, self._judged, self._settings]
        if self.is_examiner:  # it follows this machine's copy of how much is read
            journals.append(self._readings)
        if self._pulling is None:
            for journal in journals:
                journal.refresh()
        elif monotonic_s() - self._pulled_s >= within_s:
            begun_s = monotonic_s()
            for _ in self._pulling.map(lambda journal: journal.refresh(), journals):
                pass
            self._pulled_s = begun_s

    @property
    def position(self) -> tuple[int, int]:
        """How far arrivals and judgements were read."""
        return self.arrivals.seq, self._judged.seq

    def refresh_rules(self) -> None:
        """As `refresh`, without arrivals, and without waiting for anybody. Raises: VaultError.

        Not for a vault that several machines share.
        """
        for journal in (self._hosts, self._judged, self._settings):
            journal.refresh(waits=False)

    # hosts and credentials

    def add_host(self, entry: HostAdded) -> None:
        """Raises: InvalidHostNameError, HostExistsError, VaultError."""

        def choose(entries: Sequence[HostEntry]) -> Sequence[HostEntry]:
            self.registry.refuse_taken(entry.host)
            return entries

        self._hosts.append(entry, choose=choose)

    def change_host(self, entry: HostChanged) -> None:
        """Raises: UnknownHostError, VaultError."""
        self._hosts.refresh()
        self.registry.find_host(entry.host)
        self._hosts.append(entry)

    def add_credential(
        self, host: str, permission: Permission, *, expires: str = "", note: str = ""
    ) -> NewCredential:
        """Make a credential for a host, or for all with `*`. Raises: VaultError."""
        secret = make_secret()
        added = CredentialAdded(
            id=make_credential_id(),
            host=host,
            permission=permission,
            sha256=hash_secret(secret).hex(),
            expires=expires,
            note=note,
        )
        self._hosts.append(added)
        return NewCredential(added.id, self.registry.credentials[added.id].user, secret)

    def accept_credential(self, host: str, sha256: str, *, note: str = "") -> NewCredential:
        """Write down a credential that a host made itself, by its hash; its secret is not known here.

        Raises: VaultError.
        """
        added = CredentialAdded(
            id=make_credential_id(), host=host, permission="append", sha256=sha256, note=note
        )
        self._hosts.append(added)
        return NewCredential(added.id, self.registry.credentials[added.id].user, "")

    def revoke(self, credential: Credential, *, why: str = "") -> None:
        """End a credential now. Raises: VaultError."""
        self._hosts.append(CredentialRevoked(id=credential.id, why=why))

    def expire(self, credential: Credential, *, at: str) -> None:
        """End a credential at a time. Raises: VaultError."""
        self._hosts.append(CredentialExpires(id=credential.id, expires=at))

    # arrivals, judgements, settings

    def log(self, *entries: ArrivalEntry) -> list[ArrivalEntry]:
        """Write arrivals down; what comes back was not there yet. Raises: VaultFullError, VaultError."""
        if self._presence is None:
            return self.arrivals.append(*entries)
        return self.arrivals.append(*entries, choose=partial(self._presence.choose, journal=self.arrivals))

    def is_logged(self, host: str, kind: str, name: str) -> bool:
        """Whether an object is written down; of a vault that several machines share. Raises: VaultError."""
        assert self._presence is not None
        return self._presence.holds((host, kind, name), self.arrivals)

    def judge(self, *entries: JudgementEntry) -> list[JudgementEntry]:
        """Write judgements down. Raises: VaultFullError, VaultError; VaultBusyError, see `is_examiner`."""
        if self._row is None or not self.is_examiner:
            return self._judged.append(*entries)
        choose = partial(keep_holder, judgements=self.judgements, machine=self.machine)
        return self._judged.append(*entries, choose=choose)

    @property
    def machine(self) -> str:
        """What this machine is called among those that share the vault; "" where none do."""
        return self.bucket.machine if self.bucket is not None else ""

    def lease(self, *, lasts_s: float = LEASE_S) -> None:
        """Be the machine that examines, or (0 seconds) be it no more; of a vault that several share.

        Raises: VaultBusyError where another machine is; VaultError.
        """

        def choose(entries: Sequence[JudgementEntry]) -> Sequence[JudgementEntry]:
            refuse_taken(self.judgements, self.machine, self.clock)
            return entries

        self._judged.refresh()
        self._judged.append(make_lease(self.machine, self.clock, lasts_s=lasts_s), choose=choose)

    def note_reading(self, *entries: ReadingEntry) -> None:
        """Write down who read how much. Raises: VaultFullError, VaultError."""
        self._readings.append(*entries)

    def lengthen_lock(self, days: int, *, by: str, why: str = "") -> None:
        """Hold what came for so many days, more than before. Raises: LockDaysError, VaultError."""

        def choose(entries: Sequence[SettingEntry]) -> Sequence[SettingEntry]:
            if days < self.lock_days:
                raise LockDaysError(
                    f"the retention lock is {self.lock_days} days, and {days} would be less",
                    hint="`firstbell vault lock` tells how two people make it shorter",
                )
            return entries if days > self.lock_days else ()

        self._settings.append(LockDays(days=days, by=by, why=why), choose=choose)

    def shorten_lock(self, days: int, *, by: str, why: str) -> None:
        """Hold it for fewer days. The caller has seen to it that two people want it. Raises: VaultError."""
        self._settings.append(LockDays(days=days, by=by, why=why))

    # repositories

    def locate(self, host: str) -> Path:
        """The folder of a host's repository, where no bucket holds it."""
        return self.folder / REPOSITORIES / host

    def open_place(self, host: str) -> Store:
        """The repository's objects, past all rules of the vault. Raises: StoreError."""
        if self.bucket is None:
            return LocalStore(self.locate(host))
        if host not in self._places:  # opening one asks the bucket what it is
            self._places[host] = self.bucket.open(host)
        return self._places[host]

    def find_arrivals(self, host: str) -> LoggedArrivals:
        """When the snapshots of a host came. Raises: VaultError."""
        self.arrivals.refresh()
        return LoggedArrivals(self._chronicle.of_snapshots(host, self.arrivals))

    def find_times(self, host: str) -> SnapshotTimes:
        """When the snapshots of a host came, as `HostTimes.restore` takes it. Raises: VaultError."""
        self.arrivals.refresh()
        return self._chronicle.of_snapshots(host, self.arrivals).keep()

    def find_hold(self, host: str, kind: str, name: str) -> str:
        """Why an object may not be removed now, in words; "" where it may. Raises: VaultError."""
        if kind == LOCKS:
            return ""
        if freeze := self.judgements.find_freeze(host):
            what = "everything" if freeze.host == EVERY_HOST else host
            return f"{what} has been frozen since {freeze.time}: {freeze.why}"
        if not self.lock_days:
            return ""
        received = self._chronicle.of(host, self.arrivals).came.get((kind, name))
        if received is None:
            return "it is not known when it came"
        until_ns = parse_time(received) + self.lock_days * DAY_NS
        if self.clock.now_ns() < until_ns:
            return (
                f"the retention lock of {say_count(self.lock_days, 'day')} protects it until "
                f"{format_time(until_ns)}"
            )
        return ""
