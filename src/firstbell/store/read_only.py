"""A place that has no way to publish a name once and whole: it is read from, and nothing is written to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstbell.store.errors import ReadOnlyStoreError
from firstbell.store.store import Buffer, Kind, ObjectInfo, Store


class ReadOnlyStore(Store):
    """Reads of `place`; whatever would change it is refused. `why`: a sentence for a person."""

    def __init__(self, place: Store, why: str) -> None:
        self._place = place
        self._why = why

    def _refuse(self) -> ReadOnlyStoreError:
        return ReadOnlyStoreError(
            f"{self.url} can only be read: {self._why}",
            hint="read it with --no-lock; write to it with restic",
        )

    @property
    def url(self) -> str:
        """See `Store.url`."""
        return self._place.url

    def create(self) -> None:
        """Raises: ReadOnlyStoreError."""
        raise self._refuse()

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """Raises: ReadOnlyStoreError."""
        raise self._refuse()

    def delete(self, kind: Kind, name: str) -> None:
        """Raises: ReadOnlyStoreError."""
        raise self._refuse()

    def read(self, kind: Kind, name: str) -> bytes:
        """See `Store.read`."""
        return self._place.read(kind, name)

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`."""
        return self._place.read_range(kind, name, offset=offset, length=length)

    def size(self, kind: Kind, name: str) -> int:
        """See `Store.size`."""
        return self._place.size(kind, name)

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        """See `Store.list`."""
        return self._place.list(kind)

    def exists(self, kind: Kind, name: str) -> bool:
        """See `Store.exists`."""
        return self._place.exists(kind, name)
