"""The supervisor's end of a zygote: it starts it, has it fork and end children, and asks what they took."""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import time
from contextlib import suppress

import msgspec

from firstbell.base.clock import monotonic_s
from firstbell.processes import frames
from firstbell.processes.confinement import FenceLayer
from firstbell.processes.expressions import KeptExpressions
from firstbell.processes.pool import WorkerLostError
from firstbell.processes.zygote import ZygoteReport, ZygoteSetup

_START_S = 120.0
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0
# isolated: no environment, no folder of the user's, no start files; where modules lie it is told.
# From typing_extensions msgspec takes, where that is installed, what Python has itself since 3.11; loading it
# takes 10 ms.
_CODE = (
    "import sys; sys.path[:] = {folders!r}; sys.modules['typing_extensions'] = None; import msgspec; "
    "del sys.modules['typing_extensions']; from firstbell.processes.{module} import {function}; {function}()"
)


def start_python(
    entry: str, *words: str, stream: int, output: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """A fresh Python that runs "module:function" of this package, with no environment and one descriptor.

    Raises: OSError.
    """
    module, _, function = entry.partition(":")
    folders = [os.path.abspath(folder) for folder in sys.path]
    code = _CODE.format(folders=folders, module=module, function=function)
    command = [sys.executable, "-I", "-S", "-B", "-c", code, *words]
    return subprocess.Popen(
        command, stdin=stream, stdout=output, stderr=subprocess.DEVNULL, env={}, cwd="/", close_fds=True
    )


class StartPatience:
    """How long what does not begin is tried again: a machine that is short of memory soon has some again."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._since_s = 0.0
        self._pause_s = 0.0

    def forget(self) -> None:
        """Something began."""
        self._pause_s = 0.0

    def wait(self, error: WorkerLostError) -> None:
        """Wait before the next try, longer each time. Raises: the error, where that took too long."""
        now_s = monotonic_s()
        if not self._pause_s:
            self._since_s = now_s
        elif now_s - self._since_s >= self._limit_s:
            raise error
        self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_S) or _FIRST_PAUSE_S
        time.sleep(self._pause_s)


def _open_stream() -> tuple[socket.socket, socket.socket]:
    """Both ends of a stream. Raises: WorkerLostError."""
    try:
        return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    except OSError as error:
        raise WorkerLostError(f"no fenced process can be reached: {error.strerror}") from None


class ZygoteLink:
    """One zygote, which starts at once and is waited for when it is first needed. Used by one thread.

    `kept`: where the expressions that it had to compile are kept for the next one.

    Raises: WorkerLostError where it cannot be started.
    """

    def __init__(self, setup: ZygoteSetup, kept: KeptExpressions | None = None) -> None:
        self._kept = kept
        self._control, theirs = _open_stream()
        with theirs:
            try:
                self._process = start_python("zygote:serve", setup.begin, stream=theirs.fileno())
            except OSError as error:
                self._control.close()
                problem = f"{error.filename or sys.executable}: {error.strerror}"
                raise WorkerLostError(f"no fenced process can be started: {problem}") from None
        self._report: ZygoteReport | None = None
        self._owner = os.getpid()
        with suppress(OSError):  # it is gone: that is seen when its report is awaited
            frames.send_frame(self._control, msgspec.msgpack.encode(setup))

    @property
    def is_ours(self) -> bool:
        """Whether this process started it, and is no fork of the one that did."""
        return self._owner == os.getpid()

    def is_running(self) -> bool:
        """Whether it has not ended: its end of the stream is closed before its children are killed."""
        if self._control.fileno() < 0:
            return False
        hung_up = select.poll()
        hung_up.register(self._control, 0)
        return not any(event & select.POLLHUP for _, event in hung_up.poll(0))

    @property
    def is_hopeless(self) -> bool:
        """Whether another one would not get ready either: what it loads says so."""
        return self._report is not None and bool(self._report.problem) and not self._report.may_pass

    def wait(self) -> list[FenceLayer]:
        """Which layers its children have, once it is ready. Raises: WorkerLostError."""
        if self._report is None:
            self._report = self._receive_report()
            if self._kept is not None and self._report.expressions:
                self._kept.keep(self._report.expressions)
        if self._report.problem:
            raise WorkerLostError(f"the process that reads documents cannot start: {self._report.problem}")
        return self._report.layers

    def _receive_report(self) -> ZygoteReport:
        self._control.settimeout(_START_S)
        try:
            report = msgspec.msgpack.decode(frames.receive_frame(self._control), type=ZygoteReport)
        except (OSError, frames.StreamEnded, msgspec.DecodeError):
            return ZygoteReport([], "it ended before it was ready", may_pass=True)
        self._control.settimeout(None)
        return report

    def fork(self) -> socket.socket:
        """Our end of a new child's stream. Raises: WorkerLostError."""
        self.wait()
        ours, theirs = _open_stream()
        with theirs:
            try:
                socket.send_fds(self._control, [frames.FORK], [theirs.fileno()])
            except OSError:
                ours.close()
                raise WorkerLostError("the process that starts readers of documents has ended") from None
        ours.settimeout(0)
        return ours

    def measure_peak_bytes(self) -> int:
        """The most memory that a child had that has ended, with what it shares with all; 0 where none has."""
        try:
            self._control.sendall(frames.MEASURE)
            return int(frames.PEAK.unpack(frames.receive_exactly(self._control, frames.PEAK.size))[0])
        except (OSError, frames.StreamEnded):
            return 0

    def close(self) -> None:
        """End it and its children."""
        self._control.close()
        if self.is_ours:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
                return
            self._process.kill()
            self._process.wait()
