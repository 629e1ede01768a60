"""Checking trees: every tree under the snapshots once, every node, and which paths a damage touches."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Protocol

import msgspec

from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.base.errors import Error
from firstbell.base.ids import ID_BYTES
from firstbell.base.pathtext import show_path
from firstbell.crypto.seal import OVERHEAD_BYTES
from firstbell.repository.findings import CheckFinding, Severity
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.names import are_plain
from firstbell.repository.format.node import KINDS, Node, parse_node_id
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.index import Index
from firstbell.repository.walk import MAX_DEPTH, TreeReader

if TYPE_CHECKING:
    import numpy as np
else:
    np = defer("numpy")


_KINDS = frozenset(KINDS)
# looked up one by one, 3 us each; more of them all at once, which costs 100 us however few they are
_FEW_IDS = 24
_FORBIDDEN_NAMES = frozenset({b"", b".", b".."})


class _Place(msgspec.Struct, frozen=True):
    """A tree, where it was met first."""

    tree_id: bytes
    snapshot: Snapshot
    path: bytes


class SizeLookup(Protocol):
    """Knows the plaintext sizes of blobs in bytes, by the index."""

    def find(self, blob_id: bytes) -> int | None:
        """The size of a blob; None where no index names it."""

    def find_many(self, ids: np.ndarray) -> np.ndarray | None:
        """The sizes of blobs; None where one of them is in no index. `ids`: uint8, (n, 32)."""


class IndexedSizes:
    """Plaintext sizes of blobs in bytes, as an index tells them; those of version 1 by what a seal adds."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def find(self, blob_id: bytes) -> int | None:
        """See `SizeLookup.find`."""
        location = self._index.locate(blob_id)
        return None if location is None else location.plain_length or location.length - OVERHEAD_BYTES

    def find_many(self, ids: np.ndarray) -> np.ndarray | None:
        """See `SizeLookup.find_many`."""
        located = self._index.locate_many(ids)
        if not located.found.all():
            return None
        plain_lengths = located.plain_lengths.astype(np.int64)
        return np.where(plain_lengths > 0, plain_lengths, located.lengths.astype(np.int64) - OVERHEAD_BYTES)


class SeenTrees(Protocol):
    """The trees that need not be visited any more."""

    def __contains__(self, tree_id: object, /) -> bool:
        """Whether the tree was visited."""

    def add(self, tree_id: bytes, /) -> None:
        """It is visited now."""


class TreeCheck(msgspec.Struct):
    """Visits trees. `bad`: ids of blobs, trees too, that no index names or that are damaged."""

    reader: TreeReader
    sizes: SizeLookup
    on_tree: Callable[[], None]
    bad: set[bytes] = msgspec.field(default_factory=set)
    seen: SeenTrees = msgspec.field(default_factory=set[bytes])

    def check_snapshot(self, snapshot: Snapshot) -> Iterator[CheckFinding]:
        """Everything wrong under a snapshot that was not visited before."""
        try:
            stack = [_Place(parse_node_id(snapshot.tree), snapshot, b"")]
        except FormatError:
            message = f"snapshot {snapshot.short_id}: its tree {snapshot.tree[:70]!r} is no id"
            yield CheckFinding("snapshot.damaged", message, snapshot_hex_id=snapshot.hex_id)
            return
        while stack:
            place = stack.pop()
            if place.tree_id in self.seen:
                continue
            self.seen.add(place.tree_id)
            self.on_tree()
            if self.sizes.find(place.tree_id) is None:
                self.bad.add(place.tree_id)
                yield _find_at(place, "tree.missing", "its tree is in no index", blob_id=place.tree_id)
                continue
            try:
                nodes = self.reader.load_tree(place.tree_id)
            except Error as error:
                self.bad.add(place.tree_id)
                yield _find_at(place, "tree.damaged", str(error), blob_id=place.tree_id)
                continue
            yield from self._check_nodes(place, nodes, stack)

    def _check_nodes(self, place: _Place, nodes: list[Node], stack: list[_Place]) -> Iterator[CheckFinding]:
        names: set[bytes] = set()
        folders: list[_Place] = []
        is_plain = are_plain([node.quoted_name for node in nodes])
        for node, size_bytes in zip(nodes, self._measure(nodes), strict=True):
            if is_plain and size_bytes == node.size and node.type == "file":
                continue
            try:
                name = node.name
            except FormatError as error:
                yield _find_at(place, "node.name", str(error))
                continue
            is_known = name in names
            names.add(name)
            is_forbidden = name in _FORBIDDEN_NAMES or b"/" in name or b"\0" in name
            if node.type == "file" and size_bytes == node.size and not (is_known or is_forbidden):
                continue
            at = _Place(place.tree_id, place.snapshot, place.path + b"/" + name)
            if is_forbidden:
                yield _find_at(at, "node.name", f"{name!r} cannot be a name")
            elif is_known:
                yield _find_at(at, "node.name", "the name stands in its folder twice")
            if node.type == "dir":
                yield from _enter(at, node, folders)
            elif node.type == "file":
                yield from self._check_content(at, node)
            elif node.type not in _KINDS:
                yield _find_at(at, "node.type", f"type {node.type[:70]!r} is not known")
        stack.extend(reversed(folders))

    def _measure(self, nodes: Sequence[Node]) -> Sequence[int | None]:
        """Size of each file by the index, looked up all at once; None where that needs a closer look."""
        contents = [node.content or () if node.type == "file" else () for node in nodes]
        hex_ids = list(chain.from_iterable(contents))
        try:
            ids = bytes.fromhex("".join(hex_ids))
        except ValueError:
            ids = b""
        is_sound = len(ids) == ID_BYTES * len(hex_ids) and set(map(len, hex_ids)) <= {2 * ID_BYTES}
        if not is_sound:
            return [None] * len(nodes)
        sizes = self._find_sizes(ids)
        if sizes is None:
            return [None] * len(nodes)
        left = iter(sizes)
        # nearly every file is one blob
        return [next(left) if count == 1 else sum(islice(left, count)) for count in map(len, contents)]

    def _find_sizes(self, ids: bytes) -> list[int] | None:
        """The size of each blob; None where one of them is in no index. `ids`: one after the other."""
        if len(ids) > ID_BYTES * _FEW_IDS:
            found = self.sizes.find_many(np.frombuffer(ids, dtype=np.uint8).reshape(-1, ID_BYTES))
            return None if found is None else found.tolist()
        sizes: list[int] = []
        for at in range(0, len(ids), ID_BYTES):
            size = self.sizes.find(ids[at : at + ID_BYTES])
            if size is None:
                return None
            sizes.append(size)
        return sizes

    def _check_content(self, place: _Place, node: Node) -> Iterator[CheckFinding]:
        try:
            ids = node.content_ids
        except FormatError as error:
            yield _find_at(place, "node.content", str(error))
            return
        total = 0
        missing = False
        for blob_id in ids:
            size = self.sizes.find(blob_id)
            if size is not None:
                total += size
                continue
            missing = True
            if blob_id not in self.bad:
                self.bad.add(blob_id)
                yield _find_at(place, "blob.missing", "a blob of it is in no index", blob_id=blob_id)
        if not missing and total != node.size:
            yield _find_at(place, "node.size", f"its blobs are {total} bytes, the node says {node.size}")


