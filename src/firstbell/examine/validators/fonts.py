"""Fonts: TrueType and OpenType, collections, WOFF, WOFF2, Type 1, PCF, GHOSTSCRIPT's pfb.

sfnt: every table's checksum (SOUND where all hold). WOFF: every table inflates. WOFF2: header only.
Source: OpenType 1.9 "Table directory"; W3C WOFF 1.0.
"""

from __future__ import annotations

import struct

import numpy as np

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

_STEP_BYTES = 1 << 20


def check_sfnt(data: bytes) -> Outcome:
    """Tables lie inside the file and their checksums hold."""
    require_length(data, 12, "ends inside the header")
    (count,) = struct.unpack_from(">H", data, 4)
    require(0 < count <= 128, "number of tables")
    wrong, covered = 0, 12 + 16 * count
    for index in range(count):
        name, wanted, offset, size = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        require(all(32 <= value < 127 for value in name), f"table {name!r}")
        if offset + size > len(data):
            raise TornError(f"table {name.decode()} reaches behind the end")
        covered += size
        wrong += name != b"head" and _checksum(data[offset : offset + size]) != wanted
    if wrong:
        # careless font tools leave a few wrong; noise leaves most wrong
        require(wrong * 4 <= count, f"{wrong} of {count} tables fail their checksum")
        return plausible("font", f"{wrong} of {count} tables fail their checksum")
    if covered < len(data) * 0.9:
        return plausible("font", f"all {count} tables pass, but do not cover the file")
    return sound("font", f"all {count} tables pass their checksum")


def _checksum(table: bytes) -> int:
    padded = table + bytes(-len(table) % 4)
    return int(np.frombuffer(padded, dtype=">u4").sum(dtype=np.uint64)) & 0xFFFFFFFF


def check_collection(data: bytes) -> Outcome:
    """Each font's directory lies inside the file."""
    require_length(data, 12, "ends inside the header")
    (count,) = struct.unpack_from(">I", data, 8)
    require(0 < count <= 256, "number of fonts")
    for offset in struct.unpack_from(f">{count}I", data, 12):
        require_length(data, offset + 12, "a font lies behind the end")
        require(data[offset : offset + 4] in (b"\0\x01\0\0", b"OTTO", b"true"), "no font at its offset")
    return plausible("font-collection", f"{count} fonts")


def check_woff(data: bytes) -> Outcome:
    """Every table inflates to its length."""
    require_length(data, 44, "ends inside the header")
    length, count = struct.unpack_from(">IH", data, 8)
    if length > len(data):
        raise TornError("shorter than its header says")
    for index in range(count):
        _, offset, packed, size, _ = struct.unpack_from(">4sIIII", data, 44 + 20 * index)
        require(offset + packed <= len(data), "a table reaches behind the end")
        if packed < size:
            _inflate(data[offset : offset + packed], size)
    return sound("woff", f"all {count} tables inflate", is_dense=True)


def _inflate(packed: bytes, size: int) -> None:
    decoder, given = INFLATION.open(15), 0
    while packed and not decoder.eof:
        given += len(decoder.decompress(packed, _STEP_BYTES))
        require(given <= size, "a table is longer than it says")
        packed = decoder.unconsumed_tail
    require(given == size, "a table ends early")


def check_woff2(data: bytes) -> Outcome:
    """Length in the header is that of the file."""
    require_length(data, 48, "ends inside the header")
    (length,) = struct.unpack_from(">I", data, 8)
    if length > len(data):
        raise TornError("shorter than its header says")
    require(len(data) - length <= 3, "longer than its header says")
    return plausible("woff2", "header agrees with the size", is_dense=True)


def check_pfb(data: bytes) -> Outcome:
    """Segments chain to the end mark; the first is text."""
    offset = 0
    while True:
        require_length(data, offset + 2, "ends before the end mark")
        require(data[offset] == 0x80 and data[offset + 1] in (1, 2, 3), "segment expected")
        if data[offset + 1] == 3:
            return plausible("type1-font", "segments chain", is_dense=True)
        offset += 6 + int.from_bytes(data[offset + 2 : offset + 6], "little")


def check_type1(data: bytes) -> Outcome:
    """Clear text up to eexec, zeros at the end."""
    at = data.find(b"eexec")
    require(at > 0 and data[:at].isascii(), "no clear text before eexec")
    if b"cleartomark" not in data[-2048:]:
        raise TornError("no cleartomark at the end")
    return plausible("type1-font", "clear text, eexec, cleartomark", is_dense=True)


def check_pcf(data: bytes) -> Outcome:
    """Tables lie inside the file."""
    (count,) = struct.unpack_from("<I", data, 4)
    require(0 < count <= 16, "number of tables")
    for index in range(count):
        (offset,) = struct.unpack_from("<I", data, 20 + 16 * index)
        # sizes are rounded up by some writers
        require_length(data, offset + 8, "a table lies behind the end")
    return plausible("pcf-font", f"{count} tables")


FORMATS = (
    Format(
        "font",
        check_sfnt,
        ((0, b"\0\x01\0\0\0"), (0, b"OTTO"), (0, b"true\0")),
        (b".ttf", b".otf"),
        is_weak=True,
    ),
    Format("font-collection", check_collection, ((0, b"ttcf"),), (b".ttc",)),
    Format("woff", check_woff, ((0, b"wOFF"),), (b".woff",), fenced_from=FROM_32_KIB, is_plain=True),
    Format("woff2", check_woff2, ((0, b"wOF2"),), (b".woff2",)),
    Format("type1-font-pfb", check_pfb, ((0, b"\x80\x01"),), (b".pfb",)),
    Format("type1-font", check_type1, ((0, b"%!PS-AdobeFont"), (0, b"%!FontType1")), (b".pfa", b".t1")),
    Format("pcf-font", check_pcf, ((0, b"\x01fcp"),), (b".pcf",)),
)
