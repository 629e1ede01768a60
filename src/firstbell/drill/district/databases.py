"""SQLite files: registers and the student information system's export."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing

from firstbell.drill.district.writer import DocumentWriter

_SCHEMA = """
create table pupil (number integer, name text, school text, subject text, absent integer, mark real);
create table payment (day text, employee text, ssn text, purpose text, amount real);
create index pupil_by_number on pupil (number);
"""


def render_database(writer: DocumentWriter, rows: int) -> bytes:
    """A database with `rows` pupils and a tenth as many payments."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_SCHEMA)
        pupils = (writer.grade_row() for _ in range(rows))
        connection.executemany("insert into pupil values (?, ?, ?, ?, ?, ?)", pupils)
        payments = (writer.payment_row() for _ in range(rows // 10))
        connection.executemany("insert into payment values (?, ?, ?, ?, ?)", payments)
        connection.commit()
        return connection.serialize()


def render_sqlite(writer: DocumentWriter) -> bytes:
    """A small register."""
    return render_database(writer, writer.rng.choice((40, 300, 1500)))


def extend_sqlite(data: bytes, row: Sequence[object]) -> bytes:
    """The same database after a working day: one more pupil, some marks corrected."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        connection.execute("insert into pupil values (?, ?, ?, ?, ?, ?)", row)
        connection.execute("update pupil set mark = round(mark * 0.9, 2) where rowid % 17 = 0")
        connection.commit()
        return connection.serialize()
