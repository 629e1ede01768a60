"""Catalogs in PostgreSQL, all in one set of tables, which several examiners and consoles may share.

What is committed may be lost in a crash of the server, for some tenths of a second: a catalog is derived, and
the next look at the repository brings it up to date again.
"""

from __future__ import annotations

import atexit
import os
import threading
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, select
from sqlalchemy.exc import DatabaseError, DBAPIError, DisconnectionError

from firstbell.catalog import schema, server_schema
from firstbell.catalog.address import CatalogAddress
from firstbell.catalog.errors import NewerCatalogError
from firstbell.catalog.faults import explain_fault
from firstbell.catalog.server_views import (
    SCHEMA,
    SETTINGS,
    end_idle,
    has_ended,
    number_repository,
    retire,
    want_facts,
)
from firstbell.catalog.soundness import SCHEMA_VERSION
from firstbell.catalog.transactions import LOCK_KEY, begin_on_server, begin_writing
from firstbell.catalog.views import EngineReading

# of PostgreSQL: undefined_table, invalid_schema_name
_MISSING_STATES = {"42P01", "3F000"}
# held by whoever makes the tables
_MAKER_KEY = 0x66697273745F6265
# older programs had a schema for each repository, with so many digits of its id
_OLD_DIGITS = 40
_engines: dict[tuple[int, CatalogAddress], Engine] = {}
_engines_lock = threading.Lock()


def connect(address: CatalogAddress, repository_hex_id: str) -> Engine:
    """An engine over the catalog of one repository. Nothing is made, and no connection yet.

    All catalogs that a process has on a server share connections, and what was compiled.
    """
    key = os.getpid(), address
    with _engines_lock:
        # what a forked process inherits is its parent's
        engine = _engines.get(key)
        if engine is None:
            engine = _engines[key] = _make_engine(address)
            retire(address)
    return engine.execution_options(**{LOCK_KEY: number_repository(repository_hex_id)})


def _make_engine(address: CatalogAddress) -> Engine:
    engine = create_engine(
        "postgresql+psycopg://",
        connect_args=address.arguments,
        # one stays; where several threads are at work, more are made and go with the work
        pool_size=1,
        max_overflow=-1,
        # each would be a question to the server before the first of ours
        use_native_hstore=False,
        # a transaction is begun by a text of ours (`transactions`)
        isolation_level="AUTOCOMMIT",
        execution_options={"schema_translate_map": {None: SCHEMA}},
    )

    def set_up(connection: Any, _record: object) -> None:
        before, connection.autocommit = connection.autocommit, True
        # one message, without parameters
        connection.execute("; ".join(SETTINGS))
        connection.autocommit = before

    event.listen(engine, "connect", set_up)
    event.listen(engine, "checkout", _refuse_ended)
    begin_on_server(engine)
    return engine


@atexit.register
def end_connections() -> None:
    """End the connections that no statement uses; a catalog that is still open makes another one."""
    end_idle()
    for (pid, _), engine in _engines.items():
        if pid == os.getpid():
            engine.dispose()


def _refuse_ended(connection: Any, _record: object, _proxy: object) -> None:
    """Have the pool make another connection where the server ended this one."""
    if has_ended(connection):
        raise DisconnectionError


def open_server_database(
    address: CatalogAddress, repository_hex_id: str, *, rebuild: bool = False
) -> tuple[Engine, str]:
    """An engine over the catalog of one repository, and a note when it had to be made anew ("" if not).

    Raises: CatalogUnreachableError, CatalogServerError, CatalogBusyError, NewerCatalogError;
    CatalogAddressError where libpq knows an option of the address otherwise.
    """
    engine = connect(address, repository_hex_id)
    try:
        return engine, _make_ready(engine, address, repository_hex_id, rebuild=rebuild)
    except DatabaseError as error:
        raise explain_fault(error, address) from None


def _make_ready(engine: Engine, address: CatalogAddress, repository_hex_id: str, *, rebuild: bool) -> str:
    try:
        with engine.connect() as connection:
            facts = _read_facts(connection)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) not in _MISSING_STATES:
            raise
        facts = {}
        _make_tables(engine)
    _refuse_newer(facts, address)
    wanted = want_facts(repository_hex_id)
    if not rebuild and facts == wanted:
        return ""
    with begin_writing(engine) as connection:
        facts = _read_facts(connection)  # another process may have made it meanwhile
        _refuse_newer(facts, address)
        note = "" if rebuild or not facts else _find_fault(facts, repository_hex_id)
        if facts and (rebuild or note):
            connection.exec_driver_sql(server_schema.REMOVE_ROWS)
            facts = {}
        if not facts:
            rows = [{"name": name, "value": value} for name, value in wanted.items()]
            connection.execute(insert(schema.meta).values(rows))
            _drop_old(connection, f"{SCHEMA}_{repository_hex_id[:_OLD_DIGITS]}")
        return note


def _drop_old(connection: Connection, name: str) -> None:
    """Where it is there: the driver forgets what it has prepared at every DROP."""
    if connection.scalar(select(func.to_regnamespace(name))) is not None:
        connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")


def _make_tables(engine: Engine) -> None:
    with begin_writing(engine) as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_MAKER_KEY)))
        view = f"{SCHEMA}.{schema.meta.name}"
        if connection.scalar(select(func.to_regclass(view))) is None:
            name = SCHEMA
            # one message for all of it
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {name}; {server_schema.write_tables()}")


def _read_facts(connection: Connection) -> dict[str, str]:
    return dict(EngineReading(connection).ask("SELECT name, value FROM meta"))


def _refuse_newer(facts: dict[str, str], address: CatalogAddress) -> None:
    version = facts.get("version", "0")
    if version.isdecimal() and int(version) > SCHEMA_VERSION:
        raise NewerCatalogError(str(address), version)


def _find_fault(facts: dict[str, str], repository_hex_id: str) -> str:
    if facts == want_facts(repository_hex_id):
        return ""
    found = facts.get("version")
    if found != str(SCHEMA_VERSION):
        return f"the catalog had version {found}, not {SCHEMA_VERSION}, and was built again"
    return "the catalog belonged to another repository and was built again"
