"""PNG and its kin, JPEG, GIF, BMP, TIFF, ICO, PSD.

PNG: every chunk's CRC, the image data inflates. JPEG: marker grammar up to the end, no impossible marker
inside scan data. GIF: block grammar. BMP, TIFF, ICO, PSD: tables point inside the file.
Limits: only PNG is SOUND. Scan data of JPEG and LZW data of GIF have no checksum; noise of 64 bytes in a
JPEG scan is seen with a chance of one in five here, and by its shape against the old version otherwise.
"""

from __future__ import annotations

import re
import struct
import zlib

from firstbell.examine.validators.outcome import (
    Format,
    MalformedError,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
    sound,
)

_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
# inside scan data FF is followed by 00 (stuffing), D0-D7 (restart), or ends the scan; FF is fill
_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")
_STANDALONE = frozenset((0x01, *range(0xD0, 0xD9)))


def check_png(data: bytes) -> Outcome:
    """Every chunk's CRC; IDAT inflates to its end."""
    place, decoder, images = 8, zlib.decompressobj(), 0
    while True:
        require_length(data, place + 12, "ends before IEND")
        (size,) = struct.unpack_from(">I", data, place)
        kind = data[place + 4 : place + 8]
        require(kind.isalpha(), f"chunk name {kind!r}")
        require_length(data, place + 12 + size, "ends inside a chunk")
        (crc,) = struct.unpack_from(">I", data, place + 8 + size)
        require(zlib.crc32(data[place + 4 : place + 8 + size]) == crc, f"CRC of {kind.decode()} fails")
        if kind == b"IDAT":
            images += 1
            _inflate(decoder, data[place + 8 : place + 8 + size])
        place += 12 + size
        if kind in (b"IEND", b"MEND"):
            return sound("png", f"CRCs hold, {images} image chunks inflate", is_dense=True)


def _inflate(decoder: zlib._Decompress, packed: bytes) -> None:
    while packed and not decoder.eof:
        decoder.decompress(packed, 1 << 20)
        packed = decoder.unconsumed_tail


def check_jpeg(data: bytes) -> Outcome:
    """Segments chain; scan data holds no impossible marker; EOI ends it."""
    place, scans = 2, 0
    while True:
        if place >= len(data) - 1:
            raise TornError("ends before EOI")
        require(data[place] == 0xFF, "marker expected")
        while data[place : place + 1] == b"\xff":
            place += 1
        require_length(data, place + 1, "ends before EOI")
        marker = data[place]
        place += 1
        if marker == 0xD9:
            return _finish_jpeg(data, place, scans)
        if marker in _STANDALONE:
            continue
        require(marker >= 0xC0, f"marker FF{marker:02X}")
        require_length(data, place + 2, "ends inside a segment")
        size = int.from_bytes(data[place : place + 2], "big")
        require(size >= 2, "segment shorter than its own length")
        require_length(data, place + size, "ends inside a segment")
        place += size
        if marker == 0xDA:
            scans += 1
            place = _skip_scan(data, place)


def _skip_scan(data: bytes, place: int) -> int:
    found = _MARKER.search(data, place)
    if found is None:
        raise TornError("scan data ends before EOI")
    marker = data[found.end() - 1]
    # DNL, DHT, DAC, SOS, DQT, DRI, EOI, APPn and COM may follow a scan
    allowed = marker in (0xDC, 0xC4, 0xCC, 0xDA, 0xDB, 0xDD, 0xD9, 0xFE) or 0xE0 <= marker <= 0xEF
    require(allowed, f"marker FF{marker:02X} inside scan data")
    return found.start()


def _finish_jpeg(data: bytes, place: int, scans: int) -> Outcome:
    require(scans > 0, "no scan data")
    return plausible(
        "jpeg", f"marker grammar holds, {scans} scans, {len(data) - place} bytes behind", is_dense=True
    )


def check_gif(data: bytes) -> Outcome:
    """Blocks chain up to the trailer."""
    require(len(data) > 13 and data[:6] in (b"GIF87a", b"GIF89a"), "header")
    place = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    frames = 0
    while True:
        require_length(data, place + 1, "ends before the trailer")
        kind = data[place]
        if kind == 0x3B:
            return plausible("gif", f"blocks chain, {frames} frames", is_dense=True)
        if kind == 0x21:
            place = _skip_blocks(data, place + 2)
        elif kind == 0x2C:
            require_length(data, place + 11, "ends inside a frame")
            flags = data[place + 9]
            place += 10 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
            require_length(data, place + 1, "ends inside a frame")
            require(2 <= data[place] <= 11, "LZW code size")
            place, frames = _skip_blocks(data, place + 1), frames + 1
        else:
            require(kind == 0, f"block of kind {kind:02X}")
            place += 1


