"""Every numbered duty at its boundary: deadline, threshold, first day, and facts told in any order."""

from __future__ import annotations

from typing import Any

import pytest

from firstbell.base.clock import NS_PER_S, format_time, parse_time
from firstbell.notify.clocks.clock import ClockReading, ClockState, concerns, read_clocks
from firstbell.notify.clocks.rule import Rule, Threshold
from firstbell.notify.clocks.rules import load_rules
from firstbell.notify.clocks.situation import Situation
from firstbell.notify.kinds import load_words
from firstbell.notify.statements.record import make_record
from firstbell.record.facts import Fact, FactStatus

# 2026-10-08 is a Thursday before Columbus Day, after every law in the files was in force, before any ends
_START = "2026-10-08T10:30:00-05:00"
_INCIDENT = (
    "identified", "believed", "determined", "confirmed", "contractor_told", "people_told", "closed",
    "federal_report",
)  # fmt: skip
NUMBERED = [rule for rule in load_rules() if rule.terms and rule.status == "in_force"]
COUNTED = [rule for rule in load_rules() if rule.threshold and rule.status == "in_force"]


def list_facts(at: str, recorded: str = "a") -> list[Fact]:
    """Everything that can start a clock, at one time."""
    told: list[tuple[str, Any]] = [
        ("encryption_event", {"found": at}),
        ("incident", dict.fromkeys(_INCIDENT, at)),
        ("ransom", {"demanded_at": at, "paid_at": at}),
        ("entity", {"hipaa": True, "title_iv": True}),
    ]
    return [
        Fact(subject, FactStatus.KNOWN, value, at, "", f"{subject}-{recorded}", recorded, supports=True)
        for subject, value in told
    ]


def read(rule: Rule, facts: list[Fact], now_ns: int, **further: Any) -> ClockReading | None:
    """The clock of this rule for a district that it binds."""
    count = further.pop("count", 20_000)
    bound = [*rule.bound, *rule.unclear]
    entity = "school_district" if {"any", "school_district"} & {*bound} else bound[0]
    counted = [
        Fact(name, FactStatus.BELIEVED, {"count": count}, _START, "", name, "a", supports=True)
        for name in ("people_affected", "people_impacted")
    ]
    history = [*facts, *counted]
    home = "MN" if rule.jurisdiction == "US" else rule.jurisdiction
    kinds = [{"kinds": sorted(load_words()), "people": count}]
    situation = Situation(
        make_record(history), now_ns, home, entity, {home: kinds}, (), {}, {}, history=history, **further
    )
    found = [one for one in read_clocks([*load_rules()], situation) if one.rule and one.rule.id == rule.id]
    return found[0] if found else None


def find_count(threshold: Threshold | None) -> int:
    """So many that a threshold is met."""
    return 20_000 if threshold is None or threshold.under is None else threshold.under - 1


@pytest.mark.parametrize("rule", NUMBERED, ids=lambda rule: rule.id)
def test_a_deadline_is_in_time_and_a_second_later_is_not(rule: Rule) -> None:
    count = find_count(rule.threshold)
    clock = read(rule, list_facts(_START), parse_time(_START), count=count)
    assert clock is not None
    assert clock.due_ns is not None
    for seconds, state in ((-1, ClockState.RUNNING), (0, ClockState.RUNNING), (1, ClockState.OVERDUE)):
        then = read(rule, list_facts(_START), clock.due_ns + seconds * NS_PER_S, count=count)
        assert then is not None
        assert (then.state, then.due_ns) == (state, clock.due_ns), seconds


@pytest.mark.parametrize("rule", NUMBERED, ids=lambda rule: rule.id)
def test_a_restatement_a_month_later_changes_no_deadline_in_any_order(rule: Rule) -> None:
    now_ns, count = parse_time("2026-11-20T00:00:00Z"), find_count(rule.threshold)
    first, later = list_facts(_START), list_facts("2026-11-08T10:30:00-06:00", "b")
    plain = read(rule, first, now_ns, count=count)
    assert plain is not None
    for facts in ([*first, *first], [*first, *later], [*later, *first]):
        again = read(rule, facts, now_ns, count=count)
        assert again is not None
        assert (again.due_ns, again.started_ns, again.state) == (plain.due_ns, plain.started_ns, plain.state)


@pytest.mark.parametrize("rule", COUNTED, ids=lambda rule: rule.id)
def test_a_threshold_is_met_where_the_law_says_and_not_one_before(rule: Rule) -> None:
    threshold = rule.threshold
    assert threshold is not None
    now_ns = parse_time(_START)
    if threshold.over is not None:
        counts = {threshold.over - 1: False, threshold.over: False, threshold.over + 1: True}
    elif threshold.least is not None:
        counts = {threshold.least - 1: False, threshold.least: True, threshold.least + 1: True}
    else:
        assert threshold.under is not None
        counts = {threshold.under - 1: True, threshold.under: False, threshold.under + 1: False}
    for count, met in counts.items():
        clock = read(rule, list_facts(_START), now_ns, count=count)
        assert clock is not None
        assert (clock.state is not ClockState.BELOW) is met, count


@pytest.mark.parametrize(
    "rule", [rule for rule in load_rules() if rule.in_force and not rule.expires], ids=lambda rule: rule.id
)
def test_a_law_binds_on_its_first_day_and_not_on_the_day_before(rule: Rule) -> None:
    first_ns = parse_time(f"{rule.in_force}T17:00:00Z")
    now_ns = first_ns + 86_400 * NS_PER_S
    facts = list_facts(format_time(first_ns))
    earlier = list_facts(format_time(first_ns - 86_400 * NS_PER_S))
    assert read(rule, facts, now_ns) is not None
    assert read(rule, earlier, now_ns) is None


def test_what_binds_by_home_alone_never_concerns_another_states_district() -> None:
    for rule in load_rules():
        if rule.jurisdiction == "US":
            continue
        home = "MN" if rule.jurisdiction != "MN" else "WI"
        situation = Situation(
            make_record([]), parse_time(_START), home, "school_district", {rule.jurisdiction: 5}, (), {}, {}
        )
        bound = bool(rule.binds("school_district"))
        assert concerns(rule, situation) is (bound and rule.basis == "residence"), rule.id
