"""Nothing that is put down later moves a deadline to later: only a correction does, or a delay by law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from firstbell.notify.clocks.clock import ClockReading, ClockState, is_in_force, read_clocks
from firstbell.notify.clocks.rule import STARTS
from firstbell.notify.clocks.rules import load_rules
from tests.notify.duties.scenarios import make_situation

BEGIN = datetime(2025, 12, 1, tzinfo=UTC)
# where so much was found and ruled that a clock shows no deadline any more; it is none that moved
SETTLED = {ClockState.DONE, ClockState.BELOW, ClockState.EXCUSED, ClockState.NOT_BOUND}
HOMES = ("NY", "TX", "UT", "WI", "MN", "CT", "NJ", "LA", "AZ", "FL", "IN", "WV")
NAMES = sorted(STARTS - {"breach_confirmed"})

hours = st.integers(0, 24 * 120).map(lambda count: (BEGIN + timedelta(hours=count)).isoformat())
days = st.integers(0, 120).map(lambda count: (BEGIN + timedelta(days=count)).date().isoformat())
moments = hours | days
entity_facts = {"hipaa": True, "title_iv": True}


def _fact(subject: str, value: Any, status: str = "known") -> st.SearchStrategy[tuple[str, Any]]:
    return hours.map(
        lambda at: ("facts", {"subject": subject, "value": value, "as_of": at, "status": status})
    )


# what people put down while they learn more: never a correction, never a request of law enforcement
additions = st.one_of(
    st.tuples(st.sampled_from(NAMES), moments).map(lambda told: ("times", told)),
    st.sampled_from(["confirmed", "undetermined", "none_found"]).flatmap(
        lambda state: _fact("exfiltration", {"state": state})
    ),
    _fact("exfiltration", {"state": "confirmed"}, "believed"),
    _fact("exfiltration", None, "unknown"),
    _fact("encryption_event", {"confirmed": True}),
    st.integers(0, 20_000).flatmap(lambda count: _fact("people_affected", {"count": count, "final": True})),
    st.integers(0, 20_000).flatmap(lambda count: _fact("people_impacted", {"count": count})),
    st.integers(0, 20_000).flatmap(lambda count: _fact("letters_sent", count)),
    _fact("ransom", {"demanded": True}),
    _fact("ransom", {"paid": True}),
)


def _tell(home: str, added: Sequence[tuple[str, Any]], **ruled: Any) -> dict[str, Any]:
    """A scenario of what was put down, in this order."""
    times: dict[str, list[str]] = {}
    facts: list[Mapping[str, Any]] = []
    for kind, told in added:
        if kind == "times":
            times.setdefault(told[0], []).append(told[1])
        else:
            facts.append(told)
    people = [{"kinds": ["ssn", "health"], "people": 900}]
    residents = dict.fromkeys((home, "OR", "MA", "IL", "ME"), people)
    return {
        "home": {"state": home, **entity_facts}, "times": times, "facts": facts, "residents": residents,
        "now": "2026-09-01T12:00:00Z", **ruled,
    }  # fmt: skip


def _read(scenario: Mapping[str, Any]) -> dict[str, ClockReading]:
    return {one.rule.id: one for one in read_clocks(load_rules(), make_situation(scenario)) if one.rule}


def _list_slides(before: Mapping[str, Any], after: Mapping[str, Any], allowed: set[str]) -> list[str]:
    """The rules whose deadline stands later, or nowhere any more, without a reason."""
    was, now, situation = _read(before), _read(after), make_situation(after)
    slides = []
    for name, one in was.items():
        if one.due_ns is None or name in allowed:
            continue
        if name not in now:
            # an earlier event may be older than the law
            assert one.rule is not None
            slides += [name] if is_in_force(one.rule, situation) else []
            continue
        due_ns = now[name].due_ns
        if due_ns is None:
            slides += [name] if now[name].state not in SETTLED else []
        elif due_ns > one.due_ns:
            slides.append(name)
    return slides


@settings(max_examples=25, deadline=None)
@given(home=st.sampled_from(HOMES), added=st.lists(additions, min_size=2, max_size=7))
@example(
    home="NY",
    added=[("times", ("found", "2026-01-05")), ("times", ("found", "2026-01-04T23:00:00-05:00"))],
)
@example(
    # the first moment of a day, which is still the day before where the deadline ends
    home="FL",
    added=[
        ("times", ("believed", "2025-12-01T01:00:00+00:00")),
        ("times", ("believed", "2025-12-01T00:00:00+00:00")),
    ],
)
def test_nothing_that_is_put_down_later_moves_a_deadline_to_later(
    home: str, added: list[tuple[str, Any]]
) -> None:
    for count in range(1, len(added)):
        before, after = _tell(home, added[:count]), _tell(home, added[: count + 1])
        assert _list_slides(before, after, set()) == [], added[count]


@settings(max_examples=12, deadline=None)
@given(
    home=st.sampled_from(HOMES),
    added=st.lists(additions, min_size=1, max_size=5),
    since=hours,
    length=st.integers(1, 24 * 40),
)
def test_a_delay_for_law_enforcement_moves_only_what_the_law_lets_it(
    home: str, added: list[tuple[str, Any]], since: str, length: int
) -> None:
    until = (datetime.fromisoformat(since) + timedelta(hours=length)).isoformat()
    hold = {"agency": "FBI", "since": since, "until": until}
    held = {rule.id for rule in load_rules() if rule.is_held}
    # a duty that comes with the notice to people, or before it, is due with that one
    held |= {rule.id for rule in load_rules() if {*rule.limits} & held}
    assert _list_slides(_tell(home, added), _tell(home, added, holds=[hold]), held) == []


@settings(max_examples=12, deadline=None)
@given(
    home=st.sampled_from(HOMES),
    added=st.lists(additions, min_size=1, max_size=5),
    start=st.sampled_from(NAMES),
    at=hours,
)
def test_a_correction_moves_only_what_that_moment_starts(
    home: str, added: list[tuple[str, Any]], start: str, at: str
) -> None:
    correction = {"start": start, "at": at, "why": "the log was of another machine"}
    rules = load_rules()
    # what follows from the corrected moment: confirming a breach determines it, finding it identifies it
    follows = {
        "found": {"identified"},
        "confirmed": {"breach_confirmed"},
        "determined": {"breach_confirmed", "believed"},
    }
    starts = {start, *follows.get(start, set())}
    moved = {
        rule.id
        for rule in rules
        if starts & {*rule.starts} or any(starts & {*term.starts} for term in rule.readings)
    }
    moved |= {rule.id for rule in rules if {*rule.limits} & moved or (rule.limit and start == "people_told")}
    assert _list_slides(_tell(home, added), _tell(home, added, corrections=[correction]), moved) == []
