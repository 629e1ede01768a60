"""Outlook's stores: PST and OST.

| offset | size | field of the header            | offset | size | ANSI (version 14, 15)    |
|--------|------|---------------------------------|--------|------|--------------------------|
| 0      | 4    | !BDN                             | 0      | 4    | !BDN                     |
| 4      | 4    | CRC of the 471 bytes from 8      | 4      | 4    | the same                 |
| 10     | 2    | version: 23 Unicode, 36 4K pages | 10     | 2    | 14, 15                   |
| 216    | 16   | id and place of the node tree    | 184    | 8    | the same                 |
| 232    | 16   | id and place of the block tree   | 192    | 8    | the same                 |
| 524    | 4    | CRC of the 516 bytes from 8      |        |      |                          |

A page ends with its kind twice and its CRC; a block with its length and CRC. SOUND: every page of both trees
and every block that the block tree names passes its CRC. Source: MS-PST 2.2.2.6, 2.2.2.7, 2.2.2.8, 5.3.
Limits: of stores with pages of 4 KiB (OST since 2013) the header alone is checked.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import msgspec

from firstbell.examine.validators.outcome import (
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
    sound,
)

_PAGE_BYTES = 512
_BLOCK_STEP = 64
_BLOCK_TREE, _NODE_TREE = 0x80, 0x81
_MOST_PAGES = 2_000_000
_DEEPEST = 8


class _Layout(msgspec.Struct, frozen=True):
    """Where things stand in a page, an entry and a block's trailer of one of two widths."""

    roots: tuple[int, int]
    offset: str
    page_body_bytes: int
    page_crc: int
    inner: str
    leaf: str
    trailer_bytes: int
    block_crc: int


_UNICODE = _Layout((216, 232), "<8xQ", 496, 500, "<16xQ", "<8xQH", 16, 4)
_ANSI = _Layout((184, 192), "<4xI", 500, 508, "<8xI", "<4xIH", 12, 8)


def _checksum(data: bytes | memoryview) -> int:
    # the usual polynomial without the inversion before and after
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def check_store(data: bytes) -> Outcome:
    """Header, both trees, every block."""
    require_length(data, 564, "ends inside the header")
    (crc,) = struct.unpack_from("<I", data, 4)
    require(_checksum(data[8:479]) == crc, "the header fails its CRC")
    (version,) = struct.unpack_from("<H", data, 10)
    require(version in (14, 15, 23, 36, 37), "version")
    if version >= 36:
        return plausible("outlook-store", "header passes its CRC; pages of 4 KiB are not checked")
    layout = _UNICODE if version == 23 else _ANSI
    if version == 23:
        require(_checksum(data[8:524]) == struct.unpack_from("<I", data, 524)[0], "the header's second CRC")
    blocks = 0
    for kind, root in zip((_NODE_TREE, _BLOCK_TREE), layout.roots, strict=True):
        (offset,) = struct.unpack_from(layout.offset, data, root)
        for page in _walk_tree(data, offset, kind, layout):
            blocks += _check_blocks(data, page, layout) if kind == _BLOCK_TREE else 0
    return sound("outlook-store", f"CRC of all pages and {blocks} blocks holds")


def _walk_tree(data: bytes, root: int, kind: int, layout: _Layout) -> Iterator[int]:
    """The places of the leaf pages, each page's CRC checked on the way."""
    waiting, seen = [(root, _DEEPEST)], set[int]()
    while waiting:
        offset, level = waiting.pop()
        require(offset not in seen and len(seen) < _MOST_PAGES and level >= 0, "pages form a loop")
        seen.add(offset)
        if offset + _PAGE_BYTES > len(data):
            raise TornError("a page lies behind the end")
        page = data[offset : offset + _PAGE_BYTES]
        (crc,) = struct.unpack_from("<I", page, layout.page_crc)
        require(_checksum(page[: layout.page_body_bytes]) == crc, f"the page at {offset} fails its CRC")
        require(page[layout.page_body_bytes] == kind, f"no page of its tree at {offset}")
        count, size, depth = _read_counts(page, layout)
        require(count * size <= layout.page_body_bytes - 4, "entries do not fit their page")
        if depth == 0:
            yield offset
            continue
        for entry in range(count):
            waiting.append((struct.unpack_from(layout.inner, page, entry * size)[0], level - 1))


def _read_counts(page: bytes, layout: _Layout) -> tuple[int, int, int]:
    """Number of entries, bytes of each, level."""
    at = 488 if layout is _UNICODE else 496
    return page[at], page[at + 2], page[at + 3]


def _check_blocks(data: bytes, offset: int, layout: _Layout) -> int:
    page = data[offset : offset + _PAGE_BYTES]
    count, size, _ = _read_counts(page, layout)
    for entry in range(count):
        start, length = struct.unpack_from(layout.leaf, page, entry * size)
        end = start + (length + layout.trailer_bytes + _BLOCK_STEP - 1) // _BLOCK_STEP * _BLOCK_STEP
        if end > len(data):
            raise TornError("a block lies behind the end")
        trailer = data[end - layout.trailer_bytes : end]
        told = struct.unpack_from("<H", trailer)[0], struct.unpack_from("<I", trailer, layout.block_crc)[0]
        found = length, _checksum(memoryview(data)[start : start + length])
        require(told == found, f"the block at {start} fails its CRC")
    return count


FORMATS = (Format("outlook-store", check_store, ((0, b"!BDN"),), (b".pst", b".ost")),)
