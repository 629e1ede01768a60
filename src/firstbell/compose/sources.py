"""Nodes of earlier snapshots, found by position and path, with every byte they were written with."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import msgspec

from firstbell.repository.format.tree import RawNode, RawTree

_KEPT = 256


class RawTreeReader(Protocol):
    """Reads trees for rewriting."""

    def load_raw_tree(self, tree_id: bytes) -> RawTree:
        """A tree whose nodes keep their bytes."""


class Folder(NamedTuple):
    """One folder: its nodes by name, and fields of the tree that nobody here knows."""

    nodes: Mapping[bytes, RawNode]
    extra: Mapping[str, msgspec.Raw]


EMPTY = Folder({}, {})


class NodeSource:
    """Finds nodes in the snapshots of one line. `roots`: tree ids by position."""

    def __init__(self, reader: RawTreeReader, roots: Sequence[bytes]) -> None:
        self._reader = reader
        self._roots = roots
        self._kept: OrderedDict[bytes, Folder] = OrderedDict()
        self._folders: dict[tuple[int, bytes], bytes | None] = {}

    @property
    def newest(self) -> int:
        """Position of the newest snapshot."""
        return len(self._roots) - 1

    def find_node(self, position: int, path: bytes) -> RawNode | None:
        """The node at an absolute path in the snapshot at this position, None where there is none."""
        folder, _, name = path.rpartition(b"/")
        tree_id = self.find_folder(position, folder)
        return self.load(tree_id).nodes.get(name) if tree_id else None

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

    def load(self, tree_id: bytes) -> Folder:
        """The nodes of a tree by name, and its further fields."""
        kept = self._kept.get(tree_id)
        if kept is None:
            tree = self._reader.load_raw_tree(tree_id)
            kept = self._kept[tree_id] = Folder({raw.node.name: raw for raw in tree.nodes}, tree.extra)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(tree_id)
        return kept
