"""A store in memory, for tests and for work that must leave nothing behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from firstbell.store.errors import ObjectExistsError, ObjectNotFoundError
from firstbell.store.store import Buffer, Kind, ObjectInfo, Store, validate_name


class MemoryStore(Store):
    """Objects in a dictionary."""

    def __init__(self) -> None:
        self._objects: dict[tuple[Kind, str], bytes] = {}
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """A fixed name: there is no address."""
        return "memory:"

    def create(self) -> None:
        """Nothing: the place is there."""

    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """See `Store.write`."""
        validate_name(kind, name)
        data = b"".join(parts)
        with self._lock:
            if (kind, name) in self._objects:
                raise ObjectExistsError(f"{kind}/{name} already exists")
            self._objects[kind, name] = data

    def read(self, kind: Kind, name: str) -> bytes:
        """See `Store.read`."""
        return self._find(kind, name)

    def _find(self, kind: Kind, name: str) -> bytes:
        validate_name(kind, name)
        try:
            return self._objects[kind, name]
        except KeyError:
            raise ObjectNotFoundError(f"{kind}/{name} does not exist") from None

    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """See `Store.read_range`."""
        return self.read(kind, name)[offset : offset + length]

    def size(self, kind: Kind, name: str) -> int:
        """See `Store.size`."""
        return len(self._find(kind, name))

    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        """See `Store.list`."""
        with self._lock:
            found = [ObjectInfo(name, len(data)) for (of, name), data in self._objects.items() if of is kind]
        return iter(found)

    def delete(self, kind: Kind, name: str) -> None:
        """See `Store.delete`."""
        validate_name(kind, name)
        with self._lock:
            if self._objects.pop((kind, name), None) is None:
                raise ObjectNotFoundError(f"{kind}/{name} does not exist")
