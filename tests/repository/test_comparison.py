"""What changed between two trees."""

from __future__ import annotations

import pytest

from firstbell.repository import Repository
from firstbell.repository.comparison import ComparisonTotals, PathChange, TreeComparison
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.node import MODE_DIR, Node
from firstbell.repository.format.tree import render_tree
from firstbell.repository.index import Index
from tests.repository.making import Folder, make_repository, save_folder


@pytest.fixture
def repository() -> Repository:
    """An empty repository."""
    return make_repository()


def compare(
    repository: Repository, before: Folder, after: Folder, *, metadata: bool = False
) -> tuple[list[tuple[bytes, str]], ComparisonTotals]:
    """((path, modifier) of every change, totals)."""
    with repository.writer() as writer:
        old, new = save_folder(writer, before), save_folder(writer, after)
    comparison = TreeComparison(repository, metadata=metadata)
    return [(path, modifier) for path, modifier, _ in comparison.compare(old, new)], comparison.totals


def save_nodes(repository: Repository, *nodes: Node) -> bytes:
    """The id of a tree of these nodes."""
    with repository.writer() as writer:
        return writer.save_tree(render_tree(list(nodes))).id


def test_the_same_tree_has_no_changes(repository: Repository) -> None:
    tree: Folder = {b"a": b"1", b"d": {b"b": b"2"}}
    assert compare(repository, tree, tree) == ([], ComparisonTotals())


def test_changes_come_by_path_parents_first(repository: Repository) -> None:
    before: Folder = {b"gone": {b"x": b"1"}, b"kept": b"2", b"sub": {b"changed": b"3"}}
    after: Folder = {b"kept": b"2", b"new": {b"y": b"4", b"z": {}}, b"sub": {b"changed": b"33"}}
    changes, totals = compare(repository, before, after)
    assert changes == [
        (b"/gone", "-"),
        (b"/gone/x", "-"),
        (b"/new", "+"),
        (b"/new/y", "+"),
        (b"/new/z", "+"),
        (b"/sub/changed", "M"),
    ]
    assert totals.changed_files == 1
    assert (totals.added.files, totals.added.dirs, totals.added.data_blobs) == (1, 2, 2)
    assert (totals.removed.files, totals.removed.dirs, totals.removed.data_blobs) == (1, 1, 2)


def test_bytes_are_those_of_blobs_that_only_one_side_has(repository: Repository) -> None:
    _, totals = compare(repository, {b"a": b"12345"}, {b"b": b"12345", b"c": b"6"})
    assert (totals.added.data_blobs, totals.removed.data_blobs) == (1, 0)
    assert totals.added.size_bytes > totals.removed.size_bytes > 0


def test_a_folder_that_became_a_file_is_told_with_all_it_held(repository: Repository) -> None:
    changes, _ = compare(repository, {b"a": {b"x": b"1"}}, {b"a": b"file"})
    assert changes == [(b"/a", "T"), (b"/a/x", "-")]
    changes, _ = compare(repository, {b"a": b"file"}, {b"a": {b"x": b"1"}})
    assert changes == [(b"/a", "T"), (b"/a/x", "+")]


def test_other_things_than_files_and_folders_are_counted_apart(repository: Repository) -> None:
    old = save_nodes(repository)
    new = save_nodes(repository, Node("pipe", "fifo", 0o644))
    comparison = TreeComparison(repository)
    assert list(comparison.compare(old, new)) == [PathChange(b"/pipe", "+", "fifo")]
    assert comparison.totals.added.others == 1


def test_metadata_is_told_only_when_asked_for(repository: Repository) -> None:
    old = save_nodes(repository, Node("f", "file", 0o644, inode=1))
    new = save_nodes(repository, Node("f", "file", 0o600, inode=2))
    moved = save_nodes(repository, Node("f", "file", 0o644, inode=3))
    assert list(TreeComparison(repository).compare(old, new)) == []
    assert list(TreeComparison(repository, metadata=True).compare(old, new)) == [
        PathChange(b"/f", "U", "file")
    ]
    assert list(TreeComparison(repository, metadata=True).compare(old, moved)) == []


def test_content_that_an_unchanged_file_beside_it_has_is_not_new(repository: Repository) -> None:
    changes, totals = compare(repository, {b"a": b"1", b"b": b"2"}, {b"a": b"1", b"c": b"1"})
    assert changes == [(b"/b", "-"), (b"/c", "+")]
    assert (totals.added.data_blobs, totals.removed.data_blobs) == (0, 1)


def test_a_node_that_is_written_otherwise_is_the_same_node(repository: Repository) -> None:
    tight = render_tree([Node("f", "file", 0o644, size=1), Node("g", "file", 0o600)])
    wide = tight.replace(b",", b", ")
    with repository.writer() as writer:
        old, new = writer.save_tree(tight).id, writer.save_tree(wide).id
    comparison = TreeComparison(repository, metadata=True)
    assert list(comparison.compare(old, new)) == []
    assert (comparison.totals.added.tree_blobs, comparison.totals.removed.tree_blobs) == (1, 1)


@pytest.mark.parametrize("tree", [b"", b"[]", b'{"nodes":[5]}', b'{"nodes":[{"name":5}]}', b'{"nodes":[{}]}'])
def test_what_is_no_tree_is_an_error_by_name(repository: Repository, tree: bytes) -> None:
    with repository.writer() as writer:
        old, new = writer.save_tree(render_tree([])).id, writer.save_tree(tree).id
    with pytest.raises(FormatError, match="tree"):
        list(TreeComparison(repository).compare(old, new))


def test_content_that_changed_while_nothing_else_did_is_suspicious(repository: Repository) -> None:
    changes, _ = compare(repository, {b"f": b"good"}, {b"f": b"evil"})
    assert changes == [(b"/f", "M?")]


def test_a_name_that_stands_in_neither_order_is_compared_all_the_same(repository: Repository) -> None:
    first, second = Node("b", "file", 0o600), Node("a", "file", 0o600)
    old, new = save_nodes(repository, first, second), save_nodes(repository, second)
    assert list(TreeComparison(repository).compare(old, new)) == [PathChange(b"/b", "-", "file")]


def test_a_folder_without_a_tree_is_an_error_by_name(repository: Repository) -> None:
    old = save_nodes(repository)
    new = save_nodes(repository, Node(quote_name(b"d"), "dir", MODE_DIR))
    with pytest.raises(FormatError):
        list(TreeComparison(repository).compare(old, new))


class EndlessTrees:
    """Every folder holds another one, for ever."""

    def load_blob(self, blob_id: bytes) -> bytes:
        """A folder in a folder."""
        deeper = (int.from_bytes(blob_id, "big") + 1).to_bytes(32, "big")
        return render_tree([Node("d", "dir", MODE_DIR, subtree=deeper.hex())])

    @property
    def index(self) -> Index:
        """Nothing is asked of it."""
        return Index()


def test_trees_that_never_end_are_refused() -> None:
    with pytest.raises(FormatError):
        list(TreeComparison(EndlessTrees()).compare(bytes(32), (1 << 200).to_bytes(32, "big")))
