"""What is put down later moves no deadline to later, but a correction, or a hold that the rule allows."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from firstbell.base.clock import format_time, parse_time
from firstbell.notify.clocks.clock import ClockReading, read_clocks
from firstbell.notify.clocks.rules import load_rules
from firstbell.notify.clocks.rulings import LawEnforcementHold
from firstbell.notify.clocks.situation import Situation
from firstbell.notify.statements.record import make_record
from firstbell.record.facts import Fact, FactStatus

_FIRST = parse_time("2026-03-01T00:00:00Z")
_HOUR = 3_600_000_000_000
_NOW = parse_time("2026-12-01T00:00:00Z")
_STATES = ("MN", "TX", "IN", "WI", "NJ", "PA", "FL", "NY", "WV", "CT", "GA", "LA", "RI", "OK")
_TIMES = st.integers(0, 24 * 200).map(lambda hour: format_time(_FIRST + hour * _HOUR))
_INCIDENT = (
    "identified", "believed", "determined", "confirmed", "contractor_told", "people_told", "closed",
    "federal_report",
)  # fmt: skip
_VALUES = st.one_of(
    st.tuples(st.just("encryption_event"), st.builds(lambda at: {"found": at, "confirmed": True}, _TIMES)),
    st.tuples(st.just("encryption_event"), st.just({"confirmed": True})),
    st.tuples(
        st.just("incident"), st.builds(lambda name, at: {name: at}, st.sampled_from(_INCIDENT), _TIMES)
    ),
    st.tuples(st.just("exfiltration"), st.sampled_from([{"state": "confirmed"}, {"state": "none_found"}])),
    st.tuples(st.just("ransom"), st.builds(lambda at: {"demanded": True, "paid_at": at}, _TIMES)),
    st.tuples(st.just("people_affected"), st.builds(lambda count: {"count": count}, st.integers(0, 3000))),
    st.tuples(st.just("letters_sent"), st.integers(0, 50)),
)
_STATUS = st.sampled_from([FactStatus.KNOWN, FactStatus.KNOWN, FactStatus.BELIEVED, FactStatus.UNKNOWN])


@st.composite
def _facts(draw: st.DrawFn) -> list[Fact]:
    drawn = draw(st.lists(st.tuples(_VALUES, _TIMES, _STATUS), min_size=1, max_size=6))
    return [
        Fact(subject, status, value, at, "", f"e{number}", f"r{number:03d}", supports=True)
        for number, ((subject, value), at, status) in enumerate(drawn)
    ]


def _read(home: str, facts: list[Fact], holds: list[LawEnforcementHold]) -> dict[str, ClockReading]:
    history = sorted(facts, key=lambda fact: fact.as_of)
    residents: dict[str, Any] = dict.fromkeys(_STATES, 2000)
    situation = Situation(
        make_record(history), _NOW, home, "school_district", residents, holds, {}, {}, history=history
    )
    return {one.rule.id: one for one in read_clocks(load_rules(), situation) if one.rule}


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(_STATES), _facts(), _facts())
def test_no_further_fact_moves_a_deadline_to_later(home: str, first: list[Fact], further: list[Fact]) -> None:
    before, after = _read(home, first, []), _read(home, [*first, *further], [])
    for rule, clock in before.items():
        if clock.due_ns is None or rule not in after:
            continue
        due_ns = after[rule].due_ns
        # what is done or below its threshold has no deadline any more
        assert due_ns is None or due_ns <= clock.due_ns, (rule, clock, after[rule])
        started_ns = after[rule].started_ns
        assert clock.started_ns is None or (started_ns is not None and started_ns <= clock.started_ns), rule


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(_STATES), _facts(), st.integers(0, 4000), st.integers(1, 900))
def test_a_hold_moves_only_what_the_rule_lets_it(
    home: str, facts: list[Fact], since: int, hours: int
) -> None:
    hold = LawEnforcementHold("h", "FBI", _FIRST + since * _HOUR, _FIRST + (since + hours) * _HOUR, ())
    before, after = _read(home, facts, []), _read(home, facts, [hold])
    limits = {rule.id: rule.limits for rule in load_rules()}
    held = {rule.id for rule in load_rules() if rule.is_held}
    for rule, clock in before.items():
        due_ns = after[rule].due_ns
        if rule not in held and not {*limits[rule]} & held:
            assert due_ns == clock.due_ns, rule
        elif clock.due_ns is not None and due_ns is not None:
            assert due_ns >= clock.due_ns, rule
            latest = max(clock.due_ns, hold.until_ns or 0) + hours * _HOUR + 47 * 24 * _HOUR
            assert due_ns <= latest, rule
