"""Readiness: what is proven, what is in time, which hosts are late, and that no figure flatters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.clock import parse_time
from firstbell.runs.plans.rates import BEGIN_S, Measurement, Rates, foretell
from firstbell.runs.readiness.frameworks import list_measures
from firstbell.runs.readiness.hosts import HostReadiness
from firstbell.runs.readiness.readiness import (
    Readiness,
    Rehearsed,
    SystemReadiness,
    VaultLock,
    count_hours,
    list_tiers,
)

NOW_NS = parse_time("2026-03-08T12:00:00Z")
DONE = Rehearsed(time="2026-03-01T03:17:00Z", verdict="verified", share=1.0, seconds=60.0, days_ago=7.0)


def make_rehearsed(**change: Any) -> Rehearsed:
    told: Mapping[str, Any] = {name: getattr(DONE, name) for name in DONE.__slots__}
    return Rehearsed(**{**told, **change})


def make_system(name: str = "Records", **change: Any) -> SystemReadiness:
    told: dict[str, Any] = {
        "name": name,
        "tier": 0,
        "wave": 1,
        "owner": "Ada Moe",
        "files": 100,
        "size_bytes": 1000,
        "estimate_s": 60.0,
        "bell_s": 60.0,
        "without_h": 24.0,
        "recovery_point": "2026-03-08T02:00:00Z",
        "recovery_point_h": 10.0,
        "rehearsed": DONE,
        "missing": (),
    }
    return SystemReadiness(**{**told, **change})


def make_readiness(*systems: SystemReadiness, hosts: Sequence[HostReadiness] = ()) -> Readiness:
    return Readiness(
        district="Oak Hill Schools",
        time="2026-03-08T12:00:00Z",
        first_bell_s=60.0,
        first_bell_systems=(),
        first_bell_without=(),
        all_s=60.0,
        measured=True,
        tiers=list_tiers(systems),
        systems=systems,
        hosts=tuple(hosts),
        history=(),
    )


@pytest.mark.parametrize(
    ("change", "is_in_time"),
    [
        ({}, True),
        ({"bell_s": 86_400.0}, True),
        ({"bell_s": 86_400.1}, False),
        ({"bell_s": None}, False),
        ({"recovery_point_h": 24.0}, True),
        ({"recovery_point_h": 24.01}, False),
        ({"recovery_point_h": None}, False),
        ({"missing": ("lab: it was never backed up here",)}, False),
    ],
)
def test_a_system_is_in_time_when_it_is_back_soon_from_a_backup_that_is_not_too_old(
    change: dict[str, Any], is_in_time: bool
) -> None:
    assert make_system(**change).is_in_time is is_in_time


@pytest.mark.parametrize(
    ("change", "is_proven", "is_checked"),
    [
        ({}, True, False),  # nothing was checked but the hashes
        ({"checks": 2, "checks_passed": 2}, True, True),
        ({"checks": 2, "checks_passed": 1}, True, False),
        ({"days_ago": 90.0, "checks": 1, "checks_passed": 1}, True, True),
        ({"days_ago": 90.01, "checks": 1, "checks_passed": 1}, False, False),
        ({"verdict": "incomplete", "checks": 1, "checks_passed": 1}, False, False),
        ({"verdict": "check failed", "checks": 1, "checks_passed": 1}, False, False),
    ],
)
def test_a_rehearsal_proves_a_system_for_ninety_days(
    change: dict[str, Any], is_proven: bool, is_checked: bool
) -> None:
    system = make_system(rehearsed=make_rehearsed(**change))
    assert (system.is_proven, system.is_checked) == (is_proven, is_checked)
    never = make_system(rehearsed=None)
    assert not never.is_proven
    assert not never.is_checked


def test_a_tier_is_there_when_all_up_to_it_are_and_says_who_is_missing() -> None:
    systems = [
        make_system("library", tier=2, bell_s=500.0),
        make_system("phones", tier=1, bell_s=None, missing=("never backed up",)),
        make_system("records", tier=0, bell_s=60.0),
        make_system("mail", tier=1, bell_s=90.0),
    ]
    tiers = list_tiers(systems)
    assert [(one.tier, one.seconds, one.restorable_s, one.without) for one in tiers] == [
        (0, 60.0, 60.0, ()),
        (1, None, 90.0, ("phones",)),
        (2, None, 500.0, ("phones",)),
    ]
    # a system that is held in part delays nobody's figure and is named all the same
    part = list_tiers([make_system("mail", bell_s=90.0, missing=("lab: no backup holds /x",))])
    assert [(one.seconds, one.restorable_s, one.without) for one in part] == [(None, 90.0, ("mail",))]
    assert list_tiers([]) == ()


@pytest.mark.parametrize(("age_h", "is_late"), [(24.0, False), (30.0, False), (30.01, True), (None, True)])
def test_a_host_is_late_once_a_quarter_more_than_its_time_has_passed(
    age_h: float | None, is_late: bool
) -> None:
    host = HostReadiness(name="lab", every_h=24.0, newest="", age_h=age_h, verdict="clean", copies=2)
    assert host.is_late is is_late
    assert host.is_told is is_late


def test_hours_since_the_future_are_none() -> None:
    assert count_hours(NOW_NS, "2026-03-08T13:00:00Z") == 0.0
    assert count_hours(NOW_NS, "2026-03-07T12:00:00-06:00") == 18.0


@pytest.mark.parametrize(("days", "is_short"), [(0, True), (29, True), (30, False)])
def test_a_lock_shorter_than_that_of_a_new_vault_is_short(days: int, is_short: bool) -> None:
    assert VaultLock(vault="main", lock_days=days).is_short is is_short


def find_states(*systems: SystemReadiness) -> dict[str, str]:
    return {one.name: one.state for one in list_measures(make_readiness(*systems))}


def test_a_report_says_yes_only_where_all_systems_bear_it_out() -> None:
    good = make_system("a", rehearsed=make_rehearsed(checks=1, checks_passed=1))
    bad = make_system("b", rehearsed=None, recovery_point="", owner="", bell_s=None, missing=("x",))
    assert set(find_states(good).values()) == {"yes"}
    assert set(find_states(good, bad).values()) == {"partly"}
    assert set(find_states(bad).values()) == {"no"}
    # a district without a system shows nothing
    assert set(find_states().values()) == {"no"}


def test_what_was_restored_in_part_is_not_told_as_in_full() -> None:
    part = make_system("a", rehearsed=make_rehearsed(share=0.9999))
    first = list_measures(make_readiness(part, make_system("b")))[0]
    assert first.shown == "2 of 2 systems restored and verified, 1 in full"
    alone = list_measures(make_readiness(part))
    assert alone[0].shown == "1 of 1 system restored and verified, 0 in full"
    assert alone[-1].shown.endswith("; 1 more verified, with no check of their own")


MEASURED = st.lists(
    st.builds(
        Measurement,
        time=st.just(""),
        system=st.sampled_from(["", "a", "b"]),
        files=st.integers(1, 10_000),
        size_bytes=st.integers(0, 10**10),
        seconds=st.floats(0.01, 10_000),
    ),
    max_size=25,
)


@given(MEASURED, st.integers(0, 10_000), st.integers(0, 10**10))
def test_more_to_restore_never_takes_less_and_what_was_measured_twice_as_slow_takes_twice_as_long(
    measured: list[Measurement], files: int, size_bytes: int
) -> None:
    rates = Rates(measured)
    estimate = rates.estimate(files, size_bytes, system="a")
    assert rates.estimate(files + 1, size_bytes + 1, system="a") >= estimate >= 0
    slower = Rates(
        [Measurement(one.time, one.system, one.files, one.size_bytes, one.seconds * 2) for one in measured]
    )
    expected = estimate * 2 if measured else estimate
    assert slower.estimate(files, size_bytes, system="a") == pytest.approx(expected)


def test_only_the_newest_measures_count_and_those_of_the_system_before_all_others() -> None:
    def measure(system: str, factor: float) -> Measurement:
        return Measurement("", system, 1000, 0, (foretell(1000, 0) + BEGIN_S) * factor)

    rates = Rates([*[measure("a", 50)] * 3, *[measure("a", 2)] * 20, *[measure("b", 9)] * 20])
    assert rates.estimate(1000, 0, system="a") == pytest.approx(2 * foretell(1000, 0))
    assert rates.estimate(1000, 0, system="never seen") == pytest.approx(9 * foretell(1000, 0))
    assert Rates().estimate(1000, 0) == foretell(1000, 0)
