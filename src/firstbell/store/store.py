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
from firstbell.store.errors import InvalidObjectNameError, ObjectNotFoundError, StoreError

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


class Upload(ABC):
    """An object on its way in, whose name is not known yet. Used by one thread at a time.

    Every method raises what `Store.write` raises.
    """

    @abstractmethod
    def append(self, parts: Sequence[Buffer]) -> None:
        """Add `parts`, in order. They may change afterwards."""

    def hasten(self) -> None:  # noqa: B027 - where it is not up to us, there is nothing to do
        """Have what was added be on its way to the disk, where that is up to us. Does not wait."""

    @abstractmethod
    def publish(self, name: str) -> None:
        """Publish all of it under a name, and end. It is durable when this returns."""

    @abstractmethod
    def abandon(self) -> None:
        """Let it go, if it was not published."""


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

    def read_into(self, kind: Kind, name: str, *, offset: int, target: memoryview) -> int:
        """Fill `target` from `offset`; how many bytes came: fewer where the object ends before.

        Raises: ObjectNotFoundError, StoreError.
        """
        data = self.read_range(kind, name, offset=offset, length=len(target))
        if len(data) > len(target):
            raise StoreError(f"reading {kind}/{name}: asked for {len(target)} bytes, got {len(data)}")
        target[: len(data)] = data
        return len(data)

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

    def begin(self, kind: Kind) -> Upload:
        """An object that grows before it has a name. Held in memory, unless the place can do better.

        Raises: StoreFullError, ReadOnlyStoreError, StoreError.
        """
        return _HeldUpload(self, kind)

    def exists(self, kind: Kind, name: str) -> bool:
        """Whether there is such an object. Raises: StoreError."""
        try:
            self.size(kind, name)
        except ObjectNotFoundError:
            return False
        return True

    def list_config(self) -> Iterator[ObjectInfo]:
        """The config, where there is one: nothing lies beside it, so no place needs to list it."""
        if self.exists(Kind.CONFIG, "config"):
            yield ObjectInfo("config", self.size(Kind.CONFIG, "config"))

    def lists_at_once(self) -> bool:
        """Whether a listing always shows what anybody published before it began."""
        return False

    def is_of_files(self) -> bool:
        """Whether reads are of files of this machine: short ones cost little, and may go on after a fork."""
        return False

    def forget(self, kind: Kind, name: str) -> None:  # noqa: B027 - most places remember nothing
        """Let go of what is remembered of an object: somebody else has removed it."""

    def is_held(self, kind: Kind, name: str) -> bool:
        """Whether the place itself still keeps the object from being removed, as Object Lock does.

        Raises: StoreError.
        """
        return False


class _HeldUpload(Upload):
    """An upload held in memory until it has a name."""

    def __init__(self, store: Store, kind: Kind) -> None:
        self._store = store
        self._kind = kind
        self._parts: list[bytes] = []

    def append(self, parts: Sequence[Buffer]) -> None:
        """See `Upload.append`."""
        self._parts += map(bytes, parts)

    def publish(self, name: str) -> None:
        """See `Upload.publish`."""
        parts, self._parts = self._parts, []
        self._store.write(self._kind, name, parts)

    def abandon(self) -> None:
        """See `Upload.abandon`."""
        self._parts = []
