"""What git keeps: packs, their indexes, the index of a work tree, loose objects.

| offset | size | field of a pack   | offset | size | field of a pack's index | field of a work tree's index |
|--------|------|-------------------|--------|------|-------------------------|------------------------------|
| 0      | 4    | PACK              | 0      | 4    | FF 74 4F 63             | DIRC                         |
| 4      | 4    | version, 2 or 3   | 4      | 4    | version 2               | version 2 to 4               |
| 8      | 4    | objects           | 8      | 1024 | fan-out                 | 8: entries                   |
| -20    | 20   | SHA-1 of the rest | -20    | 20   | SHA-1 of the rest       | SHA-1 of the rest            |

All are SOUND: SHA-1 (or SHA-256) covers every byte, a loose object inflates to the length it tells.
Source: gitformat-pack(5), gitformat-index(5). Limits: a work tree's index written without its checksum
(`index.skipHash`) is PLAUSIBLE.
"""

from __future__ import annotations

import hashlib
import re
import struct

from firstbell.examine.validators.inflation import INFLATION
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

_OBJECT_HEAD = re.compile(rb"(blob|tree|commit|tag) (\d{1,15})\0")
_STEP_BYTES = 1 << 20
_MOST_BYTES = 1 << 30


def _has_trailer(data: bytes) -> bool:
    """Whether the last 20 or 32 bytes are the digest of all before them."""
    view = memoryview(data)
    short = hashlib.sha1(view[:-20], usedforsecurity=False).digest()
    return short == view[-20:] or hashlib.sha256(view[:-32]).digest() == view[-32:]


def check_git_pack(data: bytes) -> Outcome:
    """Version and count, and the digest of the whole pack; one cut short starts with whole objects."""
    require_length(data, 32, "ends inside the header")
    version, count = struct.unpack_from(">II", data, 4)
    require(version in (2, 3) and count < len(data), "header")
    if _has_trailer(data):
        return sound("git-pack", f"{count} objects, digest holds", is_dense=True)
    walked = _walk_objects(data, count)
    require(walked < count, "digest does not hold")
    raise TornError(f"ends inside object {walked} of {count}")


def _walk_objects(data: bytes, count: int) -> int:
    """How many objects inflate, up to the first that is cut short. Raises: where one does not inflate."""
    offset, budget = 12, _MOST_BYTES
    for number in range(count):
        kind = data[offset] >> 4 & 7 if offset < len(data) else 0
        while offset < len(data) and data[offset] & 0x80:
            offset += 1
        offset += 1
        if kind == 6:
            while offset < len(data) and data[offset] & 0x80:
                offset += 1
            offset += 1
        offset += 20 if kind == 7 else 0
        decoder = INFLATION.open(15)
        rest = data[offset : offset + _STEP_BYTES]
        while rest and budget > 0:
            budget -= len(decoder.decompress(rest, _STEP_BYTES))
            offset += len(rest) - len(decoder.unconsumed_tail) - len(decoder.unused_data)
            rest = b"" if decoder.eof else data[offset : offset + _STEP_BYTES]
        if not decoder.eof:
            return number
    return count


def check_pack_index(data: bytes) -> Outcome:
    """Fan-out grows, size agrees with the count, digest holds."""
    require_length(data, 1032 + 40, "ends inside the fan-out")
    counts = struct.unpack_from(">256I", data, 8)
    require(list(counts) == sorted(counts), "fan-out falls")
    require_length(data, 1032 + counts[-1] * 28 + 40, "ends inside the tables")
    require(_has_trailer(data), "digest does not hold")
    return sound("git-pack-index", f"{counts[-1]} objects, digest holds", is_dense=True)


def check_index(data: bytes) -> Outcome:
    """Version, and the digest."""
    require_length(data, 32, "ends inside the header")
    version, count = struct.unpack_from(">II", data, 4)
    require(2 <= version <= 4 and count < len(data), "header")
    if not data[-20:].strip(b"\0"):
        return plausible("git-index", f"{count} entries, written without a digest")
    if not _has_trailer(data):
        raise TornError("digest does not hold")
    return sound("git-index", f"{count} entries, digest holds")


def check_loose_object(data: bytes) -> Outcome:
    """Inflates whole, starts with a kind of object, is as long as it tells."""
    decoder = INFLATION.open(15)
    start = decoder.decompress(data, 64)
    head = _OBJECT_HEAD.match(start)
    if head is None:
        return _check_zlib(data)
    size, wanted = len(start), len(head.group()) + int(head.group(2))
    while not decoder.eof:
        piece = decoder.decompress(decoder.unconsumed_tail, _STEP_BYTES)
        size += len(piece)
        require(size <= wanted, "longer than it tells")
        if not piece and not decoder.eof:
            raise TornError("stream ends early")
    require(size == wanted and not decoder.unused_data, "not as long as it tells")
    return sound("git-object", f"{head.group(1).decode()} of {size} bytes", is_dense=True)


def _check_zlib(data: bytes) -> Outcome:
    """A bare zlib stream, which many programs write; its Adler-32 is checked by zlib."""
    decoder, budget = INFLATION.open(15), _MOST_BYTES
    feed = data
    while not decoder.eof:
        piece = decoder.decompress(feed, _STEP_BYTES)
        feed, budget = decoder.unconsumed_tail, budget - len(piece)
        if budget < 0:
            return plausible("zlib", "unpacks to more than 1 GiB", is_dense=True)
        if not piece and not feed and not decoder.eof:
            raise TornError("stream ends early")
    if len(decoder.unused_data) > len(data) // 10:
        return plausible("zlib", "inflates, more lies behind it", is_dense=True)
    return sound("zlib", "inflates, its check holds", is_dense=True)


FORMATS = (
    Format(
        "git-pack",
        check_git_pack,
        ((0, b"PACK\0\0\0"),),
        (b".pack",),
        is_strict=False,
        fenced_from=FROM_32_KIB,
        is_plain=True,
    ),
    Format("git-pack-index", check_pack_index, ((0, b"\xfftOc\0\0\0\x02"),)),
    Format("git-index", check_index, ((0, b"DIRC\0\0\0"),)),
    Format(
        "git-object",
        check_loose_object,
        ((0, b"\x78\x01"), (0, b"\x78\x9c"), (0, b"\x78\xda")),
        fenced_from=FROM_32_KIB,
        is_plain=True,
    ),
)
