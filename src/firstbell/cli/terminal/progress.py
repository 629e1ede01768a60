"""Progress of long work on stderr as plain lines, or as nothing; see `bars.py` for terminals."""

from __future__ import annotations

import threading
from typing import Protocol

from firstbell.base.clock import monotonic_s
from firstbell.base.counts import choose_word
from firstbell.cli.terminal.figures import format_bytes, format_count, format_duration

PLAIN_INTERVAL_S = 5.0
# the time left is told from here on: worked out from one file of thousands it said 15 hours for a minute
TELLING_SHARE = 0.02


class LineWriter(Protocol):
    """Says lines."""

    def note(self, text: str) -> None:
        """What is good to know."""

    def warn(self, message: str) -> None:
        """Something could not be done."""


class WarningsOnly:
    """Passes warnings on and shows nothing else."""

    def __init__(self, teller: LineWriter) -> None:
        self._teller = teller

    def start(self, stage: str, *, total_files: int | None = None, total_bytes: int | None = None) -> None:
        """Nothing."""

    def advance(self, *, files: int = 0, size_bytes: int = 0) -> None:
        """Nothing."""

    def finish(self) -> None:
        """Nothing."""

    def warn(self, message: str) -> None:
        """A line on stderr."""
        self._teller.warn(message)


class StageCounts:
    """How far a stage has come."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self.files = 0
        self.size_bytes = 0
        self.total_files: int | None = None
        self.total_bytes: int | None = None
        self.started_s = monotonic_s()

    def set_totals(self, total_files: int | None, total_bytes: int | None) -> None:
        """Keep the totals that are known."""
        self.total_files = total_files if total_files is not None else self.total_files
        self.total_bytes = total_bytes if total_bytes is not None else self.total_bytes

    @property
    def rate_bytes_per_s(self) -> float:
        """Mean over the stage so far."""
        return self.size_bytes / max(monotonic_s() - self.started_s, 1e-6)

    @property
    def left_s(self) -> float | None:
        """Time left, by bytes or else by files; None until enough is done to tell it by."""
        pairs = ((self.size_bytes, self.total_bytes), (self.files, self.total_files))
        for done, total in pairs:
            if total and done >= total * TELLING_SHARE:
                return (monotonic_s() - self.started_s) * max(total - done, 0) / done
        return None

    def describe(self) -> str:
        """Files, bytes and rate, with totals where they are known."""
        parts = []
        if self.files or self.total_files:
            # a total that was passed was an estimate; it would only confuse
            is_sure = self.total_files and self.total_files >= self.files
            total = f" of {format_count(self.total_files or 0)}" if is_sure else ""
            noun = choose_word(self.files, "file", "files") if not total else "files"
            parts.append(f"{format_count(self.files)}{total} {noun}")
        if self.size_bytes or self.total_bytes:
            is_sure = self.total_bytes and self.total_bytes >= self.size_bytes
            total = f" of {format_bytes(self.total_bytes or 0)}" if is_sure else ""
            parts.append(f"{format_bytes(self.size_bytes)}{total}")
            parts.append(f"{format_bytes(round(self.rate_bytes_per_s))}/s")
        return ", ".join(parts)


class PlainProgress(WarningsOnly):
    """A plain line at most every `PLAIN_INTERVAL_S`, for logs."""

    def __init__(self, teller: LineWriter, *, interval_s: float = PLAIN_INTERVAL_S) -> None:
        super().__init__(teller)
        self._interval_s = interval_s
        self._lock = threading.Lock()
        self._counts: StageCounts | None = None
        self._told_s = monotonic_s()

    def start(self, stage: str, *, total_files: int | None = None, total_bytes: int | None = None) -> None:
        """A stage begins, or its totals are known better."""
        with self._lock:
            if self._counts is None or self._counts.stage != stage:
                self._counts = StageCounts(stage)
                self._told_s = monotonic_s()
            self._counts.set_totals(total_files, total_bytes)

    def advance(self, *, files: int = 0, size_bytes: int = 0) -> None:
        """Count; tell, when it is time."""
        with self._lock:
            if self._counts is None:
                return
            self._counts.files += files
            self._counts.size_bytes += size_bytes
            if monotonic_s() - self._told_s >= self._interval_s:
                self._told_s = monotonic_s()
                left_s = self._counts.left_s
                left = f", {format_duration(left_s)} left" if left_s is not None else ""
                self._teller.note(f"{self._counts.stage}: {self._counts.describe()}{left}")

    def finish(self) -> None:
        """The stage has ended."""
        with self._lock:
            self._counts = None
