"""Deadlines: hours, days in a zone, business days with federal and state holidays."""

from __future__ import annotations

from datetime import date

import pytest

from firstbell.base.clock import parse_time
from firstbell.notify.clocks.deadlines import DeadlineZone, find_term_due, is_business_day, show_local
from firstbell.notify.clocks.rule import LawTerm
from firstbell.notify.clocks.starts import StartTime, place

CENTRAL, EASTERN = "America/Chicago", "America/New_York"


def find(amount: int, unit: str, start: str, where: DeadlineZone) -> str:
    at_ns, day = place(start, start)
    moment = StartTime("found", at_ns, day, ("e",))
    return show_local(find_term_due(LawTerm("x", amount, unit), moment, where), where.zone)


@pytest.mark.parametrize(
    ("amount", "unit", "start", "zone", "calendar", "due"),
    [
        (72, "hours", "2026-03-06T10:00:00-06:00", CENTRAL, "MN", "2026-03-09T11:00:00-05:00"),
        # the clocks go forward on 8 March: the day ends when it ends
        (2, "days", "2026-03-07T10:00:00-06:00", CENTRAL, "TX", "2026-03-09T23:59:59-05:00"),
        (30, "days", "2028-01-30", CENTRAL, "TX", "2028-02-29T23:59:59-06:00"),
        # late in the evening of one zone it is the next day in another
        (1, "days", "2026-05-01T23:30:00-05:00", EASTERN, "PA", "2026-05-03T23:59:59-04:00"),
        (60, "days_after_year_end", "2026-05-01T09:00:00-05:00", EASTERN, "", "2027-03-01T23:59:59-05:00"),
        # Thursday, then the weekend, Columbus Day, Tuesday
        (2, "business_days", "2026-10-08T10:00:00-04:00", EASTERN, "IN", "2026-10-13T23:59:59-04:00"),
        # Juneteenth
        (3, "business_days", "2026-06-17T10:00:00-04:00", EASTERN, "PA", "2026-06-23T23:59:59-04:00"),
        # on a Saturday: Monday is the first
        (5, "business_days", "2026-09-12T10:00:00-05:00", CENTRAL, "AR", "2026-09-18T23:59:59-05:00"),
    ],
)
def test_a_term_ends(amount: int, unit: str, start: str, zone: str, calendar: str, due: str) -> None:
    assert find(amount, unit, start, DeadlineZone(zone, calendar)) == due


def test_holidays_are_the_federal_ones_and_the_states() -> None:
    assert not is_business_day(date(2026, 11, 26), "MN")
    # the day after Thanksgiving is one of Indiana and none of Minnesota
    assert not is_business_day(date(2026, 11, 27), "IN")
    assert is_business_day(date(2026, 11, 27), "")
    # Indiana moved Washington's Birthday to December; the federal one stays
    assert not is_business_day(date(2026, 2, 16), "IN")
    assert not is_business_day(date(2026, 7, 3), "TX")
    assert is_business_day(date(2026, 7, 6), "TX")


def test_a_day_stays_a_day_in_every_zone() -> None:
    assert place("2026-05-01", "2026-05-02T09:00:00-05:00") == (
        parse_time("2026-05-01T05:00:00Z"),
        date(2026, 5, 1),
    )
    assert place("2026-05-01T00:00:00-05:00", "")[1] == date(2026, 5, 1)
    assert place("2026-05-01T00:00:01-05:00", "")[1] is None
