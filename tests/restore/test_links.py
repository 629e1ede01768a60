"""Names of one file: which are, and which only look so."""

from __future__ import annotations

from pathlib import Path

from tests.restore.memory import MemorySource, restore


def test_files_of_one_name_each_stay_two_whatever_number_they_had(tmp_path: Path) -> None:
    # the number of a file that went is given to the next one, while a backup runs too
    source = MemorySource()
    same = {"links": 1, "inode": 99, "device_id": 5}
    tree = source.tree(source.file(b"a", b"same", **same), source.file(b"b", b"same", **same))
    restore(source, tree, tmp_path)
    assert not (tmp_path / "a").samefile(tmp_path / "b")


def test_a_restore_that_goes_on_links_to_what_was_in_place(tmp_path: Path) -> None:
    source = MemorySource()
    shared = {"links": 2, "inode": 4, "device_id": 1}
    tree = source.tree(source.file(b"a", b"one", **shared), source.file(b"b", b"one", **shared))
    restore(source, tree, tmp_path)
    (tmp_path / "b").unlink()
    receipt = restore(source, tree, tmp_path, passed=1)
    assert (receipt.files_restored, receipt.problems) == (1, ())
    assert (tmp_path / "a").samefile(tmp_path / "b")
