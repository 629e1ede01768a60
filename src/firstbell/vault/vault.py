"""A vault's folder, opened: hosts, arrivals, judgements and the retention lock as they stand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import msgspec

from firstbell.base.clock import DAY_NS, Clock, SystemClock, format_time, parse_time
from firstbell.store import LocalStore, Store
from firstbell.store.modes import file_mode, make_folder
from firstbell.store.publication import probe, publish
from firstbell.vault.bucket import Bucket, load_bucket, save_bucket
from firstbell.vault.chronicle import Chronicle, LoggedArrivals
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
    Permission,
    ReadingEntry,
    SettingEntry,
)
from firstbell.vault.errors import LockDaysError, NewerVaultError, NoVaultError, VaultError, VaultExistsError
from firstbell.vault.inventory import LOCKS, Inventory
from firstbell.vault.journal import Journal, create_journal
from firstbell.vault.judgements import Judgements
from firstbell.vault.marks import VERSION as MARK_VERSION
from firstbell.vault.marks import VaultMark, load_mark, save_mark
from firstbell.vault.registry import Credential, Registry, hash_secret, make_credential_id, make_secret

VERSION = 1
ABOUT_NAME = "vault.json"
REPOSITORIES = "repositories"
TLS = "tls"
# of a vault that made its own
CERTIFICATE = f"{TLS}/certificate.pem"
JOURNALS = ("hosts", "arrivals", "judgements", "settings", "readings")
_ID_BYTES = 16
# fewer entries are read faster than a mark is written
_LEAST_MARKED = 2000


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """vault.json."""

    version: int
    id: str
    made: str
    url: str = ""


class NewCredential(NamedTuple):
    """A credential that was just made, and its secret, which is shown once."""

    id: str
    user: str
    secret: str


def make_vault(
    folder: Path,
    *,
    url: str = "",
    lock_days: int = 0,
    bucket: Bucket | None = None,
    clock: Clock | None = None,
) -> Vault:
    """Make a vault in a folder that is empty or not there yet, and open it. `bucket`: holds the repositories.

    Raises: VaultExistsError; UnsafeFilesystemError; StoreError; VaultError.
    """
    moment = clock or SystemClock()
    about = About(VERSION, os.urandom(_ID_BYTES).hex(), format_time(moment.now_ns()), url)
    try:
        make_folder(folder, parents=True)
        _refuse_used(folder)
        make_folder(folder / REPOSITORIES)
    except OSError as error:
        raise VaultError(f"{folder}: {error.strerror}") from None
    probe(folder)
    for name in JOURNALS:
        create_journal(folder, name, vault_id=about.id, made=about.made)
    if bucket is not None:
        save_bucket(folder, bucket)
    # last: a folder without it is no vault, so a kill before leaves none
    publish(folder, ABOUT_NAME, [msgspec.json.encode(about) + b"\n"], mode=file_mode(folder))
    vault = Vault(folder, clock=clock)
    if lock_days:
        vault.lengthen_lock(lock_days, by="desk")
    return vault


def _refuse_used(folder: Path) -> None:
    if (folder / ABOUT_NAME).exists():
        raise VaultExistsError(f"{folder} is a vault already", hint="`firstbell host add NAME` adds a host")
    strangers = sorted(entry.name for entry in folder.iterdir() if entry.name != "lost+found")
    if strangers:
        raise VaultExistsError(
            f"{folder} is not empty: it holds {strangers[0]!r}", hint="name a folder of its own for the vault"
        )


class Vault:
    """The state of one vault. Thread-safe; several processes may have it open.

    `marks`: folder of derived things, for who looks and goes: what was read once is not read again (`marks`).

    Raises: NoVaultError, NewerVaultError, JournalDamagedError, VaultError.
    """

    def __init__(self, folder: Path, *, clock: Clock | None = None, marks: Path | None = None) -> None:
        self.folder = folder
        self.clock: Clock = clock or SystemClock()
        self.about = _read_about(folder)
        self.bucket = load_bucket(folder)
        self._places: dict[str, Store] = {}
        self.registry = Registry()
        self.inventory = Inventory()
        self.judgements = Judgements()
        self.lock_days = 0
        self._chronicle = Chronicle(knows_snapshots=marks is not None)
        self._hosts: Journal[HostEntry] = self._open("hosts", HostEntry, self.registry.apply)
        self.arrivals: Journal[ArrivalEntry] = self._open("arrivals", ArrivalEntry, self._take_arrival)
        self._judged: Journal[JudgementEntry] = self._open(
            "judgements", JudgementEntry, self.judgements.apply
        )
        self._settings: Journal[SettingEntry] = self._open("settings", SettingEntry, self._take_setting)
        self._readings: Journal[ReadingEntry] = self._open("readings", ReadingEntry, lambda _: None)
        self.claims = ClaimBook(folder, self.about.id, self.clock)
        if marks is None:
            self.refresh()
        else:
            self._catch_up(marks / f"{self.about.id}.mark")

    def _open(self, name: str, shape: object, apply: object) -> Journal:  # type: ignore[type-arg]
        return Journal(
            self.folder / f"{name}.jsonl",
            shape,
            vault_id=self.about.id,
            clock=self.clock,
            apply=apply,  # type: ignore[arg-type]
        )

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

    def _take_setting(self, entry: SettingEntry) -> None:
        self.lock_days = entry.days

    def close(self) -> None:
        """Let go of the journals."""
        for journal in (self._hosts, self.arrivals, self._judged, self._settings, self._readings):
            journal.close()
        self.claims.close()

    def refresh(self) -> None:
        """Take in what other processes wrote. Cheap where there is nothing. Raises: VaultError."""
        self._hosts.refresh()
        self.arrivals.refresh()
        self._judged.refresh()
        self._settings.refresh()

    @property
    def position(self) -> tuple[int, int]:
        """How far arrivals and judgements were read."""
        return self.arrivals.seq, self._judged.seq

    def refresh_rules(self) -> None:
        """As `refresh`, without arrivals, and without waiting for anybody. Raises: VaultError."""
        for journal in (self._hosts, self._judged, self._settings):
            journal.refresh(waits=False)

    # hosts and credentials

    def add_host(self, entry: HostAdded) -> None:
        """Raises: InvalidHostNameError, HostExistsError, VaultError."""
        self._hosts.refresh()
        self.registry.refuse_taken(entry.host)
        self._hosts.append(entry)

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
        """Write arrivals down. Raises: VaultFullError, VaultError."""
        return self.arrivals.append(*entries)

    def judge(self, *entries: JudgementEntry) -> list[JudgementEntry]:
        """Write judgements down. Raises: VaultFullError, VaultError."""
        return self._judged.append(*entries)

    def note_reading(self, *entries: ReadingEntry) -> None:
        """Write down who read how much. Raises: VaultFullError, VaultError."""
        self._readings.append(*entries)

    def list_readings(self) -> list[ReadingEntry]:
        """Every line of readings.jsonl. Raises: VaultError."""
        self._readings.refresh()
        return [entry for entry, _ in self._readings.iterate()]

    def lengthen_lock(self, days: int, *, by: str, why: str = "") -> None:
        """Hold what came for so many days, more than before. Raises: LockDaysError, VaultError."""
        self._settings.refresh()
        if days < self.lock_days:
            raise LockDaysError(
                f"the retention lock is {self.lock_days} days, and {days} would be less",
                hint="`firstbell vault lock` tells how two people make it shorter",
            )
        if days > self.lock_days:
            self._settings.append(LockDays(days=days, by=by, why=why))

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

    def find_hold(self, host: str, kind: str, name: str) -> str:
        """Why an object may not be removed now, in words; "" where it may. Raises: VaultError."""
        if kind == LOCKS:
            return ""
        if freeze := self.judgements.find_freeze(host):
            what = "everything" if freeze.host == EVERY_HOST else host
            return f"{what} is frozen since {freeze.time}: {freeze.why}"
        if not self.lock_days:
            return ""
        received = self._chronicle.of(host, self.arrivals).came.get((kind, name))
        if received is None:
            return "it is not known when it came"
        until_ns = parse_time(received) + self.lock_days * DAY_NS
        if self.clock.now_ns() < until_ns:
            return f"the retention lock of {self.lock_days} days holds it until {format_time(until_ns)}"
        return ""


def _read_about(folder: Path) -> About:
    path = folder / ABOUT_NAME
    try:
        loose = msgspec.json.decode(path.read_bytes())
        version = loose.get("version") if isinstance(loose, dict) else None
        if isinstance(version, int) and version > VERSION:
            raise NewerVaultError(
                f"{folder} is a vault of version {version}, this program knows {VERSION}",
                hint="use the Firstbell that made it, or a newer one",
            )
        return msgspec.convert(loose, type=About)
    except (FileNotFoundError, NotADirectoryError):
        raise NoVaultError(
            f"{folder} is no vault: it holds no {ABOUT_NAME}", hint="`firstbell vault init DIR` makes one"
        ) from None
    except OSError as error:
        raise VaultError(f"{path}: {error.strerror}") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise NoVaultError(f"{path} does not read ({error})") from None


def find_vault(repository: Path) -> tuple[Path, str] | None:
    """(folder of the vault, host) that a repository's folder belongs to; None where it lies in no vault."""
    absolute = Path(os.path.abspath(repository))
    folder = absolute.parent.parent
    if absolute.parent.name != REPOSITORIES or not (folder / ABOUT_NAME).is_file():
        return None
    return folder, absolute.name
