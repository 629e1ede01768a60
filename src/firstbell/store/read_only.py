"""A place that has no way to publish a name once and whole: it is read from, and nothing is written to it."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.store.errors import ReadOnlyStoreError
from firstbell.store.relay import RelayStore
from firstbell.store.store import Buffer, Kind, Store


class ReadOnlyStore(RelayStore):
    """Reads of `place`; whatever would change it is refused. `why`: a sentence for a person."""

    def __init__(self, place: Store, why: str) -> None:
        super().__init__(place)
        self._why = why

    def _refuse(self) -> ReadOnlyStoreError:
        return ReadOnlyStoreError(
            f"{self.url} can only be read: {self._why}",
            hint="read it with --no-lock; write to it with restic",
        )

    def create(self) -> None:
        """Raises: ReadOnlyStoreError."""
        raise self._refuse()

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """Raises: ReadOnlyStoreError."""
        raise self._refuse()

    def delete(self, kind: Kind, name: str) -> None:
        """Raises: ReadOnlyStoreError."""
        raise self._refuse()
