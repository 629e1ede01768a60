"""Moments as the people of a district read them."""

from __future__ import annotations

from datetime import date

import pytest

from firstbell.base.clock import parse_time
from firstbell.base.zones import (
    UnknownZoneError,
    find_day,
    load_zone,
    show_minute,
    show_moment,
    show_times_in,
    write_moment,
)

CHICAGO = load_zone("America/Chicago")


def test_a_moment_is_shown_in_the_zone_with_its_offset() -> None:
    assert show_moment(parse_time("2026-11-28T03:00:05.5Z"), CHICAGO) == "2026-11-27 21:00:05 -06:00"
    assert show_moment(parse_time("2026-07-04T03:00:05Z"), CHICAGO) == "2026-07-03 22:00:05 -05:00"


def test_a_deadline_has_no_seconds() -> None:
    assert show_minute(parse_time("2026-11-28T03:00:05Z"), CHICAGO) == "2026-11-27 21:00 -06:00"


def test_a_moment_outside_the_calendar_is_shown_in_seconds() -> None:
    assert show_moment(10**30, CHICAGO).endswith(" s")
    assert show_minute(10**30, CHICAGO).endswith(" s")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-28T03:00:00Z", date(2026, 11, 27)),
        ("2026-11-27T21:00:00-06:00", date(2026, 11, 27)),
        ("2026-11-28", date(2026, 11, 28)),
        ("2026-11-28T06:00:00.25Z", date(2026, 11, 28)),
    ],
)
def test_the_day_of_a_time_is_the_one_in_the_zone(text: str, day: date) -> None:
    assert find_day(text, CHICAGO) == day


def test_without_a_zone_the_day_is_the_one_that_was_written() -> None:
    assert find_day("2026-11-28T03:00:00Z", None) == date(2026, 11, 28)


def test_a_time_is_written_with_the_offset_of_the_zone() -> None:
    assert write_moment(parse_time("2026-11-28T03:00:05.5Z"), CHICAGO) == "2026-11-27T21:00:05-06:00"


@pytest.mark.parametrize("name", ["America/Chikago", "", "../etc/passwd", "America", "CST-6:99"])
def test_a_zone_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(UnknownZoneError, match="there is no time zone") as caught:
        load_zone(name)
    assert caught.value.name == name


def test_moments_in_a_sentence_are_shown_and_those_in_names_stand() -> None:
    told = "the one of 2026-11-28T03:00:05.123456789Z. See /srv/2026-11-28T03:00:05Z/a"
    told += " and log-2026-11-28T03:00:05Z.zip"
    shown = show_times_in(told, CHICAGO)
    assert shown == told.replace("2026-11-28T03:00:05.123456789Z", "2026-11-27 21:00:05 -06:00")
