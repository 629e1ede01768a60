"""Forked workers: processes that share all that their parent holds, and do what they are sent.

Threads wait for each other's turn at the interpreter; where a task is more Python than C calls, two
threads do no more than one. A forked worker has an interpreter of its own and needs nothing explained.
Messages are bytes, and what they mean is for the two ends to know: tasks go out on one socket, to
whoever is free, and each worker answers on a stream of its own.

Only what survives a fork may be used in a worker: files do, connections to a server do not.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import struct
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from firstbell.base.clock import monotonic_s
from firstbell.base.errors import Error

Buffer = bytes | bytearray | memoryview
# of a task, and of the descriptor that came with it, if one did
Answer = Callable[..., Buffer]
Accept = Callable[[bytes], None]

# a socket's buffer holds 208 KiB by default, and a task must fit; an answer may be of any length
MAX_TASK_BYTES = 128 << 10
_MAX_PROCESSES = 8
_POLL_MS = 1000
_LOOK_S = 1.0
_NUMBER = struct.Struct("<I")
_HEAD = struct.Struct("<IQB")
_ANSWER, _FAILURE, _LAST = 0, 1, 2
_HELD = (signal.SIGINT, signal.SIGTERM)
# ending takes a thread microseconds, and longer where other programs have the processors
_ENDING_S, _GLANCE_S = 0.2, 0.0002
_TASKS, _STAT_BYTES = "/proc/self/task", 256
# running, or waiting for a disk (proc_pid_stat(5))
_AT_WORK = (b"R", b"D")


class WorkerLostError(Error):
    """A worker ended before its work was done: killed, out of memory, or failed where nothing should."""

    code = "workers.lost"

    def __init__(self, problem: str) -> None:
        super().__init__(problem, hint="check that the machine has free memory, and run the command again")
        self.problem = problem


def count_workers() -> int:
    """How many forked workers keep this machine busy; 0 where there should be none."""
    processors = os.cpu_count() or 1
    return min(processors, _MAX_PROCESSES) if sys.platform == "linux" and processors > 1 else 0


class Workers:
    """A number of forked workers. Made before the first thread; used and closed by the thread that made it.

    `begin` runs once in each worker and gives the function that answers its tasks, each a message; `end` is
    called with that function when there are no more, and gives the worker's last words to `finish`. A
    context manager: leaving it ends the workers, and what was not begun by then is dropped.

    Raises: WorkerLostError when none can be started.
    """

    def __init__(
        self, begin: Callable[[], Answer], count: int, *, end: Callable[[Any], Buffer] | None = None
    ) -> None:
        self._end = end
        self._pids: set[int] = set()
        self._streams: dict[int, socket.socket] = {}
        self._waiting: dict[int, Accept] = {}
        self._last_words: dict[int, bytes] = {}
        self._number = 0
        self._tasks, tasks = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with tasks, hold_signals():
                for _ in range(count):
                    self._start(begin, tasks)
        except BaseException:
            self.close()
            raise
        self._tasks.settimeout(0)
        self._answers = select.poll()
        self._anything = select.poll()
        self._anything.register(self._tasks, select.POLLOUT)
        for descriptor in self._streams:
            self._answers.register(descriptor, select.POLLIN)
            self._anything.register(descriptor, select.POLLIN)

    def _start(self, begin: Callable[[], Answer], tasks: socket.socket) -> None:
        stream, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._streams[stream.fileno()] = stream
        with theirs:
            pid = fork_process()
            if pid == 0:
                # else a worker would keep another from seeing that their parent has gone
                for ours in (*self._streams.values(), self._tasks):
                    ours.close()
                _serve(begin, self._end, tasks, theirs)
        self._pids.add(pid)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, task: bytes, accept: Accept, *, descriptor: int = -1) -> None:
        """Hand out a task of at most `MAX_TASK_BYTES`; `accept` is called with its answer, here, in time.

        `descriptor`: of an open file. The worker has one of its own for it until the task is answered, so
        this one may be closed as soon as this returns.

        Waits while too many wait (ten or so), and takes in the answers that have come.

        Raises: WorkerLostError; what `accept` raises.
        """
        message = _NUMBER.pack(self._number) + task
        descriptors = [] if descriptor < 0 else [descriptor]
        while not self._send(message, descriptors):
            self._take_answers(self._anything, _POLL_MS)
        self._waiting[self._number] = accept
        self._number += 1
        self.tend()

    def _send(self, message: bytes, descriptors: Sequence[int]) -> bool:
        try:
            if descriptors:
                socket.send_fds(self._tasks, [message], descriptors)
            else:
                self._tasks.send(message)
        except BlockingIOError:
            return False
        except OSError as error:
            raise WorkerLostError(f"the workers accept no more work: {error.strerror}") from None
        return True

    @property
    def has_room(self) -> bool:
        """Whether `submit` would not wait now."""
        return any(descriptor == self._tasks.fileno() for descriptor, _ in self._anything.poll(0))

    @property
    def pending(self) -> int:
        """How many tasks are not answered yet."""
        return len(self._waiting)

    def tend(self) -> None:
        """Take in the answers that have come, without waiting. Raises: as `submit`."""
        while self._waiting and self._take_answers(self._answers, 0):
            pass

    def join(self) -> None:
        """Wait until every task is answered. Raises: as `submit`."""
        while self._waiting:
            self._take_answers(self._answers, _POLL_MS)

    def wait(self) -> None:
        """Wait until a task is answered, if any is not. Raises: as `submit`."""
        pending = len(self._waiting)
        while pending and len(self._waiting) == pending:
            self._take_answers(self._answers, _POLL_MS)

    def finish(self, accept: Accept) -> None:
        """Wait for every task, then for the last words of every worker, which `accept` is called with.

        No task can be submitted afterwards. Raises: as `submit`.
        """
        self._tasks.shutdown(socket.SHUT_WR)
        self.join()
        for descriptor, stream in self._streams.items():
            while descriptor not in self._last_words:
                self._take_answer(stream)
            accept(self._last_words.pop(descriptor))

    def _take_answers(self, poll: select.poll, timeout_ms: int) -> bool:
        """Take in one answer of each worker that has one; whether there was any."""
        ready = [descriptor for descriptor, _ in poll.poll(timeout_ms) if descriptor in self._streams]
        for descriptor in ready:
            self._take_answer(self._streams[descriptor])
        return bool(ready)

    def _take_answer(self, stream: socket.socket) -> None:
        number, length, kind = _HEAD.unpack(_receive(stream, _HEAD.size))
        answer = _receive(stream, length)
        if kind == _FAILURE:
            raise WorkerLostError(f"a worker failed: {answer.decode(errors='replace')}")
        if kind == _LAST:
            # it may come while others still work; nothing follows but the end of the stream
            self._last_words[stream.fileno()] = answer
            self._answers.unregister(stream)
            return
        self._waiting.pop(number)(answer)

    def close(self) -> None:
        """Let the workers end, and wait for them: what they have begun is done then, whole."""
        # the streams first: a worker that finds its task at an end knows by them whether it is asked for more
        for stream in self._streams.values():
            stream.close()
        self._tasks.close()
        while self._pids:
            os.waitpid(self._pids.pop(), 0)


def _receive(stream: socket.socket, length: int) -> bytes:
    """Exactly `length` bytes. Raises: WorkerLostError when the worker ends before."""
    data = b""
    while len(data) < length:
        try:
            more = stream.recv(length - len(data), socket.MSG_WAITALL)
        except ConnectionError:
            more = b""
        if not more:
            raise WorkerLostError("a worker process ended before its work was done")
        data = data + more if data else more
    return data


@contextmanager
def hold_signals() -> Iterator[None]:
    """Hold back interrupts until the end, and raise the first of them then.

    While forking, what Python runs around a fork would print and swallow them; while a command is started,
    it would run on with nobody to end it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # handlers run in the main thread only
        return
    held: list[int] = []
    before = {
        held_back: signal.signal(held_back, lambda number, _: held.append(number)) for held_back in _HELD
    }
    try:
        yield
    finally:
        for held_back, handler in before.items():
            signal.signal(held_back, handler)
    for number in held[:1]:
        signal.raise_signal(number)


