"""A journal: JSON lines that are only ever appended, each bound to the one before it by its hash.

Many processes may append, under flock; readers follow without a lock. See docs/formats/vault.md.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from firstbell.base.clock import Clock, format_time, parse_time
from firstbell.base.errors import UNREADABLE, is_full, say_cause
from firstbell.base.output_file import append_whole
from firstbell.store.modes import file_mode
from firstbell.store.publication import publish
from firstbell.vault.errors import (
    JournalDamagedError,
    NewerVaultError,
    NoVaultError,
    VaultError,
    VaultFullError,
)

VERSION = 1
_CHUNK_BYTES = 1 << 20
# what stood before is hashed in parts, side by side
_PART_BYTES = 8 << 20
_HASHERS = 4
_sync = getattr(os, "fdatasync", os.fsync)  # macOS has none


class JournalEntry(msgspec.Struct, frozen=True, kw_only=True, tag_field="what", forbid_unknown_fields=True):
    """What every entry has; filled in when it is appended."""

    seq: int = 0
    prev: str = ""
    time: str = ""


class JournalHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line. `journal`: its name, `vault`: the id of the vault it belongs to."""

    journal: str
    made: str
    vault: str
    version: int


class JournalMark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place in a journal, behind an entry. `sha256`: of the hashes of each 8 MiB before it, in hex."""

    seq: int
    end_bytes: int
    last_hash: str
    last_time: str
    sha256: str


E = TypeVar("E", bound=JournalEntry)
# of entries that are to be added, those that still are
Choice = Callable[[Sequence[E]], Sequence[E]]
_encode = msgspec.json.Encoder().encode


def hash_line(line: bytes) -> str:
    """SHA-256, in hex, of a line without its newline."""
    return hashlib.sha256(line).hexdigest()


def create_journal(folder: Path, name: str, *, vault_id: str, made: str) -> None:
    """Publish an empty journal. Raises: StoreError."""
    header = _encode(JournalHeader(name, made, vault_id, VERSION)) + b"\n"
    publish(folder, f"{name}.jsonl", [header], mode=file_mode(folder))


class Journal(Generic[E]):
    """One journal, as far as it was read. Thread-safe.

    `shape`: the union of its entries. `apply` is called with each entry, in order, whoever appended it.
    `seq` and `last_hash` are of the last entry that was read, -1 and the hash of the first line before one.

    Raises: NoVaultError when the file is not there; VaultError; NewerVaultError; JournalDamagedError.
    """

    def __init__(
        self,
        path: Path,
        shape: Any,
        *,
        vault_id: str,
        clock: Clock,
        apply: Callable[[E], None],
    ) -> None:
        self.path = path
        self.seq = -1
        self.last_hash = ""
        self.last_time = ""
        self._clock = clock
        self._apply = apply
        self._decoder: msgspec.json.Decoder[E] = msgspec.json.Decoder(shape)
        self._start_bytes = self._end_bytes = 0
        self._lock = threading.RLock()
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        except OSError as error:
            raise explain_os_error(path, error, missing=NoVaultError) from None
        try:
            self._read_header(vault_id)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        with suppress(OSError):
            os.close(self._fd)
        self._fd = -1

    def __del__(self) -> None:
        # one that nobody closed: a process that opens vault after vault must not run out of descriptors
        if getattr(self, "_fd", -1) >= 0:
            self.close()

    @property
    def name(self) -> str:
        """`arrivals` of `arrivals.jsonl`."""
        return self.path.stem

    def _read_header(self, vault_id: str) -> None:
        line, newline, _ = os.pread(self._fd, 4096, 0).partition(b"\n")
        try:
            loose = msgspec.json.decode(line)
            version = loose.get("version") if isinstance(loose, dict) else None
            if isinstance(version, int) and version > VERSION:
                raise NewerVaultError(
                    f"{self.path} is of version {version}, this program knows {VERSION}",
                    hint="use the Firstbell that wrote it, or a newer one",
                )
            header = msgspec.json.decode(line, type=JournalHeader)
        except UNREADABLE as error:
            raise JournalDamagedError(
                self.name, -1, f"the first line does not read ({say_cause(error)})"
            ) from None
        if not newline or header.journal != self.name or header.vault != vault_id:
            raise JournalDamagedError(self.name, -1, "it is not the journal of this vault")
        self.last_hash, self._start_bytes = hash_line(line), len(line) + 1
        self._end_bytes = self._start_bytes

    def has_stood(self, mark: JournalMark) -> bool:
        """Whether the journal was at this place once, and is the same up to it. Raises: VaultError."""
        try:
            return self._start_bytes <= mark.end_bytes and self._hash_to(mark.end_bytes) == mark.sha256
        except OSError as error:
            raise explain_os_error(self.path, error) from None

    def resume(self, mark: JournalMark) -> None:
        """Go on from a place where it has stood; nothing may have been taken in before."""
        self.seq, self.last_hash, self.last_time = mark.seq, mark.last_hash, mark.last_time
        self._end_bytes = mark.end_bytes

    def mark(self) -> JournalMark:
        """The place up to which it was read. Raises: VaultError."""
        try:
            digest = self._hash_to(self._end_bytes)
        except OSError as error:
            raise explain_os_error(self.path, error) from None
        return JournalMark(self.seq, self._end_bytes, self.last_hash, self.last_time, digest)

    def _hash_to(self, end: int) -> str:
        """What a mark bears of the file up to a place; of what there is where it is shorter."""

        def hash_part(start: int) -> bytes:
            digest, at, stop = hashlib.sha256(), start, min(end, start + _PART_BYTES)
            while data := os.pread(self._fd, min(_CHUNK_BYTES, stop - at), at):
                digest.update(data)
                at += len(data)
            return digest.digest()

        with ThreadPoolExecutor(_HASHERS) as hashers:
            parts = list(hashers.map(hash_part, range(0, end, _PART_BYTES)))
        return hashlib.sha256(b"".join(parts)).hexdigest()

    def refresh(self, *, waits: bool = True) -> None:
        """Take in what others appended. Costs one call of the system where there is nothing.

        Without `waits` it is left for later while another thread appends.

        Raises: JournalDamagedError, VaultError.
        """
        try:
            if os.fstat(self._fd).st_size == self._end_bytes or not self._lock.acquire(blocking=waits):
                return
            try:
                self._take_in()
            finally:
                self._lock.release()
        except OSError as error:
            raise explain_os_error(self.path, error) from None

    def append(self, *entries: E, choose: Choice[E] | None = None) -> list[E]:
        """Add entries; they are on the disk when this returns. What comes back has place and time.

        `choose`: what of them is still to be added when nobody else can append; it may raise.

        Raises: VaultFullError, VaultError (nothing was added); JournalDamagedError; what `choose` raises.
        """
        try:
            with self._lock, self._exclusive():
                self._take_in()
                self._cut_torn_tail()
                placed = self._place(choose(entries) if choose else entries)
                added = b"".join(line + b"\n" for _, line in placed)
                append_whole(self._fd, added, end_bytes=self._end_bytes, sync=_sync)
                return self._take_each(placed)
        except OSError as error:
            raise explain_os_error(self.path, error) from None

    def _place(self, entries: Sequence[E]) -> list[tuple[E, bytes]]:
        """The entries as they follow the last one, each with its line."""
        now = format_time(self._clock.now_ns())
        if self.last_time and parse_time(now) < parse_time(self.last_time):
            now = self.last_time
        placed: list[tuple[E, bytes]] = []
        prev = self.last_hash
        for at, entry in enumerate(entries, start=self.seq + 1):
            one = msgspec.structs.replace(entry, seq=at, prev=prev, time=now)
            placed.append((one, _encode(one)))
            prev = hash_line(placed[-1][1])
        return placed

    def _take_each(self, placed: Sequence[tuple[E, bytes]]) -> list[E]:
        for entry, line in placed:
            self._take(entry, line)
        return [entry for entry, _ in placed]

    def standing(self) -> AbstractContextManager[Any]:
        """Nothing is taken in by other threads while this is held."""
        return self._lock

    @contextmanager
    def _exclusive(self) -> Iterator[None]:
        fcntl.flock(self._fd, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._fd, fcntl.LOCK_UN)

    def _take_in(self) -> None:
        for line in self._iterate_from(self._end_bytes):
            try:
                entry = self._decoder.decode(line)
            except UNREADABLE as error:
                self._judge_rest(line, f"it does not read ({say_cause(error)})")
                return
            if entry.seq != self.seq + 1 or entry.prev != self.last_hash:
                self._judge_rest(line, "it does not follow the entry before it")
                return
            self._take(entry, line)

    def _judge_rest(self, bad: bytes, problem: str) -> None:
        """A tail without one whole entry is torn; anything else is damage. Raises: JournalDamagedError."""
        if self._is_entry(bad) or any(
            map(self._is_entry, self._iterate_from(self._end_bytes + len(bad) + 1))
        ):
            raise JournalDamagedError(self.name, self.seq + 1, problem)

    def _is_entry(self, line: bytes) -> bool:
        try:
            self._decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return False
        return True

    def _iterate_from(self, at: int, end: int | None = None) -> Iterator[bytes]:
        """The whole lines from a place in the file on."""
        rest = b""
        while data := os.pread(self._fd, _CHUNK_BYTES if end is None else min(_CHUNK_BYTES, end - at), at):
            at += len(data)
            *lines, rest = (rest + data).split(b"\n")
            yield from lines

    def _take(self, entry: E, line: bytes) -> None:
        self.seq, self.last_time, self.last_hash = entry.seq, entry.time, hash_line(line)
        self._end_bytes += len(line) + 1
        self._apply(entry)

    def _cut_torn_tail(self) -> None:
        if os.fstat(self._fd).st_size != self._end_bytes:
            os.ftruncate(self._fd, self._end_bytes)

    def iterate(self) -> Iterator[tuple[E, bytes]]:
        """Every entry up to the last that was read, anew from the file, with its line. No hash is checked.

        Raises: JournalDamagedError where a line does not read any more; VaultError.
        """
        seq = 0
        try:
            for line in self._iterate_from(self._start_bytes, self._end_bytes):
                yield self._decode(line, seq), line
                seq += 1
        except OSError as error:
            raise explain_os_error(self.path, error) from None

    def _decode(self, line: bytes, seq: int) -> E:
        try:
            return self._decoder.decode(line)
        except UNREADABLE as error:
            raise JournalDamagedError(self.name, seq, f"it does not read ({say_cause(error)})") from None


def explain_os_error(path: Path, error: OSError, *, missing: type[VaultError] = VaultError) -> VaultError:
    """What the system says about a journal, as an error of this room."""
    if is_full(error):
        return VaultFullError(
            f"{path}: {error.strerror}; nothing was written to the journal",
            hint="make room on the disk that holds the vault",
        )
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return missing(f"{path} does not exist", hint="`firstbell vault init DIR` makes a vault")
    return VaultError(f"{path}: {error.strerror}")
