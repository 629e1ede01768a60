"""Clocks: rules with sources, starts, thresholds, holds, what is done."""

from __future__ import annotations

from typing import Any

import pytest

from firstbell.base.clock import parse_time
from firstbell.notify.clocks.clock import ClockReading, ClockState, Situation, read_clocks
from firstbell.notify.clocks.rules import RuleError, load_rules, read_rules
from firstbell.notify.clocks.rulings import LawEnforcementHold
from tests.notify.records import know

FOUND = {"encryption_event": {"confirmed": True, "found": "2023-02-18T06:00:00-06:00"}}
AGENCY = "the FBI"


def read(facts: dict[str, Any], now: str, **further: Any) -> dict[str, ClockReading]:
    given: dict[str, Any] = {
        "home": "MN",
        "residents": None,
        "holds": (),
        "approved": {},
        "filed": {},
        **further,
    }
    situation = Situation(know(facts), parse_time(now), entity="government", **given)
    return {one.rule.id: one for one in read_clocks(load_rules(), situation)}


def test_every_rule_has_its_words_their_place_and_their_date() -> None:
    rules = load_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    assert {"MN", "NY", "CA", "AZ", "TX", "IL", "WI"} <= {rule.jurisdiction for rule in rules}
    for rule in rules:
        assert rule.source.startswith("http"), rule.id
        assert len(rule.quote) > 30, rule.id
        assert rule.quote_is in ("statute", "guidance", "summary"), rule.id
        assert (rule.amount is None) == (not rule.unit), rule.id
        assert rule.amount or rule.due, rule.id


@pytest.mark.parametrize("field", ["source", "quote", "citation", "text_version", "verified_on"])
def test_a_rule_without_a_source_is_refused(field: str) -> None:
    fields = {
        "id": "x", "title": "t", "to": "t", "starts": "found", "entity": "any", "done_by": "letters",
        "reviewer": "", "quote_is": "statute", "due": "soon", "source": "s", "quote": "q", "citation": "c",
        "text_version": "v", "verified_on": "d", "jurisdiction": "MN",
    }  # fmt: skip
    fields[field] = ""
    lines = [f'{name} = "{value}"' for name, value in fields.items()]
    text = "\n".join(["[[rules]]", *lines, "delay_by_law_enforcement = false", "content = []"])
    with pytest.raises(RuleError, match=field):
        read_rules(text, "x.toml")
    with pytest.raises(RuleError):
        read_rules("[[rules]]\nid = 3", "x.toml")
    with pytest.raises(RuleError):
        read_rules("[[rules", "x.toml")


def test_the_state_is_told_within_72_hours_of_the_finding() -> None:
    clock = read(FOUND, "2023-02-20T00:00:00Z")["mn-16e.36-incident"]
    assert clock.state is ClockState.RUNNING
    assert clock.due_ns == parse_time("2023-02-21T12:00:00Z")
    assert read(FOUND, "2023-02-22T00:00:00Z")["mn-16e.36-incident"].state is ClockState.OVERDUE
    filed = FOUND | {"reports": {"MNIT": {"filed": "2023-02-19"}}}
    assert read(filed, "2023-02-22T00:00:00Z")["mn-16e.36-incident"].state is ClockState.DONE
    entry = read(FOUND, "2023-02-22T00:00:00Z", filed={"mn-16e.36-incident": "e"})["mn-16e.36-incident"]
    assert (entry.state, entry.entries) == (ClockState.DONE, ("e",))
    none = read({}, "2023-02-22T00:00:00Z")["mn-16e.36-incident"]
    assert (none.state, none.needs) == (ClockState.NOT_STARTED, "encryption_event: when it was found")


def test_credit_bureaus_are_told_when_more_than_a_thousand_are_affected() -> None:
    rule = "mn-13.055-consumer-reporting-agencies"
    for count, state in ((1000, ClockState.BELOW), (1001, ClockState.RUNNING)):
        clock = read(FOUND | {"people_affected": {"count": count}}, "2023-02-20T00:00:00Z")[rule]
        assert clock.state is state
        assert clock.people == count
    assert read(FOUND, "2023-02-20T00:00:00Z")[rule].state is ClockState.OPEN


def test_other_states_come_in_by_where_people_live() -> None:
    facts = FOUND | {"exfiltration": {"state": "confirmed"}}
    assert not any(rule.startswith("tx") for rule in read(facts, "2023-03-01T00:00:00Z"))
    clocks = read(facts, "2023-03-01T00:00:00Z", residents={"TX": 251, "NY": 3, "CA": 900})
    assert clocks["tx-521.053-residents"].due_ns == parse_time("2023-04-25T12:00:00Z")
    assert clocks["tx-521.053-attorney-general"].state is ClockState.RUNNING
    assert clocks["tx-521.053-attorney-general"].people == 251
    assert "ny-121.10-parents" in clocks
    assert "ca-ed-35266-cal-csic" not in clocks
    assert clocks["ca-1798.29-attorney-general"].state is ClockState.RUNNING
    fewer = read(facts, "2023-03-01T00:00:00Z", residents={"TX": 249})
    assert fewer["tx-521.053-attorney-general"].state is ClockState.BELOW


def test_a_hold_stops_the_clocks_that_may_be_held_and_lengthens_them() -> None:
    residents = {"NY": 3, "WI": 5}
    since, until = parse_time("2023-03-01T00:00:00Z"), parse_time("2023-03-11T00:00:00Z")
    during = read(
        FOUND,
        "2023-03-05T00:00:00Z",
        residents=residents,
        holds=[LawEnforcementHold("h", AGENCY, since, None, ())],
    )
    assert during["ny-121.10-parents"].state is ClockState.HELD
    assert during["ny-121.10-parents"].entries[-1] == "h"
    assert during["mn-16e.36-incident"].state is ClockState.OVERDUE
    over = LawEnforcementHold("h", AGENCY, since, until, ())
    after = read(FOUND, "2023-03-12T00:00:00Z", residents=residents, holds=[over])
    assert after["wi-134.98-residents"].due_ns == parse_time("2023-04-14T12:00:00Z")
    assert after["ny-121.10-parents"].due_ns == parse_time("2023-04-19T12:00:00Z")
    late = LawEnforcementHold("h", AGENCY, since, parse_time("2023-04-18T00:00:00Z"), ())
    later = read(FOUND, "2023-04-18T00:00:00Z", residents=residents, holds=[late])
    assert later["ny-121.10-parents"].due_ns == parse_time("2023-04-25T00:00:00Z")


def test_the_letters_are_done_when_everybody_got_one() -> None:
    rule = "mn-13.055-individuals"
    facts = FOUND | {"people_affected": {"count": 100, "final": True}, "letters_sent": 99}
    assert read(facts, "2023-09-01T00:00:00Z")[rule].state is ClockState.RUNNING
    assert read(facts | {"letters_sent": 100}, "2023-09-01T00:00:00Z")[rule].state is ClockState.DONE
