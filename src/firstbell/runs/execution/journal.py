"""The journal of one system's run: lines that are on the disk before what follows is begun."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.clock import Clock, format_time
from firstbell.base.errors import UNREADABLE
from firstbell.base.output_file import append_whole, find_line_end
from firstbell.compose.errors import RecoverError

_encode = msgspec.json.Encoder(order="deterministic").encode
# most lines are shorter, but one that lists what failed may be as long as many of these


class JournalError(RecoverError):
    """A journal that cannot be read or written."""

    code = "recover.journal"


class RunJournal:
    """One journal, for one writer at a time."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self._clock = clock

    def read(self) -> list[dict[str, Any]]:
        """Every whole line; none where there is no journal yet. Raises: JournalError."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise JournalError(f"{self.path}: {error.strerror}") from None
        return list(_parse(data))

    def append(self, what: str, **fields: Any) -> dict[str, Any]:
        """Write a line; it is on the disk when this returns. Raises: JournalError."""
        line = {"what": what, "at": format_time(self._clock.now_ns()), **fields}
        try:
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                # what stands behind the last whole line was never said to be written
                end = find_line_end(fd)
                os.ftruncate(fd, end)
                append_whole(fd, _encode(line) + b"\n", end_bytes=end)
            finally:
                os.close(fd)
        except OSError as error:
            raise JournalError(
                f"{self.path}: {error.strerror}",
                hint="the journal of the run needs room in the desk's folder",
            ) from None
        return line


def _parse(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.split(b"\n")[:-1]:
        try:
            found = msgspec.json.decode(line)
        except UNREADABLE:
            continue  # torn by a power cut: what it said is done again
        if isinstance(found, dict) and isinstance(found.get("what"), str):
            yield found


def sync_filesystem(folder_fd: int) -> None:
    """Everything that was written to the filesystem of a folder is on its disk when this returns."""
    import ctypes  # noqa: PLC0415 - takes 10 ms, and only runs need it

    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "syncfs") or libc.syncfs(folder_fd) != 0:
        os.sync()


def read_boot_id() -> str:
    """What tells this boot of the machine from others; "" where nothing does."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""
