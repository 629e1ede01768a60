"""How long vaults hold their hosts to what they pushed, for measures of readiness."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from firstbell.base.errors import Error
from firstbell.cli.environment import read_variable
from firstbell.runs.readiness.readiness import VaultLock
from firstbell.store import Store
from firstbell.vault import Vault, VaultStore


def find_locks(stores: Iterable[Store]) -> list[VaultLock]:
    """What vaults hold their hosts to, by folder: those of these stores, and that of the environment.

    A vault that cannot be read is passed over.
    """
    named = read_variable("FIRSTBELL_VAULT")
    folders = [store.vault.folder for store in stores if isinstance(store, VaultStore)]
    found: dict[str, VaultLock] = {}
    for folder in [*folders, *([Path(named)] if named else [])]:
        try:
            vault = Vault(folder)
        except Error:
            continue
        name = str(folder.absolute())
        found[name] = VaultLock(
            vault=name,
            lock_days=vault.lock_days,
            unlimited=tuple(host.name for host in vault.registry.hosts.values() if host.is_unlimited),
        )
        vault.close()
    return [found[name] for name in sorted(found)]
