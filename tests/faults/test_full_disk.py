"""A full disk: one clear line, status 1, what stood before stands, nothing half-written is left."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compat.oddtree import hash_tree
from tests.compat.programs import Done, Place, make_quick_place, restored_at
from tests.faults.conftest import Tried

DISK = "24m"
FITS_BYTES = 4 << 20
DOES_NOT_FIT_BYTES = 48 << 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A filesystem of 24 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "firstbell", place], capture_output=True, text=True
    )
    if mounted.returncode != 0:
        reason = f"a small filesystem cannot be mounted here: {mounted.stderr.strip()}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason + "; run as root")
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "letter").write_bytes(os.urandom(FITS_BYTES))
    return tree


def tells_full(done: Done) -> bool:
    """Whether one line names the cause and one says how to get on."""
    lines = done.stderr.splitlines()
    told = [line for line in lines if line.startswith("firstbell: ")]
    hints = [line for line in lines if line.startswith("hint: ")]
    return len(told) == len(hints) == 1 and ("full" in told[0] or "No space" in told[0])


def test_a_backup_onto_a_full_disk_fails_and_costs_nothing(
    small_disk: Path, tree: Path, tmp_path: Path, tried: Tried
) -> None:
    tried("full disks", 1)
    place = make_quick_place(small_disk / "repository")
    os.utime(tree, ns=(0, 0))
    place.firstbell("backup", str(tree))
    expected = hash_tree(tree)
    before = place.hash_files()
    (tree / "film").write_bytes(os.urandom(DOES_NOT_FIT_BYTES))
    assert tells_full(place.firstbell("backup", str(tree), status=1))
    (tree / "film").unlink()
    after = place.hash_files()
    assert {name: after.get(name) for name in before} == before
    added = after.keys() - before.keys()
    assert {name.split("/")[0] for name in added} <= {"data", "index"}
    assert all(len(Path(name).name) == 64 for name in added)
    place.restic("check", "--read-data", "--no-lock")
    place.restic("restore", "latest", "--target", str(tmp_path / "target"), "--no-lock")
    assert hash_tree(restored_at(tmp_path / "target", tree)) == expected


def test_once_there_is_room_the_next_backup_succeeds(
    small_disk: Path, tree: Path, tmp_path: Path, tried: Tried
) -> None:
    tried("full disks", 1)
    place = make_quick_place(small_disk / "repository")
    (tree / "film").write_bytes(os.urandom(DOES_NOT_FIT_BYTES))
    place.firstbell("backup", str(tree), status=1)
    subprocess.run(["mount", "-o", "remount,size=128m", small_disk], check=True)
    place.firstbell("backup", str(tree))
    place.restic("check", "--read-data")
    place.restic("restore", "latest", "--target", str(tmp_path / "target"))
    assert hash_tree(restored_at(tmp_path / "target", tree)) == hash_tree(tree)


def test_no_repository_is_made_on_a_full_disk(small_disk: Path, tried: Tried) -> None:
    tried("full disks", 1)
    (small_disk / "filler").write_bytes(bytes(24 << 20))
    place = Place(small_disk / "repository")
    assert tells_full(place.firstbell("init", status=1))


def test_a_restore_onto_a_full_disk_fails_and_says_so(
    small_disk: Path, tree: Path, tmp_path: Path, tried: Tried
) -> None:
    tried("full disks", 1)
    place = make_quick_place(tmp_path / "repository")
    (tree / "film").write_bytes(os.urandom(DOES_NOT_FIT_BYTES))
    place.firstbell("backup", str(tree))
    assert tells_full(place.firstbell("restore", "latest", "--target", str(small_disk / "target"), status=1))
    half = [path for path in small_disk.rglob("*") if path.is_file() and path.name == "film"]
    assert half == []
