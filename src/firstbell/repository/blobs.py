"""Reading blobs: from the index to the plaintext, its hash checked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from firstbell.base.deferral import defer
from firstbell.base.errors import Error
from firstbell.base.ids import ID_BYTES, hash_id
from firstbell.crypto.errors import UnauthenticError
from firstbell.crypto.seal import OVERHEAD_BYTES, ScratchBuffer, Sealer
from firstbell.repository.errors import BlobDamagedError, BlobNotFoundError
from firstbell.repository.format.compression import decompress
from firstbell.repository.format.errors import FormatError
from firstbell.repository.format.pack import BlobKind
from firstbell.repository.index import BlobLocation, Index
from firstbell.repository.windows import PackWindows
from firstbell.store import Kind, Store, StoreError

if TYPE_CHECKING:
    import numpy as np
else:
    np = defer("numpy")


Buffer = bytes | bytearray | memoryview
_KINDS = (BlobKind.DATA, BlobKind.TREE)
LocatedBlob = tuple[bytes, BlobLocation]
# without a step of the interpreter for each
_make_location: Callable[[Iterable[object]], BlobLocation] = partial(tuple.__new__, BlobLocation)

# from files, what stays in the processor's cache until it is opened; from elsewhere, few round trips
_LOCAL_STRIP_BYTES = 1 << 20
_REMOTE_STRIP_BYTES = 8 << 20
# what is longer is no blob that anyone made, and buffers are kept
_MAX_STRIP_BYTES = 64 << 20


def open_blob(sealer: Sealer, sealed: Buffer, *, blob_id: bytes, location: BlobLocation) -> bytes:
    """The plaintext of a sealed blob.

    Raises: BlobDamagedError when it does not decrypt, decompress or hash to `blob_id`.
    """
    try:
        plaintext = sealer.open(sealed)
        if location.plain_length:
            plaintext = decompress(plaintext, max_bytes=location.plain_length, what="blob")
    except (UnauthenticError, FormatError) as error:
        raise BlobDamagedError(blob_id.hex(), location.pack_id.hex(), str(error)) from None
    if hash_id(plaintext) != blob_id:
        raise BlobDamagedError(blob_id.hex(), location.pack_id.hex(), "its content does not hash to its id")
    return plaintext


class _Buffers(threading.local):
    """What a thread reads and decrypts into, again and again, and what it has read around trees."""

    def __init__(self, store: Store) -> None:
        self.sealed = ScratchBuffer()
        self.plain = ScratchBuffer()
        self.windows = PackWindows(store)


class BlobSource:
    """Reads blobs of one repository by id. Thread-safe."""

    def __init__(self, store: Store, sealer: Sealer, index: Callable[[], Index]) -> None:
        self._store = store
        self._sealer = sealer
        self._index = index
        self._strip_bytes = _LOCAL_STRIP_BYTES if store.is_of_files() else _REMOTE_STRIP_BYTES
        self._buffers = _Buffers(store)

    def locate(self, blob_id: bytes) -> BlobLocation:
        """Where a blob lies.

        Raises: BlobNotFoundError.
        """
        location = self._index().locate(blob_id)
        if location is None:
            raise BlobNotFoundError(blob_id.hex())
        return location

    def locate_many(self, ids: Sequence[bytes]) -> list[BlobLocation | None]:
        """Where each of these blobs lies, None where no index names it: faster than `locate` for each."""
        index = self._index()
        if index.is_small:
            return [index.locate(blob_id) for blob_id in ids]
        located = index.locate_many(np.frombuffer(b"".join(ids), dtype=np.uint8).reshape(-1, ID_BYTES))
        pack_ids = index.pack_ids
        if located.found.all():
            packs, trees, *numbers = (column.tolist() for column in located[1:])
            places = map(pack_ids.__getitem__, packs), map(_KINDS.__getitem__, trees)
            return list(map(_make_location, zip(*places, *numbers, strict=True)))
        return [
            BlobLocation(pack_ids[pack], _KINDS[is_tree], offset, length, plain_length) if found else None
            for found, pack, is_tree, offset, length, plain_length in zip(
                *(column.tolist() for column in located), strict=True
            )
        ]

    def size(self, blob_id: bytes) -> int:
        """Length of the plaintext in bytes.

        Raises: BlobNotFoundError.
        """
        location = self.locate(blob_id)
        return location.plain_length or location.length - OVERHEAD_BYTES

    def load(self, blob_id: bytes) -> bytes:
        """The plaintext. Where a copy is damaged and another pack holds the blob too, that one is read.

        Raises: BlobNotFoundError, BlobDamagedError, StoreError.
        """
        location = self.locate(blob_id)
        try:
            return self._read(blob_id, location)
        except Error as error:
            for other in self._index().locate_all(blob_id):
                if other != location:
                    try:
                        return self._read(blob_id, other)
                    except Error:
                        continue
            if isinstance(error, StoreError):
                problem = f"its pack cannot be read ({error})"
                raise BlobDamagedError(blob_id.hex(), location.pack_id.hex(), problem) from None
            raise

    def _read(self, blob_id: bytes, location: BlobLocation) -> bytes:
        hex_id, offset, length = location.pack_id.hex(), location.offset, location.length
        if location.kind is BlobKind.TREE:
            windows = self._buffers.windows
            try:
                part = windows.read(hex_id, offset=offset, length=length)
                return open_blob(self._sealer, part, blob_id=blob_id, location=location)
            except BlobDamagedError:
                windows.forget()  # it may have been read badly once, and is read anew
        sealed = self._store.read_range(Kind.DATA, hex_id, offset=offset, length=length)
        return open_blob(self._sealer, sealed, blob_id=blob_id, location=location)

    def load_span(self, located: Iterable[LocatedBlob]) -> dict[bytes, bytes]:
        """The plaintexts of blobs that lie near each other in one pack. Raises: as `load`."""
        return {blob_id: bytes(content) for blob_id, content in self.open_span(located)}

    def open_span(self, located: Iterable[LocatedBlob]) -> Iterator[tuple[bytes, Buffer]]:
        """The plaintexts of blobs that lie near each other in one pack, in that order, by few reads.

        Each is valid until the next is asked for, and until this thread opens another span: all of them
        pass through the same buffers. Blobs that fail are read once more by themselves, so that one bad
        copy does not hide the others.

        Raises: as `load`, when it comes to that blob.
        """
        for strip in _cut_strips(sorted(located, key=_by_offset), self._strip_bytes):
            at = 0
            for at, content in enumerate(self._open_strip(strip), 1):
                yield strip[at - 1][0], content
            for blob_id, _ in strip[at:]:
                yield blob_id, self.load(blob_id)

    def _open_strip(self, strip: Sequence[LocatedBlob]) -> Iterator[Buffer]:
        """The plaintexts of the blobs of a strip, until one of them fails."""
        buffers = self._buffers
        first = strip[0][1]
        end = max(location.offset + location.length for _, location in strip)
        length = end - first.offset
        if length > _MAX_STRIP_BYTES:
            return
        sealed = buffers.sealed.reserve(length)[:length]
        try:
            name = first.pack_id.hex()
            if self._store.read_into(Kind.DATA, name, offset=first.offset, target=sealed) != length:
                return
            spans = [(location.offset - first.offset, location.length) for _, location in strip]
            opened = self._sealer.open_each(sealed, spans, buffers.plain)
            for (blob_id, location), plaintext in zip(strip, opened, strict=True):
                content: Buffer = plaintext
                if location.plain_length:
                    content = decompress(plaintext, max_bytes=location.plain_length, what="blob")
                if hash_id(content) != blob_id:
                    return
                yield content
        except (StoreError, UnauthenticError, FormatError):
            return


def _by_offset(located: LocatedBlob) -> int:
    return located[1].offset


def _cut_strips(ordered: Iterable[LocatedBlob], max_bytes: int) -> Iterator[list[LocatedBlob]]:
    """Runs of blobs to read at once; one that is larger by itself, one that cannot be right alone too."""
    strip: list[LocatedBlob] = []
    start = 0
    for blob in ordered:
        location = blob[1]
        if strip and location.offset + location.length - start > max_bytes:
            yield strip
            strip = []
        if not strip:
            start = location.offset
        strip.append(blob)
    if strip:
        yield strip
