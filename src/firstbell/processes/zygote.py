"""The zygote: a program of its own that loads what reads documents, confines itself, and forks one child for
each of them.

It is started by exec: it has no environment, no descriptor but its end of a stream to the supervisor, and no
key that its setup does not hold. It reads no document, so that every child begins as clean as it is.
A child gets one request, answers it, and ends; where it is said so it answers more of them.
"""

from __future__ import annotations

import errno
import gc
import importlib
import os
import signal
import socket
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

import msgspec

from firstbell.processes import frames, kernel
from firstbell.processes.confinement import (
    ChildConfinement,
    FenceLayer,
    confine_zygote,
    leave_world,
    measure_data_bytes,
)
from firstbell.processes.expressions import ExpressionRecord

_TOLD_CHARS = 160
# of memory, of processes, of descriptors
_SHORT = frozenset((errno.ENOMEM, errno.EAGAIN, errno.EMFILE, errno.ENFILE))
_MOST_REPORT_BYTES = 64 << 10
# a child lives for one document: it looks for garbage seldom, and finds it still where there is much
_YOUNG_OBJECTS = 20_000
# of what a child may take anyway: less than the least that any may
_HEAP_BYTES = 32 << 20


class ZygoteSetup(msgspec.Struct, array_like=True):
    """What a zygote is told. `begin`: "module:function", called once with `setup`, gives what answers.

    `requests`: how many a child answers before it ends, unless it is ended sooner. `expressions`: those of
    what `begin` loads, as an earlier zygote packed them, b"" where none did; None where nobody keeps them.
    `prepare`: "module:function", called without anything before `begin` is, "" for none.
    """

    begin: str
    setup: bytes
    memory_bytes: int
    opens_own: bool = False
    requests: int = 1
    expressions: bytes | None = None
    prepare: str = ""


class ZygoteReport(msgspec.Struct, array_like=True):
    """What it says when it is ready: the layers that hold. `problem`: why it is not, "" where it is.

    `may_pass`: whether another one may get ready, since this one was short of something. `expressions`:
    to be kept for the next one, b"" where they need not be.
    """

    layers: list[FenceLayer]
    problem: str = ""
    may_pass: bool = False
    expressions: bytes = b""


class FencedRequest:
    """What a child has to answer. `descriptor`: of the document, -1 where there is none."""

    def __init__(self, stream: socket.socket, data: bytes, *, descriptor: int, size_bytes: int) -> None:
        self._stream = stream
        self.data = data
        self.descriptor = descriptor
        self.size_bytes = size_bytes

    def tell_alive(self) -> None:
        """Say that the work goes on. Raises: OSError when nobody listens."""
        self._stream.sendall(frames.HEAD.pack(frames.ALIVE, 0))

    def ask(self, question: bytes) -> bytes:
        """Have the supervisor do what a child may not, and wait for what comes of it.

        Raises: StreamEnded; OSError.
        """
        self._stream.sendall(frames.HEAD.pack(frames.ASKED, len(question)) + question)
        (length,) = frames.REPLY.unpack(frames.receive_exactly(self._stream, frames.REPLY.size))
        return frames.receive_exactly(self._stream, length)


FencedAnswer = Callable[[FencedRequest], bytes]
FencedBegin = Callable[[bytes], FencedAnswer]


def serve() -> None:
    """The life of a zygote, whose stream is its standard input, until the supervisor is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of a terminal: the supervisor decides
    warnings.simplefilter("ignore")
    os.putenv("OPENBLAS_NUM_THREADS", "1")  # numpy's library would start threads, of which a fork keeps one
    control = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=os.dup(0))
    os.dup2(1, 0)  # which is nowhere
    setup = msgspec.msgpack.decode(frames.receive_frame(control), type=ZygoteSetup)
    gc.disable()  # loading makes little garbage, and looking for it takes a tenth of the time
    report = ZygoteReport(leave_world())
    try:
        answer = _load(setup, report)
    except Exception as error:  # noqa: BLE001 - the edge of a process
        report.problem = f"{type(error).__name__}: {str(error)[:_TOLD_CHARS]}"
        report.may_pass = isinstance(error, MemoryError) or getattr(error, "errno", 0) in _SHORT
        frames.send_frame(control, msgspec.msgpack.encode(report))
        return
    setup.setup, setup.expressions = b"", None  # megabytes that every fork would share
    gc.freeze()  # so that no collection in a child copies the pages that it shares with us
    gc.enable()
    gc.set_threshold(_YOUNG_OBJECTS, *gc.get_threshold()[1:])
    kernel.join_pages()
    reader, writer = os.pipe()  # later we may open none
    confinement = ChildConfinement(measure_data_bytes(), setup.memory_bytes)
    kernel.reserve_heap(_HEAP_BYTES)
    zygote = _Zygote(control, answer, confinement, requests=setup.requests)
    report.layers += confine_zygote(opens_own=setup.opens_own)
    report.layers += zygote.try_child(reader, writer)
    frames.send_frame(control, msgspec.msgpack.encode(report))
    with suppress(ConnectionError):
        zygote.run()


def _load(setup: ZygoteSetup, report: ZygoteReport) -> FencedAnswer:
    if setup.expressions is None:
        begin = _prepare(setup)
    else:
        expressions = ExpressionRecord(setup.expressions)
        with expressions.use():  # until the setup is told: what is kept says nothing of anybody
            begin = _prepare(setup)
        report.expressions = expressions.pack()
    return begin(setup.setup)


def _prepare(setup: ZygoteSetup) -> FencedBegin:
    begin: FencedBegin = _find(setup.begin)
    if setup.prepare:
        _find(setup.prepare)()
    return begin


def _find(name: str) -> Any:
    """What is called "module:function"."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


