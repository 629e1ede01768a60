"""The file of a catalog: opened, or made anew when it cannot be used.

A catalog is derived, so a file that is damaged or of another version is never an error: it is made anew,
and a note says so.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, create_engine, event, make_url, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool, StaticPool

from firstbell.catalog import schema
from firstbell.catalog.errors import CatalogUnwritableError
from firstbell.catalog.soundness import SCHEMA_VERSION, SIDE_FILES, find_fault
from firstbell.catalog.transactions import begin_ourselves, begin_writing
from firstbell.catalog.views import BUSY_S

# execution options: statements as text, by what they say
_COMPILED: dict[str, Any] = {"compiled_cache": {}}


def open_database(path: Path | None, repository_hex_id: str, *, rebuild: bool = False) -> tuple[Engine, str]:
    """An engine over the catalog of one repository, and a note when it had to be made anew ("" if not).

    `path` None: the catalog lives in memory and is gone with the engine.

    Raises: CatalogUnwritableError.
    """
    if path is None:
        engine = create_engine(
            # another thread than the one that opened it may ask, one after the other
            "sqlite://",
            poolclass=StaticPool,
            connect_args={"check_same_thread": False},
        )
        begin_ourselves(engine)
        with engine.begin() as connection:
            prepare(connection, repository_hex_id)
        return engine, ""
    note = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _opening_alone(path):
            if rebuild:
                _remove(path)
            elif path.exists():
                note = find_fault(path, repository_hex_id)
                if note:
                    _remove(path)
            _tighten(path)
            engine = connect_file(path)
            with begin_writing(engine) as connection:
                prepare(connection, repository_hex_id)
    except (OSError, OperationalError, sqlite3.OperationalError) as error:
        raise CatalogUnwritableError(path, str(getattr(error, "orig", error))) from None
    return engine, note


@contextmanager
def _opening_alone(path: Path) -> Iterator[None]:
    """Else what one process is just making looks to another like a catalog without tables."""
    lock_fd = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        with suppress(OSError):  # a filesystem without locks: one process at a time, then
            fcntl.flock(lock_fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock_fd)


def _tighten(path: Path) -> None:
    """The owner's alone, as its log and shared memory are then: it holds the name of every file."""
    path.touch(mode=0o600)
    for suffix in SIDE_FILES:
        # another user's is his to tighten
        with suppress(FileNotFoundError, PermissionError):
            path.with_name(path.name + suffix).chmod(0o600)


def connect_file(path: Path) -> Engine:
    """An engine over a file that is ready. All share what was compiled, since an examiner opens many."""
    dialect = _find_dialect()

    def open_file() -> Any:
        # whoever asks next may be another thread
        return sqlite3.connect(path, timeout=BUSY_S, check_same_thread=False)

    pool = NullPool(open_file, dialect=dialect)
    engine = Engine(pool, dialect, make_url(f"sqlite:///{path}"), execution_options=_COMPILED)
    begin_ourselves(engine)
    event.listen(engine, "connect", _set_up)
    return engine


@cache
def _find_dialect() -> Dialect:
    """SQLite's, as it is after its first connection."""
    engine = create_engine("sqlite://")
    engine.connect().close()
    engine.dispose()
    return engine.dialect


@cache
def _write_tables() -> tuple[str, ...]:
    """Statements that make the tables in an empty file."""
    return tuple(schema.write_statements(schema.metadata, "sqlite://"))


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # WAL with NORMAL survives a power cut; a reader never waits for the writer
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-65536")
    connection.execute("PRAGMA temp_store=MEMORY")


def prepare(connection: Connection, repository_hex_id: str) -> None:
    """Make the tables that are missing, and say whose they are."""
    if connection.exec_driver_sql("SELECT 1 FROM sqlite_master LIMIT 1").first() is None:
        for statement in _write_tables():
            connection.exec_driver_sql(statement)
    else:
        schema.metadata.create_all(connection)
    known = {row.name for row in connection.execute(select(schema.meta.c.name))}
    facts = {"version": str(SCHEMA_VERSION), "repository": repository_hex_id}
    for name in facts.keys() - known:
        connection.execute(schema.meta.insert().values(name=name, value=facts[name]))


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
