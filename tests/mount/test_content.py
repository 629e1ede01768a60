"""Reading files by their blobs."""

from __future__ import annotations

import random

import pytest

from firstbell.mount.content import BlobCache, BlobContent


class CountingBlobs:
    """Blobs in memory, and how often each was read."""

    def __init__(self, *blobs: bytes) -> None:
        self.blobs = {bytes([at]): blob for at, blob in enumerate(blobs)}
        self.reads: list[bytes] = []

    def load_blob(self, blob_id: bytes) -> bytes:
        self.reads.append(blob_id)
        return self.blobs[blob_id]

    def blob_size(self, blob_id: bytes) -> int:
        return len(self.blobs[blob_id])


def test_every_span_is_read_as_it_is() -> None:
    chance = random.Random(24)
    parts = [chance.randbytes(size) for size in (7, 1, 0, 30, 12)]
    source = CountingBlobs(*parts)
    order = [0, 3, 2, 1, 3, 4]
    whole = b"".join(parts[at] for at in order)
    content = BlobContent(BlobCache(source), [bytes([at]) for at in order])
    for offset in range(len(whole) + 3):
        for size in (0, 1, 5, 40, 200):
            assert content.read(offset, size) == whole[offset : offset + size]


def test_only_what_a_span_needs_is_read_and_only_once() -> None:
    source = CountingBlobs(b"a" * 10, b"b" * 10, b"c" * 10)
    content = BlobContent(BlobCache(source), [b"\0", b"\1", b"\2"])
    assert source.reads == []
    assert content.read(12, 5) == b"b" * 5
    assert content.read(15, 5) == b"b" * 5
    assert source.reads == [b"\1"]


def test_what_is_kept_has_a_limit() -> None:
    source = CountingBlobs(*(bytes([at]) * 10 for at in range(5)))
    cache = BlobCache(source, limit_bytes=25)
    for at in (0, 1, 0, 2, 0):
        cache.load(bytes([at]))
    assert source.reads == [b"\0", b"\1", b"\2"]
    cache.load(b"\1")
    assert source.reads[-1] == b"\1"


def test_an_empty_file_is_empty() -> None:
    assert BlobContent(BlobCache(CountingBlobs()), []).read(0, 10) == b""


def test_a_blob_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        BlobContent(BlobCache(CountingBlobs()), [b"\5"])
