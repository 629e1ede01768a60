"""Ctrl-C and a polite kill: status 130, the lock is gone, the next backup succeeds."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.compat.oddtree import hash_tree
from tests.compat.programs import FIRSTBELL, make_quick_place, restored_at
from tests.faults.growing import GrowingTree
from tests.processes.waits import wait_until


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    grown = GrowingTree(tmp_path_factory.mktemp("interrupt") / "tree", large=12, folders=10)
    grown.make(seed=3)
    return grown.root


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "polite kill"])
@pytest.mark.parametrize("words", [[], ["--json"]], ids=["text", "json"])
def test_an_interrupted_backup_lets_go_of_its_lock(
    tmp_path: Path, tree: Path, number: signal.Signals, words: list[str]
) -> None:
    place = make_quick_place(tmp_path / "repository")
    process = place.start([*FIRSTBELL, "backup", *words, str(tree)])
    wait_until(lambda: list((place.path / "data").glob("??/*")))
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"interrupted" in stderr
    assert b"Traceback" not in stdout + stderr
    assert place.lock_names() == []
    assert place.snapshots() == []
    place.restic("check")


def test_an_interrupted_backup_is_taken_up_by_the_next(tmp_path: Path, tree: Path) -> None:
    place = make_quick_place(tmp_path / "repository")
    process = place.start([*FIRSTBELL, "backup", str(tree)])
    wait_until(lambda: list((place.path / "data").glob("??/*")))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    place.firstbell("backup", str(tree))
    place.restic("check", "--read-data")
    place.restic("restore", "latest", "--target", str(tmp_path / "target"))
    assert hash_tree(restored_at(tmp_path / "target", tree)) == hash_tree(tree)


def test_an_interrupted_restore_lets_go_of_its_lock(tmp_path: Path, tree: Path) -> None:
    place = make_quick_place(tmp_path / "repository")
    place.firstbell("backup", str(tree))
    for attempt in range(20):
        target = tmp_path / f"target{attempt}"
        process = place.start([*FIRSTBELL, "restore", "latest", "--target", str(target)])
        # its lock is there before it writes; a restore can be quicker than a look at the target
        wait_until(target.exists if attempt % 2 == 0 else place.lock_names)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
        assert b"Traceback" not in stderr
        assert place.lock_names() == []
        if process.returncode != 0:
            break
    assert process.returncode == 130
