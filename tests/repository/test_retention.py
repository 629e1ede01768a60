"""Policies: which snapshots stay, and why."""

from __future__ import annotations

import pytest

from firstbell.base.clock import parse_time
from firstbell.repository.format.snapshot import Snapshot
from firstbell.repository.retention import UNLIMITED, Policy, apply_policy
from firstbell.repository.spans import InvalidSpanError, TimeSpan, parse_span

NOW_NS = parse_time("2023-03-01T00:00:00Z")


def snap(time: str, *tags: str) -> Snapshot:
    """A snapshot whose id is its time."""
    return Snapshot(time=time, tree="", tags=list(tags) or None, hex_id=time)


def day(number: int, hour: int = 6) -> Snapshot:
    """A snapshot on a day of February 2023."""
    return snap(f"2023-02-{number:02d}T{hour:02d}:00:00Z")


def kept(snapshots: list[Snapshot], policy: Policy, *, now_ns: int = NOW_NS) -> dict[str, tuple[str, ...]]:
    """Why each that stays does, by its time to the hour."""
    rulings = apply_policy(snapshots, policy, now_ns=now_ns)
    assert len(rulings) == len(snapshots)
    return {ruling.snapshot.time[5:13]: ruling.reasons for ruling in rulings if ruling.is_kept}


def test_an_empty_policy_is_false_and_keeps_nothing() -> None:
    assert not Policy()
    assert Policy(within=TimeSpan(days=1))
    assert kept([day(1)], Policy()) == {}
    assert kept([], Policy(last=1)) == {}


def test_the_newest_are_kept_whatever_order_they_come_in() -> None:
    assert kept([day(2), day(4), day(1), day(3)], Policy(last=2)) == {
        "02-04T06": ("last snapshot",),
        "02-03T06": ("last snapshot",),
    }


def test_of_each_period_the_newest_is_kept() -> None:
    two_a_day = [day(number, hour) for number in (1, 2, 3) for hour in (6, 18)]
    assert list(kept(two_a_day, Policy(daily=2))) == ["02-03T18", "02-02T18"]


def test_where_periods_run_out_the_oldest_is_kept_too() -> None:
    two_a_day = [day(number, hour) for number in (1, 2) for hour in (6, 18)]
    assert kept(two_a_day, Policy(daily=5)) == {
        "02-02T18": ("daily snapshot",),
        "02-01T18": ("daily snapshot",),
        "02-01T06": ("oldest daily snapshot",),
    }


def test_unlimited_keeps_one_of_every_period() -> None:
    two_a_day = [day(number, hour) for number in range(1, 8) for hour in (6, 18)]
    assert len(kept(two_a_day, Policy(daily=UNLIMITED))) == 8


def test_weeks_are_those_of_the_iso_calendar() -> None:
    # 29 December 2024 is a Sunday; the Monday after it begins week 1 of 2025
    times = ["2024-12-29T06:00:00Z", "2024-12-30T06:00:00Z", "2025-01-01T06:00:00Z"]
    now_ns = parse_time("2025-02-01T00:00:00Z")
    assert list(kept([snap(t) for t in times], Policy(weekly=2), now_ns=now_ns)) == ["01-01T06", "12-29T06"]


@pytest.mark.parametrize(
    ("policy", "count"), [(Policy(hourly=9), 4), (Policy(monthly=9), 3), (Policy(yearly=9), 3)]
)
def test_hours_months_and_years(policy: Policy, count: int) -> None:
    times = ["2021-11-30T23:10:00Z", "2022-12-31T23:20:00Z", "2023-02-01T06:10:00Z", "2023-02-01T07:10:00Z"]
    assert len(kept([snap(t) for t in times], policy)) == count


def test_a_period_is_one_of_the_clock_the_time_is_written_by() -> None:
    """23:30 and 00:30 in Tokyo are two days there, though one in Greenwich."""
    times = ["2023-02-01T23:30:00+09:00", "2023-02-02T00:30:00+09:00", "2023-02-02T10:30:00+09:00"]
    assert list(kept([snap(t) for t in times], Policy(daily=9))) == ["02-02T10", "02-01T23"]


