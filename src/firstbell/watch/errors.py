"""What can go wrong with the examiner."""

from __future__ import annotations

import sqlite3

from firstbell.base.errors import Error

# what bytes that somebody made for it could do to a program
STUMBLES = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
# what may be over after a while
PASSING = (Error, OSError, MemoryError, sqlite3.Error)


class WatchError(Error):
    """The root of this room's errors."""

    code = "watch.failed"


class WatchBusyError(WatchError):
    """Another examiner judges the vault."""

    code = "watch.busy"


class UnprovenError(WatchError):
    """An object that is not what it should be, and why; raised and handled in this room."""

    code = "watch.unproven"


class AlertAddressError(WatchError):
    """An address of `[alerts]` that cannot be one."""

    code = "watch.address"


class DeliveryError(WatchError):
    """An alert did not get through; it is tried again."""

    code = "watch.delivery"


def explain(error: BaseException) -> str:
    """An error with its hint, on one line."""
    if isinstance(error, Error):
        return f"{error} ({error.hint})" if error.hint else str(error)
    return f"{type(error).__name__}: {error}"
