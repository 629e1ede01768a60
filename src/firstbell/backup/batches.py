"""Files on their way through the workers, in batches.

Python's cost per hand-over is paid once per batch: threads that meet over every small file lose half the
speed. A batch holds up to `_BATCH_FILES` files or `_BATCH_BYTES`, whatever folders they lie in.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from firstbell.backup.content import FileSaver, SavedFile, WantedFile
from firstbell.backup.rereads import KnownBlob
from firstbell.repository import Node

_BATCH_FILES = 128
_BATCH_BYTES = 4 << 20
_BATCH_PATH_BYTES = 64 << 10
_AHEAD = 12

OnSaved = Callable[[int, int], None]


class FileTask:
    """One file to save; `saved` or `error` is set when its batch is done.

    `before`: the file as the parent has it. `known`: its content there, of a file that looks unchanged.
    """

    __slots__ = ("batch", "before", "error", "known", "node", "path", "saved")

    def __init__(
        self, path: bytes, node: Node, *, before: Node | None, known: Sequence[KnownBlob] = ()
    ) -> None:
        self.path = path
        self.node = node
        self.before = before
        self.known = known
        self.saved: SavedFile | None = None
        self.error: OSError | None = None
        self.batch: object = None

    @property
    def wanted(self) -> WantedFile:
        """What a saver is asked for."""
        return WantedFile(self.path, self.node.size, self.known)

    @property
    def is_done(self) -> bool:
        """Whether it is known what became of it."""
        return self.saved is not None or self.error is not None

    def take(self, result: SavedFile | OSError) -> None:
        """Take what became of the file."""
        if isinstance(result, OSError):
            self.error = result
        else:
            self.saved = result


class FileQueue(ABC):
    """Hands files to workers, and holds the walker back when they are behind. Used by one thread.

    `on_saved` is told of files and bytes. Every method raises what ended the backup: StoreError and its kin.
    """

    def __init__(self, on_saved: OnSaved) -> None:
        self._on_saved = on_saved
        self._tasks: list[FileTask] = []
        self._bytes = 0
        self._path_bytes = 0

    def put(self, task: FileTask) -> None:
        """Queue one file."""
        self._tasks.append(task)
        self._bytes += task.node.size
        self._path_bytes += len(task.path)
        if (
            len(self._tasks) >= _BATCH_FILES
            or self._bytes >= _BATCH_BYTES
            or self._path_bytes >= _BATCH_PATH_BYTES
        ):
            self._hand_over(self._take(), is_full=True)

    def flush(self) -> None:
        """Hand over what is queued."""
        tasks = self._take()
        if tasks:
            self._hand_over(tasks, is_full=False)

    def _take(self) -> list[FileTask]:
        tasks, self._tasks, self._bytes, self._path_bytes = self._tasks, [], 0, 0
        return tasks

    @abstractmethod
    def _hand_over(self, tasks: list[FileTask], *, is_full: bool) -> None:
        """Give a batch to the workers."""

    def finish(self, task: FileTask) -> None:
        """Wait until a file is saved; an unreadable one has `task.error` then."""
        if task.batch is None and not task.is_done:
            self.flush()
        self._wait_for(task)

    @abstractmethod
    def _wait_for(self, task: FileTask) -> None:
        """Wait until a file that was handed over is saved."""

    def complete(self) -> None:
        """Call it when every file is finished: what the workers hold back goes to the repository."""
        self.flush()

    @abstractmethod
    def close(self) -> None:
        """End the workers; what was not begun is dropped."""

    def _settle(self, tasks: Sequence[FileTask], results: Sequence[SavedFile | OSError]) -> None:
        for task, result in zip(tasks, results, strict=True):
            task.take(result)
        self._on_saved(len(tasks), sum([task.saved.size_bytes for task in tasks if task.saved]))

    def _save(self, saver: FileSaver, tasks: Sequence[FileTask]) -> None:
        self._settle(tasks, saver.save_files([task.wanted for task in tasks]))


class ThreadQueue(FileQueue):
    """Threads are the workers: whatever the store is."""

    def __init__(self, saver: FileSaver, workers: int, on_saved: OnSaved) -> None:
        super().__init__(on_saved)
        self._saver = saver
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="backup")
        self._slots = threading.Semaphore(workers + _AHEAD)

    def _hand_over(self, tasks: list[FileTask], *, is_full: bool) -> None:
        self._slots.acquire()
        batch = self._pool.submit(self._save, self._saver, tasks)
        batch.add_done_callback(lambda _: self._slots.release())
        for task in tasks:
            task.batch = batch

    def _wait_for(self, task: FileTask) -> None:
        assert isinstance(task.batch, Future)
        task.batch.result()

    def close(self) -> None:
        """End the workers; what was not begun is dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._saver.close()
