"""A ledger's folder: read and checked, appended to under a lock, on the disk before it is said."""

from __future__ import annotations

import copy
import errno
import fcntl
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from firstbell.base.clock import NS_PER_S, Clock, SystemClock, format_time, parse_time
from firstbell.base.output_file import append_whole
from firstbell.ledger.batch import (
    BatchTime,
    Beginning,
    DistantSigner,
    EntryDraft,
    PreparedBatch,
    prepare_batch,
    render_batch,
)
from firstbell.ledger.chain import Chain
from firstbell.ledger.continuation import check_link, count_earlier, count_on, refuse_ended
from firstbell.ledger.errors import (
    LedgerError,
    LedgerFullError,
    LedgerMovedError,
    OldLedgerError,
    SignatureRefusedError,
)
from firstbell.ledger.lines import Entry, EntryLine, Head, HeadLine, open_entry
from firstbell.ledger.personal import refuse_in_words
from firstbell.ledger.reader import Batches, FileSpan, check_rest
from firstbell.ledger.roles import MAIN
from firstbell.ledger.roster import ActorRoster
from firstbell.ledger.signatures import Signer, SignerKeyFile, is_signed
from firstbell.ledger.state import load_chain, save_state

ENTRIES_NAME = "entries.jsonl"
KEY_NAME = "desk.key"
_BLOCK_BYTES = 1 << 20


