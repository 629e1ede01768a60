"""Tables by columns: Parquet, Arrow (Feather 2).

Parquet: `PAR1` at both ends, metadata (Thrift, compact) in front of the last 8 bytes. Each column's pages
chain, every page is unpacked (gzip, zstd) or walked (snappy); where every page has a CRC or is gzip, SOUND.
Arrow: `ARROW1` at both ends; messages chain up to the footer, which lies where its length says.
Source: apache/parquet-format README and Encodings, Thrift compact protocol; Arrow columnar format 1.4 "IPC".
Limits: pages packed with LZO, Brotli, LZ4 and plain pages without CRC are not checked; encrypted ones
neither.
"""

from __future__ import annotations

import struct
from typing import Any

import zstandard

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

_DEEPEST = 24
_MOST_FIELDS = 5_000_000
_SNAPPY, _GZIP, _ZSTD = 1, 2, 6
_UNPACKED_BYTES = 256 << 20


class _Thrift:
    """A reader of the compact protocol: structs as dictionaries of field number to value."""

    def __init__(self, data: bytes, offset: int, end: int) -> None:
        self.data, self.offset, self.end, self.left = data, offset, end, _MOST_FIELDS

    def _byte(self) -> int:
        require(self.offset < self.end, "metadata ends early")
        self.offset += 1
        return self.data[self.offset - 1]

    def _varint(self) -> int:
        value, shift = 0, 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            shift += 7
            require(shift <= 70, "number too long")
            if byte < 128:
                return value

    def _number(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)

    def read_struct(self, depth: int = 0) -> dict[int, Any]:
        """The struct that starts here."""
        require(depth < _DEEPEST, "nested too deep")
        found: dict[int, Any] = {}
        field = 0
        while head := self._byte():
            self.left -= 1
            require(self.left > 0, "too many fields")
            field = field + (head >> 4) if head >> 4 else self._number()
            found[field] = self._value(head & 15, depth)
        return found

    def _value(self, kind: int, depth: int, *, in_list: bool = False) -> Any:
        if kind in (1, 2):
            return self._byte() == 1 if in_list else kind == 1
        if kind == 3:
            return self._byte()
        if kind in (4, 5, 6):
            return self._number()
        if kind == 7:
            self.offset += 8
            return None
        if kind == 8:
            size = self._varint()
            require(self.offset + size <= self.end, "text reaches behind the metadata")
            self.offset += size
            return self.data[self.offset - size : self.offset]
        return self._compound(kind, depth)

    def _compound(self, kind: int, depth: int) -> Any:
        if kind == 12:
            return self.read_struct(depth + 1)
        require(kind in (9, 10), f"field of kind {kind}")
        head = self._byte()
        count = head >> 4 if head >> 4 < 15 else self._varint()
        self.left -= count
        require(self.left > 0 and depth < _DEEPEST, "too many fields")
        return [self._value(head & 15, depth + 1, in_list=True) for _ in range(count)]


def check_parquet(data: bytes) -> Outcome:
    """Metadata parses, pages chain and unpack."""
    require_length(data, 12, "ends inside the header")
    if data[-4:] not in (b"PAR1", b"PARE"):
        raise TornError("no mark at the end")
    if data[-4:] == b"PARE":
        return plausible("parquet", "encrypted metadata", is_dense=True)
    (size,) = struct.unpack_from("<I", data, len(data) - 8)
    start = len(data) - 8 - size
    require(start >= 4, "metadata longer than the file")
    reader = _Thrift(data, start, len(data) - 8)
    metadata = reader.read_struct()
    require(reader.offset == reader.end, "bytes behind the metadata")
    pages, checked = 0, 0
    for group in metadata.get(4, ()):
        for column in group.get(1, ()):
            if 3 in column and 1 not in column:
                found = _check_column(data, column[3], start)
                pages, checked = pages + found[0], checked + found[1]
    if pages and checked == pages:
        return sound("parquet", f"all {pages} pages pass their check", is_dense=True)
    return plausible("parquet", f"{pages} pages chain", is_dense=True)


