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
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool, StaticPool

from firstbell.catalog import schema
from firstbell.catalog.errors import CatalogUnwritableError
from firstbell.catalog.soundness import SCHEMA_VERSION, SIDE_FILES, find_fault
from firstbell.catalog.transactions import begin_ourselves, begin_writing
from firstbell.catalog.views import BUSY_S


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
    """An engine over a file that is ready."""
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args={"timeout": BUSY_S})
    begin_ourselves(engine)
    event.listen(engine, "connect", _set_up)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    # WAL with NORMAL survives a power cut; a reader never waits for the writer
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA cache_size=-65536")
    connection.execute("PRAGMA temp_store=MEMORY")


def prepare(connection: Connection, repository_hex_id: str) -> None:
    """Make the tables that are missing, and say whose they are."""
    schema.metadata.create_all(connection)
    known = {row.name for row in connection.execute(select(schema.meta.c.name))}
    facts = {"version": str(SCHEMA_VERSION), "repository": repository_hex_id}
    for name in facts.keys() - known:
        connection.execute(schema.meta.insert().values(name=name, value=facts[name]))


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
