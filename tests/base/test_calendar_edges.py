"""Times where calendars have their edges: nights when clocks change, ends of years, the last moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.clock import (
    DAY_NS,
    NS_PER_S,
    ZERO_TIME,
    InvalidTimeError,
    format_second,
    format_time,
    parse_given_time,
    parse_time,
)
from firstbell.base.zones import find_day, load_zone, show_minute, show_moment, show_time, write_moment

CHICAGO, KOLKATA, LORD_HOWE = (
    load_zone(name) for name in ("America/Chicago", "Asia/Kolkata", "Australia/Lord_Howe")
)
MOMENTS = st.integers(-62_135_596_800 * NS_PER_S, 253_402_300_799 * NS_PER_S)
# of which every zone knows the day
INNER = st.integers(-62_000_000_000, 253_300_000_000).map(lambda second: second * NS_PER_S)


@given(MOMENTS, st.integers(-14 * 60, 14 * 60))
def test_a_moment_is_the_same_whatever_offset_it_is_written_with(at_ns: int, minutes: int) -> None:
    at_ns -= at_ns % NS_PER_S
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    local = datetime(1970, 1, 1) + timedelta(seconds=at_ns // NS_PER_S)  # noqa: DTZ001 - the offset is written
    try:
        shifted = local + timedelta(minutes=minutes)
    except OverflowError:
        return
    assert parse_time(f"{shifted.isoformat()}{sign}{hours:02d}:{rest:02d}") == at_ns


@given(MOMENTS, MOMENTS)
def test_what_came_later_is_written_later(one: int, other: int) -> None:
    low, high = sorted([one, other])
    assert parse_time(format_time(low)) <= parse_time(format_time(high))
    assert format_second(format_time(low)) <= format_second(format_time(high))


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29T00:00:00Z",
        "2023-02-18T24:00:01Z",
        "2023-02-18T06:00:60Z",
        "2023-02-18T06:00:00",
        "2023-02-18T06:00:00.Z",
        "2023-02-18T06:00:00.5",
        "2023-02-18T06:00:00.5+25:00",
        "2023-02-18T06:00:00Zulu",
        "0000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "",
        "\0",
    ],
)
def test_a_time_that_no_calendar_has_is_refused_and_stands_in_sentences_as_it_is(text: str) -> None:
    with pytest.raises(InvalidTimeError) as refused:
        parse_time(text)
    assert refused.value.text == text
    assert repr(text) in str(refused.value)
    assert format_second(text) == text


def test_a_time_that_was_never_set_is_the_first_moment_there_is() -> None:
    assert format_time(parse_time(ZERO_TIME)) == ZERO_TIME
    assert format_time(parse_time(ZERO_TIME) - DAY_NS) == ZERO_TIME


@pytest.mark.parametrize(
    ("utc", "shown"),
    [
        # the night in which an hour is missing
        ("2026-03-08T07:59:59.999999999Z", "2026-03-08 01:59:59 -06:00"),
        ("2026-03-08T08:00:00Z", "2026-03-08 03:00:00 -05:00"),
        # the night in which an hour comes twice: the offset tells which
        ("2026-11-01T06:59:59Z", "2026-11-01 01:59:59 -05:00"),
        ("2026-11-01T07:00:00Z", "2026-11-01 01:00:00 -06:00"),
        ("2026-01-01T05:59:59Z", "2025-12-31 23:59:59 -06:00"),
    ],
)
def test_a_night_in_which_clocks_change_is_told_without_a_doubt(utc: str, shown: str) -> None:
    assert show_moment(parse_time(utc), CHICAGO) == shown
    assert show_time(utc, CHICAGO) == shown
    assert show_minute(parse_time(utc), CHICAGO) == shown[:16] + shown[19:]


@pytest.mark.parametrize(
    ("zone", "utc", "shown"),
    [
        (KOLKATA, "2026-02-18T18:30:00Z", "2026-02-19 00:00:00 +05:30"),
        # clocks there change by half an hour
        (LORD_HOWE, "2026-04-04T14:59:59Z", "2026-04-05 01:59:59 +11:00"),
        (LORD_HOWE, "2026-04-04T15:00:00Z", "2026-04-05 01:30:00 +10:30"),
        # before there were zones, by the sun of the place
        (CHICAGO, "1880-01-01T12:00:00Z", "1880-01-01 06:09:24 -05:50"),
    ],
)
def test_offsets_that_are_no_whole_hours_are_told(zone: object, utc: str, shown: str) -> None:
    assert show_moment(parse_time(utc), zone) == shown  # type: ignore[arg-type]


@pytest.mark.parametrize("at_ns", [-(10**30), 10**30, -62_135_596_801 * NS_PER_S, 253_402_300_800 * NS_PER_S])
def test_a_moment_beyond_the_calendar_is_told_in_seconds_and_ends_nothing(at_ns: int) -> None:
    assert show_moment(at_ns, CHICAGO) == f"{at_ns // NS_PER_S} s"
    assert show_minute(at_ns, CHICAGO) == f"{at_ns // NS_PER_S} s"


@given(INNER)
def test_a_moment_that_is_written_in_a_zone_is_the_same_moment(at_ns: int) -> None:
    for zone in (CHICAGO, KOLKATA, LORD_HOWE, None):
        text = write_moment(at_ns, zone)
        if len(text) == 25:  # an offset of the sun has seconds, which RFC 3339 does not
            assert parse_time(text) == at_ns
        assert find_day(text, None) == date.fromisoformat(text[:10])
        if zone is not None:
            assert find_day(format_time(at_ns), zone) == date.fromisoformat(text[:10])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03-01T05:59:59Z", date(2026, 2, 28)),
        ("2026-03-01T06:00:00Z", date(2026, 3, 1)),
        ("2024-03-01T00:00:00+00:00", date(2024, 2, 29)),
    ],
)
def test_the_day_of_a_moment_is_the_one_on_the_wall_there(text: str, day: date) -> None:
    assert find_day(text, CHICAGO) == day


@pytest.mark.parametrize(
    "text", ["2026-02-30", "tomorrow", "2026-13-01T00:00Z", "24:00", "1e9", "2026-02-18T25:00"]
)
def test_a_day_that_there_is_not_is_refused_to_a_person_with_how_to_write_it(text: str) -> None:
    with pytest.raises(InvalidTimeError) as refused:
        parse_given_time(text)
    assert refused.value.hint == "write it like 2023-02-18T06:30:00-06:00 or 2023-02-18 06:30:00"


def test_a_person_may_write_a_time_shorter_than_a_program_does() -> None:
    expected = int(datetime(2026, 2, 18, 6, 30, tzinfo=UTC).timestamp()) * NS_PER_S
    for text in ("2026-02-18 06:30Z", "2026-02-18T06:30+00:00", "20260218T0630Z", "2026-02-18T00:30-06:00"):
        assert parse_given_time(text) == expected