class Ledger:
    """One append-only record. Safe between processes.

    `beginning`: what it is once its first entry makes it. `earlier`: the ledger in which the record began,
    where it goes on in this one; `read` gives the entries of both, with the numbers of these counted on.

    `signer`: who signs what is added; by default the key file `desk.key` beside the folder, made when it is
    first needed. `kind` and `track`: of a ledger that is made here by its first entry. A power cut while a
    batch is written leaves a tail without a head, which was never said to be written: it is passed over when
    reading, and cut off by the next append. `torn_bytes`: how long that tail was at the last reading.
    """

    def __init__(
        self,
        folder: Path,
        clock: Clock | None = None,
        signer: Signer | SignerKeyFile | None = None,
        *,
        kind: str = "desk",
        track: str = MAIN,
    ) -> None:
        self.folder = folder
        self.path = folder / ENTRIES_NAME
        self.torn_bytes = 0
        self._clock = clock or SystemClock()
        self._signer = signer or SignerKeyFile(folder.parent / KEY_NAME)
        self.beginning = Beginning(kind, track)
        self.earlier: Ledger | None = None

    @property
    def signer(self) -> Signer:
        """Who signs what is added. Raises: KeyFileError."""
        if isinstance(self._signer, SignerKeyFile):
            self._signer = self._signer.load_or_make()
        return self._signer

    @property
    def id(self) -> str:
        """Random, hex; "" before the first entry. Raises: as `read`."""
        header = self.review().header
        return header.id if header else ""

    def read(self) -> list[Entry]:
        """Every entry in order; none where there is no ledger yet.

        Raises: LedgerDamagedError, NewerLedgerError, OldLedgerError; LedgerError when it cannot be read.
        """
        return list(self.iterate())

    def iterate(self) -> Iterator[Entry]:
        """Every entry in order, as read from the file.

        Each is checked against all before it when it comes; the signature that covers them all at the end.
        Raises: as `read`, also when it comes to that place.
        """
        first = 0
        if self.earlier is not None:
            before = Chain()
            for lines in self.earlier.check(before):
                yield from (open_entry(line, hex_id) for line, hex_id in lines)
            check_link(self, before)
            first = before.size
        for lines in self.check(Chain()):
            yield from count_on((open_entry(line, hex_id) for line, hex_id in lines), first)

    def measure(self) -> int:
        """How long its file is, bytes; 0 where there is none. While nobody adds to it, it stays the same.

        Raises: LedgerError when it cannot be read.
        """
        with self._opened() as fd:
            return 0 if fd is None else os.fstat(fd).st_size

    def review(self) -> Chain:
        """What is known at the last head: `head`, `roster`, `header`. Raises: as `read`."""
        chain = Chain()
        for _ in self.check(chain):
            pass
        return chain

    def head(self) -> Head | None:
        """The last head; None before the first entry. Raises: as `read`."""
        parsed = self.signed_head()
        return parsed.head if parsed else None

    def signed_head(self) -> HeadLine | None:
        """The last head with its signature; None before the first entry. Raises: as `read`."""
        return self.review().head

    def roster(self) -> ActorRoster:
        """Actors and keys as they stand. Raises: as `read`."""
        return self.review().roster

    def check(self, chain: Chain) -> Iterator[list[tuple[EntryLine, str]]]:
        """The entries of each batch with their ids, checked; the chain knows what stands behind each.

        Raises: as `read`, when it comes to that place.
        """
        self.torn_bytes = 0
        with self._opened() as fd:
            if fd is None:
                return
            batches = Batches(fd, 0, _measure(fd))
            for batch in batches:
                yield _feed_batch(chain, batch)
            chain.finish()
            self.torn_bytes = batches.torn_bytes
            if self.torn_bytes:
                check_rest(copy.deepcopy(chain), batches)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO | None]:
        """The file up to where it stands between two appends; None where there is no ledger.

        Raises: OldLedgerError; LedgerError when it cannot be read.
        """
        with self._opened() as fd:
            yield None if fd is None else io.BufferedReader(FileSpan(fd, _measure(fd)), _BLOCK_BYTES)

    @contextmanager
    def _opened(self) -> Iterator[int | None]:
        self._refuse_old()
        try:
            fd = os.open(self.path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            yield None
            return
        except OSError as error:
            raise self._explain(error) from None
        try:
            yield fd
        except OSError as error:
            raise self._explain(error) from None
        finally:
            os.close(fd)

    def _refuse_old(self) -> None:
        old = self.folder.with_name(self.folder.name + ".jsonl")
        if old.exists():
            raise OldLedgerError(
                f"{old} is a ledger of version 1, which was never released",
                hint="move it away; this Firstbell starts a new ledger and cannot continue that one",
            )

    def _explain(self, error: OSError) -> LedgerError:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return LedgerFullError(
                f"ledger {self.path}: {error.strerror}; nothing was added", hint="make room, then try again"
            )
        return LedgerError(f"ledger {self.path}: {error.strerror}")

    def append(self, kind: str, body: Mapping[str, Any], *, refs: Sequence[str] = ()) -> Entry:
        """Add an entry; it is signed and on the disk when this returns. Raises: as `append_many`."""
        return self.append_many([EntryDraft(kind, body, refs)])[0]

    def append_many(
        self, drafts: Iterable[EntryDraft | tuple[str, Mapping[str, Any], Sequence[str]]]
    ) -> list[Entry]:
        """Add entries in one batch: all of them or none; signed and on the disk when this returns.

        Raises: LedgerDamagedError, NewerLedgerError, OldLedgerError (nothing is added to what does not hold);
        KeyRefusedError, RoleError when the signer may not; PersonalValueError; KeyFileError; LedgerFullError;
        LedgerError when the file cannot be written, or JSON cannot say what a body holds.
        """
        wanted = self.check_drafts(drafts)
        if not wanted:
            return []
        signer = self.signer
        try:
            with self._locked() as fd:
                added = self._append(fd, wanted, signer)
        except OSError as error:
            raise self._explain(error) from None
        return list(count_on(added, count_earlier(self)))

    def check_drafts(
        self, drafts: Iterable[EntryDraft | tuple[str, Mapping[str, Any], Sequence[str]]]
    ) -> list[EntryDraft]:
        """What is to be added, if nothing speaks against it. Raises: PersonalValueError."""
        wanted = [EntryDraft(*draft) for draft in drafts]
        for draft in wanted:
            refuse_in_words(draft.kind, draft.body)
        return wanted

    def require_right(self, *kinds: str) -> None:
        """Refuse the signer now if these kinds of entries would be refused: before a file, a pin or a mail is
        there that the record would not know of. Raises: as `append_many`.
        """
        self.prepare([EntryDraft(kind, {}) for kind in kinds], self.signer)

    def prepare(self, drafts: Iterable[EntryDraft], signer: Signer | DistantSigner) -> PreparedBatch:
        """A batch that waits for the signature of somebody who is elsewhere; nothing is written.

        Raises: as `append_many`.
        """
        wanted = self.check_drafts(drafts)
        try:
            with self._locked() as fd:
                chain, _ = self._resume(fd)
        except OSError as error:
            raise self._explain(error) from None
        moment = _place_moment(self._clock.now_ns(), chain.last_time)
        return prepare_batch(chain, signer, wanted, moment=moment, making=self.beginning)

    def append_prepared(self, batch: PreparedBatch, signature: bytes) -> list[Entry]:
        """Add a prepared batch; it is on the disk when this returns.

        Raises: LedgerMovedError when something was added since it was prepared; SignatureRefusedError; as
        `append_many`.
        """
        try:
            with self._locked() as fd:
                chain, end_bytes = self._resume(fd)
                if chain.head_hash != batch.head.previous:
                    raise LedgerMovedError(
                        "somebody else added to the record meanwhile; nothing was added",
                        hint="look at what it says now, and sign again",
                    )
                key = chain.roster.keys.get(batch.head.key)
                if key is None or not is_signed(key.public, batch.message, signature):
                    raise SignatureRefusedError("this is not the signature of that; nothing was added")
                added = self._write_batch(fd, chain, end_bytes, lines=batch.sign(signature))
        except OSError as error:
            raise self._explain(error) from None
        return list(count_on(added, count_earlier(self)))

    def _append(self, fd: int, drafts: Sequence[EntryDraft], signer: Signer) -> list[Entry]:
        chain, end_bytes = self._resume(fd)
        moment = _place_moment(self._clock.now_ns(), chain.last_time)
        lines = render_batch(chain, signer, drafts, moment=moment, making=self.beginning)
        return self._write_batch(fd, chain, end_bytes, lines=lines)[-len(drafts) :]

    def _write_batch(self, fd: int, chain: Chain, end_bytes: int, *, lines: list[bytes]) -> list[Entry]:
        """The entries of these lines, once they are on the disk."""
        # what was just encoded is read back as any reader will
        entries = [open_entry(line, hex_id) for line, hex_id in _feed_batch(chain, lines)]
        chain.finish()
        data = b"".join(line + b"\n" for line in lines)
        _write(fd, end_bytes, data)
        start_bytes = end_bytes + len(data) - len(lines[-1]) - len(lines[-2]) - 2
        save_state(self.folder, chain, start_bytes=start_bytes, end_bytes=end_bytes + len(data))
        return entries

    def _resume(self, fd: int) -> tuple[Chain, int]:
        """The chain at the last head, and where that ends."""
        size_bytes = os.fstat(fd).st_size
        chain, start_bytes = load_chain(self.folder, fd, size_bytes) or (Chain(), 0)
        batches = Batches(fd, start_bytes, size_bytes)
        for batch in batches:
            _feed_batch(chain, batch)
        chain.finish()
        if batches.torn_bytes:
            check_rest(copy.deepcopy(chain), batches)
        refuse_ended(chain)
        self.torn_bytes = 0
        return chain, batches.end_bytes

    @contextmanager
    def _locked(self) -> Iterator[int]:
        self._refuse_old()
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX)
            is_new = not os.fstat(fd).st_size
            yield fd
            if is_new:
                _sync_folder(self.folder)
                _sync_folder(self.folder.parent)
        finally:
            os.close(fd)


def _feed_batch(chain: Chain, batch: Sequence[bytes]) -> list[tuple[EntryLine, str]]:
    found_entries: list[tuple[EntryLine, str]] = []
    for line in batch:
        if chain.feed(line) and chain.last is not None:
            found_entries.append((chain.last, chain.last_hex_id))
    return found_entries


def _place_moment(now_ns: int, last_time: str) -> BatchTime:
    """The time of a new entry, never before the last one's."""
    last_ns = parse_time(last_time) if last_time else now_ns
    return BatchTime(format_time(max(now_ns, last_ns)), max(last_ns - now_ns, 0) / NS_PER_S)


def _measure(fd: int) -> int:
    """The size between two appends: what is acknowledged never changes, so that reading it needs no lock."""
    fcntl.flock(fd, fcntl.LOCK_SH)
    try:
        return os.fstat(fd).st_size
    finally:
        fcntl.flock(fd, fcntl.LOCK_UN)


def _write(fd: int, end_bytes: int, data: bytes) -> None:
    """Put data at the end, cutting off what was never acknowledged; synced, or as it was before."""
    if os.fstat(fd).st_size != end_bytes:
        os.ftruncate(fd, end_bytes)
    append_whole(fd, data, end_bytes=end_bytes)


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
