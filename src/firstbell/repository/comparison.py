"""What changed between two snapshots, path by path, and which blobs came and went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias

from firstbell.base.pathtext import show_path
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.node import Node, parse_node_id
from firstbell.repository.format.tree import list_contents, parse_nodes, split_tree
from firstbell.repository.index import Index
from firstbell.repository.walk import MAX_DEPTH

_METADATA = (
    "mode", "mtime", "atime", "ctime", "uid", "gid", "user", "group", "links", "extended_attributes",
    "generic_attributes", "inode", "device_id",
)  # fmt: skip
_KEPT_BY_ANY_BACKUP = frozenset({"inode", "device_id"})


class IndexedBlobReader(Protocol):
    """Loads blobs, and has an index of them."""

    def load_blob(self, blob_id: bytes) -> bytes:
        """The plaintext. Raises: BlobNotFoundError, BlobDamagedError."""

    @property
    def index(self) -> Index:
        """Where its blobs are."""


class PathChange(NamedTuple):
    """`modifier`, as restic writes it: `+` new, `-` removed, `M` content, `T` type, `U` metadata.

    A `?` says that content changed although nothing else did, which hardware does, not people.
    """

    path: bytes
    modifier: str
    kind: str


_Steps: TypeAlias = "Iterator[PathChange | _Steps]"


@dataclass(slots=True)
class SideTotals:
    """What one side has and the other lacks, counted."""

    files: int = 0
    dirs: int = 0
    others: int = 0
    data_blobs: int = 0
    tree_blobs: int = 0
    size_bytes: int = 0

    def count(self, kind: str) -> None:
        """One more node of that type."""
        if kind == "file":
            self.files += 1
        elif kind == "dir":
            self.dirs += 1
        else:
            self.others += 1


@dataclass(slots=True)
class ComparisonTotals:
    """The sum of a comparison."""

    changed_files: int = 0
    added: SideTotals = field(default_factory=SideTotals)
    removed: SideTotals = field(default_factory=SideTotals)


@dataclass(slots=True)
class _Blobs:
    """`data`: hex ids as they stand in nodes. `trees`: raw ids."""

    data: set[str] = field(default_factory=set)
    trees: set[bytes] = field(default_factory=set)

    def note(self, node: Node) -> None:
        self.data.update(node.content or ())

    def fill(self, reader: IndexedBlobReader, side: SideTotals, *, other: _Blobs) -> None:
        """Count into `side` what `other` lacks."""
        data = {parse_node_id(hex_id) for hex_id in self.data - other.data}
        trees = self.trees - other.trees
        side.data_blobs, side.tree_blobs = len(data), len(trees)
        side.size_bytes = reader.index.measure((*data, *trees)).plain_bytes


class TreeComparison:
    """Compares two trees. Iterate over it once; `totals` are complete when it has ended.

    Most nodes of a folder that changed are the same byte for byte; they are never read as nodes. Subtrees
    that are the same are not loaded, so a blob that moved between an unchanged and a changed part counts as
    added or removed, as in restic. Other than restic it tells what was in a folder that became something
    else, and gives a folder `U` only where its own metadata changed.
    """

    def __init__(self, reader: IndexedBlobReader, *, metadata: bool = False) -> None:
        self._reader = reader
        self._metadata = metadata
        self._before = _Blobs()
        self._after = _Blobs()
        self.totals = ComparisonTotals()

    def compare(self, before: bytes, after: bytes) -> Iterator[PathChange]:
        """Every change from tree `before` to tree `after`, by path; parents before children.

        Raises: BlobNotFoundError, BlobDamagedError, FormatError.
        """
        yield from _flatten(self._compare_trees(b"", before, after))
        self._after.fill(self._reader, self.totals.added, other=self._before)
        self._before.fill(self._reader, self.totals.removed, other=self._after)

    def _compare_trees(self, folder: bytes, before: bytes, after: bytes) -> _Steps:
        if before == after:
            return
        self._before.trees.add(before)
        self._after.trees.add(after)
        was_raw, now_raw = self._load(folder, before), self._load(folder, after)
        same = was_raw.keys() & now_raw.keys()
        contents = set(list_contents(same))
        self._before.data |= contents
        self._after.data |= contents
        old = {node.name: node for node in parse_nodes(raw for raw in was_raw if raw not in same)}
        new = {node.name: node for node in parse_nodes(raw for raw in now_raw if raw not in same)}
        for name in sorted(old.keys() | new.keys()):
            path = folder + b"/" + name
            was, now = old.get(name), new.get(name)
            if was is None and now is not None:
                yield self._tell_all(path, now, "+")
            elif now is None and was is not None:
                yield self._tell_all(path, was, "-")
            elif was is not None and now is not None:
                yield self._compare_nodes(path, was, now)

    def _load(self, folder: bytes, tree_id: bytes) -> dict[bytes, None]:
        """The bytes of the nodes, in order."""
        if folder.count(b"/") > MAX_DEPTH:
            raise FormatError("tree", f"{show_path(folder[:100])}... is nested deeper than any path can be")
        return dict.fromkeys(split_tree(self._reader.load_blob(tree_id)))

    def _compare_nodes(self, path: bytes, was: Node, now: Node) -> _Steps:
        self._before.note(was)
        self._after.note(now)
        modifier = self._find_modifier(was, now)
        if modifier:
            yield PathChange(path, modifier, now.type)
        if was.type == now.type == "dir":
            yield self._compare_trees(path, _subtree_of(was), _subtree_of(now))
            return
        for node, sign in ((was, "-"), (now, "+")):
            if node.type == "dir":
                yield self._tell_below(path, node, sign)

    def _find_modifier(self, was: Node, now: Node) -> str:
        modifier = ""
        if was.type != now.type:
            modifier += "T"
        content_changed = was.type == now.type == "file" and (was.content or []) != (now.content or [])
        if content_changed:
            modifier += "M"
            self.totals.changed_files += 1
        metadata = [name for name in _METADATA if getattr(was, name) != getattr(now, name)]
        if content_changed and not metadata and was.size == now.size:
            modifier += "?"
        told = [name for name in metadata if name not in _KEPT_BY_ANY_BACKUP]
        if self._metadata and told and not content_changed:
            modifier += "U"
        return modifier

    def _tell_all(self, path: bytes, node: Node, sign: str) -> _Steps:
        side, blobs = (self.totals.added, self._after) if sign == "+" else (self.totals.removed, self._before)
        side.count(node.type)
        blobs.note(node)
        yield PathChange(path, sign, node.type)
        if node.type == "dir":
            yield self._tell_below(path, node, sign)

    def _tell_below(self, path: bytes, node: Node, sign: str) -> _Steps:
        tree_id = _subtree_of(node)
        (self._after if sign == "+" else self._before).trees.add(tree_id)
        for child in sorted(parse_nodes(self._load(path, tree_id)), key=lambda child: child.name):
            yield self._tell_all(path + b"/" + child.name, child, sign)


def _flatten(steps: _Steps) -> Iterator[PathChange]:
    """Every change of nested steps in their order; a stack, since trees are deeper than Python's may be."""
    stack = [steps]
    while stack:
        step = next(stack[-1], None)
        if step is None:
            stack.pop()
        elif isinstance(step, PathChange):
            yield step
        else:
            stack.append(step)


def _subtree_of(node: Node) -> bytes:
    return parse_node_id(node.subtree or "")
