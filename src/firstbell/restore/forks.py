"""Forked workers for small files.

A file of 5 kB costs 40 us of Python around its system calls, and threads wait for each other's turn at
the interpreter: two threads restored 50,000 of them no faster than one. Forked processes share the open
repository and its index as they are. They take batches from one socket, whoever is free, and answer on
another. Only a source whose store survives a fork may be used so.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from firstbell.base.progress import Silent
from firstbell.restore.errors import TargetFullError, WorkerLostError
from firstbell.restore.files import restore_batch
from firstbell.restore.folders import Folder
from firstbell.restore.items import FileItem, PlacedFile
from firstbell.restore.message import (
    RestoreMessage,
    ResultMessage,
    VerifyMessage,
    decode_result,
    decode_work,
    encode_restore,
    encode_result,
    encode_verify,
)
from firstbell.restore.tally import Tally
from firstbell.restore.verification import verify_batch
from firstbell.restore.workplace import Workplace
from firstbell.store import LocalStore, Store

# a socket's buffer holds 208 KiB by default, and a message must fit
_MAX_MESSAGE_BYTES = 128 << 10
_POLL_S = 1.0
_MAX_PROCESSES = 8
_HELD = (signal.SIGINT, signal.SIGTERM)


def choose_processes(store: Store) -> int:
    """How many forked workers a restore from this store may use; 0 where it must not fork.

    Connections to a server do not survive a fork, files do.
    """
    processors = os.cpu_count() or 1
    is_safe = sys.platform == "linux" and isinstance(store, LocalStore)
    return min(processors, _MAX_PROCESSES) if is_safe and processors > 1 else 0


class Forks:
    """A number of forked workers. Made before the first thread; used and closed by the thread that made it.

    `accept` is called with each result and the files it is about.
    """

    def __init__(
        self,
        place: Workplace,
        count: int,
        accept: Callable[[ResultMessage, Sequence[FileItem | PlacedFile]], None],
    ) -> None:
        self._accept = accept
        self._pending: dict[int, Sequence[FileItem | PlacedFile]] = {}
        self._number = 0
        self._tasks, tasks = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._results, results = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._workers: set[int] = set()
        gc.freeze()  # so that no collection in a worker copies the pages it shares with us
        with _hold_signals():
            for _ in range(count):
                pid = _fork()
                if pid == 0:
                    self._tasks.close()
                    self._results.close()
                    _serve(place, tasks, results)
                self._workers.add(pid)
        gc.unfreeze()
        tasks.close()
        results.close()
        self._tasks.settimeout(0)

    def restore(self, items: Sequence[FileItem]) -> bool:
        """Hand out a batch to restore, waiting while too many wait; False where it is too long to send.

        Raises: WorkerLostError.
        """
        return self._submit(encode_restore(self._number, items), items)

    def verify(self, files: Sequence[PlacedFile]) -> bool:
        """Hand out a batch to read back. As `restore`."""
        return self._submit(encode_verify(self._number, files), files)

    def _submit(self, message: bytes, items: Sequence[FileItem | PlacedFile]) -> bool:
        if len(message) > _MAX_MESSAGE_BYTES:
            return False
        while not self._send(message):
            self._take_result(or_room=True)
        self._pending[self._number] = items
        self._number += 1
        while select.select([self._results], [], [], 0)[0]:
            self._take_result()
        return True

    def _send(self, message: bytes) -> bool:
        try:
            self._tasks.send(message)
        except BlockingIOError:
            return False
        except OSError as error:
            raise WorkerLostError(f"the workers take no more work: {error.strerror}") from None
        return True

    def join(self) -> None:
        """Wait until every batch is done.

        Raises: WorkerLostError.
        """
        while self._pending:
            self._take_result()

    def _take_result(self, *, or_room: bool = False) -> None:
        """Wait for a result, or until one more message can be sent, but no longer than a moment."""
        waiting = [self._tasks] if or_room else []
        readable, writable, _ = select.select([self._results], waiting, [], _POLL_S)
        if readable:
            data = self._results.recv(2 * _MAX_MESSAGE_BYTES)
            if not data:
                raise WorkerLostError("the workers have ended before their work")
            result = decode_result(data)
            self._accept(result, self._pending.pop(result.number))
        elif not writable:
            self._look_for_losses()

    def _look_for_losses(self) -> None:
        for pid in list(self._workers):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self._workers.discard(pid)
                raise WorkerLostError(f"worker {pid} has ended before its work")

    def close(self) -> None:
        """Let the workers end, and wait for them: what they have begun is whole then, or gone."""
        self._tasks.close()
        self._results.close()
        while self._workers:
            os.waitpid(self._workers.pop(), 0)


@contextmanager
def _hold_signals() -> Iterator[None]:
    """Hold back interrupts while forking: what Python runs around a fork would print and swallow them."""
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


def _fork() -> int:
    with warnings.catch_warnings():
        # of other threads, only what refreshes a lock may run: a worker uses nothing that it holds
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


class _WorkerPlace(Workplace):
    """What a worker works with: its parent's source and target, and for each batch counts of its own."""

    def __init__(self, place: Workplace) -> None:
        self.meter = _Meter()
        super().__init__(place.source, place.options, self.meter, target=place.target)
        self.root_fd = place.root_fd
        self.placed: list[int] = []
        self.unchanged: list[int] = []

    def begin(self) -> None:
        """Begin to count anew."""
        self.tally = Tally(self.options.prefix)
        self.placed, self.unchanged = [], []
        self.meter.size_bytes = 0

    def remember(self, item: FileItem, *, is_ours: bool) -> None:
        """Keep the position for the result."""
        (self.placed if is_ours else self.unchanged).append(item.position)

    def render_result(self, number: int) -> bytes:
        """The result of what was done since `begin`."""
        tally = self.tally
        full = tally.halted_by.reason if isinstance(tally.halted_by, TargetFullError) else ""
        return encode_result(
            ResultMessage(
                number,
                tally.files_restored,
                tally.bytes_restored,
                tally.files_verified,
                tally.files_failed,
                tally.files_skipped,
                tally.problems,
                self.placed,
                self.unchanged,
                full,
                self.meter.size_bytes,
            )
        )


