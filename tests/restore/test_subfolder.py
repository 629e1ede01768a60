"""A path inside a snapshot leads to its node, or to an error that says where it ends."""

from __future__ import annotations

import pytest

from firstbell.restore import PathNotFoundError, find_node, find_tree, spell_path
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
    with pytest.raises(PathNotFoundError, match="is not a folder"):
        find_tree(source, tree, path)


def test_a_path_of_windows_is_found_through_whichever_spelling_of_a_folder_holds_it(
    source: MemorySource,
) -> None:
    tree = source.tree(
        source.folder(b"C", source.folder(b"Users", source.file(b"a.txt", b"1"))),
        source.folder(
            b"c", source.folder(b"users", source.file(b"A.txt", b"2"), source.file(b"b.txt", b"3"))
        ),
    )
    of_windows = ["C:\\Users"]
    for typed, spelled in {
        b"C:\\Users\\B.TXT": b"/c/users/b.txt",
        b"/c/users/A.txt": b"/c/users/A.txt",
        b"c:/users/a.txt": b"/C/Users/a.txt",
        b"D:\\nothing": b"/D/nothing",
        b"C:\\": b"/C",
        b"/": b"",
    }.items():
        assert spell_path(source, tree, typed, paths=of_windows) == spelled
        assert spell_path(source, tree, typed, paths=["/srv"]) == typed
