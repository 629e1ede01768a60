"""Databases of the Extensible Storage Engine, made: a header, a catalog, and tables of a few thousand rows.

Pages have 4,096 bytes; page n lies at (n + 1) * 4,096, behind the header and its copy. A page: checksum,
number, time of the database, previous, next, the tree's owner, free bytes, first free byte, number of tags,
flags (40 bytes); values from there on; tags of four bytes (size; offset, with flags above bit 13) from the
page's end backward. Tag 0 of a root is its header, of another page the key that all its values share. A value
of a leaf: size of its key, the key, the record; of a branch: size of the key, the key, the child's number.

Source: Joachim Metz, "Extensible Storage Engine (ESE) Database File (EDB) format specification".
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_PAGE = 4096
_SEED = 0x89ABCDEF
_CATALOG, _BACKUP, _FIRST_FREE = 4, 24, 32
_ROOT, _LEAF, _BRANCH = 1, 2, 4
_TABLE, _COLUMN = 1, 2
# kinds of columns: JET_coltyp
BYTE, SHORT, LONG, DATETIME, LONG_BINARY, LONG_LONG = 2, 3, 4, 8, 11, 15
_SHAPES = {BYTE: "<B", SHORT: "<h", LONG: "<i", DATETIME: "<d", LONG_LONG: "<q"}
Cell = int | float | bytes | None


@dataclass(frozen=True)
class DatabaseTable:
    """A table: its columns by name with their kinds, and its rows by column.

    One column may be of bytes.
    """

    name: str
    columns: Mapping[str, int]
    rows: Sequence[Mapping[str, Cell]]


def write_database(tables: Sequence[DatabaseTable]) -> bytes:
    """A database that was shut down cleanly, with these tables."""
    out = _Pages()
    entries: list[bytes] = []
    for number, table in enumerate(tables, start=3):
        root = out.add_tree(number, [_render_row(table, row) for row in table.rows])
        entries.append(_describe(number, table.name, (_TABLE, number, root, 1)))
        fixed = 0
        for column, (name, kind) in enumerate(table.columns.items(), start=1):
            is_tagged = kind == LONG_BINARY
            place = 256 if is_tagged else column
            size = 0 if is_tagged else struct.calcsize(_SHAPES[kind])
            entries.append(_describe(number, name, (_COLUMN, place, kind, size), offset=4 + fixed))
            fixed += size
    for at in (_CATALOG, _BACKUP):
        out.put_tree(at, 2, entries)
    out.put_tree(1, 1, [])
    return _write_header() * 2 + out.join()


def _checksum(data: bytes) -> int:
    value = _SEED
    for word in struct.unpack(f"<{len(data) // 4}I", data):
        value ^= word
    return value


def _write_header() -> bytes:
    header = bytearray(_PAGE)
    struct.pack_into("<III", header, 4, _SEED, 0x620, 0)
    struct.pack_into("<I", header, 52, 3)  # shut down cleanly
    struct.pack_into("<II", header, 232, 0x14, _PAGE)
    struct.pack_into("<I", header, 0, _checksum(bytes(header[4:])))
    return bytes(header)


class _Pages:
    def __init__(self) -> None:
        self._pages: dict[int, bytes] = {}
        self._next = _FIRST_FREE

    def add_tree(self, owner: int, records: Sequence[bytes]) -> int:
        """A tree of records at the next free page; the number of its root."""
        root = self._next
        self._next += 1
        self.put_tree(root, owner, records)
        return root

    def put_tree(self, root: int, owner: int, records: Sequence[bytes]) -> None:
        """A tree of records, its root at this page."""
        values = [_key(at) + record for at, record in enumerate(records)]
        leaves = _split(values)
        if len(leaves) == 1:
            self._put(root, owner, [_root_header(), *leaves[0]], flags=_ROOT | _LEAF)
            return
        numbers = list(range(self._next, self._next + len(leaves)))
        self._next += len(leaves)
        first = 0
        children = []
        for place, leaf in enumerate(leaves):
            around = (
                numbers[place - 1] if place else 0,
                numbers[place + 1] if place + 1 < len(leaves) else 0,
            )
            self._put(numbers[place], owner, [b"", *leaf], flags=_LEAF, around=around)
            first += len(leaf)
            children.append(_key(first - 1) + struct.pack("<I", numbers[place]))
        self._put(root, owner, [_root_header(), *children], flags=_ROOT | _BRANCH)

    def _put(
        self,
        number: int,
        owner: int,
        values: Sequence[bytes],
        *,
        flags: int,
        around: tuple[int, int] = (0, 0),
    ) -> None:
        page = bytearray(_PAGE)
        at = 0
        for place, value in enumerate(values):
            page[40 + at : 40 + at + len(value)] = value
            struct.pack_into("<HH", page, _PAGE - 4 * (place + 1), len(value), at)
            at += len(value)
        free = _PAGE - 40 - at - 4 * len(values)
        assert free >= 0
        struct.pack_into("<I", page, 4, number)
        struct.pack_into("<IIIHHHHI", page, 16, *around, owner, free, 0, at, len(values), flags)
        struct.pack_into("<I", page, 0, _checksum(bytes(page[4:])))
        self._pages[number] = bytes(page)

    def join(self) -> bytes:
        """All pages from number 1 on, unused ones empty."""
        return b"".join(self._pages.get(number, bytes(_PAGE)) for number in range(1, self._next))


def _root_header() -> bytes:
    return struct.pack("<IIII", 1, 0, 0, 0)


def _key(at: int) -> bytes:
    return struct.pack("<H", 4) + at.to_bytes(4, "big")


def _split(values: Sequence[bytes]) -> list[list[bytes]]:
    leaves: list[list[bytes]] = [[]]
    room = _PAGE - 40 - 16 - 8
    left = room
    for value in values:
        if len(value) + 4 > left:
            leaves.append([])
            left = room
        leaves[-1].append(value)
        left -= len(value) + 4
    return leaves


def _describe(owner: int, name: str, fields: tuple[int, int, int, int], *, offset: int = 0) -> bytes:
    """An entry of the catalog: nine fixed fields, and the name.

    `fields`: kind of entry, number, kind of column or root of the table, size of the column.
    """
    kind = fields[0]
    pages = 80 if kind == _TABLE else 1252
    fixed = struct.pack("<IhIIIIIBh", owner, *fields, 0, pages, 1, offset)
    fixed += bytes(2)  # none of the nine is missing
    text = name.encode("ascii")
    return struct.pack("<BBH", 9, 128, 4 + len(fixed)) + fixed + struct.pack("<H", len(text)) + text


def _render_row(table: DatabaseTable, row: Mapping[str, Cell]) -> bytes:
    fixed, missing, count = b"", 0, 0
    tagged = b""
    for name, kind in table.columns.items():
        value = row.get(name)
        if kind == LONG_BINARY:
            assert value is None or isinstance(value, bytes)
            tagged = struct.pack("<HH", 256, 4) + value if value is not None else b""
            continue
        missing |= (value is None) << count
        count += 1
        fixed += struct.pack(_SHAPES[kind], value or 0)
    nulls = missing.to_bytes(-(-count // 8), "little")
    return struct.pack("<BBH", count, 127, 4 + len(fixed) + len(nulls)) + fixed + nulls + tagged
