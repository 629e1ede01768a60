"""A table that is sorted by one of its columns, and one whose lines are in an order of none."""

from __future__ import annotations

import random

import pytest

from firstbell.examine.sorted_tables import is_sorted_anew

ROWS = [f"{n * 7919 % 1000:04d},{('ann', 'ben', 'kay')[n % 3]},{n * 31 % 50}" for n in range(40)]


@pytest.mark.parametrize(
    ("rows", "is_sorted"),
    [
        (sorted(ROWS), True),
        (sorted(ROWS, key=lambda row: row.split(",")[1], reverse=True), True),
        (sorted(ROWS, key=lambda row: int(row.split(",")[2])), True),
        (random.Random(1).sample(ROWS, len(ROWS)), False),
        (sorted(ROWS)[:-1], False),
        ([*sorted(ROWS)[:-1], "0001,eve,1"], False),
    ],
)
def test_a_table_whose_lines_all_stand_in_the_order_of_a_column_is_sorted(
    rows: list[str], *, is_sorted: bool
) -> None:
    old, new = ("\n".join(["id,name,points", *lines]).encode() for lines in (ROWS, rows))
    assert is_sorted_anew(old, new) is is_sorted
