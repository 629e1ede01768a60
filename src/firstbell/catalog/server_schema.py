"""The tables of catalogs in PostgreSQL: one set for all repositories, of which a connection sees one.

Each table has the columns of `schema` and the repository's number, and each has a view by the name that the
table has in a file. A view shows the rows of the repository that the connection is set to, and what goes
into it becomes that repository's: so a statement is the same for a file and for a server.

Tables of its own for each repository cost more to make than everything else of a small catalog: there were
thirty with their indexes and what belongs to them.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Identity,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    func,
    text,
)

from firstbell.catalog import schema
from firstbell.catalog.server_views import SETTING
from firstbell.catalog.views import KEY_BYTES, PATH_KEY

_ITS_NUMBER = f"current_setting('{SETTING}')::bigint"
# Most versions came with the first snapshot, stand, and are whole. The indexes on `first` and `gone` leave
# them out, so that the first snapshot, which is most of the work, costs no entry in either.
_INDEXES = (
    "CREATE UNIQUE INDEX snapshots_by_line ON all_snapshots (line, position)",
    f"CREATE INDEX versions_by_path ON all_versions (line, ({PATH_KEY.format('path')}))",
    "CREATE INDEX versions_by_later_first ON all_versions (line, first) WHERE first > 0",
    "CREATE INDEX versions_by_end ON all_versions (line, gone) WHERE gone IS NOT NULL OR state = 'damaged'",
    f"CREATE INDEX versions_by_was ON all_versions (line, ({PATH_KEY.format('was')})) WHERE was IS NOT NULL",
    # they are compressed already
    "ALTER TABLE all_parts ALTER entries SET STORAGE EXTERNAL",
)
# What is removed with a repository. Versions are found by their lines.
_OF_REPOSITORY = (
    "DELETE FROM versions WHERE line IN (SELECT id FROM lines)",
    *(f"DELETE FROM {name}" for name in ("snapshots", "lines", "examinations", "trees", "parts", "meta")),
)
REMOVE_ROWS = "; ".join(_OF_REPOSITORY)


def name_table(table: Table) -> str:
    """The table behind a view."""
    return f"all_{table.name}"


def key_of(path: ColumnElement[Any]) -> ColumnElement[Any]:
    """`PATH_KEY` of a column or a parameter."""
    # the numbers stand in the statement: an index is known again by what it was made of
    return func.substr(func.sha256(path), text("1"), text(str(KEY_BYTES)))


def write_tables() -> str:
    """Statements that make tables and views, in the first schema of the path."""
    made = schema.write_statements(_describe_tables(), "postgresql+psycopg://")
    return "; ".join([*made, *_INDEXES, *(_write_view(table) for table in schema.metadata.sorted_tables)])


def _describe_tables() -> MetaData:
    described = MetaData()
    for table in schema.metadata.sorted_tables:
        number = Column("repository", BigInteger, nullable=False, server_default=text(_ITS_NUMBER))
        columns = [
            Column(one.name, one.type, *([Identity()] if table is schema.lines and one.primary_key else []))
            if one.primary_key
            else Column(one.name, one.type, nullable=one.nullable)
            for one in table.columns
        ]
        key = [one.name for one in table.primary_key]
        constraints = [PrimaryKeyConstraint("repository", *key)] if key else []
        Table(name_table(table), described, number, *columns, *constraints)
    return described


def _write_view(table: Table) -> str:
    columns = ", ".join(one.name for one in table.columns)
    return (
        f"CREATE VIEW {table.name} AS SELECT {columns} FROM {name_table(table)}"
        f" WHERE repository = {_ITS_NUMBER}"
    )
