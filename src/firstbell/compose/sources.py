"""Nodes of earlier snapshots, found by position and path, with every byte they were written with."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import msgspec

from firstbell.record.paths import fold_name
from firstbell.repository.format.tree import RawNode, RawTree

_KEPT = 256


class RawTreeReader(Protocol):
    """Reads trees for rewriting."""

    def load_raw_tree(self, tree_id: bytes) -> RawTree:
        """A tree whose nodes keep their bytes."""


class FolderNodes(NamedTuple):
    """One folder: its nodes by name, and fields of the tree that nobody here knows."""

    nodes: Mapping[bytes, RawNode]
    extra: Mapping[str, msgspec.Raw]


EMPTY = FolderNodes({}, {})


class NodeSource:
    """Finds nodes in the snapshots of one line. `roots`: tree ids by position.

    `is_folded`: a name that is not there is found in another spelling, as Windows does.
    """

    def __init__(self, reader: RawTreeReader, roots: Sequence[bytes], *, is_folded: bool = False) -> None:
        self._is_folded = is_folded
        self._spelled: dict[bytes, dict[bytes, bytes]] = {}
        self._reader = reader
        self._roots = roots
        self._kept: OrderedDict[bytes, FolderNodes] = OrderedDict()
        self._folders: dict[tuple[int, bytes], bytes | None] = {}

    @property
    def newest(self) -> int:
        """Position of the newest snapshot."""
        return len(self._roots) - 1

    def find_node(self, position: int, path: bytes) -> RawNode | None:
        """The node at an absolute path in the snapshot at this position, None where there is none."""
        folder, _, name = path.rpartition(b"/")
        tree_id = self.find_folder(position, folder)
        return self.load(tree_id).nodes.get(self.spell(tree_id, name)) if tree_id else None

    def spell(self, tree_id: bytes, name: bytes) -> bytes:
        """The name as the tree spells it; the name itself where it has none such."""
        if not self._is_folded or name in self.load(tree_id).nodes:
            return name
        if tree_id not in self._spelled:
            if len(self._spelled) > _KEPT:
                self._spelled.clear()
            self._spelled[tree_id] = {fold_name(one): one for one in self.load(tree_id).nodes}
        return self._spelled[tree_id].get(fold_name(name), name)

    def find_folder(self, position: int, folder: bytes) -> bytes | None:
        """The tree id of a folder (b"" is the root), None where there is none."""
        if not folder:
            return self._roots[position] if 0 <= position < len(self._roots) else None
        key = (position, folder)
        if key not in self._folders:
            node = self.find_node(position, folder)
            subtree = node.node.subtree if node and node.node.type == "dir" else None
            self._folders[key] = bytes.fromhex(subtree) if subtree else None
        return self._folders[key]

    def load(self, tree_id: bytes) -> FolderNodes:
        """The nodes of a tree by name, and its further fields."""
        kept = self._kept.get(tree_id)
        if kept is None:
            tree = self._reader.load_raw_tree(tree_id)
            kept = self._kept[tree_id] = FolderNodes({raw.node.name: raw for raw in tree.nodes}, tree.extra)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(tree_id)
        return kept
