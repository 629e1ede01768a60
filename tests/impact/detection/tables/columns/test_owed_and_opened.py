"""What people still owe, the last digits of their numbers, and what they open with codes of their own; and
the near neighbors that tell nothing.
"""

from __future__ import annotations

import pytest

from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_machine_records import read, read_rows, without_contact
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE

KINDS = dict[str, set[str]]


def tell(*who: str, kind: str) -> KINDS:
    return {one: {kind} for one in who}


OWED = tell("ada", "ben", kind="financial")
DEBTS: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    ("Library/a.csv", [["Patron", "Item", "Assessed", "Paid", "Due"],
     ["Olson, Ada", "atlas", "$22.00", "$0.00", "$22.00"], ["Roe, Ben", "novel", "$9.50", "$4.00", "$5.50"]],
     OWED),
    ("Tech/b.csv", [["who", "repair cost", "pmts", "balance"], ["Ada Olson", "118.00", "20.00", "98.00"],
     ["Ben Roe", "64.00", "0.00", "64.00"]], OWED),
    # what a title says of all need not stand beside it, nor above it
    ("Office/past due accounts.csv", [["student", "room", "amount"], ["Ada Olson", "12", "118.00"],
     ["Ben Roe", "14", "64.00"]], OWED),
    ("Office/spring sale.csv", [["student", "room", "amount"], ["Ada Olson", "12", "118.00"],
     ["Ben Roe", "14", "64.00"]], {}),
    ("Kitchen/neg bal.csv", [["200001", "Olson", "Ada", "-4.10", "L1"],
     ["200002", "Roe", "Ben", "-12.00", "L2"]], OWED),
    ("Office/past due accounts.csv", [["student", "room", "balance"], ["Ada Olson", "12", "118.00"],
     ["Ben Roe", "14", "64.00"]], OWED),
    # what somebody has raised, and what is left of a budget
    ("Music/trip.csv", [["student", "goal", "raised", "balance"], ["Ada Olson", "400.00", "120.00", "280.00"],
     ["Ben Roe", "400.00", "90.00", "310.00"]], {}),
    ("Library/c.csv", [["Title", "Assessed", "Paid", "Due"], ["Atlas", "$22.00", "$0.00", "$22.00"],
     ["Novel", "$9.50", "$4.00", "$5.50"]], {}),
)  # fmt: skip
ENDS: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    ("a.csv", [["who", "type", "last 4"], ["Ada Olson", "Visa", "4471"], ["Ben Roe", "MC", "0938"]], OWED),
    ("b.csv", [["who", "card", "ends in"], ["Ada Olson", "blue", "4471"], ["Ben Roe", "red", "0938"]], OWED),
    ("HR/w2 reprints.csv", [["who", "last four"], ["Tia Long", "4471"], ["Uma Stone", "0938"]],
     {"tia": {"financial", "ssn"}, "uma": {"financial", "ssn"}}),
    # of which number nothing says, or of two
    ("Tech/tablets.csv", [["who", "last 4"], ["Ada Olson", "4471"], ["Ben Roe", "0938"]], {}),
    ("c.csv", [["who", "tax form", "card", "last 4"], ["Ada Olson", "a", "b", "4471"],
     ["Ben Roe", "a", "b", "0938"]], {}),
    # no four digits
    ("d.csv", [["who", "type", "last 4"], ["Ada Olson", "Visa", "wk 9"], ["Ben Roe", "MC", "wk 8"]], {}),
)  # fmt: skip
OPENED: tuple[tuple[str, str, KINDS], ...] = (
    ("Telecom/voicemail reset.txt",
     "4410 - TIA LONG - 7731\n4411 - UMA STONE - 9038\n4412 - VIC HALE - 2210\n",
     tell("tia", "uma", "vic", kind="credentials")),
    # numbers of a telephone, and of rooms
    ("Telecom/extensions.txt", "14 - TIA LONG - 7731\n15 - UMA STONE - 9038\n16 - VIC HALE - 2210\n", {}),
    ("Telecom/voicemail boxes.txt", "TIA LONG - 7731\nUMA STONE - 9038\nVIC HALE - 2210\n", {}),
    ("Office/keypad.txt", "Tia Long   7731\nUma Stone   9038\nVic Hale   2210\n",
     tell("tia", "uma", "vic", kind="credentials")),
    ("Office/keypad stock.txt", "Blue cover   7731\nRed cover   9038\nGray cover   2210\n", {}),
    ("Office/lockers.txt", "Tia Long   7731\nUma Stone   9038\nVic Hale   2210\n", {}),
)  # fmt: skip
CODES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    ("copier/users.csv", [["user", "dept", "code"], ["Tia Long", "ELA", "7731"],
     ["Uma Stone", "Math", "9038"], ["Vic Hale", "Art", "2210"]],
     tell("tia", "uma", "vic", kind="credentials")),
    ("copier/users2.csv", [["user", "dept", "budget code"], ["Tia Long", "ELA", "7731"],
     ["Uma Stone", "Math", "9038"], ["Vic Hale", "Art", "2210"]], {}),
    ("bus/users.csv", [["user", "dept", "code"], ["Tia Long", "ELA", "7731"], ["Uma Stone", "Math", "9038"],
     ["Vic Hale", "Art", "2210"]], {}),
)  # fmt: skip
ONE_HEADER: tuple[tuple[str, str, KINDS], ...] = (
    # of the headers only that of the allergy is known
    ("Office/field day.txt",
     "Whoever       Lane    Allergy\nAda Olson     4       peanuts\nBen Roe       2       bee stings\n",
     tell("ada", "ben", kind="health")),
    ("Office/menu.txt",
     "Whatever      Lane    Allergy\nRice cakes    4       peanuts\nHoney bread   2       bee stings\n", {}),
)  # fmt: skip
_INSURED = ["Rel", "Last", "First", "SSN", "DOB", "Sub ID"]
INSURED: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # whoever is insured with somebody has their number, and a name and a birth date of their own
    ("census", [_INSURED, ["SUB", "Long", "Tia", "219-09-3344", "3/4/1980", "E901"],
     ["SPS", "Cole", "Rosa", "376-18-4455", "5/6/1981", "E901"]],
     {"tia": {"dob", "ssn"}, "Rosa Cole": {"dob", "ssn"}}),
    # whom the roster has by another family name, and of whom nothing else is told
    ("married", [_INSURED, ["SUB", "Peters", "Tia", "219-09-3344", "3/4/1980", "E901"],
     ["SUB", "Hale", "Vic", "376-18-4455", "5/6/1981", "E903"]],
     {"tia": {"dob", "ssn"}, "vic": {"dob", "ssn"}}),
)  # fmt: skip
FORM = """Section 1. Employee Information

Last Name         First Name      M.I.
Long              Tia             K
Date of Birth (mm/dd/yyyy)        U.S. Social Security Number
03/04/1980                        219-09-3344

[ ] 1. A citizen of this country
[X] 2. A lawful resident
"""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("path", "rows", "expected"), DEBTS, ids=range(len(DEBTS)))
def test_what_is_owed_is_told_where_charges_and_payments_or_a_title_say_so(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected


@pytest.mark.parametrize(("path", "rows", "expected"), ENDS, ids=range(len(ENDS)))
def test_last_digits_are_of_the_number_that_stands_beside_or_above_them(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected


@pytest.mark.parametrize(("path", "text", "expected"), OPENED, ids=[case[0] for case in OPENED])
def test_a_list_of_codes_is_told_by_what_its_place_says_they_open(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    assert without_contact(read(lexicon, path, text.encode())) == expected


@pytest.mark.parametrize(("path", "rows", "expected"), CODES, ids=[case[0] for case in CODES])
def test_codes_of_a_table_are_somebodys_where_its_place_says_what_they_open(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected


@pytest.mark.parametrize(("path", "text", "expected"), ONE_HEADER, ids=[case[0] for case in ONE_HEADER])
def test_a_printed_table_of_one_known_header_is_one_where_a_column_names_people_here(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    assert read(lexicon, path, text.encode()) == expected


@pytest.mark.parametrize(("name", "rows", "expected"), INSURED, ids=[case[0] for case in INSURED])
def test_a_number_that_others_are_insured_by_does_not_make_them_its_bearer(
    lexicon: Lexicon, name: str, rows: list[list[str]], expected: KINDS
) -> None:
    del name
    assert read_rows(lexicon, "Benefits/census.csv", rows) == expected


def test_a_form_of_several_lines_of_labels_tells_what_stands_below_each(lexicon: Lexicon) -> None:
    found = read(lexicon, "HR/form.txt", FORM.encode())
    assert {who: kinds & {"dob", "ssn"} for who, kinds in found.items()} == {"tia": {"dob", "ssn"}}


def test_a_rate_beside_numbers_of_social_security_is_pay(lexicon: Lexicon) -> None:
    rows = [["eid", "ss", "gl_rate"], ["E901", "219-09-3344", "24.10"], ["E902", "376-18-4455", "31.75"]]
    told = {"ssn", "financial"}
    assert read_rows(lexicon, "dump/persons.csv", rows) == {"tia": told, "uma": told}
    graded = [["eid", "room", "gl_rate"], ["E901", "12", "24.10"], ["E902", "14", "31.75"]]
    assert read_rows(lexicon, "dump/rooms.csv", graded) == {}


@pytest.mark.parametrize(
    ("number", "sureness"), [("21963276258219", "probable"), ("10442", "possible")], ids=["long", "short"]
)
def test_a_long_number_of_their_own_tells_a_stranger_from_others_of_the_name(
    lexicon: Lexicon, number: str, sureness: str
) -> None:
    rows = [["student id", "student", "new password"], ["200001", "Ada Olson", "wren41"],
            [number, "Rosa Cole", "kite07"]]  # fmt: skip
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("resets.csv", "IT")
    analyst.take_rows("", rows)
    told = {link.outsider.name: str(link.sureness) for link in analyst.end().links if link.outsider}
    assert told == {"Rosa Cole": sureness}
