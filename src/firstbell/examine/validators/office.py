"""Compound files (doc, xls, ppt, msg, msi, encrypted OOXML).

Header, FAT and directory by olefile; the chain of every stream is as long as the stream and shares no
sector. Of workbooks and presentations the records chain to the end of their stream; a Word document begins
with its mark. OOXML encryption is a compound file that holds `EncryptedPackage`, a valid container and not
damage.
Source: MS-CFB 2.2, 2.3, 2.6; MS-XLS 2.1.4; MS-PPT 2.3.1; MS-DOC 2.5.1; MS-OFFCRYPTO 2.3.4.
Limits: text, pictures and cells inside the records are not checked.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from firstbell.base.deferral import defer
from firstbell.examine.validators.outcome import (
    ALWAYS,
    Format,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
)
from firstbell.examine.validators.payload import SAMPLE_BYTES, is_bare_noise

if TYPE_CHECKING:
    import olefile
else:
    olefile = defer("olefile")

_END = 0xFFFFFFFE
_MINI_LIMIT = 4096
_WORD_MARK = b"\xec\xa5"
_BIFF_STARTS = frozenset((0x0009, 0x0209, 0x0409, 0x0809))
_LONGEST_RECORD = 8228
_BOOKS = frozenset(("Workbook", "Book"))
_SAYING = _BOOKS | {"WordDocument", "PowerPoint Document"}
# behind the tables at its start, which an intruder may leave
_HEAD_BYTES, _LEAST_BODY = 2048, 512


def check_compound(data: bytes) -> Outcome:
    """Header, the whole FAT, every directory entry, every stream's chain, records of known streams."""
    require_length(data, 512, "ends inside the header")
    _, major, order, shift = struct.unpack_from("<HHHH", data, 24)
    require(order == 0xFFFE and (major, shift) in ((3, 9), (4, 12)), "header")
    _check_fat(data, 1 << shift)
    with olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_INCORRECT) as container:
        names = container.listdir()
        if ["EncryptedPackage"] in names:
            return _check_encrypted(container)
        _check_chains(container, 1 << shift, len(data))
        for name in names:
            _check_stream(container, name)
        filled = "" if ["EncryptedSummary"] in names else _tell_filling(container, names)
    return plausible("compound", f"{len(names)} streams, FAT, chains and directory hold", filled=filled)


def _tell_filling(container: Any, names: list[list[str]]) -> str:
    """Whether the stream with the text, cells or slides is noise, and does not say that it is encrypted."""
    for name in names:
        if len(name) != 1 or name[0] not in _SAYING:
            continue
        with container.openstream(name) as stream:
            head = stream.read(_HEAD_BYTES)
            body = stream.read(SAMPLE_BYTES)
        if not _says_encrypted(name[0], head) and len(body) >= _LEAST_BODY and is_bare_noise(body):
            return f"{name[0]} holds noise"
    return ""


def _says_encrypted(name: str, head: bytes) -> bool:
    """The flag of a Word document; the record FilePass of a workbook."""
    if name == "WordDocument":
        return len(head) > 11 and bool(head[11] & 1)
    (length,) = struct.unpack_from("<H", head, 2) if len(head) >= 4 else (0,)
    return name in _BOOKS and head[4 + length : 6 + length] == b"\x2f\0"


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


def _check_encrypted(container: Any) -> Outcome:
    """Password-protected Office document: its description is of a known version, its package whole blocks."""
    require(container.exists("EncryptionInfo"), "no description of the encryption")
    major, minor = struct.unpack("<HH", container.openstream("EncryptionInfo").read(4))
    require((major, minor) in ((4, 4), (2, 2), (3, 2), (4, 2), (3, 3), (4, 3)), "version of the encryption")
    with container.openstream("EncryptedPackage") as stream:
        (size,) = struct.unpack("<Q", stream.read(8))
    packed = container.get_size("EncryptedPackage")
    require(size <= packed <= size + 8 + 4096, "package is not as long as it says")
    return plausible("ooxml-encrypted", "password-protected document", is_dense=True)


def _check_chains(container: Any, sector_bytes: int, size: int) -> None:
    """Every large stream's chain: long enough, and no sector twice."""
    fat, used = container.fat, set[int]()
    for entry in container.direntries:
        if entry is None or entry.entry_type != olefile.STGTY_STREAM or entry.size < _MINI_LIMIT:
            continue
        require(entry.size <= size + sector_bytes, "a stream is longer than the file")
        wanted = (entry.size + sector_bytes - 1) // sector_bytes
        found = 0
        for sector in _follow(fat, entry.isectStart):
            require(sector not in used, "two streams share a sector")
            used.add(sector)
            found += 1
        require(found >= wanted, "a stream's chain ends early")


def _follow(fat: Any, sector: int) -> Iterator[int]:
    for _ in range(len(fat)):
        if sector >= len(fat):
            return
        yield sector
        sector = int(fat[sector])


def _check_stream(container: Any, name: list[str]) -> None:
    last = name[-1]
    if last == "WordDocument" and container.get_size(name) >= 32:
        with container.openstream(name) as stream:
            require(stream.read(2) == _WORD_MARK, "no mark of Word")
    elif last in _BOOKS and len(name) == 1:
        _check_records(container.openstream(name).read())
    elif last == "PowerPoint Document":
        _check_atoms(container.openstream(name).read())


def _check_records(book: bytes) -> None:
    """Records of a workbook: kind and length, from the mark of a start to the end or to zeros."""
    if len(book) < 8:
        return
    require(struct.unpack_from("<H", book)[0] in _BIFF_STARTS, "no start of a workbook")
    offset, end = 0, len(book)
    while offset + 4 <= end:
        kind, length = struct.unpack_from("<HH", book, offset)
        if kind == 0 and length == 0:
            require(not any(book[offset : offset + 512]), "records of a workbook do not chain")
            return
        require(length <= _LONGEST_RECORD and kind < 0x1100, "records of a workbook do not chain")
        offset += 4 + length
    require(offset <= end + 8, "the last record reaches behind its stream")


def _check_atoms(slides: bytes) -> None:
    """Records of a presentation chain on the first level up to the end."""
    offset = 0
    while offset + 8 <= len(slides):
        kind, length = struct.unpack_from("<HI", slides, offset + 2)
        require(0x03E8 <= kind <= 0xF200 or kind == 0, "records of a presentation do not chain")
        if kind == 0:
            return
        offset += 8 + length
    require(offset <= len(slides) + 8, "the last record reaches behind its stream")


FORMATS = (
    Format(
        "compound",
        check_compound,
        ((0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),),
        tuple(b".doc .xls .ppt .dot .xlt .pps .pot .vsd .pub .msi .mpp .msg".split()),
        fenced_from=ALWAYS,
        is_plain=True,
    ),
)
