"""Archives and containers beside zip and 7z: tar, rar, ar (and deb), cpio, cab, ISO images.

tar: every header's checksum, every member by its own type. rar: CRC of every block header.
ar: members chain, compressed members of a deb are decoded. Others by header.
Source: POSIX ustar; RAR 5.0 technote. Limits: other bodies are not decoded.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

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
from firstbell.examine.validators.streams import check_bzip2, check_gzip, check_xz, check_zstd

# a deb has one plain member, "2.0" and a line end
_UNCHECKED_BYTES = 16
_MEMBER_CHECKS = {
    b"\x1f\x8b\x08": check_gzip,
    b"\xfd7z": check_xz,
    b"\x28\xb5\x2f": check_zstd,
    b"BZh": check_bzip2,
}


def check_tar(data: bytes) -> Outcome:
    """Headers chain and pass their checksums."""
    offset, members = 0, 0
    while offset + 512 <= len(data):
        header = data[offset : offset + 512]
        if header.count(0) == 512:
            return plausible("tar", f"{members} headers pass their checksum")
        wanted = int(header[148:156].strip(b" \0") or b"x", 8)
        found = sum(header) - sum(header[148:156]) + 8 * 32
        require(found == wanted, f"header {members} fails its checksum")
        size = _parse_size(header[124:136])
        offset += 512 + (size + 511) // 512 * 512
        members += 1
    raise TornError("ends without the two empty blocks")


def list_tar_members(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and content of the regular files of an archive whose headers hold."""
    offset = 0
    while offset + 512 <= len(data) and data[offset]:
        size = _parse_size(data[offset + 124 : offset + 136])
        if data[offset + 156 : offset + 157] in (b"0", b"\0"):
            name = data[offset : offset + 100].rstrip(b"\0")
            yield name, data[offset + 512 : offset + 512 + size]
        offset += 512 + (size + 511) // 512 * 512


def _parse_size(field: bytes) -> int:
    if field[0] & 0x80:
        return int.from_bytes(field[1:], "big")
    return int(field.strip(b" \0") or b"0", 8)


def check_rar5(data: bytes) -> Outcome:
    """CRC of every block header."""
    offset, blocks = 8, 0
    while offset + 7 <= len(data):
        (crc,) = struct.unpack_from("<I", data, offset)
        size, body = _read_number(data, offset + 4)
        end = body + size
        require_length(data, end, "ends inside a block header")
        require(INFLATION.crc32(data[offset + 4 : end]) == crc, f"block {blocks} fails its CRC")
        kind, at = _read_number(data, body)
        flags, at = _read_number(data, at)
        _, at = _read_number(data, at) if flags & 1 else (0, at)
        packed, at = _read_number(data, at) if flags & 2 else (0, at)
        if kind in (4, 5):
            return plausible("rar", "headers pass their CRC", is_dense=True)
        offset, blocks = end + packed, blocks + 1
    raise TornError("ends without an end block")


