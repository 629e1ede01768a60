"""A journal that several machines append to: the bucket's segments are the truth, the file here is a copy.

What this machine's copy holds is taken in once, when it is opened; from there on every process reads and
appends past it, and keeps it up. So a copy that was cut off in the middle of a segment does no harm: the same
bytes are written there again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from firstbell.base.clock import Clock
from firstbell.store.errors import ObjectExistsError
from firstbell.vault.errors import JournalDamagedError, VaultUnreachableError
from firstbell.vault.journal import Choice, Journal, JournalEntry, explain_os_error, hash_line
from firstbell.vault.segments import MOST_BYTES, Row, Segments, explained

E = TypeVar("E", bound=JournalEntry)
# so many segments in a row, and there may be very many
_FEW = 3
_TRIES = 200


class SharedJournal(Journal[E]):
    """As `Journal`; an entry is acknowledged once its segment is in the bucket.

    Raises: as `Journal`; every method also VaultUnreachableError where the bucket does not answer.
    """

    _segments: Segments
    # where the next segment begins; not known before the first look
    _begin = -1

    def follow(self, segments: Segments) -> None:
        """Say where its segments are, before all else."""
        self._segments = segments

    def refresh(self, *, waits: bool = True) -> None:
        """Take in what anybody appended, on any machine, before this was called.

        Raises: JournalDamagedError, VaultUnreachableError, VaultError.
        """
        if not self._lock.acquire(blocking=waits):
            return
        try:
            with explained(self._segments.url):
                self._pull()
        except OSError as error:
            raise explain_os_error(self.path, error) from None
        finally:
            self._lock.release()

    def _pull(self) -> None:
        if self._begin < 0:
            self._take_in()
            self._begin = self._segments.find_begin(self._end_bytes)
        for _ in range(_FEW):
            data = self._segments.read(self._begin)
            if data is None:
                self._refuse_shorter()
                return
            self._take_segment(data)
        for begin, data in self._segments.read_ahead(self._begin):
            if begin != self._begin:
                raise JournalDamagedError(self.name, self.seq + 1, f"a segment begins at {begin}")
            self._take_segment(data)
        self._pull()

    def _refuse_shorter(self) -> None:
        if self._begin < self._end_bytes:
            raise JournalDamagedError(
                self.name,
                self.seq,
                f"this machine has {self._end_bytes} bytes of it, the bucket {self._begin}",
            )

    def _take_segment(self, data: bytes) -> None:
        """Take in what is new of the segment at `_begin`, and keep it here. Raises: JournalDamagedError."""
        fresh = data[self._end_bytes - self._begin :]
        if not data.endswith(b"\n"):
            raise JournalDamagedError(self.name, self.seq + 1, "a segment ends within a line")
        placed = list(self._read_lines(fresh))
        self._copy(fresh)
        self._take_each(placed)
        self._begin += len(data)
        if self._begin != self._end_bytes:
            raise JournalDamagedError(
                self.name, self.seq, "the bucket holds something else than this machine"
            )

    def _read_lines(self, data: bytes) -> Iterator[tuple[E, bytes]]:
        seq, prev = self.seq, self.last_hash
        for line in data.split(b"\n")[:-1]:
            seq += 1
            entry = self._decode(line, seq)
            if entry.seq != seq or entry.prev != prev:
                raise JournalDamagedError(self.name, seq, "it does not follow the entry before it")
            prev = hash_line(line)
            yield entry, line

    def _copy(self, data: bytes) -> None:
        """Keep it in this machine's copy; whoever else does writes the same bytes."""
        view, at = memoryview(data), self._end_bytes
        while view:
            written = os.pwrite(self._fd, view, at)
            view, at = view[written:], at + written

    def append(self, *entries: E, choose: Choice[E] | None = None) -> list[E]:
        """As `Journal.append`. `choose` is asked again whenever another machine was faster.

        Raises: as `Journal.append`; VaultUnreachableError: what was to be added may be there, or not.
        """
        added: list[E] = []
        try:
            with self._lock, explained(self._segments.url):
                if self._begin < 0:
                    self._pull()
                for group in _divide(entries):
                    added += self._put(group, choose)
        except OSError as error:
            raise explain_os_error(self.path, error) from None
        return added

    def _put(self, entries: Sequence[E], choose: Choice[E] | None) -> list[E]:
        for _ in range(_TRIES):
            placed = self._place(choose(entries) if choose else entries)
            if not placed:
                return []
            data = b"".join(line + b"\n" for _, line in placed)
            try:
                self._segments.put(self._begin, data)
            except ObjectExistsError:
                self._pull()
                continue
            self._copy(data)
            self._begin += len(data)
            return self._take_each(placed)
        raise VaultUnreachableError(
            f"{self.path}: other servers were faster {_TRIES} times", hint="try it again in a moment"
        )


class JournalFolder(msgspec.Struct, frozen=True):
    """Where the journals of a vault are. `row`: what its machines share, None for a vault that one serves."""

    folder: Path
    vault_id: str
    clock: Clock
    row: Row | None

    def open(self, name: str, shape: Any, apply: Callable[[Any], None]) -> Journal[Any]:
        """A journal. Raises: as `Journal`."""
        path = self.folder / f"{name}.jsonl"
        if self.row is None:
            return Journal(path, shape, vault_id=self.vault_id, clock=self.clock, apply=apply)
        shared: SharedJournal[Any] = SharedJournal(
            path, shape, vault_id=self.vault_id, clock=self.clock, apply=apply
        )
        shared.follow(Segments(self.row, name))
        return shared


def _divide(entries: Sequence[E]) -> Iterator[list[E]]:
    """Groups that make a segment each."""
    group: list[E] = []
    size_bytes = 0
    for entry in entries:
        # what is filled in later has less than that
        entry_bytes = len(msgspec.json.encode(entry)) + 200
        if group and size_bytes + entry_bytes > MOST_BYTES:
            yield group
            group, size_bytes = [], 0
        group.append(entry)
        size_bytes += entry_bytes
    if group:
        yield group
