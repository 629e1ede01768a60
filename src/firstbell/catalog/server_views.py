"""Reading catalogs in PostgreSQL by its own driver: what writes to them takes longer to load than most
questions take to answer.

A process that writes has connections for that, and its questions go by those.
"""

from __future__ import annotations

import atexit
import os
import select
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from firstbell.base.deferral import defer
from firstbell.catalog.address import CatalogAddress
from firstbell.catalog.soundness import SCHEMA_VERSION
from firstbell.catalog.views import BUSY_S, Values, write_for_server

# of an extra, which a desk without a database server does not have
psycopg: Any = defer("psycopg")
errors: Any = defer("psycopg.errors")

# holds the tables and the views
SCHEMA = "firstbell"
# of the connection: the number of the repository whose rows it sees
SETTING = "firstbell.repository"
SETTINGS = (
    f"SET lock_timeout = '{BUSY_S}s'",
    "SET synchronous_commit = off",
    # what a query of ours gives is short, and compiling it takes longer than running it
    "SET jit = off",
    # its notices of tables that are there already
    "SET client_min_messages = warning",
    # for what is asked as text; other statements name the schema themselves
    f"SET search_path = {SCHEMA}",
)
# connections of psycopg's
_idle: dict[tuple[int, CatalogAddress], Any] = {}
# where this process has connections for writing
_retired: set[tuple[int, CatalogAddress]] = set()
_lock = threading.Lock()


class ServerReading:
    """A connection that is set to one repository. On a server each question is answered by itself."""

    is_server = True

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def ask(self, query: str, values: Values | None = None) -> list[Any]:
        """All rows."""
        rows: list[Any] = self._connection.execute(write_for_server(query), dict(values or {})).fetchall()
        return rows


def number_repository(repository_hex_id: str) -> int:
    """The number by which its rows are known, which is also the key of its lock: 64 bits of its id."""
    return int.from_bytes(bytes.fromhex(repository_hex_id)[:8], signed=True)


def want_facts(repository_hex_id: str) -> dict[str, str]:
    """What a catalog of this version and repository says of itself."""
    return {"version": str(SCHEMA_VERSION), "repository": repository_hex_id}


@contextmanager
def read_server(address: CatalogAddress, repository_hex_id: str) -> Iterator[ServerReading]:
    """The catalog of one repository. Raises: psycopg.Error."""
    connection = _take(address)
    try:
        number = number_repository(repository_hex_id)
        connection.execute(f"SET {SETTING} = '{number:d}'")
        yield ServerReading(connection)
    except BaseException:
        connection.close()
        raise
    _give_back(address, connection)


def is_ready(address: CatalogAddress, repository_hex_id: str) -> bool:
    """Whether the server has a catalog of this version and repository, and nobody here writes.

    Raises: psycopg.Error.
    """
    if is_retired(address):
        return False
    try:
        with read_server(address, repository_hex_id) as reading:
            return dict(reading.ask("SELECT name, value FROM meta")) == want_facts(repository_hex_id)
    except (errors.UndefinedTable, errors.InvalidSchemaName):
        return False


def is_retired(address: CatalogAddress) -> bool:
    """Whether this process has connections for writing, by which it asks, too."""
    return (os.getpid(), address) in _retired


def retire(address: CatalogAddress) -> None:
    """From now on this process has other connections to the server."""
    with _lock:
        _retired.add((os.getpid(), address))
    end_idle()


@atexit.register
def end_idle() -> None:
    """End the connections of this process that nobody uses."""
    with _lock:
        own = [key for key in _idle if key[0] == os.getpid()]
        connections = [_idle.pop(key) for key in own]
    for connection in connections:
        with suppress(OSError):
            connection.close()


def has_ended(connection: Any) -> bool:
    """Whether the server ended this connection: it then has something to read. Costs no question to it."""
    if connection.closed:
        return True
    ready = select.poll()
    try:
        ready.register(connection.fileno(), select.POLLIN | select.POLLHUP)
        return bool(ready.poll(0))
    except (ValueError, OSError):
        return True


def _take(address: CatalogAddress) -> Any:
    with _lock:
        connection = _idle.pop((os.getpid(), address), None)
    if connection is not None and not has_ended(connection):
        return connection
    if connection is not None:
        connection.close()
    made = psycopg.connect(autocommit=True, **address.arguments)
    # one message, without parameters
    made.execute("; ".join(SETTINGS))
    return made


def _give_back(address: CatalogAddress, connection: Any) -> None:
    """One stays; where several threads are at work, more are made and go with the work."""
    key = os.getpid(), address
    with _lock:
        keeps = key not in _idle and key not in _retired
        if keeps:
            _idle[key] = connection
    if not keeps:
        connection.close()