def _check_column(data: bytes, column: dict[int, Any], end: int) -> tuple[int, int]:
    """Number of pages, and of those that a checksum covers."""
    offset = min(value for value in (column.get(11), column[9]) if value)
    stop = offset + column[7]
    require(0 < offset <= stop <= end, "a column reaches behind its end")
    pages = checked = 0
    while offset < stop:
        reader = _Thrift(data, offset, stop)
        header = reader.read_struct()
        body, size = reader.offset, header[3]
        require(size >= 0 and body + size <= stop, "a page reaches behind its column")
        packed = data[body : body + size]
        is_checked = 4 in header
        if is_checked:
            require(INFLATION.crc32(packed) == header[4] & 0xFFFFFFFF, "a page fails its CRC")
        checked += _unpack(packed, column[4], header) or is_checked
        offset, pages = body + size, pages + 1
    return pages, checked


def _unpack(packed: bytes, codec: int, header: dict[int, Any]) -> bool:
    """Whether the page was unpacked with a checksum. Raises: where it does not unpack."""
    second, size = header.get(8), header[2]
    if second is not None:
        levels = second.get(5, 0) + second.get(6, 0)
        packed, size = packed[levels:], size - levels
        if second.get(7) is False:
            return False
    require(0 <= size <= _UNPACKED_BYTES, "size of a page")
    if codec == _GZIP:
        decoder = INFLATION.open(47)
        require(len(decoder.decompress(packed, size + 1)) == size, "a page is not as long as it says")
        return True
    if codec == _ZSTD:
        unpacked = zstandard.ZstdDecompressor().decompress(packed, max_output_size=max(size, 1))
        require(len(unpacked) == size, "a page is not as long as it says")
    elif codec == _SNAPPY:
        _walk_snappy(packed, size)
    return False


def _walk_snappy(packed: bytes, size: int) -> None:
    """Follow literals and copies and add up what they give."""
    offset, shift, told = 0, 0, 0
    while True:
        told |= (packed[offset] & 0x7F) << shift
        offset, shift = offset + 1, shift + 7
        if packed[offset - 1] < 128:
            break
    require(told == size, "a page is not as long as it says")
    given = 0
    while offset < len(packed):
        tag = packed[offset]
        kind = tag & 3
        offset += 1
        if kind == 0:
            length = tag >> 2
            if length >= 60:
                width = length - 59
                length = int.from_bytes(packed[offset : offset + width], "little")
                offset += width
            offset += length + 1
            given += length + 1
        else:
            given += 4 + (tag >> 2 & 7) if kind == 1 else 1 + (tag >> 2)
            offset += (0, 1, 2, 4)[kind]
    require(given == size and offset == len(packed), "a page does not unpack")


def check_arrow(data: bytes) -> Outcome:
    """Marks at both ends, footer in place, messages chain up to it."""
    if not data.endswith(b"ARROW1") or len(data) < 24:
        raise TornError("no mark at the end")
    (size,) = struct.unpack_from("<i", data, len(data) - 10)
    footer, offset, messages = len(data) - 10 - size, 8, 0
    require(size > 0 and footer >= 8, "footer longer than the file")
    while offset + 8 <= footer:
        mark, length = struct.unpack_from("<Ii", data, offset)
        if mark != 0xFFFFFFFF:
            mark, length, offset = 0xFFFFFFFF, mark, offset - 4
        if length == 0:
            break
        require(length > 0 and offset + 8 + length <= footer, "a message reaches into the footer")
        body = _read_body_bytes(data[offset + 8 : offset + 8 + length])
        require(body >= 0 and offset + 8 + length + body <= footer, "a body reaches into the footer")
        offset, messages = offset + 8 + length + body, messages + 1
    require(messages > 0, "no message")
    return plausible("arrow", f"{messages} messages chain", is_dense=False)


def _read_body_bytes(message: bytes) -> int:
    """The field `bodyLength` of a flatbuffer Message: its fourth."""
    (root,) = struct.unpack_from("<I", message, 0)
    (back,) = struct.unpack_from("<i", message, root)
    table = root - back
    require(0 <= table < len(message), "message")
    (size,) = struct.unpack_from("<H", message, table)
    if size < 12:
        return 0
    (offset,) = struct.unpack_from("<H", message, table + 10)
    return int(struct.unpack_from("<q", message, root + offset)[0]) if offset else 0


FORMATS = (
    Format("parquet", check_parquet, ((0, b"PAR1"), (0, b"PARE")), (b".parquet",), fenced_from=FROM_32_KIB),
    Format("arrow", check_arrow, ((0, b"ARROW1"),), (b".arrow", b".feather")),
)
