"""A host's repository for the desk on the vault's own machine: what comes and goes is written down."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from firstbell.store.errors import HeldObjectError, ObjectNotFoundError
from firstbell.store.sifted import SiftedStore
from firstbell.store.store import Buffer, Kind, ObjectInfo, Upload
from firstbell.vault.chronicle import LoggedArrivals
from firstbell.vault.entries import DESK, Added, Removed, Ruled, Verdict
from firstbell.vault.vault import Vault


class VaultStore(SiftedStore):
    """A store over one host of a vault. What is set aside is not there; what the vault holds is not removed.

    Raises: as `Store`; VaultError where something cannot be written down.
    """

    def __init__(self, vault: Vault, host: str) -> None:
        super().__init__(vault.open_place(host))
        self._vault = vault
        self._host = host

    @property
    def vault(self) -> Vault:
        """The vault that it lies in."""
        return self._vault

    def arrivals(self) -> LoggedArrivals:
        """When the snapshots came. Raises: VaultError."""
        return self._vault.find_arrivals(self._host)

    def show_verdict(self, name: str, verdict: Verdict, *, why: str) -> None:
        """Have the verdict on a snapshot shown that stands since somebody ruled. Raises: VaultError."""
        self._vault.refresh()
        if self._vault.judgements.shown.get((self._host, name)) != verdict:
            self._vault.judge(Ruled(host=self._host, name=name, verdict=verdict, why=why, by=DESK))

    def create(self) -> None:
        """See `Store.create`."""
        self._place.create()

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """See `Store.write`."""
        self._place.write(kind, name, parts)
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part)
        self._note(kind, name, size_bytes=sum(map(len, parts)), sha256=digest.hexdigest())

    def _note(self, kind: Kind, name: str, *, size_bytes: int, sha256: str) -> None:
        self._vault.log(
            Added(
                host=self._host,
                by=DESK,
                type=kind.value,
                name=name,
                size_bytes=size_bytes,
                sha256=sha256,
            )
        )

    def begin(self, kind: Kind) -> Upload:
        """See `Store.begin`."""
        return _NotedUpload(self, kind, self._place.begin(kind))

    def is_shown(self, kind: Kind, name: str) -> bool:
        """See `SiftedStore.is_shown`."""
        return not self._vault.judgements.is_set_aside(self._host, kind.value, name)

    def tell_missing(self, kind: Kind, name: str) -> ObjectNotFoundError:
        """See `SiftedStore.tell_missing`."""
        return ObjectNotFoundError(
            f"{kind}/{name} is in quarantine", hint="`firstbell vault quarantine` gives the reason"
        )

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        """See `Store.list`."""
        self._vault.refresh()
        return super().list(kind)

    def delete(self, kind: Kind, name: str) -> None:
        """See `Store.delete`.

        Raises: HeldObjectError while the vault holds it.
        """
        self._vault.refresh()
        if hold := self._vault.find_hold(self._host, kind.value, name):
            raise HeldObjectError(f"removing {kind}/{name}: {hold}")
        size_bytes = self._place.size(kind, name)
        self._place.delete(kind, name)
        self._vault.log(Removed(host=self._host, by=DESK, type=kind.value, name=name, size_bytes=size_bytes))

    def is_held(self, kind: Kind, name: str) -> bool:
        """See `Store.is_held`."""
        return bool(self._vault.find_hold(self._host, kind.value, name)) or self._place.is_held(kind, name)

    def is_of_files(self) -> bool:
        """See `Store.is_of_files`."""
        return self._place.is_of_files()


class _NotedUpload(Upload):
    def __init__(self, store: VaultStore, kind: Kind, inner: Upload) -> None:
        self._store = store
        self._kind = kind
        self._inner = inner
        self._digest = hashlib.sha256()
        self._size_bytes = 0

    def append(self, parts: Sequence[Buffer]) -> None:
        """See `Upload.append`."""
        self._inner.append(parts)
        for part in parts:
            self._digest.update(part)
            self._size_bytes += len(part)

    def publish(self, name: str) -> None:
        """See `Upload.publish`."""
        self._inner.publish(name)
        self._store._note(self._kind, name, size_bytes=self._size_bytes, sha256=self._digest.hexdigest())

    def abandon(self) -> None:
        """See `Upload.abandon`."""
        self._inner.abandon()
