"""Transactions of a catalog, which several processes share: one writes at a time, all others read on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event, func, select

# execution options of an engine, or of one connection
LOCK_KEY = "firstbell_lock_key"
_WRITES = "firstbell_writes"


@contextmanager
def begin_writing(engine: Engine) -> Iterator[Connection]:
    """A transaction in which nobody else writes to the catalog; it waits for whoever does."""
    with engine.connect() as plain:
        connection = plain.execution_options(**{_WRITES: True})
        with connection.begin():
            key = engine.get_execution_options().get(LOCK_KEY)
            if key is not None:
                connection.execute(select(func.pg_advisory_xact_lock(key)))
            yield connection


def begin_ourselves(engine: Engine) -> None:
    """Have a SQLite engine begin what writes with its lock.

    Python's driver would begin at the first change: what was read before it could be outdated by then.
    """
    event.listen(engine, "connect", _leave_to_us)
    event.listen(engine, "begin", _begin)


def _leave_to_us(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
