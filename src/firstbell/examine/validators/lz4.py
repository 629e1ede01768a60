"""LZ4 frames.

| offset | size | field                                                       |
|--------|------|--------------------------------------------------------------|
| 0      | 4    | 04 22 4D 18                                                  |
| 4      | 1    | flags: version 01, block checksums 10, size 08, checksum 04, dictionary 01 |
| 5      | 1    | 70: largest block                                            |
| 6      | 0, 8 | size of the content                                          |
| ...    | 1    | second byte of xxHash32 of the fields from 4                 |
| ...    | 4    | bytes of a block (top bit: stored), 0 at the end             |

The header's checksum holds, blocks chain to the end mark, the sequences of each packed block end with the
block and reach back only to what came before. Source: lz4_Frame_format.md, lz4_Block_format.md.
Limits: literals are not checked (xxHash32 of all content would take Python longer than it tells), so
PLAUSIBLE; sequences of the first 4 MiB are walked.
"""

from __future__ import annotations

import struct

from firstbell.examine.validators.outcome import (
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
)

_PRIME_1, _PRIME_2, _PRIME_3 = 2654435761, 2246822519, 3266489917
_PRIME_4, _PRIME_5 = 668265263, 374761393
_MASK = 0xFFFFFFFF
_WALKED_BYTES = 4 << 20
_WINDOW = 64 << 10
_MARK = b"\x04\x22\x4d\x18"


def check_lz4(data: bytes) -> Outcome:
    """Header, chain of blocks, sequences; frames may follow each other."""
    position, blocks, left = 0, 0, _WALKED_BYTES
    while position < len(data):
        require(data.startswith(_MARK, position), "bytes behind the last frame")
        position, flags, largest = _read_header(data, position)
        before = 0
        while True:
            require_length(data, position + 4, "ends before the end mark")
            (size,) = struct.unpack_from("<I", data, position)
            position += 4
            if size == 0:
                break
            packed, size = not size >> 31, size & 0x7FFFFFFF
            require(size <= largest, "a block is larger than the frame allows")
            require_length(data, position + size, "ends inside a block")
            if packed and left > 0:
                is_linked = not flags & 0x20
                given = _walk(data, position, position + size, before if is_linked else 0)
                require(given <= largest, "a block gives more than the frame allows")
                before += given
            else:
                before = _WINDOW
            left -= size
            position, blocks = position + size + (4 if flags & 0x10 else 0), blocks + 1
        position += 4 if flags & 4 else 0
        require_length(data, position, "ends before its checksum")
    return plausible("lz4", f"header's checksum holds, {blocks} blocks chain", is_dense=True)


def _read_header(data: bytes, position: int) -> tuple[int, int, int]:
    """Place behind the header, flags, largest block."""
    require_length(data, position + 7, "ends inside the header")
    flags, sizes = data[position + 4], data[position + 5]
    require(flags >> 6 == 1 and sizes >> 4 >= 4 and not sizes & 0x8F, "header")
    end = position + 6 + (8 if flags & 8 else 0) + (4 if flags & 1 else 0)
    require_length(data, end + 1, "ends inside the header")
    require(_hash(data[position + 4 : end]) >> 8 & 255 == data[end], "the header's checksum")
    return end + 1, flags, 1 << 8 + 2 * (sizes >> 4)


def _hash(data: bytes) -> int:
    """xxHash32 of less than 16 bytes."""
    value = (_PRIME_5 + len(data)) & _MASK
    whole = len(data) // 4 * 4
    for (word,) in struct.iter_unpack("<I", data[:whole]):
        value = _PRIME_4 * _rotate(value + word * _PRIME_3, 17) & _MASK
    for byte in data[whole:]:
        value = _PRIME_1 * _rotate(value + byte * _PRIME_5, 11) & _MASK
    value = (value ^ value >> 15) * _PRIME_2 & _MASK
    value = (value ^ value >> 13) * _PRIME_3 & _MASK
    return value ^ value >> 16


def _rotate(value: int, bits: int) -> int:
    value &= _MASK
    return (value << bits | value >> 32 - bits) & _MASK


def _walk(data: bytes, position: int, end: int, before: int) -> int:
    """Bytes that the sequences of a block give."""
    given = 0
    while True:
        token = data[position]
        position += 1
        literals = token >> 4
        if literals == 15:
            while data[position] == 255:
                literals, position = literals + 255, position + 1
            literals, position = literals + data[position], position + 1
        position, given = position + literals, given + literals
        require(position <= end, "a sequence reaches behind its block")
        if position == end:
            return given
        offset = data[position] | data[position + 1] << 8
        require(0 < offset <= given + before, "a match before the start")
        position += 2
        length = token & 15
        if length == 15:
            while data[position] == 255:
                length, position = length + 255, position + 1
            length, position = length + data[position], position + 1
        given += length + 4
        if position > end:
            raise TornError("a sequence reaches behind its block")


FORMATS = (Format("lz4", check_lz4, ((0, _MARK),), (b".lz4",)),)
