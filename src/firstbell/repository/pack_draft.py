"""A pack being filled: blobs are sealed into one buffer, the buffer goes out when it is full."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from firstbell.crypto.seal import OVERHEAD_BYTES, Sealer
from firstbell.repository.format.pack import (
    LENGTH,
    MAX_HEADER_BYTES,
    BlobKind,
    PackedBlob,
    parse_header,
    render_header,
)
from firstbell.repository.unpacked import EncodingError
from firstbell.store import Upload

Buffer = bytes | bytearray | memoryview

TARGET_PACK_BYTES = 16 << 20
_MAX_BLOBS = MAX_HEADER_BYTES // 64
_BUFFER_BYTES = 256 << 10


class NewBlob(NamedTuple):
    """A blob to seal. `payload`: what is sealed of it. `plain_length`: 0 when that is not compressed."""

    id: bytes
    payload: Buffer
    plain_length: int


class SealBuffer:
    """Memory that packs are sealed in, one after the other; it grows to the largest blob it has met."""

    __slots__ = ("held_bytes", "view")

    def __init__(self) -> None:
        self.view = memoryview(bytearray(_BUFFER_BYTES))
        self.held_bytes = 0

    def grow(self, size_bytes: int) -> None:
        """Make room for so many bytes; what it held is gone."""
        if size_bytes > len(self.view):
            self.view = memoryview(bytearray(size_bytes))


class PackDraft:
    """One pack, filled by one thread and then finished, perhaps by another. `upload`: where it goes."""

    def __init__(self, upload: Upload, sealer: Sealer, buffer: SealBuffer) -> None:
        self.blobs: list[PackedBlob] = []
        self.size_bytes = 0
        self._upload = upload
        self._sealer = sealer
        self._buffer = buffer
        self._digest = hashlib.sha256()

    @property
    def is_full(self) -> bool:
        """Whether it should be finished."""
        return self.size_bytes >= TARGET_PACK_BYTES or len(self.blobs) >= _MAX_BLOBS

    def seal_each(self, kind: BlobKind, blobs: Sequence[NewBlob]) -> int:
        """Seal so many of these, all of one kind, as fit into the pack and the buffer; how many.

        Raises: StoreError and its kin.
        """
        lengths = [len(blob.payload) + OVERHEAD_BYTES for blob in blobs]
        most_bytes = max(min(_BUFFER_BYTES, TARGET_PACK_BYTES - self.size_bytes), lengths[0])
        ends = list(accumulate(lengths))
        count = min(bisect_right(ends, most_bytes), _MAX_BLOBS - len(self.blobs))
        target = self._reserve(ends[count - 1])
        self._sealer.seal_each([blob.payload for blob in blobs[:count]], target)
        for (blob_id, _, plain_length), length in zip(blobs[:count], lengths, strict=False):
            self._note(kind, blob_id, length, plain_length)
        return count

    def append_sealed(self, blob: PackedBlob, sealed: Buffer) -> None:
        """Append a blob that is sealed already. Raises: as `seal_each`."""
        self._reserve(len(sealed))[:] = sealed
        self._note(blob.kind, blob.id, len(sealed), blob.plain_length)

    def _reserve(self, length: int) -> memoryview:
        buffer = self._buffer
        if buffer.held_bytes + length > len(buffer.view):
            self.drain()
            buffer.grow(length)
        start = buffer.held_bytes
        buffer.held_bytes = start + length
        return buffer.view[start : start + length]

    def _note(self, kind: BlobKind, blob_id: bytes, length: int, plain_length: int) -> None:
        self.blobs.append(PackedBlob(kind, blob_id, self.size_bytes, length, plain_length))
        self.size_bytes += length

    def drain(self) -> None:
        """Hand over what the buffer holds, so that another pack can use it. Raises: as `seal_each`."""
        held = self._buffer.view[: self._buffer.held_bytes]
        self._buffer.held_bytes = 0
        if held:
            self._digest.update(held)
            self._upload.append([held])

    def publish(self) -> bytes:
        """Append the header and publish the pack, which must be drained; its id.

        Raises: EncodingError when the header does not decode to what it was made of; StoreError.
        """
        sealed = self._sealer.seal(render_header(self.blobs))
        if parse_header(self._sealer.open(sealed), "pack") != self.blobs:
            raise EncodingError("a pack's header does not decode to what it was made of")
        tail = sealed + LENGTH.pack(len(sealed))
        self._digest.update(tail)
        self._upload.append([tail])
        self.size_bytes += len(tail)
        pack_id = self._digest.digest()
        self._upload.publish(pack_id.hex())
        return pack_id

    def abandon(self) -> None:
        """Let it go, if it was not published."""
        self._upload.abandon()
