"""What went wrong between us and a database, as an error of ours."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from sqlalchemy.exc import DatabaseError, OperationalError

from firstbell.catalog.address import CatalogAddress
from firstbell.catalog.errors import (
    CatalogAddressError,
    CatalogBusyError,
    CatalogDamagedError,
    CatalogError,
    CatalogServerError,
    CatalogUnreachableError,
)
from firstbell.catalog.views import BUSY_S

# of PostgreSQL: lock_not_available, deadlock_detected
_BUSY_STATES = {"55P03", "40P01"}
# classes of PostgreSQL: connection exceptions, wrong authorization, insufficient resources, shutdown
_AWAY_CLASSES = {"08", "28", "53", "57"}


def list_faults() -> tuple[type[Exception], ...]:
    """What a driver or SQLAlchemy raises, of those that are loaded."""
    driver = sys.modules.get("psycopg")
    return (DatabaseError, sqlite3.DatabaseError, *([driver.Error] if driver is not None else []))


def explain_fault(error: Exception, place: Path | CatalogAddress | None) -> CatalogError:
    """What a failed statement, or a connection that could not be made, means."""
    if isinstance(place, CatalogAddress):
        return _explain_server(error, place)
    path = place if isinstance(place, Path) else Path(":memory:")
    problem = str(error.orig if isinstance(error, DatabaseError) else error)
    if isinstance(error, OperationalError | sqlite3.OperationalError) and "database is locked" in problem:
        return CatalogBusyError(str(path), BUSY_S)
    return CatalogDamagedError(path, problem)


def _explain_server(error: Exception, address: CatalogAddress) -> CatalogError:
    cause = error.orig if isinstance(error, DatabaseError) else error
    problem = address.hide(str(cause))
    state = getattr(cause, "sqlstate", None)
    if state in _BUSY_STATES:
        return CatalogBusyError(str(address), BUSY_S)
    if state is None and "invalid" in problem:
        # libpq reads the values of its options when it connects
        return CatalogAddressError(problem)
    # without a state nothing came from the server: it could not be reached, or went away
    is_away = state is None and type(cause).__name__ == "OperationalError"
    is_lost = isinstance(error, DatabaseError) and error.connection_invalidated
    if is_away or is_lost or (state or "")[:2] in _AWAY_CLASSES:
        return CatalogUnreachableError(str(address), problem)
    return CatalogServerError(str(address), problem)
