"""What a restore needs of a repository, and reading blobs in the order in which they lie."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

from firstbell.base.errors import Error
from firstbell.crypto.seal import OVERHEAD_BYTES
from firstbell.repository.format.node import Node
from firstbell.repository.index import BlobLocation

# reading over a gap of this size costs less than a read of its own, also over a network
_MAX_GAP_BYTES = 128 << 10
_MAX_SPAN_BYTES = 8 << 20

LocatedBlob = tuple[bytes, BlobLocation]
Buffer = bytes | bytearray | memoryview


class TreeSource(Protocol):
    """Gives trees and blobs. Thread-safe."""

    def load_tree(self, tree_id: bytes) -> list[Node]:
        """The nodes of a tree.

        Raises: BlobNotFoundError, BlobDamagedError, FormatError.
        """

    def locate(self, blob_id: bytes) -> BlobLocation:
        """Where a blob lies.

        Raises: BlobNotFoundError.
        """

    def load_blob(self, blob_id: bytes) -> bytes:
        """The plaintext of a blob, its hash checked.

        Raises: BlobNotFoundError, BlobDamagedError, StoreError.
        """


@runtime_checkable
class SpanSource(Protocol):
    """A source that reads neighbouring blobs of one pack at once."""

    def load_span(self, located: Iterable[LocatedBlob]) -> dict[bytes, bytes]:
        """The plaintexts of blobs of one pack, hashes checked. Raises: as `load_blob`."""

    def open_span(self, located: Iterable[LocatedBlob]) -> Iterator[tuple[bytes, Buffer]]:
        """As `load_span`, one after the other, each valid until this thread asks for another."""


@runtime_checkable
class BulkSource(Protocol):
    """A source that looks up many blobs at once."""

    def locate_many(self, ids: Sequence[bytes]) -> list[BlobLocation | None]:
        """Where each of these blobs lies, None where none is known."""


def locate_all(source: TreeSource, ids: Sequence[bytes]) -> list[BlobLocation | Error]:
    """Where each of these blobs lies, or why that is not known."""
    if not isinstance(source, BulkSource):
        return [_locate(source, blob_id) for blob_id in ids]
    found = source.locate_many(ids)
    return [at or _locate(source, blob_id) for at, blob_id in zip(found, ids, strict=True)]


def _locate(source: TreeSource, blob_id: bytes) -> BlobLocation | Error:
    try:
        return source.locate(blob_id)
    except Error as error:
        return error


def plain_size(location: BlobLocation) -> int:
    """Length of a blob's plaintext in bytes, as the index has it."""
    return location.plain_length or location.length - OVERHEAD_BYTES


def load_located(
    source: TreeSource, located: Iterable[LocatedBlob]
) -> tuple[dict[bytes, bytes], dict[bytes, Error]]:
    """The plaintexts of these blobs, and why others of them cannot be read, both by id."""
    blobs: dict[bytes, bytes] = {}
    failures: dict[bytes, Error] = {}
    for span in _cut_spans(sorted(dict(located).items(), key=_order)):
        try:
            if len(span) > 1 and isinstance(source, SpanSource):
                blobs.update(source.load_span(span))
                continue
        except Error:
            pass  # one of them cannot be read; which, is found one by one
        for blob_id, _ in span:
            try:
                blobs[blob_id] = source.load_blob(blob_id)
            except Error as error:
                failures[blob_id] = error
    return blobs, failures


def open_located(source: TreeSource, located: Iterable[LocatedBlob]) -> Iterator[tuple[bytes, Buffer]]:
    """The plaintexts of these blobs in the order in which they lie, each valid until the next is asked for.

    Raises: BlobNotFoundError, BlobDamagedError, StoreError.
    """
    for span in _cut_spans(sorted(dict(located).items(), key=_order)):
        if isinstance(source, SpanSource):
            yield from source.open_span(span)
        else:
            for blob_id, _ in span:
                yield blob_id, source.load_blob(blob_id)


def _order(located: LocatedBlob) -> tuple[bytes, int]:
    return located[1].pack_id, located[1].offset


def _cut_spans(ordered: Sequence[LocatedBlob]) -> Iterator[list[LocatedBlob]]:
    span: list[LocatedBlob] = []
    start = end = 0
    for blob in ordered:
        location = blob[1]
        if span and (
            location.pack_id != span[-1][1].pack_id
            or location.offset > end + _MAX_GAP_BYTES
            or location.offset + location.length > start + _MAX_SPAN_BYTES
        ):
            yield span
            span = []
        if not span:
            start = location.offset
        span.append(blob)
        end = location.offset + location.length
    if span:
        yield span
