"""One fact told by count and by name, in two texts: no difference, where it is told whole."""

from __future__ import annotations

import pytest

from firstbell.notify.statements.agreement import is_one_fact
from firstbell.notify.statements.comparison import compare_texts
from tests.notify.records import know

RECORD = know(
    {
        "systems_restored": {
            "verified": ["student records", "payroll", "phones", "mail"],
            "pending": ["library", "door badges"],
        }
    }
)
COUNTED = "Four of six systems are back."
LISTED = "Student records, payroll, phones and mail are back; library and badges are not."


def agree(a: str, b: str) -> bool:
    """Whether every difference of two texts is none before the record."""
    return all(is_one_fact(one, RECORD) for one in compare_texts(a, b))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (COUNTED, LISTED),
        ("Two systems are not back yet.", LISTED),
    ],
)
def test_a_count_and_the_whole_list_of_it_are_one_fact(a: str, b: str) -> None:
    assert agree(a, b)
    assert agree(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (COUNTED, "Student records, payroll and phones are back; library and badges are not."),
        (COUNTED, "Student records, payroll, phones and mail are back."),
        ("Phones are back.", LISTED),
        (COUNTED, "No ransom was paid."),
        ("3,102 people are affected.", "Several thousand people are affected."),
    ],
)
def test_a_part_of_the_list_another_count_or_one_of_its_names_is_not(a: str, b: str) -> None:
    assert not agree(a, b)
    assert not agree(b, a)


def test_what_only_one_text_says_is_never_one_fact() -> None:
    assert not agree(COUNTED, "Thank you.")


def test_a_record_that_names_no_systems_makes_nothing_one_fact() -> None:
    (difference,) = compare_texts(COUNTED, LISTED)
    assert not is_one_fact(difference, know({}))
