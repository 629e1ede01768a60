"""The tables of a catalog.

A *line* is the snapshots of one host and one set of paths, in order; a snapshot's place in its line is
its `position`, counted from 0. A version is an interval of positions: held from `first` up to, and not
including, `gone` (NULL while the newest snapshot holds it).
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, Table, Text

# Raised whenever a table changes; a catalog of another version is made anew.
SCHEMA_VERSION = 3

metadata = MetaData()

meta = Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

# Every tree that was read, so that none is read twice. `entries`: see entries.py.
trees = Table(
    "trees",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("entries", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

lines = Table(
    "lines",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("host", Text, nullable=False),
    Column("paths", Text, nullable=False),  # JSON, sorted
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", LargeBinary, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("time_ns", Integer, nullable=False),
    Column("time", Text, nullable=False),
    Column("tree", LargeBinary, nullable=False),
    Column("excludes", Text, nullable=False),  # JSON, sorted
    Index("snapshots_by_line", "line", "position", unique=True),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("path", LargeBinary, nullable=False),
    Column("first", Integer, nullable=False),
    Column("gone", Integer),
    Column("kind", Text, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),  # blob ids, 32 bytes each, in order
    Column("target", LargeBinary, nullable=False),  # of a symlink; device number of a device
    Column("mtime_ns", Integer, nullable=False),
    Column("state", Text),
    Column("code", Text),
    Column("reason", Text),
    Column("was", LargeBinary),
    Index("versions_by_path", "line", "path", "first"),
    Index("versions_by_first", "line", "first"),
    Index("versions_by_gone", "line", "gone"),
)
Index("versions_by_was", versions.c.line, versions.c.was, sqlite_where=versions.c.was.is_not(None))

# `lists`: JSON of the long lists of an Examination (notes, deleted, renamed, hints), paths as hex.
# `evidence`: JSON of its Evidence, from which verdict and reasons are worked out anew; NULL where nobody
# weighed.
examinations = Table(
    "examinations",
    metadata,
    Column("snapshot", LargeBinary, primary_key=True),
    Column("previous", LargeBinary),  # the snapshot it was compared with
    Column("verdict", Text, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("files_changed", Integer, nullable=False),
    Column("files_damaged", Integer, nullable=False),
    Column("lists", Text, nullable=False),
    Column("evidence", Text),
)
