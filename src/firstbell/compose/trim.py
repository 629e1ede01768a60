"""Trees cut to what is wanted: paths kept or dropped, names mapped; nodes keep their bytes otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from firstbell.compose.errors import RecoverError
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.tree import RawNode, RawTree

# gives of the names of one folder those that change
RenameFolder = Callable[[list[bytes]], dict[bytes, bytes]]
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


class _MappedFolder:
    """A folder whose names are being mapped. `rest`: its nodes that are still to come; `subtrees`: the ids of
    its folders that are mapped, in order.
    """

    def __init__(self, keeper: TreeKeeper, tree_id: bytes, path: bytes, *, rename: RenameFolder) -> None:
        self.tree_id = tree_id
        self.path = path
        self.subtrees: list[bytes] = []
        self._tree = keeper.load_raw_tree(tree_id)
        self.changes = rename([raw.node.name for raw in self._tree.nodes])
        self.rest = iter(self._tree.nodes)

    def save(self, keeper: TreeKeeper) -> bytes:
        """The tree under its new names; its id."""
        subtrees = iter(self.subtrees)
        nodes = []
        is_changed = bool(self.changes)
        for raw in self._tree.nodes:
            fields = {}
            if raw.node.name in self.changes:
                fields["name"] = quote_name(self.changes[raw.node.name])
            if raw.node.type == "dir" and (subtree := next(subtrees)) != _subtree(raw):
                fields["subtree"] = subtree.hex()
            is_changed = is_changed or bool(fields)
            nodes.append(raw.with_fields(fields) if fields else raw)
        if not is_changed:
            return self.tree_id
        return keeper.save_rendered(RawTree(nodes, self._tree.extra).render())


def map_names(
    keeper: TreeKeeper, tree_id: bytes, rename: RenameFolder
) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """The tree under other names; its id, and (path, new name) of each that changed.

    Raises: TooDeepError.
    """
    told: list[tuple[bytes, bytes]] = []
    # not by functions that call themselves: Python ends at a thousand of them, and a path may be deeper
    open_folders = [_MappedFolder(keeper, tree_id, b"", rename=rename)]
    while True:
        folder = open_folders[-1]
        raw = next(folder.rest, None)
        if raw is None:
            open_folders.pop()
            mapped = folder.save(keeper)
            if not open_folders:
                return mapped, told
            open_folders[-1].subtrees.append(mapped)
            continue
        path = folder.path + b"/" + raw.node.name
        if raw.node.name in folder.changes:
            told.append((path, folder.changes[raw.node.name]))
        if raw.node.type == "dir":
            if len(open_folders) > MAX_DEPTH:
                raise TooDeepError("a tree lies inside itself, or is deeper than any path can be")
            open_folders.append(_MappedFolder(keeper, _subtree(raw), path, rename=rename))


def _subtree(raw: RawNode) -> bytes:
    return bytes.fromhex(raw.node.subtree or "")
