"""Which share of a database's rows its next version keeps. Runs in the fence.

SQLite moves rows from page to page, so bytes say little of an edit; rows say what people put in. A row is
kept where the next version holds one of the same values in the same table.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import Counter

from firstbell.examine.validators.databases import open_database

MAGIC = b"SQLite format 3\0"
# larger databases are compared by their bytes
MOST_BYTES = 32 << 20
# where more than a tenth went and nothing came, the rest is cut
_LEAST_LEFT = 0.9
_MOST_ROWS = 300_000
_MOST_STEPS = 3_000
# a byte of text that could not be decoded
_BROKEN = re.compile("[\udc80-\udcff]")
Row = bytes


def share_rows(old: bytes, new: bytes) -> float | None:
    """The share of the old rows that the new database holds too; None where nobody can tell.

    0 where rows only went, more than a tenth of them, or where text came that is none in any charset.
    """
    (before, broken), (after, later) = _count_rows(old), _count_rows(new)
    if not before or not after:
        return None
    if later > broken:
        return 0.0
    kept = (before & after).total()
    only_went = kept == after.total() and kept < _LEAST_LEFT * before.total()
    return 0.0 if only_went else kept / before.total()


def _count_rows(data: bytes) -> tuple[Counter[Row], int]:
    """How often each row is there, by a digest of its table and values, and how many hold text in no UTF-8.

    None and 0 where it cannot be read.
    """
    if len(data) > MOST_BYTES:
        return Counter(), 0
    try:
        with open_database(data, most_steps=_MOST_STEPS) as connection:
            connection.text_factory = lambda held: held.decode("utf-8", "surrogateescape")
            connection.execute("PRAGMA trusted_schema = OFF")
            return _read_tables(connection)
    except (sqlite3.Error, OverflowError):
        return Counter(), 0


def _read_tables(connection: sqlite3.Connection) -> tuple[Counter[Row], int]:
    found: Counter[Row] = Counter()
    count = broken = 0
    wanted = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    for (name,) in connection.execute(wanted).fetchall():
        quoted = name.replace('"', '""')
        for row in connection.execute(f'SELECT * FROM "{quoted}"'):
            found[hashlib.sha256(repr((name, row)).encode("utf-8", "surrogateescape")).digest()[:16]] += 1
            broken += any(isinstance(value, str) and _BROKEN.search(value) is not None for value in row)
            if (count := count + 1) > _MOST_ROWS:
                return Counter(), 0
    return found, broken
