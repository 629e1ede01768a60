"""Packs: sealed blobs one after the other, then a sealed header, then its length.

| size | field |
|---|---|
| n1, n2, … | sealed blobs |
| h | sealed header |
| 4 | h, little-endian |

Each entry of the header, in the order of the blobs:

| size | field |
|---|---|
| 1 | 0 data, 1 tree, 2 compressed data, 3 compressed tree |
| 4 | length of the sealed blob, little-endian |
| 4 | length of the plaintext, little-endian (kinds 2 and 3 only) |
| 32 | id: SHA-256 of the plaintext |

Source: restic design document, "Pack Format".
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from enum import IntEnum
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from firstbell.repository.format.errors import FormatError

_PLAIN = struct.Struct("<BI32s")
_COMPRESSED = struct.Struct("<BII32s")
LENGTH = struct.Struct("<I")
ENTRY_BYTES = (_PLAIN.size, _COMPRESSED.size)
# restic refuses headers beyond 16 MiB
MAX_HEADER_BYTES = 16 << 20


class BlobKind(IntEnum):
    """Kinds of blobs, by their number in an uncompressed header entry."""

    DATA = 0
    TREE = 1

    @property
    def label(self) -> str:
        """The word for it in an index."""
        return "tree" if self else "data"


# an enum looks its numbers up more slowly than a tuple does
_KINDS = tuple(BlobKind)
_KINDS_BY_NUMBER = (*_KINDS, *_KINDS)


class PackedBlob(NamedTuple):
    """Where a blob lies in its pack. `length`: sealed. `plain_length`: 0 when it is not compressed."""

    kind: BlobKind
    id: bytes
    offset: int
    length: int
    plain_length: int


# without a step of the interpreter for each
_make_blob: Callable[[Iterable[object]], PackedBlob] = partial(tuple.__new__, PackedBlob)


def render_header(blobs: Iterable[PackedBlob]) -> bytes:
    """The plaintext of a header of these blobs, which must be in the order they lie in."""
    return b"".join(
        [
            _COMPRESSED.pack(kind + 2, length, plain_length, blob_id)
            if plain_length
            else _PLAIN.pack(kind, length, blob_id)
            for kind, blob_id, _, length, plain_length in blobs
        ]
    )


def _parse_compressed(data: bytes) -> list[PackedBlob]:
    """The blobs of a header whose entries are all of compressed ones, as nearly all headers are.

    A third of the time of going from entry to entry.
    """
    if not data:
        return []
    numbers, lengths, plain_lengths, ids = zip(*_COMPRESSED.iter_unpack(data), strict=True)
    kinds = map(_KINDS_BY_NUMBER.__getitem__, numbers)
    offsets = accumulate(lengths, initial=0)
    return list(map(_make_blob, zip(kinds, ids, offsets, lengths, plain_lengths)))  # noqa: B905


def parse_header(data: bytes, what: str) -> list[PackedBlob]:
    """The blobs named by the plaintext of a header; `what` names the pack in errors.

    Raises: FormatError.
    """
    if len(data) % _COMPRESSED.size == 0 and not data[:: _COMPRESSED.size].strip(b"\2\3"):
        return _parse_compressed(data)
    blobs = []
    position = offset = 0
    while position < len(data):
        number = data[position]
        if number > 3:
            raise FormatError(what, f"its header holds an entry of unknown kind {number}")
        layout = _COMPRESSED if number > 1 else _PLAIN
        if position + layout.size > len(data):
            raise FormatError(what, "its header ends inside an entry")
        plain_length = 0
        if number > 1:
            _, length, plain_length, blob_id = layout.unpack_from(data, position)
        else:
            _, length, blob_id = layout.unpack_from(data, position)
        blobs.append(PackedBlob(_KINDS[number & 1], blob_id, offset, length, plain_length))
        offset += length
        position += layout.size
    return blobs
