"""A store of which only a part is shown: what is not is as if it were not there."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

from firstbell.store.errors import ObjectNotFoundError
from firstbell.store.store import Kind, ObjectInfo, Store


class SiftedStore(Store):
    """Reads of `place`, each after `is_shown` was asked. What writes is left to who derives from it."""

    def __init__(self, place: Store) -> None:
        self._place = place

    @abstractmethod
    def is_shown(self, kind: Kind, name: str) -> bool:
        """Whether a reader may see the object, if it is there."""

    @abstractmethod
    def tell_missing(self, kind: Kind, name: str) -> ObjectNotFoundError:
        """What is raised for an object that is not shown."""

    def _check(self, kind: Kind, name: str) -> None:
        if not self.is_shown(kind, name):
            raise self.tell_missing(kind, name)

    @property
    def url(self) -> str:
        """Where the place is."""
        return self._place.url

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
        return (info for info in self._place.list(kind) if self.is_shown(kind, info.name))

    def exists(self, kind: Kind, name: str) -> bool:
        """See `Store.exists`."""
        return self.is_shown(kind, name) and self._place.exists(kind, name)

    def lists_at_once(self) -> bool:
        """See `Store.lists_at_once`."""
        return self._place.lists_at_once()
