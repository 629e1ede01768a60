"""Sound and film: RIFF (wav, avi, webp), MP3, FLAC, Ogg, Matroska, ASF. ISO media is a module of its own.

RIFF: chunks chain to the size. MP3: frame headers chain. FLAC: metadata blocks, frame headers with their
CRC-8. Ogg: every page's CRC (SOUND).
Limits: samples of wav, frames of mp3 and flac and media data of mp4 are not decoded.
"""

from __future__ import annotations

import struct
import zlib

from firstbell.examine.randomness import as_array, is_noise
from firstbell.examine.validators.images import check_png
from firstbell.examine.validators.outcome import (
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
    sound,
)

# places looked at in vain before a file is given up, and the least that counts as struck
_MOST_LOST, _LEAST_GAP_BYTES = 20_000, 64
_REVERSED = bytes(int(f"{value:08b}"[::-1], 2) for value in range(256))
_BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def check_riff(data: bytes) -> Outcome:
    """Chunks chain up to the size in the header."""
    require_length(data, 12, "ends inside the header")
    (size,) = struct.unpack_from("<I", data, 4)
    kind = data[8:12]
    # a recorder that was cut off leaves 0 or all ones
    end = len(data) if size in (0, 0xFFFFFFFF) else size + 8
    if end > len(data) + 1:
        raise TornError("shorter than its header says")
    offset, chunks = 12, 0
    while offset + 8 <= min(end, len(data)):
        name = data[offset : offset + 4]
        require(all(32 <= value < 127 for value in name), f"chunk name {name!r}")
        offset += 8 + int.from_bytes(data[offset + 4 : offset + 8], "little")
        offset += offset & 1
        chunks += 1
    require((chunks > 0 and offset <= end + 1) or size in (0, 0xFFFFFFFF), "chunks do not end with the file")
    return plausible(
        f"riff-{kind.decode('latin-1').strip().lower()}", "chunks chain", is_dense=kind != b"WAVE"
    )


def check_mp3(data: bytes) -> Outcome:
    """Frame headers chain over nearly all of the file, and no noise lies between two frames."""
    start, end = _skip_tag(data), len(data)
    if data[-128:-125] == b"TAG":
        end -= 128
    offset, covered, frames, lost, broke = start, 0, 0, 0, -1
    while offset + 4 <= end and lost <= _MOST_LOST:
        size = _measure_frame(data, offset)
        if size and (offset + size >= end - 4 or _measure_frame(data, offset + size)):
            if broke >= 0 and frames:
                require(not _is_noise_gap(data[broke:offset]), "noise between two frames")
            covered, frames, offset, broke = covered + size, frames + 1, offset + size, -1
            continue
        broke = offset if broke < 0 else broke
        found = data.find(b"\xff", offset + 1, end)
        lost += 1
        offset = found if found >= 0 else end
    require(frames >= 3 and covered >= (end - start) * 0.9, "frames do not chain")
    return plausible("mp3", f"{frames} frames chain", is_dense=True)


def _is_noise_gap(gap: bytes) -> bool:
    """Tags and padding lie between frames too, but they are no noise."""
    return len(gap) >= _LEAST_GAP_BYTES and is_noise(as_array(gap))


def _skip_tag(data: bytes) -> int:
    if not data.startswith(b"ID3"):
        return 0
    require(len(data) > 10 and max(data[6:10]) < 128, "tag size")
    size = 0
    for value in data[6:10]:
        size = size << 7 | value
    offset = 10 + size
    while data[offset : offset + 1] == b"\0":
        offset += 1
    return offset


