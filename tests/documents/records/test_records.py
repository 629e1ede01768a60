"""Records that are no tables come down to tables: payments, segments, statements, lines of fixed width."""

from __future__ import annotations

import pytest

from firstbell.documents.records.text_records import find_records

NACHA = "\n".join(
    [
        "101 091000019 4160011232210141200A094101BANK                   SCHOOLS".ljust(94),
        "62209100001"
        + "9"
        + "12345678".ljust(17)
        + "0000150000"
        + "E1001".ljust(15)
        + "ADA OLSON".ljust(22)
        + "  0000001",
    ]
)
EDI = (
    "ISA*00*X~ST*834*0001~INS*Y*18~NM1*IL*1*OLSON*ADA****34*219093344~DMG*D8*19800102*F~"
    "INS*Y*18~NM1*IL*1*ROE*BEN~REF*0F*219093345~"
)
SQL = (
    "CREATE TABLE `pupil` (`id` int, `name` varchar(9));\n"
    "INSERT INTO `pupil` (`id`,`name`) VALUES (1,'O''Neil, Ada'),(2,NULL);\n"
)


def test_a_payment_file_tells_who_is_paid_into_which_account() -> None:
    (table,) = find_records(NACHA)
    assert table.rows[1] == ["E1001", "ADA OLSON", "091000019", "12345678"]


def test_segments_tell_a_number_and_a_birth_date_for_each_member() -> None:
    (table,) = find_records(EDI)
    assert [row[:4] for row in table.rows[1:]] == [
        ["OLSON", "ADA", "219093344", "19800102"],
        ["ROE", "BEN", "219093345", ""],
    ]


def test_statements_give_rows_with_the_names_of_their_columns() -> None:
    (table,) = find_records(SQL)
    assert table.name == "pupil"
    assert table.rows == [["id", "name"], ["1", "O'Neil, Ada"], ["2", ""]]


def test_lines_of_fixed_width_are_cut_where_their_fields_begin() -> None:
    people = [("100234", "OLSON", "ADA", "20100405"), ("100777", "ROE", "BENJAMIN", "20111201")]
    lines = [f"0001{one:<12}{last:<20}{first:<14}{born}07" for one, last, first, born in people * 4]
    (table,) = find_records("\n".join(lines))
    assert all(set(person) <= set(row) for person, row in zip(people * 4, table.rows, strict=True))


def test_a_table_that_is_made_on_one_line_gives_its_columns() -> None:
    made = (
        "CREATE TABLE clients(cid INTEGER, lname TEXT, dob TEXT);\n"
        "INSERT INTO clients VALUES(1,'Roe','2014-01-02');"
    )
    (table,) = find_records(made)
    assert table.rows == [["cid", "lname", "dob"], ["1", "Roe", "2014-01-02"]]


def test_numbers_with_strokes_are_not_cut_and_a_heading_cuts_no_number() -> None:
    names = ["OLSON, ADA", "ROE, BENJAMIN", "CHA, MAI", "VANG, TOU LEE", "DE LA CRUZ, ANA", "LI, BO"] * 2
    lines = [f"{100 + at}-64-790{at % 9}   {name:<26}195606{at + 10}  DENT" for at, name in enumerate(names)]
    (table,) = find_records("\n".join(["MBR SSN       MBRNAME A9B               DOB       PLAN", *lines]))
    assert [row[0] for row in table.rows[1:]] == [f"{100 + at}-64-790{at % 9}" for at in range(12)]
    assert all(f"195606{at + 10}" in row for at, row in enumerate(table.rows[1:]))


def test_a_layout_told_below_or_above_its_lines_cuts_them() -> None:
    lines = "\n".join(f"D{20384 + at:09}{219093344 + at}{77726 + at:09}FIDEL" for at in range(6))
    below = (
        "LOAD 20261030\n" + lines + "\nLAYOUT: 1 REC, 2-10 EMPLOYEE, 11-19 SSN, 20-28 CENTS, 29-33 VENDOR\n"
    )
    above = "employee 2-10; ssn 11-19; cents 20-28; vendor 29-33\n" + lines
    for text in (below, above):
        (table,) = find_records(text)
        assert [name.lower() for name in table.rows[0]][-4:] == ["employee", "ssn", "cents", "vendor"]
        assert table.rows[1][-4:] == ["000020384", "219093344", "000077726", "FIDEL"]
        assert len(table.rows) == 7


def test_fields_that_overlap_are_no_layout() -> None:
    text = "see 1-5 pages, 3-9 rows, 2-4 notes\n" + "D000020384219093344\n" * 5
    assert not any("pages" in row for table in find_records(text) for row in table.rows)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "# student_number:badge_pin\n" + "\n".join(f"31236{n}:61248{n}" for n in range(6)),
            ["312362", "612482"],
        ),
        (
            "codes, 30 days\n\n" + "\n".join(f"Roe, Ada . . . . 50277{n}" for n in range(6)),
            ["Roe, Ada", "502772"],
        ),
        ("\n".join(f"Ben Roe ........ room {n}" for n in range(6)), ["Ben Roe", "room 2"]),
    ],
)
def test_pairs_that_a_colon_or_dots_part_are_rows(text: str, row: list[str]) -> None:
    (table,) = find_records(text)
    assert row in table.rows


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"0{n}:1{n} the bell rang" for n in range(8)),
        "\n".join(f"Chapter {n} ........ no pairs... but sentences. They go on." for n in range(3)),
        "name: Ada Roe\nschool: Northgate\ngrade: 7\nroom: 12\n",
    ],
)
def test_times_and_fields_are_no_pairs(text: str) -> None:
    assert not any(len(row) == 2 for table in find_records(text) for row in table.rows)


@pytest.mark.parametrize(
    "text",
    ["Dear Ms. Olson,\n\nthank you for coming.\n" * 8, "", "ISA is short for nothing", "a\nb\nc\nd\ne\nf"],
)
def test_other_texts_are_no_records(text: str) -> None:
    assert find_records(text) == []
