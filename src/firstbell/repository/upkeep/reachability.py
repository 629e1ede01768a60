"""What the snapshots need: every blob that can be reached from one of them."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.base.errors import Error
from firstbell.base.ids import parse_hex_id
from firstbell.base.progress import Progress
from firstbell.repository.errors import RepositoryError
from firstbell.repository.format.node import parse_node_id
from firstbell.repository.format.pack import BlobKind
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.walk import TreeReader

BlobKey = tuple[BlobKind, bytes]


class UnreachableError(RepositoryError):
    """A tree that a snapshot needs cannot be read, so what is needed cannot be known."""

    code = "repository.tree_unreadable"


def find_needed_blobs(reader: TreeReader, snapshots: Iterable[Snapshot], progress: Progress) -> set[BlobKey]:
    """(kind, id) of every blob that these snapshots need. Each tree is read once.

    Raises: UnreachableError when a tree cannot be read.
    """
    needed: set[BlobKey] = set()
    for snapshot in snapshots:
        waiting = [parse_hex_id(snapshot.tree)]
        while waiting:
            tree_id = waiting.pop()
            if (BlobKind.TREE, tree_id) in needed:
                continue
            needed.add((BlobKind.TREE, tree_id))
            waiting += _read_tree(reader, tree_id, snapshot, needed)
        progress.advance(files=1)
    return needed


def _read_tree(reader: TreeReader, tree_id: bytes, snapshot: Snapshot, needed: set[BlobKey]) -> list[bytes]:
    """The subtrees of a tree; its content goes into `needed`."""
    subtrees = []
    try:
        for node in reader.load_tree(tree_id):
            needed.update([(BlobKind.DATA, blob_id) for blob_id in node.content_ids])
            if node.subtree is not None:
                subtrees.append(parse_node_id(node.subtree))
    except Error as error:
        raise UnreachableError(
            f"snapshot {snapshot.short_id}: tree {tree_id.hex()[:8]} cannot be read: {error}",
            hint="nothing was removed; `firstbell check` lists the damage",
        ) from None
    return subtrees
