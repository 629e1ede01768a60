"""zlib-ng, which inflates in fenced children, beside zlib."""

from __future__ import annotations

import random
import zlib

import pytest

from firstbell.examine.validators.check import run_check
from firstbell.examine.validators.inflation import INFLATION, Inflation
from firstbell.examine.validators.outcome import Grade
from firstbell.examine.validators.streams import check_gzip

_WINDOWS = (15, -15, 31)


def _make_fast() -> Inflation:
    pytest.importorskip("zlib_ng")
    fast = Inflation()
    fast.take_fast()
    assert fast.open is not zlib.decompressobj
    return fast


def _damage(packed: bytes, source: random.Random) -> bytes:
    """The stream as it is, with bits turned, cut off, with a hole of noise, or with more behind it."""
    damaged, kind = bytearray(packed), source.randrange(5)
    place = source.randrange(len(damaged))
    if kind == 1:
        damaged[place] ^= 1 << source.randrange(8)
    elif kind == 2:
        del damaged[place:]
    elif kind == 3:
        damaged[place : place + 40] = source.randbytes(40)
    elif kind == 4:
        damaged += source.randbytes(30)
    return bytes(damaged)


def _play(inflation: Inflation, packed: bytes, window: int, step: int) -> tuple[object, ...]:
    """All that can be seen of a stream: pieces, where it ends, what is left, or the words of the error."""
    decoder, pieces, feed = inflation.open(window), [], packed
    try:
        while feed and not decoder.eof:
            pieces.append(decoder.decompress(feed, step))
            feed = decoder.unconsumed_tail
    except inflation.errors as error:
        return (str(error), pieces)
    return (pieces, decoder.eof, decoder.unused_data, decoder.unconsumed_tail)


def test_both_libraries_say_the_same_of_whole_and_of_damaged_streams() -> None:
    fast, source, wrong = _make_fast(), random.Random(42), 0
    for _ in range(3000):
        contents = (
            source.randbytes(source.randrange(1, 4000)),
            b"a line of text\n" * source.randrange(1, 900),
            bytes(source.choice(b"abc 123\n") for _ in range(source.randrange(1, 3000))),
            bytes(source.randrange(1, 90_000)),
        )
        window, step = source.choice(_WINDOWS), source.choice((1000, 4096, 1 << 20))
        packer = zlib.compressobj(source.randrange(10), wbits=window, strategy=source.randrange(5))
        packed = packer.compress(source.choice(contents)) + packer.flush()
        damaged = _damage(packed, source)
        plain = _play(INFLATION, damaged, window, step)
        assert _play(fast, damaged, window, step) == plain
        wrong += isinstance(plain[0], str)
    assert wrong > 300


def test_both_libraries_count_the_same_checksum() -> None:
    fast = _make_fast()
    for data in (b"", b"a", bytes(5000), random.Random(1).randbytes(100_001)):
        assert fast.crc32(data) == INFLATION.crc32(data)
        assert fast.crc32(data, 12345) == INFLATION.crc32(data, 12345)


def test_an_error_of_either_library_is_malformed_content(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = b"\x1f\x8b\x08\x00\0\0\0\0\0\x03" + b"\xff" * 200
    slow = run_check(check_gzip, "gzip", broken)
    fast = _make_fast()
    for field in ("open", "crc32", "errors"):
        monkeypatch.setattr(INFLATION, field, getattr(fast, field))
    assert run_check(check_gzip, "gzip", broken) == slow
    assert slow.grade is Grade.BROKEN