class _Zygote:
    """Forks children, and remembers which are not waited for yet."""

    def __init__(
        self, control: socket.socket, answer: FencedAnswer, confinement: ChildConfinement, *, requests: int
    ) -> None:
        self._control = control
        self._requests = requests
        self._answer = answer
        self._confinement = confinement
        self._peak_bytes = 0

    def try_child(self, reader: int, writer: int) -> list[FenceLayer]:
        """Which layers hold in a child: one is forked, and says so. Closes both ends of the pipe.

        Later children do nothing where one of these does not hold.
        """
        pid = kernel.fork()
        if pid == 0:
            try:
                os.write(writer, msgspec.msgpack.encode(self._confinement.try_out()))
            finally:
                os._exit(0)
        os.close(writer)
        layers = msgspec.msgpack.decode(os.read(reader, _MOST_REPORT_BYTES), type=list[FenceLayer])
        os.close(reader)
        os.waitpid(pid, 0)
        self._confinement.expect(layers)
        return layers

    def run(self) -> None:
        """Do as one is told, until the supervisor is gone. Raises: OSError."""
        while True:
            command, descriptors, _, _ = socket.recv_fds(self._control, 1, 1)
            self._reap()
            if command == frames.FORK:
                self._fork(descriptors[0])
            elif command == frames.MEASURE:
                self._control.sendall(frames.PEAK.pack(self._peak_bytes))
            else:
                return

    def _fork(self, descriptor: int) -> None:
        try:
            pid = kernel.fork()
        except OSError:
            os.close(descriptor)  # which the supervisor sees
            return
        if pid == 0:
            self._live(descriptor)
        os.close(descriptor)

    def _live(self, descriptor: int) -> NoReturn:
        """The life of a child. Never returns into what forked it."""
        try:
            self._control.close()
            stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0, fileno=descriptor)
            self._confinement.lay()
            stream.sendall(frames.HEAD.pack(frames.READY, frames.PID.size) + frames.PID.pack(os.getpid()))
            for _ in range(self._requests):
                request = _receive_request(stream)
                kind, body = _give_answer(self._answer, request)
                stream.sendall(frames.HEAD.pack(kind, len(body)))
                stream.sendall(body)
                if request.descriptor >= 0:
                    os.close(request.descriptor)
        except (frames.StreamEnded, OSError, ValueError):
            pass  # the supervisor has no more use for it, or a layer does not hold
        finally:
            os._exit(0)

    def _reap(self) -> None:
        """Wait for children that have ended. Nobody else does: what is sent to a child meets no stranger."""
        with suppress(ChildProcessError):
            while True:
                pid, _, used = os.wait4(-1, os.WNOHANG)
                if pid == 0:
                    return
                self._peak_bytes = max(self._peak_bytes, used.ru_maxrss << 10)


def _receive_request(stream: socket.socket) -> FencedRequest:
    head, descriptors, _, _ = socket.recv_fds(stream, frames.REQUEST.size, 1)
    if not head:
        raise frames.StreamEnded
    head += frames.receive_exactly(stream, frames.REQUEST.size - len(head))
    size_bytes, length = frames.REQUEST.unpack(head)
    data = frames.receive_exactly(stream, length)
    descriptor = descriptors[0] if descriptors else -1
    return FencedRequest(stream, data, descriptor=descriptor, size_bytes=size_bytes)


def _give_answer(answer: FencedAnswer, request: FencedRequest) -> tuple[int, bytes]:
    try:
        return frames.ANSWERED, answer(request)
    except MemoryError:
        return frames.OVER_MEMORY, b""
    except (frames.StreamEnded, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 - the edge of a process: whatever a parser raises, it is told
        told = f"{type(error).__name__}: {str(error)[:_TOLD_CHARS]}"
        return frames.REFUSED, told.encode(errors="replace")
