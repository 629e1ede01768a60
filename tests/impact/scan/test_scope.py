"""What is in scope: every file once, and what cannot be opened is told, not left out."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from firstbell.impact.scan.lists import load_scope_list
from firstbell.impact.scan.scope import FolderSource, ListedSource, ScopeFile
from firstbell.impact.scan.touches import ScopeError, Touch


def open_file(item: ScopeFile) -> bytes:
    assert item.open is not None
    descriptor = item.open()
    try:
        return os.pread(descriptor, 100, 0)
    finally:
        os.close(descriptor)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "share"
    (root / "b").mkdir(parents=True)
    (root / "b" / "inner.txt").write_bytes(b"inner")
    (root / "a.txt").write_bytes(b"outer")
    (root / "empty").write_bytes(b"")
    return root


def test_every_file_comes_once_in_order_with_its_path_inside(folder: Path) -> None:
    items = list(FolderSource(folder).iterate())
    assert [(item.below, item.size) for item in items] == [("a.txt", 5), ("b/inner.txt", 5), ("empty", 0)]
    assert all(item.path == f"{folder}/{item.below}" for item in items)
    assert [open_file(item) for item in items] == [b"outer", b"inner", b""]


def test_a_name_that_is_not_utf8_is_shown_and_opened(folder: Path) -> None:
    (Path(os.fsdecode(os.fsencode(folder) + b"/r\xe9sum\xe9"))).write_bytes(b"words")
    item = next(item for item in FolderSource(folder).iterate() if "sum" in item.path)
    assert item.below == r"r\xe9sum\xe9"
    assert open_file(item) == b"words"


def test_links_pipes_and_folders_that_cannot_be_listed_are_told(folder: Path) -> None:
    (folder / "link").symlink_to("/etc/passwd")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    told = {item.below: item.problem for item in FolderSource(folder).iterate() if item.open is None}
    assert told == {
        "link": "a link to /etc/passwd: it holds nothing itself",
        "loop": f"a link to {folder}: it holds nothing itself",
        "pipe": "no file: a device, a pipe or a socket holds nothing",
    }


def test_a_file_that_became_a_link_meanwhile_is_not_followed(folder: Path) -> None:
    item = next(iter(FolderSource(folder).iterate()))
    (folder / "a.txt").unlink()
    (folder / "a.txt").symlink_to("/etc/passwd")
    with pytest.raises(OSError, match="symbolic"):
        open_file(item)


@pytest.mark.parametrize("through", ["b", "../share/b"])
def test_the_folder_of_the_case_is_no_part_of_what_is_scanned(folder: Path, through: str) -> None:
    items = list(FolderSource(folder, apart=folder / through).iterate())
    assert [item.below for item in items if item.open] == ["a.txt", "empty"]
    assert [item.problem for item in items if not item.open] == [
        "no file: it is the folder of this case itself"
    ]


@pytest.mark.parametrize("name", ["missing", "a.txt"])
def test_what_is_no_folder_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(ScopeError, match=name) as caught:
        list(FolderSource(folder / name).iterate())
    assert caught.value.hint == "--folder names a folder of files to be read"


def test_of_a_list_what_fits_by_path_or_content_is_in_scope_and_what_was_not_found_is_told(
    folder: Path, tmp_path: Path
) -> None:
    written = tmp_path / "list.csv"
    digest = hashlib.md5(b"inner", usedforsecurity=False).hexdigest()
    written.write_text(f"path,hash,how\na.txt,,taken\n,{digest},read\ngone.txt,,taken\n")
    source = ListedSource(FolderSource(folder), load_scope_list(written))
    items = list(source.iterate())
    assert [(Path(item.path).name, [touch.how for touch in item.touches]) for item in items] == [
        ("a.txt", ["taken"]),
        ("inner.txt", ["read"]),
        ("gone.txt", ["taken"]),
    ]
    assert items[-1].problem == "list.csv lists it, and it was not found"
    assert items[-1].open is None
    assert source.name == f"folder {folder}, as list.csv lists it"
    assert items[0].touches == (Touch("taken", "", "list.csv"),)
