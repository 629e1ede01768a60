"""The file of a ledger, read batch by batch, up to where nothing more was acknowledged."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from typing import Any

from firstbell.ledger.chain import Chain
from firstbell.ledger.errors import LedgerDamagedError
from firstbell.ledger.lines import HEAD_START, MAX_LINE_BYTES

_BLOCK_BYTES = 1 << 20


class FileSpan(io.RawIOBase):
    """The beginning of a file that may grow meanwhile: `stop_bytes` of it. It does not own the descriptor."""

    def __init__(self, fd: int, stop_bytes: int) -> None:
        super().__init__()
        self._fd = fd
        self._at, self._stop_bytes = 0, stop_bytes

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer with what comes next; how much it was."""
        data = os.pread(self._fd, min(len(buffer), self._stop_bytes - self._at), self._at)
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


class Batches:
    """The lines of a file in batches, each ended by a head's line.

    `end_bytes`: where the batch given last ends. What comes after it, once all were given: `rest`, whole
    lines, and `broken`, one without its newline.
    """

    def __init__(self, fd: int, start_bytes: int, stop_bytes: int) -> None:
        self.end_bytes = start_bytes
        self.rest: list[bytes] = []
        self.broken = b""
        self._fd = fd
        self._span = (start_bytes, stop_bytes)

    def __iter__(self) -> Iterator[list[bytes]]:
        batch: list[bytes] = []
        for line in self._iterate_lines():
            batch.append(line)
            if line.startswith(HEAD_START):
                self.end_bytes += sum(map(len, batch)) + len(batch)
                yield batch
                batch = []
        self.rest = batch

    def _iterate_lines(self) -> Iterator[bytes]:
        at, stop = self._span
        rest = b""
        while at < stop and (block := os.pread(self._fd, min(_BLOCK_BYTES, stop - at), at)):
            at += len(block)
            *lines, rest = (rest + block).split(b"\n")
            yield from lines
            if len(rest) > MAX_LINE_BYTES:
                break
        self.broken = rest

    @property
    def torn_bytes(self) -> int:
        """How long that is which was never acknowledged."""
        return sum(map(len, self.rest)) + len(self.rest) + len(self.broken)


def check_rest(chain: Chain, batches: Batches) -> None:
    """See that what follows the last head is what a power cut leaves of a batch. It uses up the chain.

    Raises: LedgerDamagedError where a whole line could not stand there, or the broken one was whole.
    """
    for line in batches.rest:
        chain.feed(line)
    broken = batches.broken.rstrip(b"\0")
    if len(broken) > MAX_LINE_BYTES:
        raise LedgerDamagedError(chain.seq + 1, "its line has no end")
    if b"\0" in broken or (broken != batches.broken and broken.endswith(b"}}")):
        raise LedgerDamagedError(chain.seq + 1, "its line is broken, but not as a power cut breaks it")
