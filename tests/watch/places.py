"""Vaults with hosts whose repositories open at once, and an examiner in this process."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firstbell.base.clock import Clock, FixedClock, format_time
from firstbell.crypto.derivation import ScryptParameters
from firstbell.ledger import SignerKeyFile
from firstbell.repository import Repository
from firstbell.repository.format.keyfile import KeyOrigin
from firstbell.repository.keys import add_key
from firstbell.store import Kind, LocalStore
from firstbell.store.store import Buffer
from firstbell.vault import Credential, NewCredential, Vault, VaultStore, make_vault
from firstbell.vault.entries import Added, HostAdded, JudgementEntry
from firstbell.watch.examiner import VaultExaminer
from firstbell.watch.verdicts import DeskPaths

PASSWORD = "of the host"
DESK_PASSWORD = "of the desk"
CHEAP = ScryptParameters(n=2, r=1, p=1)
FEB_18_NS = 1_676_723_400 * 10**9


def add_host(vault: Vault, name: str, **settings: Any) -> NewCredential:
    """A host with a repository that two passwords open at once; its credential."""
    vault.add_host(HostAdded(host=name, **settings))
    repository = Repository.init(VaultStore(vault, name), PASSWORD, kdf=CHEAP, clock=vault.clock)
    origin = KeyOrigin(format_time(vault.clock.now_ns()), "root", "desk", CHEAP)
    add_key(repository.store, repository.key.master, password=DESK_PASSWORD, origin=origin)
    return vault.add_credential(name, "append")


class HostStore(LocalStore):
    """A host's repository, written to as the server does for its credential."""

    def __init__(self, vault: Vault, credential: Credential) -> None:
        super().__init__(vault.locate(credential.host))
        self._vault = vault
        self._by = credential

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """Publish, then write the arrival down."""
        data = b"".join(parts)
        super().write(kind, name, [data])
        self._vault.log(
            Added(
                host=self._by.host,
                by=self._by.id,
                type=kind.value,
                name=name,
                size_bytes=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
            )
        )

    def begin(self, kind: Kind) -> Any:
        """Held in memory until it has a name."""
        return super(LocalStore, self).begin(kind)

    def put(self, kind: str, data: bytes) -> str:
        """An object under its hash; its name."""
        name = hashlib.sha256(data).hexdigest()
        self.write(Kind(kind), name, [data])
        return name


@dataclass
class WatchedPlace:
    """A vault, the desk beside it, and what the examiner told."""

    vault: Vault
    desk: Path
    cache: Path | None
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def tell(self, what: str, **fields: Any) -> None:
        """Keep what was told."""
        self.told.append((what, fields))

    def list_told(self, what: str) -> list[dict[str, Any]]:
        """What was told of one kind."""
        return [fields for kind, fields in self.told if kind == what]

    def places(self) -> DeskPaths:
        """Where the desk keeps things."""
        return DeskPaths(self.desk, self.cache, SignerKeyFile(self.desk / "desk.key", name="the desk"))

    def examiner(self) -> VaultExaminer:
        """A new examiner."""
        return VaultExaminer(self.vault, self.places(), DESK_PASSWORD, tell=self.tell)

    def watch_once(self) -> VaultExaminer:
        """Judge all that waits; the examiner, closed."""
        examiner = self.examiner()
        try:
            examiner.run_once()
        finally:
            examiner.close()
        return examiner

    def host_store(self, host: str = "office") -> HostStore:
        """The host's own way to its repository."""
        return HostStore(self.vault, self.vault.registry.list_credentials(host)[0])

    def host_repository(self, host: str = "office") -> Repository:
        """The host's repository, opened by the host."""
        return Repository.open(self.host_store(host), PASSWORD, clock=self.vault.clock)

    def judgements(self, host: str = "office") -> list[JudgementEntry]:
        """What stands in the journal about a host."""
        return [entry for entry, _ in self.vault._judged.iterate() if getattr(entry, "host", "") == host]


def make_watched(
    folder: Path, *, hosts: Sequence[str] = ("office",), clock: Clock | None = None
) -> WatchedPlace:
    """A new vault with hosts."""
    vault = make_vault(folder / "vault", clock=clock or FixedClock(FEB_18_NS))
    for host in hosts:
        add_host(vault, host)
    return WatchedPlace(vault, folder / "desk", folder / "cache")
