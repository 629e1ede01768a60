"""Files to restore, and files restored."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

from firstbell.repository.format.node import Node
from firstbell.repository.index import BlobLocation
from firstbell.restore.folders import TreeFolder
from firstbell.restore.source import plain_size


class FileItem(NamedTuple):
    """A file to restore. `content`: raw blob ids; `locations`: where these lie.

    `link_key`: the same for the names of one file, None where it has but one. `position`: in its batch.
    """

    folder: TreeFolder
    name: bytes
    node: Node
    content: tuple[bytes, ...]
    locations: tuple[BlobLocation, ...]
    link_key: Hashable | None = None
    position: int = 0

    @property
    def path(self) -> bytes:
        """Path inside the restored tree."""
        return self.folder.path + b"/" + self.name

    @property
    def size_bytes(self) -> int:
        """Length of the content, as the index has it."""
        return sum(map(plain_size, self.locations))


class PlacedFile(NamedTuple):
    """A file that is in the target, and the raw ids of its content."""

    folder: TreeFolder
    name: bytes
    content: tuple[bytes, ...]
