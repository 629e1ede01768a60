from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

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

FEB_18_NS = 1_676_723_400 * NS_PER_S
FIRST_NS = -62_135_596_800 * NS_PER_S
LAST_NS = 253_402_300_800 * NS_PER_S - 1


@pytest.mark.parametrize(
    ("at_ns", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59.999999999Z"),
        (FEB_18_NS, "2023-02-18T12:30:00Z"),
        (FEB_18_NS + 120_000_000, "2023-02-18T12:30:00.12Z"),
        (FEB_18_NS + 1, "2023-02-18T12:30:00.000000001Z"),
        (FIRST_NS, ZERO_TIME),
    ],
)
def test_a_time_is_written_as_go_writes_it_and_read_back(at_ns: int, text: str) -> None:
    assert format_time(at_ns) == text
    assert parse_time(text) == at_ns


@pytest.mark.parametrize(("at_ns", "year"), [(FIRST_NS * 2, "0001"), (LAST_NS * 2, "9999")])
def test_a_time_beyond_the_years_that_json_knows_is_clamped(at_ns: int, year: str) -> None:
    assert format_time(at_ns)[:4] == year


@given(st.integers(FIRST_NS, LAST_NS))
def test_every_nanosecond_survives_writing_and_reading(at_ns: int) -> None:
    assert parse_time(format_time(at_ns)) == at_ns


@pytest.mark.parametrize(
    "text",
    ["2023-02-18T06:30:00-06:00", "2023-02-18T18:00:00+05:30", "2023-02-18T12:30:00.000000000000Z"],
)
def test_zones_and_long_fractions_are_read(text: str) -> None:
    assert parse_time(text) == FEB_18_NS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2023-02-18T12:30:00",
        "2023-02-18T12:30:00.5",
        "2023-02-30T12:30:00Z",
        "2023-02-18T12:30:00.²Z",
        "0000-01-01T00:00:00Z",
        "2023-02-18T12:30:00+99:00",
    ],
)
def test_what_is_no_time_is_refused_with_the_text_in_the_error(text: str) -> None:
    with pytest.raises(InvalidTimeError) as caught:
        parse_time(text)
    assert caught.value.text == text
    assert repr(text) in str(caught.value)
    assert caught.value.hint


def test_a_given_time_with_a_zone_is_read_as_it_is() -> None:
    assert parse_given_time("2023-02-18 06:30:00-06:00") == FEB_18_NS


def test_a_given_time_without_a_zone_is_local(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Chicago")
    time.tzset()
    try:
        assert parse_given_time("2023-02-18 06:30:00") == FEB_18_NS
        assert parse_given_time("2023-02-18") == FEB_18_NS - 23_400 * NS_PER_S
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("text", ["", "noon", "0001-01-01"])
def test_a_given_time_that_is_none_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        with pytest.raises(InvalidTimeError):
            parse_given_time(text)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_system_clock_tells_the_time_of_the_machine() -> None:
    before = time.time_ns()
    assert before <= SystemClock().now_ns() <= time.time_ns()


def test_a_fixed_clock_moves_only_when_it_is_moved() -> None:
    clock = FixedClock(FEB_18_NS)
    assert clock.now_ns() == clock.now_ns() == FEB_18_NS
    clock.advance(1.5)
    clock.advance(-0.5)
    assert clock.now_ns() == FEB_18_NS + NS_PER_S


def test_the_measuring_clock_never_runs_back() -> None:
    readings = [monotonic_s() for _ in range(100)]
    assert readings == sorted(readings)