def _skip_blocks(data: bytes, place: int) -> int:
    while True:
        require_length(data, place + 1, "ends inside a block")
        size = data[place]
        place += 1 + size
        if size == 0:
            return place


def check_bmp(data: bytes) -> Outcome:
    """Sizes agree with the file."""
    require_length(data, 30, "ends inside the header")
    size, _, offset, header = struct.unpack_from("<IIII", data, 2)
    require(header in (12, 16, 40, 52, 56, 64, 108, 124) and 14 + header <= offset, "header size")
    require(size in (0, len(data)) or abs(size - len(data)) <= 4, "file size")
    return plausible("bmp", "header agrees with the size")


def check_tiff(data: bytes) -> Outcome:
    """Directories chain, entries are of known types and point inside the file."""
    order = "<" if data.startswith(b"II") else ">"
    (place,) = struct.unpack_from(order + "I", data, 4)
    seen: set[int] = set()
    while place:
        require(place not in seen and len(seen) < 10_000, "directories form a loop")
        seen.add(place)
        require_length(data, place + 2, "directory behind the end")
        (count,) = struct.unpack_from(order + "H", data, place)
        require(count > 0, "directory without entries")
        require_length(data, place + 6 + 12 * count, "ends inside a directory")
        for entry in range(count):
            _, kind, number = struct.unpack_from(order + "HHI", data, place + 2 + 12 * entry)
            require(0 < kind <= 18, f"entry of type {kind}")
            require(number <= len(data), "entry larger than the file")
        (place,) = struct.unpack_from(order + "I", data, place + 2 + 12 * count)
    return plausible("tiff", f"{len(seen)} directories hold", is_dense=True)


def check_bigtiff(data: bytes) -> Outcome:
    """The first directory lies inside the file."""
    order = "<" if data.startswith(b"II") else ">"
    (place,) = struct.unpack_from(order + "Q", data, 8)
    require_length(data, place + 8, "directory behind the end")
    return plausible("tiff", "first directory in place", is_dense=True)


def check_icon(data: bytes) -> Outcome:
    """Entries point inside the file and at images."""
    (count,) = struct.unpack_from("<H", data, 4)
    require(0 < count <= 256, "number of images")
    for entry in range(count):
        size, offset = struct.unpack_from("<II", data, 6 + 16 * entry + 8)
        require_length(data, offset + size, "image behind the end")
        is_image = data.startswith((_PNG_MAGIC, b"\x28\0\0\0", b"\x0c\0\0\0"), offset)
        require(is_image, "entry that points at no image")
    return plausible("icon", f"{count} images")


def check_psd(data: bytes) -> Outcome:
    """Sections chain."""
    require_length(data, 34, "ends inside the header")
    require(data[6:12] == bytes(6), "reserved bytes")
    place = 26
    for section in ("colours", "resources", "layers"):
        require_length(data, place + 4, f"ends before {section}")
        place += 4 + int.from_bytes(data[place : place + 4], "big")
    if place >= len(data):
        raise MalformedError("no image data")
    return plausible("psd", "sections chain")


FORMATS = (
    Format("png", check_png, ((0, _PNG_MAGIC),), (b".png", b".apng")),
    Format("jpeg", check_jpeg, ((0, b"\xff\xd8\xff"),), (b".jpg", b".jpeg", b".jpe", b".jfif")),
    Format("gif", check_gif, ((0, b"GIF8"),), (b".gif",)),
    Format("bmp", check_bmp, ((0, b"BM"),), (b".bmp",)),
    Format("bigtiff", check_bigtiff, ((0, b"II+\0\x08\0"), (0, b"MM\0+\0\x08"))),
    Format("tiff", check_tiff, ((0, b"II*\0"), (0, b"MM\0*")), (b".tif", b".tiff", b".dng")),
    Format("icon", check_icon, ((0, b"\0\0\x01\0"), (0, b"\0\0\x02\0")), (b".ico", b".cur"), is_weak=True),
    Format("psd", check_psd, ((0, b"8BPS\0\x01"),), (b".psd",)),
)
