"""Catalogs in PostgreSQL: one schema for each repository, which several examiners and consoles may share.

What is committed may be lost in a crash of the server, for some tenths of a second: a catalog is derived, and
the next look at the repository brings it up to date again.
"""

from __future__ import annotations

import re
import select as select_module
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, create_mock_engine, event, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine.mock import MockConnection
from sqlalchemy.exc import DatabaseError, DBAPIError, DisconnectionError
from sqlalchemy.schema import DropSchema

from firstbell.catalog import schema
from firstbell.catalog.address import CatalogAddress
from firstbell.catalog.errors import CatalogAddressError, CatalogError, NewerCatalogError
from firstbell.catalog.faults import explain_fault
from firstbell.catalog.soundness import SCHEMA_VERSION
from firstbell.catalog.transactions import LOCK_KEY, begin_writing
from firstbell.catalog.views import BUSY_S

_MAKES = re.compile(r"CREATE (UNIQUE )?(TABLE|INDEX) ")
# names have at most 63 bytes; `meta` holds the whole id
_ID_DIGITS = 40
_SETTINGS = (
    f"SET lock_timeout = '{BUSY_S}s'",
    "SET synchronous_commit = off",
    # what a query of ours gives is short, and compiling it takes longer than running it
    "SET jit = off",
    # its notices of tables that are there already
    "SET client_min_messages = warning",
)


def name_schema(repository_hex_id: str) -> str:
    """The schema that holds the catalog of a repository."""
    return f"firstbell_{repository_hex_id[:_ID_DIGITS]}"


def connect(address: CatalogAddress, repository_hex_id: str) -> Engine:
    """An engine over the catalog of one repository. Nothing is made, and no connection yet."""
    engine = create_engine(
        address.url,
        connect_args=address.arguments,
        pool_size=1,
        # each would be a question to the server before the first of ours
        use_native_hstore=False,
        execution_options={
            "schema_translate_map": {None: name_schema(repository_hex_id)},
            LOCK_KEY: int.from_bytes(bytes.fromhex(repository_hex_id)[:8], signed=True),
        },
    )
    # for what is asked as text; other statements name the schema themselves
    settings = (*_SETTINGS, f"SET search_path = {name_schema(repository_hex_id)}")

    def set_up(connection: Any, _record: object) -> None:
        before, connection.autocommit = connection.autocommit, True
        # one message, without parameters
        connection.execute("; ".join(settings))
        connection.autocommit = before

    event.listen(engine, "connect", set_up)
    event.listen(engine, "checkout", _refuse_ended)
    return engine


def _refuse_ended(connection: Any, _record: object, _proxy: object) -> None:
    """Have the pool make another connection where the server ended this one: it then has something to read.

    Costs no question to the server.
    """
    if connection.closed:
        raise DisconnectionError
    ready = select_module.poll()
    try:
        ready.register(connection.fileno(), select_module.POLLIN | select_module.POLLHUP)
        has_ended = bool(ready.poll(0))
    except (ValueError, OSError):
        has_ended = True
    if has_ended:
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
        engine.dispose()
        raise explain_fault(error, address) from None
    except CatalogError:
        engine.dispose()
        raise


def _make_ready(engine: Engine, address: CatalogAddress, repository_hex_id: str, *, rebuild: bool) -> str:
    try:
        with engine.connect() as connection:
            facts = _read_facts(connection, repository_hex_id)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) is None and "invalid" in str(error.orig):
            raise CatalogAddressError(address.hide(str(error.orig))) from None
        raise
    _refuse_newer(facts, address)
    if not rebuild and facts == _want_facts(repository_hex_id):
        return ""
    with begin_writing(engine) as connection:
        facts = _read_facts(connection, repository_hex_id)  # another process may have made it meanwhile
        _refuse_newer(facts, address)
        note = "" if rebuild or not facts else _find_fault(facts, repository_hex_id)
        name = name_schema(repository_hex_id)
        if rebuild or note:
            connection.execute(DropSchema(name, cascade=True, if_exists=True))
        # one message for all of it
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {name}; {_write_tables()}")
        connection.execute(insert(schema.meta).on_conflict_do_nothing(), _list_facts(repository_hex_id))
        return note


@cache
def _write_tables() -> str:
    """Statements that make the tables, in the first schema of the path."""
    made: list[str] = []

    def note(statement: Any, *_: object, **__: object) -> None:
        made.append(str(statement.compile(dialect=engine.dialect)))

    engine: MockConnection = create_mock_engine("postgresql+psycopg://", note)
    schema.metadata.create_all(engine, checkfirst=False)
    return _MAKES.sub(r"\g<0>IF NOT EXISTS ", "; ".join(made))


def _list_facts(repository_hex_id: str) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in _want_facts(repository_hex_id).items()]


def _want_facts(repository_hex_id: str) -> dict[str, str]:
    return {"version": str(SCHEMA_VERSION), "repository": repository_hex_id}


def _read_facts(connection: Connection, repository_hex_id: str) -> dict[str, str]:
    place = f"{name_schema(repository_hex_id)}.meta"
    if connection.scalar(select(func.to_regclass(place))) is None:
        return {}
    return {row.name: row.value for row in connection.execute(select(schema.meta))}


def _refuse_newer(facts: dict[str, str], address: CatalogAddress) -> None:
    version = facts.get("version", "0")
    if version.isdecimal() and int(version) > SCHEMA_VERSION:
        raise NewerCatalogError(str(address), version)


def _find_fault(facts: dict[str, str], repository_hex_id: str) -> str:
    if facts == _want_facts(repository_hex_id):
        return ""
    found = facts.get("version")
    if found != str(SCHEMA_VERSION):
        return f"the catalog had version {found}, not {SCHEMA_VERSION}, and was built again"
    return "the catalog belonged to another repository and was built again"