def test_a_span_counts_from_the_newest_that_is_not_in_the_future() -> None:
    snapshots = [day(1), day(10), day(12), snap("2099-01-01T00:00:00Z")]
    assert kept(snapshots, Policy(within=TimeSpan(days=3))) == {
        "01-01T00": ("its time is in the future",),
        "02-12T06": ("within 3d",),
        "02-10T06": ("within 3d",),
    }


def test_invented_times_in_the_future_push_no_real_snapshot_out() -> None:
    """restic/restic#22057: an intruder plants snapshots that a policy would take for the newest."""
    planted = [snap(f"20{year}-01-01T00:00:00Z") for year in range(40, 60)]
    real = [day(1), day(2), day(3)]
    for policy in (Policy(last=2), Policy(daily=2), Policy(within=TimeSpan(days=2))):
        rulings = kept([*real, *planted], policy)
        assert {"02-03T06", "02-02T06"} <= set(rulings)


def test_a_span_of_periods_keeps_one_of_each() -> None:
    two_a_day = [day(number, hour) for number in (1, 2, 3) for hour in (6, 18)]
    rulings = kept(two_a_day, Policy(within_daily=TimeSpan(days=1, hours=1)))
    assert rulings == {"02-03T18": ("daily within 1d1h",), "02-02T18": ("daily within 1d1h",)}


def test_a_tag_list_keeps_what_has_all_its_tags() -> None:
    snapshots = [snap("2023-02-01T06:00:00Z", "a", "b"), snap("2023-02-02T06:00:00Z", "a")]
    assert kept(snapshots, Policy(tags=("a,b",))) == {"02-01T06": ("has tags [a, b]",)}


def test_a_composed_snapshot_is_kept_and_takes_nobodys_place() -> None:
    composed = snap("2023-02-20T06:00:00Z", "firstbell:composed")
    assert kept([day(1), day(2), composed], Policy(last=1)) == {
        "02-20T06": ("composed snapshot",),
        "02-02T06": ("last snapshot",),
    }
    assert kept([composed], Policy(daily=1)) == {"02-20T06": ("composed snapshot",)}


def test_several_rules_give_several_reasons() -> None:
    assert kept([day(1)], Policy(last=1, yearly=1)) == {"02-01T06": ("last snapshot", "yearly snapshot")}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("1y5m7d2h", TimeSpan(1, 5, 7, 2)),
        ("30d", TimeSpan(days=30)),
        ("12h", TimeSpan(hours=12)),
        ("0d", TimeSpan()),
    ],
)
def test_a_span_is_read_as_restic_reads_it(text: str, span: TimeSpan) -> None:
    assert parse_span(text) == span
    assert bool(span) is (text != "0d")
    assert parse_span(str(TimeSpan(1, 5, 7, 2))) == TimeSpan(1, 5, 7, 2)


@pytest.mark.parametrize("text", ["", "1", "1w", "2h1d", "d", "1.5d"])
def test_what_is_no_span_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidSpanError) as caught:
        parse_span(text)
    assert caught.value.text == text


def test_a_span_beyond_the_calendar_reaches_to_its_beginning() -> None:
    assert len(kept([day(1), day(2)], Policy(within=TimeSpan(years=3000)))) == 2
    assert len(kept([day(1), day(2)], Policy(within=TimeSpan(days=900_000)))) == 2


def test_a_month_before_a_day_that_the_month_lacks_flows_over() -> None:
    """A month before 31 March is 3 March: what lies on 3 March is not within it, as in restic."""
    times = ["2023-03-02T06:00:00Z", "2023-03-04T06:00:00Z", "2023-03-31T06:00:00Z"]
    now_ns = parse_time("2023-04-01T00:00:00Z")
    found = kept([snap(t) for t in times], Policy(within=TimeSpan(months=1)), now_ns=now_ns)
    assert list(found) == ["03-31T06", "03-04T06"]
