"""SQLite databases, read as tables; a database is opened read-only, from a copy in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from firstbell.documents.draft import Draft, Source, UnreadableError


def read_sqlite(source: Source, draft: Draft) -> None:
    """Every table, its column names first. Raises: UnreadableError; LimitError."""
    connection = sqlite3.connect(":memory:")
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        data = bytearray(source.data)
        # a database in write-ahead mode cannot be opened from memory: say that it is in the old one
        data[18:20] = b"\x01\x01"
        connection.deserialize(bytes(data))
        tables = [
            row[0]
            for row in connection.execute(
                "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
            )
        ]
    except (sqlite3.Error, OverflowError, MemoryError) as error:
        connection.close()
        raise UnreadableError(f"the database is damaged: {error}") from None
    try:
        for table in tables:
            _read_table(connection, table, draft)
    finally:
        connection.close()


def _read_table(connection: sqlite3.Connection, table: str, draft: Draft) -> None:
    quoted = table.replace('"', '""')
    try:
        cursor = connection.execute(f'select * from "{quoted}"')
        names = [column[0] for column in cursor.description or ()]
        with draft.at(f"table {table}"):
            draft.rows(_iterate_rows(cursor, names))
    except sqlite3.Error as error:
        draft.miss(f"table {table}: {error}")


def _iterate_rows(cursor: sqlite3.Cursor, names: list[str]) -> Iterator[list[str]]:
    yield names
    for row in cursor:
        yield [_render(value) for value in row]


def _render(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace") if len(value) < 4096 else ""
    return "" if value is None else str(value)
