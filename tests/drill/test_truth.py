"""The comparison finds every difference, and nothing where there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firstbell.drill.truth import ItemKind, TruthItem, compare_tree, expect_tree, survey_tree


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    (root / "a" / "b").mkdir(parents=True)
    (root / "a" / "one.txt").write_bytes(b"one")
    (root / "a" / "b" / "two.txt").write_bytes(b"two")
    (root / "link").symlink_to("a/one.txt")
    with open(os.path.join(os.fsencode(root), b"caf\xe9"), "wb") as out:
        out.write(b"latin")
    return root


def test_a_tree_is_identical_to_itself(tree: Path) -> None:
    found = compare_tree(tree, survey_tree(tree))
    assert found.is_perfect
    assert found.identical == 4
    assert found.size_bytes == 3 + 3 + 5 + len("a/one.txt")


def test_one_changed_byte_is_found(tree: Path) -> None:
    expected = survey_tree(tree)
    (tree / "a" / "one.txt").write_bytes(b"onf")
    found = compare_tree(tree, expected)
    assert found.different == (b"a/one.txt",)
    assert not found.is_perfect


def test_what_is_missing_and_what_is_too_much_is_found(tree: Path) -> None:
    expected = survey_tree(tree)
    os.unlink(os.path.join(os.fsencode(tree), b"caf\xe9"))
    (tree / "note.txt").write_bytes(b"pay")
    (tree / "new folder").mkdir()
    found = compare_tree(tree, expected)
    assert found.missing == (b"caf\xe9",)
    assert found.unexpected == (b"new folder", b"note.txt")
    assert not found.is_perfect


def test_a_link_to_elsewhere_and_a_file_in_place_of_a_link_are_different(tree: Path) -> None:
    expected = survey_tree(tree)
    (tree / "link").unlink()
    (tree / "link").symlink_to("a/b/two.txt")
    assert compare_tree(tree, expected).different == (b"link",)
    (tree / "link").unlink()
    (tree / "link").write_bytes(b"a/one.txt")
    assert compare_tree(tree, expected).different == (b"link",)


def test_an_empty_folder_counts(tree: Path) -> None:
    (tree / "empty").mkdir()
    expected = survey_tree(tree)
    (tree / "empty").rmdir()
    assert compare_tree(tree, expected).missing == (b"empty",)


def test_where_nothing_was_restored_everything_is_missing(tree: Path, tmp_path: Path) -> None:
    expected = survey_tree(tree)
    found = compare_tree(tmp_path / "nothing", expected)
    assert set(found.missing) == set(expected)
    assert found.identical == 0


def test_later_work_of_people_wins_over_what_was_before(tree: Path) -> None:
    before = survey_tree(tree)
    (tree / "a" / "one.txt").write_bytes(b"struck")
    (tree / "a" / "b" / "two.txt").write_bytes(b"two and more")
    (tree / "new.txt").write_bytes(b"new")
    expected = expect_tree(before, [b"a/b/two.txt", b"new.txt"], tree)
    assert expected[b"a/one.txt"] == before[b"a/one.txt"]
    assert expected[b"a/b/two.txt"] == survey_tree(tree)[b"a/b/two.txt"]
    assert expected[b"new.txt"].kind is ItemKind.FILE
    assert expected[b"link"] == TruthItem(ItemKind.LINK, b"a/one.txt")