def _read_number(data: bytes, offset: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        value |= (data[offset] & 0x7F) << shift
        offset, shift = offset + 1, shift + 7
        if data[offset - 1] < 128:
            return value, offset


def check_rar4(data: bytes) -> Outcome:
    """CRC-16 of every block header."""
    offset, blocks = 7, 0
    while offset + 7 <= len(data):
        crc, kind, flags, size = struct.unpack_from("<HBHH", data, offset)
        require(size >= 7 and 0x72 <= kind <= 0x7B, "block header")
        covered = data[offset + 2 : offset + (13 if kind == 0x73 else size)]
        # a comment inside a header is not covered by its CRC, old kinds of blocks count otherwise
        is_covered = not (flags & 2 or (kind == 0x74 and flags & 8) or 0x75 <= kind <= 0x79)
        require(not is_covered or INFLATION.crc32(covered) & 0xFFFF == crc, f"block {blocks} fails its CRC")
        packed = (
            int.from_bytes(data[offset + 7 : offset + 11], "little") if flags & 0x8000 or kind == 0x74 else 0
        )
        if kind == 0x7B or (kind == 0x73 and flags & 0x80):
            return plausible("rar", "headers pass their CRC", is_dense=True)
        offset, blocks = offset + size + packed, blocks + 1
    if blocks and offset == len(data):
        return plausible("rar", "headers pass their CRC", is_dense=True)
    raise TornError("ends inside a block")


def check_ar(data: bytes) -> Outcome:
    """Members chain; compressed members are decoded (deb: every byte)."""
    offset, members, left = 8, 0, 0
    while offset < len(data):
        if offset + 60 > len(data):
            require(not data[offset:].strip(b"\n\0"), "bytes behind the last member")
            break
        require(data[offset + 58 : offset + 60] == b"`\n", f"header of member {members}")
        size = int(data[offset + 48 : offset + 58])
        require_length(data, offset + 60 + size, "ends inside a member")
        body = data[offset + 60 : offset + 60 + size]
        check = _MEMBER_CHECKS.get(body[:3])
        if check is not None:
            check(body)
        else:
            left += size
        offset += 60 + size + (size & 1)
        members += 1
    if members > 1 and left < _UNCHECKED_BYTES:
        return sound("ar", f"{members} members, compressed ones decode", is_dense=True)
    return plausible("ar", f"{members} members chain")


def check_thin_ar(data: bytes) -> Outcome:
    """Text-like index of members that lie elsewhere."""
    require(data[66:68] == b"`\n", "header of the first member")
    return plausible("ar", "thin archive")


def check_cpio(data: bytes) -> Outcome:
    """Headers of the new ASCII format chain up to the trailer."""
    offset = 0
    while offset + 110 <= len(data):
        require(data[offset : offset + 6] in (b"070701", b"070702"), "header expected")
        size, name_bytes = int(data[offset + 54 : offset + 62], 16), int(data[offset + 94 : offset + 102], 16)
        if data[offset + 110 : offset + 120] == b"TRAILER!!!":
            return plausible("cpio", "headers chain")
        offset = (offset + 110 + name_bytes + 3) // 4 * 4
        offset = (offset + size + 3) // 4 * 4
    raise TornError("ends without its trailer")


def check_cabinet(data: bytes) -> Outcome:
    """Size in the header is that of the file."""
    require_length(data, 36, "ends inside the header")
    (size,) = struct.unpack_from("<I", data, 8)
    require_length(data, size, "shorter than its header says")
    return plausible("cabinet", "header agrees with the size", is_dense=True)


def check_iso_image(data: bytes) -> Outcome:
    """Volume descriptors chain up to the terminator."""
    for sector in range(16, 48):
        require(data.startswith(b"CD001", sector * 2048 + 1), "volume descriptor expected")
        if data[sector * 2048] == 255:
            return plausible("iso-image", "volume descriptors chain")
    raise TornError("no terminator")


FORMATS = (
    Format("tar", check_tar, ((257, b"ustar"),), members=list_tar_members),
    # before POSIX it had no mark
    Format("tar", check_tar, (), (b".tar",), members=list_tar_members),
    Format("rar", check_rar5, ((0, b"Rar!\x1a\x07\x01\0"),), (b".rar",)),
    Format("rar-4", check_rar4, ((0, b"Rar!\x1a\x07\0"),)),
    Format(
        "ar",
        check_ar,
        ((0, b"!<arch>\n"),),
        (b".a", b".deb", b".udeb"),
        is_strict=False,
        fenced_from=FROM_32_KIB,
    ),
    Format("ar-thin", check_thin_ar, ((0, b"!<thin>\n"),)),
    Format("cpio", check_cpio, ((0, b"070701"), (0, b"070702")), (b".cpio",)),
    Format("cabinet", check_cabinet, ((0, b"MSCF\0\0\0\0"),), (b".cab",)),
    Format("iso-image", check_iso_image, ((32769, b"CD001"),), (b".iso",)),
)
