"""SIGKILL at random moments of a backup: nothing that stood before is lost, and the next one succeeds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.compat.oddtree import hash_tree
from tests.compat.programs import Place, make_quick_place, restored_at
from tests.faults.conftest import Tried
from tests.faults.growing import GrowingTree
from tests.faults.striking import draw_shares, prove_whole, read_whole, run_until

SHORT, FULL = 6, 32


def prove_restored(place: Place, hex_id: str, tree: Path) -> None:
    """restic restores the tree as it stands."""
    target = place.path.parent / "target"
    place.restic("restore", hex_id, "--target", str(target))
    assert hash_tree(restored_at(target, tree)) == hash_tree(tree)
    shutil.rmtree(target)


def strike_backups(place: Place, tree: GrowingTree, count: int, *, seed: int) -> None:
    """Kills `count` backups at work, and proves after each that all is well."""
    words = ["backup", str(tree.root)]
    tree.make(seed=seed)
    place.firstbell(*words)
    prove_restored(place, "latest", tree.root)
    everything = read_whole(place)
    tree.change(seed=seed + 1)
    _, length_s = run_until(place, words, None)
    shares = draw_shares(count, seed=seed)
    struck = 0
    for turn in range(3 * count):
        tree.change(seed=seed + 2 + turn)
        was_working, took_s = run_until(place, words, next(shares) * length_s, group=turn % 2 == 0)
        if not was_working:
            length_s = took_s  # the machine is less busy than it was
        place.restic("unlock")
        prove_whole(place, everything)
        place.firstbell(*words)
        prove_restored(place, "latest", tree.root)
        everything = read_whole(place)
        struck += was_working
        if struck == count:
            break
        if len(everything) > 4:  # so that the proof does not take longer with every turn
            place.restic("forget", "--keep-last", "3", "--prune")
            everything = read_whole(place)
    assert struck == count
    place.firstbell("check", "--read-data")


@pytest.mark.long
def test_a_backup_killed_at_any_moment_costs_nothing(tmp_path: Path, tried: Tried) -> None:
    place = make_quick_place(tmp_path / "repository")
    strike_backups(place, GrowingTree(tmp_path / "tree", large=5, folders=10), SHORT, seed=2)
    tried("kills of backup", SHORT)


@pytest.mark.deep
@pytest.mark.parametrize("version", [1, 2])
def test_a_backup_killed_at_thirty_two_moments_costs_nothing(
    tmp_path: Path, version: int, tried: Tried
) -> None:
    place = make_quick_place(tmp_path / "repository", version=version)
    strike_backups(place, GrowingTree(tmp_path / "tree", large=8, folders=20), FULL, seed=1000 * version)
    tried("kills of backup", FULL)


def test_the_first_backup_killed_leaves_a_repository_that_takes_the_next(tmp_path: Path) -> None:
    tree = GrowingTree(tmp_path / "tree", large=5, folders=10)
    tree.make(seed=1)
    place = make_quick_place(tmp_path / "repository")
    for delay_s in (0.1, 0.2):
        run_until(place, ["backup", str(tree.root)], delay_s)
        place.restic("unlock")
        prove_whole(place, {})
    place.firstbell("backup", str(tree.root))
    prove_restored(place, "latest", tree.root)
