"""One fact told by count and by name, in two texts: no difference, where it is told whole."""

from __future__ import annotations

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.comparison import list_agreed_kinds
from tests.notify.records import know

RECORD = know(
    {
        "systems_restored": {
            "verified": ["student records", "payroll", "phones", "mail"],
            "pending": ["library", "door badges"],
        },
        "ransom": {"paid": False},
        "files_without_clean_version": 1284,
    }
)
COUNTED = "Four of six systems are back."
LISTED = "Student records, payroll, phones and mail are back; library and badges are not."


def agree(a: str, b: str) -> bool:
    """Whether both texts tell the same of systems, whichever comes first."""
    left, right = check_statement(a, RECORD), check_statement(b, RECORD)
    found = list_agreed_kinds(left, right, RECORD)
    assert found == list_agreed_kinds(right, left, RECORD)
    return found == {"restoration"}


@pytest.mark.parametrize(
    "listed",
    [
        LISTED,
        "Student records, payroll, phones and mail are back. Library and door badges are not back yet.",
        f"No ransom was paid. {LISTED}",
    ],
)
def test_a_count_and_the_whole_list_of_it_are_one_fact(listed: str) -> None:
    assert agree(COUNTED, listed)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (COUNTED, "Student records, payroll and phones are back; library and badges are not."),
        (COUNTED, "Student records, payroll, phones and mail are back."),
        ("Five of six systems are back.", LISTED),
        (COUNTED, "Student records, payroll, phones, library and mail are back; badges are not."),
        ("Phones are back.", LISTED),
        (COUNTED, "No ransom was paid."),
        (COUNTED, COUNTED),
        (COUNTED, "Thank you."),
        (f"{COUNTED} We lost 1,284 files.", LISTED),
        (COUNTED, f"{LISTED} We lost 1,284 files."),
    ],
)
def test_a_part_of_the_list_another_count_or_one_of_its_names_is_not(a: str, b: str) -> None:
    assert not agree(a, b)


def test_a_record_that_names_no_systems_makes_nothing_one_fact() -> None:
    counted, listed = check_statement(COUNTED, RECORD), check_statement(LISTED, RECORD)
    assert list_agreed_kinds(counted, listed, know({})) == frozenset()
