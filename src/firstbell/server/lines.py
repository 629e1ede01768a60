"""Structured logs: one JSON object a line on stderr. A slow reader costs lines, not time."""

from __future__ import annotations

import logging
import queue
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from typing import Any, TextIO

import msgspec

from firstbell.base.clock import Clock, format_time, monotonic_s

_encode = msgspec.json.Encoder().encode
_WAITING_LINES = 10_000
_LAST_S = 2.0
# what others make us write in a minute: of one source, and of all together
_SOURCE_BYTES = 192 << 10
_ALL_BYTES = 640 << 10
_MINUTE_S = 60.0
# sources of lines, beside the names of hosts
STRANGERS = "*strangers"
LIBRARIES = "*libraries"
_SHOWN = 20


class Lines:
    """Writes lines by a thread of its own. `lost`: how many had no room."""

    def __init__(self, clock: Clock, stream: TextIO | None = None) -> None:
        self.lost = 0
        self._budget = _Budget()
        self._clock = clock
        self._stream = stream or sys.stderr
        self._queue: queue.Queue[bytes | None] = queue.Queue(_WAITING_LINES)
        self._thread = threading.Thread(target=self._write, name="lines", daemon=True)
        self._thread.start()

    def tell(self, event: str, **fields: Any) -> None:
        """One line. Never waits."""
        self.settle()
        self._put(self._shape(event, fields))

    def tell_bounded(self, source: str, event: str, **fields: Any) -> None:
        """One line that somebody outside makes us write; only counted where it is too much a minute."""
        self.settle()
        line = self._shape(event, fields)
        if self._budget.take(source, len(line) + 1):
            self._put(line)

    def settle(self) -> None:
        """Say how many lines were left out, when their minute is over."""
        if left_out := self._budget.turn(monotonic_s()):
            told = {source.removeprefix("*"): count for source, count in sorted(left_out.items())[:_SHOWN]}
            self._put(self._shape("left_out", {"lines": left_out.total(), "of": told}))

    def _shape(self, event: str, fields: Mapping[str, Any]) -> bytes:
        return _encode({"time": format_time(self._clock.now_ns()), "event": event, **fields})

    def _put(self, line: bytes) -> None:
        try:
            self._queue.put_nowait(line)
        except queue.Full:
            self.lost += 1

    def close(self) -> None:
        """Write what waits, for as long as somebody reads."""
        try:
            self._queue.put_nowait(None)
        except queue.Full:
            return
        self._thread.join(_LAST_S)

    def _write(self) -> None:
        while (line := self._queue.get()) is not None:
            try:
                self._stream.write(line.decode() + "\n")
                self._stream.flush()
            except (OSError, ValueError):
                self.lost += 1


class _Budget:
    """How many bytes each source may still write this minute. Thread-safe."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()
        self._ends_s = 0.0
        self._turning = threading.Lock()

    def take(self, source: str, size_bytes: int) -> bool:
        """Whether so many bytes may be written; counted as left out where they may not."""
        with self._turning:
            has_room = (
                self._taken[source] + size_bytes <= _SOURCE_BYTES
                and self._taken.total() + size_bytes <= _ALL_BYTES
            )
            (self._taken if has_room else self._left_out)[source] += size_bytes if has_room else 1
            return has_room

    def turn(self, now_s: float) -> Counter[str]:
        """Begin a new minute where the old one is over; how many lines of each source that one left out."""
        if now_s < self._ends_s:
            return Counter()
        with self._turning:
            left_out, self._left_out = self._left_out, Counter()
            self._taken.clear()
            self._ends_s = now_s + _MINUTE_S
            return left_out


class LinesLogging(logging.Handler):
    """What the libraries below say with `logging`, as lines; without tracebacks."""

    def __init__(self, lines: Lines) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        """One record."""
        fields: dict[str, Any] = {"message": record.getMessage().strip()}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            fields["error"] = f"{type(error).__name__}: {error}"
        event = "warning" if record.levelno < logging.ERROR else "error"
        self._lines.tell_bounded(LIBRARIES, event, **fields)
