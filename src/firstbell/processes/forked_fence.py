"""The fence of before, for what has not moved to `fence` yet: children that are forked from their parent.

A child is forked from the parent, with which it shares everything that is loaded, and has limits of its own
on memory and on files. It gets one request at a time and answers it with bytes. A child that crashes, hangs
or asks for too much costs its one request: the parent is told, and another child takes its place.

On the stream both ways: length (4 bytes, little-endian), then as many bytes. An answer begins with one byte,
`_ANSWERED`, `_REFUSED` or `_OVER_MEMORY`.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import resource
import select
import signal
import socket
import struct
import sys
import warnings
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from firstbell.base.clock import monotonic_s
from firstbell.processes.fence import Accept, ProcessLimits, Stopped
from firstbell.processes.pool import fork_process

_LENGTH = struct.Struct("<I")
_ANSWERED, _REFUSED, _OVER_MEMORY = b"\0", b"\1", b"\2"
_CHUNK_BYTES = 1 << 20
_POLL_MS = 200
_FILE_BYTES = 8 << 30
# on a machine that is busy a child may wait far longer than it works
_WALL_PER_CPU = 12


@dataclass
class _Child:
    pid: int
    stream: socket.socket
    request: bytes = b""
    accept: Accept | None = None
    pending: bytearray = field(default_factory=bytearray)
    began_s: float = 0.0
    began_cpu_s: float = 0.0


class ForkedFence:
    """A number of fenced children. Used by one thread; a context manager, which ends them.

    `answer`: what a child does with a request; what it raises is told as its refusal.
    """

    def __init__(
        self, answer: Callable[[bytes], bytes], *, count: int = 1, limits: ProcessLimits | None = None
    ) -> None:
        self._answer = answer
        self._count = count
        self._limits = limits or ProcessLimits()
        self._children: dict[int, _Child] = {}
        self._waiting: deque[tuple[bytes, Accept]] = deque()
        self.restarts = 0

    def __enter__(self) -> ForkedFence:
        return self

    def __exit__(self, *_: object) -> None:
        for child in list(self._children.values()):
            self._end(child)
        self._waiting.clear()

    def submit(self, request: bytes, accept: Accept) -> None:
        """Have a request answered; `accept` is called here or in a later call, with bytes or a Stopped.

        Waits while every child has enough to do. Raises: WorkerLostError when no child can be started.
        """
        self._waiting.append((request, accept))
        self._hand_out()
        while len(self._waiting) > self._count:
            self._take(_POLL_MS)

    def join(self) -> None:
        """Wait until every request is answered. Raises: as `submit`."""
        while self._waiting or any(child.accept for child in self._children.values()):
            self._take(_POLL_MS)

    def ask(self, request: bytes) -> bytes:
        """The answer to one request. Raises: Stopped; as `submit`."""
        answers: list[bytes | Stopped] = []
        self.submit(request, answers.append)
        self.join()
        if isinstance(answers[0], Stopped):
            raise answers[0]
        return answers[0]

    def _start(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs:
            pid = fork_process()
            if pid == 0:
                for child in self._children.values():
                    child.stream.close()
                ours.close()
                _serve(self._answer, theirs, self._limits)
        self._children[ours.fileno()] = _Child(pid, ours)

    def _end(self, child: _Child) -> None:
        self._children.pop(child.stream.fileno(), None)
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)
        child.stream.close()

    def _hand_out(self) -> None:
        while self._waiting:
            free = next((child for child in self._children.values() if child.accept is None), None)
            if free is None:
                if len(self._children) >= self._count:
                    return
                self._start()
                continue
            self._give(free, *self._waiting.popleft())

    def _give(self, child: _Child, request: bytes, accept: Accept) -> None:
        child.request, child.accept = request, accept
        child.began_s, child.began_cpu_s = monotonic_s(), _measure_cpu_s(child.pid)
        child.stream.settimeout(None)
        with suppress(OSError):  # it is gone: that is seen when its answer is read
            child.stream.sendall(_LENGTH.pack(len(request)))
            child.stream.sendall(request)
        child.stream.settimeout(0)

    def _take(self, timeout_ms: int) -> None:
        poll = select.poll()
        for number in self._children:
            poll.register(number, select.POLLIN)
        for number, _ in poll.poll(timeout_ms):
            self._read(self._children[number])
        for child in list(self._children.values()):
            if child.accept is not None and self._is_overdue(child):
                self._lose(child, f"took longer than {self._find_limit_s(child):.0f} s and was stopped")
        self._hand_out()

    def _find_limit_s(self, child: _Child) -> float:
        return self._limits.seconds + self._limits.seconds_per_mib * len(child.request) / (1 << 20)

    def _is_overdue(self, child: _Child) -> bool:
        passed_s, limit_s = monotonic_s() - child.began_s, self._find_limit_s(child)
        if passed_s <= limit_s:
            return False
        worked_s = _measure_cpu_s(child.pid) - child.began_cpu_s
        return worked_s > limit_s or passed_s > limit_s * _WALL_PER_CPU

    def _read(self, child: _Child) -> None:
        try:
            data = child.stream.recv(_CHUNK_BYTES)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if not data:
            self._lose(child, "crashed the process that read it")
            return
        child.pending += data
        if len(child.pending) < _LENGTH.size:
            return
        (length,) = _LENGTH.unpack_from(child.pending)
        if length > self._limits.answer_bytes:
            self._lose(child, f"gave more than {self._limits.answer_bytes >> 20} MiB")
        elif len(child.pending) >= _LENGTH.size + length:
            answer = bytes(child.pending[_LENGTH.size : _LENGTH.size + length])
            child.pending.clear()
            self._accept(child, answer)

    def _accept(self, child: _Child, answer: bytes) -> None:
        accept, child.accept, child.request = child.accept, None, b""
        kind, body = answer[:1], answer[1:]
        self._hand_out()
        if accept is None:
            return
        if kind == _ANSWERED:
            accept(body)
        elif kind == _OVER_MEMORY:
            accept(Stopped(f"needs more than {self._limits.memory_bytes >> 20} MiB of memory"))
        else:
            accept(Stopped(f"cannot be read ({body.decode(errors='replace')})"))

    def _lose(self, child: _Child, problem: str) -> None:
        self.restarts += child.accept is not None
        accept, child.accept = child.accept, None
        self._end(child)
        if accept is not None:
            accept(Stopped(problem))


def _measure_cpu_s(pid: int) -> float:
    """Seconds of the processor that a process took so far; infinite where nobody counts them."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return float("inf") if sys.platform != "linux" else 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _serve(answer: Callable[[bytes], bytes], stream: socket.socket, limits: ProcessLimits) -> NoReturn:
    """The life of a child, until the other end is closed. Never returns into its parent's code."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        gc.freeze()
        faulthandler.disable()  # a crash here is expected, and told by the parent
        warnings.simplefilter("ignore")
        bound_process(limits.memory_bytes)
        silence_process()
        while (request := _receive(stream)) is not None:
            body = _answer(answer, request)
            stream.sendall(_LENGTH.pack(len(body)))
            stream.sendall(body)
    except OSError:
        pass  # the parent has gone: it was interrupted, or killed
    finally:
        os._exit(0)


def _receive(stream: socket.socket) -> bytes | None:
    """A request; None where the parent has closed its end."""
    head = stream.recv(_LENGTH.size, socket.MSG_WAITALL)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    data = bytearray(length)
    view, got = memoryview(data), 0
    while got < length:
        more = stream.recv_into(view[got:])
        if not more:
            return None
        got += more
    return bytes(data)


def _answer(answer: Callable[[bytes], bytes], request: bytes) -> bytes:
    try:
        return _ANSWERED + answer(request)
    except MemoryError:
        return _OVER_MEMORY
    except Exception as error:  # noqa: BLE001 - the edge of a process: whatever a parser raises, it is told
        return _REFUSED + f"{type(error).__name__}: {str(error)[:160]}".encode(errors="replace")


def bound_process(memory_bytes: int) -> None:
    """Bound what this process may take beyond what it has: memory, files; it leaves no core file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
    if sys.platform != "linux":
        return  # macOS does not hold limits on memory
    # a mapped file does not count here, what is shared with the parent does
    with open("/proc/self/statm", encoding="ascii") as file:
        pages = int(file.read().split()[5])
    most = pages * resource.getpagesize() + memory_bytes
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def silence_process() -> None:
    """What libraries print of broken input is not for the terminal."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
