"""Pure functions that replace ranges of bytes with random ones, laid out as known families do.

No key, no cipher, no file is touched: bytes in, bytes out.
Source of the layouts: docs/detection.md.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Ranges = Callable[[int], Iterator[tuple[int, int]]]


@dataclass(frozen=True)
class Strike:
    """One layout: the ranges it replaces in a file of a size, what it puts before and behind."""

    name: str
    ranges: Ranges
    header_bytes: int = 0
    footer_bytes: int = 0
    encode: Callable[[bytes], bytes] | None = None


def strike(data: bytes, layout: Strike, *, seed: int) -> bytes:
    """The content with the layout's ranges replaced by noise; deterministic by `seed`."""
    source = random.Random(seed)
    struck = bytearray(data)
    for start, end in layout.ranges(len(data)):
        stop = min(end, len(data))
        if start < stop:
            struck[start:stop] = source.randbytes(stop - start)
    result = bytes(struck) if layout.encode is None else layout.encode(bytes(struck))
    return source.randbytes(layout.header_bytes) + result + source.randbytes(layout.footer_bytes)


def whole(size: int) -> Iterator[tuple[int, int]]:
    """Everything."""
    yield 0, size


def first(count: int) -> Ranges:
    """The first `count` bytes."""
    return lambda size: iter([(0, min(count, size))])


def every(chunk: int, gap: int, *, start: int = 0) -> Ranges:
    """`chunk` bytes, then `gap` left alone, to the end."""

    def ranges(size: int) -> Iterator[tuple[int, int]]:
        for place in range(start, size, chunk + gap):
            yield place, place + chunk

    return ranges


def parts(count: int, share: float) -> Ranges:
    """`count` parts evenly spread that make up `share` of the file."""

    def ranges(size: int) -> Iterator[tuple[int, int]]:
        length = max(1, int(size * share / count))
        for index in range(count):
            place = size * index // count
            yield place, place + length

    return ranges


def half(size: int) -> Iterator[tuple[int, int]]:
    """The first half."""
    yield 0, size // 2


def tail_half(size: int) -> Iterator[tuple[int, int]]:
    """The second half."""
    yield size // 2, size


def behind(count: int) -> Ranges:
    """All but the first `count` bytes; all of a file not longer than that."""
    return lambda size: iter([(count if size > count else 0, size)])


def sparse_blocks(size: int) -> Iterator[tuple[int, int]]:
    """One block of 4 KiB in a hundred, the second one first."""
    blocks = max(1, size // 4096)
    for block in range(min(1, blocks - 1), blocks, 100):
        yield block * 4096, block * 4096 + 4096


LAYOUTS = (
    Strike("whole", whole),
    Strike("whole, 534 bytes behind", whole, footer_bytes=534),
    Strike("first 4 KiB", first(4096)),
    Strike("first 256 KiB", first(256 << 10), footer_bytes=534),
    Strike("first half", half),
    Strike("64 in 192", every(64, 128)),
    Strike("16 in 32", every(16, 16)),
    Strike("every other 4 KiB", every(4096, 4096)),
    Strike("5 parts of 10 %", parts(5, 0.5), footer_bytes=534),
    Strike("3 parts, 10 % in all", parts(3, 0.1)),
    Strike("5 bytes kept, then 150 KB", lambda size: iter([(5, min(size, 153_605))]), footer_bytes=334),
    Strike("512 bytes kept", behind(512)),
    Strike("second half", tail_half),
    Strike("1 % of 4 KiB blocks", sparse_blocks),
    Strike("header of 1,024 put in front, first 4 KiB", first(4096), header_bytes=1024),
    Strike("base64", whole, encode=base64.b64encode),
    Strike("base85", whole, encode=base64.b85encode),
    Strike("hex", whole, encode=lambda data: data.hex().encode()),
)
