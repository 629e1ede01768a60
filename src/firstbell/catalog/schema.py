"""The tables of a catalog.

A *line* is the snapshots of one host and one set of paths, in order; a snapshot's place in its line is
its `position`, counted from 0. A version is an interval of positions: held from `first` up to, and not
including, `gone` (NULL while the newest snapshot holds it).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    DDL,
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
    event,
    literal_column,
    or_,
)
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

# bounded: what can be long costs a second table and an index on PostgreSQL
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
# it is compressed already
_AS_IT_IS = DDL("ALTER TABLE parts ALTER entries SET STORAGE EXTERNAL")  # type: ignore[no-untyped-call]
event.listen(parts, "after_create", _AS_IT_IS.execute_if(dialect="postgresql"))

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
    Index("versions_by_path", "line", "path", "first").ddl_if(dialect="sqlite"),
    # a row of a B-tree of PostgreSQL has no room for a long path
    Index("versions_by_path_hash", "path", postgresql_using="hash").ddl_if(dialect="postgresql"),
    Index("versions_by_first", "line", "first").ddl_if(dialect="sqlite"),
    Index("versions_by_gone", "line", "gone").ddl_if(dialect="sqlite"),
)
# Most versions came with the first snapshot, stand, and are whole: PostgreSQL keeps the others apart, so that
# the first snapshot, which is most of the work, costs no entry in either. By their path all are found.
_CAME_LATER = versions.c.first > literal_column("0")
_ENDED = or_(versions.c.gone.is_not(None), versions.c.state == literal_column("'damaged'"))
for _name, _second, _kept in (
    ("versions_by_later_first", versions.c.first, _CAME_LATER),
    ("versions_by_end", versions.c.gone, _ENDED),
):
    Index(_name, versions.c.line, _second, postgresql_where=_kept).ddl_if(dialect="postgresql")
_RENAMED = versions.c.was.is_not(None)
Index("versions_by_was", versions.c.line, versions.c.was, sqlite_where=_RENAMED).ddl_if(dialect="sqlite")
Index("versions_by_was_hash", versions.c.was, postgresql_using="hash", postgresql_where=_RENAMED).ddl_if(
    dialect="postgresql"
)

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
