"""Rewriting trees without what is lost; fields that we do not know survive.

As restic's `repair snapshots`: the blobs of a file that are lost are left out of it, a folder whose tree is
lost becomes an empty one, a size that its blobs do not add up to is put right, and a node of no type goes.
One thing more: a file that misses a part has `.repaired` behind its name, so that nobody takes it for the
whole file. What cannot have a name goes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, count
from typing import Any, NamedTuple

from firstbell.base.ids import hash_id
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.node import Node, parse_node_id
from firstbell.repository.format.tree import RawNode, RawTree, parse_tree, render_tree
from firstbell.repository.unpacked import EncodingError

EMPTY_TREE = render_tree([])
_SUFFIX = b".repaired"
_MAX_NAME_BYTES = 255
_NO_TYPES = frozenset({"", "irregular"})


class LossKind(StrEnum):
    """`content`: parts of a file are left out. `folder`: a folder is empty now. `size`: only the size was
    wrong. `node`: an entry that cannot be is left out.
    """

    CONTENT = "content"
    FOLDER = "folder"
    SIZE = "size"
    NODE = "node"


class RepairLoss(NamedTuple):
    """One entry that was rewritten. `path`: absolute path inside the snapshot, as it was."""

    path: bytes
    kind: LossKind


class _Done(NamedTuple):
    """A tree that was looked through. `new_id`: None where it is lost. Paths are relative to it."""

    new_id: bytes | None
    losses: tuple[RepairLoss, ...]


_LOST = _Done(None, ())


@dataclass(slots=True)
class TreeRepair:
    """Looks through trees, each once. `rendered`: every tree that is new, by id, to be saved.

    `load_tree`: None where the tree is lost. `size_of`: plaintext size of a data blob, None where it is lost.
    """

    load_tree: Callable[[bytes], RawTree | None]
    size_of: Callable[[bytes], int | None]
    rendered: dict[bytes, bytes] = field(default_factory=dict)
    _done: dict[bytes, _Done] = field(default_factory=dict)

    def repair(self, root: bytes) -> tuple[bytes | None, list[RepairLoss]]:
        """(id of the tree without what is lost, what was rewritten); the same id where nothing is lost,
        None where the root itself is.

        Raises: what `load_tree` does.
        """
        opened: dict[bytes, RawTree] = {}
        stack = [root]
        # it ends: a tree's id is the hash of its bytes, so that none lies inside itself
        while stack:
            tree_id = stack[-1]
            tree = None if tree_id in self._done else opened.get(tree_id) or self.load_tree(tree_id)
            if tree is None:
                self._done.setdefault(tree_id, _LOST)
                stack.pop()
                continue
            waiting = [subtree for subtree in _list_subtrees(tree) if subtree not in self._done]
            if waiting:
                opened[tree_id] = tree
                stack += waiting
            else:
                opened.pop(tree_id, None)
                self._done[tree_id] = self._rewrite(tree_id, tree)
                stack.pop()
        done = self._done[root]
        return done.new_id, list(done.losses)

    def _rewrite(self, tree_id: bytes, tree: RawTree) -> _Done:
        losses: list[RepairLoss] = []
        nodes: list[RawNode] = []
        names = {_name_of(raw.node) for raw in tree.nodes}
        for raw in tree.nodes:
            kept = self._repair_node(raw, names, losses)
            if kept is not None:
                nodes.append(kept)
        if not losses:
            return _Done(tree_id, ())
        data = RawTree(nodes, tree.extra).render()
        if sorted(node.quoted_name for node in parse_tree(data)) != sorted(r.node.quoted_name for r in nodes):
            raise EncodingError("a tree does not decode to what it was made of")
        return _Done(self._keep(data), tuple(losses))

    def _keep(self, data: bytes) -> bytes:
        new_id = hash_id(data)
        self.rendered[new_id] = data
        return new_id

    def _repair_node(self, raw: RawNode, names: set[bytes], losses: list[RepairLoss]) -> RawNode | None:
        node = raw.node
        name = _name_of(node)
        path = b"/" + (name or node.quoted_name.encode(errors="backslashreplace"))
        fields: dict[str, Any] = {}
        if not name or node.type in _NO_TYPES:
            losses.append(RepairLoss(path, LossKind.NODE))
            return None
        if node.type == "dir":
            fields = self._repair_folder(node, path, losses)
        elif node.type == "file":
            fields = self._repair_file(node, path, losses)
        if "content" in fields:
            name = _find_name(name, names)
            names.add(name)
            fields["name"] = quote_name(name)
        try:
            return raw.with_fields(fields) if fields else raw
        except FormatError:  # it holds a field whose name is no text
            losses.append(RepairLoss(path, LossKind.NODE))
            return None

    def _repair_folder(self, node: Node, path: bytes, losses: list[RepairLoss]) -> dict[str, Any]:
        subtree = _subtree_of(node)
        done = _LOST if subtree is None else self._done[subtree]
        losses += [RepairLoss(path + loss.path, loss.kind) for loss in done.losses]
        if done.new_id is None:
            losses.append(RepairLoss(path, LossKind.FOLDER))
            return {"subtree": self._keep(EMPTY_TREE).hex()}
        return {"subtree": done.new_id.hex()} if done.losses else {}

    def _repair_file(self, node: Node, path: bytes, losses: list[RepairLoss]) -> dict[str, Any]:
        kept = []
        size = 0
        for hex_id in node.content or ():
            part_size = self._size_of_part(hex_id)
            if part_size is not None:
                kept.append(hex_id)
                size += part_size
        if len(kept) != len(node.content or ()):
            losses.append(RepairLoss(path, LossKind.CONTENT))
            return {"content": kept, "size": size}
        if size != node.size:
            losses.append(RepairLoss(path, LossKind.SIZE))
            return {"size": size}
        return {}

    def _size_of_part(self, hex_id: str) -> int | None:
        try:
            return self.size_of(parse_node_id(hex_id))
        except FormatError:
            return None


def _list_subtrees(tree: RawTree) -> Iterator[bytes]:
    for raw in tree.nodes:
        subtree = _subtree_of(raw.node) if raw.node.type == "dir" else None
        if subtree is not None:
            yield subtree


def _subtree_of(node: Node) -> bytes | None:
    try:
        return parse_node_id(node.subtree or "")
    except FormatError:
        return None


def _name_of(node: Node) -> bytes:
    """Its name; nothing where that cannot be read."""
    try:
        return node.name
    except FormatError:
        return b""


def _find_name(name: bytes, names: set[bytes]) -> bytes:
    """The name with the suffix, and a number where that is taken; no longer than a name can be."""
    endings = chain([_SUFFIX], (b"%b-%d" % (_SUFFIX, number) for number in count(2)))
    wanted = (name[: _MAX_NAME_BYTES - len(ending)] + ending for ending in endings)
    return next(each for each in wanted if each not in names)
