"""backup --stdin and --stdin-from-command beside restic's: the same trees, the same exit statuses."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from firstbell.cli.input_streams import open_command
from tests.compat.programs import FIRSTBELL, RESTIC, TIMEOUT_S, Place, make_quick_place

TIME = ("--time", "2023-02-18 06:30:00")
NODE_FIELDS = ("name", "type", "path", "uid", "gid", "size", "mode", "permissions", "mtime")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """An empty repository."""
    return make_quick_place(tmp_path / "repository")


def feed(place: Place, data: bytes, *words: str) -> int:
    """The exit status of a program that reads `data`."""
    done = subprocess.run(words, input=data, env=place.environment(), capture_output=True, timeout=TIMEOUT_S)
    assert b"Traceback" not in done.stderr
    return done.returncode


def test_a_stream_becomes_the_file_that_restic_makes_of_it(place: Place) -> None:
    for program in (RESTIC, FIRSTBELL):
        words = ("backup", "--stdin", "--stdin-filename", "dump.sql", "--tag", "a", "--host", "h", *TIME)
        assert feed(place, b"CREATE TABLE pupils\n", *program, *words) == 0
    theirs, ours = place.snapshots()
    assert [theirs[name] for name in ("tree", "paths", "tags", "hostname")] == [
        ours[name] for name in ("tree", "paths", "tags", "hostname")
    ]
    assert ours["summary"]["total_bytes_processed"] == 20


def test_a_long_stream_is_cut_into_chunks_and_read_back_by_restic(place: Place, tmp_path: Path) -> None:
    data = os.urandom(20 << 20)
    assert feed(place, data, *FIRSTBELL, "backup", "--stdin", *TIME) == 0
    out = subprocess.run(
        [*RESTIC, "dump", "latest", "/stdin"], env=place.environment(), capture_output=True, timeout=TIMEOUT_S
    )
    assert out.stdout == data
    place.restic("check", "--read-data")


def test_an_empty_stream_ends_as_in_restic(place: Place) -> None:
    for program in (RESTIC, FIRSTBELL):
        assert feed(place, b"", *program, "backup", "--stdin", *TIME) == 3
    theirs, ours = place.snapshots()
    assert ours["tree"] == theirs["tree"]


def test_the_output_of_a_command_is_the_file(place: Place) -> None:
    told = place.firstbell(
        "backup",
        "--json",
        "--stdin-from-command",
        "--stdin-filename",
        "x",
        "--",
        "sh",
        "-c",
        "echo out; echo err >&2",
    )
    assert told.stderr == "err\n"
    assert told.summary["files_new"] == 1
    assert place.restic("dump", "latest", "/x").stdout == "out\n"


@pytest.mark.parametrize(
    "command",
    [["sh", "-c", "echo half; exit 3"], ["sh", "-c", "echo half; kill -9 $$"], ["/no/such/program"]],
)
def test_a_command_that_fails_leaves_no_snapshot(place: Place, command: list[str]) -> None:
    for program in (RESTIC, FIRSTBELL):
        told = place.run(*program, "backup", "--stdin-from-command", "--", *command, status=1)
    assert "firstbell: " in told.stderr
    assert place.snapshots() == []
    assert place.lock_names() == []


def test_an_interrupt_ends_the_command_too(place: Place, tmp_path: Path) -> None:
    mark = tmp_path / "running"
    script = f"echo $$ > {mark}.new; mv {mark}.new {mark}; exec sleep 600"
    words = [*FIRSTBELL, "backup", "--stdin-from-command", "--", "sh", "-c", script]
    running = place.start(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not mark.exists():
        assert running.poll() is None
    running.terminate()
    assert running.wait(TIMEOUT_S) == 130
    child = int(mark.read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert place.lock_names() == []


def test_an_interrupt_while_the_command_is_started_ends_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    start = subprocess.Popen

    def start_and_interrupt(*words: Any, **options: Any) -> subprocess.Popen[bytes]:
        started.append(start(*words, **options))
        signal.raise_signal(signal.SIGINT)
        return started[0]

    monkeypatch.setattr(subprocess, "Popen", start_and_interrupt)
    with pytest.raises(KeyboardInterrupt), open_command([b"sleep", b"600"], "dump"):
        pass
    assert started[0].poll() == -signal.SIGTERM


@pytest.mark.parametrize(
    "words",
    [
        ["--stdin", "file"],
        ["--stdin", "--stdin-from-command", "true"],
        ["--stdin-from-command"],
        ["--stdin", "--stdin-filename", "a/b"],
        ["--stdin", "--stdin-filename", ".."],
        ["--read-concurrency", "0", "file"],
    ],
)
def test_what_makes_no_sense_is_refused(place: Place, words: list[str]) -> None:
    assert feed(place, b"x", *FIRSTBELL, "backup", *words) == 2
    assert place.snapshots() == []


def test_one_file_at_a_time_gives_the_same_tree(place: Place, tmp_path: Path) -> None:
    (tmp_path / "tree").mkdir()
    for number in range(30):
        (tmp_path / "tree" / str(number)).write_bytes(os.urandom(1000))
    for count in ("1", "3"):
        place.firstbell("backup", "--force", "--read-concurrency", count, str(tmp_path / "tree"))
    one, other = place.snapshots()
    assert place.tree_id(one, tmp_path / "tree") == place.tree_id(other, tmp_path / "tree")
