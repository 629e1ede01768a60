"""Walking trees: every entry under a tree, parents before children."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.node import Node, parse_node_id

# deeper than PATH_MAX allows a path to be
MAX_DEPTH = 4096


class TreeReader(Protocol):
    """Loads trees."""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """The nodes of a tree. Raises: BlobNotFoundError, BlobDamagedError, FormatError."""


class Entry(NamedTuple):
    """One entry. `path`: absolute path inside the snapshot."""

    path: bytes
    node: Node


def walk_tree(
    reader: TreeReader, tree_id: bytes, prefix: bytes = b"", *, enter: Callable[[Entry], bool] | None = None
) -> Iterator[Entry]:
    """Every entry under a tree, depth first in the order of the trees; `enter` may refuse a folder.

    Raises: what `load_tree` does; FormatError for a tree deeper than any path can be, or one inside itself.
    """
    stack: list[tuple[bytes, Iterator[Node]]] = [(prefix, iter(reader.load_tree(tree_id)))]
    ids = [tree_id]
    while stack:
        parent, nodes = stack[-1]
        node = next(nodes, None)
        if node is None:
            stack.pop()
            ids.pop()
            continue
        entry = Entry(parent + b"/" + node.name, node)
        yield entry
        if node.type != "dir" or node.subtree is None or (enter is not None and not enter(entry)):
            continue
        subtree = parse_node_id(node.subtree)
        if subtree in ids or len(stack) >= MAX_DEPTH:
            raise FormatError("tree", f"{entry.path!r} lies inside itself or too deep")
        stack.append((entry.path, iter(reader.load_tree(subtree))))
        ids.append(subtree)
