"""KeePass databases, versions 1 to 4.

| offset | size | field of a version 4 file              |
|--------|------|-----------------------------------------|
| 0      | 4    | 03 D9 A2 9A                              |
| 4      | 4    | 65 FB 4B B5: version 1; 66, 67: 2 and up |
| 8      | 2, 2 | minor and major version                  |
| 12     | ...  | header fields: kind 1, size 4 (2 in 3)   |
| H      | 32   | SHA-256 of the header                    |
| H + 32 | 32   | its HMAC                                 |
| ...    | 32, 4 | HMAC and size of each block, the last one empty |

Version 4: the header's digest holds and blocks chain to the end. Version 3: header fields chain, whole cipher
blocks follow. Source: keepass.info "KDBX 4". Limits: what is inside is encrypted, so never SOUND.
"""

from __future__ import annotations

import hashlib
import struct

from firstbell.examine.validators.outcome import Format, Outcome, plausible, require, require_length

_CIPHER_BLOCK_BYTES = 16


def check_keepass(data: bytes) -> Outcome:
    """The header by its version, then the blocks behind it."""
    require_length(data, 124, "ends inside the header")
    if data[4:8] == b"\x65\xfb\x4b\xb5":
        return _check_first_version(data)
    require(data[5:8] == b"\xfb\x4b\xb5", "signature")
    (major,) = struct.unpack_from("<H", data, 10)
    require(major in (2, 3, 4), "version")
    end = _find_header_end(data, major)
    if major == 4:
        _check_blocks(data, end)
        return plausible("keepass", "header's digest holds, blocks chain", is_dense=True)
    require((len(data) - end) % _CIPHER_BLOCK_BYTES == 0, "not of whole cipher blocks")
    return plausible("keepass", "header fields chain", is_dense=True)


def _check_first_version(data: bytes) -> Outcome:
    flags, version = struct.unpack_from("<II", data, 8)
    require(flags < 16 and version >> 16 in (1, 2, 3), "header")
    require((len(data) - 124) % _CIPHER_BLOCK_BYTES == 0, "not of whole cipher blocks")
    return plausible("keepass", "version 1 header", is_dense=True)


def _find_header_end(data: bytes, major: int) -> int:
    width, offset = (4 if major == 4 else 2), 12
    while True:
        require_length(data, offset + 1 + width, "ends inside the header")
        kind = data[offset]
        size = int.from_bytes(data[offset + 1 : offset + 1 + width], "little")
        require(kind <= 12 and size < 1 << 20, "header field")
        offset += 1 + width + size
        require_length(data, offset, "ends inside the header")
        if kind == 0:
            return offset


def _check_blocks(data: bytes, header_end: int) -> None:
    digest = hashlib.sha256(data[:header_end]).digest()
    require(data[header_end : header_end + 32] == digest, "the header's digest does not hold")
    offset = header_end + 64
    while True:
        require_length(data, offset + 36, "ends before the last block")
        (size,) = struct.unpack_from("<I", data, offset + 32)
        offset += 36 + size
        require_length(data, offset, "ends inside a block")
        if size == 0:
            require(offset == len(data), "bytes behind the last block")
            return


FORMATS = (Format("keepass", check_keepass, ((0, b"\x03\xd9\xa2\x9a"),), (b".kdbx", b".kdb")),)
