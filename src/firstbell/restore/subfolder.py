"""Finding a path inside a snapshot's tree: `restore SNAPSHOT:PATH`, `dump SNAPSHOT PATH`."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.base.pathtext import show_path
from firstbell.record.paths import fold_name, is_of_windows, read_inside
from firstbell.repository.format.node import Node
from firstbell.repository.walk import TreeReader
from firstbell.restore.errors import PathNotFoundError


def find_node(loader: TreeReader, tree_id: bytes, path: bytes) -> Node:
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


def find_tree(loader: TreeReader, tree_id: bytes, path: bytes) -> bytes:
    """The id of the tree of the folder at `path`; the root's for "/" and "".

    Raises: PathNotFoundError, also when the path is no folder; and what `load_tree` does.
    """
    if not _split(path):
        return tree_id
    return subtree_id(find_node(loader, tree_id, path), path)


def spell_path(loader: TreeReader, tree_id: bytes, typed: bytes, *, paths: Iterable[str]) -> bytes:
    """The path that a person means, as the tree spells it. `paths`: what the snapshot is of.

    Of Windows it is found with a drive or without, in any case; the same spelling goes before others. Where
    nothing fits, only the drive is told as snapshots do; in other snapshots the path stays as it was typed.

    Raises: as `load_tree` does.
    """
    if not is_of_windows(paths):
        return typed
    inside = read_inside(typed)
    found = _descend(loader, tree_id, _split(inside))
    return inside if found is None else b"".join(b"/" + name for name in found)


def _descend(loader: TreeReader, tree_id: bytes, names: list[bytes]) -> list[bytes] | None:
    """The names as they stand there; None where one of them is missing.

    A snapshot may hold `/C` and `/c`, so every folder that fits is looked into.
    """
    if not names:
        return []
    key = fold_name(names[0])
    fitting = [node for node in loader.load_tree(tree_id) if fold_name(node.name) == key]
    for node in sorted(fitting, key=lambda node: node.name != names[0]):
        if len(names) == 1:
            return [node.name]
        if node.subtree is not None:
            below = _descend(loader, bytes.fromhex(node.subtree), names[1:])
            if below is not None:
                return [node.name, *below]
    return None


def subtree_id(node: Node, path: bytes) -> bytes:
    """The id of a folder's tree.

    Raises: PathNotFoundError when the node is no folder.
    """
    if node.type != "dir" or node.subtree is None:
        raise PathNotFoundError(path, f"{show_path(node.name)!r} is not a folder")
    return bytes.fromhex(node.subtree)


def _split(path: bytes) -> list[bytes]:
    return [name for name in path.split(b"/") if name]
