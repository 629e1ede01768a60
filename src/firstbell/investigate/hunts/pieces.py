"""Pieces of sources: where they stand in a repository, and what is read of each, once ever.

A piece is a 64 KiB chunk of an event log, or else the whole content of a file. A chunk's place is named by
the blobs it lies in and where it begins in them: a log that grew shares the blobs before, and what stands in
them is not even loaded.
"""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec

from firstbell.base.errors import Error
from firstbell.investigate.hunts.batches import UNREADABLE, ChunkBatch, decode_reading
from firstbell.investigate.hunts.reader import EVENTLOG, ReadRequest
from firstbell.investigate.hunts.readers import eventlog
from firstbell.investigate.hunts.readers.exports import is_export
from firstbell.investigate.hunts.readers.lines import WRITTEN
from firstbell.investigate.hunts.readers.table import READERS
from firstbell.investigate.hunts.records import HeldRecords, HuntReading
from firstbell.investigate.hunts.sources.table import find_kind
from firstbell.investigate.hunts.store import HuntStore
from firstbell.processes.fence import ProcessFence, Stopped
from firstbell.processes.held import make_sealed
from firstbell.record.readers import BlobReader

MISSING = "hunt.content_missing"
TOO_LARGE = "hunt.too_large"
NOTHING = b"\0"
_KEPT_BLOBS = 64
_SEEN = b"\1"
_LOG_MAGIC = b"ElfFile\0"
_PEEKED_BYTES = 64 << 10
_PACKED = {
    b"\x1f\x8b": "gzip", b"PK\3\4": "zip", b"7z\xbc\xaf": "7-Zip", b"\xfd7zX": "xz",
    b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bzip2", b"Rar!": "rar",
}  # fmt: skip


@dataclass
class HuntPiece:
    """One piece of a file: its place, where it begins and ends in the file."""

    place: bytes
    start: int
    end: int


@dataclass
class FileReading:
    """What was read of a file: the readings of its pieces, and what could not be read: (code, reason)."""

    readings: list[HuntReading] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    pieces: int = 0
    pieces_read: int = 0


class FileContent:
    """The content of a file, by ranges; the blobs used last are kept."""

    def __init__(self, blobs: BlobReader, held: HeldRecords) -> None:
        self._blobs = blobs
        self.ids = held.blob_ids
        self.starts = [0]
        for blob_id in self.ids:
            self.starts.append(self.starts[-1] + blobs.blob_size(blob_id))
        self._kept: dict[bytes, bytes] = {}

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self.starts[-1]

    def span(self, start: int, end: int) -> list[int]:
        """Which blobs, by position, a range lies in."""
        first = max(0, bisect_right(self.starts, start) - 1)
        return list(range(first, min(bisect_left(self.starts, end), len(self.ids))))

    def load(self, start: int, end: int) -> bytes:
        """The bytes of a range. Raises: what loading blobs does."""
        parts = []
        for at in self.span(start, end):
            blob = self._load(self.ids[at])
            parts.append(blob[max(0, start - self.starts[at]) : end - self.starts[at]])
        return b"".join(parts)

    def _load(self, blob_id: bytes) -> bytes:
        if blob_id not in self._kept:
            if len(self._kept) >= _KEPT_BLOBS:
                del self._kept[next(iter(self._kept))]
            self._kept[blob_id] = self._blobs.load_blob(blob_id)
        return self._kept[blob_id]


