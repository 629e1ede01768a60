"""What becomes of things that stand in the target already."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firstbell.restore import Overwrite
from tests.restore.memory import MTIME_NS, MemorySource, list_names, problems_of, restore, symlink

LARGE = [bytes([at]) * 700_000 for at in range(1, 6)]
CONTENTS = {"small": [b"new content"], "large": LARGE}


@pytest.fixture(params=list(CONTENTS))
def parts(request: pytest.FixtureRequest) -> list[bytes]:
    """The blobs of a file that is written at once, and of one that is put together."""
    chosen: list[bytes] = CONTENTS[request.param]
    return chosen


def put(path: Path, data: bytes, mtime_ns: int) -> None:
    path.write_bytes(data)
    os.utime(path, ns=(mtime_ns, mtime_ns))


@pytest.mark.parametrize(
    ("overwrite", "newer_by_ns", "is_replaced"),
    [
        (Overwrite.NEVER, 0, False),
        (Overwrite.NEVER, -1, False),
        (Overwrite.ALWAYS, 0, True),
        (Overwrite.ALWAYS, 1, True),
        (Overwrite.IF_CHANGED, 1, True),
        (Overwrite.IF_CHANGED, -1, True),
        (Overwrite.IF_NEWER, 1, False),
        (Overwrite.IF_NEWER, 0, False),
        (Overwrite.IF_NEWER, -1, True),
    ],
)
def test_the_chosen_rule_decides(
    tmp_path: Path, parts: list[bytes], overwrite: Overwrite, newer_by_ns: int, *, is_replaced: bool
) -> None:
    source = MemorySource()
    put(tmp_path / "f", b"what was there", MTIME_NS + newer_by_ns)
    receipt = restore(
        source, source.tree(source.file(b"f", *parts)), tmp_path, overwrite=overwrite, verify=True
    )
    expected = b"".join(parts) if is_replaced else b"what was there"
    assert (tmp_path / "f").read_bytes() == expected
    assert (receipt.files_restored, receipt.files_skipped) == ((1, 0) if is_replaced else (0, 1))
    assert receipt.files_verified == receipt.files_restored
    assert problems_of(receipt) == ({b"/f": "restore.exists"} if overwrite is Overwrite.NEVER else {})
    assert list_names(tmp_path) == [b"f"]


@pytest.mark.parametrize("overwrite", [Overwrite.NEVER, Overwrite.IF_CHANGED])
def test_a_file_that_is_there_already_is_not_read_but_verified(
    tmp_path: Path, parts: list[bytes], overwrite: Overwrite
) -> None:
    source = MemorySource()
    tree = source.tree(source.file(b"f", *parts, mode=0o640))
    put(tmp_path / "f", b"".join(parts), MTIME_NS)
    (tmp_path / "f").chmod(0o600)
    source.reads = 0
    receipt = restore(source, tree, tmp_path, overwrite=overwrite, verify=True)
    assert source.reads == 1  # the tree
    assert (receipt.files_skipped, receipt.files_verified, receipt.problems) == (1, 1, ())
    assert (tmp_path / "f").stat().st_mode & 0o777 == (0o600 if overwrite is Overwrite.NEVER else 0o640)


def test_a_file_that_only_looks_the_same_is_found_by_reading_it_back(tmp_path: Path) -> None:
    source = MemorySource()
    tree = source.tree(source.file(b"f", b"right"))
    put(tmp_path / "f", b"wrong", MTIME_NS)
    receipt = restore(source, tree, tmp_path, overwrite=Overwrite.IF_CHANGED, verify=True)
    assert problems_of(receipt) == {b"/f": "restore.differs"}
    assert (receipt.files_failed, receipt.files_verified) == (1, 0)


@pytest.mark.parametrize("is_empty", [True, False])
def test_a_folder_gives_way_to_a_file_only_when_it_is_empty(
    tmp_path: Path, parts: list[bytes], *, is_empty: bool
) -> None:
    (tmp_path / "f").mkdir()
    if not is_empty:
        (tmp_path / "f" / "precious").write_bytes(b"ours")
    source = MemorySource()
    tree = source.tree(source.file(b"f", *parts))
    receipt = restore(source, tree, tmp_path, overwrite=Overwrite.ALWAYS)
    if is_empty:
        assert (tmp_path / "f").read_bytes() == b"".join(parts)
    else:
        assert problems_of(receipt) == {b"/f": "restore.cannot_write"}
        assert list_names(tmp_path) == [b"f", b"f/precious"]


def test_a_file_gives_way_to_a_folder_only_when_told_to(tmp_path: Path) -> None:
    source = MemorySource()
    tree = source.tree(source.folder(b"d", source.file(b"f", b"x")))
    (tmp_path / "d").write_bytes(b"ours")
    receipt = restore(source, tree, tmp_path)
    assert problems_of(receipt) == {b"/d": "restore.exists"}
    assert (tmp_path / "d").read_bytes() == b"ours"
    restore(source, tree, tmp_path, overwrite=Overwrite.ALWAYS)
    assert (tmp_path / "d" / "f").read_bytes() == b"x"


def test_a_folder_that_was_there_keeps_its_metadata_unless_told_otherwise(tmp_path: Path) -> None:
    source = MemorySource()
    tree = source.tree(source.folder(b"d", source.file(b"f", b"x")))
    (tmp_path / "d").mkdir(mode=0o750)
    restore(source, tree, tmp_path)
    assert (tmp_path / "d").stat().st_mode & 0o777 == 0o750
    restore(source, tree, tmp_path, overwrite=Overwrite.IF_CHANGED)
    assert (tmp_path / "d").stat().st_mode & 0o777 == 0o755


def test_a_second_restore_finds_everything_there(tmp_path: Path) -> None:
    source = MemorySource()
    shared = {"links": 2, "inode": 4, "device_id": 1}
    tree = source.tree(
        source.file(b"a", b"one", **shared),
        source.file(b"b", b"one", **shared),
        source.file(b"c", *LARGE),
        symlink(b"l", b"a"),
    )
    restore(source, tree, tmp_path)
    for overwrite in (Overwrite.NEVER, Overwrite.IF_CHANGED):
        receipt = restore(source, tree, tmp_path, overwrite=overwrite)
        assert (receipt.files_restored, receipt.files_skipped, receipt.problems) == (0, 4, ())
    assert (tmp_path / "a").samefile(tmp_path / "b")


@pytest.mark.parametrize("overwrite", [Overwrite.ALWAYS, Overwrite.IF_CHANGED])
def test_names_of_one_file_become_one_again(tmp_path: Path, overwrite: Overwrite) -> None:
    source = MemorySource()
    shared = {"links": 2, "inode": 4, "device_id": 1}
    tree = source.tree(source.file(b"a", b"one", **shared), source.file(b"b", b"one", **shared))
    put(tmp_path / "a", b"changed", MTIME_NS)
    put(tmp_path / "b", b"one", MTIME_NS)
    restore(source, tree, tmp_path, overwrite=overwrite)
    assert (tmp_path / "a").read_bytes() == b"one"
    assert (tmp_path / "a").samefile(tmp_path / "b")
    restore(source, tree, tmp_path, overwrite=overwrite)
    assert (tmp_path / "a").samefile(tmp_path / "b")
    assert list_names(tmp_path) == [b"a", b"b"]


def test_a_link_that_a_full_folder_keeps_out_leaves_nothing_of_itself(tmp_path: Path) -> None:
    source = MemorySource()
    shared = {"links": 2, "inode": 4, "device_id": 1}
    tree = source.tree(source.file(b"a", b"one", **shared), source.file(b"b", b"one", **shared))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "theirs").write_text("theirs")
    receipt = restore(source, tree, tmp_path, overwrite=Overwrite.ALWAYS)
    assert list(problems_of(receipt)) == [b"/b"]
    assert list_names(tmp_path) == [b"a", b"b", b"b/theirs"]


@pytest.mark.parametrize("overwrite", list(Overwrite))
def test_a_symlink_replaces_what_is_there_when_told_to(tmp_path: Path, overwrite: Overwrite) -> None:
    source = MemorySource()
    tree = source.tree(symlink(b"l", b"new"))
    (tmp_path / "l").symlink_to("old")
    os.utime(tmp_path / "l", ns=(MTIME_NS - 1, MTIME_NS - 1), follow_symlinks=False)
    restore(source, tree, tmp_path, overwrite=overwrite)
    assert os.readlink(tmp_path / "l") == ("old" if overwrite is Overwrite.NEVER else "new")
    assert list_names(tmp_path) == [b"l"]
