"""The weekly report: what is compared with what, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstbell.base.clock import NS_PER_S, format_time, parse_time
from firstbell.ledger import Entry
from firstbell.runs.paper.weekly_report import describe_changes, find_last_week, render_weekly
from firstbell.runs.readiness.readiness import Readiness, SystemReadiness

NOW = "2023-02-18T06:00:00Z"
DAY_NS = 86_400 * NS_PER_S


def system(name: str, *, missing: tuple[str, ...] = ()) -> SystemReadiness:
    return SystemReadiness(
        name=name,
        tier=0,
        wave=1,
        owner="Kay",
        files=1200,
        size_bytes=5 << 30,
        estimate_s=600.0,
        bell_s=None if missing else 600.0,
        without_h=24.0,
        recovery_point=NOW,
        recovery_point_h=3.0,
        rehearsed=None,
        missing=missing,
    )


def make(**fields: object) -> Readiness:
    readiness = Readiness(
        district="Hill Schools",
        time=NOW,
        first_bell_s=600.0,
        first_bell_systems=("Directory",),
        first_bell_without=(),
        all_s=7200.0,
        measured=True,
        tiers=(),
        systems=(system("Directory"), system("Lunch", missing=("files: it was never backed up here",))),
        hosts=(),
        history=(),
    )
    return replace(readiness, **fields)  # type: ignore[arg-type]


def measure(days_ago: float, **body: object) -> Entry:
    time = format_time(parse_time(NOW) - int(days_ago * DAY_NS))
    return Entry(0, time, "drill.readiness", "", body, (), "", "")


@pytest.mark.parametrize(
    ("ages", "wanted"), [((), None), ((1.0,), 1.0), ((1.0, 6.0, 13.0), 6.0), ((13.0, 0.1), 13.0)]
)
def test_a_report_compares_with_last_weeks_and_not_with_yesterdays(
    ages: tuple[float, ...], wanted: float | None
) -> None:
    found = find_last_week([measure(age) for age in ages], parse_time(NOW))
    assert (found and found.time) == (measure(wanted).time if wanted is not None else None)


def test_what_changed_is_told_both_ways() -> None:
    before = {"first_bell_s": 6000.0, "late": ["sis"], "never_rehearsed": ["Directory"], "without": []}
    told = describe_changes(make(first_bell_without=("Lunch",)), before)
    assert told == [
        "Time to first bell is shorter: 10 min, before 1 h 40 min.",
        "sis: backup is on time again.",
        "Lunch: was never rehearsed.",
        "Lunch: is not backed up in full.",
    ]
    assert describe_changes(make(first_bell_s=None), before)[0].startswith("There is no time to first bell")


def test_the_report_says_what_is_kept_late_and_rehearsed_in_lines_of_a_mail() -> None:
    text = render_weekly(make(), measure(7, first_bell_s=600.0, never_rehearsed=["Directory", "Lunch"]))
    assert "Time to first bell: 10 min" in text
    for title in ("WHAT CHANGED", "WHAT IS LATE OR AT RISK", "WHAT IS KEPT", "WHAT WAS REHEARSED"):
        assert title in text
    assert "Directory: 1,200 files" in text
    assert "Nothing since" in text
    assert "Lunch: files: it was never backed up here" in text
    assert max(map(len, text.splitlines())) <= 78
    assert "This is the first report" in render_weekly(make(), None)
