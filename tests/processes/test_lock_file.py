"""Whether a process that held a file still lives."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from firstbell.processes.lock_file import is_held


def test_a_file_is_held_while_somebody_has_its_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        assert not is_held(path)
        fcntl.flock(fd, fcntl.LOCK_EX)
        assert is_held(path)
    finally:
        os.close(fd)
    assert not is_held(path)


def test_a_file_that_is_not_there_is_held_by_nobody_and_not_made(tmp_path: Path) -> None:
    assert not is_held(tmp_path / "lock")
    assert list(tmp_path.iterdir()) == []


def test_asking_leaves_the_file_to_whoever_wants_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.touch()
    for _ in range(3):
        assert not is_held(path)
    fd = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(fd)
