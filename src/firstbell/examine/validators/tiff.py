"""TIFF and BigTIFF, DNG and kin.

Directories chain, entries are of known types and lie inside the file, strips and tiles lie inside the file.
Strips packed with deflate are inflated (Adler-32), JPEG ones follow JPEG's grammar, PackBits ones unpack to
their end. Where all strips were inflated and little lies elsewhere, SOUND. Source: TIFF 6.0 sections 2, 8,
9, 15; TIFF Technical Notes 2, 3. Limits: plain samples, LZW, CCITT and WebP strips are not checked.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

import msgspec

from firstbell.examine.validators.inflation import INFLATION
from firstbell.examine.validators.jpeg import check_jpeg
from firstbell.examine.validators.outcome import (
    FROM_32_KIB,
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
    sound,
)

_COMPRESSION, _STRIPS, _STRIP_SIZES, _TILES, _TILE_SIZES, _TABLES = 259, 273, 279, 324, 325, 347
_PLAIN, _JPEG, _DEFLATE, _PACKBITS = 1, 7, (8, 32946), 32773
_WIDTHS = {1: 1, 2: 1, 3: 2, 5: 8, 6: 1, 7: 1, 8: 2, 10: 8, 12: 8, 16: 8, 17: 8, 18: 8}  # others 4
_MOST_DIRECTORIES = 10_000
_MOST_STRIPS = 1_000_000
_CODES = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}
_STEP_BYTES = 1 << 20
_MOST_UNPACKED_BYTES = 1 << 30


class _Layout(msgspec.Struct, frozen=True):
    """Byte order, and the widths of the plain or the big form."""

    order: str
    number: str
    count: str
    number_bytes: int


def check_tiff(data: bytes) -> Outcome:
    """Directories, then what each one points at."""
    require_length(data, 8, "ends inside the header")
    layout = _Layout("<" if data.startswith(b"II") else ">", "I", "H", 4)
    return _check(data, layout, 4)


def check_bigtiff(data: bytes) -> Outcome:
    """The same with offsets of 64 bits."""
    require_length(data, 16, "ends inside the header")
    layout = _Layout("<" if data.startswith(b"II") else ">", "Q", "Q", 8)
    return _check(data, layout, 8)


def _check(data: bytes, layout: _Layout, first: int) -> Outcome:
    directories, dense, inflated = 0, False, 0
    for tags in _walk_directories(data, layout, first):
        directories += 1
        compression = tags.get(_COMPRESSION, [_PLAIN])[0]
        for start, size in _list_strips(tags):
            if start + size > len(data):
                raise TornError("a strip lies behind the end")
            inflated += _check_strip(data[start : start + size], compression, tags)
        dense = dense or compression != _PLAIN
    require(directories > 0, "no directory")
    if inflated > 0.9 * len(data):
        return sound("tiff", f"{directories} directories hold, strips inflate", is_dense=True)
    return plausible("tiff", f"{directories} directories hold", is_dense=dense)


def _walk_directories(data: bytes, layout: _Layout, first: int) -> Iterator[dict[int, list[int]]]:
    (offset,) = struct.unpack_from(layout.order + layout.number, data, first)
    seen: set[int] = set()
    while offset:
        require(offset not in seen and len(seen) < _MOST_DIRECTORIES, "directories form a loop")
        seen.add(offset)
        step, head = 4 + 2 * layout.number_bytes, struct.calcsize("<" + layout.count)
        if offset + head > len(data):
            raise TornError("a directory lies behind the end")
        (count,) = struct.unpack_from(layout.order + layout.count, data, offset)
        require(0 < count < 65_536, "entries of a directory")
        end = offset + head + step * count
        if end + layout.number_bytes > len(data):
            raise TornError("ends inside a directory")
        yield dict(_read_entry(data, offset + head + step * entry, layout) for entry in range(count))
        (offset,) = struct.unpack_from(layout.order + layout.number, data, end)


def _read_entry(data: bytes, offset: int, layout: _Layout) -> tuple[int, list[int]]:
    """Tag and values, of whole numbers only."""
    tag, kind, count = struct.unpack_from(f"{layout.order}HH{layout.number}", data, offset)
    require(0 < kind <= 18, f"entry of type {kind}")
    size = _WIDTHS.get(kind, 4) * count
    require(size <= len(data), "entry larger than the file")
    at = offset + 4 + layout.number_bytes
    if size > layout.number_bytes:
        (at,) = struct.unpack_from(layout.order + layout.number, data, at)
        if at + size > len(data):
            raise TornError("an entry lies behind the end")
    if kind not in _CODES or count > _MOST_STRIPS:
        return tag, [at, size] if tag == _TABLES else [0]
    return tag, list(struct.unpack_from(f"{layout.order}{count}{_CODES[kind]}", data, at)) or [0]


def _list_strips(tags: dict[int, list[int]]) -> Iterator[tuple[int, int]]:
    for offsets, sizes in ((_STRIPS, _STRIP_SIZES), (_TILES, _TILE_SIZES)):
        if offsets in tags and sizes in tags:
            yield from zip(tags[offsets], tags[sizes], strict=False)


def _check_strip(strip: bytes, compression: int, tags: dict[int, list[int]]) -> int:
    """How many bytes of it were inflated. Raises: where it is not what its compression says."""
    if compression in _DEFLATE:
        decoder, feed, given = INFLATION.open(15), strip, 0
        while feed and not decoder.eof and given < _MOST_UNPACKED_BYTES:
            given += len(decoder.decompress(feed, _STEP_BYTES))
            feed = decoder.unconsumed_tail
        return len(strip) if decoder.eof else 0
    if compression == _JPEG and strip.startswith(b"\xff\xd8") and _TABLES not in tags:
        check_jpeg(strip)
    elif compression == _PACKBITS:
        _walk_packbits(strip)
    return 0


def _walk_packbits(strip: bytes) -> None:
    offset = 0
    while offset < len(strip):
        head = strip[offset]
        offset += 2 + head if head < 128 else 1 if head == 128 else 2
    require(offset <= len(strip) + 1, "runs of a strip do not end with it")


FORMATS = (
    Format(
        "bigtiff",
        check_bigtiff,
        ((0, b"II+\0\x08\0"), (0, b"MM\0+\0\x08")),
        fenced_from=FROM_32_KIB,
        is_plain=True,
    ),
    Format(
        "tiff",
        check_tiff,
        ((0, b"II*\0"), (0, b"MM\0*")),
        (b".tif", b".tiff", b".dng"),
        fenced_from=FROM_32_KIB,
        is_plain=True,
    ),
)
