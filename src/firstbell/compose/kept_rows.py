"""Which share of a database's rows its next version keeps. Runs in the fence.

SQLite moves rows from page to page, so bytes say little of an edit; rows say what people put in. A row is
kept where the next version holds one of the same values in the same table.
"""

from __future__ import annotations

import hashlib
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
Row = bytes


def share_rows(old: bytes, new: bytes) -> float | None:
    """The share of the old rows that the new database holds too; None where nobody can tell.

    0 where rows only went, more than a tenth of them.
    """
    before, after = _count_rows(old), _count_rows(new)
    if not before or not after:
        return None
    kept = (before & after).total()
    only_went = kept == after.total() and kept < _LEAST_LEFT * before.total()
    return 0.0 if only_went else kept / before.total()


def _count_rows(data: bytes) -> Counter[Row]:
    """How often each row is there, by a digest of its table and values; none where it cannot be read."""
    if len(data) > MOST_BYTES:
        return Counter()
    try:
        with open_database(data, most_steps=_MOST_STEPS) as connection:
            connection.text_factory = bytes
            connection.execute("PRAGMA trusted_schema = OFF")
            return _read_tables(connection)
    except (sqlite3.Error, OverflowError):
        return Counter()


def _read_tables(connection: sqlite3.Connection) -> Counter[Row]:
    found: Counter[Row] = Counter()
    count = 0
    wanted = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    for (name,) in connection.execute(wanted).fetchall():
        quoted = name.decode("utf-8", "surrogateescape").replace('"', '""')
        for row in connection.execute(f'SELECT * FROM "{quoted}"'):
            found[hashlib.sha256(repr((name, row)).encode("utf-8", "replace")).digest()[:16]] += 1
            if (count := count + 1) > _MOST_ROWS:
                return Counter()
    return found
