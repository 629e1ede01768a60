"""Locks of one program are respected, and when stale removed, by the other."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from firstbell.repository import Repository
from firstbell.store import LocalStore
from tests.compat.programs import FIRSTBELL, RESTIC, Done, Place, make_quick_place
from tests.processes.waits import wait_until

EXCLUSIVE = [
    ["forget", "--keep-last", "1"],
    ["tag", "--add", "seen", "latest"],
    ["key", "remove", "0"],
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("locks")
    made = make_quick_place(folder / "repository")
    (folder / "file").write_bytes(b"content")
    made.firstbell("backup", str(folder / "file"))
    return made


@contextmanager
def hanging_restic(place: Place) -> Iterator[subprocess.Popen[bytes]]:
    """A backup by restic that waits for its input and holds its shared lock."""
    words = [*RESTIC, "backup", "--stdin"]
    with place.start(words, stdin=subprocess.PIPE) as process:
        try:
            wait_until(place.lock_names)
            yield process
        finally:
            process.kill()


def refused(done: Done) -> bool:
    """Whether the program named the lock and how to get on, in a line each."""
    told, hint = done.stderr.splitlines()
    return "locked by" in told and hint.startswith("hint: ")


@pytest.mark.parametrize("words", EXCLUSIVE, ids=" ".join)
def test_what_removes_is_refused_while_restic_works(place: Place, words: list[str]) -> None:
    with hanging_restic(place) as process:
        done = place.firstbell(*words, status=11)
        assert refused(done)
        assert f"process {process.pid} " in done.stderr
    place.firstbell("unlock")


def test_what_adds_and_reads_goes_on_while_restic_works(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"more")
    with hanging_restic(place):
        place.firstbell("backup", str(tmp_path))
        place.firstbell("ls", "latest")
        assert len(place.lock_names()) == 1
    place.firstbell("unlock")


def test_restic_is_refused_while_we_remove(place: Place, tmp_path: Path) -> None:
    with Repository.open(LocalStore(place.path), place.password).lock(exclusive=True):
        assert "locked" in place.restic("backup", str(tmp_path), status=11).stderr
        assert refused(place.firstbell("backup", str(tmp_path), status=11))
        assert refused(place.firstbell("ls", "latest", status=11))
        place.firstbell("ls", "latest", "--no-lock")
    place.restic("backup", str(tmp_path))


def test_restic_is_refused_what_removes_while_we_add(place: Place) -> None:
    with Repository.open(LocalStore(place.path), place.password).lock():
        assert "locked" in place.restic("prune", status=11).stderr


def test_we_remove_what_a_killed_restic_left(place: Place) -> None:
    with hanging_restic(place) as process:
        assert place.firstbell("unlock", "--json").summary["locks_removed"] == 0
        process.kill()
        process.wait()
        assert len(place.lock_names()) == 1
        assert place.firstbell("unlock", "--json").summary["locks_removed"] == 1
    assert place.lock_names() == []


def test_restic_removes_what_we_left_when_killed(place: Place) -> None:
    process = stop_with_lock(place)
    place.restic("unlock")
    assert len(place.lock_names()) == 1
    process.kill()
    process.communicate()
    place.restic("unlock")
    assert place.lock_names() == []


def test_a_stale_lock_of_this_machine_is_in_nobodys_way(place: Place) -> None:
    process = stop_with_lock(place)
    process.kill()
    process.communicate()
    place.firstbell("tag", "--add", "seen", "latest")
    place.firstbell("unlock")


def stop_with_lock(place: Place) -> subprocess.Popen[bytes]:
    """A backup of ours, halted while it holds its lock."""
    process = place.start([*FIRSTBELL, "backup", "--stdin"], stdin=subprocess.PIPE)
    wait_until(place.lock_names)
    process.send_signal(signal.SIGSTOP)
    assert len(place.lock_names()) == 1
    return process


def test_waiting_for_a_lock_ends_when_it_is_free(place: Place) -> None:
    with hanging_restic(place) as process:
        waiting = place.start([*FIRSTBELL, "forget", "--keep-last", "9", "--retry-lock", "1m"])
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(timeout=2)
        assert process.stdin is not None
        process.stdin.write(b"content")
        process.stdin.close()
        waiting.communicate(timeout=60)
        assert waiting.returncode == 0
