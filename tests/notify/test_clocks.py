"""Clocks: what starts them, what never moves them, whom they bind, what closes them."""

from __future__ import annotations

from typing import Any

import pytest

from firstbell.base.clock import parse_time
from firstbell.notify.clocks.clock import ClockReading, ClockState, read_clocks
from firstbell.notify.clocks.coverage import list_gaps
from firstbell.notify.clocks.description import describe_clock
from firstbell.notify.clocks.rules import load_rules
from firstbell.notify.clocks.rulings import ClockFinding, Correction, LawEnforcementHold
from firstbell.notify.clocks.situation import Situation
from firstbell.record.facts import Fact, FactStatus
from tests.notify.records import know

FOUND = {"encryption_event": {"confirmed": True, "found": "2025-02-18T06:00:00-06:00"}}
STOLEN = {"exfiltration": {"state": "confirmed"}}
AGENCY = "the FBI"


def situate(facts: dict[str, Any], now: str, **further: Any) -> Situation:
    given: dict[str, Any] = {
        "home": "MN",
        "entity": "school_district",
        "residents": None,
        "holds": (),
        "approved": {},
        "filed": {},
        **further,
    }
    return Situation(know(facts), parse_time(now), **given)


def read(facts: dict[str, Any], now: str, **further: Any) -> dict[str, ClockReading]:
    found = read_clocks(load_rules(), situate(facts, now, **further))
    return {one.rule.id: one for one in found if one.rule}


def tell(subject: str, value: Any, as_of: str, recorded: str, status: str = "known") -> Fact:
    return Fact(
        subject, FactStatus(status), value, as_of, "", f"{subject}-{recorded}", recorded, supports=True
    )


def test_the_state_is_told_within_72_hours_of_the_finding() -> None:
    clock = read(FOUND, "2025-02-20T00:00:00Z")["mn-16e.36-incident"]
    assert clock.state is ClockState.RUNNING
    assert clock.due_ns == parse_time("2025-02-21T12:00:00Z")
    for now, state in (("12:00:00Z", ClockState.RUNNING), ("12:00:01Z", ClockState.OVERDUE)):
        assert read(FOUND, f"2025-02-21T{now}")["mn-16e.36-incident"].state is state
    filed = FOUND | {"reports": {"MNIT": {"filed": "2025-02-19"}}}
    assert read(filed, "2025-02-22T00:00:00Z")["mn-16e.36-incident"].state is ClockState.DONE
    entry = read(FOUND, "2025-02-22T00:00:00Z", filed={"mn-16e.36-incident": "e"})["mn-16e.36-incident"]
    assert (entry.state, entry.entries) == (ClockState.DONE, ("e",))
    none = read({}, "2025-02-22T00:00:00Z")["mn-16e.36-incident"]
    assert none.state is ClockState.NOT_STARTED
    assert none.needs == "the time when the event was found (fact encryption_event)"


def test_a_law_binds_from_its_first_day_to_its_last_one() -> None:
    before = {"encryption_event": {"found": "2023-02-18T06:00:00-06:00"}}
    assert "mn-16e.36-incident" not in read(before, "2023-02-20T00:00:00Z")
    assert "mn-13.055-individuals" in read(before, "2023-02-20T00:00:00Z")
    rule = "ca-ed-35266-cal-csic"
    for day, binds in (("2026-12-31T20:00:00-08:00", True), ("2027-01-01T08:00:00-08:00", False)):
        event = {"encryption_event": {"found": day}, "people_impacted": {"count": 501}}
        assert (rule in read(event, "2027-01-02T00:00:00Z", home="CA")) is binds
    assert rule in read({}, "2026-06-01T00:00:00Z", home="CA")


def test_restating_what_was_known_moves_no_deadline() -> None:
    first = tell("exfiltration", {"state": "confirmed"}, "2026-03-02T10:00:00-06:00", "2026-03-02")
    later = tell("exfiltration", {"state": "confirmed"}, "2026-05-02T10:00:00-05:00", "2026-05-02")
    counted = tell("people_affected", {"count": 9}, "2026-06-02T10:00:00-05:00", "2026-06-02")
    for history in ([first], [first, later], [first, later, counted]):
        clock = read({}, "2026-06-03T00:00:00Z", home="IL", history=history)["il-soppa-parents"]
        assert clock.state is ClockState.OVERDUE
        assert clock.due_ns == parse_time("2026-04-02T04:59:59Z")
    earlier = tell("incident", {"determined": "2026-02-20T10:00:00-06:00"}, "2026-06-02T00:00:00Z", "x")
    moved = read({}, "2026-06-03T00:00:00Z", home="IL", history=[first, earlier])["il-soppa-parents"]
    assert moved.due_ns == parse_time("2026-03-23T04:59:59Z")


