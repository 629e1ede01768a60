"""Figures as directors read them: at the edges of each unit, too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.counts import say_size
from firstbell.base.zones import load_zone
from firstbell.runs.figures import say_duration, say_hours, say_time


@pytest.mark.parametrize(
    ("size_bytes", "said"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (999_999, "1.0 MB"),
        (1_500_000, "1.5 MB"),
        (999_999_999, "1.0 GB"),
        (2.5e15, "2.5 PB"),
        (4e18, "4,000 PB"),
    ],
)
def test_bytes_are_told_in_the_largest_unit_that_they_reach(size_bytes: float, said: str) -> None:
    assert say_size(size_bytes) == said


@given(st.integers(0, 10**17), st.integers(0, 10**17))
def test_more_bytes_are_never_told_as_less(one: int, other: int) -> None:
    units = ["B", "kB", "MB", "GB", "TB", "PB"]

    def read(text: str) -> float:
        number, unit = text.split()
        return float(number.replace(",", "")) * 1000.0 ** units.index(unit)

    low, high = sorted([one, other])
    assert read(say_size(low)) <= read(say_size(high))
    assert abs(read(say_size(high)) - high) <= max(high * 0.051, 0)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (89.4, "89 s"),
        (89.6, "90 s"),
        (90, "2 min"),
        (3600, "60 min"),
        (5369, "89 min"),
        (5370, "1 h 30 min"),
        (7200, "2 h"),
        (86_400, "24 h"),
        (172_770, "2 days 0 h"),
        (180_000, "2 days 2 h"),
        (400 * 86_400, "400 days 0 h"),
    ],
)
def test_a_duration_is_told_in_the_two_largest_units_that_count(seconds: float, said: str) -> None:
    assert say_duration(seconds) == said


@pytest.mark.parametrize(
    ("hours", "said"), [(0, "0 h"), (0.25, "0.2 h"), (5, "5 h"), (71.9, "71.9 h"), (72, "3.0 days")]
)
def test_many_hours_are_told_as_days(hours: float, said: str) -> None:
    assert say_hours(hours) == said


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("2026-03-08T07:59:59Z", "2026-03-08 01:59 -06:00"),
        # in that night the clocks of Chicago go forward at two
        ("2026-03-08T08:00:00Z", "2026-03-08 03:00 -05:00"),
        ("2026-11-01T06:30:00Z", "2026-11-01 01:30 -05:00"),
        ("2026-11-01T07:30:00.999999999Z", "2026-11-01 01:30 -06:00"),
        ("", ""),
        ("yesterday", "yesterday"),
    ],
)
def test_a_minute_is_told_with_the_offset_that_the_zone_had_then(time: str, said: str) -> None:
    assert say_time(time, load_zone("America/Chicago")) == said
