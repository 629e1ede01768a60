"""Compound files (doc, xls, ppt, msg, msi, encrypted OOXML), RTF.

Compound files: header, FAT and directory by olefile; OOXML encryption is a compound file that holds
`EncryptedPackage`, a valid container and not damage. RTF is text and judged as such.
Source: MS-CFB 2.2, 2.3. Limits: bodies of streams are not checked.
"""

from __future__ import annotations

import io
import struct

import numpy as np
import olefile

from firstbell.examine.validators.outcome import (
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
)

_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE


def check_compound(data: bytes) -> Outcome:
    """Header, the whole FAT, every directory entry, every stream's chain."""
    require_length(data, 512, "ends inside the header")
    _, major, order, shift = struct.unpack_from("<HHHH", data, 24)
    require(order == 0xFFFE and (major, shift) in ((3, 9), (4, 12)), "header")
    _check_fat(data, 1 << shift)
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as container:
        names = container.listdir()
        if ["EncryptedPackage"] in names:
            return plausible("ooxml-encrypted", "password-protected document", is_dense=True)
    return plausible("compound", f"{len(names)} streams, FAT and directory hold")


def _check_fat(data: bytes, sector_bytes: int) -> None:
    (count,) = struct.unpack_from("<I", data, 44)
    sectors = max(1, (len(data) - 1) // sector_bytes)
    require(0 < count <= sectors, "number of FAT sectors")
    for sector in struct.unpack_from(f"<{min(count, 109)}I", data, 76):
        if sector >= _END:
            continue
        start = (sector + 1) * sector_bytes
        if start + sector_bytes > len(data):
            raise TornError("a FAT sector lies behind the end")
        entries = np.frombuffer(data, dtype="<u4", count=sector_bytes // 4, offset=start)
        require(
            bool(np.all((entries < sectors + 128) | (entries >= 0xFFFFFFFA))), "FAT entries behind the end"
        )


FORMATS = (
    Format(
        "compound",
        check_compound,
        ((0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),),
        (b".doc", b".xls", b".ppt", b".dot", b".xlt", b".pps", b".vsd", b".pub", b".msi", b".mpp"),
    ),
)