def test_only_a_correction_by_counsel_moves_a_deadline_to_later_and_both_are_shown() -> None:
    wrong = tell("encryption_event", {"found": "2025-02-11T06:00:00-06:00"}, "2025-02-18T00:00:00Z", "a")
    fixed = Correction("entry", "found", "2025-02-18T06:00:00-06:00", "a slip of the pen", "b")
    further: dict[str, Any] = {"history": [wrong], "corrections": [fixed]}
    clock = read({}, "2025-02-19T00:00:00Z", **further)["mn-16e.36-incident"]
    assert clock.due_ns == parse_time("2025-02-21T12:00:00Z")
    assert clock.started_before_ns == parse_time("2025-02-11T12:00:00Z")
    told = describe_clock(clock, situate({}, "2025-02-19T00:00:00Z", **further))
    assert told["correction"] == {"entry": "entry", "why": "a slip of the pen"}
    assert told["started_before_correction"] == "2025-02-11T12:00:00Z"
    # what is put down after it starts the clock earlier again
    after = tell("encryption_event", {"found": "2025-02-17T06:00:00-06:00"}, "2025-02-19T00:00:00Z", "c")
    again = read({}, "2025-02-19T00:00:00Z", history=[wrong, after], corrections=[fixed])
    assert again["mn-16e.36-incident"].due_ns == parse_time("2025-02-20T12:00:00Z")
    gone = Correction("entry", "found", None, "another district's", "b")
    none = read({}, "2025-02-19T00:00:00Z", history=[wrong], corrections=[gone])["mn-16e.36-incident"]
    assert none.state is ClockState.NOT_STARTED


def test_credit_bureaus_are_told_when_more_than_a_thousand_are_affected() -> None:
    rule = "mn-13.055-consumer-reporting-agencies"
    for count, state in ((1000, ClockState.BELOW), (1001, ClockState.RUNNING)):
        clock = read(FOUND | {"people_affected": {"count": count}}, "2025-02-20T00:00:00Z")[rule]
        assert clock.state is state
        assert clock.people == count
    assert read(FOUND, "2025-02-20T00:00:00Z")[rule].state is ClockState.OPEN


@pytest.mark.parametrize(
    ("state", "rule", "count", "met"),
    [
        ("WI", "wi-134.98-consumer-reporting-agencies", 999, False),
        ("WI", "wi-134.98-consumer-reporting-agencies", 1000, True),
        ("AZ", "az-18-552-authorities", 1000, False),
        ("AZ", "az-18-552-authorities", 1001, True),
        ("TX", "tx-521.053-attorney-general", 249, False),
        ("TX", "tx-521.053-attorney-general", 250, True),
        ("TX", "tx-521.053-consumer-reporting-agencies", 10_000, False),
        ("FL", "fl-501.171-legal-affairs", 500, True),
        ("WA", "wa-42.56.590-attorney-general", 500, False),
        ("WA", "wa-42.56.590-attorney-general", 501, True),
    ],
)
def test_over_and_at_least_are_told_apart(state: str, rule: str, count: int, met: bool) -> None:
    clock = read(STOLEN, "2023-03-01T00:00:00Z", residents={state: count})[rule]
    assert clock.people == count
    assert (clock.state is not ClockState.BELOW) is met


def test_other_states_come_in_by_where_people_live() -> None:
    facts = FOUND | STOLEN
    assert not any(rule.startswith("tx") for rule in read(facts, "2025-03-01T00:00:00Z"))
    clocks = read(facts, "2025-03-01T00:00:00Z", residents={"TX": 251, "NY": 3, "CA": 900})
    assert clocks["tx-521.053-residents"].due_ns == parse_time("2023-04-26T04:59:59Z")
    assert clocks["tx-521.053-attorney-general"].people == 251
    # these bind by home alone: a line says that nobody has read what else may bind
    assert not [rule for rule in clocks if rule.startswith(("ny-", "ca-", "il-soppa"))]
    situation = situate(facts, "2025-03-01T00:00:00Z", residents={"TX": 251, "NY": 3, "CA": 900})
    gaps = {(one.gap.jurisdiction, one.gap.duty) for one in list_gaps(situation) if one.gap}
    assert {("NY", "individuals"), ("CA", "individuals")} <= gaps
    assert ("TX", "individuals") not in gaps