def _enter(place: _Place, node: Node, folders: list[_Place]) -> Iterator[CheckFinding]:
    try:
        subtree = parse_node_id(node.subtree or "")
    except FormatError:
        yield _find_at(place, "node.subtree", "is a folder without a tree")
        return
    if place.path.count(b"/") > MAX_DEPTH:
        yield _find_at(place, "node.subtree", f"is more than {say_count(MAX_DEPTH, 'folder')} deep")
    else:
        folders.append(_Place(subtree, place.snapshot, place.path))


def _find_at(place: _Place, code: str, problem: str, *, blob_id: bytes = b"") -> CheckFinding:
    path = place.path or b"/"
    return CheckFinding(
        code,
        f"snapshot {place.snapshot.short_id}, {show_path(path)}: {problem}",
        blob_hex_id=blob_id.hex() or None,
        snapshot_hex_id=place.snapshot.hex_id,
        path=path,
    )


class _Visit(msgspec.Struct):
    """A tree being looked through for damage."""

    tree_id: bytes
    path: bytes
    nodes: Iterator[Node]
    is_touched: bool = False


class DamageMap:
    """Which paths of which snapshots hold a blob of `bad`. Trees without any are looked through once."""

    def __init__(self, reader: TreeReader, bad: set[bytes], *, max_paths: int) -> None:
        self._reader = reader
        self._bad = bad
        self._max_paths = max_paths
        self._whole: set[bytes] = set()

    def find_paths(self, snapshots: list[Snapshot]) -> Iterator[CheckFinding]:
        """A finding for each path; a folder whose tree is bad stands for all that it held."""
        count = 0
        for snapshot in snapshots:
            for path in self._walk(snapshot):
                count += 1
                if count > self._max_paths:
                    message = f"more than {self._max_paths} paths are affected; the rest are not listed"
                    yield CheckFinding("path.more", message, Severity.HINT)
                    return
                place = _Place(b"", snapshot, path)
                yield _find_at(place, "path.touched", "cannot be restored completely")

    def _walk(self, snapshot: Snapshot) -> Iterator[bytes]:
        root = parse_node_id(snapshot.tree)
        if root in self._bad:
            yield b"/"
            return
        stack = [_Visit(root, b"", self._open(root))]
        while stack:
            visit = stack[-1]
            node = next(visit.nodes, None)
            if node is None:
                stack.pop()
                if not visit.is_touched:
                    self._whole.add(visit.tree_id)
                elif stack:
                    stack[-1].is_touched = True
                continue
            subtree, is_bad = self._look_at(node)
            if is_bad:
                visit.is_touched = True
                yield visit.path + b"/" + node.name
            elif subtree:
                stack.append(_Visit(subtree, visit.path + b"/" + node.name, self._open(subtree)))

    def _look_at(self, node: Node) -> tuple[bytes, bool]:
        """(tree to go into or nothing, whether the node itself is touched)."""
        try:
            if node.type == "file":
                return b"", bool(node.name) and not self._bad.isdisjoint(node.content_ids)
            if node.type != "dir" or not node.name:
                return b"", False
            subtree = parse_node_id(node.subtree or "")
        except FormatError:
            return b"", False  # reported by TreeCheck
        if subtree in self._bad:
            return b"", True
        return (b"" if subtree in self._whole else subtree), False

    def _open(self, tree_id: bytes) -> Iterator[Node]:
        try:
            return iter(self._reader.load_tree(tree_id))
        except Error:
            return iter(())  # reported by TreeCheck
