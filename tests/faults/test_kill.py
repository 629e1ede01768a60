"""SIGKILL at random moments of a backup: nothing that stood before is lost, and the next one succeeds."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compat.oddtree import hash_tree
from tests.compat.programs import FIRSTBELL, Place, make_quick_place, restored_at, wait_until
from tests.faults.growing import GrowingTree

SHORT, FULL = 6, 32


def backup_until(place: Place, tree: Path, delay_s: float | None) -> tuple[bool, float]:
    """A backup, killed so long after it took its lock; whether it was still at work, and its length in s."""
    process = place.start([*FIRSTBELL, "backup", str(tree)])
    wait_until(place.lock_names)
    start_s = time.monotonic()
    try:
        process.communicate(timeout=delay_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    return process.returncode == -signal.SIGKILL, time.monotonic() - start_s


def draw_shares(count: int, *, seed: int) -> Iterator[float]:
    """Numbers from 0 to 1 without end; every `count` of them hold one of each equal part."""
    rng = random.Random(seed)
    while True:
        shares = [(at + rng.random()) / count for at in range(count)]
        rng.shuffle(shares)
        yield from shares


def prove_whole(place: Place, expected: dict[str, str], tree: Path) -> None:
    """restic finds no fault, and the snapshots are what they were."""
    assert "no errors were found" in place.restic("check").stdout
    assert {snapshot["id"] for snapshot in place.snapshots()} >= expected.keys()
    target = place.path.parent / "target"
    for hex_id, tree_hash in expected.items():
        place.restic("restore", hex_id, "--target", str(target))
        assert hash_tree(restored_at(target, tree)) == tree_hash
        shutil.rmtree(target)


def strike_backups(place: Place, tree: GrowingTree, count: int, *, seed: int) -> None:
    """Kills `count` backups at work, and proves after each that all is well."""
    tree.make(seed=seed)
    place.firstbell("backup", str(tree.root))
    first = {place.snapshots()[-1]["id"]: hash_tree(tree.root)}
    everything = dict(first)
    tree.change(seed=seed + 1)
    _, length_s = backup_until(place, tree.root, None)
    shares = draw_shares(count, seed=seed)
    struck = 0
    for turn in range(3 * count):
        tree.change(seed=seed + 2 + turn)
        was_working, took_s = backup_until(place, tree.root, next(shares) * length_s)
        if not was_working:
            length_s = took_s  # the machine is less busy than it was
        place.restic("unlock")
        prove_whole(place, first, tree.root)
        place.firstbell("backup", str(tree.root))
        newest = {place.snapshots()[-1]["id"]: hash_tree(tree.root)}
        prove_whole(place, newest, tree.root)
        everything |= newest
        struck += was_working
        if struck == count:
            break
    assert struck == count
    prove_whole(place, everything, tree.root)
    place.firstbell("check", "--read-data")


def test_a_backup_killed_at_any_moment_costs_nothing(tmp_path: Path) -> None:
    place = make_quick_place(tmp_path / "repository")
    strike_backups(place, GrowingTree(tmp_path / "tree", large=5, folders=10), SHORT, seed=2)


@pytest.mark.deep
@pytest.mark.parametrize("version", [1, 2])
def test_a_backup_killed_at_thirty_two_moments_costs_nothing(tmp_path: Path, version: int) -> None:
    place = make_quick_place(tmp_path / "repository", version=version)
    strike_backups(place, GrowingTree(tmp_path / "tree", large=12, folders=20), FULL, seed=1000 * version)


def test_the_first_backup_killed_leaves_a_repository_that_takes_the_next(tmp_path: Path) -> None:
    tree = GrowingTree(tmp_path / "tree", large=5, folders=10)
    tree.make(seed=1)
    place = make_quick_place(tmp_path / "repository")
    for delay_s in (0.3, 0.5):
        backup_until(place, tree.root, delay_s)
        place.restic("unlock")
        prove_whole(place, {}, tree.root)
    place.firstbell("backup", str(tree.root))
    prove_whole(place, {place.snapshots()[-1]["id"]: hash_tree(tree.root)}, tree.root)
