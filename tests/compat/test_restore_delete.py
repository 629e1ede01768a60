"""restore --delete beside restic's: the same files are gone, the same are left."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.compat.programs import Place, make_quick_place


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A repository with one snapshot of a folder `tree`."""
    root = tmp_path_factory.mktemp("delete")
    (root / "tree" / "sub").mkdir(parents=True)
    (root / "tree" / "a.txt").write_bytes(b"hello\n")
    (root / "tree" / "sub" / "b.txt").write_bytes(b"x\n")
    (root / "tree" / "link").symlink_to("a.txt")
    place = make_quick_place(root / "repository")
    place.restic("backup", str(root / "tree"))
    return place


def spec_of(place: Place) -> str:
    """The folder of the snapshot."""
    (snapshot,) = place.snapshots()
    return f"{snapshot['id']}:{snapshot['paths'][0]}"


def make_target(target: Path, outside: Path) -> None:
    """A folder with what the snapshot holds in part, and much that it does not."""
    (target / "sub").mkdir(parents=True)
    (target / "new" / "deep").mkdir(parents=True)
    outside.mkdir()
    (outside / "precious").write_bytes(b"1")
    for name in ("extra.txt", "sub/extra.log", "new/one.txt", "new/deep/two.log", "a.txt"):
        (target / name).write_bytes(b"old")
    (target / "way-out").symlink_to(outside)
    (target / "new" / "way-out").symlink_to(outside)


def list_tree(target: Path) -> list[str]:
    """Every path below the folder."""
    return sorted(str(path.relative_to(target)) for path in target.rglob("*"))


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--exclude", "*.txt"],
        ["--include", "*.log"],
        ["--include", "sub"],
        ["--iexclude", "NEW"],
        ["--exclude", "sub"],
        ["--include", "*.log", "--include", "b.txt"],
    ],
)
def test_what_is_left_is_what_restic_leaves(place: Place, tmp_path: Path, words: list[str]) -> None:
    for name in ("ours", "theirs"):
        make_target(tmp_path / name, tmp_path / f"{name}-outside")
    spec = spec_of(place)
    place.restic("restore", spec, "--delete", "-t", str(tmp_path / "theirs"), *words)
    # a pattern that chooses nothing is a mistake to us
    status = 1 if words == ["--include", "*.log"] else 0
    place.firstbell("restore", spec, "--delete", "-t", str(tmp_path / "ours"), *words, status=status)
    theirs = list_tree(tmp_path / "theirs")
    if words == ["--exclude", "*.txt"]:
        # restic removes a folder with all that is in it, also what was to be left alone
        theirs = sorted([*theirs, "new", "new/one.txt"])
    assert list_tree(tmp_path / "ours") == theirs
    assert (tmp_path / "ours-outside" / "precious").exists()
    shutil.rmtree(tmp_path / "ours")


def test_a_dry_run_names_what_would_go_and_leaves_it(place: Place, tmp_path: Path) -> None:
    make_target(tmp_path / "target", tmp_path / "outside")
    before = list_tree(tmp_path / "target")
    words = ("restore", spec_of(place), "--delete", "-t", str(tmp_path / "target"), "--json")
    foreseen = place.firstbell(*words, "--dry-run")
    assert list_tree(tmp_path / "target") == before
    done = place.firstbell(*words)
    assert sorted(message["path"] for message in foreseen.of_type("deleted")) == sorted(
        message["path"] for message in done.of_type("deleted")
    )
    assert foreseen.summary["files_deleted"] == done.summary["files_deleted"] == 8
    assert list_tree(tmp_path / "target") == ["a.txt", "link", "sub", "sub/b.txt"]
    assert (tmp_path / "target" / "a.txt").read_bytes() == b"hello\n"


def test_a_dry_run_into_a_new_folder_deletes_nothing(place: Place, tmp_path: Path) -> None:
    told = place.firstbell("restore", spec_of(place), "--delete", "-n", "-t", str(tmp_path / "new"), "--json")
    assert told.summary["files_deleted"] == 0
    assert not (tmp_path / "new").exists()


def test_nothing_is_deleted_where_something_could_not_be_restored(place: Place, tmp_path: Path) -> None:
    broken = Place(tmp_path / "broken")
    shutil.copytree(place.path, broken.path)
    for pack in (path for path in (broken.path / "data").rglob("*") if path.is_file()):
        pack.chmod(0o600)
        pack.write_bytes(os.urandom(40) + pack.read_bytes()[40:])
    make_target(tmp_path / "target", tmp_path / "outside")
    before = set(list_tree(tmp_path / "target"))
    told = broken.firstbell(
        "restore", spec_of(place), "--delete", "-t", str(tmp_path / "target"), status=None
    )
    assert told.status in {1, 3}
    assert before <= set(list_tree(tmp_path / "target"))


def test_the_whole_machine_is_not_gone_through(place: Place) -> None:
    told = place.firstbell("restore", spec_of(place), "--delete", "-t", "/", status=2)
    assert "--delete" in told.stderr
