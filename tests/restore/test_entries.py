"""What of a tree is restored: patterns, and what a dry run counts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firstbell.base.patterns import PatternList
from firstbell.restore import AnyFilter
from tests.restore.memory import MTIME_NS, MemorySource, list_names, problems_of, restore


def tree_of_many(source: MemorySource) -> bytes:
    return source.tree(
        source.folder(
            b"a",
            source.file(b"x.txt", b"1"),
            source.file(b"y.doc", b"22"),
            source.folder(b"deep", source.file(b"z.txt", b"333")),
        ),
        source.folder(b"b", source.file(b"w.doc", b"4444")),
        source.file(b"top.txt", b"55555"),
    )


@pytest.mark.parametrize(
    ("includes", "excludes", "names"),
    [
        (["*.txt"], None, [b"a", b"a/deep", b"a/deep/z.txt", b"a/x.txt", b"top.txt"]),
        (["/a/deep"], None, [b"a", b"a/deep", b"a/deep/z.txt"]),
        (None, ["*.txt", "/b"], [b"a", b"a/deep", b"a/y.doc"]),
        (["/a"], ["deep"], [b"a", b"a/x.txt", b"a/y.doc"]),
        (["/nothing"], None, []),
    ],
)
def test_patterns_choose_what_is_restored(
    tmp_path: Path, includes: list[str] | None, excludes: list[str] | None, names: list[bytes]
) -> None:
    source = MemorySource()
    receipt = restore(
        source,
        tree_of_many(source),
        tmp_path,
        includes=PatternList(includes) if includes else None,
        excludes=PatternList(excludes) if excludes else None,
    )
    assert list_names(tmp_path) == names
    assert receipt.files_restored == sum(b"." in name for name in names)
    # a folder that was made only for what is in it is finished, too
    assert all((tmp_path / os.fsdecode(name)).stat().st_mtime_ns == MTIME_NS for name in names)


def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    source = MemorySource()
    tree = tree_of_many(source)
    receipt = restore(source, tree, tmp_path / "new", dry_run=True)
    assert (receipt.files_restored, receipt.bytes_restored) == (5, 15)
    assert not (tmp_path / "new").exists()
    restore(source, tree, tmp_path / "new")
    (tmp_path / "new" / "a" / "x.txt").write_bytes(b"changed")
    (tmp_path / "new" / "b" / "w.doc").unlink()
    receipt = restore(source, tree, tmp_path / "new", dry_run=True)
    assert (receipt.files_restored, receipt.files_skipped) == (1, 4)
    assert problems_of(receipt) == {b"/a/x.txt": "restore.exists"}
    assert (tmp_path / "new" / "a" / "x.txt").read_bytes() == b"changed"


def test_a_path_that_any_of_several_filters_chooses_is_chosen(tmp_path: Path) -> None:
    source = MemorySource()
    includes = AnyFilter([PatternList(["/a/x.txt"]), PatternList(["W.DOC"], ignore_case=True)])
    restore(source, tree_of_many(source), tmp_path, includes=includes)
    assert list_names(tmp_path) == [b"a", b"a/x.txt", b"b", b"b/w.doc"]
