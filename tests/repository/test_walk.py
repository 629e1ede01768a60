from __future__ import annotations

import itertools

import pytest

from firstbell.base.ids import parse_hex_id
from firstbell.repository import BlobNotFoundError, Node, WalkEntry, walk_tree
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.tree import parse_outline
from firstbell.repository.walk import MAX_DEPTH, walk_runs
from tests.repository.making import Folder, make_repository, save_snapshot

FOLDER: Folder = {
    b"a": b"1",
    b"dir": {b"empty": {}, b"x": b"2", b"deep": {b"y": b"3"}},
    b"dir2": {b"z": b"4"},
}


class _Trees:
    """Trees in a dictionary."""

    def __init__(self, trees: dict[bytes, list[Node]]) -> None:
        self.trees = trees

    def load_tree(self, tree_id: bytes) -> list[Node]:
        return self.trees[tree_id]


def _dir(name: str, tree_id: bytes | str | None) -> Node:
    subtree = tree_id.hex() if isinstance(tree_id, bytes) else tree_id
    return Node(name, "dir", subtree=subtree)


def test_every_entry_is_given_with_its_path_parents_first() -> None:
    repository = make_repository()
    snapshot = save_snapshot(repository, FOLDER)
    paths = [entry.path for entry in walk_tree(repository, parse_hex_id(snapshot.tree))]
    assert paths == [
        b"/a", b"/dir", b"/dir/deep", b"/dir/deep/y", b"/dir/empty", b"/dir/x", b"/dir2", b"/dir2/z",
    ]  # fmt: skip


def test_a_prefix_stands_before_every_path_and_folders_may_be_passed_over() -> None:
    repository = make_repository()
    snapshot = save_snapshot(repository, FOLDER)

    def enter(entry: WalkEntry) -> bool:
        return entry.path != b"/at/dir"

    entries = walk_tree(repository, parse_hex_id(snapshot.tree), b"/at", enter=enter)
    assert [entry.path for entry in entries] == [b"/at/a", b"/at/dir", b"/at/dir2", b"/at/dir2/z"]


def test_runs_end_behind_folders_and_hold_every_entry_in_order() -> None:
    repository = make_repository()
    root = parse_hex_id(save_snapshot(repository, FOLDER).tree)
    runs = list(walk_runs(lambda tree_id: parse_outline(repository.load_blob(tree_id)), root, b"/at"))
    assert [(folder, [node.name for node in nodes]) for folder, nodes in runs] == [
        (b"/at", [b"a", b"dir"]),
        (b"/at/dir", [b"deep"]),
        (b"/at/dir/deep", [b"y"]),
        (b"/at/dir", [b"empty"]),
        (b"/at/dir", [b"x"]),
        (b"/at", [b"dir2"]),
        (b"/at/dir2", [b"z"]),
    ]


def test_a_tree_inside_itself_ends_in_an_error() -> None:
    one, two = b"\x01" * 32, b"\x02" * 32
    trees = _Trees({one: [_dir("a", two)], two: [_dir("b", one)]})
    with pytest.raises(FormatError, match="is inside itself or nested too deep"):
        list(walk_tree(trees, one))


def test_the_same_tree_in_two_places_is_no_loop() -> None:
    one, two = b"\x01" * 32, b"\x02" * 32
    trees = _Trees({one: [_dir("a", two), _dir("b", two)], two: [Node("f", "file")]})
    assert [entry.path for entry in walk_tree(trees, one)] == [b"/a", b"/a/f", b"/b", b"/b/f"]


def test_a_tree_deeper_than_any_path_ends_in_an_error() -> None:
    ids = [number.to_bytes(32, "big") for number in range(MAX_DEPTH + 2)]
    trees = _Trees({tree_id: [_dir("d", after)] for tree_id, after in itertools.pairwise(ids)})
    with pytest.raises(FormatError, match="too deep"):
        list(walk_tree(trees, ids[0]))


def test_a_folder_without_a_tree_is_given_and_not_entered() -> None:
    one = b"\x01" * 32
    assert len(list(walk_tree(_Trees({one: [_dir("a", None), Node("b", "file")]}), one))) == 2


def test_a_subtree_that_is_no_id_or_not_there_is_an_error() -> None:
    one = b"\x01" * 32
    with pytest.raises(FormatError, match="is no id"):
        list(walk_tree(_Trees({one: [_dir("a", "xyz")]}), one))
    repository = make_repository()
    with pytest.raises(BlobNotFoundError):
        list(walk_tree(repository, one))
