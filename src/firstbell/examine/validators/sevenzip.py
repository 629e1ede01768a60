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

import struct
from collections.abc import Iterator

from firstbell.documents.sevenzip_headers import (
    HEADER,
    MAIN_STREAMS,
    PACKED_HEADER,
    HeaderError,
    HeaderReader,
    PackedFolder,
    Streams,
    UncheckedError,
    read_streams,
    unpack_folder,
)
from firstbell.examine.validators.inflation import INFLATION
from firstbell.examine.validators.outcome import (
    ALWAYS,
    Format,
    MalformedError,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
    sound,
)

_BUDGET_BYTES = 512 << 20


def check_7z(data: bytes) -> Outcome:
    """Both headers' CRC, then every folder that can be unpacked."""
    require_length(data, 32, "ends inside the start header")
    require(
        INFLATION.crc32(data[12:32]) == struct.unpack_from("<I", data, 8)[0], "start header fails its CRC"
    )
    offset, size, crc = struct.unpack_from("<QQI", data, 12)
    if 32 + offset + size > len(data):
        raise TornError("ends before its end header")
    header = data[32 + offset : 32 + offset + size]
    require(INFLATION.crc32(header) == crc, "end header fails its CRC")
    try:
        folders = _check_folders(data, header)
    except HeaderError as error:
        raise MalformedError(str(error)) from None
    except UncheckedError as reason:
        return plausible("7z", f"both headers pass their CRC; {reason}", is_dense=True)
    return sound("7z", f"{folders} folders unpack, CRCs hold", is_dense=True)


def list_parts(data: bytes) -> list[tuple[int, int]]:
    """Length and CRC of each file in the archive, by its headers alone; none where they are encrypted.

    Raises: what the check raises.
    """
    require_length(data, 32, "ends inside the start header")
    offset, size, _ = struct.unpack_from("<QQI", data, 12)
    try:
        header = _open_header(data, data[32 + offset : 32 + offset + size])
        reader = HeaderReader(header)
        if reader.take(1)[0] != HEADER or reader.take(1)[0] != MAIN_STREAMS:
            return []
        folders = read_streams(reader).folders
    except (HeaderError, UncheckedError):
        return []
    parts = (part for folder in folders for part in folder.parts or [(folder.size, folder.crc)])
    return [(length, crc) for length, crc in parts if crc is not None]


def _open_header(data: bytes, header: bytes) -> bytes:
    """The end header, unpacked where it is packed."""
    if header[:1] != bytes([PACKED_HEADER]):
        return header
    reader = HeaderReader(header)
    reader.take(1)
    return next(_unpack_all(data, read_streams(reader)))


def _check_folders(data: bytes, header: bytes) -> int:
    header = _open_header(data, header)
    if not header:
        return 0
    reader = HeaderReader(header)
    if reader.take(1)[0] != HEADER:
        raise UncheckedError("its header is of another kind")
    if len(header) < 2 or reader.take(1)[0] != MAIN_STREAMS:
        return 0
    return sum(1 for _ in _unpack_all(data, read_streams(reader)))


def _unpack_all(data: bytes, streams: Streams) -> Iterator[bytes]:
    offset, packed = 32 + streams.offset, iter(streams.packed)
    budget = _BUDGET_BYTES
    for folder in streams.folders:
        if folder.packed_streams != 1:
            raise UncheckedError("a folder of several streams")
        size = next(packed)
        require_length(data, offset + size, "a packed stream lies behind the end")
        budget -= folder.size
        if budget < 0:
            raise UncheckedError("more than 512 MiB unpacked")
        unpacked = unpack_folder(data[offset : offset + size], folder)
        require(len(unpacked) == folder.size, "a folder is not as long as it says")
        _check_parts(unpacked, folder)
        yield unpacked
        offset += size


def _check_parts(unpacked: bytes, folder: PackedFolder) -> None:
    parts = folder.parts or [(folder.size, folder.crc)]
    start = 0
    for size, crc in parts:
        if crc is None:
            raise UncheckedError("an entry without a CRC")
        require(INFLATION.crc32(memoryview(unpacked)[start : start + size]) == crc, "an entry fails its CRC")
        start += size


FORMATS = (Format("7z", check_7z, ((0, b"7z\xbc\xaf\x27\x1c"),), (b".7z",), fenced_from=ALWAYS),)
