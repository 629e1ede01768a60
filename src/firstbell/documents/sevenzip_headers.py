"""7z's headers: folders of packed streams, the parts in them, and how one folder is unpacked.

Source: 7zFormat.txt and Methods.txt of the LZMA SDK.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from typing import Any

import msgspec

HEADER, PACKED_HEADER = 1, 0x17
MAIN_STREAMS, _PACK_INFO, _UNPACK_INFO, _SUB_STREAMS = 4, 6, 7, 8
_SIZES, _CRCS, _FOLDERS, _UNPACK_SIZES, _COUNTS = 9, 10, 11, 12, 13
_MOST_ITEMS = 1_000_000
_LZMA, _LZMA2, _COPY = b"\x03\x01\x01", b"\x21", b"\0"
_DELTA, _BZIP2, _DEFLATE = b"\x03", b"\x04\x02\x02", b"\x04\x01\x08"


class HeaderError(Exception):
    """A header that contradicts itself; the message says where."""


class UncheckedError(Exception):
    """A method that cannot be unpacked here."""


class PackedFolder(msgspec.Struct):
    """One packed stream: its coders, in which order they unpack it, how long it is then, the parts in it."""

    coders: list[tuple[bytes, bytes]]
    packed_streams: int
    order: list[int]
    size: int = 0
    crc: int | None = None
    parts: list[tuple[int, int | None]] = []


class Streams(msgspec.Struct):
    """Where the packed streams lie, and the folders that they are unpacked to."""

    offset: int = 0
    packed: list[int] = []
    folders: list[PackedFolder] = []


class HeaderReader:
    """Reads a header from its start on. What it holds beyond its end is malformed."""

    def __init__(self, data: bytes) -> None:
        self.data, self.offset = data, 0

    def take(self, count: int) -> bytes:
        """The next bytes."""
        _require(self.offset + count <= len(self.data), "end header ends early")
        self.offset += count
        return self.data[self.offset - count : self.offset]

    def number(self) -> int:
        """7z's own number: leading ones of the first byte count those that follow."""
        first = self.take(1)[0]
        width = 8 - (first ^ 0xFF).bit_length()
        value = int.from_bytes(self.take(width), "little")
        return value | (first & (0x7F >> width)) << 8 * width if width < 8 else value

    def count(self) -> int:
        """A number of things, within reason."""
        value = self.number()
        _require(value <= _MOST_ITEMS, "too many items")
        return value

    def crcs(self, count: int) -> list[int | None]:
        """As many CRCs, or None where one is not told."""
        told = [True] * count
        if not self.take(1)[0]:
            bits = self.take((count + 7) // 8)
            told = [bool(bits[index >> 3] & 0x80 >> (index & 7)) for index in range(count)]
        return [struct.unpack("<I", self.take(4))[0] if is_told else None for is_told in told]


def read_streams(reader: HeaderReader) -> Streams:
    """What a header says of streams. Raises: HeaderError; UncheckedError."""
    streams = Streams()
    while kind := reader.number():
        if kind == _PACK_INFO:
            _read_pack_info(reader, streams)
        elif kind == _UNPACK_INFO:
            _read_unpack_info(reader, streams)
        elif kind == _SUB_STREAMS:
            _read_sub_streams(reader, streams)
        else:
            raise UncheckedError("its header tells something unknown")
    return streams


def _read_pack_info(reader: HeaderReader, streams: Streams) -> None:
    streams.offset, count = reader.number(), reader.count()
    while kind := reader.number():
        if kind == _SIZES:
            streams.packed = [reader.number() for _ in range(count)]
        elif kind == _CRCS:
            reader.crcs(count)
        else:
            raise UncheckedError("its header tells something unknown")


def _read_unpack_info(reader: HeaderReader, streams: Streams) -> None:
    _require(reader.number() == _FOLDERS, "folders expected")
    count = reader.count()
    if reader.take(1)[0]:
        raise UncheckedError("its folders are told elsewhere")
    outputs = []
    for _ in range(count):
        folder, outs = _read_folder(reader)
        streams.folders.append(folder)
        outputs.append(outs)
    _require(reader.number() == _UNPACK_SIZES, "sizes expected")
    for folder, outs in zip(streams.folders, outputs, strict=True):
        folder.size = [reader.number() for _ in range(outs)][folder.order[0]]
    while kind := reader.number():
        _require(kind == _CRCS, "CRCs expected")
        for folder, crc in zip(streams.folders, reader.crcs(count), strict=True):
            folder.crc = crc


def _read_folder(reader: HeaderReader) -> tuple[PackedFolder, int]:
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
    return PackedFolder(coders, packed, _put_in_order(bonds, outs)), outs


def _put_in_order(bonds: dict[int, int], outs: int) -> list[int]:
    """Coders from the one that gives the content to the one that reads the packed stream."""
    order = [next(iter(set(range(outs)) - set(bonds.values())), 0)]
    while order[-1] in bonds and len(order) < outs:
        order.append(bonds[order[-1]])
    return order


def _read_sub_streams(reader: HeaderReader, streams: Streams) -> None:
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


def _read_part_crcs(reader: HeaderReader, streams: Streams) -> None:
    unknown = [
        (folder, index)
        for folder in streams.folders
        for index, (_, crc) in enumerate(folder.parts)
        if crc is None
    ]
    for (folder, index), crc in zip(unknown, reader.crcs(len(unknown)), strict=True):
        folder.parts[index] = (folder.parts[index][0], crc)


def unpack_folder(packed: bytes, folder: PackedFolder) -> bytes:
    """The content of a folder.

    Raises: UncheckedError for a method that is not known; lzma.LZMAError, OSError, zlib.error.
    """
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
        raise UncheckedError("a chain of other methods")
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
        _require(bits <= 40, "dictionary of LZMA2")
        return {"id": lzma.FILTER_LZMA2, "dict_size": _fit((2 | bits & 1) << bits // 2 + 11, most)}
    if method == _DELTA:
        return {"id": lzma.FILTER_DELTA, "dist": settings[0] + 1}
    raise UncheckedError(f"method {method.hex()} is not unpacked")


def _fit(size: int, most: int) -> int:
    """A dictionary no larger than what is unpacked: more is never used."""
    return max(4096, min(size, most))


def _require(condition: object, message: str) -> None:
    if not condition:
        raise HeaderError(message)
