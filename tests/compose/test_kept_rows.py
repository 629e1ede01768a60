"""What a database keeps of its rows, wherever they lie in the file."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable
from contextlib import closing

from firstbell.compose.kept import tell_kept
from firstbell.compose.kept_rows import share_rows

ROWS = [(number, f"name {number}", f"room {number % 17}") for number in range(400)]
Person = tuple[int, str, str]


def make(rows: Iterable[Person], *, page_size: int = 4096) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"PRAGMA page_size = {page_size}")
        connection.execute("CREATE TABLE badges (id INTEGER, name TEXT, room TEXT)")
        connection.executemany("INSERT INTO badges VALUES (?, ?, ?)", rows)
        connection.commit()
        return connection.serialize()


def test_rows_that_came_and_changed_leave_the_others() -> None:
    later = [(0, "another", "hall"), *ROWS[1:], (400, "new", "room 1")]
    assert share_rows(make(ROWS), make(later)) == 399 / 400
    assert tell_kept(make(ROWS), make(later)) == "it keeps 100% of the rows"


def test_rows_are_found_wherever_they_lie() -> None:
    shuffled = random.Random(1).sample(ROWS, len(ROWS))
    assert share_rows(make(ROWS), make(shuffled, page_size=1024)) == 1


def test_cells_that_were_exchanged_between_rows_are_no_rows_of_before() -> None:
    names = random.Random(2).sample([row[1] for row in ROWS], len(ROWS))
    mixed = [(number, name, room) for (number, _, room), name in zip(ROWS, names, strict=True)]
    share = share_rows(make(ROWS), make(mixed))
    assert share is not None
    assert share < 0.1
    assert tell_kept(make(ROWS), make(mixed)) is None


def test_rows_that_only_went_are_not_kept() -> None:
    assert share_rows(make(ROWS), make(ROWS[:300])) == 0
    assert share_rows(make(ROWS), make(ROWS[:390])) == 390 / 400


def test_what_is_no_database_or_an_empty_one_tells_nothing() -> None:
    broken = make(ROWS)[:100] + random.Random(3).randbytes(8000)
    assert share_rows(make(ROWS), broken) is None
    assert share_rows(make([]), make(ROWS)) is None
    assert tell_kept(make(ROWS), b"SQLite") is None


def test_noise_in_a_few_cells_of_text_leaves_no_row() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(make(ROWS))
        connection.execute("UPDATE badges SET name = CAST(x'80FF91C3A8B7F00D9E' AS TEXT) WHERE id < 9")
        connection.commit()
        struck = connection.serialize()
    assert share_rows(make(ROWS), struck) == 0
    assert share_rows(struck, make(ROWS)) == 391 / 400
