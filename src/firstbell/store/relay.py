"""A store that is another one, seen through something: who derives from it changes what is to differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstbell.store.store import Buffer, Kind, ObjectInfo, Store


class RelayStore(Store):
    """Passes on what it is asked to `place`."""

    def __init__(self, place: Store) -> None:
        self._place = place

    @property
    def url(self) -> str:
        """See `Store.url`."""
        return self._place.url

    def create(self) -> None:
        """See `Store.create`."""
        self._place.create()

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """See `Store.write`."""
        self._place.write(kind, name, parts)

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

    def delete(self, kind: Kind, name: str) -> None:
        """See `Store.delete`."""
        self._place.delete(kind, name)
