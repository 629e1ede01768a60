"""A ledger file: read whole and checked, appended to under a lock, on the disk before it is said."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from firstbell.base.clock import Clock, SystemClock, format_time
from firstbell.ledger.chain import FIRST_PREV, Entry, LedgerError, make_entry, parse_entry, render_entry


class Ledger:
    """One append-only file. Safe between processes.

    A power cut while an entry was written leaves a line without its end, which was never said to be
    written: it is passed over when reading, and cut off by the next append. `torn` holds that line.
    """

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self.path = path
        self.torn = b""
        self._clock = clock or SystemClock()

    def read(self) -> list[Entry]:
        """Every entry in order; none where there is no file.

        Raises: LedgerDamagedError, NewerLedgerError, LedgerError when the file cannot be read.
        """
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            data = b""
        except OSError as error:
            raise LedgerError(f"ledger {self.path}: {error.strerror}") from None
        return self._parse(data)

    def _parse(self, data: bytes) -> list[Entry]:
        *lines, self.torn = data.split(b"\n")
        entries: list[Entry] = []
        prev = FIRST_PREV
        for seq, line in enumerate(lines):
            entries.append(parse_entry(line, seq, prev))
            prev = entries[-1].hash
        return entries

    def append(self, kind: str, body: Mapping[str, Any]) -> Entry:
        """Add an entry; it is on the disk when this returns.

        Raises: LedgerDamagedError, NewerLedgerError (nothing is added to a chain that does not hold),
        LedgerError when the file cannot be written.
        """
        try:
            with self._locked() as fd:
                entries = self._parse(_read_all(fd))
                if self.torn:
                    os.ftruncate(fd, os.fstat(fd).st_size - len(self.torn))
                last = entries[-1] if entries else None
                entry = make_entry(last, format_time(self._clock.now_ns()), kind, body=body)
                _write_all(fd, render_entry(entry))
                os.fsync(fd)
        except OSError as error:
            raise LedgerError(f"ledger {self.path}: {error.strerror}") from None
        return entry

    @contextmanager
    def _locked(self) -> Iterator[int]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        is_new = not self.path.exists()
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            yield fd
            if is_new:
                _sync_folder(self.path.parent)
        finally:
            os.close(fd)


def _read_all(fd: int) -> bytes:
    size_bytes = os.fstat(fd).st_size
    data = b""
    while len(data) < size_bytes:
        part = os.pread(fd, size_bytes - len(data), len(data))
        if not part:
            break
        data += part
    return data


def _write_all(fd: int, line: bytes) -> None:
    written = os.write(fd, line)
    while written < len(line):
        written += os.write(fd, line[written:])


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