class PieceDesk:
    """Reads files of a repository piece by piece, through the fence, and keeps what it read.

    `digest`: names the rules, so that another set of rules reads anew what the first had no question about.
    """

    def __init__(self, blobs: BlobReader, store: HuntStore, fence: ProcessFence, *, digest: bytes) -> None:
        self._blobs = blobs
        self._store = store
        self._fence = fence
        self._digest = digest
        # what came from the repository, and what of it a reader had not read before
        self.bytes_loaded = 0
        self.bytes_read = 0
        self._batch = ChunkBatch(fence, self._keep)
        self._ahead: set[str] = set()
        self._fresh: set[bytes] = set()

    def read_ahead(self, logs: Iterable[HeldRecords]) -> None:
        """Have what is new in event logs of one host read, many chunks by one child; `read_file` finds it."""
        for held in logs:
            if held.content in self._ahead:
                continue
            self._ahead.add(held.content)
            # what goes wrong here does so again, and is told, when the file is read
            with suppress(Error):
                content = FileContent(self._blobs, held)
                if not self._is_other(held, content, FileReading()):
                    self._queue_chunks(held, content)
        self._batch.finish()

    def _queue_chunks(self, held: HeldRecords, content: FileContent) -> None:
        for piece in self._list_pieces(held, content, {}):
            known = self._store.find_piece(piece.place)
            if known == NOTHING or (known is not None and self._has_reading(known)):
                continue
            data = content.load(piece.start, piece.end)
            self.bytes_loaded += len(data)
            if not self._is_worth(held, data):
                self._store.keep_place(piece.place, NOTHING)
                continue
            key = _name_piece(held, data, {})
            self._store.keep_place(piece.place, key)
            if not self._has_reading(key):
                self._fresh.add(key)
                self.bytes_read += len(data)
                self._batch.add(key, data)

    def _has_reading(self, key: bytes) -> bool:
        return key in self._fresh or self._store.find_reading(key, self._digest) is not None

    def _keep(self, key: bytes, reading: HuntReading) -> None:
        self._store.keep_reading(key, self._digest, reading)

    def read_file(self, held: HeldRecords, beside: dict[str, HeldRecords] | None = None) -> FileReading:
        """What one file says; what cannot be read is listed, and the rest is read all the same."""
        result = FileReading()
        try:
            content = FileContent(self._blobs, held)
        except Error as error:
            result.problems.append((MISSING, str(error)))
            return result
        reader = READERS.get(held.source)
        if reader is not None and content.size > reader.most_bytes:
            result.problems.append((TOO_LARGE, f"it is over {reader.most_bytes >> 20} MiB"))
            return result
        if self._is_other(held, content, result):
            return result
        if held.source == EVENTLOG:
            self.read_ahead([held])
        for piece in self._list_pieces(held, content, beside or {}):
            result.pieces += 1
            self._read_piece(held, content, piece, result=result, beside=beside or {})
        self._fence.join()
        is_empty = not any(one.records for one in result.readings)
        if held.source == EVENTLOG and content.size and is_empty and not result.problems:
            result.problems.extend(self._doubt_log(content))
        return result

    def _is_other(self, held: HeldRecords, content: FileContent, result: FileReading) -> bool:
        """Whether a file that many others are called like is no log; its begin is looked at once."""
        kind = find_kind(held.path)
        is_copy = held.source == EVENTLOG and kind is not None and bool(kind.magic)
        if not (is_copy or held.source == "exports"):
            return False
        if not content.size:
            return True
        place = hashlib.sha256(b"begins/" + held.source.encode() + content.ids[0]).digest()
        if (known := self._store.find_piece(place)) is not None:
            return known == NOTHING
        try:
            head = content.load(0, min(content.size, len(_LOG_MAGIC) if is_copy else _PEEKED_BYTES))
        except Error as error:
            result.problems.append((MISSING, str(error)))
            return True
        self.bytes_loaded += len(head)
        packed = next((name for magic, name in _PACKED.items() if is_copy and head.startswith(magic)), "")
        if packed:
            result.problems.append((UNREADABLE, f"it is packed by {packed}, and nothing here unpacks it"))
            return True
        is_other = head != _LOG_MAGIC if is_copy else not is_export(head)
        self._store.keep_place(place, NOTHING if is_other else _SEEN)
        return is_other

    def _doubt_log(self, content: FileContent) -> Iterator[tuple[str, str]]:
        try:
            head = content.load(0, 8)
        except Error as error:
            yield MISSING, str(error)
            return
        if head != _LOG_MAGIC:
            yield UNREADABLE, "it is no event log: damaged, encrypted, or of another kind"

    def _list_pieces(
        self, held: HeldRecords, content: FileContent, beside: dict[str, HeldRecords]
    ) -> Iterator[HuntPiece]:
        version = READERS[held.source].version if held.source in READERS else eventlog.READER_VERSION
        label = f"{held.source}/{version}/".encode()
        if held.source != EVENTLOG:
            # what a reader makes of bytes may hang on where they stand
            ids = [b"".join(content.ids), *(one.content.encode() for _, one in sorted(beside.items()))]
            whole = hashlib.sha256(label + held.path.lower() + b"\0" + b"\0".join(ids)).digest()
            yield HuntPiece(whole, 0, content.size)
            return
        for start in eventlog.list_chunks(content.size):
            end = min(start + eventlog.CHUNK_BYTES, content.size)
            blobs = content.span(start, end)
            offset = start - content.starts[blobs[0]]
            named = label + offset.to_bytes(8, "little") + b"".join(content.ids[at] for at in blobs)
            yield HuntPiece(hashlib.sha256(named).digest(), start, end)

    def _read_piece(
        self,
        held: HeldRecords,
        content: FileContent,
        piece: HuntPiece,
        *,
        result: FileReading,
        beside: dict[str, HeldRecords],
    ) -> None:
        known = self._store.find_piece(piece.place)
        if known == NOTHING:
            return
        if known is not None and (reading := self._store.find_reading(known, self._digest)) is not None:
            result.pieces_read += known in self._fresh
            self._fresh.discard(known)
            _take(result, reading)
            return
        try:
            data = content.load(piece.start, piece.end)
            more = {end: FileContent(self._blobs, one).load(0, one.size_bytes) for end, one in beside.items()}
        except Error as error:
            result.problems.append((MISSING, str(error)))
            return
        self.bytes_loaded += len(data)
        if not self._is_worth(held, data):
            self._store.keep_place(piece.place, NOTHING)
            return
        key = _name_piece(held, data, more)
        self._store.keep_place(piece.place, key)
        if (reading := self._store.find_reading(key, self._digest)) is not None:
            _take(result, reading)
            return
        result.pieces_read += 1
        self.bytes_read += len(data)
        if held.source != EVENTLOG:
            more[WRITTEN] = str(held.mtime_ns).encode()
        self._submit(ReadRequest(held.source, held.path.decode(errors="replace"), data, more), key, result)

    def _submit(self, request: ReadRequest, key: bytes, result: FileReading) -> None:
        accept = self._accept(key, result)
        if request.reader == EVENTLOG:
            self._fence.submit(msgspec.msgpack.encode(request), accept)
            return
        # a hive's logs are applied in its place, and may make it longer
        room = sum(map(len, request.beside.values())) if request.reader == "registry" else 0
        descriptor = make_sealed(request.data, room_bytes=room)
        request.data, request.size = b"", len(request.data)

        def close(answer: bytes | Stopped) -> None:
            os.close(descriptor)
            accept(answer)

        self._fence.submit(msgspec.msgpack.encode(request), close, descriptor=descriptor)

    def _is_worth(self, held: HeldRecords, data: bytes) -> bool:
        if held.source == EVENTLOG:
            # a part of the file that is not used yet, or no longer, is all zeroes
            return data[:8] == eventlog.CHUNK_MAGIC or any(data[:512])
        if held.source == "registry":
            return data[:4] == b"regf" or b"/config/" in held.path.lower() or b"ntuser" in held.path.lower()
        return bool(data)

    def _accept(self, key: bytes, result: FileReading) -> Callable[[bytes | Stopped], None]:
        def accept(answer: bytes | Stopped) -> None:
            reading = decode_reading(answer)
            self._keep(key, reading)
            _take(result, reading)

        return accept


def _name_piece(held: HeldRecords, data: bytes, beside: Mapping[str, bytes]) -> bytes:
    """What names the bytes of a piece, and where they stood if the reader goes by that."""
    path = b"" if held.source == EVENTLOG else held.path
    version = READERS[held.source].version if held.source in READERS else eventlog.READER_VERSION
    key = hashlib.sha256(f"{held.source}/{version}".encode() + b"\0" + data + path).digest()
    return hashlib.sha256(key + b"".join(beside.values())).digest() if beside else key


def _take(result: FileReading, reading: HuntReading) -> None:
    if reading.problem:
        result.problems.append((reading.code, reading.problem))
        return
    result.readings.append(reading)
    if reading.lost:
        result.problems.append((UNREADABLE, f"{reading.lost} of its records cannot be read"))