def test_a_resident_counts_only_for_the_kinds_that_the_statute_names() -> None:
    residents = {
        "TX": [
            {"kinds": ["ssn", "contact"], "people": 249},
            {"kinds": ["contact"], "people": 4000},
            {"kinds": ["something new"], "people": 0},
        ]
    }
    clocks = read(STOLEN, "2023-03-01T00:00:00Z", residents=residents)
    assert clocks["tx-521.053-attorney-general"].people == 249
    assert clocks["tx-521.053-attorney-general"].state is ClockState.BELOW
    residents["TX"][2]["people"] = 1
    unknown = read(STOLEN, "2023-03-01T00:00:00Z", residents=residents)["tx-521.053-attorney-general"]
    assert unknown.people == 250
    only = read(STOLEN, "2023-03-01T00:00:00Z", residents={"WI": [{"kinds": ["contact"], "people": 5}]})
    assert only["wi-134.98-residents"].state is ClockState.BELOW
    mine = read(FOUND, "2025-03-01T00:00:00Z", residents={"MN": [{"kinds": ["contact"], "people": 5}]})
    assert mine["mn-13.055-individuals"].state is ClockState.RUNNING


@pytest.mark.parametrize(
    ("kinds", "counts"),
    [
        (["grades", "attendance"], False),
        (["Driver's License"], True),
        (["date of birth"], False),
        (["IEP"], True),
        (["bank account", "email"], True),
        (["a kind nobody has heard of"], True),
        ([], True),
    ],
)
def test_kinds_are_known_by_what_lists_call_them(kinds: list[str], counts: bool) -> None:
    residents = {"TX": [{"kinds": kinds, "people": 5}]}
    clock = read(STOLEN, "2023-03-01T00:00:00Z", residents=residents)["tx-521.053-residents"]
    assert (clock.people == 5) is counts


def test_california_counts_pupils_and_personnel_whom_the_attack_hit() -> None:
    event = {"encryption_event": {"found": "2026-02-18"}}
    rule = "ca-ed-35266-cal-csic"

    def state(**facts: Any) -> ClockState:
        return read(event | facts, "2026-03-01T00:00:00Z", home="CA", residents={"CA": 3})[rule].state

    assert state() is ClockState.OPEN
    assert state(people_impacted={"count": 500}) is ClockState.BELOW
    assert state(people_impacted={"count": 501}) is ClockState.RUNNING
    assert state(people_affected={"count": 501}) is ClockState.RUNNING
    assert state(people_affected={"count": 20}) is ClockState.OPEN


def test_a_hold_stops_the_clocks_that_may_be_held_and_lengthens_them() -> None:
    since, until = parse_time("2023-03-01T00:00:00Z"), parse_time("2023-03-11T00:00:00Z")
    event = {"encryption_event": {"found": "2023-02-18T06:00:00-05:00"}}
    during = read(
        event, "2023-03-05T00:00:00Z", home="NY", holds=[LawEnforcementHold("h", AGENCY, since, None, ())]
    )
    assert during["ny-121.10-parents"].state is ClockState.HELD
    assert during["ny-121.10-parents"].entries[-1] == "h"
    assert during["ny-121.10-chief-privacy-officer"].state is ClockState.OVERDUE
    over = LawEnforcementHold("h", AGENCY, since, until, ())
    # ten days of waiting lengthen Florida's thirty by ten
    florida = read(
        event | {"incident": {"determined": "2023-02-20"}}, "2023-03-12T00:00:00Z", home="FL", holds=[over]
    )
    assert florida["fl-501.171-individuals"].due_ns == parse_time("2023-04-02T03:59:59Z")
    # New York gives seven days after the hold, where that is later
    after = read(event, "2023-03-12T00:00:00Z", home="NY", holds=[over])
    assert after["ny-121.10-parents"].due_ns == parse_time("2023-04-20T03:59:59Z")
    late = LawEnforcementHold("h", AGENCY, since, parse_time("2023-04-18T00:00:00Z"), ())
    later = read(event, "2023-04-18T00:00:00Z", home="NY", holds=[late])
    assert later["ny-121.10-parents"].due_ns == parse_time("2023-04-25T03:59:59Z")


