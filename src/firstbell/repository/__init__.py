"""Floor 2: one restic repository, format versions 1 and 2. Also a library of its own."""

from firstbell.repository.errors import (
    AlreadyInitializedError,
    AmbiguousIdError,
    BlobDamagedError,
    BlobNotFoundError,
    ConfigDamagedError,
    LockedError,
    NoRepositoryError,
    RepositoryError,
    SnapshotNotFoundError,
    WrongPasswordError,
)
from firstbell.repository.format.node import Node
from firstbell.repository.format.pack import BlobKind
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.packer import Compression, RepositoryWriter, SavedBlob
from firstbell.repository.repository import Repository
from firstbell.repository.snapshots import SnapshotFilter
from firstbell.repository.walk import Entry, walk_tree

__all__ = [
    "AlreadyInitializedError",
    "AmbiguousIdError",
    "BlobDamagedError",
    "BlobKind",
    "BlobNotFoundError",
    "ConfigDamagedError",
    "Compression",
    "Entry",
    "LockedError",
    "NoRepositoryError",
    "Node",
    "Repository",
    "RepositoryError",
    "RepositoryWriter",
    "SavedBlob",
    "Snapshot",
    "SnapshotFilter",
    "SnapshotNotFoundError",
    "WrongPasswordError",
    "walk_tree",
]
