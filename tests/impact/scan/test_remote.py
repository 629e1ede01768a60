"""Reading by an Executor: setups, large documents, workers that fail."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from firstbell.impact.people.roster import load_roster
from firstbell.impact.scan import remote
from firstbell.impact.scan.contents import hash_file, make_file
from firstbell.impact.scan.fenced_readers import READING_LIMITS, ReaderSetup
from firstbell.impact.scan.parsed_document import ReadJob
from firstbell.impact.scan.read_result import DocumentReading
from firstbell.impact.scan.remote import RemoteReaders
from tests.documents import formats
from tests.impact import school


class Threads:
    """A cluster of threads. `ends`: what becomes of each batch, the first ones first; None: it is run."""

    name = "threads"
    slots = 2

    def __init__(self, *ends: BaseException | str | None) -> None:
        self.told: list[str] = []
        self.tell = self.told.append
        self.sessions: list[str] = []
        self.executor: Executor = _Failing(list(ends))

    def find_problem(self) -> str:
        """It is always there."""
        return ""

    def dismiss(self, session: str) -> None:
        """Notes the session."""
        self.sessions.append(session)


class _Failing(Executor):
    def __init__(self, ends: list[BaseException | str | None]) -> None:
        self._ends = ends
        self._threads = ThreadPoolExecutor(2)

    def submit(self, function: Any, /, *words: Any, **named: Any) -> Future[Any]:
        end = self._ends.pop(0) if self._ends else None
        if end is None:
            return self._threads.submit(function, *words, **named)
        future: Future[Any] = Future()
        if isinstance(end, BaseException):
            future.set_exception(end)
        else:
            future.cancel()
            future.set_running_or_notify_cancel()
        return future


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> ReaderSetup:
    people = load_roster([school.write_roster(tmp_path_factory.mktemp("roster"))]).people
    return ReaderSetup(list(people), bytes(32), "2024-02-20", READING_LIMITS)


def read_letters(cluster: Threads, setup: ReaderSetup, count: int = 3) -> list[DocumentReading]:
    """Letters, read by a cluster."""
    found: list[DocumentReading] = []
    with RemoteReaders(cluster, setup) as readers:
        for number in range(count):
            data = f"{number}\n{formats.LETTER_TEXT}".encode()
            descriptor = make_file(data)
            job = ReadJob(hash_file(descriptor), f"{number}.txt", len(data))
            readers.submit(job, descriptor, found.append)
        readers.join()
    return found


def find_people(readings: list[DocumentReading]) -> list[tuple[str, ...]]:
    """Whom each reading is about."""
    return [link.keys for one in readings if one.findings for link in one.findings.links]


@pytest.mark.long
@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ((), ""),
        ((RuntimeError("the worker was lost four times"),), "are read here"),
        (("cancelled",), "was lost"),
    ],
    ids=["well", "a worker fails", "the cluster is gone"],
)
def test_every_document_comes_back(
    setup: ReaderSetup, ends: tuple[BaseException | str | None, ...], told: str
) -> None:
    cluster = Threads(*ends)

    readings = read_letters(cluster, setup)

    assert [one.name for one in sorted(readings, key=lambda one: one.name)] == ["0.txt", "1.txt", "2.txt"]
    assert find_people(readings) == [(school.ANA,)] * 3
    assert told in "".join(cluster.told)
    assert bool(cluster.told) == bool(told)


def test_a_document_too_large_to_be_sent_around_is_read_here(
    setup: ReaderSetup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "_SENT_BYTES", 10)
    cluster = Threads(RuntimeError("nothing comes here"))

    assert find_people(read_letters(cluster, setup, 1)) == [(school.ANA,)]
    assert not cluster.told


def test_what_ends_every_process_that_reads_it_is_listed(
    setup: ReaderSetup, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ending = tmp_path / "python"
    ending.write_text("#!/bin/sh\nexit 1\n")
    ending.chmod(0o755)
    monkeypatch.setattr("firstbell.impact.scan.reader_link.sys.executable", str(ending))

    readings = read_letters(Threads(), setup, 2)

    assert [one.state for one in readings] == ["unreadable", "unreadable"]
    assert "ended twice" in readings[0].reason
