"""A host's repository as the examiner and its workers see it: what is proven, and nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from firstbell.store import Kind, ObjectNotFoundError, ReadOnlyStoreError
from firstbell.store.sifted import SiftedStore
from firstbell.store.store import Buffer


class ProvenView(SiftedStore):
    """What writes is refused; `is_shown` is left to who knows what is proven."""

    def tell_missing(self, kind: Kind, name: str) -> ObjectNotFoundError:
        """See `SiftedStore.tell_missing`."""
        return ObjectNotFoundError(f"{kind}/{name} is not proven")

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
