"""Telling the journal how far a restore is: only what is on the disk, without stopping the restore for it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any

from firstbell.base.clock import monotonic_s
from firstbell.base.pathtext import show_path
from firstbell.restore import RestoreCounts
from firstbell.runs.execution.journal import RunJournal, sync_filesystem
from firstbell.runs.execution.past import PiecePast

# what a power cut costs is read again, what a kill costs is not; each costs the restore a moment's pause
INTERVAL_S = 2.0
MOST_FAILED = 10_000
# a file that has these problems is in place, and whole
_OF_METADATA = frozenset({"restore.metadata", "restore.owner", "restore.xattr", "restore.time"})


class JournalCheckpoint:
    """Checkpoints of one piece; a context manager that waits for the last one. See `restore.Checkpoint`.

    `before`: what earlier runs did of it.
    """

    def __init__(self, journal: RunJournal, number: int, *, root_fd: int, before: PiecePast) -> None:
        self._journal = journal
        self._number = number
        self._root_fd = root_fd
        self._before = before
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="checkpoint")
        self._writing: Future[None] | None = None
        self._began_s = monotonic_s()
        self._last_s = self._began_s

    def __enter__(self) -> JournalCheckpoint:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True)
        if kind is None and self._writing is not None:
            self._writing.result()

    def is_due(self) -> bool:
        """Whether the last one is written, and long enough ago."""
        if monotonic_s() - self._last_s < INTERVAL_S:
            return False
        return self._writing is None or self._writing.done()

    def reach(self, entries: int, counts: RestoreCounts) -> None:
        """Write it in another thread, once the disk has everything. Raises: what the last one raised."""
        if self._writing is not None:
            self._writing.result()
        fields = self.describe(counts)
        self._last_s = monotonic_s()
        self._writing = self._pool.submit(self._write, {"entries": entries, **fields})

    def describe(self, counts: RestoreCounts) -> dict[str, Any]:
        """Counts of all runs so far."""
        found = {show_path(one.path) for one in counts.problems if one.code not in _OF_METADATA}
        failed = sorted(found.union(self._before.failed))
        return {
            "piece": self._number,
            "failed": failed[:MOST_FAILED],
            "files_written": self._before.files_written + counts.files_restored,
            "bytes_written": self._before.bytes_written + counts.bytes_restored,
            "files_failed": max(self._before.files_failed + counts.files_failed, len(failed)),
            "seconds": round(self._before.seconds + monotonic_s() - self._began_s, 3),
        }

    def _write(self, fields: Mapping[str, Any]) -> None:
        sync_filesystem(self._root_fd)
        self._journal.append("checkpoint", **fields)
