"""SQLite: every table is read from a copy in memory, and what is damaged is told."""

from __future__ import annotations

import sqlite3

import pytest

from firstbell.documents.extraction import UnreadableError
from tests.documents.drafts import read


def make(*statements: str) -> bytes:
    connection = sqlite3.connect(":memory:")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    data = connection.serialize()
    connection.close()
    return data


def test_values_of_every_type_are_read_as_a_person_would() -> None:
    data = make(
        "create table t (a, b, c, d, e)",
        "insert into t values (1, 2.5, null, 'Muñoz', x'416e61')",
        "insert into t values (zeroblob(5000), x'ff', '', -1, '')",
    )
    assert read("a.db", data).rows == [
        ["a", "b", "c", "d", "e"],
        ["1", "2.5", "", "Muñoz", "Ana"],
        ["", "\ufffd", "", "-1", ""],
    ]


@pytest.mark.parametrize("name", ['a "quoted" name', "sqlite notes", "naïve; drop table t", "select"])
def test_a_table_is_read_whatever_it_is_called(name: str) -> None:
    quoted = name.replace('"', '""')
    parts = read("a.db", make(f'create table "{quoted}" (x, y)', f'insert into "{quoted}" values (1, 2)'))
    assert parts.tables == [(f"table {name}", [["x", "y"], ["1", "2"]])]


def test_what_the_database_keeps_for_itself_is_no_table() -> None:
    data = make("create table t (x integer primary key autoincrement, y)", "insert into t (y) values (7)")
    assert [place for place, _ in read("a.db", data).tables] == ["table t"]


def test_a_database_in_write_ahead_mode_is_read_and_its_bytes_stay() -> None:
    data = bytearray(make("create table t (x, y)", "insert into t values (1, 2)"))
    data[18:20] = b"\x02\x02"
    kept = bytes(data)
    assert read("a.db", kept).rows == [["x", "y"], ["1", "2"]]
    assert kept[18:20] == b"\x02\x02"


def test_rows_get_what_their_keys_stand_for() -> None:
    data = make(
        "create table pupils (id, name)",
        "insert into pupils values (1, 'Ana'), (2, 'Ben')",
        "create table visits (pupil_id, note)",
        "insert into visits values (2, 'asthma'), (1, 'fever')",
    )
    tables = dict(read("a.db", data).tables)
    assert tables["table visits"][1:] == [["2", "asthma", "Ben"], ["1", "fever", "Ana"]]


def test_a_damaged_page_costs_its_table_alone() -> None:
    values = ", ".join(f"({number}, '{'x' * 200}')" for number in range(60))
    data = bytearray(
        make(
            "create table broken (x, y)",
            "create table whole (x, y)",
            f"insert into broken values {values}",
            "insert into whole values (1, 2)",
        )
    )
    data[4096:4196] = b"\xff" * 100
    parts = read("a.db", bytes(data))
    assert ("table whole", [["x", "y"], ["1", "2"]]) in parts.tables
    assert [line.partition(":")[0] for line in parts.missing] == ["table broken"]


@pytest.mark.parametrize("size", [16, 17, 19, 100, 3000])
def test_a_cut_database_is_unreadable(size: int) -> None:
    data = make("create table t (x, y)", "insert into t values (1, 2)")
    with pytest.raises(UnreadableError, match="the database is damaged"):
        read("a.db", data[:size])
