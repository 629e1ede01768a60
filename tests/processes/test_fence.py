"""The fence: what a child does wrong costs its request, and nothing else."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import pytest

from firstbell.processes.fence import FencedCode, ProcessFence, ProcessLimits, Stopped
from firstbell.processes.fenced_child import FencedChild, kill_child, open_process
from firstbell.processes.pool import WorkerLostError
from tests.house.sources import ROOT
from tests.processes import stubs
from tests.processes.waits import wait_until

CODE = FencedCode(f"{stubs.HERE}:begin")
SMALL = ProcessLimits(memory_bytes=128 << 20, seconds=0.5, answer_bytes=1 << 20)
SPARE_S = 60.0


def test_a_request_is_answered() -> None:
    with ProcessFence(CODE) as fence:
        assert fence.ask(b"abc") == b"ABC"
        assert fence.ask(b"a" * (3 << 20)) == b"A" * (3 << 20)


def test_a_document_goes_in_by_its_descriptor() -> None:
    with tempfile.TemporaryFile() as file, ProcessFence(CODE) as fence:
        file.write(b"x" * 300_000)
        file.flush()
        assert fence.ask(b"document", descriptor=file.fileno()) == b"X" * 300_000


def test_the_handle_of_a_child_that_is_gone_is_closed() -> None:
    process = subprocess.Popen(["true"])
    handle = os.pidfd_open(process.pid)
    process.wait()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        kill_child(FencedChild(ours, None, process.pid, handle))  # type: ignore[arg-type]
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handle)


def ask_sharing(
    fence: ProcessFence, request: bytes, company: str = "one", *, spare_s: float = SPARE_S
) -> bytes | Stopped:
    """The answer of a child that may have answered others, or of one of its own, without a company."""
    answers: list[bytes | Stopped] = []
    # what never answers is stopped soon; whoever else is slow has only found the machine busy
    fence.submit(request, answers.append, company=company, extra_s=0.0 if request == b"hang" else spare_s)
    fence.join()
    return answers[0]


def test_what_is_not_alone_is_answered_by_one_child_until_it_has_answered_enough() -> None:
    with ProcessFence(FencedCode(CODE.begin, requests=3)) as fence:
        pids = [ask_sharing(fence, b"pid") for _ in range(7)]
    assert [pids.count(one) for one in dict.fromkeys(pids)] == [3, 3, 1]


def test_what_is_alone_meets_no_child_that_has_answered_and_leaves_none() -> None:
    with ProcessFence(FencedCode(CODE.begin, requests=9)) as fence:
        order = [True, False, True, False, True, True, False]
        pids = [fence.ask(b"pid") if is_alone else ask_sharing(fence, b"pid") for is_alone in order]
    shared = {pid for pid, is_alone in zip(pids, order, strict=True) if not is_alone}
    alone = [pid for pid, is_alone in zip(pids, order, strict=True) if is_alone]
    assert len(set(alone)) == len(alone)
    assert not shared & set(alone)


@pytest.mark.parametrize("count", [1, 3])
def test_a_child_answers_requests_of_one_company_alone(count: int) -> None:
    order = ["a", "a", "b", "a", "b", "b", "c", "a"]
    with ProcessFence(FencedCode(CODE.begin, requests=99), count=count) as fence:
        pids = [(ask_sharing(fence, b"pid", company), company) for company in order]
    met: dict[object, set[str]] = {}
    for pid, company in pids:
        met.setdefault(pid, set()).add(company)
    assert all(len(companies) == 1 for companies in met.values())
    assert pids[0][0] == pids[1][0]


@pytest.mark.parametrize("bad", [b"crash", b"exit", b"hang", b"refuse", b"eat", b"flood"])
def test_a_child_that_failed_once_answers_nothing_more(bad: bytes) -> None:
    with ProcessFence(FencedCode(CODE.begin, requests=9), limits=SMALL) as fence:
        before = ask_sharing(fence, b"pid")
        assert isinstance(ask_sharing(fence, bad), Stopped)
        assert ask_sharing(fence, b"pid") != before


def test_what_a_child_worked_on_before_does_not_count_for_the_next_request() -> None:
    with ProcessFence(FencedCode(CODE.begin, requests=9), limits=SMALL) as fence:
        words = (b"pid", b"work", b"work", b"work", b"pid")
        pids = {ask_sharing(fence, word, spare_s=0.0) for word in words}
    assert len(pids - {b"done"}) == 1


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (b"hang", "took longer than"),
        (b"crash", "crashed"),
        (b"exit", "crashed"),
        (b"eat", "memory"),
        (b"flood", "produced more than 1 MiB"),
        (b"refuse", "ValueError: no such thing"),
        (b"import", "ModuleNotFoundError"),
        (b"call", "crashed"),
    ],
)
def test_what_goes_wrong_is_told_and_the_next_is_answered(request_: bytes, told: str) -> None:
    with ProcessFence(CODE, limits=SMALL) as fence:
        stopped = ask_sharing(fence, request_, company="")
        assert isinstance(stopped, Stopped)
        assert told in str(stopped)
        assert stopped.needs_memory == (request_ == b"eat")
        assert ask_sharing(fence, b"next", company="") == b"NEXT"


def test_a_child_that_says_nothing_is_stopped() -> None:
    limits = ProcessLimits(silent_s=0.3)
    with ProcessFence(CODE, limits=limits) as fence, pytest.raises(Stopped, match="came no further"):
        fence.ask(b"sleep")


def test_others_are_answered_beside_one_that_hangs() -> None:
    answers: dict[bytes, bytes | Stopped] = {}
    with ProcessFence(CODE, count=2, limits=SMALL) as fence:
        for request in (b"hang", b"one", b"two", b"crash", b"three"):
            extra_s = 0.0 if request == b"hang" else SPARE_S
            accept = partial(answers.__setitem__, request)
            fence.submit(request, accept, extra_s=extra_s)
        fence.join()
        assert fence.restarts == 2
    assert [answers[name] for name in (b"one", b"two", b"three")] == [b"ONE", b"TWO", b"THREE"]
    assert isinstance(answers[b"hang"], Stopped)
    assert isinstance(answers[b"crash"], Stopped)


def test_each_request_has_a_child_of_its_own() -> None:
    with ProcessFence(FencedCode(f"{stubs.HERE}:begin_counting")) as fence:
        assert [fence.ask(b"") for _ in range(3)] == [b"1", b"1", b"1"]


def test_its_children_end_with_it() -> None:
    with ProcessFence(CODE) as fence:
        fence.ask(b"x")
        fence.submit(b"sleep", lambda _: None)
        while not (pids := [child.pid for child in fence._children.values() if child.task and child.pid]):
            fence._take(100)
    _await_end(pids[0])


def test_its_children_end_when_their_supervisor_is_killed() -> None:
    code = (
        "import time\n"
        "from firstbell.processes.fence import FencedCode, ProcessFence\n"
        f"fence = ProcessFence(FencedCode('{stubs.HERE}:begin'))\n"
        "fence.submit(b'sleep', print)\n"
        "while not (pids := [c.pid for c in fence._children.values() if c.task and c.pid]):\n"
        "    fence._take(100)\n"
        "print(fence._link._process.pid, pids[0], flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        pids = [int(word) for word in process.stdout.readline().split()]
        process.kill()
    assert len(pids) == 2
    for pid in pids:
        _await_end(pid)


def _await_end(pid: int) -> None:
    deadline = time.monotonic() + 60
    while _is_alive(pid):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] not in (b"Z", b"X")
    except OSError:
        return False


def test_a_zygote_that_is_killed_is_started_again() -> None:
    with ProcessFence(CODE) as fence:
        assert fence.ask(b"one") == b"ONE"
        assert fence._link is not None
        os.kill(fence._link._process.pid, signal.SIGKILL)
        fence._link._process.wait()
        assert fence.ask(b"two") == b"TWO"


def test_a_zygote_that_is_killed_before_it_is_ready_is_started_again() -> None:
    with ProcessFence(CODE, count=2) as fence:
        fence.start()
        for _ in range(2):
            assert fence._link is not None
            os.kill(fence._link._process.pid, signal.SIGKILL)
            assert fence.ask(b"one") == b"ONE"


def test_a_request_that_a_killed_zygote_takes_along_twice_is_given_up_and_the_next_is_answered() -> None:
    answers: list[bytes | Stopped] = []
    with ProcessFence(CODE) as fence:
        fence.submit(b"sleep", answers.append)
        while not answers:
            for child in fence._children.values():
                if child.task and child.pid:
                    child.link._process.kill()
            fence._take(50)
        assert isinstance(answers[0], Stopped)
        assert fence.ask(b"next") == b"NEXT"


def test_what_finds_no_memory_to_load_is_tried_again(tmp_path: Path) -> None:
    code = FencedCode(f"{stubs.HERE}:begin_late", str(tmp_path / "begun").encode())
    with ProcessFence(code) as fence:
        assert fence.ask(b"one") == b"ONE"
    assert (tmp_path / "begun").read_bytes() == b"..."


def test_children_that_cannot_be_forked_for_a_while_are_waited_for() -> None:
    with ProcessFence(FencedCode(f"{stubs.HERE}:begin_crowded", b"4"), count=2) as fence:
        assert fence.ask(b"one") == b"ONE"


def test_a_fence_gives_up_where_no_child_begins_for_too_long() -> None:
    code, limits = FencedCode(f"{stubs.HERE}:begin_crowded", b"999"), ProcessLimits(patience_s=0.2)
    with ProcessFence(code, limits=limits) as fence:
        for _ in range(2):
            with pytest.raises(WorkerLostError, match="no process that reads documents can be started"):
                fence.ask(b"one")


def test_what_cannot_be_loaded_is_told_at_once() -> None:
    code, limits = FencedCode(f"{stubs.HERE}:begin_badly"), ProcessLimits(patience_s=600)
    with ProcessFence(code, limits=limits) as fence:
        with pytest.raises(WorkerLostError, match="there is no such roster"):
            fence.list_layers()
        with pytest.raises(WorkerLostError, match="there is no such roster"):
            fence.ask(b"x")


def test_a_process_that_got_the_number_of_a_child_that_is_gone_is_left_alone() -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    handle = open_process(gone.pid)
    ours, theirs = socket.socketpair()
    with ours, theirs, subprocess.Popen(["sleep", "60"]) as stranger:
        kill_child(FencedChild(ours, None, stranger.pid, handle))  # type: ignore[arg-type]
        time.sleep(0.05)
        assert stranger.poll() is None
        stranger.kill()


def test_a_fork_of_the_supervisor_gets_children_of_its_own() -> None:
    with ProcessFence(CODE) as fence:
        assert fence.ask(b"one") == b"ONE"
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            try:
                theirs.sendall(fence.ask(b"two"))
                fence.close()
            finally:
                os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        assert ours.recv(10) == b"TWO"
        assert fence.ask(b"three") == b"THREE"
        ours.close()
        theirs.close()


def test_what_children_take_of_memory_is_measured() -> None:
    with ProcessFence(CODE, limits=ProcessLimits(memory_bytes=200 << 20)) as fence:
        fence.ask(b"x")
        fence.ask(b"y")
        # a child counts once it has ended, a moment after its answer
        wait_until(fence.measure_peak_bytes)
        small = fence.measure_peak_bytes()
        fence.ask(b"a" * (40 << 20))
        fence.ask(b"y")
        wait_until(lambda: fence.measure_peak_bytes() > small + (60 << 20))
        assert 0 < small < fence.measure_peak_bytes() < small + (200 << 20)
