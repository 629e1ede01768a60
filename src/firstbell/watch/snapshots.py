"""Proving snapshots: restic reads them too, and their whole tree can be reached through proven indexes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from firstbell.base.deferral import defer
from firstbell.base.ids import ID_BYTES
from firstbell.crypto.seal import Sealer
from firstbell.repository import Repository
from firstbell.repository.errors import BlobDamagedError
from firstbell.repository.findings import Severity
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.node import Node
from firstbell.repository.format.pack import BlobKind
from firstbell.repository.format.snapshot import Snapshot, parse_snapshot
from firstbell.repository.format.tree import parse_tree
from firstbell.repository.index import Index
from firstbell.repository.tree_check import IndexedSizes, SeenTrees, TreeCheck
from firstbell.repository.unpacked import load_unpacked
from firstbell.store import Kind, Store, StoreError
from firstbell.watch.dialect import check_snapshot, check_tree
from firstbell.watch.errors import UnprovenError

if TYPE_CHECKING:
    import numpy as np
else:
    np = defer("numpy")


_MOST_BYTES = 16 << 20


def load_strictly(store: Store, sealer: Sealer, hex_id: str) -> Snapshot:
    """A snapshot that every reader reads alike. Raises: UnprovenError; ObjectNotFoundError, StoreError."""
    if store.size(Kind.SNAPSHOTS, hex_id) > _MOST_BYTES:
        raise UnprovenError("the snapshot is longer than any program makes one")
    try:
        data = load_unpacked(store, sealer, Kind.SNAPSHOTS, hex_id=hex_id)
        snapshot = parse_snapshot(data, hex_id)
    except FormatError as error:
        raise UnprovenError(str(error)) from None
    check_snapshot(data)
    return snapshot


def prove_tree(repository: Repository, snapshot: Snapshot, seen: SeenTrees) -> None:
    """Returns when the whole tree of the snapshot was reached.

    Raises: UnprovenError; StoreError where something cannot be read now.
    """
    index = repository.refresh_index()
    trees = _StrictTrees(repository, index)
    check = TreeCheck(trees, IndexedSizes(index), _do_nothing, seen=seen)
    for finding in check.check_snapshot(snapshot):
        if trees.trouble:
            raise StoreError(trees.trouble)
        if finding.severity is Severity.ERROR:
            raise UnprovenError(finding.message)


def _do_nothing() -> None:
    pass


class _StrictTrees:
    """Reads trees, and refuses what restic would not read, or read otherwise.

    `trouble`: what of proven packs cannot be read now, "" where all can.
    """

    def __init__(self, repository: Repository, index: Index) -> None:
        self._repository = repository
        self._index = index
        self.trouble = ""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """Raises: as `Repository.load_tree`."""
        if not self._index.holds(tree_id, BlobKind.TREE):
            raise FormatError("tree", "its blob is of another kind")
        try:
            data = self._repository.load_blob(tree_id)
        except BlobDamagedError as error:
            if self._is_there(tree_id):  # what was proven and does not read now is the disk's fault
                self.trouble = str(error)
            raise
        nodes = parse_tree(data)
        check_tree(data)
        self._check_kinds(nodes)
        return nodes

    def _is_there(self, blob_id: bytes) -> bool:
        store = self._repository.store
        places = self._index.locate_all(blob_id)
        return any(store.exists(Kind.DATA, location.pack_id.hex()) for location in places)

    def _check_kinds(self, nodes: Sequence[Node]) -> None:
        """The blobs of a file are data: under the id of a tree alone restic would not find them."""
        ids = b"".join(blob_id for node in nodes if node.type == "file" for blob_id in node.content_ids)
        located = self._index.locate_many(np.frombuffer(ids, dtype=np.uint8).reshape(-1, ID_BYTES))
        for row in np.flatnonzero(located.found & located.trees).tolist():
            if not self._index.holds(ids[row * ID_BYTES : (row + 1) * ID_BYTES], BlobKind.DATA):
                raise FormatError("tree", "a file of it is made of a tree's blob")
