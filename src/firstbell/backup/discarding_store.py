"""A store that reads from another and takes what is written without keeping it, for dry runs."""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.store import Kind, Store
from firstbell.store.relay import RelayStore

Buffer = bytes | bytearray | memoryview


class DiscardingStore(RelayStore):
    """Reads `store`; writes and deletes are counted as done and change nothing."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._taken: dict[tuple[Kind, str], int] = {}

    def create(self) -> None:
        """Nothing."""

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """Nothing is kept but the size."""
        self._taken[kind, name] = sum(map(len, parts))

    def size(self, kind: Kind, name: str) -> int:
        """See `Store.size`; of what was written, too."""
        taken = self._taken.get((kind, name))
        return self._place.size(kind, name) if taken is None else taken

    def delete(self, kind: Kind, name: str) -> None:
        """Nothing is removed."""
