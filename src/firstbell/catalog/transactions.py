"""Transactions of a catalog, which several processes share: one writes at a time, all others read on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event

from firstbell.catalog.server_views import SETTING

# execution options of an engine, or of one connection; the first is also the number of the repository
LOCK_KEY = "firstbell_lock_key"
_WRITES = "firstbell_writes"


@contextmanager
def begin_writing(engine: Engine) -> Iterator[Connection]:
    """A transaction in which nobody else writes to the catalog; it waits for whoever does."""
    with engine.connect() as plain:
        connection = plain.execution_options(**{_WRITES: True})
        with connection.begin():
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


def begin_on_server(engine: Engine) -> None:
    """Have an engine of PostgreSQL, which commits each statement, begin what writes with its lock.

    Either is set to its repository before the first statement: a connection serves one after the other.
    """
    event.listen(engine, "begin", _begin_on_server)


def _begin_on_server(connection: Connection) -> None:
    options = connection.get_execution_options()
    number = options[LOCK_KEY]
    if options.get(_WRITES):
        # one message; the driver would send the first word of it alone
        connection.exec_driver_sql(
            f"BEGIN; SET LOCAL {SETTING} = '{number:d}'; SELECT pg_advisory_xact_lock({number:d})"
        )
    elif connection.info.get(SETTING) != number:
        connection.exec_driver_sql(f"SET {SETTING} = '{number:d}'")
        connection.info[SETTING] = number
