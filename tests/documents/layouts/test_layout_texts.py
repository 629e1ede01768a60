"""Texts that tell a layout: which columns they give the fields, and what only looks like a layout."""

from __future__ import annotations

import pytest

from firstbell.documents.layouts.layout_texts import LONGEST_TEXT, may_tell_layout, read_layout_text
from firstbell.documents.record_layouts import LayoutSort

Fields = list[tuple[str, int, int]]


def tell(text: str) -> Fields:
    """The fields of the first layout that a text tells."""
    found = read_layout_text(text)
    return [(one.name, one.start, one.stop) for one in found[0].fields] if found else []


DISTRICT: Fields = [("district", 0, 4), ("ssid", 4, 13), ("meal", 13, 14)]


@pytest.mark.parametrize(
    "text",
    [
        "LAYOUT\npos 1-4 district\npos 5-13 ssid\npos 14 meal\n",
        "LAYOUT\n1-4   district\n5-13  ssid\n14-14 meal\n",
        "LAYOUT\n1 - 4: district\n5 to 13: ssid\n14: meal\n",
        "LAYOUT\ncolumns 1..4 district\ncolumns 5..13 ssid\ncolumn 14 meal\n",
        "LAYOUT\nbytes 1 thru 4 = district\nbytes 5 thru 13 = ssid\nbyte 14 = meal\n",
        "LAYOUT\n  * 1\u20134  district\n  * 5\u201313  ssid\n  * 14  meal\n",
        "LAYOUT\ndistrict ..... 1-4\nssid ..... 5-13\nmeal ..... 14-14\n",
        "LAYOUT\ndistrict (pos 1-4)\nssid (pos 5-13)\nmeal (pos 14-14)\n",
        "LAYOUT\n1. district  cols 1-4\n2. ssid  cols 5-13\n3. meal  cols 14-14\n",
        "LAYOUT\n1 4 district\n5 13 ssid\n14 14 meal\n",
        "LAYOUT\ndistrict 1 4\nssid 5 13\nmeal 14 14\n",
        "LAYOUT\n1. district N 1 4\n2. ssid AN 5 9\n3. meal A 14 1\n",
        "LAYOUT\nfield | start | length\ndistrict | 1 | 4\nssid | 5 | 9\nmeal | 14 | 1\n",
        "data list file='x' / district 1-4 (A) ssid 5-13 (A) meal 14.\n",
        "INPUT layout\n@1 district $4. @5 ssid $char9. @14 meal 1.;\n",
        "load data infile x\nfield layout (\n district POSITION(1:4) CHAR,\n ssid POSITION(5:13),\n"
        ' "meal" POSITION(14:14))',
        '8.0\n3\n1 SQLCHAR 0 4 "" 1 district x\n2 SQLCHAR 0 9 "" 2 ssid x\n3 SQLCHAR 0 1 "\\r\\n" 3 meal x\n',
    ],
)
def test_where_fields_stand_is_read_however_it_is_written(text: str) -> None:
    assert tell(text) == DISTRICT


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE pupils (id int, last_name varchar(20), dob date);",
        "create table if not exists [dbo.pupils] (\n[id] int not null,\n[last_name] text,\n[dob] date,\n"
        "primary key (id), constraint x unique (id))",
        'create table "pupils" ("id" int, "last_name" text, "dob" date check (dob > 1), '
        "foreign key (id) references x)",
        "Layout, columns:\n1. id\n2. last name\n3. dob\n4. x\n",
        "Data dictionary\n1) id\n2) last name\n3) dob\n4) x\n",
        "FILE FORMAT\nA. id\nB. last name\nC. dob\nD. x\n",
        '8.0\n3\n1 SQLCHAR 0 4 "," 1 id x\n2 SQLCHAR 0 9 "," 2 last_name x\n3 SQLCHAR 0 1 "\\r\\n" 3 dob x\n',
    ],
)
def test_which_columns_there_are_is_read_in_order(text: str) -> None:
    (told,) = read_layout_text(text)
    assert told.sort is LayoutSort.COLUMNS
    assert [one.name for one in told.fields][:3] == ["id", "last name", "dob"]
    assert [(one.start, one.stop) for one in told.fields][:3] == [(0, 1), (1, 2), (2, 3)]


def test_codes_below_and_behind_a_field_belong_to_it() -> None:
    text = (
        "RECORD LAYOUT\npos 1-9   ssid\npos 10    meal  0 paid, 1 reduced, 2 free\npos 11-12 exc\n"
        "   01 = speech\n   06 = ebd\npos 13-20 dob\n"
    )
    (told,) = read_layout_text(text)
    codes = {one.name: dict(one.codes) for one in told.fields}
    assert codes["meal"] == {"0": "paid", "1": "reduced", "2": "free"}
    assert codes["exc"] == {"01": "speech", "06": "ebd"}
    assert codes["ssid"] == codes["dob"] == {}


def test_a_part_of_a_field_is_no_field_of_its_own() -> None:
    text = "LAYOUT\n1-10 name\n2-4 prefix\n11-18 dob\n19-27 ssn\n"
    assert tell(text) == [("name", 0, 10), ("dob", 10, 18), ("ssn", 18, 27)]


