"""Writing the tree of a composed snapshot: folders with edits anew, all others as they are.

Every node is taken over with the bytes it was written with, so that fields nobody here knows survive;
what is set anew is a name, a folder's subtree, and the inode of files with several names (below).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from firstbell.base.ids import hash_id
from firstbell.compose.composition import Composition, Placement
from firstbell.compose.sources import EMPTY, NodeSource
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.node import MODE_DIR, Node
from firstbell.repository.format.tree import RawNode, RawTree


class TreeWriter(Protocol):
    """Keeps rendered trees."""

    def save_rendered(self, data: bytes) -> bytes:
        """Keep a tree; its id."""


@dataclass(frozen=True, slots=True)
class TreeStorage:
    """Where trees come from and go to. `newest` and `clean`: positions of the two snapshots that count."""

    source: NodeSource
    writer: TreeWriter
    newest: int
    clean: int


@dataclass(slots=True)
class BuiltTree:
    """The tree that was made. `blocked`: targets that could not be placed, or what gave way, with why."""

    tree_id: bytes
    blocked: dict[bytes, str] = field(default_factory=dict)


class TreeBuilder:
    """Makes one tree of a composition."""

    def __init__(
        self, storage: TreeStorage, composition: Composition, extra_folders: Iterable[bytes] = ()
    ) -> None:
        self._storage = storage
        self._composition = composition
        self._edits = _group_edits(composition)
        self._omitted = composition.omitted
        self._targets = sorted(composition.placements)
        self._made: dict[bytes, RawNode | None] = {}
        self._extra = frozenset(extra_folders)
        for folder in self._extra:
            self._edits.setdefault(folder, set())
        for folder in list(self._edits):
            _add_parents(self._edits, folder)
        self._blocked: dict[bytes, str] = {}

    def weave(self) -> BuiltTree:
        """Write the tree, deepest folders first."""
        root = self._storage.source.find_folder(self._storage.newest, b"")
        assert root is not None
        if not self._edits:
            return BuiltTree(root)
        order = sorted(self._edits, key=lambda folder: (-folder.count(b"/"), folder))
        tree_id = root
        for folder in order:
            tree = self._weave_folder(folder)
            if folder:
                self._made[folder] = self._finish_folder(folder, tree)
            else:
                tree_id = self._storage.writer.save_rendered(tree.render())
        return BuiltTree(tree_id, self._blocked)

    def _weave_folder(self, folder: bytes) -> RawTree:
        tree_id = self._storage.source.find_folder(self._storage.newest, folder)
        standing = self._storage.source.load(tree_id) if tree_id else EMPTY
        nodes = dict(standing.nodes)
        if tree_id:
            for name in self._edits[folder]:
                nodes = _respell(nodes, self._storage.source.spell(tree_id, name), name)
        for name in sorted(self._edits[folder]):
            path = folder + b"/" + name
            if path in self._omitted:
                nodes.pop(name, None)
            if path in self._made:
                self._put_folder(nodes, name, path)
            placement = self._composition.placements.get(path)
            if placement is not None:
                self._put_file(nodes, name, placement)
        return RawTree(list(nodes.values()), standing.extra)

    def _put_folder(self, nodes: dict[bytes, RawNode], name: bytes, path: bytes) -> None:
        made = self._made[path]
        standing = nodes.get(name)
        if made is None:
            nodes.pop(name, None)
            return
        if standing is not None and standing.node.type != "dir":
            self._blocked[path] = "a folder that comes back needs its name"
        nodes[name] = made

    def _put_file(self, nodes: dict[bytes, RawNode], name: bytes, placement: Placement) -> None:
        standing = nodes.get(name)
        if standing is not None and standing.node.type == "dir":
            self._blocked[placement.target] = "a folder stands at its name"
            return
        found = placement.found
        position = self._storage.newest if found.gone is None else found.gone - 1
        # what came behind the newest snapshot of the line is of a later line
        position = max(min(position, self._storage.newest), found.first)
        raw = self._storage.source.find_node(position, found.path)
        if raw is None:
            self._blocked[placement.target] = "its node is not where the catalog has it"
            return
        nodes[name] = _name_anew(raw, name)

    def _finish_folder(self, folder: bytes, tree: RawTree) -> RawNode | None:
        """The folder's node; None when it is left out: new since the last clean snapshot, and empty now."""
        source = self._storage.source
        standing = source.find_node(self._storage.newest, folder)
        if standing is not None and standing.node.type != "dir":
            standing = None
        earlier = source.find_node(self._storage.clean, folder) if self._storage.clean >= 0 else None
        if earlier is not None and earlier.node.type != "dir":
            earlier = None
        if not tree.nodes and earlier is None and folder not in self._extra:
            return None
        node = standing or earlier or self._find_elsewhere(folder)
        subtree = self._storage.writer.save_rendered(tree.render())
        name = folder.rpartition(b"/")[2]
        return node.with_fields({"name": quote_name(name), "subtree": subtree.hex()})

    def _find_elsewhere(self, folder: bytes) -> RawNode:
        """A folder's node from the snapshot of something placed in it, or a plain one."""
        prefix = folder + b"/"
        at = bisect_left(self._targets, prefix)
        while at < len(self._targets) and self._targets[at].startswith(prefix):
            placement = self._composition.placements[self._targets[at]]
            raw = self._storage.source.find_node(placement.found.first, folder)
            if raw is not None and raw.node.type == "dir":
                return raw
            at += 1
        name = quote_name(folder.rpartition(b"/")[2])
        return RawNode.from_node(Node(name, type="dir", mode=MODE_DIR | 0o755))


def _respell(nodes: dict[bytes, RawNode], spelled: bytes, name: bytes) -> dict[bytes, RawNode]:
    """The nodes with the one that is spelled so under this name."""
    if spelled == name:
        return nodes
    return {name if key == spelled else key: raw for key, raw in nodes.items()}


def _group_edits(composition: Composition) -> dict[bytes, set[bytes]]:
    edits: dict[bytes, set[bytes]] = {}
    for path in composition.omitted | composition.placements.keys():
        folder, _, name = path.rpartition(b"/")
        edits.setdefault(folder, set()).add(name)
    return edits


def _add_parents(edits: dict[bytes, set[bytes]], folder: bytes) -> None:
    while folder:
        parent, _, name = folder.rpartition(b"/")
        edits.setdefault(parent, set()).add(name)
        folder = parent


def _name_anew(raw: RawNode, name: bytes) -> RawNode:
    """The node under this name.

    A restore joins files of one inode and device into hard links. Inodes are used again over time, so two
    snapshots may hold different files under one: files with several names get an inode of their content's
    own, the same for all names of one file.
    """
    fields: Mapping[str, object] = {"name": quote_name(name)}
    if raw.node.links > 1:
        facts = f"{raw.node.device_id}:{raw.node.inode}:{','.join(raw.node.content or ())}"
        fields = {**fields, "inode": int.from_bytes(hash_id(facts.encode())[:8], "big") >> 1 | 1 << 62}
    return raw.with_fields(fields)
