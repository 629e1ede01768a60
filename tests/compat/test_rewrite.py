"""rewrite beside restic's: the same trees, the same fields, and restic finds nothing wrong."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.compat.programs import Place, make_quick_place

KEPT_FIELDS = (
    "time",
    "tree",
    "paths",
    "hostname",
    "username",
    "tags",
    "original",
    "program_version",
    "summary",
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with two snapshots by restic, the second without a summary's worth of changes."""
    root = tmp_path_factory.mktemp("rewrite")
    tree = root / "tree"
    (tree / "sub" / "deep").mkdir(parents=True)
    (tree / "a.txt").write_bytes(b"hello\n")
    (tree / "Secret.KEY").write_bytes(b"key")
    (tree / "sub" / "b.txt").write_bytes(b"x\n")
    (tree / "sub" / "deep" / "c.bin").write_bytes(bytes(range(256)) * 40)
    (tree / os.fsdecode(b"sub/odd\xff")).write_bytes(b"odd")
    place = make_quick_place(root / "repository")
    place.restic("backup", "--host", "h", "--tag", "t", str(tree))
    return place.path


@pytest.fixture
def places(original: Path, tmp_path: Path) -> tuple[Place, Place]:
    """Two copies of it: one for us, one for restic."""
    for name in ("ours", "theirs"):
        shutil.copytree(original, tmp_path / name)
    return Place(tmp_path / "ours"), Place(tmp_path / "theirs")


def show(place: Place) -> list[dict[str, Any]]:
    """The fields of every snapshot that must be the same."""
    return sorted(
        ({name: snapshot.get(name) for name in KEPT_FIELDS} for snapshot in place.snapshots()), key=str
    )


@pytest.mark.parametrize(
    "words",
    [
        ["--exclude", "*.txt"],
        ["--iexclude", "secret.key", "--exclude", "deep"],
        ["--exclude", "*.bin", "--forget"],
        ["--new-host", "other", "--new-time", "2020-01-01 01:01:01"],
        ["--exclude", "nothing-there"],
        ["--exclude", "*", "latest"],
    ],
)
def test_the_snapshots_are_those_that_restic_makes(places: tuple[Place, Place], words: list[str]) -> None:
    ours, theirs = places
    theirs.restic("rewrite", *words)
    changed = ours.firstbell("rewrite", "--json", *words).summary["changed_snapshots"]
    assert show(ours) == show(theirs)
    assert changed == (0 if "nothing-there" in words else 1)
    ours.restic("check", "--read-data")


def test_a_dry_run_says_what_would_be_left_out_and_writes_nothing(places: tuple[Place, Place]) -> None:
    ours, _ = places
    before = ours.hash_files()
    told = ours.firstbell("rewrite", "--json", "--dry-run", "--exclude", "*.txt", "--forget")
    assert sorted(message["path"].rpartition("/")[2] for message in told.of_type("excluded")) == [
        "a.txt",
        "b.txt",
    ]
    (changed,) = told.of_type("changed")
    assert (changed["new_snapshot_id"], changed["removed"]) == (None, False)
    assert ours.hash_files() == before


def test_a_snapshot_without_a_summary_gets_one_when_that_is_asked(places: tuple[Place, Place]) -> None:
    ours, theirs = places
    for place in places:
        place.restic("rewrite", "--new-host", "x", "--forget")
        assert place.firstbell("rewrite", "--json", "-s").summary["changed_snapshots"] == 0
    assert show(ours) == show(theirs)


def test_a_pinned_snapshot_stays_although_it_is_rewritten(places: tuple[Place, Place]) -> None:
    ours, _ = places
    (old,) = ours.snapshots()
    ours.firstbell("pin", "add", old["id"], "--why", "evidence")
    told = ours.firstbell("rewrite", "--json", "--exclude", "*.txt", "--forget")
    assert told.summary["kept_by_guard"] == [old["id"]]
    assert old["id"] in {snapshot["id"] for snapshot in ours.snapshots()}
    assert len(ours.snapshots()) == 2


@pytest.mark.parametrize(
    "words", [[], ["--exclude", "["], ["--new-time", "noon"], ["--exclude", "x", "ffff"]]
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    places: tuple[Place, Place], words: list[str]
) -> None:
    ours, _ = places
    before = ours.hash_files()
    told = ours.firstbell("rewrite", *words, status=1 if "ffff" in words else 2)
    assert told.stderr.startswith("firstbell: ")
    assert ours.hash_files() == before
