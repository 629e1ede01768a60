"""Contacts: rows of one person are folded, and who may not be contacted is never lost."""

from __future__ import annotations

import pytest

from firstbell.impact.people.contacts import read_contacts, split_full
from firstbell.impact.people.oneroster import Tables
from firstbell.impact.people.person import GUARDIAN, STUDENT, Person, address_key, digits_of

HEADER = "Contact ID,First Name,Last Name,Student ID,Phone,Email"


def read(
    text: str, people: list[Person] | None = None, *, further: dict[str, str] | None = None
) -> tuple[list[Person], list[str]]:
    files = {"contacts": ("contacts.csv", text.encode())}
    files |= {name: (name, data.encode()) for name, data in (further or {}).items()}
    tables = Tables(files)
    found = people if people is not None else [Person("1", "1", STUDENT, "Ana", "Roe")]
    read_contacts(tables, found)
    return found, [f"{one.line}: {one.problem}" for one in tables.problems]


def test_rows_of_one_contact_are_one_person_with_all_telephones_and_students() -> None:
    people = [Person(key, key, STUDENT, given, "Roe") for key, given in (("1", "Ana"), ("2", "Ben"))]
    found, problems = read(
        f"{HEADER}\nc1,Ida,Roe,1,218-555-0101,I@x.example\nc1,Ida,Roe,2,(218) 555-0102,i@x.example\n", people
    )
    (ida,) = (one for one in found if one.role == GUARDIAN)
    assert (ida.phones, ida.emails) == (["2185550101", "2185550102"], ["i@x.example"])
    assert [one.guardians for one in found[:2]] == [[ida.key], [ida.key]]
    assert problems == []


def test_contacts_without_an_id_are_one_by_name_student_and_address_of_mail() -> None:
    found, _ = read(
        f"{HEADER}\n,Ida,Roe,1,218-555-0101,\n,IDA,ROE,1,218-555-0102,\n,Ida,Roe,1,,other@x.example\n"
    )
    assert [one.phones for one in found[1:]] == [["2185550101", "2185550102"], []]


def test_a_contact_of_a_student_who_is_not_there_is_told_and_kept() -> None:
    found, problems = read(f"{HEADER}\nc1,Ida,Roe,99,,\n,,,1,,\n")
    assert [one.family for one in found] == ["Roe", "Roe"]
    assert problems == ["2: there is no student 99"]


def test_a_file_without_names_is_left_out_and_told() -> None:
    found, problems = read("Room,Seats\n4,20\n")
    assert len(found) == 1
    assert problems == ["1: no column of it is known to hold names; it is left out"]


def test_a_mapping_beside_the_file_names_its_columns_and_a_broken_one_is_told() -> None:
    text = "Nachname,Vorname,Schüler\nRoe,Ida,1\n"
    mapping = '[columns]\nfamily = "Nachname"\ngiven = ["Vorname"]\nstudent_id = "Schüler"\n'
    found, _ = read(text, further={"contacts.csv.toml": mapping})
    assert (found[1].given, found[1].family) == ("Ida", "Roe")
    assert found[0].guardians == [found[1].key]
    _, problems = read(text, further={"mapping.toml": "[columns"})
    assert problems[0].startswith("0: it is not valid TOML")


@pytest.mark.parametrize(
    ("said", "may"),
    [("Yes", False), ("court order", False), ("No", True), ("0", True), ("", True), (" FALSE ", True)],
)
def test_a_restriction_in_any_row_holds(said: str, may: bool) -> None:
    mapping = '[columns]\nfamily = "Last"\ncontact_id = "Id"\nrestricted = "No contact"\n'
    found, _ = read(
        f"Id,Last,No contact\nc1,Roe,\nc1,Roe,{said}\nc1,Roe,no\n", further={"mapping.toml": mapping}
    )
    assert found[1].may_contact is may


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Olson, Ana", ("Ana", "Olson")),
        ("Ana Maria Olson", ("Ana Maria", "Olson")),
        ("Olson", ("", "Olson")),
        (" , ", ("", "")),
    ],
)
def test_a_name_in_one_piece_is_parted(name: str, parts: tuple[str, str]) -> None:
    assert split_full(name) == parts


@pytest.mark.parametrize(
    ("phone", "digits"),
    [
        ("(218) 555-0101", "2185550101"),
        ("+1 218.555.0101 ext 12", "2185550101"),
        ("218-555-0101x9", "2185550101"),
        ("555-0101", ""),
        ("218-555-01012", ""),
        ("28185550101", ""),
        ("", ""),
    ],
)
def test_a_telephone_number_is_ten_digits(phone: str, digits: str) -> None:
    assert digits_of(phone) == digits


def test_two_spellings_of_an_address_are_one_and_an_empty_one_is_none() -> None:
    assert address_key("12 Elm St.", "55802-1234") == address_key("12 ELM Street Apt 4", "55802")
    assert address_key("12 Elm St", "") != address_key("13 Elm St", "")
    assert address_key(" ", "55802") == b""


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("Roe, Jr.", "Ana Roe Jr."),
        ("Roe III", "Ana Roe III"),
        ("Senior", "Ana Senior"),
        ("Roe senior", "Ana Roe Sr."),
    ],
)
def test_a_suffix_is_taken_out_of_the_family_name(family: str, name: str) -> None:
    person = Person("1", "1", STUDENT, "Ana", family)
    person.take_suffix()
    assert person.name == name