def test_arizona_gives_45_days_after_a_hold_and_a_hold_ends_by_itself() -> None:
    facts = {"incident": {"determined": "2026-03-02T10:00:00-06:00"}}
    hold = LawEnforcementHold(
        "h", AGENCY, parse_time("2026-03-10T00:00:00Z"), parse_time("2026-04-01T20:00:00Z"), ()
    )
    given: dict[str, Any] = {"residents": {"AZ": 5}, "holds": [hold]}
    held = read(facts, "2026-03-20T00:00:00Z", **given)["az-18-552-residents"]
    assert (held.state, held.held_until_ns) == (ClockState.HELD, hold.until_ns)
    after = read(facts, "2026-04-02T00:00:00Z", **given)["az-18-552-residents"]
    assert after.due_ns == parse_time("2026-05-17T06:59:59Z")
    assert after.binding == "unclear"


def test_a_request_after_the_deadline_revives_nothing() -> None:
    facts = {"incident": {"determined": "2026-03-02T10:00:00-06:00"}}
    hold = LawEnforcementHold(
        "h", AGENCY, parse_time("2026-06-10T00:00:00Z"), parse_time("2026-07-01T20:00:00Z"), ()
    )
    clock = read(facts, "2026-08-02T00:00:00Z", residents={"AZ": 5}, holds=[hold])["az-18-552-residents"]
    assert clock.due_ns == parse_time("2026-04-17T06:59:59Z")
    assert clock.state is ClockState.OVERDUE


def test_the_letters_are_done_when_everybody_got_one() -> None:
    rule = "mn-13.055-individuals"
    facts = FOUND | {"people_affected": {"count": 100, "final": True}, "letters_sent": 99}
    assert read(facts, "2025-09-01T00:00:00Z")[rule].state is ClockState.RUNNING
    assert read(facts | {"letters_sent": 100}, "2025-09-01T00:00:00Z")[rule].state is ClockState.DONE


def test_two_sources_that_differ_are_both_shown_and_the_earlier_one_runs() -> None:
    friday = {"encryption_event": {"found": "2026-03-06T10:00:00-05:00"}}
    situation = situate(friday, "2026-03-07T00:00:00Z", home="IN")
    (clock,) = [
        one
        for one in read_clocks(load_rules(), situation)
        if one.rule and one.rule.id == "in-4-13.1-2-9-incident"
    ]
    assert clock.due_ns == parse_time("2026-03-08T15:00:00Z")
    told = describe_clock(clock, situation)["readings"]
    assert [one["due"] for one in told] == ["2026-03-11T03:59:59Z", "2026-03-08T15:00:00Z"]
    # on a Monday the business days end first
    monday = {"encryption_event": {"found": "2026-03-09T23:59:00-04:00"}}
    clock = read(monday, "2026-03-10T00:00:00Z", home="IN")["in-4-13.1-2-9-incident"]
    assert clock.due_ns == parse_time("2026-03-12T03:59:00Z")


def test_before_people_are_told_ends_when_they_are() -> None:
    rule = "nj-56-8-163-state-police"
    waiting = read(FOUND, "2025-03-01T00:00:00Z", home="NJ")[rule]
    assert (waiting.state, waiting.due_ns) == (ClockState.RUNNING, None)
    told = FOUND | {"incident": {"people_told": "2025-02-27T09:00:00-05:00"}}
    late = read(told, "2025-03-01T00:00:00Z", home="NJ")[rule]
    assert (late.state, late.due_ns) == (ClockState.OVERDUE, parse_time("2025-02-27T14:00:00Z"))
    same = read(FOUND, "2025-03-01T00:00:00Z", residents={"CT": 4})
    individuals = same["ct-36a-701b-individuals"].due_ns
    assert individuals is not None
    assert same["ct-36a-701b-attorney-general"].due_ns == individuals


def test_louisiana_counts_from_the_notices() -> None:
    rule = "la-51-3074-attorney-general"
    assert read(FOUND, "2025-03-01T00:00:00Z", residents={"LA": 1})[rule].state is ClockState.NOT_STARTED
    sent = FOUND | {"incident": {"people_told": "2025-03-03"}}
    assert read(sent, "2025-03-04T00:00:00Z", residents={"LA": 1})[rule].due_ns == parse_time(
        "2025-03-14T04:59:59Z"
    )