class _Meter(Silent):
    """Counts bytes for the result."""

    size_bytes = 0

    def advance(self, *, files: int = 0, size_bytes: int = 0) -> None:
        """Count."""
        self.size_bytes += size_bytes


def _serve(place: Workplace, tasks: socket.socket, results: socket.socket) -> NoReturn:
    """The life of a worker, until the other end is closed. Never returns into its parent's code."""
    status = 1
    try:
        # a terminal interrupts all of us; the parent decides, and ends us by closing the socket
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        gc.disable()  # nothing here goes in circles, and a collection costs 5 % of the work
        worker = _WorkerPlace(place)
        folders = {b"": Folder(None, b"", None)}
        while data := tasks.recv(2 * _MAX_MESSAGE_BYTES):
            results.send(_work(worker, folders, data))
        status = 0
    except BrokenPipeError:
        status = 0  # the parent has gone: it was interrupted, or killed
    finally:
        os._exit(status)


def _work(worker: _WorkerPlace, folders: dict[bytes, Folder], data: bytes) -> bytes:
    message = decode_work(data)
    worker.begin()
    known = [_find_folder(folders, path, is_made=is_made) for path, is_made in message.folders]
    if isinstance(message, RestoreMessage):
        restore_batch(worker, _read_items(message, known))
    else:
        verify_batch(worker, _read_files(message, known))
    return worker.render_result(message.number)


def _read_items(message: RestoreMessage, folders: Sequence[Folder]) -> list[FileItem]:
    return [
        FileItem(folders[at], node.name, node, node.content_ids, tuple(locations), None, position)
        for position, (at, node, locations) in enumerate(message.items)
    ]


def _read_files(message: VerifyMessage, folders: Sequence[Folder]) -> list[PlacedFile]:
    return [PlacedFile(folders[at], name, tuple(content)) for at, name, content in message.items]


def _find_folder(folders: dict[bytes, Folder], path: bytes, *, is_made: bool) -> Folder:
    """The folder at a path, made anew in a worker with those above it."""
    folder = folders.get(path)
    if folder is None:
        parent, _, name = path.rpartition(b"/")
        folder = folders[path] = Folder(_find_folder(folders, parent, is_made=False), name, None)
    folder.is_made = is_made
    return folder
