"""What Firstbell wrote, read and carried on by the real restic."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compat.oddtree import count_files, make_odd_tree, survey
from tests.compat.programs import Place, make_place, make_quick_place, restored_at

WAYS = [(2, "auto"), (2, "off"), (2, "max"), (1, "auto")]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_odd_tree(tmp_path_factory.mktemp("source") / "tree")


@pytest.fixture(scope="module", params=WAYS, ids=lambda way: f"version {way[0]} {way[1]}")
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, tree: Path) -> Place:
    """A repository we made, with one snapshot of the tree."""
    version, compression = request.param
    made = make_place(tmp_path_factory.mktemp("ours") / "repository", version=version)
    made.firstbell("backup", "--compression", compression, "--tag", "a,b", str(tree))
    return made


@pytest.mark.long
def test_restic_finds_no_fault_in_it(place: Place) -> None:
    told = place.restic("check", "--read-data")
    assert "no errors were found" in told.stdout
    assert "unused" not in told.stdout + told.stderr


def test_restic_restores_an_identical_tree(place: Place, tree: Path, tmp_path: Path) -> None:
    place.restic("restore", "latest", "--target", str(tmp_path))
    assert survey(restored_at(tmp_path, tree)) == survey(tree)


def test_restic_lists_every_path(place: Place, tree: Path) -> None:
    listed = place.restic("ls", "--json", "latest").stdout.splitlines()
    below = len(survey(tree)) - 1
    above = len(tree.parts) - 1
    assert len(listed) == 1 + above + below


@pytest.mark.long
def test_a_further_restic_backup_reads_no_file_again(place: Place, tree: Path) -> None:
    ours = place.snapshots()[-1]
    summary = place.restic("backup", "--json", str(tree)).summary
    assert summary["files_unmodified"] == count_files(tree)
    assert summary["files_new"] == summary["files_changed"] == summary["data_blobs"] == 0
    theirs = place.snapshots()[-1]
    assert theirs["parent"] == ours["id"]
    assert place.tree_id(theirs, tree) == place.tree_id(ours, tree)


def test_a_file_that_changed_is_the_only_one_that_restic_reads(tmp_path: Path) -> None:
    tree = make_odd_tree(tmp_path / "tree")
    place = make_quick_place(tmp_path / "repository")
    place.firstbell("backup", str(tree))
    (tree / "names" / "plain.txt").write_bytes(b"edited")
    summary = place.restic("backup", "--json", str(tree)).summary
    assert (summary["files_new"], summary["files_changed"]) == (0, 1)
    assert summary["files_unmodified"] == count_files(tree) - 1


def test_what_restic_pruned_is_whole_for_both(tmp_path: Path) -> None:
    tree = make_odd_tree(tmp_path / "tree")
    place = make_quick_place(tmp_path / "repository")
    place.firstbell("backup", str(tree))
    (tree / "sizes" / "large").unlink()
    place.firstbell("backup", str(tree))
    (tree / "names" / "plain.txt").write_bytes(b"edited")
    place.restic("backup", str(tree))
    told = place.restic("forget", "--keep-last", "1", "--prune", "--max-unused", "0")
    assert "removed" in told.stdout
    place.restic("check", "--read-data")
    assert place.firstbell("check", "--read-data", "--json").summary["num_errors"] == 0
    target = tmp_path / "target"
    place.firstbell("restore", "latest", "--target", str(target))
    assert survey(restored_at(target, tree)) == survey(tree)


@pytest.mark.long
@pytest.mark.parametrize("version", [1, 2])
def test_small_files_give_the_tree_id_that_restic_gives(tmp_path: Path, version: int) -> None:
    """Chunk borders differ, so only files of one chunk can show it."""
    tree = make_odd_tree(tmp_path / "tree")
    for name in ("large", "zeros", "sparse", "524289"):
        (tree / "sizes" / name).unlink()
    place = make_place(tmp_path / "repository", made_by="restic", version=version)
    place.restic("backup", "--force", str(tree))
    place.firstbell("backup", "--force", str(tree))
    theirs, ours = place.snapshots()
    assert place.tree_id(theirs, tree) == place.tree_id(ours, tree)
