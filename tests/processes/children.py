"""Which processes a test left behind, and the signals that those it starts begin with."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

# a program that the kernel does not let go of holds nobody up for longer
_LONGEST_S = 10.0
_TASKS = Path("/proc/self/task")
_before: set[int] = set()
# in the environment of every program that a test starts, and of those that these start
MARK = "TEST_THAT_STARTED_IT"
# serve the whole run, whichever test needed them first: one process that checks the content of files is kept
_OF_THE_RUN = (b"multiprocessing.resource_tracker", b"firstbell.examine.validators.fence")


def take_default_signals() -> None:
    """Let the programs that tests start begin with the default signals.

    Behind `nohup`, and in the background of a script, SIGHUP or SIGINT are ignored. A program inherits that,
    and no test could interrupt it. A signal that has a handler is the default again in a started program.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT):
        if signal.getsignal(number) is signal.SIG_IGN:
            # the run itself goes on without its terminal, as was asked for
            signal.signal(number, lambda number, frame: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT})


@contextlib.contextmanager
def end_programs() -> Iterator[None]:
    """Kill, at the end, every program that was started meanwhile, and what these started."""
    before, outer = len(_started), os.environ.get(MARK)
    mark = f"{os.getpid()}.{before}"
    os.environ[MARK] = mark
    try:
        yield
    finally:
        del os.environ[MARK]
        if outer is not None:
            os.environ[MARK] = outer
        if len(_started) > before:  # most tests start none, and a look at all processes takes its time
            _kill_marked(f"{MARK}={mark}".encode())


_started: list[None] = []


def _count_start(event: str, arguments: object) -> None:
    if event == "subprocess.Popen":
        _started.append(None)


sys.addaudithook(_count_start)


def _kill_marked(mark: bytes) -> None:
    """All of them. One that has only just begun shows no environment yet, and is found by the next look."""
    deadline_s = time.monotonic() + _LONGEST_S
    while (pids := list(_list_marked(mark))) and time.monotonic() < deadline_s:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _list_marked(mark: bytes) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark not in (folder / "environ").read_bytes().split(b"\0"):
                continue
            command = (folder / "cmdline").read_bytes()
            if not any(name in command for name in _OF_THE_RUN):
                yield int(folder.name)
        except OSError:  # it has ended, or is another user's
            continue


def remember_children() -> None:
    """Take note of who is there before a test: helpers of this process that live as long as it does."""
    _before.clear()
    _before.update(_list_children())


def has_children() -> bool:
    """Whether this process has children that came since and that it did not wait for."""
    if not next(_TASKS.glob("*/children"), None):  # no Linux
        return _has_any()
    return bool(_list_children() - _before)


def _list_children() -> set[int]:
    found: set[int] = set()
    for path in _TASKS.glob("*/children"):
        try:
            found |= {int(pid) for pid in path.read_text().split()}
        except OSError:  # a thread that has ended
            continue
    return found


def _has_any() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True
