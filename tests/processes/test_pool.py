"""Forked workers answer what they are sent, and what befalls them is an error here, never a wait."""

from __future__ import annotations

import errno
import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from firstbell.processes import pool
from firstbell.processes.pool import (
    MAX_TASK_BYTES,
    WorkerLostError,
    Workers,
    count_workers,
    start_process,
)
from tests.processes.children import has_children


def begin() -> Callable[[bytes], bytes]:
    """A worker that answers with the task twice and its own process id."""
    return lambda task: task + b"|" + task + b"|%d" % os.getpid()


def send(workers: Workers, *tasks: bytes) -> list[bytes]:
    """The answers, when all are there."""
    answers: list[bytes] = []
    for task in tasks:
        workers.submit(task, answers.append)
    workers.join()
    return answers


def test_every_task_is_answered_once_by_another_process() -> None:
    answers: dict[int, bytes] = {}
    before = len(os.listdir("/proc/self/fd"))
    with Workers(begin, 2) as workers:
        for number in range(500):
            workers.submit(b"%d" % number, partial(answers.__setitem__, number))
        workers.join()
        assert workers.pending == 0
    parts = {number: answer.split(b"|") for number, answer in answers.items()}
    assert len(parts) == 500
    assert all(first == second == b"%d" % number for number, (first, second, _) in parts.items())
    assert b"%d" % os.getpid() not in {pid for _, _, pid in parts.values()}
    assert not has_children()
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_task_and_an_answer_may_be_long_or_empty() -> None:
    with Workers(lambda: lambda task: task * 50, 2) as workers:
        answers = send(workers, *(b"x" * size for size in (MAX_TASK_BYTES, 0, 1)))
    assert sorted(map(len, answers)) == [0, 50, 50 * MAX_TASK_BYTES]
    assert set(b"".join(answers)) == {ord("x")}


def test_a_worker_has_the_file_that_came_with_a_task_until_it_has_answered(tmp_path: Path) -> None:
    def answer(task: bytes, *descriptors: int) -> bytes:
        for descriptor in descriptors:
            os.write(descriptor, task)
        return b"%d" % len(os.listdir("/proc/self/fd"))

    answers: list[bytes] = []
    with Workers(lambda: answer, 1) as workers:
        for at in range(50):
            fd = os.open(tmp_path / f"{at}", os.O_WRONLY | os.O_CREAT)
            workers.submit(b"task %d" % at, answers.append, descriptor=fd)
            os.close(fd)
        workers.submit(b"without", answers.append)
        workers.join()
    assert [(tmp_path / f"{at}").read_bytes() for at in range(50)] == [b"task %d" % at for at in range(50)]
    assert len(set(answers[:50])) == 1
    assert int(answers[50]) == int(answers[0]) - 1


def test_what_is_begun_is_shared_by_the_tasks_of_one_worker() -> None:
    def begin_counting() -> Callable[[bytes], bytes]:
        seen: list[bytes] = []

        def answer(task: bytes) -> bytes:
            seen.append(task)
            return b"%d" % len(seen)

        return answer

    with Workers(begin_counting, 1) as workers:
        assert send(workers, b"", b"", b"") == [b"1", b"2", b"3"]


def test_answers_come_in_while_other_work_is_done() -> None:
    answers: list[bytes] = []
    with Workers(begin, 1) as workers:
        assert workers.has_room
        workers.submit(b"a", answers.append)
        while not answers:
            workers.tend()
            time.sleep(0.001)
        assert workers.pending == 0


def test_there_is_no_room_while_too_many_tasks_wait() -> None:
    answers: list[bytes] = []
    read_fd, write_fd = os.pipe()
    with Workers(lambda: lambda _: os.read(read_fd, 1), 1) as workers:
        count = 0
        while workers.has_room and count < 100_000:
            workers.submit(b"x" * 1000, answers.append)
            count += 1
        assert count < 100_000
        os.write(write_fd, b"y" * count)
        workers.join()
    os.close(read_fd)
    os.close(write_fd)
    assert answers == [b"y"] * count


def test_what_a_worker_raises_is_told() -> None:
    def fail(task: bytes) -> bytes:
        raise ValueError(f"what is {task!r}?")

    told = r"ValueError: what is b'it'"
    with Workers(lambda: fail, 2) as workers, pytest.raises(WorkerLostError, match=told):
        send(workers, b"it")
    assert not has_children()


def test_a_worker_that_cannot_begin_is_told() -> None:
    def fail() -> Callable[[bytes], bytes]:
        raise OSError("no descriptor left")

    told = r"no descriptor left|no more work"
    with Workers(fail, 1) as workers, pytest.raises(WorkerLostError, match=told):
        send(workers, b"it")


@pytest.mark.parametrize("count", [1, 2])
def test_a_worker_that_is_killed_is_an_error_and_not_a_wait_without_end(count: int) -> None:
    def die(task: bytes) -> bytes:
        if task == b"7":
            os.kill(os.getpid(), signal.SIGKILL)
        return task

    with Workers(lambda: die, count) as workers, pytest.raises(WorkerLostError):
        send(workers, *(b"%d" % number for number in range(100)))
    assert not has_children()


def test_what_waits_when_the_parent_leaves_is_dropped() -> None:
    answers: list[bytes] = []

    def leave() -> None:
        with Workers(lambda: lambda task: task, 2) as workers:
            for number in range(20):
                workers.submit(b"%d" % number, answers.append)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leave()
    assert len(answers) <= 20
    assert not has_children()


