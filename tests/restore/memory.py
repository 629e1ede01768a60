"""Trees and blobs in memory, honest or not, for restoring them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from firstbell.base.ids import hash_id
from firstbell.base.progress import Progress, Silent
from firstbell.crypto.seal import OVERHEAD_BYTES
from firstbell.record.receipt import Receipt
from firstbell.repository.errors import BlobDamagedError, BlobNotFoundError
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.node import MODE_DIR, MODE_SYMLINK, Node
from firstbell.repository.format.pack import BlobKind
from firstbell.repository.format.tree import parse_tree, render_tree
from firstbell.repository.index import BlobLocation
from firstbell.restore import RestoreOptions, restore_tree

PACK_BLOBS = 8
MTIME = "2023-02-17T15:04:05.123456789Z"
MTIME_NS = 1_676_646_245_123_456_789
ATIME = "2023-02-18T06:00:00.987654321-06:00"
ATIME_NS = 1_676_721_600_987_654_321


class MemorySource:
    """A repository as a restore sees it. Blobs lie in packs of eight in the order of saving."""

    def __init__(self) -> None:
        self.blobs: dict[bytes, bytes] = {}
        self.locations: dict[bytes, BlobLocation] = {}
        self.damaged: set[bytes] = set()
        self.reads = 0

    def save(self, data: bytes) -> str:
        """Save a blob; its hex id."""
        blob_id = hash_id(data)
        number = len(self.blobs)
        self.blobs.setdefault(blob_id, data)
        place = BlobLocation(
            hash_id(b"pack %d" % (number // PACK_BLOBS)), BlobKind.DATA, number % PACK_BLOBS * 1000,
            len(data) + OVERHEAD_BYTES, 0,
        )  # fmt: skip
        self.locations.setdefault(blob_id, place)
        return blob_id.hex()

    def tree(self, *nodes: Node) -> bytes:
        """Save a tree; its id."""
        return bytes.fromhex(self.save(render_tree(nodes)))

    def file(self, name: bytes, *parts: bytes, **fields: Any) -> Node:
        """A node of a file whose content is these blobs."""
        ids = [self.save(part) for part in parts]
        size = sum(map(len, parts))
        settings = {"mode": 0o644, "mtime": MTIME, "atime": ATIME, "size": size, "content": ids, "links": 1}
        return Node(quote_name(name), "file", **own(settings | fields))

    def folder(self, name: bytes, *nodes: Node, **fields: Any) -> Node:
        """A node of a folder that holds these nodes."""
        settings = {"mode": MODE_DIR | 0o755, "mtime": MTIME, "subtree": self.tree(*nodes).hex()}
        return Node(quote_name(name), "dir", **own(settings | fields))

    def damage(self, data: bytes) -> None:
        """The blob cannot be read any more."""
        self.damaged.add(hash_id(data))

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """See `TreeSource`."""
        return parse_tree(self.load_blob(tree_id))

    def locate(self, blob_id: bytes) -> BlobLocation:
        """See `TreeSource`."""
        if blob_id not in self.locations:
            raise BlobNotFoundError(blob_id.hex())
        return self.locations[blob_id]

    def load_blob(self, blob_id: bytes) -> bytes:
        """See `TreeSource`."""
        self.reads += 1
        if blob_id in self.damaged:
            raise BlobDamagedError(blob_id.hex(), "00" * 32, "made so by the test")
        if blob_id not in self.blobs:
            raise BlobNotFoundError(blob_id.hex())
        return self.blobs[blob_id]


class SpanningSource(MemorySource):
    """One that reads several blobs at once, and keeps how many."""

    def __init__(self) -> None:
        super().__init__()
        self.spans: list[int] = []

    def load_span(self, located: Iterable[tuple[bytes, BlobLocation]]) -> dict[bytes, bytes]:
        """See `SpanSource`."""
        blobs = list(located)
        assert len({location.pack_id for _, location in blobs}) == 1
        self.spans.append(len(blobs))
        return {blob_id: self.load_blob(blob_id) for blob_id, _ in blobs}

    def open_span(self, located: Iterable[tuple[bytes, BlobLocation]]) -> Iterator[tuple[bytes, bytes]]:
        """See `SpanSource`."""
        yield from self.load_span(located).items()


def own(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, owned by whoever runs the test."""
    return {"uid": os.getuid(), "gid": os.getgid()} | fields


def symlink(name: bytes, target: bytes, **fields: Any) -> Node:
    """A node of a symlink."""
    settings = {"mode": MODE_SYMLINK | 0o777, "mtime": MTIME, "linktarget": target.decode()}
    return Node(quote_name(name), "symlink", **own(settings | fields))


def restore(
    source: MemorySource, tree_id: bytes, target: Path, *, progress: Progress | None = None, **options: Any
) -> Receipt:
    """Restore with these options, by two workers."""
    chosen = replace(RestoreOptions(workers=2), **options)
    return restore_tree(source, tree_id, target, options=chosen, progress=progress or Silent())


def problems_of(receipt: Receipt) -> dict[bytes, str]:
    """Path and code of each problem."""
    return {problem.path: problem.code for problem in receipt.problems}


def list_names(folder: Path) -> list[bytes]:
    """Every path below a folder, sorted, folders too."""
    top = os.fsencode(folder)
    found = [os.path.join(where, name) for where, dirs, files in os.walk(top) for name in dirs + files]
    return sorted(os.path.relpath(path, top) for path in found)
