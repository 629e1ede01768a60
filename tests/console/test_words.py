"""How values read on a page: sizes, spans, times and bodies of entries, at their edges too."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.zones import load_zone
from firstbell.console.web.coverage_map import WIDTH, MapRow, draw_rows
from firstbell.console.web.words import (
    find_page_zone,
    parse_shown_time,
    say_age,
    say_body,
    say_sentence,
    say_span,
    say_words,
    show_number,
    show_second,
    show_size,
    show_time,
)

CHICAGO = load_zone("America/Chicago")


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 B"), (1, "1 B"), (999, "999 B"), (1000, "1.0 kB"), (1049, "1.0 kB"), (1050, "1.1 kB"),
        (9_949, "9.9 kB"), (99_949, "99.9 kB"), (99_950, "100 kB"), (99_999, "100 kB"), (999_499, "999 kB"),
        (999_500, "1.0 MB"), (999_999, "1.0 MB"), (12_749_383, "12.7 MB"), (999_999_999, "1.0 GB"),
        (10**15, "1.0 PB"), (10**18, "1,000 PB"), (5 * 10**19, "50,000 PB"), (None, ""), ("12", ""),
        (12.6, "13 B"),
    ],
)  # fmt: skip
def test_a_size_has_three_digits_and_its_unit(size: object, shown: str) -> None:
    assert show_size(size) == shown


@given(st.integers(0, 10**17))
def test_a_size_never_shows_more_than_three_digits_and_is_not_far_off(size: int) -> None:
    number, unit = show_size(size).split()
    factor = 1000 ** ["B", "kB", "MB", "GB", "TB", "PB"].index(unit)
    assert len(number.replace(".", "").replace(",", "")) <= 3
    assert abs(float(number.replace(",", "")) * factor - size) <= 0.051 * max(size, 1)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "less than a second"), (0.4, "less than a second"), (1, "1 second"), (2, "2 seconds"),
        (119.9, "119 seconds"),
        (120, "2 minutes"), (7199, "119 minutes"), (7200, "2 hours"), (86_400, "24 hours"),
        (172_799, "47 hours"),
        (172_800, "2 days"), (86_400 * 1234, "1,234 days"),
    ],
)  # fmt: skip
def test_a_span_is_told_in_its_largest_unit_of_which_there_are_two(seconds: float, said: str) -> None:
    assert say_span(seconds) == said


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-03-02T06:00:00Z", "just now"),
        ("2026-03-02T05:59:59Z", "1 second ago"),
        ("2026-02-27T06:00:00Z", "3 days ago"),
        ("2026-03-02T06:00:01Z", "in 1 second"),
        # near a deadline hours count
        ("2026-03-04T06:00:00Z", "in 48 hours"),
        ("2026-03-05T05:00:00Z", "in 71 hours"),
        ("2026-03-06T06:00:00Z", "in 96 hours"),
        ("2026-03-06T07:00:00Z", "in 4 days"),
        ("2026-03-02T00:00:00-06:00", "just now"),
        ("2026-03-02T05:00:00.123456789Z", "60 minutes ago"),
        ("", ""),
        ("soon", ""),
        ("2026-02-30T06:00:00Z", ""),
    ],
)
def test_an_age_says_whether_it_was_or_is_to_come(at: str, said: str) -> None:
    assert say_age(at, "2026-03-02T06:00:00Z") == said
    assert say_age("2026-03-02T06:00:00Z", "never") == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"), (1200, "1,200"), (-5, "-5"), (71.83, "72"), (0.17, "0.2"), (9.0, "9"), (-0.5, "-0.5"),
        (10.4, "10"), (None, "-"), ("7", "-"), ([], "-"), (float("inf"), "inf"), (float("nan"), "nan"),
    ],
)  # fmt: skip
def test_a_number_is_shown_as_a_person_reads_it(value: object, shown: str) -> None:
    assert show_number(value) == shown


@pytest.mark.parametrize(
    ("text", "minute", "second"),
    [
        ("2023-02-18T06:00:00Z", "2023-02-18 00:00 -06:00", "2023-02-18 00:00:00 -06:00"),
        ("2023-07-18T06:00:59.999Z", "2023-07-18 01:00 -05:00", "2023-07-18 01:00:59 -05:00"),
        ("2023-02-18T06:00:00+05:30", "2023-02-17 18:30 -06:00", "2023-02-17 18:30:00 -06:00"),
        ("not a time", "not a time", "not a time"),
        ("2023-13-18T06:00:00Z", "2023-13-18T06:00:00Z", "2023-13-18T06:00:00Z"),
        ("", "", ""),
    ],
)
def test_a_time_is_shown_in_the_zone_of_the_district_or_as_it_stands(
    text: str, minute: str, second: str
) -> None:
    assert show_time(text, CHICAGO) == minute
    assert show_second(text, CHICAGO) == second


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "1677-09-21T00:12:43Z"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Midway", "UTC"])
def test_a_moment_at_the_end_of_the_calendar_breaks_no_page(text: str, zone: str) -> None:
    """Tables that an intruder's backup fills may hold any time."""
    assert show_time(text, load_zone(zone))
    assert show_second(text, load_zone(zone))
    assert say_sentence(f"It was {text}.", load_zone(zone))
    assert say_body({"at": text}, load_zone(zone))


