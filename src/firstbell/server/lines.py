"""Structured logs: one JSON object a line on stderr. A slow reader costs lines, not time."""

from __future__ import annotations

import logging
import queue
import sys
import threading
from typing import Any, TextIO

import msgspec

from firstbell.base.clock import Clock, format_time

_encode = msgspec.json.Encoder().encode
_WAITING_LINES = 10_000
_LAST_S = 2.0


class Lines:
    """Writes lines by a thread of its own. `lost`: how many had no room."""

    def __init__(self, clock: Clock, stream: TextIO | None = None) -> None:
        self.lost = 0
        self._clock = clock
        self._stream = stream or sys.stderr
        self._queue: queue.Queue[bytes | None] = queue.Queue(_WAITING_LINES)
        self._thread = threading.Thread(target=self._write, name="lines", daemon=True)
        self._thread.start()

    def tell(self, event: str, **fields: Any) -> None:
        """One line. Never waits."""
        line = {"time": format_time(self._clock.now_ns()), "event": event, **fields}
        try:
            self._queue.put_nowait(_encode(line))
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
        self._lines.tell("warning" if record.levelno < logging.ERROR else "error", **fields)
