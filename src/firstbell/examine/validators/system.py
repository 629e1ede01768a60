"""Small binary formats of a Unix system: message catalogs, time zones, terminfo, caches, DER, Java parts.

Tables point inside the file. Bodies are structured, never noise, so the difference to the old version
tells the rest. Source: GNU gettext manual 10.3; RFC 8536; term(5).
"""

from __future__ import annotations

import struct

import numpy as np

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
from firstbell.examine.validators.zips import check_zip


def check_catalog(data: bytes) -> Outcome:
    """gettext: both string tables lie inside the file, every string ends with NUL."""
    require_length(data, 28, "ends inside the header")
    order = "<" if data[0] == 0xDE else ">"
    revision, count, originals, translations = struct.unpack_from(order + "IIII", data, 4)
    require(revision >> 16 <= 1 and count < len(data), "header")
    for table in (originals, translations):
        require_length(data, table + 8 * count, "ends inside a table")
        rows = np.frombuffer(data, dtype=order + "u4", count=2 * count, offset=table).reshape(-1, 2)
        ends = rows.astype(np.int64).sum(axis=1)
        if count and int(ends.max()) >= len(data):
            raise TornError("a string lies behind the end")
        require(not np.frombuffer(data, dtype=np.uint8)[ends].any(), "a string does not end with NUL")
    return plausible("gettext", f"{count} strings in place")


def check_time_zone(data: bytes) -> Outcome:
    """RFC 8536: counts agree with the size, footer in version 2."""
    require_length(data, 44, "ends inside the header")
    end = 44 + _measure_zone(data, 0, 4)
    if data[4:5] in b"234" and data[4:5]:
        require(data.startswith(b"TZif", end), "second header expected")
        end += 44 + _measure_zone(data, end, 8)
        require_length(data, end + 2, "ends before its footer")
        require(data[end] == 10 and data[-1] == 10 and data[end:].isascii(), "footer")
        return plausible("time-zone", "counts and footer hold")
    require(end == len(data), "size")
    return plausible("time-zone", "counts hold")


def _measure_zone(data: bytes, offset: int, width: int) -> int:
    ut, std, leap, times, types, chars = struct.unpack_from(">6I", data, offset + 20)
    return int(times * (width + 1) + types * 6 + chars + leap * (width + 4) + std + ut)


def check_terminfo(data: bytes) -> Outcome:
    """Section sizes agree with the file; the names are text."""
    require_length(data, 12, "ends inside the header")
    magic, names, flags, numbers, strings, table = struct.unpack_from("<6H", data)
    end = 12 + names + flags
    end += (end & 1) + numbers * (4 if magic == 0x21E else 2) + 2 * strings + table
    require(names > 0 and data[11 + names] == 0 and data[12 : 11 + names].isascii(), "names")
    require_length(data, end, "ends inside the strings")
    return plausible("terminfo", "sections hold")


def check_certificate(data: bytes) -> Outcome:
    """DER: one sequence that ends with the file."""
    width = data[1] & 0x7F
    require(data[1] > 0x80 and width <= 4, "length")
    end = 2 + width + int.from_bytes(data[2 : 2 + width], "big")
    require_length(data, end, "ends inside the sequence")
    require(end == len(data) and data[2 + width] in (0x02, 0x06, 0x30, 0x31, 0xA0, 0x04), "sequence")
    return plausible("der", "one sequence")


def check_key_store(data: bytes) -> Outcome:
    """Java key store: version and number of entries."""
    version, count = struct.unpack_from(">II", data, 4)
    require(version in (1, 2) and count < 100_000, "header")
    return plausible("key-store", f"{count} entries")


def check_jmod(data: bytes) -> Outcome:
    """A zip behind four bytes."""
    inner = check_zip(data)
    return sound("jmod", inner.detail, is_dense=True) if inner.grade == "sound" else inner


FORMATS = (
    Format(
        "gettext",
        check_catalog,
        ((0, b"\xde\x12\x04\x95"), (0, b"\x95\x04\x12\xde")),
        (b".mo", b".gmo"),
        is_strict=False,
    ),
    Format("time-zone", check_time_zone, ((0, b"TZif"),)),
    Format("terminfo", check_terminfo, ((0, b"\x1a\x01"), (0, b"\x1e\x02")), is_weak=True),
    Format(
        "der",
        check_certificate,
        ((0, b"\x30\x82"), (0, b"\x30\x83"), (0, b"\x30\x81")),
        (b".der", b".p12", b".pfx"),
    ),
    Format("key-store", check_key_store, ((0, b"\xfe\xed\xfe\xed"),)),
    Format("jmod", check_jmod, ((0, b"JM\x01\0PK"),), (b".jmod",), fenced_from=FROM_32_KIB, is_plain=True),
)
