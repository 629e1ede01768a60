"""Files that look unchanged and are read all the same, by turns: some programs put size and times back.

Each file has its turn once in a period, 50 days at two per cent a day: an hour of it, drawn from the id of
its content as the snapshot before holds it and from what only the repository knows. A backup reads the files
whose hours have passed since that snapshot. So turns need no memory; every file is read within a period
whatever the hours of backups, and of much that is struck at once some is read by the next one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from firstbell.base.clock import NS_PER_S

_HOUR_NS = 3600 * NS_PER_S
_DAY_HOURS = 24
_DIGITS = 16
_MOST_TOLD = 5000
_MASK = (1 << 64) - 1


class KnownBlob(NamedTuple):
    """A piece of a file's content as the snapshot before holds it. `plain_bytes`: its length in the file."""

    hex_id: str
    plain_bytes: int


class Rotation:
    """Whose turn it is: those whose hour came after `since_ns`, up to and with that of `now_ns`.

    `percent_a_day`: how much of what is there has its turn on a day; 0 for none. `secret`: what turns are
    drawn from; who does not know it cannot tell which file is read when. `most_hours`: no more than these.
    """

    def __init__(
        self,
        percent_a_day: float,
        secret: bytes,
        *,
        since_ns: int,
        now_ns: int,
        most_hours: int | None = None,
    ) -> None:
        self._period = max(1, round(100 * _DAY_HOURS / percent_a_day)) if percent_a_day > 0 else 0
        self._start = now_ns // _HOUR_NS
        passed = max(0, self._start - since_ns // _HOUR_NS)
        passed = passed if most_hours is None else min(passed, most_hours)
        self._start -= passed
        self._passed = min(passed, self._period)
        digest = hashlib.sha256(b"firstbell turns of rereading" + secret).digest()
        self._factor = int.from_bytes(digest[:8], "big") | 1

    @property
    def is_idle(self) -> bool:
        """Whether it is nobody's turn."""
        return self._passed == 0

    def has_turn(self, content: Sequence[str]) -> bool:
        """Whether the file of this content (hex ids) is to be read. Equal content has one turn."""
        if not content:
            return False
        drawn = int(content[0][:_DIGITS], 16) * self._factor & _MASK
        hour = drawn * self._period >> 64
        return (hour - self._start - 1) % self._period < self._passed


class Rereads(msgspec.Struct):
    """What was read although it looked unchanged, and what of it held something else, the first thousands."""

    files: int = 0
    size_bytes: int = 0
    files_changed: int = 0
    changed: list[bytes] = msgspec.field(default_factory=list)

    def note(self, path: bytes, size_bytes: int, *, is_changed: bool) -> None:
        """One file that was read."""
        self.files += 1
        self.size_bytes += size_bytes
        if is_changed:
            self.files_changed += 1
            if len(self.changed) < _MOST_TOLD:
                self.changed.append(path)


class Everything(Rotation):
    """It is everybody's turn."""

    def __init__(self) -> None:
        super().__init__(100, b"", since_ns=0, now_ns=0)

    @property
    def is_idle(self) -> bool:
        """See `Rotation.is_idle`."""
        return False

    def has_turn(self, content: Sequence[str]) -> bool:
        """See `Rotation.has_turn`."""
        return bool(content)


def holds_still(file_fd: int, blobs: Sequence[KnownBlob]) -> bool:
    """Whether a file that was just opened consists of these blobs, whichever program cut them.

    Raises: OSError when it cannot be read.
    """
    for blob in blobs:
        data = _read(file_fd, blob.plain_bytes)
        if len(data) != blob.plain_bytes or hashlib.sha256(data).hexdigest() != blob.hex_id:
            return False
    return not os.read(file_fd, 1)


def _read(file_fd: int, count: int) -> bytes:
    data = os.read(file_fd, count)
    if len(data) == count:
        return data
    parts = [data]
    left = count - len(data)
    while left and (more := os.read(file_fd, left)):
        parts.append(more)
        left -= len(more)
    return b"".join(parts)
