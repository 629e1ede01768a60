"""Counts and problems of a running restore, from any thread."""

from __future__ import annotations

import threading
from typing import Protocol

from firstbell.base.errors import Error
from firstbell.record.receipt import Problem

# A hostile or ruined repository can give a problem for each of millions of files.
_MAX_PROBLEMS = 100_000


class WorkerCounts(Protocol):
    """What was counted elsewhere."""

    files_restored: int
    bytes_restored: int
    files_verified: int
    files_failed: int
    files_skipped: int
    problems: list[Problem]


class RestoreTally:
    """What was done so far. `prefix` goes before the path of each problem."""

    def __init__(self, prefix: bytes = b"") -> None:
        self.files_restored = 0
        self.bytes_restored = 0
        self.files_verified = 0
        self.files_failed = 0
        self.files_skipped = 0
        self.files_deleted = 0
        self.deleted: list[bytes] = []
        self.problems: list[Problem] = []
        self.halted_by: Error | None = None
        self._prefix = prefix
        self._lock = threading.Lock()

    def add_restored(self, files: int, size_bytes: int) -> None:
        """So many files are in place, whole."""
        with self._lock:
            self.files_restored += files
            self.bytes_restored += size_bytes

    def add_verified(self, files: int) -> None:
        """So many files were read back and are right."""
        with self._lock:
            self.files_verified += files

    def add_failed(self, files: int) -> None:
        """So many failed for a problem noted already."""
        with self._lock:
            self.files_failed += files

    def skip(self, path: bytes, code: str = "", reason: str = "") -> None:
        """A thing was left out; with a code, that is a problem too."""
        with self._lock:
            self.files_skipped += 1
        if code:
            self.note(path, code, reason)

    def add_deleted(self, path: bytes) -> None:
        """A thing that is not in the snapshot was removed from the target."""
        with self._lock:
            self.files_deleted += 1
            if len(self.deleted) < _MAX_PROBLEMS:
                self.deleted.append(self._prefix + path)

    def fail(self, path: bytes, code: str, reason: str) -> None:
        """A thing could not be restored."""
        with self._lock:
            self.files_failed += 1
        self.note(path, code, reason)

    def note(self, path: bytes, code: str, reason: str) -> None:
        """A problem with a thing that counts elsewhere."""
        with self._lock:
            if len(self.problems) < _MAX_PROBLEMS:
                self.problems.append(Problem(self._prefix + path, code, reason))

    def add(self, counts: WorkerCounts) -> None:
        """What was counted elsewhere; the paths of its problems are whole already."""
        with self._lock:
            self.files_restored += counts.files_restored
            self.bytes_restored += counts.bytes_restored
            self.files_verified += counts.files_verified
            self.files_failed += counts.files_failed
            self.files_skipped += counts.files_skipped
            self.problems += counts.problems

    def halt(self, error: Error) -> None:
        """Stop everything; the first error stands."""
        with self._lock:
            self.halted_by = self.halted_by or error
