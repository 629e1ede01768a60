"""The journal of one system's run: lines that are on the disk before what follows is begun."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from firstbell.base.clock import Clock, format_time
from firstbell.compose.errors import RecoverError

_encode = msgspec.json.Encoder(order="deterministic").encode
# most lines are shorter, but one that lists what failed may be as long as many of these
_BLOCK_BYTES = 1 << 20


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
                end = _find_end(fd)
                os.ftruncate(fd, end)
                data = _encode(line) + b"\n"
                if os.pwrite(fd, data, end) != len(data):
                    raise OSError(28, os.strerror(28))
                os.fsync(fd)
            finally:
                os.close(fd)
        except OSError as error:
            raise JournalError(
                f"{self.path}: {error.strerror}",
                hint="the journal of the run needs room in the desk's folder",
            ) from None
        return line


def _find_end(fd: int) -> int:
    """Where the last whole line ends: what stands behind it was never said to be written."""
    end = os.fstat(fd).st_size
    while end:
        start = max(end - _BLOCK_BYTES, 0)
        found = os.pread(fd, end - start, start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _parse(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.split(b"\n")[:-1]:
        try:
            found = msgspec.json.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError):
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
