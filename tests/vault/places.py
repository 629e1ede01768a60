"""Vaults for tests: on a clock that stands still, with objects whose names are their hashes."""

from __future__ import annotations

import hashlib
from pathlib import Path

from firstbell.base.clock import FixedClock, parse_time
from firstbell.store import Kind
from firstbell.vault import Vault, VaultStore, make_vault
from firstbell.vault.entries import Added, HostAdded

MORNING = "2023-02-18T06:00:00Z"


def make_place(folder: Path, *, lock_days: int = 0, hosts: tuple[str, ...] = ("office",)) -> Vault:
    """A new vault with some hosts."""
    vault = make_vault(folder, lock_days=lock_days, clock=FixedClock(parse_time(MORNING)))
    for host in hosts:
        vault.add_host(HostAdded(host=host))
        VaultStore(vault, host).create()
    return vault


def clock_of(vault: Vault) -> FixedClock:
    """The vault's clock, to be moved."""
    assert isinstance(vault.clock, FixedClock)
    return vault.clock


def name_of(data: bytes) -> str:
    """The name of an object."""
    return hashlib.sha256(data).hexdigest()


def put(vault: Vault, data: bytes, kind: Kind = Kind.DATA, host: str = "office") -> str:
    """An object as the desk writes it; its name."""
    name = name_of(data)
    VaultStore(vault, host).write(kind, name, [data])
    return name


def added(data: bytes, *, kind: str = "data", by: str = "c", host: str = "office") -> Added:
    """An entry for an object."""
    name = name_of(data)
    return Added(host=host, by=by, type=kind, name=name, size_bytes=len(data), sha256=name)  # type: ignore[arg-type]
