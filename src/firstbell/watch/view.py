"""One host's repository as a reader of the vault sees it: only what is proven. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NoReturn

from firstbell.store import Kind, ObjectInfo, ObjectNotFoundError, ReadOnlyStoreError, Store
from firstbell.store.store import Buffer
from firstbell.vault import Vault
from firstbell.vault.inventory import JUDGED


class ProvenStore(Store):
    """A store over what is served with `--proven-only`. The vault is not refreshed here."""

    def __init__(self, vault: Vault, host: str) -> None:
        self._vault = vault
        self._host = host
        self._place = vault.open_place(host)

    @property
    def url(self) -> str:
        """The folder's path."""
        return self._place.url

    def is_served(self, kind: Kind, name: str) -> bool:
        """Whether a reader may see the object, if it is there."""
        judgements = self._vault.judgements
        if judgements.is_set_aside(self._host, kind.value, name):
            return False
        if kind.value not in JUDGED:
            return True
        # what is on the disk and not in the journal yet is a stranger's
        is_desks = name in self._vault.inventory.of(self._host).vouched[kind.value]
        return is_desks or judgements.is_proven(self._host, kind.value, name)

    def _check(self, kind: Kind, name: str) -> None:
        if not self.is_served(kind, name):
            raise ObjectNotFoundError(f"{kind}/{name} is not proven")

    def _refuse(self) -> NoReturn:
        raise ReadOnlyStoreError(f"{self.url}: the examiner only reads")

    def create(self) -> None:
        """Refused."""
        self._refuse()

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """Refused."""
        self._refuse()

    def delete(self, kind: Kind, name: str) -> None:
        """Refused."""
        self._refuse()

    def read(self, kind: Kind, name: str) -> bytes:
        """See `Store.read`."""
        self._check(kind, name)
        return self._place.read(kind, name)

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`."""
        self._check(kind, name)
        return self._place.read_range(kind, name, offset=offset, length=length)

    def read_into(self, kind: Kind, name: str, *, offset: int, target: memoryview) -> int:
        """See `Store.read_into`."""
        self._check(kind, name)
        return self._place.read_into(kind, name, offset=offset, target=target)

    def size(self, kind: Kind, name: str) -> int:
        """See `Store.size`."""
        self._check(kind, name)
        return self._place.size(kind, name)

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        """See `Store.list`."""
        return (info for info in self._place.list(kind) if self.is_served(kind, info.name))

    def exists(self, kind: Kind, name: str) -> bool:
        """See `Store.exists`."""
        return self.is_served(kind, name) and self._place.exists(kind, name)

    def lists_at_once(self) -> bool:
        """See `Store.lists_at_once`."""
        return self._place.lists_at_once()
