"""Times: RFC 3339 with nanoseconds, as restic writes them."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import strategies

from firstbell.base.clock import (
    NS_PER_S,
    ZERO_TIME,
    FixedClock,
    InvalidTimeError,
    SystemClock,
    format_time,
    monotonic_s,
    parse_given_time,
    parse_time,
)


@pytest.mark.parametrize(
    ("at_ns", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (1_676_700_000_120_000_000, "2023-02-18T06:00:00.12Z"),
        (1_676_700_000_000_000_001, "2023-02-18T06:00:00.000000001Z"),
        (-1, "1969-12-31T23:59:59.999999999Z"),
        (-62_135_596_800 * NS_PER_S, ZERO_TIME),
    ],
)
def test_a_time_is_written_and_read_as_go_writes_it(at_ns: int, text: str) -> None:
    assert format_time(at_ns) == text
    assert parse_time(text) == at_ns


@hypothesis.given(strategies.integers(-62_135_596_800 * NS_PER_S, 253_402_300_800 * NS_PER_S - 1))
def test_every_time_survives_writing_and_reading(at_ns: int) -> None:
    assert parse_time(format_time(at_ns)) == at_ns


def test_times_outside_the_years_of_go_are_clamped() -> None:
    assert format_time(10**30).startswith("9999-12-31T23:59:59")
    assert format_time(-(10**30)).startswith("0001-01-01T00:00:00")


@pytest.mark.parametrize(
    "text",
    ["2023-02-18T00:00:00-06:00", "2023-02-18T06:00:00+00:00", "2023-02-18T06:00:00.0Z"],
)
def test_an_offset_is_honoured(text: str) -> None:
    assert parse_time(text) == 1_676_700_000 * NS_PER_S


def test_decimals_beyond_nanoseconds_are_cut_off() -> None:
    assert parse_time("1970-01-01T00:00:00.1234567899Z") == 123_456_789


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2023-02-18T06:00:00", "2023-13-18T06:00:00Z", "2023-02-18"]
)
def test_what_is_no_time_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidTimeError) as caught:
        parse_time(text)
    assert caught.value.text == text


def test_a_given_time_without_a_zone_is_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with_zone = parse_given_time("2023-02-18T06:30:00-06:00")
    assert with_zone == parse_time("2023-02-18T12:30:00Z")
    local = parse_given_time("2023-02-18 06:30:00")
    assert abs(local - parse_time("2023-02-18T06:30:00Z")) <= 14 * 3600 * NS_PER_S
    with pytest.raises(InvalidTimeError):
        parse_given_time("soon")


def test_a_fixed_clock_stands_still_until_it_is_moved() -> None:
    clock = FixedClock(5)
    assert (clock.now_ns(), clock.now_ns()) == (5, 5)
    clock.advance(-1.5)
    assert clock.now_ns() == 5 - 1_500_000_000


def test_the_system_clock_and_durations_go_forward() -> None:
    clock = SystemClock()
    before_ns, before_s = clock.now_ns(), monotonic_s()
    assert clock.now_ns() >= before_ns > 1_700_000_000 * NS_PER_S
    assert monotonic_s() >= before_s
