from __future__ import annotations

import io
import tracemalloc

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from firstbell.repository.format.compression import LEVEL_MAX, compress, compress_many, decompress
from firstbell.repository.format.errors import FormatError


def _compress_without_size(data: bytes) -> bytes:
    # restic's frames of less than 256 bytes do not say how long their content is
    return zstandard.ZstdCompressor(write_content_size=False).compress(data)


def _make_bomb(size_mib: int, *, says_size: bool) -> bytes:
    out = io.BytesIO()
    size = size_mib << 20 if says_size else -1
    with zstandard.ZstdCompressor(level=19).stream_writer(out, size=size, closefd=False) as writer:
        for _ in range(size_mib):
            writer.write(bytes(1 << 20))
    return out.getvalue()


@given(st.binary(max_size=3000))
def test_what_was_compressed_is_what_it_was(data: bytes) -> None:
    assert decompress(compress(data), max_bytes=len(data), what="x") == data
    assert zstandard.frame_content_size(compress(data)) == len(data)
    assert decompress(_compress_without_size(data), max_bytes=len(data), what="x") == data


@pytest.mark.parametrize("size", [(256 << 10) - 1, 256 << 10, 3 << 20])
def test_large_ones_are_ordinary_frames_too(size: int) -> None:
    data = b"".join(b"%d bottles of beer on the wall, " % number for number in range(size // 34))
    frame = compress(data)
    assert zstandard.ZstdDecompressor().decompress(frame) == data
    assert zstandard.frame_content_size(frame) == len(data)
    assert len(frame) < len(data) // 3


@given(st.lists(st.binary(max_size=50), max_size=5))
def test_many_are_compressed_as_each_would_be(data: list[bytes]) -> None:
    frames = compress_many(data)
    assert [decompress(frame, max_bytes=50, what="x") for frame in frames] == data


def test_many_of_all_sizes_are_frames_of_their_own_in_their_order() -> None:
    sizes = [0, 300 << 10, 1, (16 << 10) - 1, 16 << 10, 5, (256 << 10) - 1, 256 << 10, 0]
    data = [(b"%d bottles of beer on the wall, " % size * (size // 20 + 1))[:size] for size in sizes]
    for frame, content in zip(compress_many(data), data, strict=True):
        assert zstandard.frame_content_size(frame) == len(content)
        assert zstandard.ZstdDecompressor().decompress(frame) == content


def test_the_higher_level_is_smaller() -> None:
    data = b"".join(b"%d bottles of beer on the wall, " % number for number in range(5000))
    assert len(compress(data, LEVEL_MAX)) < len(compress(data))


@pytest.mark.parametrize("says_size", [True, False])
def test_a_bomb_is_refused_before_it_goes_off(says_size: bool) -> None:
    bomb = _make_bomb(64, says_size=says_size)
    assert len(bomb) < 15_000
    tracemalloc.start()
    try:
        with pytest.raises(FormatError, match="would decompress to"):
            decompress(bomb, max_bytes=1 << 20, what="blob")
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("make", [compress, _compress_without_size])
def test_a_frame_that_was_cut_is_refused(make: object) -> None:
    frame = make(b"a text that is long enough to be cut " * 10)  # type: ignore[operator]
    for end in range(len(frame)):
        with pytest.raises(FormatError, match="cannot be decompressed"):
            decompress(frame[:end], max_bytes=1000, what="blob")


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(FormatError, match="cannot be decompressed"):
        decompress(b"not a frame at all", max_bytes=1000, what="blob")
