"""Statements of SQL, however they are written, and texts that would hold a reader up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.documents.records.paired_lines import read_pairs
from firstbell.documents.records.text_records import find_records
from tests.processes.least_time import take_least_s


def read_rows(text: str) -> list[list[str]]:
    (table,) = find_records(text)
    return table.rows


@pytest.mark.parametrize(
    ("values", "row"),
    [
        ("(1, 'Ana', NULL)", ["1", "Ana", ""]),
        ("( 1 , N'Ana' , null )", ["1", "Ana", ""]),
        ("(1,'O''Neil','a\\'b')", ["1", "O'Neil", "a'b"]),
        ('(1,"Ana, Bo","(x)")', ["1", "Ana, Bo", "(x)"]),
        ("(now(), 'a)b', 'c;d')", ["now()", "a)b", "c;d"]),
        ("(1, 'NULL', -2.5e3)", ["1", "NULL", "-2.5e3"]),
        ("(1,'two\nlines',3)", ["1", "two\nlines", "3"]),
    ],
)
def test_values_of_a_statement_are_cells(values: str, row: list[str]) -> None:
    assert read_rows(f"insert into pupils (id, name, note) values {values};") == [["id", "name", "note"], row]


def test_rows_of_another_width_are_left_out_and_statements_of_one_table_are_one() -> None:
    text = "INSERT INTO `t` (a, b) VALUES (1, 2), (3), (4, 5);\ninsert into t (a, b) values (6, 7);"
    assert read_rows(text) == [["a", "b"], ["1", "2"], ["4", "5"], ["6", "7"]]


@settings(max_examples=40)
@given(st.lists(st.tuples(*[st.text('añ,();" N', max_size=5)] * 3), min_size=1, max_size=4))
def test_any_quoted_words_come_back(rows: list[tuple[str, str, str]]) -> None:
    values = ", ".join("(" + ", ".join(f"'{cell}'" for cell in row) + ")" for row in rows)
    assert read_rows(f"insert into t (a, b, c) values {values};")[1:] == [list(row) for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "insert into t (a) values (" + " " * 20_000,
        "insert into t (a) values (" + "a" * 20_000 + "(",
        "insert into t (a) values ('" + "\\'" * 20_000,
        "a" + "-" * 20_000,
        "abc" + ". " * 10_000 + "x" * 100,
        ("- a: " + "b" * 60 + "\n") * 900,
        "A" * 20 + "\n" * 10_000,
    ],
    ids=["blanks", "word", "quotes", "dashes", "dots", "list", "lines"],
)
def test_no_text_takes_long(text: str) -> None:
    assert take_least_s(lambda: (find_records(text), read_pairs(text)), 1) < 1