def fork_process() -> int:
    """As `os.fork`, without what Python says of other threads: what they hold is not used in the child.

    Raises: WorkerLostError.
    """
    _await_ended_threads()
    gc.freeze()  # so that no collection in a worker copies the pages it shares with us
    try:
        with warnings.catch_warnings():
            # of other threads, only what refreshes a lock may run: a worker uses nothing that it holds
            warnings.simplefilter("ignore", DeprecationWarning)
            return os.fork()
    except OSError as error:
        raise WorkerLostError(f"cannot start a worker process: {error.strerror}") from None
    finally:
        gc.unfreeze()


def _await_ended_threads() -> None:
    """Wait for threads that Python takes for ended, and which still hand back what libraries keep for them.

    OpenSSL does that under a lock of all threads. A child that was forked meanwhile would have it locked for
    ever, and stand still where it first uses OpenSSL in a thread of its own.
    """
    until_s = monotonic_s() + _ENDING_S
    while _has_running_strangers() and monotonic_s() < until_s:
        time.sleep(_GLANCE_S)


def _has_running_strangers() -> bool:
    """Whether a thread is at work that Python does not know; one of a library that waits for work sleeps."""
    try:
        tasks = os.listdir(_TASKS)
    except OSError:
        return False  # no such folder on this system
    if len(tasks) == 1:
        return False
    known = {str(one.native_id) for one in threading.enumerate()}
    return any(_is_running(task) for task in tasks if task not in known)