def test_a_zone_that_is_not_there_is_this_machines_own() -> None:
    assert find_page_zone("") is None
    assert find_page_zone("Mars/Phobos") is None
    assert find_page_zone("America/Chicago") is CHICAGO


@given(st.text(max_size=40))
def test_no_text_is_taken_for_a_time_by_accident_and_none_breaks_a_page(text: str) -> None:
    at_ns = parse_shown_time(text)
    assert at_ns is None or text[:4].isdigit()
    for shown in (show_time(text, CHICAGO), show_second(text, None), say_sentence(text, CHICAGO)):
        assert "\n" not in shown
        assert "\u202e" not in shown


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"text": "The desk was told.", "why": "x"}, "The desk was told."),
        ({"count": 1200, "final": False}, "1,200; not final"),
        ({"state": "confirmed", "version": 1, "why": "", "kinds": [], "at": None}, "confirmed"),
        ({"days": 30, "share_percent": 57}, "days: 30; share: 57%"),
        ({"kinds": ["special_education", "dob"]}, "kinds: special education, date of birth"),
        ({"seen": {"names": [True, False]}}, "seen: names: yes, no"),
        ([], "none"),
        (True, "yes"),
        (False, "no"),
        (12_000, "12,000"),
        (0.25, "0.2"),
        (None, "not known"),
        (["a", None], "a, not known"),
        ("2023-02-18T06:00:00Z", "2023-02-18 00:00 -06:00"),
        ("a1b2c3d4" * 8, "a1b2c3d4"),
        ("see a1b2c3d4e5f60718 and 12345678", "see a1b2c3d4 and 12345678"),
        ("two\nlines\u202e", "two\\x0alines\\u202e"),
    ],
)
def test_what_an_entry_holds_is_said_in_words(value: Any, said: str) -> None:
    assert say_body(value, CHICAGO) == said


def test_names_of_fields_are_words() -> None:
    assert say_words("special_education") == "special education"
    assert say_words("people.count") == "people, count"
    assert say_words(None) == ""


def stretch(begin: str, end: str, state: str, **more: Any) -> dict[str, Any]:
    return {
        "message_type": "coverage", "host": "dc01", "source": "security", "state": state,
        "from": f"2026-03-{begin}T00:00:00Z", "until": f"2026-03-{end}T00:00:00Z", **more,
    }  # fmt: skip


def test_a_map_of_coverage_fills_its_width_and_counts_what_was_covered() -> None:
    lines = [
        stretch("01", "04", "covered"),
        stretch("04", "05", "absent", why="no backup"),
        stretch("05", "11", "covered"),
        stretch("02", "03", "covered", source="system"),
        {"message_type": "summary"},
        stretch("0x", "11", "covered"),
    ]
    security, system = draw_rows(lines)
    assert (security.host, security.source, security.share, security.why) == (
        "dc01", "security", 90, ("no backup",),
    )  # fmt: skip
    assert [(one.x, one.width, one.state) for one in security.segments] == [
        (0.0, 180.0, "covered"), (180.0, 60.0, "absent"), (240.0, 360.0, "covered"),
    ]  # fmt: skip
    assert (system.share, system.segments[0].x, system.segments[0].width) == (10, 60.0, 60.0)


def list_edges(rows: list[MapRow]) -> list[tuple[float, float]]:
    return [(one.x, one.x + one.width) for row in rows for one in row.segments]


def test_a_map_of_a_single_moment_and_of_nothing_is_drawn() -> None:
    assert draw_rows([]) == []
    assert draw_rows([{"message_type": "coverage"}]) == []
    (row,) = draw_rows([stretch("01", "01", "covered")])
    assert list_edges([row]) == [(0.0, 1.0)]
    assert row.share == 0


@given(
    st.lists(
        st.tuples(st.integers(1, 28), st.integers(1, 28), st.sampled_from(["covered", "absent"])), max_size=9
    )
)
def test_no_stretch_reaches_out_of_the_picture_by_more_than_a_line(told: list[tuple[int, int, str]]) -> None:
    lines = [stretch(f"{min(a, b):02d}", f"{max(a, b):02d}", state) for a, b, state in told]
    rows = draw_rows(lines)
    assert all(0 <= begin <= end <= WIDTH + 1 for begin, end in list_edges(rows))
    assert all(0 <= row.share <= 100 for row in rows)
