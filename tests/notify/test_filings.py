"""Filings: each closes one duty, or none."""

from __future__ import annotations

from typing import Any

import pytest

from firstbell.base.clock import parse_time
from firstbell.notify.clocks.clock import ClockState, concerns, read_clocks
from firstbell.notify.clocks.filings import (
    AmbiguousFilingError,
    choose_rule,
    find_state,
    list_unclear,
)
from firstbell.notify.clocks.rule import RuleError
from firstbell.notify.clocks.rules import find_rule, load_rules
from firstbell.notify.clocks.rulings import Filing
from firstbell.notify.clocks.situation import Situation
from tests.notify.records import know

EVENT = {
    "encryption_event": {"found": "2026-03-02T08:00:00-06:00"},
    "exfiltration": {"state": "confirmed"},
    "people_affected": {"count": 4000},
    "people_impacted": {"count": 4000},
}


def situate(reports: dict[str, Any] | None = None, **further: Any) -> Situation:
    facts = EVENT | ({"reports": reports} if reports else {})
    given: dict[str, Any] = {"home": "MN", "residents": None, "filed": {}, **further}
    return Situation(
        know(facts),
        parse_time("2026-03-10T00:00:00Z"),
        entity="school_district",
        holds=(),
        approved={},
        **given,
    )


def list_done(situation: Situation) -> list[str]:
    read = read_clocks(load_rules(), situation)
    return [one.rule.id for one in read if one.rule and one.state is ClockState.DONE]


STATES = {"TX": 900, "CT": 900, "VA": 900, "WV": 900, "MA": 900}


def test_a_filing_of_one_rule_closes_that_rule_and_no_other() -> None:
    plain = situate(residents=STATES)
    for one in read_clocks(load_rules(), plain):
        assert one.rule is not None
        assert list_done(situate(residents=STATES, filed={one.rule.id: "e"})) == [one.rule.id]


def test_a_report_among_the_facts_closes_a_duty_only_where_it_can_be_no_other() -> None:
    assert list_done(situate({"attorney general": {"filed": True}}, residents=STATES)) == []
    assert list_done(situate({"attorney general": {"filed": True}}, residents={"TX": 900})) == [
        "tx-521.053-attorney-general"
    ]
    named = situate({"attorney_general_of_texas": {"filed": True}}, residents=STATES)
    assert list_done(named) == ["tx-521.053-attorney-general"]
    assert list_unclear(named, lambda rule: concerns(rule, named)) == []
    # not filed is not filed
    assert list_done(situate({"attorney general": {"filed": False}}, residents={"TX": 900})) == []


def test_what_closes_nothing_is_listed_for_counsel() -> None:
    situation = situate({"attorney general": {"filed": True}}, residents=STATES)
    (unclear,) = list_unclear(situation, lambda rule: concerns(rule, situation))
    assert {rule.jurisdiction for rule in unclear.rules} == {"TX", "CT", "VA", "MA"}


def test_an_old_filing_of_a_rule_that_was_divided_closes_what_kept_its_id_and_is_listed() -> None:
    old = Filing("e", "az-18-552-authorities", 0, names_addressee=False)
    situation = situate(residents={"AZ": 1001}, filed={"az-18-552-authorities": "e"}, filings=[old])
    assert list_done(situation) == ["az-18-552-authorities"]
    (unclear,) = list_unclear(situation, lambda rule: concerns(rule, situation))
    assert {rule.id for rule in unclear.rules} == {
        "az-18-552-homeland-security",
        "az-18-552-consumer-reporting-agencies",
    }
    new = Filing("e", "az-18-552-authorities", 0, names_addressee=True)
    again = situate(residents={"AZ": 1001}, filed={"az-18-552-authorities": "e"}, filings=[new])
    assert list_unclear(again, lambda rule: concerns(rule, again)) == []


def test_a_name_is_a_rule_or_one_addressee() -> None:
    situation = situate(residents=STATES)
    concerned = [rule for rule in load_rules() if concerns(rule, situation)]
    assert choose_rule("mn-16e.36-incident", []).id == "mn-16e.36-incident"
    assert choose_rule("the Attorney General of Virginia", concerned).id == "va-18.2-186.6-attorney-general"
    with pytest.raises(AmbiguousFilingError) as caught:
        choose_rule("attorney general", concerned)
    assert len(caught.value.rules) == 4
    with pytest.raises(AmbiguousFilingError):
        choose_rule("state police", concerned)
    with pytest.raises(RuleError):
        choose_rule("the baker", concerned)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Attorney General of West Virginia", "WV"),
        ("Virginia attorney general", "VA"),
        ("TX AG", "TX"),
        ("OK AG", "OK"),
        ("AG of OK", "OK"),
        ("Attorney General, Oklahoma City, OK", "OK"),
        ("OK: attorney general", "OK"),
        ("OK from the attorney general", ""),
        ("OK, sent to the AG", ""),
        ("the AG gave its OK", ""),
        ("OK from the TX AG", "TX"),
        ("FBI IN HOUSTON", ""),
        ("INDIANAPOLIS, IN", "IN"),
        ("IN ATTORNEY GENERAL", "IN"),
        ("AG OR FBI", ""),
        ("OR AG", "OR"),
        ("ag", ""),
        ("attorney general", ""),
    ],
)
def test_an_office_is_of_the_state_that_its_name_names(name: str, state: str) -> None:
    assert find_state(name) == state


@pytest.mark.parametrize(
    "rule",
    [
        "az-18-552-authorities",
        "az-18-552-residents",
        "ca-1798.29-attorney-general",
        "ca-1798.29-residents",
        "ca-ed-35266-cal-csic",
        "il-530-10-residents",
        "il-soppa-parents",
        "mn-13.055-consumer-reporting-agencies",
        "mn-13.055-individuals",
        "mn-13.055-report",
        "mn-16e.36-incident",
        "mn-325e.61-consumer-reporting-agencies",
        "ny-121.10-chief-privacy-officer",
        "ny-121.10-parents",
        "tx-521.053-attorney-general",
        "tx-521.053-residents",
        "wi-134.98-consumer-reporting-agencies",
        "wi-134.98-residents",
    ],
)
def test_the_ids_of_earlier_releases_stay_valid(rule: str) -> None:
    assert find_rule(rule).quote
