"""What stands in a SQLite database's write-ahead log, put where it belongs: the newest page of each commit.

| offset | size | field of the log's header                    |
|--------|------|-----------------------------------------------|
| 0      | 4    | 377F0682, or 377F0683: the checksums' order   |
| 8      | 4    | size of a page                                |
| 16     | 8    | salt, in every frame that counts              |
| 24     | 8    | checksum of the 24 bytes before               |

A frame (from 32): number of the page (4), pages of the database after this commit or 0 (4), salt (8),
checksum of all up to here (8), the page. Frames count up to the last commit whose checksum holds.

Source: sqlite.org/fileformat2.html 4.
"""

from __future__ import annotations

import struct

import numpy as np

_HEADER_BYTES, _FRAME_BYTES = 32, 24
_MAGIC = 0x377F0682
_VERSIONS_AT = 18
_MOST_PAGE_BYTES = 65_536
_MASK = 0xFFFFFFFF


def apply_journal(data: bytes, log: bytes) -> bytes:
    """The database with the log applied, and marked as one that has none. A log that does not fit is left."""
    database = bytearray(data)
    for at, page in _list_pages(log):
        if at > len(database):
            database += bytes(at - len(database))
        database[at : at + len(page)] = page
    database[_VERSIONS_AT : _VERSIONS_AT + 2] = b"\1\1"
    return bytes(database)


def _list_pages(log: bytes) -> list[tuple[int, bytes]]:
    """Where each page belongs, and what it holds, in the order of the log, up to its last commit."""
    if len(log) < _HEADER_BYTES:
        return []
    magic, _, page_bytes = struct.unpack_from(">III", log)
    if magic & ~1 != _MAGIC or not 512 <= page_bytes <= _MOST_PAGE_BYTES or page_bytes & (page_bytes - 1):
        return []
    order = ">u4" if magic & 1 else "<u4"
    sums = _sum((0, 0), log[:24], order)
    if sums != struct.unpack_from(">II", log, 24):
        return []
    pages: list[tuple[int, bytes]] = []
    committed = 0
    for start in range(_HEADER_BYTES, len(log) - _FRAME_BYTES - page_bytes + 1, _FRAME_BYTES + page_bytes):
        number, size = struct.unpack_from(">II", log, start)
        page = log[start + _FRAME_BYTES : start + _FRAME_BYTES + page_bytes]
        sums = _sum(_sum(sums, log[start : start + 8], order), page, order)
        is_whole = sums == struct.unpack_from(">II", log, start + 16)
        if number == 0 or log[start + 8 : start + 16] != log[16:24] or not is_whole:
            break
        pages.append(((number - 1) * page_bytes, page))
        committed = len(pages) if size else committed
    return pages[:committed]


def _sum(sums: tuple[int, int], data: bytes, order: str) -> tuple[int, int]:
    first, second = sums
    numbers = np.frombuffer(data, order).tolist()
    for one, other in zip(numbers[::2], numbers[1::2], strict=True):
        first = (first + one + second) & _MASK
        second = (second + other + first) & _MASK
    return first, second
