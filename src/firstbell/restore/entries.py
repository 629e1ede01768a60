"""The entries of a tree that a restore should make, in order, after refusing what is hostile.

Refused with a problem: names that would leave the folder or name nothing, a name that stands twice in
one tree, a tree inside itself, and trees deeper than any path can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from firstbell.base.errors import Error
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.names import are_plain
from firstbell.repository.format.node import Node
from firstbell.restore.folders import TreeFolder
from firstbell.restore.options import RestoreOptions
from firstbell.restore.source import TreeSource
from firstbell.restore.tally import RestoreTally

# PATH_MAX is 4096 bytes: a path of one-byte names has half as many
MAX_DEPTH = 2048


class RestoreEntry(NamedTuple):
    """One thing to make in `folder`. A folder below is `child`; it alone may not be selected itself."""

    folder: TreeFolder
    name: bytes
    node: Node
    child: TreeFolder | None
    is_selected: bool

    @property
    def path(self) -> bytes:
        """Path inside the restored tree."""
        return self.folder.path + b"/" + self.name


class PathSelection:
    """Which paths the options choose."""

    def __init__(self, options: RestoreOptions) -> None:
        self._includes = options.includes
        self._excludes = options.excludes
        self.is_everything = self._includes is None and self._excludes is None

    def select(self, path: bytes) -> bool:
        """Whether the path is to be restored."""
        if self._excludes is not None and self._excludes.match(path):
            return False
        return self._includes is None or self._includes.match(path)

    def may_enter(self, path: bytes) -> bool:
        """Whether something under the folder may be to be restored."""
        if self._excludes is not None and self._excludes.match(path):
            return False
        return self._includes is None or self._includes.match(path) or self._includes.child_may_match(path)


class EntryWalk:
    """Walks a tree; problems go to the tally."""

    def __init__(self, source: TreeSource, options: RestoreOptions, tally: RestoreTally) -> None:
        self._source = source
        self._selection = PathSelection(options)
        self._tally = tally

    def walk(self, tree_id: bytes, root: TreeFolder) -> Iterator[RestoreEntry]:
        """Every entry to make, parents before children, folder by folder.

        Raises: what `load_tree` does, for the tree itself; a tree below that cannot be read is a problem.
        """
        stack = [self._list_folder(root, self._source.load_tree(tree_id))]
        trees = [tree_id]
        while stack:
            entry = next(stack[-1], None)
            if entry is None:
                stack.pop()
                trees.pop()
                continue
            yield entry
            if entry.child is None:
                continue
            subtree = self._read_subtree(entry, trees)
            if subtree is not None:
                trees.append(subtree[0])
                stack.append(self._list_folder(entry.child, subtree[1]))

    def _read_subtree(self, entry: RestoreEntry, trees: list[bytes]) -> tuple[bytes, list[Node]] | None:
        path = entry.path
        try:
            tree_id = bytes.fromhex(entry.node.subtree or "")
            if len(tree_id) != 32:
                raise FormatError("tree", "the folder names no tree")
            if tree_id in trees or len(trees) >= MAX_DEPTH:
                raise FormatError("tree", "the folder is inside itself or nested too deep")
            return tree_id, self._source.load_tree(tree_id)
        except ValueError:
            self._tally.fail(path, FormatError.code, "tree: the folder names no tree")
        except Error as error:
            self._tally.fail(path, error.code, str(error))
        return None

    def _list_folder(self, folder: TreeFolder, nodes: list[Node]) -> Iterator[RestoreEntry]:
        quoted_names = [node.quoted_name for node in nodes]
        if are_plain(quoted_names):
            names = "\0".join(quoted_names).encode().split(b"\0")
            named: Iterable[tuple[bytes, Node]] = zip(names if nodes else (), nodes, strict=True)
        else:
            named = self._read_names(folder, nodes)
        chooses_all = self._selection.is_everything
        for name, node in named:
            child = TreeFolder(folder, name, node) if node.type == "dir" else None
            if chooses_all:
                yield RestoreEntry(folder, name, node, child, is_selected=True)
                continue
            entry = self._choose(folder, name, node, child)
            if entry is not None:
                yield entry

    def _read_names(self, folder: TreeFolder, nodes: list[Node]) -> Iterator[tuple[bytes, Node]]:
        """Each name that may be made, with its node; each other one is a problem."""
        seen: set[bytes] = set()
        for node in nodes:
            try:
                name = node.name
            except FormatError as error:
                self._tally.fail(
                    folder.path + b"/" + node.quoted_name.encode(errors="replace"), error.code, str(error)
                )
                continue
            if _is_hostile(name):
                self._tally.fail(
                    folder.path + b"/" + name, "restore.hostile_name", "such a name would leave the folder"
                )
                continue
            if name in seen:
                self._tally.fail(
                    folder.path + b"/" + name, "restore.duplicate_name", "the name occurs twice in its folder"
                )
                continue
            seen.add(name)
            yield name, node

    def _choose(
        self, folder: TreeFolder, name: bytes, node: Node, child: TreeFolder | None
    ) -> RestoreEntry | None:
        path = folder.path + b"/" + name
        is_selected = self._selection.select(path)
        if not is_selected and (child is None or not self._selection.may_enter(path)):
            return None
        return RestoreEntry(folder, name, node, child, is_selected)


def _is_hostile(name: bytes) -> bool:
    return not name or name == b"." or name == b".." or b"/" in name or b"\0" in name
