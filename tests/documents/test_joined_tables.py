"""What a key stands for is put beside it; nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.documents import joined_tables
from firstbell.documents.joined_tables import join_tables

PUPILS = [["id", "name"], ["1", "Ana"], ["2", "Ben"]]
PERSON = [["pid", "name"], ["1", "Ada"], ["2", "Ben"]]
EVENT = [["eid", "pid", "code"], ["7", "2", "b"], ["8", "1", "a"], ["9", "2", "a"]]
CODE = [["code", "label"], ["a", "fighting"], ["b", "vaping"]]
CELLS = st.sampled_from(["", "1", "2", "3", "Ana", "x y"])
TABLES = st.dictionaries(
    st.sampled_from(["pupils", "visits", "code"]),
    st.lists(st.lists(CELLS, max_size=4), max_size=4).map(
        lambda rows: [["id", "pupil_id", "code"], *rows] if rows else []
    ),
    max_size=3,
)


def test_a_row_gets_what_its_keys_stand_for() -> None:
    joined = dict(join_tables({"person": PERSON, "event": EVENT, "code": CODE}))
    assert joined["event"][1] == ["7", "2", "b", "Ben", "vaping"]
    assert joined["code"] == CODE


def test_numbers_that_only_happen_to_be_keys_join_nothing() -> None:
    rooms = [["id", "room"], ["1", "gym"], ["2", "hall"]]
    scores = [["points", "test"], ["1", "math"], ["2", "art"]]
    assert dict(join_tables({"rooms": rooms, "scores": scores}))["scores"] == scores


@pytest.mark.parametrize(
    ("header", "is_joined"),
    [
        ("pupil", True),
        ("pupil_id", True),
        ("PupilID", True),
        ("pupils", True),
        ("id", False),
        ("count", False),
        ("parent", False),
    ],
)
def test_a_column_refers_to_a_table_where_its_name_says_so(header: str, is_joined: bool) -> None:
    tables = {"pupils": PUPILS, "visits": [[header, "note"], ["2", "asthma"], ["1", "fever"]]}
    visits = dict(join_tables(tables))["visits"]
    assert (list(visits[1]) == ["2", "asthma", "Ben"]) is is_joined


def test_people_who_moved_away_leave_their_cells_empty_as_long_as_they_are_few() -> None:
    pupils = [["id", "name"], *([str(number), f"Name {number}"] for number in range(20))]
    few = [["pupil", "note"], *([str(number), "x"] for number in range(1, 21))]
    assert dict(join_tables({"pupils": pupils, "visits": few}))["visits"][-1] == ["20", "x", ""]
    many = [["pupil", "note"], *([str(number), "x"] for number in range(10, 30))]
    assert dict(join_tables({"pupils": pupils, "visits": many}))["visits"] == many


def test_short_rows_are_filled_up_before_what_is_joined() -> None:
    tables = {"pupils": PUPILS, "visits": [["pupil", "note", "room"], ["2"], ["1", "x"]]}
    assert dict(join_tables(tables))["visits"] == [
        ["pupil", "note", "room", "name"],
        ["2", "", "", "Ben"],
        ["1", "x", "", "Ana"],
    ]


def test_a_header_that_is_there_already_is_not_put_in_twice() -> None:
    tables = {"pupils": PUPILS, "visits": [["pupil", "Name"], ["2", "B."], ["1", "A."]]}
    assert dict(join_tables(tables))["visits"] == tables["visits"]


def test_tables_of_too_many_cells_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joined_tables, "_MOST_CELLS", 9)
    tables = {"pupils": PUPILS, "visits": [["pupil", "note"], ["2", "asthma"]]}
    assert dict(join_tables(tables)) == tables


@settings(max_examples=60)
@given(TABLES)
def test_whatever_is_joined_every_row_keeps_its_own_cells_first(tables: dict[str, list[list[str]]]) -> None:
    joined = dict(join_tables(tables))
    assert list(joined) == list(tables)
    for name, table in tables.items():
        assert len(joined[name]) == len(table)
        for row, now in zip(table, joined[name], strict=True):
            assert list(now[: len(row)]) == list(row)
