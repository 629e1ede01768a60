"""A file of arrivals: JSON lines, each with `snapshot_id` and `received`; what else a line holds is its own.

Source: docs/retention.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from firstbell.base.clock import InvalidTimeError, parse_time
from firstbell.base.errors import UNREADABLE, Error, say_cause
from firstbell.base.ids import is_hex_id
from firstbell.record.arrivals import Arrival, Arrivals


class InvalidArrivalsError(Error):
    """A file of arrivals that cannot be read, or one line of it; `line` counts from 1, 0 for the file."""

    code = "usage.arrivals"

    def __init__(self, path: Path, line: int, problem: str) -> None:
        place = f"{path}, line {line}" if line else str(path)
        form = 'each line: {"snapshot_id":"64 hex digits","received":"2023-02-18T06:00:00-06:00"}'
        hint = form if line else ""
        super().__init__(f"{place}: {problem}", hint=hint)
        self.line = line


class _Line(msgspec.Struct):
    snapshot_id: str
    received: str


class NotedArrivals:
    """Arrivals that somebody noted."""

    def __init__(self, noted: Mapping[str, Arrival]) -> None:
        self._noted = noted

    def find(self, hex_id: str) -> Arrival | None:
        """When the snapshot came, None where it was not noted."""
        return self._noted.get(hex_id)


class JoinedArrivals:
    """Several sources: the first that knows a snapshot is believed."""

    def __init__(self, sources: Sequence[Arrivals]) -> None:
        self._sources = sources

    def find(self, hex_id: str) -> Arrival | None:
        """When the snapshot came, None where no source knows."""
        found = (source.find(hex_id) for source in self._sources)
        return next((arrival for arrival in found if arrival is not None), None)


def load_arrivals(path: Path) -> NotedArrivals:
    """The arrivals in a file; of a snapshot that came twice, the earlier.

    Raises: InvalidArrivalsError.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InvalidArrivalsError(path, 0, error.strerror or str(error)) from None
    noted: dict[str, Arrival] = {}
    for number, text in enumerate(lines, 1):
        if not text.strip():
            continue
        line = _parse_line(path, number, text)
        known = noted.get(line.snapshot_id)
        if known is None or parse_time(line.received) < parse_time(known.received):
            noted[line.snapshot_id] = Arrival(line.received, line.received)
    return NotedArrivals(noted)


def _parse_line(path: Path, number: int, text: bytes) -> _Line:
    try:
        line = msgspec.json.decode(text, type=_Line)
        parse_time(line.received)
    except (InvalidTimeError, *UNREADABLE) as error:
        raise InvalidArrivalsError(path, number, say_cause(error)) from None
    if not is_hex_id(line.snapshot_id):
        raise InvalidArrivalsError(path, number, f"snapshot_id is not 64 hex digits: {line.snapshot_id!r}")
    return line
