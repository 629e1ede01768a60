"""The pieces of a large file: each is read and written by itself, by whoever is free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from firstbell.repository.format.errors import FormatError
from firstbell.restore.source import LocatedBlob, TreeSource, open_located, plain_size
from firstbell.restore.unplaced_file import write_at, write_sparse_at

# large enough to read a pack's blobs in one go, small enough to hold a few per worker
_PIECE_BYTES = 4 << 20


class FilePiece(NamedTuple):
    """Blobs that follow each other in the file from `offset` on, `size_bytes` in all."""

    blobs: tuple[LocatedBlob, ...]
    offset: int
    size_bytes: int


def cut_pieces(blobs: Sequence[LocatedBlob]) -> Iterator[FilePiece]:
    """The pieces of a file of these blobs, in order."""
    start = offset = length = 0
    for index, (_, location) in enumerate(blobs):
        size_bytes = plain_size(location)
        if length and length + size_bytes > _PIECE_BYTES:
            yield FilePiece(tuple(blobs[start:index]), offset, length)
            start, offset, length = index, offset + length, 0
        length += size_bytes
    yield FilePiece(tuple(blobs[start:]), offset, length)


def write_piece(source: TreeSource, piece: FilePiece, fd: int, *, sparse: bool) -> None:
    """Read a piece and write it to the file. Raises: as `open_located`; FormatError; OSError."""
    offsets: defaultdict[bytes, list[int]] = defaultdict(list)
    offset = piece.offset
    for blob_id, location in piece.blobs:
        offsets[blob_id].append(offset)
        offset += plain_size(location)
    sizes = {blob_id: plain_size(location) for blob_id, location in piece.blobs}
    write = write_sparse_at if sparse else write_at
    for blob_id, content in open_located(source, piece.blobs):
        if len(content) != sizes[blob_id]:
            raise FormatError("index", "states another length than a blob has")
        for offset in offsets[blob_id]:
            write(fd, content, offset)
