"""File content to blobs: small files whole, event logs of Windows by their own pieces, other large ones by
FastCDC.

Cut points depend on content alone, so an insertion moves one chunk and not all that follow. The seed
comes from the repository's polynomial: without it the sizes of chunks would tell which known file lies
in a repository. Source: W. Xia et al., "FastCDC", USENIX ATC 2016; `docs/formats/repository.md`.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from pyfastcdc import FastCDC

from firstbell.backup.rereads import KnownBlob, holds_still
from firstbell.record.screen import ContentScreen
from firstbell.repository import BlobKind
from firstbell.repository.packer import BlobSaver, SavedBlob

MIN_CHUNK_BYTES = 512 << 10
AVERAGE_CHUNK_BYTES = 1 << 20
MAX_CHUNK_BYTES = 8 << 20
# cut and hashed at one go; what remains of a buffer is less than a chunk
_BUFFER_BYTES = 16 << 20
# an event log of Windows is written in place, in pieces of 64 KiB behind a header that changes each time; cut
# where they end, what was written since is all that a night adds
_EVENT_LOG = b"ElfFile\0"
_EVENT_LOG_HEADER_BYTES = 4096
_EVENT_LOG_CHUNK_BYTES = 8 * (64 << 10)
# the chunks of a file of this size are saved side by side: it may be the last, or the only one
_PARALLEL_BYTES = 64 << 20
_CREW = 2
_READ_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
_NO_ATIME = getattr(os, "O_NOATIME", 0)


class WantedFile(NamedTuple):
    """A file to save. `size_bytes`: when it was listed. `known`: the content it is thought to have."""

    path: bytes
    size_bytes: int
    known: Sequence[KnownBlob] = ()


class SavedFile(NamedTuple):
    """The content of a file as it was saved: hex ids, bytes read, and what was new in the repository.

    `remark`: what the screen found remarkable, "" where it found nothing or there is none. `is_as_known`: it
    holds what it was thought to, and `content` is not told.
    """

    content: list[str]
    size_bytes: int
    blobs_new: int
    added_bytes: int
    stored_bytes: int
    remark: str = ""
    is_as_known: bool = False


_EMPTY = SavedFile([], 0, 0, 0, 0)


class FileSaver:
    """Saves files. Thread-safe: each thread has a chunker of its own.

    `get_screen`: what looks at each content that is saved, None for nothing; asked for when one is.
    """

    def __init__(
        self, writer: BlobSaver, chunker_polynomial: int, get_screen: Callable[[], ContentScreen | None]
    ) -> None:
        self._writer = writer
        self._get_screen = get_screen
        self._crew: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()
        seed = hashlib.sha256(b"firstbell fastcdc seed" + chunker_polynomial.to_bytes(8, "big")).digest()
        # pyfastcdc doubles the seed in 64 bits
        self._seed = int.from_bytes(seed[:8], "big") >> 1
        self._local = threading.local()

    def _chunker(self) -> FastCDC:
        chunker: FastCDC | None = getattr(self._local, "chunker", None)
        if chunker is None:
            chunker = self._local.chunker = FastCDC(
                AVERAGE_CHUNK_BYTES, min_size=MIN_CHUNK_BYTES, max_size=MAX_CHUNK_BYTES, seed=self._seed
            )
        return chunker

    def _buffer(self) -> memoryview:
        view: memoryview | None = getattr(self._local, "buffer", None)
        if view is None:
            view = self._local.buffer = memoryview(bytearray(_BUFFER_BYTES))
        return view

    def prepare(self) -> None:
        """Load what saving needs and looking again does not."""
        self._get_screen()

    def save_files(self, files: Sequence[WantedFile]) -> list[SavedFile | OSError]:
        """Save files; an error where one cannot be read.

        Raises: StoreError when one cannot be stored.
        """
        results = [_look_again(file) if file.known else None for file in files]
        unknown = [at for at, result in enumerate(results) if result is None]
        small = [at for at in unknown if files[at].size_bytes < MIN_CHUNK_BYTES]
        for at, result in zip(small, self._save_small_files([files[at] for at in small]), strict=True):
            results[at] = result
        for at in unknown:
            if files[at].size_bytes >= MIN_CHUNK_BYTES:
                try:
                    results[at] = self.save_file(files[at].path)
                except OSError as error:
                    results[at] = error
        return [_EMPTY if result is None else result for result in results]

    def _save_small_files(self, files: Sequence[WantedFile]) -> list[SavedFile | OSError]:
        """Files of less than a chunk. One that has grown since it was listed is saved by itself."""
        results: list[SavedFile | OSError] = []
        read: list[tuple[int, bytes]] = []
        for path, expected_bytes, _ in files:
            try:
                data = _read_small(path, expected_bytes)
                results.append(_EMPTY if data is not None else self.save_file(path))
                if data:
                    read.append((len(results) - 1, data))
            except OSError as error:
                results.append(error)
        saved = self._writer.save_blobs(BlobKind.DATA, [data for _, data in read])
        for (at, data), blob in zip(read, saved, strict=True):
            results[at] = _describe([blob], self._look(files[at].path, data))
        return results

    def _look(self, path: bytes, data: bytes | memoryview) -> str:
        screen = self._get_screen()
        return screen.look(path, data) if screen is not None else ""

    def save_file(self, path: bytes) -> SavedFile:
        """Save the content of a local file of any size.

        Raises: OSError when it cannot be read, StoreError when it cannot be stored.
        """
        file_fd = _open(path)
        try:
            return self.save_open(file_fd, path)
        finally:
            os.close(file_fd)

    def save_open(self, file_fd: int, path: bytes) -> SavedFile:
        """Save what an open file, or a stream, holds from here on; `path` is its name for the screen.

        Raises: OSError when it cannot be read, StoreError when it cannot be stored.
        """
        side_by_side = os.fstat(file_fd).st_size >= _PARALLEL_BYTES
        saved: list[SavedBlob] = []
        remark = ""
        for chunks in self._cut(file_fd):
            if chunks and not saved:
                remark = self._look(path, chunks[0])
            saved += self._save_side_by_side(chunks) if side_by_side else map(self._save_chunk, chunks)
        return _describe(saved, remark)

    def _save_chunk(self, chunk: memoryview) -> SavedBlob:
        return self._writer.save_blob(BlobKind.DATA, chunk)

    def _save_side_by_side(self, chunks: Sequence[memoryview]) -> list[SavedBlob]:
        with self._lock:
            crew = self._crew = self._crew or ThreadPoolExecutor(_CREW, thread_name_prefix="chunks")
        return list(crew.map(self._save_chunk, chunks))

    def close(self) -> None:
        """End the threads, if any were begun."""
        if self._crew is not None:
            self._crew.shutdown(wait=True, cancel_futures=True)

    def _cut_any(self, held_bytes: int) -> Iterator[int]:
        """The lengths of the chunks of so many bytes in the buffer, by what they hold."""
        for chunk in self._chunker().cut_buf(self._buffer()[:held_bytes]):
            yield chunk.length

    def _cut(self, file_fd: int) -> Iterator[list[memoryview]]:
        """The chunks of a file, as many at a time as the buffer holds; they are gone at the next ones."""
        view = self._buffer()
        held = 0
        at_end = is_first = True
        is_event_log = False
        while is_first or not at_end:
            held += _read_into(file_fd, view[held:])
            at_end = held < _BUFFER_BYTES
            if is_first:
                is_event_log = view[: len(_EVENT_LOG)] == _EVENT_LOG and held >= MIN_CHUNK_BYTES
            start = 0
            chunks = []
            for length in _cut_event_log(held, has_header=is_first) if is_event_log else self._cut_any(held):
                if not at_end and start + length == held:
                    break  # ended by the buffer, not by a cut point
                chunks.append(view[start : start + length])
                start += length
            yield chunks
            is_first = False
            remaining = held - start
            view[:remaining] = bytes(view[start:held])
            held = remaining


def _cut_event_log(held_bytes: int, *, has_header: bool) -> Iterator[int]:
    """The lengths of the chunks of so many bytes of an event log, from its begin or a chunk's end on."""
    if has_header:
        yield _EVENT_LOG_HEADER_BYTES
        held_bytes -= _EVENT_LOG_HEADER_BYTES
    while held_bytes > 0:
        yield min(held_bytes, _EVENT_LOG_CHUNK_BYTES)
        held_bytes -= _EVENT_LOG_CHUNK_BYTES


