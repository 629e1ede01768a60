"""7z archives, unpacked where the standard library has the method.

| offset | size | field of the start header              |
|--------|------|-----------------------------------------|
| 0      | 6    | 37 7A BC AF 27 1C                        |
| 8      | 4    | CRC of the 20 bytes from 12              |
| 12     | 8    | place of the end header, counted from 32 |
| 20     | 8    | its length                               |
| 28     | 4    | its CRC                                  |

The end header (unpacked where it is packed) tells folders of packed streams; those made with LZMA, LZMA2,
bzip2, deflate, delta or copied are unpacked and their CRCs checked: SOUND. Others (AES, PPMd,
BCJ2) and archives over 512 MiB unpacked: PLAUSIBLE, both headers pass. Source: 7zFormat.txt and Methods.txt
of the LZMA SDK.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from firstbell.examine.validators.outcome import (
    ALWAYS,
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
    sound,
)

_HEADER, _PACKED_HEADER = 1, 0x17
_MAIN_STREAMS, _PACK_INFO, _UNPACK_INFO, _SUB_STREAMS = 4, 6, 7, 8
_SIZES, _CRCS, _FOLDERS, _UNPACK_SIZES, _COUNTS = 9, 10, 11, 12, 13
_BUDGET_BYTES = 512 << 20
_MOST_ITEMS = 1_000_000
_LZMA, _LZMA2, _COPY = b"\x03\x01\x01", b"\x21", b"\0"
_DELTA, _BZIP2, _DEFLATE = b"\x03", b"\x04\x02\x02", b"\x04\x01\x08"


class _UncheckedError(Exception):
    """A method that cannot be unpacked here."""


@dataclass
class _Folder:
    coders: list[tuple[bytes, bytes]]
    packed_streams: int
    order: list[int]
    size: int = 0
    crc: int | None = None
    parts: list[tuple[int, int | None]] = field(default_factory=list)


@dataclass
class _Streams:
    place: int = 0
    packed: list[int] = field(default_factory=list)
    folders: list[_Folder] = field(default_factory=list)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def take(self, count: int) -> bytes:
        """The next bytes."""
        require(self.place + count <= len(self.data), "end header ends early")
        self.place += count
        return self.data[self.place - count : self.place]

    def number(self) -> int:
        """7z's own number: leading ones of the first byte count those that follow."""
        first = self.take(1)[0]
        width = 8 - (first ^ 0xFF).bit_length()
        value = int.from_bytes(self.take(width), "little")
        return value | (first & (0x7F >> width)) << 8 * width if width < 8 else value

    def count(self) -> int:
        """A number of things, within reason."""
        value = self.number()
        require(value <= _MOST_ITEMS, "too many items")
        return value

    def crcs(self, count: int) -> list[int | None]:
        """As many CRCs, or None where one is not told."""
        told = [True] * count
        if not self.take(1)[0]:
            bits = self.take((count + 7) // 8)
            told = [bool(bits[index >> 3] & 0x80 >> (index & 7)) for index in range(count)]
        return [struct.unpack("<I", self.take(4))[0] if is_told else None for is_told in told]


def check_7z(data: bytes) -> Outcome:
    """Both headers' CRC, then every folder that can be unpacked."""
    require_length(data, 32, "ends inside the start header")
    require(zlib.crc32(data[12:32]) == struct.unpack_from("<I", data, 8)[0], "start header fails its CRC")
    offset, size, crc = struct.unpack_from("<QQI", data, 12)
    if 32 + offset + size > len(data):
        raise TornError("ends before its end header")
    header = data[32 + offset : 32 + offset + size]
    require(zlib.crc32(header) == crc, "end header fails its CRC")
    try:
        folders = _check_folders(data, header)
    except _UncheckedError as reason:
        return plausible("7z", f"both headers pass their CRC; {reason}", is_dense=True)
    return sound("7z", f"{folders} folders unpack, CRCs hold", is_dense=True)


def _check_folders(data: bytes, header: bytes) -> int:
    if header[:1] == bytes([_PACKED_HEADER]):
        reader = _Reader(header)
        reader.take(1)
        streams = _read_streams(reader)
        header = next(_unpack_all(data, streams))
    if not header:
        return 0
    reader = _Reader(header)
    if reader.take(1)[0] != _HEADER:
        raise _UncheckedError("its header is of another kind")
    if len(header) < 2 or reader.take(1)[0] != _MAIN_STREAMS:
        return 0
    return sum(1 for _ in _unpack_all(data, _read_streams(reader)))


def _read_streams(reader: _Reader) -> _Streams:
    streams = _Streams()
    while kind := reader.number():
        if kind == _PACK_INFO:
            _read_pack_info(reader, streams)
        elif kind == _UNPACK_INFO:
            _read_unpack_info(reader, streams)
        elif kind == _SUB_STREAMS:
            _read_sub_streams(reader, streams)
        else:
            raise _UncheckedError("its header tells something unknown")
    return streams


def _read_pack_info(reader: _Reader, streams: _Streams) -> None:
    streams.place, count = reader.number(), reader.count()
    while kind := reader.number():
        if kind == _SIZES:
            streams.packed = [reader.number() for _ in range(count)]
        elif kind == _CRCS:
            reader.crcs(count)
        else:
            raise _UncheckedError("its header tells something unknown")


def _read_unpack_info(reader: _Reader, streams: _Streams) -> None:
    require(reader.number() == _FOLDERS, "folders expected")
    count = reader.count()
    if reader.take(1)[0]:
        raise _UncheckedError("its folders are told elsewhere")
    outputs = []
    for _ in range(count):
        folder, outs = _read_folder(reader)
        streams.folders.append(folder)
        outputs.append(outs)
    require(reader.number() == _UNPACK_SIZES, "sizes expected")
    for folder, outs in zip(streams.folders, outputs, strict=True):
        folder.size = [reader.number() for _ in range(outs)][folder.order[0]]
    while kind := reader.number():
        require(kind == _CRCS, "CRCs expected")
        for folder, crc in zip(streams.folders, reader.crcs(count), strict=True):
            folder.crc = crc


def _read_folder(reader: _Reader) -> tuple[_Folder, int]:
    coders, ins, outs = [], 0, 0
    for _ in range(reader.count()):
        flags = reader.take(1)[0]
        method = reader.take(flags & 15)
        many_in, many_out = (reader.count(), reader.count()) if flags & 0x10 else (1, 1)
        ins, outs = ins + many_in, outs + many_out
        coders.append((method, reader.take(reader.count()) if flags & 0x20 else b""))
    # which input takes up which output
    bonds: dict[int, int] = {}
    for _ in range(outs - 1):
        taker = reader.number()
        bonds[taker] = reader.number()
    packed = ins - (outs - 1)
    if packed > 1:
        for _ in range(packed):
            reader.number()
    return _Folder(coders, packed, _put_in_order(bonds, outs)), outs


def _put_in_order(bonds: dict[int, int], outs: int) -> list[int]:
    """Coders from the one that gives the content to the one that reads the packed stream."""
    order = [next(iter(set(range(outs)) - set(bonds.values())), 0)]
    while order[-1] in bonds and len(order) < outs:
        order.append(bonds[order[-1]])
    return order


def _read_sub_streams(reader: _Reader, streams: _Streams) -> None:
    counts = [1] * len(streams.folders)
    kind = reader.number()
    if kind == _COUNTS:
        counts = [reader.count() for _ in streams.folders]
        kind = reader.number()
    for folder, count in zip(streams.folders, counts, strict=True):
        sizes = [reader.number() for _ in range(count - 1)] if kind == _SIZES else []
        sizes += [folder.size - sum(sizes)] if count else []
        folder.parts = [(size, folder.crc if count == 1 else None) for size in sizes]
    kind = reader.number() if kind == _SIZES else kind
    while kind:
        if kind == _CRCS:
            _read_part_crcs(reader, streams)
        kind = reader.number()


def _read_part_crcs(reader: _Reader, streams: _Streams) -> None:
    unknown = [
        (folder, index)
        for folder in streams.folders
        for index, (_, crc) in enumerate(folder.parts)
        if crc is None
    ]
    for (folder, index), crc in zip(unknown, reader.crcs(len(unknown)), strict=True):
        folder.parts[index] = (folder.parts[index][0], crc)


def _unpack_all(data: bytes, streams: _Streams) -> Iterator[bytes]:
    place, packed = 32 + streams.place, iter(streams.packed)
    budget = _BUDGET_BYTES
    for folder in streams.folders:
        if folder.packed_streams != 1:
            raise _UncheckedError("a folder of several streams")
        size = next(packed)
        require_length(data, place + size, "a packed stream lies behind the end")
        budget -= folder.size
        if budget < 0:
            raise _UncheckedError("more than 512 MiB unpacked")
        unpacked = _unpack(data[place : place + size], folder)
        require(len(unpacked) == folder.size, "a folder is not as long as it says")
        _check_parts(unpacked, folder)
        yield unpacked
        place += size


def _check_parts(unpacked: bytes, folder: _Folder) -> None:
    parts = folder.parts or [(folder.size, folder.crc)]
    start = 0
    for size, crc in parts:
        if crc is None:
            raise _UncheckedError("an entry without a CRC")
        require(zlib.crc32(memoryview(unpacked)[start : start + size]) == crc, "an entry fails its CRC")
        start += size


def _unpack(packed: bytes, folder: _Folder) -> bytes:
    coders = [folder.coders[index] for index in folder.order if index < len(folder.coders)]
    methods = [method for method, _ in coders]
    if methods == [_COPY]:
        return packed
    if methods == [_BZIP2]:
        return bz2.BZ2Decompressor().decompress(packed, folder.size)
    if methods == [_DEFLATE]:
        return zlib.decompressobj(-15).decompress(packed, folder.size)
    filters = [_make_filter(method, settings, folder.size) for method, settings in coders]
    if filters[-1]["id"] not in (lzma.FILTER_LZMA1, lzma.FILTER_LZMA2):
        raise _UncheckedError("a chain of other methods")
    decoder = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
    unpacked = decoder.decompress(packed, folder.size)
    while len(unpacked) < folder.size and not decoder.eof and not decoder.needs_input:
        unpacked += decoder.decompress(b"", folder.size - len(unpacked))
    return unpacked


def _make_filter(method: bytes, settings: bytes, most: int) -> dict[str, Any]:
    if method == _LZMA:
        first, size = settings[0], int.from_bytes(settings[1:5], "little")
        return {
            "id": lzma.FILTER_LZMA1,
            "lc": first % 9,
            "lp": first // 9 % 5,
            "pb": first // 45,
            "dict_size": _fit(size, most),
        }
    if method == _LZMA2:
        bits = settings[0]
        require(bits <= 40, "dictionary of LZMA2")
        return {"id": lzma.FILTER_LZMA2, "dict_size": _fit((2 | bits & 1) << bits // 2 + 11, most)}
    if method == _DELTA:
        return {"id": lzma.FILTER_DELTA, "dist": settings[0] + 1}
    raise _UncheckedError(f"method {method.hex()} is not unpacked")


def _fit(size: int, most: int) -> int:
    """A dictionary no larger than what is unpacked: more is never used."""
    return max(4096, min(size, most))


FORMATS = (Format("7z", check_7z, ((0, b"7z\xbc\xaf\x27\x1c"),), (b".7z",), fenced_from=ALWAYS),)
