"""The one root of all errors of Firstbell.

Every error carries a stable dotted `code` and a `hint` (what to do next, or ""). A subclass lives beside
the code that raises it and keeps its evidence (expected, found, name) as attributes. Only `cli/`,
`server/` and `console/` map a code to an exit or HTTP status.

* Error
  + store.*        a place that holds bytes
  + crypto.*       keys, seals
  + format.*       bytes that are not what they should be
  + repository.*   one repository: passwords, locks, ids
  + backup.* restore.* recover.* drill.* and so on, by room
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
# what reading JSON that anybody wrote raises: it is none, is not UTF-8, has other fields, or is nested so
# deeply that reading it would take all of the stack; msgspec's errors are ValueErrors
UNREADABLE = (ValueError, RecursionError)


class Error(Exception):
    """An error a person will read: one line that holds the value that caused it.

    `code` is a class attribute, dotted, stable across versions.
    """

    code = "error"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def is_full(error: OSError) -> bool:
    """Whether the error says that a disk or a quota is full."""
    return error.errno in _FULL


@contextmanager
def naming(path: str | PathLike[str]) -> Iterator[None]:
    """Let an OSError that names no file name this one: who starts a program has none."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = str(path)
        raise


@contextmanager
def raising(kind: type[Error], place: object) -> Iterator[None]:
    """An OSError is raised as an error of this kind, which says at which place and what the system says."""
    try:
        yield
    except OSError as error:
        raise kind(f"{place}: {error.strerror}") from None


def say_cause(error: Exception) -> str:
    """Why something failed, in words, behind a path: without Python's numbers and without the path again."""
    if isinstance(error, UnicodeDecodeError):
        return "it is not a text in UTF-8"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


class UnknownIdError(Error):
    """An id or a name that nothing has, or the beginning of several ids; the hint says how to list them."""

    code = "id.unknown"


class UsageError(Error):
    """What is asked for cannot be asked: of a command line, a page or a call."""

    code = "usage"
