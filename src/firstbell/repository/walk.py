"""Walking trees: every entry under a tree, parents before children."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol, TypeVar

from firstbell.base.pathtext import show_path
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.node import Node, Outline, parse_node_id

# deeper than PATH_MAX allows a path to be
MAX_DEPTH = 4096
NodeT = TypeVar("NodeT", Node, Outline)


class TreeReader(Protocol):
    """Loads trees."""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """The nodes of a tree. Raises: BlobNotFoundError, BlobDamagedError, FormatError."""


class WalkEntry(NamedTuple):
    """One entry. `path`: absolute path inside the snapshot."""

    path: bytes
    node: Node


def walk_tree(
    reader: TreeReader,
    tree_id: bytes,
    prefix: bytes = b"",
    *,
    enter: Callable[[WalkEntry], bool] | None = None,
) -> Iterator[WalkEntry]:
    """Every entry under a tree, depth first in the order of the trees; `enter` may refuse a folder.

    Raises: what `load_tree` does; FormatError for a tree deeper than any path can be, or one inside itself.
    """

    def enter_folder(path: bytes, node: Node) -> bool:
        return enter is None or enter(WalkEntry(path, node))

    for parent, run in walk_runs(reader.load_tree, tree_id, prefix, enter=enter_folder):
        for node in run:
            yield WalkEntry(parent + b"/" + node.name, node)


def walk_runs(
    load: Callable[[bytes], list[NodeT]],
    tree_id: bytes,
    prefix: bytes = b"",
    *,
    enter: Callable[[bytes, NodeT], bool] | None = None,
) -> Iterator[tuple[bytes, list[NodeT]]]:
    """The entries of `walk_tree` in the same order, in runs: the path of a folder, and entries of it.

    A run ends behind a folder, or where its own folder ends: what costs by the call is paid once for many
    files. `load` gives the nodes of a tree; `enter` is called after the run that the folder ends.

    Raises: as `walk_tree`.
    """
    stack = [(prefix, _split(load(tree_id)))]
    ids = [tree_id]
    while stack:
        parent, runs = stack[-1]
        run = next(runs, None)
        if run is None:
            stack.pop()
            ids.pop()
            continue
        yield parent, run
        last = run[-1]
        if last.type != "dir" or last.subtree is None:
            continue
        path = parent + b"/" + last.name
        if enter is not None and not enter(path, last):
            continue
        subtree = parse_node_id(last.subtree)
        if subtree in ids or len(stack) >= MAX_DEPTH:
            raise FormatError("tree", f"{show_path(path)} is inside itself or nested too deep")
        stack.append((path, _split(load(subtree))))
        ids.append(subtree)


def _split(nodes: list[NodeT]) -> Iterator[list[NodeT]]:
    start = 0
    for end in [at for at, node in enumerate(nodes, 1) if node.type == "dir"]:
        yield nodes[start:end]
        start = end
    if start < len(nodes):
        yield nodes[start:]
