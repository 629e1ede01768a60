"""How far a system is, written down for whoever looks: twice a second at most, and never in the way."""

from __future__ import annotations

import threading
from typing import Any

from firstbell.base.clock import Clock, format_time, monotonic_s
from firstbell.runs.execution.folder import NowFile
from firstbell.runs.plans.rates import foretell

_INTERVAL_S = 0.5
PROGRESS_SLOT, WAITING_SLOT = 0, 1


class SystemMeter:
    """A progress listener that writes the state of one system."""

    def __init__(self, now: NowFile, clock: Clock, *, total_files: int, total_bytes: int) -> None:
        self._now = now
        self._clock = clock
        self._lock = threading.Lock()
        self._stage = "begun"
        self._totals = {"total_files": total_files, "total_bytes": total_bytes}
        self._files = 0
        self._bytes = 0
        self._passed = (0, 0)
        self._began = format_time(clock.now_ns())
        self._began_s = self._told_s = monotonic_s()

    def enter(self, stage: str) -> None:
        """A stage of the system's run begins."""
        with self._lock:
            self._stage = stage
            self._files = self._bytes = 0
            self._passed = (0, 0)
            self._began_s = monotonic_s()
            self._tell()

    def start(self, stage: str, *, total_files: int | None = None, total_bytes: int | None = None) -> None:
        """See `Progress.start`."""
        del total_files, total_bytes
        if stage == "verify":
            self.enter("reading back")

    def advance(self, *, files: int = 0, size_bytes: int = 0) -> None:
        """See `Progress.advance`."""
        with self._lock:
            self._files += files
            self._bytes += size_bytes
            if monotonic_s() - self._told_s >= _INTERVAL_S:
                self._tell()

    def pass_over(self, files: int, size_bytes: int) -> None:
        """So much was done by earlier runs."""
        with self._lock:
            self._passed = (files, size_bytes)
            self._files += files
            self._bytes += size_bytes

    def finish(self) -> None:
        """See `Progress.finish`."""
        with self._lock:
            self._tell()

    def warn(self, message: str) -> None:
        """See `Progress.warn`; the journal holds what went wrong."""

    def tell_waiting(self, problem: str) -> None:
        """The vault cannot be reached, with why; "" when it can again."""
        with self._lock:
            self._tell()  # else it is told when files come, and none come now
        waiting = {"since": format_time(self._clock.now_ns()), "problem": problem[:400]}
        self._now.put(WAITING_SLOT, waiting if problem else None)

    def _tell(self) -> None:
        self._told_s = monotonic_s()
        seconds = max(self._told_s - self._began_s, 1e-6)
        fields: dict[str, Any] = {
            "stage": self._stage,
            "files": self._files,
            "size_bytes": self._bytes,
            **self._totals,
            "rate_bytes_per_s": round((self._bytes - self._passed[1]) / seconds),
            "rate_files_per_s": round((self._files - self._passed[0]) / seconds, 1),
            "left_s": self._foretell_left(seconds),
            "began": self._began,
            "at": format_time(self._clock.now_ns()),
        }
        self._now.put(PROGRESS_SLOT, fields)

    def _foretell_left(self, seconds: float) -> float | None:
        """Seconds until all is restored, at the pace so far; None where that cannot be told yet."""
        total = foretell(self._totals["total_files"], self._totals["total_bytes"])
        done = foretell(self._files, self._bytes)
        new = done - foretell(*self._passed)
        return round(max(total - done, 0.0) * seconds / new, 1) if new > 0 and seconds > 1 else None
