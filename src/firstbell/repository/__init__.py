"""Floor 2: one restic repository, format versions 1 and 2. Also a library of its own.

What needs no more than a key (`unlocking`) must not wait for what needs everything: the names below are
loaded when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from firstbell.repository.errors import BlobDamagedError, BlobNotFoundError

if TYPE_CHECKING:
    from firstbell.repository.format.node import Node
    from firstbell.repository.format.pack import BlobKind
    from firstbell.repository.format.snapshot import Snapshot
    from firstbell.repository.packer import Compression, RepositoryWriter
    from firstbell.repository.repository import Repository
    from firstbell.repository.snapshots import SnapshotFilter
    from firstbell.repository.walk import WalkEntry, walk_tree

__all__ = [
    "BlobDamagedError",
    "BlobKind",
    "BlobNotFoundError",
    "Compression",
    "WalkEntry",
    "Node",
    "Repository",
    "RepositoryWriter",
    "Snapshot",
    "SnapshotFilter",
    "walk_tree",
]

_HOMES = {
    "Node": "format.node",
    "BlobKind": "format.pack",
    "Snapshot": "format.snapshot",
    "Compression": "packer",
    "RepositoryWriter": "packer",
    "Repository": "repository",
    "SnapshotFilter": "snapshots",
    "WalkEntry": "walk",
    "walk_tree": "walk",
}


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{home}"), name)
