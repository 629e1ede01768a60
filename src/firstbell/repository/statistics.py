"""Counting the files and bytes of snapshots, in restic's four ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from firstbell.base.ids import parse_hex_id
from firstbell.repository.format.node import Node, parse_node_id
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.index import Index
from firstbell.repository.walk import walk_tree


class CountMode(StrEnum):
    """What is counted.

    restore-size: everything that restoring each snapshot makes. files-by-contents: each distinct content
    once; what has none (folders, links, empty files) counts as one. blobs-per-file: of each distinct
    content the blobs, once a path. raw-data: the stored blobs.
    """

    RESTORE_SIZE = "restore-size"
    FILES_BY_CONTENTS = "files-by-contents"
    BLOBS_PER_FILE = "blobs-per-file"
    RAW_DATA = "raw-data"


class IndexedTreeReader(Protocol):
    """Loads trees, and has an index of all blobs."""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """The nodes of a tree. Raises: BlobNotFoundError, BlobDamagedError, FormatError."""

    def blob_size(self, blob_id: bytes) -> int:
        """Length of the plaintext in bytes. Raises: BlobNotFoundError."""

    @property
    def index(self) -> Index:
        """Where its blobs are."""


@dataclass(slots=True)
class Statistics:
    """The counts. `size_bytes`: of raw-data what is stored, else plaintext."""

    mode: CountMode
    snapshots: int = 0
    files: int = 0
    blobs: int = 0
    size_bytes: int = 0
    uncompressed_bytes: int = 0


@dataclass(slots=True)
class _Seen:
    contents: set[tuple[str, ...]] = field(default_factory=set)
    path_blobs: dict[bytes, set[bytes]] = field(default_factory=dict)
    trees: set[bytes] = field(default_factory=set)
    data: set[bytes] = field(default_factory=set)


def count_snapshots(reader: IndexedTreeReader, snapshots: Iterable[Snapshot], mode: CountMode) -> Statistics:
    """The counts over all the snapshots.

    Raises: BlobNotFoundError, BlobDamagedError, FormatError.
    """
    counts = Statistics(mode)
    seen = _Seen()
    for snapshot in snapshots:
        counts.snapshots += 1
        root = parse_hex_id(snapshot.tree)
        if mode is CountMode.RAW_DATA:
            _gather_blobs(reader, root, seen)
        elif mode is CountMode.RESTORE_SIZE:
            _count_restored(reader, root, counts)
        else:
            _count_contents(reader, root, counts, seen)
    if mode is CountMode.RAW_DATA:
        _count_stored(reader, counts, seen)
    return counts


def _count_restored(reader: IndexedTreeReader, root: bytes, counts: Statistics) -> None:
    linked: set[tuple[int, int]] = set()
    for _, node in walk_tree(reader, root):
        counts.files += 1
        inode = (node.device_id, node.inode)
        if node.type == "file" and (node.links <= 1 or inode not in linked):
            linked.add(inode)
            counts.size_bytes += node.size


def _count_contents(reader: IndexedTreeReader, root: bytes, counts: Statistics, seen: _Seen) -> None:
    for path, node in walk_tree(reader, root):
        content = tuple(node.content or ())
        if content in seen.contents:
            continue
        seen.contents.add(content)
        if counts.mode is CountMode.FILES_BY_CONTENTS:
            counts.files += 1
            counts.size_bytes += node.size
        elif content:
            _count_blobs_of(reader, seen.path_blobs.setdefault(path, set()), node, counts)
    if counts.mode is CountMode.BLOBS_PER_FILE:
        counts.files = len(seen.path_blobs)


def _count_blobs_of(reader: IndexedTreeReader, known: set[bytes], node: Node, counts: Statistics) -> None:
    for blob_id in node.content_ids:
        if blob_id not in known:
            known.add(blob_id)
            counts.blobs += 1
            counts.size_bytes += reader.blob_size(blob_id)


def _gather_blobs(reader: IndexedTreeReader, root: bytes, seen: _Seen) -> None:
    unread = [root]
    while unread:
        tree_id = unread.pop()
        if tree_id in seen.trees:
            continue
        seen.trees.add(tree_id)
        for node in reader.load_tree(tree_id):
            seen.data.update(node.content_ids)
            if node.type == "dir" and node.subtree is not None:
                unread.append(parse_node_id(node.subtree))


def _count_stored(reader: IndexedTreeReader, counts: Statistics, seen: _Seen) -> None:
    stored = (*seen.trees, *seen.data)
    sizes = reader.index.measure(stored)
    counts.blobs = len(stored)
    counts.size_bytes, counts.uncompressed_bytes = sizes
