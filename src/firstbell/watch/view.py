"""One host's repository as a reader of the vault sees it: only what is proven. Nothing is written."""

from __future__ import annotations

from firstbell.store import Kind
from firstbell.vault import Vault
from firstbell.vault.inventory import JUDGED
from firstbell.watch.proven_view import ProvenView


class ProvenStore(ProvenView):
    """A store over what is served with `--proven-only`. The vault is not refreshed here."""

    def __init__(self, vault: Vault, host: str) -> None:
        super().__init__(vault.open_place(host))
        self._vault = vault
        self._host = host

    def is_shown(self, kind: Kind, name: str) -> bool:
        """See `SiftedStore.is_shown`."""
        judgements = self._vault.judgements
        if judgements.is_set_aside(self._host, kind.value, name):
            return False
        if kind.value not in JUDGED:
            return True
        # what is on the disk and not in the journal yet is a stranger's
        is_desks = name in self._vault.inventory.of(self._host).vouched[kind.value]
        return is_desks or judgements.is_proven(self._host, kind.value, name)
