"""Dates as people write them, and who is a child by them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.impact.people.dates import is_minor, may_be_birth, read_date, turn_date

FORMS = [
    "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y-%m-%d}T08:15:00Z", "{0:%m/%d/%Y}", "{0:%m-%d-%Y}",
    "{0:%m/%d/%Y} 8:15 AM", "{0:%Y%m%d}", "{0:%B} {0.day}, {0.year}", "{0:%b}. {0.day} {0.year}",
    "{0.day} {0:%B} {0.year}", "{0:%d%b%Y}", "{0.month}/{0.day}/{0.year}", "  {0:%B} {0.day}th, {0.year} ",
]  # fmt: skip


@given(st.dates(date(1931, 1, 1), date(2030, 12, 31)), st.sampled_from(FORMS))
def test_a_day_is_read_in_every_usual_form(day: date, form: str) -> None:
    assert read_date(form.format(day)) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("13/04/2011", "2011-04-13"),
        ("02/30/2011", ""),
        ("2/29/2012", "2012-02-29"),
        ("2/29/2011", ""),
        ("1/2/31", "1931-01-02"),
        ("1/2/30", "2030-01-02"),
        ("04MAR11", "2011-03-04"),
        ("04AND11", ""),
        ("2011-13-01", ""),
        ("12:30", ""),
        ("", ""),
        ("99999999", ""),
    ],
)
def test_what_is_no_day_is_none(text: str, iso: str) -> None:
    assert read_date(text) == iso


@pytest.mark.parametrize(
    ("born", "today", "expected"),
    [
        ("2006-02-20", "2024-02-20", False),
        ("2006-02-21", "2024-02-20", True),
        ("2006-03-01", "2024-02-29", True),
        ("2006-02-28", "2024-02-29", False),
        ("", "2024-02-20", False),
    ],
)
def test_somebody_is_a_child_until_their_eighteenth_birthday(born: str, today: str, expected: bool) -> None:
    assert is_minor(born, today) is expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [("2024-02-20", True), ("2024-02-21", False), ("1910-01-01", True), ("1909-12-31", False), ("", False)],
)
def test_nobody_is_born_after_today_or_too_long_ago(born: str, expected: bool) -> None:
    assert may_be_birth(born, "2024-02-20") is expected


@given(st.dates(date(1931, 1, 1), date(2030, 12, 31)))
def test_a_day_that_can_be_turned_turns_back(day: date) -> None:
    turned = turn_date(day.isoformat())
    assert turned == "" if day.day > 12 else turn_date(turned) == day.isoformat()
