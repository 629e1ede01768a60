"""Checks that unpack or lean on a library run in a process of their own, which may be stopped.

Content that makes a decoder hang, crash or eat memory costs that process, not the examination: the outcome
is UNCHECKED, and the next check gets a new process. One process serves all checks of one examining process;
content goes through a file in memory that both hold, requests and outcomes are lines of JSON on its pipes.

Request: `{"check": "module:function", "name": type, "size": bytes}`. Outcome: `{"grade", "type", "detail",
"is_dense", "filled"}`. The first line the process reads is `sys.path` of its parent, the first it writes
`ready`.
Cost: about 0.1 ms a check and 0.3 ms a MB, and 0.2 s once for its start.
Limits: where no process can be started, checks run unfenced; macOS does not hold the limit on memory.
"""

from __future__ import annotations

import atexit
import importlib
import os
import resource
import selectors
import subprocess
import sys
import tempfile
import threading
from typing import IO

import msgspec

from firstbell.examine.validators.check import run_check
from firstbell.examine.validators.outcome import Grade, Outcome, Validator

_MOST_MEMORY_BYTES = 4 << 30
_START_LIMIT_S = 60.0
_LIMIT_S = 20.0
_LIMIT_S_PER_MIB = 2.0
# a busy machine gives a check less time than passes: where it had less than half, it is waited for once more
_MOST_WAITS = 10
_ENOUGH = 0.5
_START = (
    "import sys, json; sys.path[:] = json.loads(sys.stdin.buffer.readline()); from {} import serve; serve({})"
)


class _Request(msgspec.Struct):
    check: str
    name: str
    size: int


class _Answer(msgspec.Struct):
    grade: str
    type: str
    detail: str
    is_dense: bool
    filled: str = ""


class Fence:
    """One process that runs checks, started when it is first needed. May be used by several threads."""

    def __init__(self, *, limit_s: float = _LIMIT_S, most_memory_bytes: int = _MOST_MEMORY_BYTES) -> None:
        self._limit_s, self._most_memory_bytes = limit_s, most_memory_bytes
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._shared: IO[bytes] | None = None
        self._owner = 0

    def check(self, check: Validator, name: str, data: bytes) -> Outcome:
        """What the check says of the content, UNCHECKED where it did not come to an end."""
        with self._lock:
            try:
                process = self._start()
            except OSError:
                return run_check(check, name, data)
            answer = self._ask(
                process, _Request(f"{check.__module__}:{check.__qualname__}", name, len(data)), data
            )
            if isinstance(answer, str):
                self.stop()
                return Outcome(Grade.UNCHECKED, name, answer)
            return Outcome(
                Grade(answer.grade), answer.type, answer.detail, answer.is_dense, filled=answer.filled
            )

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner == os.getpid():
            if self._process.poll() is None:
                return self._process
            self.stop()  # it was killed since: short of memory, or by hand
        # a forked copy must not talk to its parent's process
        self._shared = _open_shared()
        self._owner = os.getpid()
        number = self._shared.fileno()
        code = _START.format(__name__, f"{number}, {self._most_memory_bytes}")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(number,),
        )
        _send(self._process, msgspec.json.encode(sys.path))
        if not _read_line(self._process, _START_LIMIT_S):
            self.stop()
            raise OSError("the process of checks did not start")
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], request: _Request, data: bytes) -> _Answer | str:
        """The answer, or why there is none."""
        assert self._shared is not None
        _write_whole(self._shared.fileno(), data)
        limit_s = self._limit_s + _LIMIT_S_PER_MIB * len(data) / (1 << 20)
        try:
            used_s = _read_used(process.pid)
            _send(process, msgspec.json.encode(request))
            line = _await_line(process, limit_s, used_s)
        except OSError:
            line = b""
        if line is None:
            return f"checking it took longer than {limit_s:.0f} s and was stopped"
        if not line:
            return "checking it crashed the process that did"
        return msgspec.json.decode(line, type=_Answer)

    def stop(self) -> None:
        """End the process; the next check starts another."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, self._shared):
            if stream is not None:
                stream.close()


def _open_shared() -> IO[bytes]:
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("firstbell-check"), "r+b", buffering=0)
    return tempfile.TemporaryFile(buffering=0)


def _write_whole(number: int, data: bytes) -> None:
    os.ftruncate(number, 0)
    offset, view = 0, memoryview(data)
    while offset < len(data):
        offset += os.pwrite(number, view[offset:], offset)


def _read_whole(number: int, size: int) -> bytes:
    data = os.pread(number, size, 0)
    while len(data) < size:
        data += os.pread(number, size - len(data), len(data))
    return data


def _send(process: subprocess.Popen[bytes], line: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(line + b"\n")
    process.stdin.flush()


def _read_line(process: subprocess.Popen[bytes], limit_s: float) -> bytes | None:
    """The next line, empty where the process is gone, None where it took too long."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        if not selector.select(limit_s):
            return None
    return process.stdout.readline()


def _await_line(process: subprocess.Popen[bytes], limit_s: float, used_s: float | None) -> bytes | None:
    """As `_read_line`, by the time that the process had on a processor, where that can be read.

    `used_s`: what it had used before.
    """
    for _ in range(_MOST_WAITS):
        line = _read_line(process, limit_s)
        now_s = _read_used(process.pid) if line is None else None
        if now_s is None or used_s is None or now_s - used_s >= limit_s * _ENOUGH:
            return line
    return None


def _read_used(pid: int) -> float | None:
    """Seconds that a process has had on a processor; None where the system does not tell."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            fields = stat.read().rpartition(b")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def serve(number: int, most_memory_bytes: int) -> None:
    """The loop of the process: a request, its outcome, until the parent is gone."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (most_memory_bytes, most_memory_bytes))
    decoder = msgspec.json.Decoder(_Request)
    sys.stdout.buffer.write(b"ready\n")
    sys.stdout.buffer.flush()
    for line in sys.stdin.buffer:
        request = decoder.decode(line)
        module, _, function = request.check.partition(":")
        check = getattr(importlib.import_module(module), function)
        outcome = run_check(check, request.name, _read_whole(number, request.size))
        answer = _Answer(outcome.grade.value, outcome.type, outcome.detail, outcome.is_dense, outcome.filled)
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()


FENCE = Fence()
atexit.register(FENCE.stop)
