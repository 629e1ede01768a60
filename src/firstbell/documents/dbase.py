"""Tables of dBASE III and IV, Clipper, FoxPro and Visual FoxPro (.dbf): old programs for meals, libraries,
buses and grades kept one file a table. A record that was deleted stands in the file until it is packed: it is
read, too.

Sources: dBASE IV Language Reference, appendix on table files; Microsoft, Visual FoxPro table file structure.

A header of 32 bytes: version; year, month, day; records (4); bytes of the header (2) and of a record (2); at
29 the code page. Then 32 bytes for each field: name (11), type, 4 that are free, length, decimals; 0x0D ends
them.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import msgspec

from firstbell.documents.extraction import Buffer, DocumentSource, Extraction, UnreadableError

_HEAD, _FIELD = struct.Struct("<4BIHH"), struct.Struct("<11sc4xBB")
_HEAD_BYTES, _FIELD_BYTES, _MOST_FIELDS = 32, 32, 1_000
_VERSIONS = frozenset(
    (0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8E, 0xCB, 0xE5, 0xF5, 0xFB)
)
_TYPES = frozenset(b"CNFLDMIYTBGPVQW0+@O")
_END, _FLAGS = 0x0D, b" *"
# the code page of each language driver; those of Windows and of DOS for others
_PAGES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x04: "mac_roman", 0x08: "cp865", 0x09: "cp437",
    0x0A: "cp850", 0x0B: "cp437", 0x0D: "cp437", 0x0E: "cp850", 0x0F: "cp437", 0x10: "cp850", 0x11: "cp437",
    0x12: "cp850", 0x13: "cp932", 0x14: "cp850", 0x15: "cp437", 0x16: "cp850", 0x17: "cp865", 0x18: "cp437",
    0x19: "cp437", 0x1A: "cp850", 0x1B: "cp437", 0x1C: "cp863", 0x1D: "cp850", 0x1F: "cp852", 0x22: "cp852",
    0x23: "cp852", 0x24: "cp860", 0x25: "cp850", 0x26: "cp866", 0x37: "cp850", 0x40: "cp852", 0x4D: "cp936",
    0x4E: "cp949", 0x4F: "cp950", 0x50: "cp874", 0x57: "cp1252", 0x58: "cp1252", 0x59: "cp1252",
    0x64: "cp852", 0x65: "cp866", 0x66: "cp865", 0x67: "cp861", 0x6A: "cp737", 0x6B: "cp857",
    0x78: "cp950", 0x79: "cp949", 0x7A: "cp936", 0x7B: "cp932", 0x7C: "cp874", 0x7D: "cp1255",
    0x7E: "cp1256", 0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253", 0xCC: "cp1257",
}  # fmt: skip
_SAMPLE_BYTES = 64 << 10
# letters with marks: where DOS has them, and where Windows has them
_DOS, _WINDOWS = frozenset(range(0x80, 0xA6)), frozenset(range(0xC0, 0x100))
_JULIAN = date(1, 1, 1).toordinal() - 1_721_426


class _Field(msgspec.Struct, frozen=True):
    """A field of each record: `at`: where it begins in it."""

    name: str
    kind: str
    at: int
    size: int


def is_dbase(head: bytes) -> bool:
    """Whether the first bytes are those of such a table."""
    if len(head) < _HEAD_BYTES + _FIELD_BYTES or head[0] not in _VERSIONS:
        return False
    _, _, month, day, _, header, record = _HEAD.unpack_from(head)
    name, kind, size, _ = _FIELD.unpack_from(head, _HEAD_BYTES)
    return (
        month <= 12 and day <= 31 and header > _HEAD_BYTES + _FIELD_BYTES and record > 1 and size > 0
        and kind[0] in _TYPES and name[:1].isalpha() and name.rstrip(b"\0").isascii()
    )  # fmt: skip


def read_dbase(source: DocumentSource, draft: Extraction) -> None:
    """The records as a table, the names of the fields first. Raises: UnreadableError; LimitError."""
    data = source.data
    *_, promised, header, record = _HEAD.unpack(bytes(data[: _HEAD.size]))
    head = bytes(data[: min(header, _HEAD_BYTES + _MOST_FIELDS * _FIELD_BYTES)])
    fields = list(_iterate_fields(head, record))
    if not fields:
        raise UnreadableError("the table is damaged: it has no fields", is_all=True)
    page = _PAGES.get(head[29]) or _guess_page(bytes(data[header : header + _SAMPLE_BYTES]))
    held = max(0, len(data) - header) // record
    draft.rows(_iterate_rows(data, (header, record), fields, page))
    if held < promised:
        draft.miss(f"its header tells of {promised:,} records, and the file ends after {held:,}")
    if any(one.kind == "M" for one in fields):
        draft.miss("its memos stand in a file of their own (.dbt, .fpt)")


def _iterate_fields(head: bytes, record: int) -> Iterator[_Field]:
    at = 1
    for start in range(_HEAD_BYTES, len(head) - _FIELD_BYTES + 1, _FIELD_BYTES):
        if head[start] == _END:
            return
        name, kind, size, more = _FIELD.unpack_from(head, start)
        # Clipper keeps long texts by a second byte of their length
        size += more << 8 if kind == b"C" else 0
        if kind[0] not in _TYPES or not size or at + size > record:
            return
        yield _Field(name.split(b"\0")[0].decode("cp437"), kind.decode(), at, size)
        at += size


def _guess_page(sample: bytes) -> str:
    """The code page of a table that names none: UTF-8 where it is, else the one in which these are
    letters.
    """
    high = [byte for byte in sample if byte >= 0x80]
    try:
        return "utf-8" if high and sample.decode("utf-8") else "cp1252"
    except UnicodeDecodeError:
        dos, windows = sum(byte in _DOS for byte in high), sum(byte in _WINDOWS for byte in high)
        return "cp437" if dos > windows else "cp1252"


def _iterate_rows(
    data: Buffer, sizes: tuple[int, int], fields: list[_Field], page: str
) -> Iterator[list[str]]:
    """As many records as the file has, whatever its header says: what follows the last one is none."""
    shown = [one for one in fields if one.kind in _READERS]
    yield [one.name for one in shown]
    header, record = sizes
    for start in range(header, len(data) - record + 1, record):
        cells = bytes(data[start : start + record])
        if cells[0] not in _FLAGS:
            return
        yield [_READERS[one.kind](cells[one.at : one.at + one.size], page) for one in shown]


def _read_text(cell: bytes, page: str) -> str:
    return cell.decode(page, "replace").strip(" \0")


def _read_day(cell: bytes, _: str) -> str:
    told = cell.decode("ascii", "replace").strip(" \0")
    return f"{told[:4]}-{told[4:6]}-{told[6:]}" if len(told) == 8 and told.isdigit() else told


def _read_logical(cell: bytes, _: str) -> str:
    return {"T": "Y", "F": "N", "?": ""}.get(
        told := cell.decode("ascii", "replace").strip(" \0").upper(), told
    )


def _read_integer(cell: bytes, _: str) -> str:
    return str(int.from_bytes(cell[:4], "little", signed=True)) if len(cell) >= 4 else ""


def _read_money(cell: bytes, _: str) -> str:
    return f"{int.from_bytes(cell[:8], 'little', signed=True) / 10_000:.2f}" if len(cell) >= 8 else ""


def _read_double(cell: bytes, page: str) -> str:
    return f"{struct.unpack('<d', cell)[0]:g}" if len(cell) == 8 else _read_text(cell, page)


def _read_moment(cell: bytes, page: str) -> str:
    """A day of the Julian calendar of astronomers, and milliseconds."""
    if len(cell) != 8:
        return _read_text(cell, page)
    day, milliseconds = struct.unpack("<II", cell)
    ordinal = day + _JULIAN
    if not date.min.toordinal() <= ordinal <= date.max.toordinal():
        return ""
    clock = timedelta(seconds=milliseconds // 1000 % 86_400)
    return (
        f"{date.fromordinal(ordinal).isoformat()} {clock}" if clock else date.fromordinal(ordinal).isoformat()
    )


_READERS: dict[str, Callable[[bytes, str], str]] = {
    "C": _read_text, "V": _read_text, "N": _read_text, "F": _read_text, "D": _read_day, "L": _read_logical,
    "I": _read_integer, "+": _read_integer, "Y": _read_money, "B": _read_double, "O": _read_double,
    "T": _read_moment, "@": _read_moment,
}  # fmt: skip
