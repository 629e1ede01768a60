"""The fence: what a child does wrong costs its request, and nothing else."""

from __future__ import annotations

import os
import signal
import time

import pytest

from firstbell.processes.fence import ProcessFence, ProcessLimits, Stopped

SMALL = ProcessLimits(memory_bytes=128 << 20, seconds=0.5)


def answer(request: bytes) -> bytes:
    if request == b"hang":
        while True:
            pass
    if request == b"crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if request == b"eat":
        return bytes(1 << 30)
    if request == b"refuse":
        raise ValueError("no such thing")
    return request.upper()


def test_a_request_is_answered() -> None:
    with ProcessFence(answer) as fence:
        assert fence.ask(b"abc") == b"ABC"
        assert fence.ask(b"a" * (3 << 20)) == b"A" * (3 << 20)


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (b"hang", "took longer than"),
        (b"crash", "crashed"),
        (b"eat", "memory"),
        (b"refuse", "ValueError: no such thing"),
    ],
)
def test_what_goes_wrong_is_told_and_the_next_is_answered(request_: bytes, told: str) -> None:
    with ProcessFence(answer, limits=SMALL) as fence:
        with pytest.raises(Stopped, match=told):
            fence.ask(request_)
        assert fence.ask(b"next") == b"NEXT"


def test_others_are_answered_beside_one_that_hangs() -> None:
    answers: dict[bytes, bytes | Stopped] = {}
    with ProcessFence(answer, count=2, limits=SMALL) as fence:
        for request in (b"hang", b"one", b"two", b"crash", b"three"):
            fence.submit(request, lambda got, name=request: answers.__setitem__(name, got))  # type: ignore[misc]
        fence.join()
        assert fence.restarts == 2
    assert [answers[name] for name in (b"one", b"two", b"three")] == [b"ONE", b"TWO", b"THREE"]
    assert isinstance(answers[b"hang"], Stopped)
    assert isinstance(answers[b"crash"], Stopped)


def test_its_children_end_with_it() -> None:
    with ProcessFence(answer) as fence:
        fence.ask(b"x")
        (pid,) = [child.pid for child in fence._children.values()]
    time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
