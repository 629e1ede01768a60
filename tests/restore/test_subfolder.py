"""A path inside a snapshot leads to its node, or to an error that says where it ends."""

from __future__ import annotations

import pytest

from firstbell.restore import PathNotFoundError, find_node, find_tree
from tests.restore.memory import MemorySource, symlink


@pytest.fixture
def source() -> MemorySource:
    return MemorySource()


@pytest.fixture
def tree(source: MemorySource) -> bytes:
    inner = source.folder(b"b \xff", source.file(b"f", b"x"))
    return source.tree(source.folder(b"a", inner), symlink(b"l", b"a"))


@pytest.mark.parametrize("path", [b"/a/b \xff/f", b"a/b \xff/f", b"//a//b \xff/f/"])
def test_a_file_is_found_by_its_path(source: MemorySource, tree: bytes, path: bytes) -> None:
    assert find_node(source, tree, path).name == b"f"


@pytest.mark.parametrize("path", [b"", b"/", b"//"])
def test_the_root_is_the_tree_itself_and_no_node(source: MemorySource, tree: bytes, path: bytes) -> None:
    assert find_tree(source, tree, path) == tree
    with pytest.raises(PathNotFoundError):
        find_node(source, tree, path)


def test_a_folder_is_found_by_its_path(source: MemorySource, tree: bytes) -> None:
    found = find_tree(source, tree, b"/a/b \xff")
    assert [node.name for node in source.load_tree(found)] == [b"f"]


@pytest.mark.parametrize(
    "path", [b"/nothing", b"/a/nothing", b"/l/b", b"/a/b \xff/f/below", b"/a/..", b"/a/b"]
)
def test_a_path_that_is_not_there_is_named(source: MemorySource, tree: bytes, path: bytes) -> None:
    with pytest.raises(PathNotFoundError) as caught:
        find_tree(source, tree, path)
    assert caught.value.path == path
    assert path.decode(errors="backslashreplace") in str(caught.value)


@pytest.mark.parametrize("path", [b"/a/b \xff/f", b"/l"])
def test_what_is_no_folder_has_no_tree(source: MemorySource, tree: bytes, path: bytes) -> None:
    with pytest.raises(PathNotFoundError, match="no folder"):
        find_tree(source, tree, path)
