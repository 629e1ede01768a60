"""The abstract store: objects of a few kinds, each a name and bytes that never change.

An object is published whole or not at all, under a name that was free; there is no overwriting and no
renaming. Every backend passes `tests/contract/store_suite.py`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from firstbell.base.ids import is_hex_id
from firstbell.store.errors import InvalidObjectNameError

Buffer = bytes | bytearray | memoryview


class Kind(StrEnum):
    """Kinds of objects, by restic's folder names. `CONFIG` has one object, named "config"."""

    CONFIG = "config"
    KEYS = "keys"
    DATA = "data"
    INDEX = "index"
    SNAPSHOTS = "snapshots"
    LOCKS = "locks"


class ObjectInfo(NamedTuple):
    """Name and size of an object."""

    name: str
    size_bytes: int


def validate_name(kind: Kind, name: str) -> None:
    """Raises: InvalidObjectNameError unless the name is 64 hex digits, or "config" for the config."""
    if (name == "config") if kind is Kind.CONFIG else is_hex_id(name):
        return
    raise InvalidObjectNameError(f"{name!r} cannot be the name of an object in {kind}")


class Store(ABC):
    """A place that holds objects. Thread-safe. Reads may come while others write."""

    @property
    @abstractmethod
    def url(self) -> str:
        """How a person names the place; without secrets."""

    @abstractmethod
    def create(self) -> None:
        """Make the place, where it is missing.

        Raises: UnsafeFilesystemError, StoreError.
        """

    @abstractmethod
    def write(self, kind: Kind, name: str, parts: Sequence[Buffer]) -> None:
        """Publish an object made of `parts` in order. It is durable when this returns.

        Raises: ObjectExistsError, StoreFullError, ReadOnlyStoreError, StoreError; nothing is published then.
        """

    @abstractmethod
    def read(self, kind: Kind, name: str) -> bytes:
        """The whole object.

        Raises: ObjectNotFoundError, StoreError.
        """

    @abstractmethod
    def read_range(self, kind: Kind, name: str, *, offset: int, length: int) -> bytes:
        """`length` bytes from `offset`; fewer where the object ends before.

        Raises: ObjectNotFoundError, StoreError.
        """

    @abstractmethod
    def size(self, kind: Kind, name: str) -> int:
        """Size in bytes.

        Raises: ObjectNotFoundError, StoreError.
        """

    @abstractmethod
    def list(self, kind: Kind) -> Iterator[ObjectInfo]:
        """All objects of a kind, in no order; things with impossible names are passed over.

        Raises: StoreError.
        """

    @abstractmethod
    def delete(self, kind: Kind, name: str) -> None:
        """Remove an object.

        Raises: ObjectNotFoundError, ReadOnlyStoreError, StoreError.
        """

    def exists(self, kind: Kind, name: str) -> bool:
        """Whether there is such an object."""
        return any(info.name == name for info in self.list(kind))
