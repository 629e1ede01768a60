"""Checkpoints of a piece: what the disk holds, counted over all runs, and never in the way of the restore."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from firstbell.base.clock import FixedClock
from firstbell.record.receipt import Problem
from firstbell.runs.execution import checkpoints
from firstbell.runs.execution.checkpoints import JournalCheckpoint
from firstbell.runs.execution.journal import JournalError, RunJournal
from firstbell.runs.execution.past import PiecePast, read_past

CLOCK = FixedClock(1_771_400_000_000_000_000)


@dataclass(frozen=True)
class Counts:
    """What a restore has counted so far."""

    files_restored: int = 0
    bytes_restored: int = 0
    files_failed: int = 0
    problems: tuple[Problem, ...] = ()


class SlowJournal(RunJournal):
    """Writes a line when it is let; fails where it is told to."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, CLOCK)
        self.gate = threading.Event()
        self.problem = ""

    def append(self, what: str, **fields: Any) -> dict[str, Any]:
        self.gate.wait(30)
        if self.problem:
            raise JournalError(self.problem)
        return super().append(what, **fields)


@pytest.fixture
def journal(tmp_path: Path) -> SlowJournal:
    return SlowJournal(tmp_path / "x.jsonl")


@pytest.fixture
def root_fd(tmp_path: Path) -> Iterator[int]:
    fd = os.open(tmp_path, os.O_RDONLY)
    yield fd
    os.close(fd)


def test_a_checkpoint_counts_what_earlier_runs_did(journal: SlowJournal, root_fd: int) -> None:
    before = PiecePast(files_written=90, bytes_written=900, files_failed=1, seconds=60.0, failed=["/lost"])
    problems = (
        Problem(b"/torn", "restore.content", "its content is lost"),
        # in place, and whole: only who owns it could not be set
        Problem(b"/owned", "restore.owner", "not permitted"),
    )
    counts = Counts(files_restored=5, bytes_restored=50, files_failed=1, problems=problems)
    journal.gate.set()
    with JournalCheckpoint(journal, 2, root_fd=root_fd, before=before) as checkpoint:
        checkpoint.reach(7, counts)
    piece = read_past(journal.read()).piece(2)
    assert (piece.passed, piece.files_written, piece.bytes_written, piece.files_failed) == (7, 95, 950, 2)
    assert piece.failed == ["/lost", "/torn"]
    assert piece.seconds >= 60.0


def test_the_next_checkpoint_is_due_when_the_last_one_is_written(
    journal: SlowJournal, root_fd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "INTERVAL_S", 0.0)
    with JournalCheckpoint(journal, 0, root_fd=root_fd, before=PiecePast()) as checkpoint:
        assert checkpoint.is_due()
        checkpoint.reach(1, Counts())
        assert not checkpoint.is_due()
        journal.gate.set()
    assert checkpoint.is_due()
    monkeypatch.setattr(checkpoints, "INTERVAL_S", 3600.0)
    assert not checkpoint.is_due()


def test_a_checkpoint_that_could_not_be_written_ends_the_piece(journal: SlowJournal, root_fd: int) -> None:
    journal.problem = "no room in the desk's folder"
    journal.gate.set()
    with (
        pytest.raises(JournalError, match="no room"),
        JournalCheckpoint(journal, 0, root_fd=root_fd, before=PiecePast()) as checkpoint,
    ):
        checkpoint.reach(1, Counts())


def test_the_disk_has_what_a_checkpoint_tells_before_it_is_told(
    journal: SlowJournal, root_fd: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.gate.set()
    synced: list[int] = []
    monkeypatch.setattr(checkpoints, "sync_filesystem", lambda _: synced.append(len(journal.read())))
    with JournalCheckpoint(journal, 0, root_fd=root_fd, before=PiecePast()) as checkpoint:
        checkpoint.reach(1, Counts())
    assert synced == [0]
    assert len(journal.read()) == 1
