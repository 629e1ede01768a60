"""A store that reads from another and takes what is written without keeping it, for dry runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firstbell.store import Kind, ObjectInfo, Store

Buffer = bytes | bytearray | memoryview


class DiscardingStore(Store):
    """Reads `store`; writes and deletes are counted as done and change nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._taken: dict[tuple[Kind, str], int] = {}

    @property
    def url(self) -> str:
        """The address of the store that is read."""
        return self._store.url

    def create(self) -> None:
        """Nothing."""

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """Nothing is kept but the size."""
        self._taken[kind, name] = sum(map(len, parts))

    def read(self, kind: Kind, name: str) -> bytes:
        """See `Store.read`."""
        return self._store.read(kind, name)

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`."""
        return self._store.read_range(kind, name, offset=offset, length=length)

    def size(self, kind: Kind, name: str) -> int:
        """See `Store.size`; of what was written, too."""
        taken = self._taken.get((kind, name))
        return self._store.size(kind, name) if taken is None else taken

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        """See `Store.list`."""
        return self._store.list(kind)

    def delete(self, kind: Kind, name: str) -> None:
        """Nothing is removed."""
