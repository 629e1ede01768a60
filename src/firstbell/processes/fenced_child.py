"""One child of a fence, as its supervisor sees it."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

import msgspec

from firstbell.processes.zygote_link import ZygoteLink


class Stopped(Exception):  # noqa: N818 - it is told to `accept`, and never raised through a caller
    """Why a request has no answer, in words that follow "it": "took longer than 5 s and was stopped".

    `needs_memory`: because the child ran into its limit on memory. `is_refusal`: its reader said so itself.
    """

    needs_memory = False
    is_refusal = False


# of the kernel's clocks of a process, the one that counts what it ran
_SCHEDULED = 2
# in the place of a handle
_GONE = -2

Accept = Callable[["bytes | Stopped"], None]


class ChildCall(Protocol):
    """Something that is done for a child and takes its time."""

    def fileno(self) -> int:
        """What can be read when it got further."""

    def is_overdue(self) -> bool:
        """Whether it took too long: then `take` gives what there is."""

    def take(self) -> bytes | None:
        """What came of it; None while it is not done."""

    def close(self) -> None:
        """End it."""


class FenceTask(msgspec.Struct):
    """A request, who waits for its answer, and how long it may take.

    `company`: its child has answered others of it, and nothing else; "": nothing before or after it.
    """

    request: bytes
    accept: Accept
    descriptor: int
    size_bytes: int
    limit_s: float
    company: str = ""
    is_again: bool = False


class FencedChild(msgspec.Struct):
    """One child: its stream, what it is at, and what is on its way to and from it.

    `handle`: of its process, so that none that has its number later is taken for it. `answered`: how many
    requests it has answered, `spent_s`: of the processor before it was given the one that it is at.
    """

    stream: socket.socket
    link: ZygoteLink
    pid: int = 0
    handle: int = -1
    task: FenceTask | None = None
    call: ChildCall | None = None
    incoming: bytearray = msgspec.field(default_factory=bytearray)
    outgoing: bytearray = msgspec.field(default_factory=bytearray)
    began_s: float = 0.0
    heard_s: float = 0.0
    answered: int = 0
    company: str = ""
    spent_s: float = 0.0


def open_process(pid: int) -> int:
    """A handle of a process; -1 where the system has none, -2 where the process is gone."""
    try:
        return os.pidfd_open(pid)
    except ProcessLookupError:
        return _GONE
    except (AttributeError, OSError):
        return -1


def kill_child(child: FencedChild) -> None:
    """End a child, if it has not ended."""
    handle, child.handle = child.handle, -1
    with suppress(ProcessLookupError):
        if handle >= 0:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        elif child.pid and handle != _GONE:  # another process may have its number by now
            os.kill(child.pid, signal.SIGKILL)
    if handle >= 0:
        os.close(handle)


def measure_cpu_s(pid: int) -> float:
    """Seconds of the processor that a process took so far; infinite where nobody counts them.

    Source: clock_getcpuclockid(3), and how the kernel numbers the clocks of processes.
    """
    if sys.platform != "linux":
        return float("inf")
    with suppress(OSError):
        return time.clock_gettime(~pid << 3 | _SCHEDULED)
    return 0.0
