"""SQLite, Access, KeePass, Berkeley DB.

SQLite: header, size, kind of every page; for up to 16 MiB `quick_check` of SQLite itself, and a look at the
values of columns declared as text, which are never noise.
Source: sqlite.org/fileformat2.html 1.3, 1.6. Limits: other values inside a cell are not checked, so
PLAUSIBLE at best; Access and Berkeley DB by header and page grammar; KeePass is encrypted by nature.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

import numpy as np

from firstbell.base.deferral import defer
from firstbell.examine.validators.outcome import (
    ALWAYS,
    Format,
    MalformedError,
    Outcome,
    TornError,
    plausible,
    require,
    require_length,
)
from firstbell.examine.validators.payload import LEAST_BYTES, is_bare_noise, join_noise, tell_share

if TYPE_CHECKING:
    import sqlite3
else:
    sqlite3 = defer("sqlite3")

_QUICK_CHECK_BYTES = 16 << 20
_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
_TEXTUAL = re.compile(rb"CHAR|CLOB|TEXT", re.IGNORECASE)
_MOST_TABLES, _MOST_ROWS = 50, 2_000
# of SQLite's virtual machine: about two seconds
_MOST_STEPS = 2_000


def check_sqlite(data: bytes) -> Outcome:
    """Header and pages, then SQLite's own quick_check on a copy in memory."""
    require_length(data, 100, "ends inside the header")
    (page_bytes,) = struct.unpack_from(">H", data, 16)
    page_bytes = 65536 if page_bytes == 1 else page_bytes
    require(page_bytes >= 512 and page_bytes & (page_bytes - 1) == 0, "page size")
    require(data[18] in (1, 2) and data[19] in (1, 2) and data[21:24] == b"\x40\x20\x20", "header")
    (pages,) = struct.unpack_from(">I", data, 28)
    if data[24:28] == data[92:96] and pages * page_bytes > len(data):
        raise TornError("fewer pages than the header says")
    if len(data) > _QUICK_CHECK_BYTES:
        _check_pages(data, page_bytes)
        return plausible("sqlite", "header, pages and b-trees hold")
    filled = _run_quick_check(data)
    return plausible("sqlite", "header, pages and b-trees hold", filled=filled)


def _check_pages(data: bytes, page_bytes: int) -> None:
    kinds = np.frombuffer(data, dtype=np.uint8)[page_bytes::page_bytes]
    # b-tree pages; overflow and free pages begin with a page number, whose first byte is 0
    good = np.isin(kinds, (0, 2, 5, 10, 13, 1, 3))
    require(len(kinds) == 0 or float(np.mean(good)) > 0.98, "pages of unknown kinds")


@contextmanager
def open_database(data: bytes, *, most_steps: int) -> Iterator[sqlite3.Connection]:
    """A copy of a SQLite database in memory. Work on it ends with `sqlite3.OperationalError` after so many
    times 100,000 steps of SQLite's virtual machine. Raises: sqlite3.DatabaseError.
    """
    steps = 0

    def count_steps() -> int:
        nonlocal steps
        steps += 1
        return int(steps > most_steps)

    # a journal mode of WAL (2) cannot be opened from memory
    plain = data[:18] + b"\x01\x01" + data[20:]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.set_progress_handler(count_steps, 100_000)
        connection.deserialize(plain)
        yield connection


def _run_quick_check(data: bytes) -> str:
    """What of its values is noise, a clause; "" where nothing is, or where it does not come to an end."""
    filled = ""
    try:
        with open_database(data, most_steps=_MOST_STEPS) as connection:
            rows = connection.execute("PRAGMA quick_check(5)").fetchall()
            with suppress(sqlite3.Error):
                filled = _tell_filled(connection)
    except sqlite3.DatabaseError as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise MalformedError(str(error)) from None
        return ""
    faults = [str(row[0]) for row in rows if "Tree " in str(row[0]) or "malformed" in str(row[0])]
    require(not faults, f"quick_check: {faults[0][:60]}" if faults else "")
    return filled


def _tell_filled(connection: sqlite3.Connection) -> str:
    """Whether columns that are declared as text hold bytes that are noise, in half of the tables with text.

    Text is never noise; blobs may be, and numbers are no text.
    """
    connection.text_factory = bytes
    connection.execute("PRAGMA trusted_schema = OFF")
    filled = looked = 0
    for (table,) in connection.execute(_TABLES).fetchall()[:_MOST_TABLES]:
        quoted = _quote(table)
        columns = [
            _quote(row[1])
            for row in connection.execute(f"PRAGMA table_info({quoted})")
            if _TEXTUAL.search(row[2] or b"")
        ]
        if not columns:
            continue
        wanted = f"SELECT {', '.join(columns)} FROM {quoted} LIMIT {_MOST_ROWS}"
        held = join_noise(
            value for row in connection.execute(wanted) for value in row if isinstance(value, bytes)
        )
        looked += len(held) >= LEAST_BYTES
        filled += is_bare_noise(held)
    return tell_share(filled, looked, "tables with text")


def _quote(name: bytes) -> str:
    return '"' + name.decode("utf-8", "surrogateescape").replace('"', '""') + '"'


def check_access(data: bytes) -> Outcome:
    """Header, and the page kinds of its pages."""
    page_bytes = 2048 if data[20:21] == b"\0" else 4096
    kinds = np.frombuffer(data, dtype=np.uint8)[::page_bytes]
    require(float(np.mean(kinds <= 5)) > 0.9, "pages of unknown kinds")
    return plausible("access", "page kinds hold")


def check_berkeley(data: bytes) -> Outcome:
    """Page size of the metadata page divides the file."""
    (page_bytes,) = struct.unpack_from("<I", data, 20)
    require(512 <= page_bytes <= 65536 and page_bytes & (page_bytes - 1) == 0, "page size")
    require(len(data) % page_bytes == 0, "size is not a number of pages")
    return plausible("berkeley-db", "metadata page holds")


FORMATS = (
    Format(
        "sqlite",
        check_sqlite,
        ((0, b"SQLite format 3\0"),),
        (b".sqlite", b".sqlite3", b".db3"),
        fenced_from=ALWAYS,
    ),
    Format(
        "access",
        check_access,
        ((0, b"\0\x01\0\0Standard Jet DB"), (0, b"\0\x01\0\0Standard ACE DB")),
        (b".mdb", b".accdb"),
    ),
    Format("berkeley-db", check_berkeley, ((12, b"\x62\x31\x05\0"), (12, b"\x61\x15\x06\0"))),
)
