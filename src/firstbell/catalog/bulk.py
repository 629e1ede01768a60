"""Many rows at once: by COPY and by one statement over arrays on PostgreSQL, one by one on SQLite."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any
from typing import cast as cast_type

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Connection,
    Table,
    Update,
    bindparam,
    cast,
    func,
    insert,
)
from sqlalchemy.sql import column, visitors
from sqlalchemy.types import BigInteger, LargeBinary, Text

from firstbell.catalog import server_schema
from firstbell.catalog.schema import FreeText, encode_free, versions
from firstbell.catalog.server_views import SCHEMA

Row = Mapping[str, Any]
# below it one by one costs less than the arrays do
_FEW = 20

# COPY in binary, big-endian: a head; of each row how many fields it has, and each field behind its length
_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TAIL = struct.pack(">h", -1)
_COUNT = struct.Struct(">h")
_LENGTH = struct.Struct(">i")
_NUMBER = struct.Struct(">iq")
_NULL = _LENGTH.pack(-1)
# rows that are packed before they are sent
_PACKED_ROWS = 5000


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows, which all name the same columns."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), list(rows))
        return
    names = list(rows[0])
    prepare = connection.dialect.identifier_preparer
    # COPY goes into no view; whose rows they are the table adds
    place = f"{prepare.quote(SCHEMA)}.{prepare.quote(server_schema.name_table(table))}"
    listed = ", ".join(prepare.quote(name) for name in names)
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {place} ({listed}) FROM STDIN (FORMAT BINARY)") as copying,
    ):
        copying.write(_HEAD)
        for at in range(0, len(rows), _PACKED_ROWS):
            copying.write(_pack_rows(table, names, rows[at : at + _PACKED_ROWS]))
        copying.write(_TAIL)


def _pack_rows(table: Table, names: Sequence[str], rows: Sequence[Row]) -> bytes:
    """As COPY takes them. Column by column: most values of a column come many times."""
    count = _COUNT.pack(len(names))
    columns = [[count] * len(rows)]
    for name in names:
        pack = _find_packing(table, name)
        values = [row[name] for row in rows]
        packed = {value: _NULL if value is None else pack(value) for value in set(values)}
        columns.append([packed[value] for value in values])
    return b"".join(chain.from_iterable(zip(*columns, strict=True)))


@cache
def _find_packing(table: Table, name: str) -> Callable[[Any], bytes]:
    """What writes a value of this column that is not NULL."""
    kind = table.c[name].type
    if isinstance(kind, BigInteger):
        return _pack_number
    if isinstance(kind, LargeBinary):
        return _pack_bytes
    # text that may hold anything is stored as bytes; in binary both look alike
    assert isinstance(kind, FreeText | Text)
    return _pack_text


def _pack_number(value: int) -> bytes:
    return _NUMBER.pack(8, value)


def _pack_text(value: str) -> bytes:
    return _pack_bytes(encode_free(value))


def _pack_bytes(value: bytes) -> bytes:
    return _LENGTH.pack(len(value)) + value


def update_rows(connection: Connection, statement: Update, rows: Iterable[Row]) -> None:
    """Run an update of versions once for each row of its parameters; no two may be meant for one version.

    `of_path` among them: the path by which a version is found.
    """
    values = list(rows)
    if not values:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(statement, values)
    elif len(values) < _FEW:
        connection.execute(find_by_key(statement), values)
    else:
        arrays = {name: [row[name] for row in values] for name in values[0]}
        connection.execute(_over_arrays(find_by_key(statement)), arrays)


@cache
def find_by_key(statement: Update) -> Update:
    """The same update, as a server finds versions by their paths."""
    key = server_schema.key_of(versions.c.path)
    return statement.where(key == server_schema.key_of(bindparam("of_path", type_=LargeBinary())))


@cache
def _over_arrays(statement: Update) -> Update:
    """The same update, joined to a table of its parameters, which are arrays now."""
    kinds = {
        one.key: one.type
        for one in visitors.iterate(statement)
        if isinstance(one, BindParameter) and one.required
    }
    arrays = [cast(bindparam(name, type_=ARRAY(kind)), ARRAY(kind)) for name, kind in kinds.items()]
    given = func.unnest(*arrays).table_valued(
        *(column(name, kind) for name, kind in kinds.items()), name="given"
    )
    given = given.render_derived()

    def replace(element: Any, **_: Any) -> ColumnElement[Any] | None:
        is_ours = isinstance(element, BindParameter) and element.key in kinds
        return given.c[element.key] if is_ours else None

    return cast_type(Update, visitors.replacement_traverse(statement, {}, replace))
