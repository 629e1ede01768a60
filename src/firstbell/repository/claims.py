"""Who saves a blob that several find at the same moment: exactly one of them.

Between threads a dictionary decides. Between processes a table in memory that they share does: slots of
32 bytes, an id in each, found by stepping on from where its first bytes point. The table is a row of
segments, each four times as large as the one before and used when that is half full; memory is taken as
they are touched. Where the last is half full too, whoever asks may save: two packs that hold the same blob
are legal, and cost nothing but room.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from firstbell.base.ids import ID_BYTES
from firstbell.repository.format.pack import BlobKind

_FIRST_SLOTS = 1 << 15
_SEGMENTS = 5
# the last segments are rarely touched: no memory is to be set aside for them (name in Python 3.13)
_NO_RESERVE = 0x4000
_COUNT = struct.Struct("<Q")
_FREE = bytes(ID_BYTES)


class Claims(Protocol):
    """Says of each blob once that it is the caller's to save. Thread-safe."""

    def claim(self, kind: BlobKind, ids: Sequence[bytes]) -> list[bool]:
        """Of each id, in order, whether the caller is the first."""


class ThreadClaims:
    """Claims between the threads of one process."""

    def __init__(self) -> None:
        self._claimed: tuple[dict[bytes, int], dict[bytes, int]] = ({}, {})
        self._claims = iter(range(1 << 62))

    def claim(self, kind: BlobKind, ids: Sequence[bytes]) -> list[bool]:
        """See `Claims.claim`."""
        claimed = self._claimed[kind]
        results = []
        for blob_id in ids:
            # setdefault is one step of the interpreter: exactly one thread sees its own claim
            claim = next(self._claims)
            results.append(claimed.setdefault(blob_id, claim) == claim)
        return results

    @property
    def data_ids(self) -> list[bytes]:
        """The data blobs claimed so far."""
        return list(self._claimed[BlobKind.DATA])


class ProcessClaims:
    """Claims on blobs of one kind between a process and those that it forks after making this. Linux only."""

    def __init__(self, first_slots: int = _FIRST_SLOTS) -> None:
        self._segments = [_Segment(first_slots << (2 * number)) for number in range(_SEGMENTS)]
        self._lock_fd = os.memfd_create("firstbell claims")
        self._threads = threading.Lock()

    def claim(self, kind: BlobKind, ids: Sequence[bytes]) -> list[bool]:
        """See `Claims.claim`; `kind` is always the same."""
        with self._hold():
            return [self._claim_one(blob_id) for blob_id in ids]

    @contextmanager
    def _hold(self) -> Iterator[None]:
        # the lock of the file is the process's: it keeps no two of its threads apart
        with self._threads:
            fcntl.lockf(self._lock_fd, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._lock_fd, fcntl.LOCK_UN)

    def _claim_one(self, blob_id: bytes) -> bool:
        for segment in self._segments:
            at, is_there = segment.find(blob_id)
            if is_there:
                return False
            if segment.take(at, blob_id):
                return True
        return True

    def close(self) -> None:
        """Let go of the memory."""
        os.close(self._lock_fd)
        for segment in self._segments:
            segment.close()


class _Segment:
    """A table of ids, open addressing; the number of ids stands before the first slot."""

    def __init__(self, slots: int) -> None:
        self._slots = slots
        flags = mmap.MAP_SHARED | mmap.MAP_ANONYMOUS | _NO_RESERVE
        self._memory = mmap.mmap(-1, (slots + 1) * ID_BYTES, flags=flags)

    def find(self, blob_id: bytes) -> tuple[int, bool]:
        """Where the id is, or would be, and whether it is there."""
        slot = int.from_bytes(blob_id[:8], "big") % self._slots
        memory = self._memory
        while True:
            at = (slot + 1) * ID_BYTES
            there = memory[at : at + ID_BYTES]
            if there == blob_id:
                return at, True
            if there == _FREE:
                return at, False
            slot = (slot + 1) % self._slots

    def take(self, at: int, blob_id: bytes) -> bool:
        """Put the id where `find` said; False where the table is half full."""
        (count,) = _COUNT.unpack_from(self._memory)
        if 2 * count >= self._slots:
            return False
        _COUNT.pack_into(self._memory, 0, count + 1)
        self._memory[at : at + ID_BYTES] = blob_id
        return True

    def close(self) -> None:
        self._memory.close()
