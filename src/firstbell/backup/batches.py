"""Files on their way through the workers, in batches.

Python's cost per hand-over is paid once per batch: threads that meet over every small file lose half the
speed. A batch holds up to `_BATCH_FILES` files or `_BATCH_BYTES`, whatever folders they lie in.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from firstbell.backup.content import MIN_CHUNK_BYTES, FileSaver, SavedFile
from firstbell.repository import Node

_BATCH_FILES = 128
_BATCH_BYTES = 4 << 20
_AHEAD = 12


class FileTask:
    """One file to save; `saved` or `error` is set when its batch is done."""

    __slots__ = ("batch", "error", "node", "path", "saved")

    def __init__(self, path: bytes, node: Node) -> None:
        self.path = path
        self.node = node
        self.saved: SavedFile | None = None
        self.error: OSError | None = None
        self.batch: Future[None] | None = None

    def take(self, result: SavedFile | OSError) -> None:
        """Take what became of the file."""
        if isinstance(result, OSError):
            self.error = result
        else:
            self.saved = result


class FileQueue:
    """Hands files to the workers, and holds the walker back when they are behind."""

    def __init__(self, saver: FileSaver, workers: int, on_saved: Callable[[int, int], None]) -> None:
        self._saver = saver
        self._on_saved = on_saved
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="backup")
        self._slots = threading.Semaphore(workers + _AHEAD)
        self._tasks: list[FileTask] = []
        self._bytes = 0

    def put(self, task: FileTask) -> None:
        """Queue one file."""
        self._tasks.append(task)
        self._bytes += task.node.size
        if len(self._tasks) >= _BATCH_FILES or self._bytes >= _BATCH_BYTES:
            self.flush()

    def flush(self) -> None:
        """Hand over what is queued."""
        tasks, self._tasks, self._bytes = self._tasks, [], 0
        if not tasks:
            return
        self._slots.acquire()
        batch = self._pool.submit(self._save, tasks)
        batch.add_done_callback(lambda _: self._slots.release())
        for task in tasks:
            task.batch = batch

    def finish(self, task: FileTask) -> None:
        """Wait until a file is saved.

        Raises: StoreError and other errors that end the backup; an unreadable file is `task.error`.
        """
        if task.batch is None:
            self.flush()
        assert task.batch is not None
        task.batch.result()

    def close(self) -> None:
        """End the workers; what was not begun is dropped."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _save(self, tasks: list[FileTask]) -> None:
        small = [task for task in tasks if task.node.size < MIN_CHUNK_BYTES]
        results = self._saver.save_small_files([(task.path, task.node.size) for task in small])
        for task, result in zip(small, results, strict=True):
            task.take(result)
        for task in tasks:
            if task.node.size >= MIN_CHUNK_BYTES:
                task.take(self._save_large(task.path))
        self._on_saved(len(tasks), sum([task.saved.size_bytes for task in tasks if task.saved]))

    def _save_large(self, path: bytes) -> SavedFile | OSError:
        try:
            return self._saver.save_file(path)
        except OSError as error:
            return error
