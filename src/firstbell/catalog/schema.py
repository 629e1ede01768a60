"""The tables of a catalog.

A *line* is the snapshots of one host and one set of paths, in order; a snapshot's place in its line is
its `position`, counted from 0. A version is an interval of positions: held from `first` up to, and not
including, `gone` (NULL while the newest snapshot holds it). Indexes are those of a file; a database server
has its own (`server_schema`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    create_mock_engine,
)
from sqlalchemy.engine.mock import MockConnection
from sqlalchemy.types import TypeEngine

metadata = MetaData()


def encode_free(value: str) -> bytes:
    """Text that may hold anything as the bytes that stand for it on PostgreSQL."""
    return value.encode("utf-8", "surrogatepass")


class FreeText(TypeDecorator[str]):
    """Text that may hold anything, also the NUL that PostgreSQL has in no text: its bytes there."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Bytes on PostgreSQL."""
        return dialect.type_descriptor(LargeBinary() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """As it is stored."""
        return encode_free(value) if value and dialect.name == "postgresql" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """As it was."""
        return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


# 64 bits everywhere; the row id of SQLite has to be called INTEGER
_NUMBER = BigInteger().with_variant(Integer, "sqlite")

meta = Table(
    "meta",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", String(256), nullable=False),
)

# Every tree that was read, so that none is read twice, and what trees share: see entries.py.
trees = Table(
    "trees",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("part", LargeBinary, nullable=False),
    Column("own", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

parts = Table(
    "parts",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("entries", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

lines = Table(
    "lines",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("host", FreeText, nullable=False),
    Column("paths", FreeText, nullable=False),  # JSON, sorted
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("line", _NUMBER, nullable=False),
    Column("position", _NUMBER, nullable=False),
    Column("time_ns", _NUMBER, nullable=False),
    Column("time", FreeText, nullable=False),
    Column("tree", LargeBinary, nullable=False),
    Column("excludes", FreeText, nullable=False),  # JSON, sorted
    Index("snapshots_by_line", "line", "position", unique=True),
)

versions = Table(
    "versions",
    metadata,
    Column("line", _NUMBER, nullable=False),
    Column("path", LargeBinary, nullable=False),
    Column("first", _NUMBER, nullable=False),
    Column("gone", _NUMBER),
    Column("kind", Text, nullable=False),
    Column("size_bytes", _NUMBER, nullable=False),
    Column("content", LargeBinary, nullable=False),  # blob ids, 32 bytes each, in order
    Column("target", LargeBinary, nullable=False),  # of a symlink; device number of a device
    Column("mtime_ns", _NUMBER, nullable=False),
    Column("state", Text),
    Column("code", FreeText),
    Column("reason", FreeText),
    Column("was", LargeBinary),
    Index("versions_by_path", "line", "path", "first"),
    Index("versions_by_first", "line", "first"),
    Index("versions_by_gone", "line", "gone"),
)
_RENAMED = versions.c.was.is_not(None)
Index("versions_by_was", versions.c.line, versions.c.was, sqlite_where=_RENAMED)

# `lists`: JSON of the long lists of an Examination (notes, deleted, renamed, hints), paths as hex.
# `evidence`: JSON of its Evidence, from which verdict and reasons are worked out anew; NULL where nobody
# weighed.
examinations = Table(
    "examinations",
    metadata,
    Column("snapshot", LargeBinary, primary_key=True),
    Column("previous", LargeBinary),  # the snapshot it was compared with
    Column("verdict", Text, nullable=False),
    Column("reasons", FreeText, nullable=False),
    Column("files_changed", _NUMBER, nullable=False),
    Column("files_damaged", _NUMBER, nullable=False),
    Column("lists", FreeText, nullable=False),
    Column("evidence", FreeText),
)


def write_statements(tables: MetaData, url: str) -> list[str]:
    """The statements that make tables in a database of this kind."""
    made: list[str] = []

    def note(statement: Any, *_: object, **__: object) -> None:
        made.append(str(statement.compile(dialect=engine.dialect)))

    engine: MockConnection = create_mock_engine(url, note)
    tables.create_all(engine, checkfirst=False)
    return made
