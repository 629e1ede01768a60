"""Which row of a table is its header, what its cells are together, and what stands before it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from firstbell.impact.detection.headers.columns import (
    GUARDIAN,
    MAIN,
    NAME,
    PHONE,
    SCHOOL,
    drop_record,
    find_header,
    read_headers,
)
from firstbell.impact.detection.headers.header_words import drop_prefixes
from firstbell.impact.detection.headers.merged import spread_owners


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        (["Name (DOB)"], [(0, NAME), (0, "dob")]),
        (["Name / SSN"], [(0, "ssn")]),
        (["DOB and SSN"], [(0, "dob"), (0, "ssn")]),
        (["DOB, DL no"], [(0, "dob"), (0, "government_id")]),
        (["Name & phone"], []),
        (["Bus", "Student"], [(1, NAME)]),
        (["x" * 40 + " / SSN"], []),
        ([], []),
    ],
)
def test_a_header_of_two_things_is_both(row: list[str], columns: list[tuple[int, str]]) -> None:
    found = [(one.at, one.role) for one in read_headers(row)]
    assert [one for one in found if one[1]] == [one for one in found if one in columns]
    assert {*columns} <= {*found}


def test_a_header_is_found_below_lines_that_are_none() -> None:
    rows = [["Report of May"], [], ["Student", "DOB", "School"], ["Ada Olson", "4/1/2012", "Hill"]]
    at, columns = find_header(rows, lambda cell: cell == "Ada Olson")
    assert (at, [one.role for one in columns]) == (2, [NAME, "dob", SCHOOL])


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["Student"]],
        [["Ada Olson", "DOB", "School"]],
        [["a@b.example", "Student", "DOB"]],
        [["Bus", "Stop", "Time"]],
        [["1", "2", "3", "DOB", "Name"]],
        [["x"]] * 25 + [["Student", "DOB"]],
    ],
)
def test_no_header_is_found_where_there_is_none(rows: list[list[str]]) -> None:
    assert find_header(rows, lambda cell: cell == "Ada Olson") == (-1, [])


def test_a_merged_header_reaches_down_where_the_cell_below_it_is_empty() -> None:
    rows = [["Student", "Guardian", "", "DOB"], ["", "Name", "Phone", ""], ["Ada Olson", "Gil", "1", "2"]]
    at, columns = find_header(rows, lambda cell: cell == "Ada Olson")
    assert at == 1
    assert [(one.at, one.role) for one in columns] == [(0, NAME), (1, NAME), (2, PHONE), (3, "dob")]
    owners = [one.owner for one in spread_owners(rows, at, columns)]
    assert owners == [MAIN, GUARDIAN, GUARDIAN, MAIN]


def test_whose_a_column_is_is_not_spread_from_a_title_or_from_nothing() -> None:
    columns = read_headers(["Name", "Phone"])
    assert spread_owners([["Name", "Phone"]], 0, columns) == columns
    assert spread_owners([["Guardian", ""], ["Name", "Phone"]], 1, columns) == columns


def test_codes_below_a_merged_header_of_a_kind_are_of_it() -> None:
    rows = [["Student", "School", "Homeless", "", ""], ["Name", "Site", "SH", "DU", "Somewhere else"]]
    columns = spread_owners(rows, 1, read_headers(rows[1]))
    assert [(one.at, one.role) for one in columns] == [
        (0, NAME),
        (1, SCHOOL),
        (2, "safeguarding"),
        (3, "safeguarding"),
    ]


def test_lines_that_tell_of_the_file_are_no_records() -> None:
    rows: list[Sequence[str]] = [["HDR", "2026"], *(["D", str(at), "x", "y"] for at in range(4)), ["TRL"]]
    assert drop_record(rows) == rows[1:-1]
    mixed: list[Sequence[str]] = [["D", "1", "x"], ["E", "2"], ["D", "3", "x"]]
    assert drop_record(mixed) == mixed
    assert drop_record([]) == []
    assert drop_record([["H", "1"], ["a", "b"]]) == [["H", "1"], ["a", "b"]]
    wide: list[Sequence[str]] = [["FILE HEADER", "1"], ["a", "b"], ["c", "d"], ["e", "f"]]
    assert drop_record(wide) == wide


def test_what_all_headers_begin_with_is_dropped() -> None:
    assert drop_prefixes([["STU_ID", "STU_DOB", "STU_X"], ["1", "2", "3"]])[0] == ["ID", "DOB", "X"]
    for kept in (["STU_ID", "STU_DOB"], ["STU_ID", "EMP_ID", "STU_X"], ["STU_", "STU_ID", "STU_DOB"]):
        assert drop_prefixes([kept]) == [kept]
    assert drop_prefixes([]) == []
