"""What changed between two trees, without opening a subtree that both share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from firstbell.catalog.entries import TreeEntry
from firstbell.record.paths import fold_name

_NOTHING: Mapping[bytes, TreeEntry] = {}
# Deeper than any filesystem allows (PATH_MAX 4096 / "a/"); a tree that goes on holds itself.
MAX_DEPTH = 4096


class Trees(Protocol):
    """Gives the entries of a tree by name."""

    def load(self, tree_id: bytes) -> Mapping[bytes, TreeEntry]:
        """The entries of a tree by name."""

    def expect(self, tree_ids: Iterable[bytes]) -> None:
        """These will be loaded soon; what is asked for at once costs less."""


class Spelling(Protocol):
    """How a line spells its paths."""

    def settle(self, path: bytes) -> bytes:
        """The path as the line knows it, or this one, which is new."""


class EntryDifference(NamedTuple):
    """One path whose entry is not the same on both sides; at least one side is set.

    A directory stands only on the old side, alone: it is a directory no more. `old_tree`, `new_tree`: ids of
    the folder's trees, None where there is no folder.
    """

    path: bytes
    old: TreeEntry | None
    new: TreeEntry | None
    old_tree: bytes | None
    new_tree: bytes | None


def find_differences(
    trees: Trees, old_id: bytes | None, new_id: bytes | None, *, spelling: Spelling | None = None
) -> Iterator[EntryDifference]:
    """Every path that was added, removed or holds another version, in an order that only the trees decide.

    None stands for no tree at all. A path that stops being a directory gives a removal for everything
    below it, and one for itself. `spelling`: where names that differ in case are one; paths are given as it
    spells them.
    """
    for difference in _find(trees, old_id, new_id, is_folded=spelling is not None):
        if spelling is None:
            yield difference
        else:
            yield difference._replace(path=spelling.settle(difference.path))


def _find(
    trees: Trees, old_id: bytes | None, new_id: bytes | None, *, is_folded: bool
) -> Iterator[EntryDifference]:
    waiting = [(b"/", old_id, new_id, 0)]
    while waiting:
        prefix, old_tree, new_tree, depth = waiting.pop()
        if old_tree == new_tree or depth > MAX_DEPTH:
            continue
        old = trees.load(old_tree) if old_tree else _NOTHING
        new = trees.load(new_tree) if new_tree else _NOTHING
        below = []
        for name, before, after in _pair(old, new, is_folded=is_folded):
            if before is after or before == after:
                continue
            path = prefix + name
            if (before and before.subtree) or (after and after.subtree):
                below.append((path + b"/", _subtree(before), _subtree(after), depth + 1))
            for gone, come in _compare(before, after):
                yield EntryDifference(path, gone, come, old_tree, new_tree)
        differing = [pair for pair in below if pair[1] != pair[2]]
        if len(differing) > 1:
            trees.expect(one for _, *pair, _ in differing for one in pair if one is not None)
        waiting.extend(reversed(differing))


def _pair(
    old: Mapping[bytes, TreeEntry], new: Mapping[bytes, TreeEntry], *, is_folded: bool
) -> Iterator[tuple[bytes, TreeEntry | None, TreeEntry | None]]:
    """The entries of two folders side by side, by name; one of another spelling under its old name."""
    twins: dict[bytes, bytes] = {}
    if is_folded and old.keys() != new.keys():
        added = {fold_name(name): name for name in new.keys() - old.keys()}
        twins = {name: added[key] for name in old.keys() - new.keys() if (key := fold_name(name)) in added}
    taken = set(twins.values())
    for name in sorted(old.keys() | new.keys()):
        if name not in taken:
            yield name, old.get(name), new.get(twins.get(name, name))


def _subtree(entry: TreeEntry | None) -> bytes | None:
    return entry.subtree or None if entry else None


def _compare(
    before: TreeEntry | None, after: TreeEntry | None
) -> Iterator[tuple[TreeEntry | None, TreeEntry | None]]:
    if before and before.kind == "dir" and not (after and after.kind == "dir"):
        yield before, None
    old = before if before and before.kind != "dir" else None
    new = after if after and after.kind != "dir" else None
    if old is not new and not (old and new and old.is_same_version(new)):
        yield old, new
