"""Hostile repositories through every command: bounded in memory and time, no harm to what is honest."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from firstbell.cli.main import run
from firstbell.store import Kind, LocalStore
from tests.compat.programs import FIRSTBELL
from tests.properties.hostile import BOMBS, HONEST, HOSTILE, list_commands, make_hostile
from tests.repository.making import PASSWORD, names_of

MEMORY_BYTES = 2 << 30
TIMEOUT_S = 240
ENDS = {0, 1, 3, 4}
# where each command costs a process and a bomb, the short form takes these
FIRST = ("snapshots", "check", "ls", "restore", "backup")

Call = Callable[[Sequence[str]], int]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for all that is made, and the environment of the commands. Its trees may be deep."""
    named = {"REPOSITORY": "repository", "CACHE_DIR": "cache", "DESK": "desk"}
    for name, folder in named.items():
        monkeypatch.setenv(f"FIRSTBELL_{name}", str(tmp_path / folder))
    monkeypatch.setenv("FIRSTBELL_PASSWORD", PASSWORD)
    yield tmp_path
    subprocess.run(["rm", "-rf", *tmp_path.iterdir()], check=True)


def judge(words: Sequence[str], status: int, told: str) -> None:
    """A command ends by one of its statuses, with no error that has no name, and steers no terminal."""
    assert status in ENDS, (words, status, told[-2000:])
    for word in ("Traceback", "internal error", "\x1b[2J"):
        assert word not in told, (words, told[-2000:])


def call_limited(words: Sequence[str]) -> int:
    """One command in a process of its own, held to so much memory and time."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))

    done = subprocess.run(
        [*FIRSTBELL, *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        preexec_fn=limit,
        timeout=TIMEOUT_S,
        check=False,
    )
    judge(words, done.returncode, os.fsdecode(done.stdout[-100_000:] + done.stderr[-100_000:]))
    return done.returncode


def play(folder: Path, name: str, call: Call, *, only: Sequence[str] = ()) -> None:
    """Every command on the repository of that name, then the honest snapshot restored."""
    (folder / "tree").mkdir()
    (folder / "tree" / "new").write_text("new")
    (folder / "outside").mkdir()
    honest = make_hostile(folder / "repository", {**HOSTILE, **BOMBS}[name])
    hostile = [one for one in names_of(LocalStore(folder / "repository"), Kind.SNAPSHOTS) if one != honest]
    before = sorted(os.listdir("/etc"))
    for words in list_commands(folder, honest, hostile):
        if not only or words[0] in only:
            call(words)
    assert sorted(os.listdir("/etc")) == before
    assert os.listdir(folder / "outside") == []
    assert call(["restore", honest, "--target", str(folder / "honest")]) == 0
    assert (folder / "honest" / "photo").read_bytes() == HONEST[b"photo"]
    assert (folder / "honest" / "office" / "letter").read_bytes() == b"letter " * 400


@pytest.mark.long
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_repository_ends_every_command_by_name(
    name: str, settings: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def call(words: Sequence[str]) -> int:
        status = run(words)
        judge(words, status, "".join(capfd.readouterr()))
        return status

    play(settings, name, call)


@pytest.mark.long
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_exhausts_no_memory(name: str, settings: Path) -> None:
    play(settings, name, call_limited, only=FIRST)


@pytest.mark.deep
@pytest.mark.parametrize("name", [*BOMBS, *HOSTILE])
def test_no_command_exhausts_memory_on_a_hostile_repository(name: str, settings: Path) -> None:
    play(settings, name, call_limited)
