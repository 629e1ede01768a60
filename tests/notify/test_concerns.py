"""Kinds of data of which two audiences hear what concerns each: no difference; anything else stays one."""

from __future__ import annotations

import pytest

from firstbell.notify.statements.comparison import ClaimDifference, compare_texts, drop_unconcerned

OF_STAFF = "Bank account numbers of employees were found in the files."
OF_STUDENTS = "Special education records were found in the files."


def differ(a: str, b: str, audiences: tuple[str | None, str | None]) -> list[ClaimDifference]:
    return drop_unconcerned(compare_texts(a, b), *audiences)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (OF_STAFF, OF_STUDENTS),
        (OF_STAFF, "Birth dates of students were found in the files."),
        (OF_STAFF, "Thank you for your patience."),
        (OF_STAFF, "Se encontraron fechas de nacimiento de estudiantes en los archivos."),
    ],
)
def test_each_audience_hears_of_its_own_data(a: str, b: str) -> None:
    assert compare_texts(a, b)
    assert differ(a, b, ("staff", "families")) == []
    assert differ(b, a, ("families", "staff")) == []


@pytest.mark.parametrize(
    ("a", "b", "audiences"),
    [
        # left out for those whom it concerns
        (OF_STUDENTS, "Thank you.", ("staff", "families")),
        (OF_STAFF, "Thank you.", ("families", "staff")),
        # of both, of somebody else, of nobody knows whom
        ("Birth dates of students and staff were found in the files.", OF_STUDENTS, ("staff", "families")),
        ("Birth dates of former employees were found in the files.", OF_STUDENTS, ("staff", "families")),
        ("Birth dates were found in the files.", OF_STUDENTS, ("staff", "families")),
        # the opposite, and no more than that
        (OF_STUDENTS, "No special education records were found in the files.", ("staff", "families")),
        ("Only bank account numbers of employees were found.", OF_STUDENTS, ("staff", "families")),
        # everybody else hears of everything; and so does who is not told apart
        (OF_STAFF, OF_STUDENTS, ("staff", "press")),
        (OF_STAFF, OF_STUDENTS, ("board", "families")),
        (OF_STAFF, OF_STUDENTS, (None, "families")),
        (OF_STAFF, OF_STUDENTS, (None, None)),
        # another matter
        ("No ransom was paid.", "We paid the ransom.", ("staff", "families")),
    ],
)
def test_what_concerns_both_or_is_denied_is_a_difference(
    a: str, b: str, audiences: tuple[str | None, str | None]
) -> None:
    assert differ(a, b, audiences)


def test_of_two_claims_only_the_one_that_concerns_the_other_audience_is_told() -> None:
    told = differ("Bank account numbers were found in the files.", OF_STUDENTS, ("staff", "families"))
    assert [(one.a, one.b) for one in told] == [("Bank account numbers were found in the files.", None)]