def _is_running(task: str) -> bool:
    try:
        with open(f"{_TASKS}/{task}/stat", "rb", buffering=0) as file:
            told = file.read(_STAT_BYTES)
    except OSError:
        return False  # it has ended
    return told.rpartition(b") ")[2][:1] in _AT_WORK


def start_process(run: Callable[[], None]) -> int:
    """Run a function in a forked process that ends with it; its process id. What it raises nobody hears of.

    The process ends with this one too, within a second or two. Raises: WorkerLostError.
    """
    here = os.getpid()
    with hold_signals():
        pid = fork_process()
        if pid == 0:
            try:
                _calm_child()
                _end_with_parent(here)
                run()
            finally:
                os._exit(0)
    return pid


def _end_with_parent(parent: int) -> None:
    """For a process that nobody sends anything, so that it would not see that its parent has gone."""

    def look(_number: int, _frame: object) -> None:
        if os.getppid() != parent:
            os._exit(0)

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOK_S, _LOOK_S)


def _calm_child() -> None:
    # a terminal interrupts all of us; the parent decides
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.disable()  # nothing in a worker goes in circles, and a collection costs 5 % of the work


def _serve(
    begin: Callable[[], Answer],
    end: Callable[[Any], Buffer] | None,
    tasks: socket.socket,
    stream: socket.socket,
) -> NoReturn:
    """The life of a worker, until the other end is closed. Never returns into its parent's code."""
    status = 1
    number = 0
    try:
        _calm_child()
        answer = begin()
        while True:
            data, descriptors, _, _ = socket.recv_fds(tasks, MAX_TASK_BYTES + _NUMBER.size, 1)
            if not data:
                break
            (number,) = _NUMBER.unpack_from(data)
            result = answer(data[_NUMBER.size :], *descriptors)
            for descriptor in descriptors:
                os.close(descriptor)
            _send_fully(stream, (_HEAD.pack(number, len(result), _ANSWER), result))
        if not _is_deserted(stream):
            last = end(answer) if end is not None else b""
            _send_fully(stream, (_HEAD.pack(0, len(last), _LAST), last))
        status = 0
    except (BrokenPipeError, ConnectionResetError):
        status = 0  # the parent has gone: it was interrupted, or killed
    except Exception as error:  # noqa: BLE001 - the edge of a process
        problem = f"{type(error).__name__}: {error}".encode(errors="replace")
        _send_fully(stream, (_HEAD.pack(number, len(problem), _FAILURE), problem))
    finally:
        os._exit(status)


def _is_deserted(stream: socket.socket) -> bool:
    hung_up = select.poll()
    hung_up.register(stream, 0)
    return any(event & select.POLLHUP for _, event in hung_up.poll(0))


def _send_fully(stream: socket.socket, parts: Sequence[Buffer]) -> None:
    sent = stream.sendmsg(parts)
    data = b"" if sent == sum(map(len, parts)) else b"".join(parts)[sent:]
    if data:
        stream.sendall(data)
