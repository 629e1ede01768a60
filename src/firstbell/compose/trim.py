"""Trees cut to what is wanted: paths kept or dropped, names mapped; nodes keep their bytes otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from firstbell.compose.errors import RecoverError
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.tree import RawNode, RawTree

# PATH_MAX is 4096 bytes: a path of one-byte names has half as many
MAX_DEPTH = 2048


class TreeKeeper(Protocol):
    """Reads trees for rewriting, and keeps rendered ones."""

    def load_raw_tree(self, tree_id: bytes) -> RawTree:
        """A tree whose nodes keep their bytes."""

    def save_rendered(self, data: bytes) -> bytes:
        """Keep a tree; its id."""


class TooDeepError(RecoverError):
    """A tree inside itself, or deeper than any path can be."""

    code = "recover.too_deep"


class _Branch:
    """Paths by their first name. `is_leaf`: a path ends here."""

    __slots__ = ("children", "is_leaf")

    def __init__(self) -> None:
        self.children: dict[bytes, _Branch] = {}
        self.is_leaf = False


def _grow(paths: Iterable[bytes]) -> _Branch:
    root = _Branch()
    for path in paths:
        at = root
        for name in path.split(b"/"):
            if name:
                at = at.children.setdefault(name, _Branch())
        at.is_leaf = True
    return root


def keep_paths(keeper: TreeKeeper, tree_id: bytes, paths: Iterable[bytes]) -> bytes:
    """The tree with nothing but these paths and the folders that lead to them; its id.

    A path that is not there is passed over.
    """
    return _keep(keeper, tree_id, _grow(paths))


def _keep(keeper: TreeKeeper, tree_id: bytes, branch: _Branch) -> bytes:
    if branch.is_leaf:
        return tree_id
    tree = keeper.load_raw_tree(tree_id)
    nodes = []
    for raw in tree.nodes:
        child = branch.children.get(raw.node.name)
        if child is None:
            continue
        if child.is_leaf or raw.node.type != "dir":
            if child.is_leaf:
                nodes.append(raw)
            continue
        subtree = _keep(keeper, _subtree(raw), child)
        nodes.append(raw.with_fields({"subtree": subtree.hex()}))
    return keeper.save_rendered(RawTree(nodes, tree.extra).render())


def drop_paths(keeper: TreeKeeper, tree_id: bytes, paths: Iterable[bytes]) -> bytes:
    """The tree without these paths; its id."""
    branch = _grow(paths)
    return _drop(keeper, tree_id, branch) if branch.children else tree_id


def _drop(keeper: TreeKeeper, tree_id: bytes, branch: _Branch) -> bytes:
    tree = keeper.load_raw_tree(tree_id)
    nodes = []
    for raw in tree.nodes:
        child = branch.children.get(raw.node.name)
        if child is not None and child.is_leaf:
            continue
        if child is not None and raw.node.type == "dir":
            raw = raw.with_fields({"subtree": _drop(keeper, _subtree(raw), child).hex()})
        nodes.append(raw)
    return keeper.save_rendered(RawTree(nodes, tree.extra).render())


def map_names(
    keeper: TreeKeeper, tree_id: bytes, rename: Callable[[list[bytes]], dict[bytes, bytes]]
) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The tree under other names; its id, and (path, new name) of each that changed.

    `rename` is given the names of one folder and gives those that change.
    """
    told: list[tuple[bytes, bytes]] = []
    return _map(keeper, tree_id, b"", (rename, told)), told


def _map(
    keeper: TreeKeeper,
    tree_id: bytes,
    folder: bytes,
    task: tuple[Callable[[list[bytes]], dict[bytes, bytes]], list[tuple[bytes, bytes]]],
) -> bytes:
    rename, told = task
    if folder.count(b"/") > MAX_DEPTH:
        raise TooDeepError("a tree lies inside itself, or is deeper than any path can be")
    tree = keeper.load_raw_tree(tree_id)
    changes = rename([raw.node.name for raw in tree.nodes])
    nodes = []
    is_changed = bool(changes)
    for raw in tree.nodes:
        name = raw.node.name
        path = folder + b"/" + name
        fields = {}
        if name in changes:
            fields["name"] = quote_name(changes[name])
            told.append((path, changes[name]))
        if raw.node.type == "dir":
            before = _subtree(raw)
            subtree = _map(keeper, before, path, task)
            if subtree != before:
                fields["subtree"] = subtree.hex()
        is_changed = is_changed or bool(fields)
        nodes.append(raw.with_fields(fields) if fields else raw)
    return keeper.save_rendered(RawTree(nodes, tree.extra).render()) if is_changed else tree_id


def _subtree(raw: RawNode) -> bytes:
    return bytes.fromhex(raw.node.subtree or "")