def test_an_interrupt_while_forking_comes_when_all_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    fork = os.fork
    parent = os.getpid()

    def fork_interrupted() -> int:
        pid = fork()
        if os.getpid() == parent:
            os.kill(parent, signal.SIGINT)
        return pid

    monkeypatch.setattr(os, "fork", fork_interrupted)
    with pytest.raises(KeyboardInterrupt):
        Workers(begin, 2)
    assert not has_children()


def test_a_machine_that_has_no_process_left_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(os, "fork", refuse)
    with pytest.raises(WorkerLostError, match="cannot start a worker process: Resource temporarily"):
        Workers(begin, 2)
    assert not has_children()


def test_as_many_workers_as_processors_and_none_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    assert count_workers() == 4
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert count_workers() == 8
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert count_workers() == 0


def test_every_worker_has_its_last_words_when_the_work_is_finished() -> None:
    words: list[bytes] = []
    answers: list[bytes] = []

    def end(answer: Callable[[bytes], bytes]) -> bytes:
        return answer(b"end") * 100_000

    with Workers(begin, 2, end=end) as workers:
        for _ in range(20):
            workers.submit(b"x", answers.append)
        workers.finish(words.append)
    assert len(answers) == 20
    assert len(set(words)) == 2
    assert all(word.startswith(b"end|end|") for word in words)
    assert not has_children()


def test_last_words_that_come_while_others_work_are_kept() -> None:
    def begin_slow() -> Callable[[bytes], bytes]:
        def answer(task: bytes) -> bytes:
            time.sleep(0.3 if task == b"slow" else 0)
            return task

        return answer

    for _ in range(3):
        words: list[bytes] = []
        answers: list[bytes] = []
        with Workers(begin_slow, 2, end=lambda _: b"done") as workers:
            for task in (b"slow", b"quick"):
                workers.submit(task, answers.append)
            workers.finish(words.append)
        assert sorted(answers) == [b"quick", b"slow"]
        assert words == [b"done", b"done"]


def test_workers_that_are_not_asked_do_not_end_their_work(tmp_path: Path) -> None:
    def end(_: Callable[[bytes], bytes]) -> bytes:
        (tmp_path / str(os.getpid())).touch()
        return b""

    with Workers(begin, 2, end=end) as workers:
        send(workers, b"x")
    assert list(tmp_path.iterdir()) == []


def test_waiting_takes_in_an_answer() -> None:
    answers: list[bytes] = []
    with Workers(begin, 1) as workers:
        workers.wait()
        workers.submit(b"x", answers.append)
        workers.submit(b"y", answers.append)
        while len(answers) < 2:
            workers.wait()
    assert [answer[:1] for answer in answers] == [b"x", b"y"]


def write_task(folder: Path, thread: int, state: str) -> None:
    """What the kernel tells of a thread, with a name that is hard to read."""
    (folder / str(thread)).mkdir(parents=True, exist_ok=True)
    (folder / str(thread) / "stat").write_text(f"{thread} (a) b) {state} 1 1 1")


@pytest.mark.parametrize(("states", "glances"), [("RRDS", 3), ("S", 0), ("Z", 0)])
def test_a_fork_waits_for_threads_that_hand_back_what_they_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, states: str, glances: int
) -> None:
    told = iter(states)
    own = threading.get_native_id()
    write_task(tmp_path, own, "R")
    write_task(tmp_path, 1, next(told))
    seen: list[str] = []

    def glance(_: float) -> None:
        seen.append("glance")
        write_task(tmp_path, 1, next(told))

    def fork() -> int:
        seen.append("fork")
        return 1

    monkeypatch.setattr(pool, "_TASKS", str(tmp_path))
    monkeypatch.setattr(time, "sleep", glance)
    monkeypatch.setattr(os, "fork", fork)
    assert pool.fork_process() == 1
    assert seen == ["glance"] * glances + ["fork"]


def test_a_fork_does_not_wait_for_a_thread_that_never_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_task(tmp_path, threading.get_native_id(), "R")
    write_task(tmp_path, 1, "R")
    clock = iter(range(1_000_000))
    monkeypatch.setattr(pool, "_TASKS", str(tmp_path))
    monkeypatch.setattr(pool, "monotonic_s", lambda: next(clock) / 1000)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(os, "fork", lambda: 1)
    assert pool.fork_process() == 1
    assert 100 < next(clock) < 1000


def test_a_process_that_is_started_ends_with_its_function_whatever_that_raises(tmp_path: Path) -> None:
    here = os.getpid()

    def fail() -> None:
        (tmp_path / "ran").write_text(str(os.getppid()))
        raise ValueError("nobody hears of it")

    pid = start_process(fail)
    assert os.waitpid(pid, 0) == (pid, 0)
    assert (tmp_path / "ran").read_text() == str(here)
    assert os.getpid() == here


def test_a_process_that_is_started_ends_with_its_parent() -> None:
    read_fd, write_fd = os.pipe()

    def outlive() -> None:
        for _ in range(300):
            time.sleep(0.1)
        os.write(write_fd, b"nobody ended it")

    def start_and_go() -> None:
        start_process(outlive)

    os.waitpid(start_process(start_and_go), 0)
    os.close(write_fd)
    # the end of the stream comes when the last process that holds it has ended
    with open(read_fd, "rb") as stream:
        assert stream.read() == b""
