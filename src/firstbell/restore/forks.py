"""Forked workers for small files, and for the pieces of large ones.

A file of 5 kB costs 40 us of Python around its system calls, and threads wait for each other's turn at
the interpreter: two threads restored 50,000 of them no faster than one. Forked processes share the open
repository and its index as they are. Only a source whose store survives a fork may be used so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from firstbell.base.errors import Error
from firstbell.base.progress import Silent
from firstbell.processes import pool
from firstbell.processes.pool import MAX_TASK_BYTES, Workers, count_workers
from firstbell.restore.context import RestoreContext
from firstbell.restore.errors import RestoreWorkerLostError, TargetFullError
from firstbell.restore.files import restore_batch
from firstbell.restore.folders import TreeFolder
from firstbell.restore.items import FileItem, PlacedFile
from firstbell.restore.message import (
    PieceMessage,
    RestoreMessage,
    ResultMessage,
    VerifyMessage,
    decode_result,
    decode_work,
    encode_piece,
    encode_restore,
    encode_result,
    encode_verify,
)
from firstbell.restore.pieces import FilePiece, write_piece
from firstbell.restore.tally import RestoreTally
from firstbell.restore.verification import verify_batch
from firstbell.store import Store

Files = Sequence[FileItem | PlacedFile]
_WRITTEN, _FAILED = b"\x01", b"\x00"


def choose_processes(store: Store) -> int:
    """How many forked workers a restore from this store may use; 0 where it must not fork.

    Connections to a server do not survive a fork, files do.
    """
    return count_workers() if store.is_of_files() else 0


@contextmanager
def _tell_lost_workers() -> Iterator[None]:
    """In the words of a restore."""
    try:
        yield
    except pool.WorkerLostError as error:
        raise RestoreWorkerLostError(error.problem) from None


class Forks:
    """A number of forked workers. Made before the first thread; used and closed by the thread that made it.

    `accept` is called with each result and the files it is about.
    """

    def __init__(
        self, context: RestoreContext, count: int, accept: Callable[[ResultMessage, Files], None]
    ) -> None:
        self._accept = accept
        self._workers = Workers(lambda: _begin(context), count)

    def restore(self, items: Sequence[FileItem]) -> bool:
        """Hand out a batch to restore, waiting while too many wait; False where it is too long to send.

        Raises: RestoreWorkerLostError.
        """
        return self._submit(encode_restore(items), items)

    def verify(self, files: Sequence[PlacedFile]) -> bool:
        """Hand out a batch to read back. As `restore`."""
        return self._submit(encode_verify(files), files)

    def restore_piece(self, fd: int, piece: FilePiece, accept: Callable[..., None]) -> bool:
        """Have a piece written to a file; as `restore`. `accept` is called with `is_written`, in time."""
        return self._send(
            encode_piece(piece), lambda answer: accept(is_written=answer == _WRITTEN), descriptor=fd
        )

    def _submit(self, message: bytes, files: Files) -> bool:
        return self._send(message, partial(self._take_result, files))

    def _send(self, message: bytes, accept: Callable[[bytes], None], *, descriptor: int = -1) -> bool:
        if len(message) > MAX_TASK_BYTES:
            return False
        with _tell_lost_workers():
            self._workers.submit(message, accept, descriptor=descriptor)
        return True

    def _take_result(self, files: Files, answer: bytes) -> None:
        self._accept(decode_result(answer), files)

    def tend(self) -> None:
        """Take in what was done, without waiting. Raises: RestoreWorkerLostError."""
        with _tell_lost_workers():
            self._workers.tend()

    def wait(self) -> None:
        """Wait until something is done. Raises: RestoreWorkerLostError."""
        with _tell_lost_workers():
            self._workers.wait()

    def join(self) -> None:
        """Wait until every batch is done.

        Raises: RestoreWorkerLostError.
        """
        with _tell_lost_workers():
            self._workers.join()

    def close(self) -> None:
        """Let the workers end, and wait for them: what they have begun is whole then, or gone."""
        self._workers.close()


class _WorkerPlace(RestoreContext):
    """What a worker works with: its parent's source and target, and for each batch counts of its own."""

    def __init__(self, context: RestoreContext) -> None:
        self.meter = _Meter()
        super().__init__(context.source, context.options, self.meter, target=context.target)
        self.root_fd = context.root_fd
        self.placed: list[int] = []
        self.unchanged: list[int] = []

    def begin(self) -> None:
        """Begin to count anew."""
        self.tally = RestoreTally(self.options.prefix)
        self.placed, self.unchanged = [], []
        self.meter.size_bytes = 0

    def remember(self, item: FileItem, *, is_ours: bool) -> None:
        """Keep the position for the result."""
        (self.placed if is_ours else self.unchanged).append(item.position)

    def render_result(self) -> bytes:
        """The result of what was done since `begin`."""
        tally = self.tally
        full = tally.halted_by.reason if isinstance(tally.halted_by, TargetFullError) else ""
        return encode_result(
            ResultMessage(
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


def _begin(context: RestoreContext) -> Callable[..., bytes]:
    """What a worker does with a message; it knows the folders that it has met."""
    worker = _WorkerPlace(context)
    folders = {b"": TreeFolder(None, b"", None)}
    return partial(_work, worker, folders)


def _work(worker: _WorkerPlace, folders: dict[bytes, TreeFolder], data: bytes, fd: int = -1) -> bytes:
    message = decode_work(data)
    if isinstance(message, PieceMessage):
        return _restore_piece(worker, message, fd)
    worker.begin()
    known = [_find_folder(folders, path, is_made=is_made) for path, is_made in message.folders]
    if isinstance(message, RestoreMessage):
        restore_batch(worker, _read_items(message, known))
    else:
        verify_batch(worker, _read_files(message, known))
    return worker.render_result()


def _restore_piece(worker: _WorkerPlace, message: PieceMessage, fd: int) -> bytes:
    """What goes wrong is found once more by whoever asked, and told there."""
    piece = FilePiece(tuple(message.blobs), message.offset, message.size_bytes)
    try:
        write_piece(worker.source, piece, fd, sparse=worker.options.sparse)
    except (Error, OSError):
        return _FAILED
    return _WRITTEN


def _read_items(message: RestoreMessage, folders: Sequence[TreeFolder]) -> list[FileItem]:
    return [
        FileItem(folders[at], node.name, node, node.content_ids, tuple(locations), None, position)
        for position, (at, node, locations) in enumerate(message.items)
    ]


def _read_files(message: VerifyMessage, folders: Sequence[TreeFolder]) -> list[PlacedFile]:
    return [PlacedFile(folders[at], name, tuple(content)) for at, name, content in message.items]


def _find_folder(folders: dict[bytes, TreeFolder], path: bytes, *, is_made: bool) -> TreeFolder:
    """The folder at a path, made anew in a worker with those above it."""
    folder = folders.get(path)
    if folder is None:
        parent, _, name = path.rpartition(b"/")
        folder = folders[path] = TreeFolder(_find_folder(folders, parent, is_made=False), name, None)
    folder.is_made = is_made
    return folder