def _look_again(file: WantedFile) -> SavedFile | OSError | None:
    """What a file is that is thought to be known: None where it holds something else."""
    try:
        file_fd = _open(file.path)
        try:
            return (
                SavedFile([], file.size_bytes, 0, 0, 0, is_as_known=True)
                if holds_still(file_fd, file.known)
                else None
            )
        finally:
            os.close(file_fd)
    except OSError as error:
        return error


def _describe(blobs: Sequence[SavedBlob], remark: str) -> SavedFile:
    if len(blobs) == 1:
        blob_id, is_new, size_bytes, stored_bytes = blobs[0]
        return SavedFile(
            [blob_id.hex()], size_bytes, int(is_new), size_bytes if is_new else 0, stored_bytes, remark
        )
    new = [blob for blob in blobs if blob.is_new]
    return SavedFile(
        [blob.id.hex() for blob in blobs],
        sum([blob.size_bytes for blob in blobs]),
        len(new),
        sum([blob.size_bytes for blob in new]),
        sum([blob.stored_bytes for blob in new]),
        remark,
    )


def _read_small(path: bytes, expected_bytes: int) -> bytes | None:
    """The content, None when it is not as long as expected."""
    file_fd = _open(path)
    try:
        data = os.read(file_fd, expected_bytes + 1)
    finally:
        os.close(file_fd)
    return data if len(data) == expected_bytes else None


def _open(path: bytes) -> int:
    try:
        return os.open(path, _READ_FLAGS | _NO_ATIME)
    except PermissionError:
        # only the owner may read without leaving a trace
        return os.open(path, _READ_FLAGS)


def _read_into(file_fd: int, view: memoryview) -> int:
    total = 0
    while total < len(view):
        read = os.readv(file_fd, [view[total:]])
        if read == 0:
            break
        total += read
    return total
