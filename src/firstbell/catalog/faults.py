"""What went wrong between us and a database, as an error of ours."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DatabaseError, OperationalError

from firstbell.catalog.address import CatalogAddress
from firstbell.catalog.errors import (
    CatalogBusyError,
    CatalogDamagedError,
    CatalogError,
    CatalogServerError,
    CatalogUnreachableError,
)
from firstbell.catalog.views import BUSY_S

# what a driver or SQLAlchemy raises
FAULTS = (DatabaseError, sqlite3.DatabaseError)
# of PostgreSQL: lock_not_available, deadlock_detected
_BUSY_STATES = {"55P03", "40P01"}
# classes of PostgreSQL: connection exceptions, wrong authorization, insufficient resources, shutdown
_AWAY_CLASSES = {"08", "28", "53", "57"}


def explain_fault(
    error: DatabaseError | sqlite3.DatabaseError, place: Path | CatalogAddress | None
) -> CatalogError:
    """What a failed statement, or a connection that could not be made, means."""
    if isinstance(place, CatalogAddress) and isinstance(error, DatabaseError):
        return _explain_server(error, place)
    path = place if isinstance(place, Path) else Path(":memory:")
    problem = str(error.orig if isinstance(error, DatabaseError) else error)
    if isinstance(error, OperationalError | sqlite3.OperationalError) and "database is locked" in problem:
        return CatalogBusyError(str(path), BUSY_S)
    return CatalogDamagedError(path, problem)


def _explain_server(error: DatabaseError, address: CatalogAddress) -> CatalogError:
    problem = address.hide(str(error.orig))
    state = getattr(error.orig, "sqlstate", None)
    if state in _BUSY_STATES:
        return CatalogBusyError(str(address), BUSY_S)
    # without a state nothing came from the server: it could not be reached, or went away
    is_away = state is None and isinstance(error, OperationalError)
    if is_away or error.connection_invalidated or (state or "")[:2] in _AWAY_CLASSES:
        return CatalogUnreachableError(str(address), problem)
    return CatalogServerError(str(address), problem)
