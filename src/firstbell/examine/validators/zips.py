"""zip and everything zip-shaped (docx, xlsx, pptx, odt, jar, epub, apk, whl): every entry, every CRC.

| offset | size | field of a local header        | offset | size | field of a central header |
|--------|------|--------------------------------|--------|------|---------------------------|
| 0      | 4    | PK 03 04                       | 0      | 4    | PK 01 02                  |
| 6      | 2    | flags, bit 0 encrypted         | 8      | 2    | flags                     |
| 8      | 2    | method: 0 stored, 8 deflate    | 10     | 2    | method                    |
| 26     | 4    | lengths of name and extra      | 16     | 12   | CRC, packed, unpacked     |
|        |      |                                | 28, 42 | 6, 4 | lengths; local offset     |

Source: PKWARE APPNOTE 6.3. Limits: encrypted entries and methods other than 0, 8, 12 (bzip2), 14 (LZMA), 93
(zstd), 95 (xz) are checked by structure only; more than 512 MiB unpacked are not unpacked.
"""

from __future__ import annotations

import bz2
import lzma
import struct
from typing import NamedTuple

import zstandard

from firstbell.examine.validators import payload
from firstbell.examine.validators.inflation import INFLATION
from firstbell.examine.validators.outcome import (
    FROM_32_KIB,
    Format,
    MalformedError,
    Outcome,
    TornError,
    plausible,
    require,
    sound,
)

_END = b"PK\x05\x06"
_BUDGET_BYTES = 512 << 20
_STEP_BYTES = 1 << 20
_TAIL_BYTES = 66_000
_BZIP2, _LZMA, _ZSTD, _XZ = 12, 14, 93, 95
_OTHER_DECODERS = frozenset((_BZIP2, _LZMA, _ZSTD, _XZ))
# what only documents hold: those of Office, of OpenDocument, and books
_OF_DOCUMENTS = frozenset((b"[Content_Types].xml", b"mimetype", b"META-INF/container.xml"))
_MOST_PARTS = 2000
_PACKED_WELL = 0.45


class _Part(NamedTuple):
    """An entry that was checked, and where it lies."""

    name: bytes
    method: int
    body: int
    packed: int
    unpacked: int


def check_zip(data: bytes) -> Outcome:
    """Follow the central directory; unpack and check what can be."""
    end = data.rfind(_END, max(0, len(data) - _TAIL_BYTES))
    if end < 0 or end + 22 > len(data):
        return _explain_missing_end(data)
    count, size, offset = struct.unpack_from("<HII", data, end + 10)
    start = end - size if size != 0xFFFFFFFF else data.find(b"PK\x01\x02")
    if data[end - 20 : end - 16] == b"PK\x06\x07":
        start, count = _find_wide_directory(data, end)
    require(start >= 0 and (count == 0 or data.startswith(b"PK\x01\x02", start)), "central directory missing")
    # archives behind a program or another header: offsets count from the archive's start
    shift = start - offset if offset != 0xFFFFFFFF else 0
    return _check_entries(data, start, count, shift)


def _find_wide_directory(data: bytes, end: int) -> tuple[int, int]:
    record = data.rfind(b"PK\x06\x06", 0, end)
    require(record >= 0, "zip64 record missing")
    count, size = struct.unpack_from("<QQ", data, record + 32)
    return record - size, count


def _check_entries(data: bytes, start: int, count: int, shift: int) -> Outcome:
    offset, unchecked, budget = start, "", _BUDGET_BYTES
    parts: list[_Part] = []
    for _ in range(count):
        require(data.startswith(b"PK\x01\x02", offset), "central directory broken")
        flags, method = struct.unpack_from("<HH", data, offset + 8)
        crc, packed, unpacked = struct.unpack_from("<III", data, offset + 16)
        lengths = struct.unpack_from("<HHH", data, offset + 28)
        name = data[offset + 46 : offset + 46 + lengths[0]]
        (local,) = struct.unpack_from("<I", data, offset + 42)
        offset += 46 + sum(lengths)
        if 0xFFFFFFFF in (packed, unpacked, local):
            unchecked = "zip64 entries"
            continue
        body = _find_body(data, local + shift)
        require(body + packed <= start, "entry reaches into the central directory")
        budget -= unpacked
        if flags & 1 or method == 99:
            unchecked = "encrypted entries"
        elif (method not in (0, 8) and method not in _OTHER_DECODERS) or budget < 0:
            unchecked = "entries of another method"
        else:
            require(_checksum(data[body : body + packed], method, unpacked) == crc, "an entry fails its CRC")
            parts.append(_Part(name, method, body, packed, unpacked))
    filled = _tell_filling(data, parts)
    if unchecked:
        detail = f"structure holds; {unchecked} not checked"
        return plausible("zip", detail, is_dense=True, filled=filled)
    return sound("zip", f"all {count} entries pass their CRC", is_dense=True, filled=filled)


def _tell_filling(data: bytes, parts: list[_Part]) -> str:
    """Which text of a document is noise; of other archives, whether half of what names promise is."""
    is_document = any(part.name in _OF_DOCUMENTS for part in parts)
    filled = looked = 0
    for part in parts[:_MOST_PARTS]:
        if part.unpacked < payload.LEAST_BYTES or not (
            payload.is_textual(part.name) or payload.promises_mark(part.name)
        ):
            continue
        looked += part.unpacked
        # noise does not pack, and noise written as text packs little
        if part.packed < part.unpacked * _PACKED_WELL or not _is_filled(part, _sample(data, part)):
            continue
        filled += part.unpacked
        if is_document and payload.is_textual(part.name):
            return f"{part.name.decode('utf-8', 'replace')} holds noise"
    return payload.tell_share(filled, looked, "contents")


