"""Tables that tell a layout: which columns of them are names, places and lengths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.documents.layouts.layout_tables import FieldEntry, clean_name, make_layouts, read_layout_rows
from firstbell.documents.record_layouts import LayoutSort

Rows = list[list[str]]


def tell(rows: Rows) -> list[tuple[str, int, int]]:
    found = read_layout_rows(rows)
    return [(one.name, one.start, one.stop) for one in found[0].fields] if found else []


SITE = [("site", 0, 3), ("ssid", 3, 12), ("name", 12, 32)]


@pytest.mark.parametrize(
    "rows",
    [
        [["Field", "Start", "End"], ["site", "1", "3"], ["ssid", "4", "12"], ["name", "13", "32"]],
        [["Field", "Start", "Length"], ["site", "1", "3"], ["ssid", "4", "9"], ["name", "13", "20"]],
        [["Width", "Field name"], ["3", "site"], ["9", "ssid"], ["20", "name"]],
        [["Position", "Element"], ["1-3", "site"], ["4-12", "ssid"], ["13-32", "name"]],
        [["No.", "From", "Thru", "Item"], ["1", "1", "3", "site"], ["2", "4", "12", "ssid"],
         ["3", "13", "32", "name"]],
        # no header, the numbers say what they are
        [["site", "1", "3"], ["ssid", "4", "9"], ["name", "13", "20"]],
        [["1", "3", "site"], ["4", "12", "ssid"], ["13", "32", "name"]],
        [["site", "1 to 3"], ["ssid", "4 to 12"], ["name", "13 to 32"]],
        # a title above, empty rows between
        [["State file"], [], ["Field", "Start", "Len"], ["site", "1", "3"], ["", "", ""], ["ssid", "4", "9"],
         ["name", "13", "20"]],
        # as workbooks hold numbers
        [["Field", "Start", "Len"], ["site", "1.0", "3.0"], ["ssid", "4.0", "9.0"], ["name", "13.0", "20.0"]],
        # what a short name means stands beside it
        [["Field", "Start", "Len", "Description"], ["X1", "1", "3", "site"], ["X2", "4", "9", "ssid"],
         ["X3", "13", "20", "name"]],
    ],
)  # fmt: skip
def test_places_are_read_whatever_the_columns_are_called(rows: Rows) -> None:
    assert tell(rows) == SITE


@pytest.mark.parametrize(
    "rows",
    [
        [["Col", "Field"], ["A", "site"], ["B", "ssid"], ["C", "name"]],
        [["#", "Column"], ["1", "site"], ["2", "ssid"], ["3", "name"]],
        [["Column", "Meaning"], ["Col A", "site"], ["Col B", "ssid"], ["Col C", "name"]],
    ],
)
def test_columns_are_told_by_their_number_or_letter(rows: Rows) -> None:
    (told,) = read_layout_rows(rows)
    assert told.sort is LayoutSort.COLUMNS
    assert [(one.name, one.start, one.stop) for one in told.fields] == [
        ("site", 0, 1),
        ("ssid", 1, 2),
        ("name", 2, 3),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [[], [""]],
        [["Field", "Start", "End"], ["site", "1", "3"], ["ssid", "4", "12"]],
        # wider than any table that tells a layout
        [
            ["Field", "Start", "End", *[""] * 22],
            *[[f"x{at}", f"{at}", f"{at}", *["x"] * 22] for at in (1, 2, 3)],
        ],
        # people in order, games and pages
        [["#", "Name"], ["1", "Ada Olson"], ["2", "Ben Roe"], ["3", "Cam Vang"]],
        [["Team", "Won", "Lost"], ["Lions", "9", "2"], ["Bears", "3", "8"], ["Owls", "5", "6"]],
        # columns that are not numbered from the first on
        [["Col", "Field"], ["B", "site"], ["C", "ssid"], ["D", "name"]],
        # lengths of a record that is shorter than any
        [["Field", "Length"], ["site", "1"], ["zone", "2"], ["wing", "3"]],
        # turned around
        [["Field", "Start", "End"], ["site", "3", "1"], ["ssid", "12", "4"], ["name", "32", "13"]],
        # gaps between most of them
        [["x", "1", "2"], ["y", "9", "12"], ["z", "40", "41"], ["w", "90", "92"]],
    ],
)
def test_other_tables_tell_no_layout(rows: Rows) -> None:
    assert read_layout_rows(rows) == []


def test_codes_in_a_column_of_their_own_belong_to_the_field() -> None:
    rows = [["Field", "Start", "Len", "Valid values"], ["site", "1", "3", ""],
            ["meal", "4", "1", "0=none 1=reduced 2=free"], ["name", "5", "20", ""]]  # fmt: skip
    (told,) = read_layout_rows(rows)
    assert [dict(one.codes) for one in told.fields] == [{}, {"0": "none", "1": "reduced", "2": "free"}, {}]


def test_the_names_of_a_second_sort_of_records_begin_at_the_first_place_again() -> None:
    entries = [FieldEntry(name, start, start + 2) for name, start in
               (("a", 1), ("b", 4), ("c", 7), ("d", 1), ("e", 4), ("f", 7), ("g", 10))]  # fmt: skip
    told = make_layouts(entries, LayoutSort.PLACES)
    assert [[one.name for one in layout.fields] for layout in told] == [["d", "e", "f", "g"], ["a", "b", "c"]]


@pytest.mark.parametrize(
    "entry", [FieldEntry("", 4, 6), FieldEntry("12", 4, 6), FieldEntry("x", 0, 6), FieldEntry("x", 6, 4)]
)
def test_a_field_without_a_name_or_a_place_is_left_out(entry: FieldEntry) -> None:
    entries = [FieldEntry("a", 1, 3), entry, FieldEntry("b", 7, 9), FieldEntry("c", 10, 12)]
    (told,) = make_layouts(entries, LayoutSort.PLACES)
    assert [one.name for one in told.fields] == ["a", "b", "c"]


@given(st.lists(st.integers(1, 30), min_size=4, max_size=12).filter(lambda one: sum(one) >= 16))
def test_a_layout_told_by_places_or_by_lengths_is_the_same(lengths: list[int]) -> None:
    starts = [1 + sum(lengths[:at]) for at in range(len(lengths))]
    names = [f"field {chr(97 + at)}" for at in range(len(lengths))]
    by_length = [["Name", "Length"], *([name, str(one)] for name, one in zip(names, lengths, strict=True))]
    by_place = [
        ["Name", "Start", "End"],
        *([name, str(at), str(at + one - 1)] for name, at, one in zip(names, starts, lengths, strict=True)),
    ]
    assert tell(by_length) == tell(by_place)
    assert [stop - start for _, start, stop in tell(by_length)] == lengths


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (" Birth Date (YYYYMMDD) ", "birth date"),
        ("SSID  N", "ssid"),
        ("Last Name VARCHAR2(30)", "last name"),
        ("migrant Y/N", "migrant"),
        ("meal:", "meal"),
        ("**", ""),
        ("12", ""),
    ],
)
def test_the_name_of_a_field_is_without_its_type(text: str, name: str) -> None:
    assert clean_name(text).lower() == name