def test_counsel_finds_no_harm_only_where_the_statute_lets_it() -> None:
    found = {"fl-501.171-individuals": ClockFinding("e", "fl-501.171-individuals", "no_harm", "why", "FBI")}
    clock = read(STOLEN, "2023-03-01T00:00:00Z", residents={"FL": 5}, findings=found)
    assert clock["fl-501.171-individuals"].state is ClockState.EXCUSED
    assert clock["fl-501.171-legal-affairs"].state is ClockState.BELOW
    unbound = {"wi-134.98-residents": ClockFinding("e", "wi-134.98-residents", "not_bound", "why", "")}
    wisconsin = read(STOLEN, "2023-03-01T00:00:00Z", residents={"WI": 5}, findings=unbound)
    assert wisconsin["wi-134.98-residents"].state is ClockState.NOT_BOUND
    assert (
        read(STOLEN, "2023-03-01T00:00:00Z", residents={"WI": 5})["wi-134.98-residents"].binding == "unclear"
    )


def test_what_binds_depends_on_what_the_district_is() -> None:
    facts = FOUND | STOLEN | {"people_affected": {"count": 600}}
    business = read(facts, "2025-03-01T00:00:00Z", entity="business")
    assert "mn-325e.61-consumer-reporting-agencies" in business
    assert "mn-13.055-individuals" not in business
    assert "mn-325e.61-consumer-reporting-agencies" not in read(
        facts, "2025-03-01T00:00:00Z", entity="government"
    )
    lender = facts | {"entity": {"title_iv": True}}
    assert "us-16cfr314-ftc" in read(lender, "2025-03-01T00:00:00Z", entity="university")
    assert "us-16cfr314-ftc" not in read(lender, "2025-03-01T00:00:00Z")
    clinic = read(facts | {"entity": {"hipaa": True}}, "2025-03-01T00:00:00Z")
    assert clinic["us-hipaa-hhs"].state is ClockState.RUNNING
    assert clinic["us-hipaa-hhs-annual"].state is ClockState.BELOW
    assert "us-hipaa-hhs" not in read(facts | {"entity": {"hipaa": False}}, "2025-03-01T00:00:00Z")
    assert read(facts, "2025-03-01T00:00:00Z")["us-hipaa-hhs"].state is ClockState.NOT_STARTED
    assert not [rule for rule in clinic if "circia" in rule]


def test_nothing_is_silent() -> None:
    situation = situate(
        FOUND, "2025-03-01T00:00:00Z", home="TN", residents={"TN": 9, "NM": 2, "GU": 1, "unknown": 4}
    )
    gaps = list_gaps(situation)
    places = [(one.gap.jurisdiction, one.gap.duty) for one in gaps if one.gap]
    assert {duty for state, duty in places if state == "TN"} == {
        "individuals", "officers", "bureaus", "incident", "education", "ransom",
    }  # fmt: skip
    assert ("GU", "individuals") in places
    assert ("unknown", "individuals") in places
    # New Mexico exempts districts: that was read, so it is no gap
    assert not [place for place in places if place[0] == "NM"]
    told = describe_clock(gaps[0], situation)
    assert (told["rule"], told["state"], told["jurisdiction"]) == (None, "not_covered", "TN")
    elsewhere = situate(FOUND, "2025-03-01T00:00:00Z", home="GU")
    assert next(one.gap.jurisdiction for one in list_gaps(elsewhere) if one.gap) == "GU"


def test_a_deadline_at_the_end_of_a_day_is_shown_in_the_districts_zone() -> None:
    facts = {"incident": {"determined": "2026-03-02T10:00:00-06:00"}}
    situation = situate(facts, "2026-03-20T00:00:00Z", residents={"PA": 4}, zone="America/Chicago")
    (clock,) = [
        one
        for one in read_clocks(load_rules(), situation)
        if one.rule and one.rule.id == "pa-2303-individuals"
    ]
    told = describe_clock(clock, situation)
    assert told["due_local"] == "2026-03-11T22:59:59-05:00"
    assert told["addressee_zone"] == "America/New_York"


def test_a_source_that_was_read_more_than_a_year_ago_is_told() -> None:
    event = {"encryption_event": {"found": "2026-12-01T06:00:00-06:00"}}
    for now, stale in (("2026-12-02T00:00:00Z", False), ("2027-12-02T00:00:00Z", True)):
        situation = situate(event, now)
        told = [describe_clock(one, situation) for one in read_clocks(load_rules(), situation)]
        assert {one["stale"] for one in told} == {stale}
