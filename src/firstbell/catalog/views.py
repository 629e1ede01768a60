"""Reading a catalog: one text of a query for a file and for a database server.

A query is SQL with named parameters (`:line`), the same for both. A file is read by Python's own driver: what
writes to catalogs takes longer to load than most questions take to answer.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection

# how long somebody waits for another process that writes
BUSY_S = 60
# Variables of one statement; SQLite allows 32,766 since 3.32, older ones 999.
_CHUNK = 500
_PARAMETER = re.compile(r":([a-z_0-9]+)")
Values = Mapping[str, Any]
# What an index of a server holds of a path, as it works it out: a row of a B-tree has no room for a long one.
KEY_BYTES = 8
PATH_KEY = f"substr(sha256({{}}), 1, {KEY_BYTES})"


class Reading(Protocol):
    """A view of a catalog that stands still. `is_server`: whether a database server gives it."""

    is_server: bool

    def ask(self, query: str, values: Values | None = None) -> list[Any]:
        """All rows, as tuples in the order of the columns."""


class SqliteReading:
    """A file, or a catalog in memory."""

    is_server = False

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def ask(self, query: str, values: Values | None = None) -> list[Any]:
        """All rows."""
        return self._database.execute(query, values or {}).fetchall()


class EngineReading:
    """The connection of whoever writes, or a server's."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.is_server = connection.dialect.name == "postgresql"

    def ask(self, query: str, values: Values | None = None) -> list[Any]:
        """All rows."""
        text = write_for_server(query) if self.is_server else query
        return list(self._connection.exec_driver_sql(text, dict(values or {})).all())


@cache
def write_for_server(query: str) -> str:
    """The query as psycopg takes it."""
    return _PARAMETER.sub(r"%(\1)s", query.replace("%", "%%"))


@contextmanager
def read_file(path: Path) -> Iterator[SqliteReading]:
    """One view of the file. Raises: sqlite3.Error."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, BUSY_S, isolation_level=None, uri=True)) as database:
        database.execute("PRAGMA cache_size=-65536")
        database.execute("PRAGMA temp_store=MEMORY")
        database.execute("BEGIN")
        yield SqliteReading(database)


def make_key(path: bytes) -> bytes:
    """`PATH_KEY` of a path."""
    return hashlib.sha256(path).digest()[:KEY_BYTES]


def ask_one(reading: Reading, query: str, values: Values | None = None) -> Any:
    """The first column of the first row, None where there is none."""
    rows = reading.ask(query, values)
    return rows[0][0] if rows else None


def ask_in_parts(reading: Reading, query: str, wanted: Sequence[Any], **values: Any) -> Iterator[Any]:
    """The rows of a query with `(:wanted)`, which is asked for so many of them at a time."""
    for at in range(0, len(wanted), _CHUNK):
        part = {f"wanted_{number}": one for number, one in enumerate(wanted[at : at + _CHUNK])}
        listed = ", ".join(f":{name}" for name in part)
        yield from reading.ask(query.replace(":wanted", listed), {**values, **part})


def read_text(value: str | bytes) -> str:
    """Text that may hold anything: a server keeps its bytes, since it has no NUL in a text."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value
