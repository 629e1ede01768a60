"""A host of a vault in the making: its entry, its repository with two keys, its credential."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from firstbell.vault import NewCredential, Vault
    from firstbell.vault.entries import HostAdded


@dataclass(frozen=True, slots=True)
class NewHost:
    """What `host add` made. `password`: of the repository."""

    host: str
    credential: NewCredential
    password: str


def make_host(vault: Vault, entry: HostAdded, *, desk: Path | None) -> NewHost:
    """Add a host: when this returns its repository is there, and the desk has a key of its own in it.

    One whose making was killed before it had a repository is made to its end.

    Raises: InvalidHostNameError, HostExistsError, VaultError, StoreError, DeskError.
    """
    from firstbell.desk.recovery import make_passphrase

    if not _is_unfinished(vault, entry.host):
        vault.add_host(entry)
    password = make_passphrase()
    _make_repository(vault, entry.host, password=password, desk=desk)
    return NewHost(entry.host, vault.add_credential(entry.host, "append"), password)


def _is_unfinished(vault: Vault, host: str) -> bool:
    from firstbell.store import Kind

    return host in vault.registry.hosts and not vault.open_place(host).exists(Kind.CONFIG, "config")


def _make_repository(vault: Vault, host: str, *, password: str, desk: Path | None) -> None:
    from firstbell.base.clock import format_time
    from firstbell.cli.keys import read_login_name
    from firstbell.cli.terminal.vaults import desk_password
    from firstbell.crypto.derivation import ScryptParameters
    from firstbell.repository import Repository
    from firstbell.repository.format.keyfile import KeyOrigin
    from firstbell.repository.keys import add_key
    from firstbell.vault import VaultStore

    # before the repository: a desk that cannot keep its password has no host either
    desks = desk_password(vault.about.id, desk)
    repository = Repository.init(VaultStore(vault, host), password)
    origin = KeyOrigin(
        format_time(vault.clock.now_ns()), read_login_name(), "firstbell-desk", ScryptParameters()
    )
    add_key(repository.store, repository.key.master, password=desks, origin=origin)
