"""What stands in the mounted filesystem: folders, files, links. Names are bytes, nothing can be changed."""

from __future__ import annotations

import stat
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

FOLDER_MODE = stat.S_IFDIR | 0o555
LINK_MODE = stat.S_IFLNK | 0o777
FILE_MODE = stat.S_IFREG | 0o444


@dataclass(frozen=True, slots=True)
class Attributes:
    """What `stat` tells. `mode`: with the bits of the kind. `uid`, `gid`: None for whoever mounted."""

    mode: int
    size_bytes: int = 0
    mtime_ns: int = 0
    atime_ns: int = 0
    ctime_ns: int = 0
    uid: int | None = None
    gid: int | None = None
    links: int = 1
    device: int = 0


class MountedContent(Protocol):
    """The bytes of a file that is open. Thread-safe."""

    def read(self, offset: int, size_bytes: int) -> bytes:
        """Up to so many bytes from an offset, fewer only at the end. Raises: what reading a blob raises."""


class MountEntry(ABC):
    """One entry."""

    @property
    @abstractmethod
    def attributes(self) -> Attributes:
        """What `stat` tells."""

    @property
    def extended(self) -> Mapping[str, bytes]:
        """Its extended attributes."""
        return {}


class MountFolder(MountEntry):
    """Entries by name. Raises in all methods: what reading a tree raises."""

    # whether it is of a snapshot, and so stays as it is
    is_fixed = False

    @abstractmethod
    def names(self) -> Iterable[bytes]:
        """The names that a listing shows."""

    def kinds(self) -> Iterable[tuple[bytes, int]]:
        """The names that a listing shows, each with the bits of its kind."""
        for name in self.names():
            entry = self.find(name)
            if entry is not None:
                yield name, stat.S_IFMT(entry.attributes.mode)

    @abstractmethod
    def find(self, name: bytes) -> MountEntry | None:
        """The entry of a name, listed or not; None where there is none."""


class MountFile(MountEntry):
    """A file."""

    @abstractmethod
    def open(self) -> MountedContent:
        """Its bytes. Raises: what locating a blob raises."""


class MountLink(MountEntry):
    """A symbolic link."""

    def __init__(self, target: bytes, mtime_ns: int = 0) -> None:
        self.target = target
        self._mtime_ns = mtime_ns

    @property
    def attributes(self) -> Attributes:
        """See `MountEntry.attributes`."""
        at_ns = self._mtime_ns
        return Attributes(LINK_MODE, len(self.target), at_ns, at_ns, at_ns)


class TextFile(MountFile):
    """A file whose bytes are known."""

    def __init__(self, data: bytes, mtime_ns: int = 0) -> None:
        self._data = data
        self._mtime_ns = mtime_ns

    @property
    def attributes(self) -> Attributes:
        """See `MountEntry.attributes`."""
        at_ns = self._mtime_ns
        return Attributes(FILE_MODE, len(self._data), at_ns, at_ns, at_ns)

    def open(self) -> MountedContent:
        """See `MountFile.open`."""
        return self

    def read(self, offset: int, size_bytes: int) -> bytes:
        """See `MountedContent.read`."""
        return self._data[offset : offset + size_bytes]


class MadeFolder(MountFolder):
    """A folder that is in no snapshot. `load`: its entries, asked for whenever it is looked into."""

    def __init__(self, load: Callable[[], Mapping[bytes, MountEntry]], mtime_ns: int = 0) -> None:
        self._load = load
        self._mtime_ns = mtime_ns

    @property
    def attributes(self) -> Attributes:
        """See `MountEntry.attributes`."""
        at_ns = self._mtime_ns
        return Attributes(FOLDER_MODE, 0, at_ns, at_ns, at_ns, links=2)

    def names(self) -> Iterable[bytes]:
        """See `MountFolder.names`."""
        return self._load().keys()

    def kinds(self) -> Iterable[tuple[bytes, int]]:
        """See `MountFolder.kinds`."""
        return [(name, stat.S_IFMT(entry.attributes.mode)) for name, entry in self._load().items()]

    def find(self, name: bytes) -> MountEntry | None:
        """See `MountFolder.find`."""
        return self._load().get(name)


def fixed_folder(entries: Mapping[bytes, MountEntry], mtime_ns: int = 0) -> MadeFolder:
    """A folder of entries that stay."""
    return MadeFolder(lambda: entries, mtime_ns)
