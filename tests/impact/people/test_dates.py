"""Dates as people write them, and who is a child by them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.impact.people.dates import (
    are_days_first,
    find_date,
    holds_date,
    is_minor,
    may_be_birth,
    read_date,
    turn_date,
)

FORMS = [
    "{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y-%m-%d}T08:15:00Z", "{0:%m/%d/%Y}", "{0:%m-%d-%Y}",
    "{0:%m/%d/%Y} 8:15 AM", "{0:%Y%m%d}", "{0:%m%d%Y}", "{0:%m %d %Y}", "{0.day}-{0:%b}-{0:%y}",
    "{0:%B} {0.day}, {0.year}", "{0:%b}. {0.day} {0.year}", "{0.day} {0:%B} {0.year}", "{0:%d%b%Y}",
    "{0.month}/{0.day}/{0.year}", "  {0:%B} {0.day}th, {0.year} ",
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


@given(st.dates(date(1931, 1, 1), date(2030, 12, 31)))
def test_a_day_before_its_month_is_read_so_where_that_is_known(day: date) -> None:
    assert read_date(f"{day:%d.%m.%Y}", day_first=True) == day.isoformat()


def test_a_day_that_cannot_stand_first_is_read_the_other_way() -> None:
    assert read_date("04/13/2011", day_first=True) == "2011-04-13"
    assert read_date("32/13/2011", day_first=True) == ""


@pytest.mark.parametrize(
    ("cells", "known", "expected"),
    [
        ([], (), False),
        (["Ada", "4"], (), False),
        (["13/04/2011"], (), True),
        (["04/13/2011"], (), False),
        (["12/04/2011"], (), False),
        # as many can only be the one as can only be the other
        (["13/04/2011", "04/13/2011"], (), False),
        (["13/04/2011", "14/04/2011", "04/13/2011"], (), True),
        (["13/04/2011", "04/13/2011", "04/14/2011"], (), False),
        # what decides is which of them are birthdays of the roster
        (["04/03/2009"], {"2009-03-04"}, True),
        (["04/03/2009"], {"2009-04-03"}, False),
        (["04/03/2009", "05/06/2010"], {"2009-03-04", "2010-05-06"}, False),
        # one of two is no more than chance
        (["04/03/2009", "05/06/2010"], {"2009-03-04"}, False),
        (["04/03/2009", "05/06/2010", "07/08/2010"], {"2009-03-04", "2010-06-05"}, True),
        # cells that are no days count for nothing
        (["04/03/2009", "Ada"], {"2009-03-04"}, True),
        (["2009-04-03"], {"2009-03-04"}, False),
    ],
)
def test_which_comes_first_is_told_by_all_days_together(
    cells: list[str], known: set[str], expected: bool
) -> None:
    assert are_days_first(cells, known) is expected


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("12/09/1966  DL A29", "12/09/1966"),
        ("born 2012-04-01.", "2012-04-01"),
        ("1/2/12, 3/4/13", "1/2/12"),
        ("13/32/2011", ""),
        ("call 555-010-2244", ""),
        ("111/2/2012", ""),
        ("1/2/20125", ""),
        ("Ada", ""),
        ("", ""),
    ],
)
def test_a_day_inside_a_cell_is_found_as_it_is_written(cell: str, day: str) -> None:
    assert find_date(cell) == day
    assert holds_date(cell) is bool(day)


def test_a_cell_that_is_a_day_holds_one() -> None:
    assert holds_date("March 4, 2011")
    assert not holds_date("March of the Penguins")


@pytest.mark.parametrize(("iso", "turned"), [("2018-05-07", "2018-07-05"), ("2018-05-17", ""), ("", "")])
def test_the_day_and_the_month_change_places(iso: str, turned: str) -> None:
    assert turn_date(iso) == turned