def _measure_frame(data: bytes, offset: int) -> int:
    """Bytes of the frame that starts here, 0 where none does."""
    head = data[offset : offset + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate_index, bit_index = head[2] >> 2 & 3, head[2] >> 4
    if version == 1 or layer != 1 or rate_index == 3 or bit_index in (0, 15):
        return 0
    rate = _RATES[version][rate_index]
    bits = (_BITRATES_1 if version == 3 else _BITRATES_2)[bit_index] * 1000
    return (144 if version == 3 else 72) * bits // rate + (head[2] >> 1 & 1)


def check_flac(data: bytes) -> Outcome:
    """Metadata blocks chain; the first frame stands where they end; frames go on to the end."""
    offset, last = 4, False
    while not last:
        require_length(data, offset + 4, "ends inside the metadata")
        last, kind = data[offset] >= 128, data[offset] & 127
        require(kind <= 6, f"metadata block of kind {kind}")
        offset += 4 + int.from_bytes(data[offset + 1 : offset + 4], "big")
    if offset >= len(data):
        raise TornError("no frames")
    require(data[offset] == 0xFF and data[offset + 1] & 0xFE == 0xF8, "no frame behind the metadata")
    largest = int.from_bytes(data[15:18], "big") or 1 << 16
    sync = data[offset : offset + 2]
    while offset >= 0:
        following = data.find(sync, offset + 1)
        while following >= 0 and not _is_flac_frame(data, following):
            following = data.find(sync, following + 1)
        if following < 0:
            break
        require(following - offset <= largest + 64, "a frame is longer than the largest")
        offset = following
    require(len(data) - offset <= largest + 200_000, "frames end early")
    return plausible("flac", "metadata and frame headers hold", is_dense=True)


def _is_flac_frame(data: bytes, offset: int) -> bool:
    head = data[offset : offset + 16]
    if len(head) < 16:
        return False
    size = 4 + max(1, 8 - (head[4] ^ 0xFF).bit_length())
    size += {6: 1, 7: 2}.get(head[2] >> 4, 0) + {12: 1, 13: 2, 14: 2}.get(head[2] & 15, 0)
    return size < 16 and _crc8(head[:size]) == head[size]


def _crc8(data: bytes) -> int:
    crc = 0
    for value in data:
        crc ^= value
        for _ in range(8):
            crc = crc << 1 ^ 7 if crc & 0x80 else crc << 1
        crc &= 0xFF
    return crc


def check_ogg(data: bytes) -> Outcome:
    """Every page's CRC."""
    offset, pages = 0, 0
    while offset < len(data):
        if len(data) - offset < 27:
            raise TornError("ends inside a page header")
        require(data.startswith(b"OggS\0", offset), "page expected")
        segments = data[offset + 26]
        end = offset + 27 + segments + sum(data[offset + 27 : offset + 27 + segments])
        require_length(data, end, "ends inside a page")
        (crc,) = struct.unpack_from("<I", data, offset + 22)
        page = data[offset : offset + 22] + bytes(4) + data[offset + 26 : end]
        require(_checksum_ogg(page) == crc, f"CRC of page {pages} fails")
        offset, pages = end, pages + 1
    return sound("ogg", f"CRC of all {pages} pages holds", is_dense=True)


def _checksum_ogg(page: bytes) -> int:
    # Ogg's CRC is zlib's with bits in the other order and no inversion: mirror in, mirror out
    mirrored = zlib.crc32(page.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)


def check_iff(data: bytes) -> Outcome:
    """AIFF and kin: the size in the header is that of the file, chunks chain."""
    end = 8 + int.from_bytes(data[4:8], "big")
    if end > len(data) + 1:
        raise TornError("shorter than its header says")
    offset = 12
    while offset + 8 <= min(end, len(data)):
        require(data[offset : offset + 4].isascii(), "chunk name")
        size = int.from_bytes(data[offset + 4 : offset + 8], "big")
        offset += 8 + size + (size & 1)
    return plausible("iff", "chunks chain")


def check_icns(data: bytes) -> Outcome:
    """Apple's icons: elements chain to the size in the header."""
    end, offset = int.from_bytes(data[4:8], "big"), 8
    if end > len(data):
        raise TornError("shorter than its header says")
    while offset + 8 <= end:
        size = int.from_bytes(data[offset + 4 : offset + 8], "big")
        require(size >= 8 and offset + size <= end, "element reaches behind the end")
        if data.startswith(b"\x89PNG", offset + 8):
            check_png(data[offset + 8 : offset + size])
        offset += size
    return plausible("icns", "elements chain", is_dense=True)


def check_midi(data: bytes) -> Outcome:
    """Chunks chain to the end."""
    offset, tracks = 0, 0
    while offset + 8 <= len(data):
        require(data[offset : offset + 4] in (b"MThd", b"MTrk"), "chunk expected")
        offset += 8 + int.from_bytes(data[offset + 4 : offset + 8], "big")
        tracks += 1
    if offset > len(data):
        raise TornError("ends inside a track")
    return plausible("midi", f"{tracks} chunks chain")


def check_matroska(data: bytes) -> Outcome:
    """The header element, then a segment."""
    header_bytes = data[4] & 0x7F if data[4] & 0x80 else int.from_bytes(data[5:12], "big")
    segment = data.find(b"\x18\x53\x80\x67", 4, header_bytes + 64)
    require(segment > 0, "no segment behind the header")
    return plausible("matroska", "header and segment", is_dense=True)


def check_asf(data: bytes) -> Outcome:
    """Objects chain to the end of the file."""
    offset = 0
    while offset + 24 <= len(data):
        (size,) = struct.unpack_from("<Q", data, offset + 16)
        require(size >= 24, "object shorter than its header")
        if offset + size > len(data):
            raise TornError("ends inside an object")
        offset += size
    return plausible("asf", "objects chain", is_dense=True)


FORMATS = (
    Format("riff", check_riff, ((0, b"RIFF"),), (b".wav", b".avi", b".webp")),
    Format(
        "mp3",
        check_mp3,
        (
            (0, b"ID3"),
            (0, b"\xff\xfb"),
            (0, b"\xff\xf3"),
            (0, b"\xff\xfa"),
            (0, b"\xff\xf2"),
            (0, b"\xff\xe3"),
        ),
        (b".mp3",),
    ),
    Format("flac", check_flac, ((0, b"fLaC"),), (b".flac",)),
    Format("ogg", check_ogg, ((0, b"OggS"),), (b".ogg", b".oga", b".ogv", b".opus")),
    Format("iff", check_iff, ((0, b"FORM"),), (b".aif", b".aiff")),
    Format("icns", check_icns, ((0, b"icns"),), (b".icns",)),
    Format("midi", check_midi, ((0, b"MThd\0\0\0\x06"),), (b".mid", b".midi")),
    Format("matroska", check_matroska, ((0, b"\x1a\x45\xdf\xa3"),), (b".mkv", b".webm")),
    Format("asf", check_asf, ((0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),), (b".wma", b".wmv", b".asf")),
)