def _is_filled(part: _Part, sample: bytes) -> bool:
    return (
        payload.is_filled_text(part.name, sample)
        if payload.is_textual(part.name)
        else payload.is_bare_noise(sample)
    )


def _sample(data: bytes, part: _Part) -> bytes:
    """The beginning of an entry; nothing of one that another method than deflate packed."""
    packed = data[part.body : part.body + part.packed]
    if part.method == 0:
        return packed[: payload.SAMPLE_BYTES]
    return INFLATION.open(-15).decompress(packed, payload.SAMPLE_BYTES) if part.method == 8 else b""


def _find_body(data: bytes, local: int) -> int:
    require(data.startswith(b"PK\x03\x04", local), "local header missing")
    name_bytes, extra_bytes = struct.unpack_from("<HH", data, local + 26)
    return int(local + 30 + name_bytes + extra_bytes)


def _checksum(packed: bytes, method: int, unpacked: int) -> int:
    if method == 0:
        return INFLATION.crc32(packed)
    if method in _OTHER_DECODERS:
        return _checksum_stream(packed, method, unpacked)
    decoder, crc, size = INFLATION.open(-15), 0, 0
    piece = decoder.decompress(packed, _STEP_BYTES)
    while piece:
        crc, size = INFLATION.crc32(piece, crc), size + len(piece)
        require(size <= unpacked, "an entry is longer than it says")
        piece = decoder.decompress(decoder.unconsumed_tail, _STEP_BYTES)
    require(decoder.eof and size == unpacked, "an entry ends early")
    return crc


def _checksum_stream(packed: bytes, method: int, unpacked: int) -> int:
    """bzip2, LZMA, xz and zstd entries, by steps."""
    if method == _ZSTD:
        return _checksum_zstd(packed, unpacked)
    decoder: bz2.BZ2Decompressor | lzma.LZMADecompressor
    if method == _BZIP2:
        decoder = bz2.BZ2Decompressor()
    elif method == _LZMA:
        packed, settings = packed[9:], packed[4:9]
        head = settings[0]
        size = max(4096, min(int.from_bytes(settings[1:5], "little"), unpacked))
        options = {"id": lzma.FILTER_LZMA1, "lc": head % 9, "lp": head // 9 % 5, "pb": head // 45}
        decoder = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[{**options, "dict_size": size}])
    else:
        decoder = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=1 << 30)
    crc, size, piece = 0, 0, decoder.decompress(packed, _STEP_BYTES)
    while piece:
        crc, size = INFLATION.crc32(piece, crc), size + len(piece)
        require(size <= unpacked, "an entry is longer than it says")
        is_over = decoder.eof or (decoder.needs_input and size == unpacked)
        piece = b"" if is_over else decoder.decompress(b"", _STEP_BYTES)
    require(size == unpacked, "an entry ends early")
    return crc


def _checksum_zstd(packed: bytes, unpacked: int) -> int:
    crc, size = 0, 0
    with zstandard.ZstdDecompressor(max_window_size=1 << 30).stream_reader(packed) as stream:
        while piece := stream.read(_STEP_BYTES):
            crc, size = INFLATION.crc32(piece, crc), size + len(piece)
            require(size <= unpacked, "an entry is longer than it says")
    require(size == unpacked, "an entry ends early")
    return crc


def _explain_missing_end(data: bytes) -> Outcome:
    """A torn zip reads well up to its end; a struck one does not. Raises one or the other."""
    offset = 0
    while data.startswith(b"PK\x03\x04", offset):
        flags, method = struct.unpack_from("<HH", data, offset + 6)
        (packed,) = struct.unpack_from("<I", data, offset + 18)
        body = _find_body(data, offset)
        if method != 8 or flags & 1:
            if flags & 8 or body + packed >= len(data):
                raise TornError("no central directory; ends inside an entry that cannot be decoded")
            offset = body + packed
            continue
        decoder = INFLATION.open(-15)
        rest = data[body:]
        while decoder.decompress(rest, _STEP_BYTES):
            rest = decoder.unconsumed_tail
        if not decoder.eof:
            raise TornError("ends inside an entry")
        offset = len(data) - len(decoder.unused_data)
        if flags & 8:
            offset += 16 if data.startswith(b"PK\x07\x08", offset) else 12
    if data.startswith((b"PK\x01\x02", b"PK"), offset) or offset >= len(data) - 4:
        raise TornError("ends inside the central directory")
    raise MalformedError("no central directory, and the entries do not follow each other")


FORMATS = (
    Format(
        "zip",
        check_zip,
        ((0, b"PK\x03\x04"), (0, b"PK\x05\x06")),
        tuple(
            b".zip .docx .docm .dotx .xlsx .xlsm .xltx .pptx .pptm .potx .ppsx .vsdx .odt .ods .odp .odg .ott"
            b" .jar .war .ear .epub .apk .whl .egg .xpi .kmz .sb3 .key .pages .numbers .nupkg .3mf .cbz"
            b"".split()
        ),
        fenced_from=FROM_32_KIB,
        is_plain=True,
    ),
)
