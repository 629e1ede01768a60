"""SQLite databases, read as tables; a database is opened read-only, from a copy in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from firstbell.documents.extraction import DocumentSource, Extraction, UnreadableError
from firstbell.documents.joined_tables import join_tables

# of a larger database each table is read alone, a row at a time
_MOST_ROWS = 100_000


def read_sqlite(source: DocumentSource, draft: Extraction) -> None:
    """Every table, its column names first. Raises: UnreadableError; LimitError."""
    connection = sqlite3.connect(":memory:")
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        data = bytearray(source.held)
        # a database in write-ahead mode cannot be opened from memory: say that it is in the old one
        data[18:20] = b"\x01\x01"
        connection.deserialize(bytes(data))
        tables = [
            row[0]
            for row in connection.execute(
                "select name from sqlite_master where type = 'table' and name not like 'sqlite!_%' escape '!'"
            )
        ]
    except (sqlite3.Error, OverflowError, MemoryError) as error:
        connection.close()
        raise UnreadableError(f"the database is damaged: {error}") from None
    try:
        if len(tables) > 1 and _count_rows(connection, tables) <= _MOST_ROWS:
            _read_joined(connection, tables, draft)
        else:
            for table in tables:
                _read_table(connection, table, draft)
    finally:
        connection.close()


def _count_rows(connection: sqlite3.Connection, tables: list[str]) -> int:
    total = 0
    for table in tables:
        quoted = table.replace('"', '""')
        try:
            total += connection.execute(f'select count(*) from "{quoted}"').fetchone()[0]
        except sqlite3.Error:
            return _MOST_ROWS + 1
    return total


def _read_joined(connection: sqlite3.Connection, tables: list[str], draft: Extraction) -> None:
    """The tables, each with what stands in those that it refers to."""
    read: dict[str, list[list[str]]] = {}
    for table in tables:
        quoted = table.replace('"', '""')
        try:
            cursor = connection.execute(f'select * from "{quoted}"')
            read[table] = list(_iterate_rows(cursor, [column[0] for column in cursor.description or ()]))
        except sqlite3.Error as error:
            draft.miss(f"table {table}: {error}")
    for table, rows in join_tables(read, keyless=_list_keyless(connection, read)):
        with draft.at(f"table {table}"):
            draft.rows(rows)


def _list_keyless(connection: sqlite3.Connection, tables: Iterable[str]) -> set[str]:
    """The tables without a primary key, where others have one."""
    keyed = set()
    for table in tables:
        with suppress(sqlite3.Error):
            columns = connection.execute("select pk from pragma_table_info(?)", (table,))
            keyed |= {table} if any(one for (one,) in columns) else set()
    return {*tables} - keyed if keyed else set()


def _read_table(connection: sqlite3.Connection, table: str, draft: Extraction) -> None:
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
