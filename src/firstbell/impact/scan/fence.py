"""The fence: child processes that read documents, and the supervisor that bounds, replaces and asks them
again.

A child is forked from the scanning process, with which it shares the roster and the compiled patterns, and
has limits of its own on memory and on files. It gets jobs, each with an open file, and answers each by one
message. A child that crashes, hangs or asks for too much costs one document a second try by the slower
libraries, and then that document is listed.

On the socket of jobs: one packet a job, msgpack, with the file's descriptor. On the stream of answers: length
(4 bytes, little-endian), then msgpack; a length of 0 says that the child is alive.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import select
import signal
import socket
import struct
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

import msgspec

from firstbell.base.clock import monotonic_s
from firstbell.impact.scan.reader import UNREADABLE, DocumentReader, DocumentReading, ReadJob
from firstbell.processes.forked_fence import bound_process, silence_process
from firstbell.processes.pool import fork_process

_LENGTH = struct.Struct("<I")
_PACKET_BYTES = 64 << 10
_CHUNK_BYTES = 1 << 20
_WAITING = 2
_POLL_MS = 1000


@dataclass(frozen=True, slots=True)
class FenceLimits:
    """What a child may take: memory beyond what it shares with its parent, bytes of one answer, seconds of
    silence, seconds for one document and for each MiB of it, and more where text in pictures is recognised.
    """

    memory_bytes: int = 1 << 30
    answer_bytes: int = 256 << 20
    silent_s: float = 120.0
    seconds: float = 360.0
    seconds_per_mib: float = 0.6
    recognising_s: float = 3900.0


@dataclass(slots=True)
class _Task:
    """A job that was handed out, with the file it is to be read from and who waits for what it comes to."""

    job: ReadJob
    descriptor: int
    accept: Callable[[DocumentReading], None]


@dataclass
class _Child:
    """One child process and what it was given, the job it is at first."""

    pid: int
    jobs: socket.socket
    answers: socket.socket
    given: deque[_Task] = field(default_factory=deque)
    pending: bytearray = field(default_factory=bytearray)
    began_s: float = 0.0
    heard_s: float = 0.0


class Fences:
    """A number of fenced children. Used by one thread; a context manager, which ends them."""

    def __init__(self, reader: DocumentReader, count: int, limits: FenceLimits | None = None) -> None:
        self._reader = reader
        self._limits = limits or FenceLimits()
        self._count = count
        self._children: dict[int, _Child] = {}
        self._waiting: deque[_Task] = deque()
        self.restarts = 0

    def __enter__(self) -> Fences:
        for _ in range(self._count):
            self._start()
        return self

    def __exit__(self, *_: object) -> None:
        for child in list(self._children.values()):
            self._end(child)
        while self._waiting:
            os.close(self._waiting.popleft().descriptor)

    def submit(self, job: ReadJob, descriptor: int, accept: Callable[[DocumentReading], None]) -> None:
        """Have a document read; the descriptor is closed in time. `accept` is called here, in a later call.

        Waits while every child has enough to do. Raises: WorkerLostError when no child can be started.
        """
        self._waiting.append(_Task(job, descriptor, accept))
        self._hand_out()
        self._take(0)
        while len(self._waiting) > self._count:
            self._take(_POLL_MS)

    def join(self) -> None:
        """Wait until every document is read. Raises: as `submit`."""
        while self._waiting or any(child.given for child in self._children.values()):
            self._take(_POLL_MS)

    def _start(self) -> None:
        jobs, their_jobs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        answers, their_answers = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with their_jobs, their_answers:
            pid = fork_process()
            if pid == 0:
                for child in self._children.values():
                    child.jobs.close()
                    child.answers.close()
                jobs.close()
                answers.close()
                _serve(self._reader, their_jobs, their_answers, self._limits)
        answers.settimeout(0)
        self._children[answers.fileno()] = _Child(pid, jobs, answers)

    def _end(self, child: _Child) -> None:
        self._children.pop(child.answers.fileno(), None)
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)
        child.jobs.close()
        child.answers.close()
        for task in child.given:
            os.close(task.descriptor)

    def _hand_out(self) -> None:
        for child in sorted(self._children.values(), key=lambda one: len(one.given)):
            while (
                self._waiting and len(child.given) < _WAITING and not (child.given and self._is_long(child))
            ):
                self._give(child, self._waiting.popleft())

    @staticmethod
    def _is_long(child: _Child) -> bool:
        """Whether what it is at may take long: then nothing should wait behind it."""
        return child.given[0].job.size > _CHUNK_BYTES or child.given[0].job.is_slow

    def _give(self, child: _Child, task: _Task) -> None:
        if not child.given:
            child.began_s = child.heard_s = monotonic_s()
        child.given.append(task)
        with suppress(OSError):  # it is gone: that is seen on its stream
            socket.send_fds(child.jobs, [msgspec.msgpack.encode(task.job)], [task.descriptor])

    def _take(self, timeout_ms: int) -> None:
        poll = select.poll()
        for number in self._children:
            poll.register(number, select.POLLIN)
        for number, _ in poll.poll(timeout_ms):
            self._read_answers(self._children[number])
        now_s = monotonic_s()
        for child in list(self._children.values()):
            if child.given and (problem := self._find_overdue(child, now_s)):
                self._lose(child, problem)
        self._hand_out()

    def _find_overdue(self, child: _Child, now_s: float) -> str:
        limits = self._limits
        job = child.given[0].job
        most_s = limits.seconds + limits.seconds_per_mib * job.size / (1 << 20)
        most_s += limits.recognising_s if job.recognises else 0.0
        if now_s - child.began_s > most_s:
            return f"reading it took longer than {most_s:.0f} s and was stopped"
        if now_s - child.heard_s > limits.silent_s:
            return f"reading it came no further for {limits.silent_s:.0f} s and was stopped"
        return ""

    def _read_answers(self, child: _Child) -> None:
        try:
            data = child.answers.recv(_CHUNK_BYTES)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if not data:
            self._lose(child, "reading it crashed the process that did")
            return
        child.heard_s = monotonic_s()
        child.pending += data
        while len(child.pending) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(child.pending)
            if length > self._limits.answer_bytes:
                self._lose(child, f"what was found in it is over {self._limits.answer_bytes >> 20} MiB")
                return
            end = _LENGTH.size + length
            if len(child.pending) < end:
                return
            answer = bytes(child.pending[_LENGTH.size : end])
            del child.pending[:end]
            if length:
                self._accept(child, answer)

    def _accept(self, child: _Child, answer: bytes) -> None:
        task = child.given.popleft()
        child.began_s = monotonic_s()
        reading = msgspec.msgpack.decode(answer, type=DocumentReading)
        if reading.state == _OVER_MEMORY and not task.job.is_slow:
            self._again(task)
            return
        if reading.state == _OVER_MEMORY:
            reading.state, reading.reason = UNREADABLE, _tell_memory(self._limits)
        os.close(task.descriptor)
        task.accept(reading)

    def _again(self, task: _Task) -> None:
        task.job.is_slow = True
        self._waiting.append(task)

    def _lose(self, child: _Child, problem: str) -> None:
        """A child is of no more use: another takes its place, and what it was at is tried again, or
        listed.
        """
        self.restarts += 1
        given = list(child.given)
        child.given.clear()
        self._end(child)
        self._start()
        if not given:
            return
        for task in reversed(given[1:]):
            self._waiting.appendleft(task)
        task = given[0]
        if not task.job.is_slow:
            self._again(task)
            return
        os.close(task.descriptor)
        job = task.job
        task.accept(DocumentReading(job.content, job.name, job.size, "", UNREADABLE, f"{problem}, twice"))


_OVER_MEMORY = "over memory"


def _tell_memory(limits: FenceLimits) -> str:
    return f"reading it needs more than {limits.memory_bytes >> 20} MiB of memory"


def _serve(
    reader: DocumentReader, jobs: socket.socket, answers: socket.socket, limits: FenceLimits
) -> NoReturn:
    """The life of a child, until the other end is closed. Never returns into its parent's code."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        gc.freeze()
        faulthandler.disable()  # a crash here is expected, and told by the parent
        bound_process(limits.memory_bytes)
        silence_process()
        while True:
            packet, descriptors, _, _ = socket.recv_fds(jobs, _PACKET_BYTES, 1)
            if not packet:
                break
            job = msgspec.msgpack.decode(packet, type=ReadJob)
            answers.sendall(_answer(reader, job, descriptors[0], answers))
            os.close(descriptors[0])
    except OSError:
        pass  # the parent has gone: it was interrupted, or killed
    finally:
        os._exit(0)


def _answer(reader: DocumentReader, job: ReadJob, descriptor: int, answers: socket.socket) -> bytes:
    try:
        reading = reader.read(job, descriptor, lambda: answers.sendall(_LENGTH.pack(0)))
    except MemoryError:
        reading = DocumentReading(job.content, job.name, job.size, "", _OVER_MEMORY)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the edge of a process: whatever a parser raises, the file is listed
        reason = f"it cannot be read ({type(error).__name__}: {str(error)[:120]})"
        reading = DocumentReading(job.content, job.name, job.size, "", UNREADABLE, reason)
    data = msgspec.msgpack.encode(reading)
    return _LENGTH.pack(len(data)) + data
