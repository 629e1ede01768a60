"""Worker threads with a bounded number of tasks ahead of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class Crew:
    """Runs tasks. A context manager: leaving it waits for what runs and drops what has not begun."""

    def __init__(self, workers: int, *, max_waiting: int = 64) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="restore")
        self._slots = threading.Semaphore(workers + max_waiting)
        self._slot_count = workers + max_waiting
        self._failure: BaseException | None = None

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Wait for what runs, drop what has not begun."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def submit(self, task: Callable[..., None], *arguments: Any) -> None:
        """Run a task soon; waits while too many wait.

        Raises: what an earlier task raised.
        """
        self._slots.acquire()
        if self._failure is not None:
            self._slots.release()
            raise self._failure
        self._pool.submit(task, *arguments).add_done_callback(self._take_result)

    def _take_result(self, future: Future[None]) -> None:
        if not future.cancelled() and future.exception() is not None:
            self._failure = self._failure or future.exception()
        self._slots.release()

    def join(self) -> None:
        """Wait until every task is done.

        Raises: what a task raised.
        """
        for _ in range(self._slot_count):
            self._slots.acquire()
        for _ in range(self._slot_count):
            self._slots.release()
        if self._failure is not None:
            raise self._failure