def test_two_sorts_of_records_are_two_layouts_the_longer_one_first() -> None:
    text = "LAYOUT\n1-4 district\n5-9 school\n10-12 grade\n1-4 district\n5-9 ssid\n10-17 dob\n18-19 exc\n"
    assert [[one.name for one in told.fields] for told in read_layout_text(text)] == [
        ["district", "ssid", "dob", "exc"],
        ["district", "school", "grade"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dear families, school begins on Monday.",
        # fewer than three fields
        "LAYOUT\n1-4 district\n5-13 ssid\n",
        # scores, hours and pages are no places
        "Record of games\nLions 3-4\nTigers 5-13 at home and so on for more than seven words in all\n",
        "Office position open\n8-12 Monday\n1-4 Tuesday",
        # numbered, and nobody says that they are columns
        "1. name\n2. dob\n3. ssn\n4. grade\n",
        # numbered topics, of which none is a field
        "Columns of the paper\n1. sports\n2. weather\n3. music\n4. letters\n",
        # rows stand there, so that it tells of itself
        "create table a (id int, name text, dob date); insert into a values (1, 'x', '2012-01-01');",
        "create table layout of the lunchroom",
        # a number that does not follow the place before it
        "LAYOUT\npos 1-4 district\n7 dwarfs\n9 lives\n",
        # backwards
        "LAYOUT\n4-1 district\n13-5 ssid\n20-14 meal\n",
        "data list without a stroke district 1-4 ssid 5-13 meal 14",
    ],
)
def test_what_only_looks_like_a_layout_tells_none(text: str) -> None:
    assert read_layout_text(text) == []


def test_a_long_text_or_one_without_a_word_of_layouts_is_not_looked_at() -> None:
    layout = "LAYOUT\n1-4 district\n5-13 ssid\n14-15 exc\n"
    assert may_tell_layout(layout)
    assert may_tell_layout(layout + " " * (LONGEST_TEXT - len(layout)))
    assert not may_tell_layout(layout + " " * (LONGEST_TEXT - len(layout) + 1))
    assert not may_tell_layout("x" * 2_000 + layout)
    assert not may_tell_layout("Minutes of the meeting")


def test_a_line_that_is_too_long_is_skipped_and_the_others_are_read() -> None:
    text = f"LAYOUT\n1-4 district\n5-13 ssid\n14-15 {'x' * 240}\n16-20 dob\n"
    assert tell(text) == [("district", 0, 4), ("ssid", 4, 13), ("dob", 15, 20)]


def test_numbered_fields_count_as_far_as_their_numbers_follow() -> None:
    text = "Columns:\n1. id\n2. last name\n2. first name\n4. phone\n3. dob\n4. grade\n"
    (told,) = read_layout_text(text)
    assert [one.name for one in told.fields] == ["id", "last name", "dob", "grade"]


def test_columns_behind_the_twenty_sixth_have_two_letters() -> None:
    letters = [*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "AA", "AB"]
    lines = "".join(f"{letter}. phone of {letter}\n" for letter in letters)
    (told,) = read_layout_text(f"FILE FORMAT\n{lines}")
    assert [one.start for one in told.fields] == list(range(28))


@pytest.mark.parametrize("length", [48, 49])
def test_what_is_longer_than_a_phrase_names_no_field(length: int) -> None:
    name = "n" + "ame" * 15 + "x" * (length - 46)
    fields = f"1-4 district\n5-13 ssid\n14-16 {name}\n17-24 dob\n"
    assert (name in {one for one, _, _ in tell(f"LAYOUT\n{fields}")}) is (length == 48)
    behind = f"district 1-4\nssid 5-13\n{name} 14-16\ndob 17-24\n"
    assert (name in {one for one, _, _ in tell(f"LAYOUT\n{behind}")}) is (length == 48)


def test_codes_right_behind_a_name_are_no_part_of_it() -> None:
    text = "LAYOUT\n1-9 ssid (no dashes)\n10 meal 0 paid 1 reduced 2 free\n11-18 dob, told\n19 sex; m or f\n"
    (told,) = read_layout_text(text)
    assert [one.name for one in told.fields] == ["ssid", "meal", "dob", "sex"]
    assert dict(told.fields[1].codes) == {"0": "paid", "1": "reduced", "2": "free"}


def test_a_length_between_the_places_and_the_name_is_no_part_of_it() -> None:
    text = (
        "pos   len  field\n1-6   6    district no\n7-9 3 school\n10    1    lunch  0 paid, 1 free\n"
        "11-18 8 dob\n"
    )
    assert tell(text) == [("district no", 0, 6), ("school", 6, 9), ("lunch", 9, 10), ("dob", 10, 18)]
    spread = "FILE FORMAT\ncols 1 thru 4   4  site code\ncols 5 thru 24  20  pupil\ncol 25  1  homeless\n"
    assert tell(spread) == [("site code", 0, 4), ("pupil", 4, 24), ("homeless", 24, 25)]


def test_a_number_that_is_not_how_long_the_field_is_makes_no_field() -> None:
    assert tell("LAYOUT\n1-4 district\n5-13 ssid\n14-15 11 boys of room\n16-17 code\n") == [
        ("district", 0, 4),
        ("ssid", 4, 13),
        ("code", 15, 17),
    ]


def test_codes_that_brackets_hold_end_before_the_last_one() -> None:
    text = "LAYOUT\n1-9 ssid\n10-11 disability (04 = vision, 11 = brain injury)\n12-19 dob\n"
    (told,) = read_layout_text(text)
    assert dict(told.fields[1].codes) == {"04": "vision", "11": "brain injury"}
