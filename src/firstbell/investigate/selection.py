"""Which lines are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from firstbell.record.timeline import TimelineLine


@dataclass(frozen=True, slots=True)
class LineSelection:
    """Which lines are wanted; what is None or empty asks for all.

    `since_ns` and `until_ns`: both included. `folder`: it, and all below. `kinds`: names of kinds, or what
    stands before the dot. `limit`: so many, the first.
    """

    since_ns: int | None = None
    until_ns: int | None = None
    folder: bytes = b""
    kinds: frozenset[str] = field(default_factory=frozenset)
    limit: int | None = None

    def wants(self, line: TimelineLine) -> bool:
        """Whether the line is wanted, whatever the limit."""
        if self.since_ns is not None and line.time_ns < self.since_ns:
            return False
        if self.until_ns is not None and line.time_ns > self.until_ns:
            return False
        if self.kinds and not {line.kind.value, line.kind.value.partition(".")[0]} & self.kinds:
            return False
        return self._holds(line.path)

    def _holds(self, path: bytes) -> bool:
        folder = self.folder.rstrip(b"/")
        return not folder or path == folder or path.startswith(folder + b"/")


def select_lines(lines: Iterable[TimelineLine], selection: LineSelection) -> Iterator[TimelineLine]:
    """The lines that are wanted, in their order."""
    return islice((line for line in lines if selection.wants(line)), selection.limit)
