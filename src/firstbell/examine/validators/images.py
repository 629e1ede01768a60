"""PNG and its kin, GIF, BMP, ICO, PSD. JPEG and TIFF are modules of their own.

PNG: every chunk's CRC, the image data inflates. GIF: block grammar. BMP, ICO, PSD: tables point inside the
file. Source: PNG 1.2 chapter 5; GIF89a 15 to 27. Limits: only PNG is SOUND; LZW data of GIF has no checksum.
"""

from __future__ import annotations

import struct

from firstbell.examine.validators.inflation import INFLATION, Inflater
from firstbell.examine.validators.outcome import (
    FROM_32_KIB,
    Format,
    MalformedError,
    Outcome,
    plausible,
    require,
    require_length,
    sound,
)
from firstbell.examine.validators.payload import is_bare_noise, join_noise

_PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
_PACKED_CHUNKS = frozenset((b"iCCP", b"zTXt", b"iTXt"))
_LEAST_BESIDE = 1024
# more is not inflated: the CRCs cover what is packed
_BUDGET_BYTES = 1 << 30
_PNG_HEADER_BYTES = 33
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def check_png(data: bytes) -> Outcome:
    """Every chunk's CRC; IDAT inflates to its end."""
    offset, decoder, images, budget = 8, INFLATION.open(15), 0, _BUDGET_BYTES
    beside: list[bytes] = []
    while True:
        require_length(data, offset + 12, "ends before IEND")
        (size,) = struct.unpack_from(">I", data, offset)
        kind = data[offset + 4 : offset + 8]
        require(kind.isalpha(), f"chunk name {kind!r}")
        require_length(data, offset + 12 + size, "ends inside a chunk")
        (crc,) = struct.unpack_from(">I", data, offset + 8 + size)
        require(INFLATION.crc32(data[offset + 4 : offset + 8 + size]) == crc, f"CRC of {kind.decode()} fails")
        if kind == b"IDAT":
            images += 1
            budget = _inflate(decoder, data[offset + 8 : offset + 8 + size], budget)
        elif kind not in _PACKED_CHUNKS:
            beside.append(data[offset + 8 : offset + 8 + size])
        offset += 12 + size
        if kind in (b"IEND", b"MEND"):
            detail = f"CRCs hold, {images} image chunks inflate"
            return sound("png", detail, is_dense=True, filled=_tell_filling(data, beside))


def _tell_filling(data: bytes, beside: list[bytes]) -> str:
    """Noise in chunks that no picture needs, where that is half of the file."""
    count, sample = sum(map(len, beside)), join_noise(beside)
    is_filled = count * 2 >= len(data) and len(sample) >= _LEAST_BESIDE and is_bare_noise(sample)
    return f"{count} bytes of noise lie beside the picture" if is_filled else ""


def count_png_bytes(data: bytes) -> int:
    """How many bytes the points of a PNG take unpacked, by its header; 0 where that does not say."""
    if len(data) < _PNG_HEADER_BYTES or data[12:16] != b"IHDR":
        return 0
    width, height, depth, kind = struct.unpack_from(">IIBB", data, 16)
    return int(height * (-(-width * depth * _PNG_CHANNELS.get(kind, 0) // 8) + 1))


def _inflate(decoder: Inflater, packed: bytes, budget: int) -> int:
    """What is left of the budget; nothing is inflated beyond it."""
    while packed and not decoder.eof and budget > 0:
        budget -= len(decoder.decompress(packed, 1 << 20))
        packed = decoder.unconsumed_tail
    return budget


def check_gif(data: bytes) -> Outcome:
    """Blocks chain up to the trailer."""
    require(len(data) > 13 and data[:6] in (b"GIF87a", b"GIF89a"), "header")
    offset = 13 + (3 << ((data[10] & 7) + 1) if data[10] & 0x80 else 0)
    frames = 0
    while True:
        require_length(data, offset + 1, "ends before the trailer")
        kind = data[offset]
        if kind == 0x3B:
            return plausible("gif", f"blocks chain, {frames} frames", is_dense=True)
        if kind == 0x21:
            offset = _skip_blocks(data, offset + 2)
        elif kind == 0x2C:
            require_length(data, offset + 11, "ends inside a frame")
            flags = data[offset + 9]
            offset += 10 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
            require_length(data, offset + 1, "ends inside a frame")
            require(2 <= data[offset] <= 11, "LZW code size")
            offset, frames = _skip_blocks(data, offset + 1), frames + 1
        else:
            require(kind == 0, f"block of kind {kind:02X}")
            offset += 1


def _skip_blocks(data: bytes, offset: int) -> int:
    while True:
        require_length(data, offset + 1, "ends inside a block")
        size = data[offset]
        offset += 1 + size
        if size == 0:
            return offset


def check_bmp(data: bytes) -> Outcome:
    """Sizes agree with the file."""
    require_length(data, 30, "ends inside the header")
    size, _, offset, header = struct.unpack_from("<IIII", data, 2)
    require(header in (12, 16, 40, 52, 56, 64, 108, 124) and 14 + header <= offset, "header size")
    require(size in (0, len(data)) or abs(size - len(data)) <= 4, "file size")
    return plausible("bmp", "header agrees with the size")


def check_icon(data: bytes) -> Outcome:
    """Entries point inside the file and at images."""
    (count,) = struct.unpack_from("<H", data, 4)
    require(0 < count <= 256, "number of images")
    for entry in range(count):
        size, offset = struct.unpack_from("<II", data, 6 + 16 * entry + 8)
        require_length(data, offset + size, "image behind the end")
        is_image = data.startswith((_PNG_MAGIC, b"\x28\0\0\0", b"\x0c\0\0\0"), offset)
        require(is_image, "entry that points at no image")
        if data.startswith(_PNG_MAGIC, offset):
            check_png(data[offset : offset + size])
    return plausible("icon", f"{count} images")


def check_psd(data: bytes) -> Outcome:
    """Sections chain."""
    require_length(data, 34, "ends inside the header")
    require(data[6:12] == bytes(6), "reserved bytes")
    offset = 26
    for section in ("colours", "resources", "layers"):
        require_length(data, offset + 4, f"ends before {section}")
        offset += 4 + int.from_bytes(data[offset : offset + 4], "big")
    if offset >= len(data):
        raise MalformedError("no image data")
    return plausible("psd", "sections chain")


FORMATS = (
    Format(
        "png",
        check_png,
        ((0, _PNG_MAGIC),),
        (b".png", b".apng"),
        fenced_from=FROM_32_KIB,
        is_plain=True,
        unpacks_to=count_png_bytes,
    ),
    Format("gif", check_gif, ((0, b"GIF8"),), (b".gif",)),
    Format("bmp", check_bmp, ((0, b"BM"),), (b".bmp",)),
    Format("icon", check_icon, ((0, b"\0\0\x01\0"), (0, b"\0\0\x02\0")), (b".ico", b".cur"), is_weak=True),
    Format("psd", check_psd, ((0, b"8BPS\0\x01"),), (b".psd",)),
)
