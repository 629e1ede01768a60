"""Finding a path inside a snapshot's tree: `restore SNAPSHOT:PATH`, `dump SNAPSHOT PATH`."""

from __future__ import annotations

from typing import Protocol

from firstbell.base.pathtext import show_path
from firstbell.repository.format.node import Node
from firstbell.restore.errors import PathNotFoundError


class SubfolderLoader(Protocol):
    """Loads trees."""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """The nodes of a tree. Raises: BlobNotFoundError, BlobDamagedError, FormatError."""


def find_node(loader: SubfolderLoader, tree_id: bytes, path: bytes) -> Node:
    """The node at `path`, which is absolute and not the root.

    Raises: PathNotFoundError, and what `load_tree` does.
    """
    node: Node | None = None
    for name in _split(path):
        if node is not None:
            tree_id = subtree_id(node, path)
        node = next((each for each in loader.load_tree(tree_id) if each.name == name), None)
        if node is None:
            raise PathNotFoundError(path, f"the snapshot holds no {show_path(name)!r} there")
    if node is None:
        raise PathNotFoundError(path, "is the root of the snapshot")
    return node


def find_tree(loader: SubfolderLoader, tree_id: bytes, path: bytes) -> bytes:
    """The id of the tree of the folder at `path`; the root's for "/" and "".

    Raises: PathNotFoundError, also when the path is no folder; and what `load_tree` does.
    """
    if not _split(path):
        return tree_id
    return subtree_id(find_node(loader, tree_id, path), path)


def subtree_id(node: Node, path: bytes) -> bytes:
    """The id of a folder's tree.

    Raises: PathNotFoundError when the node is no folder.
    """
    if node.type != "dir" or node.subtree is None:
        raise PathNotFoundError(path, f"{show_path(node.name)!r} is no folder")
    return bytes.fromhex(node.subtree)


def _split(path: bytes) -> list[bytes]:
    return [name for name in path.split(b"/") if name]
