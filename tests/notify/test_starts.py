"""What starts a clock: the earliest fact that qualifies, whatever was put down later and in which order."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstbell.base.clock import InvalidTimeError, parse_time
from firstbell.notify.clocks.rule import STARTS
from firstbell.notify.clocks.rulings import Correction
from firstbell.notify.clocks.starts import NEEDS, Trigger, find_trigger, place
from firstbell.record.facts import Fact, FactStatus

EARLY, LATE, LATER = "2026-03-02T06:00:00Z", "2026-03-05T18:30:00Z", "2026-03-09T12:00:00Z"


def make(subject: str, value: Any, as_of: str = LATE, **more: Any) -> Fact:
    """A fact that is known, put down when it was so."""
    told: dict[str, Any] = {"status": "known", "recorded": as_of, "entry": subject, "supports": True} | more
    status = FactStatus(told.pop("status"))
    return Fact(subject=subject, status=status, value=value, as_of=as_of, because="", **told)


def find(start: str, *facts: Fact, corrections: Sequence[Correction] = ()) -> Trigger | None:
    return find_trigger([start], facts, corrections)


def find_ns(start: str, *facts: Fact) -> int | None:
    found = find(start, *facts)
    return found.moment.at_ns if found else None


@pytest.mark.parametrize(
    ("start", "subject", "value", "at"),
    [
        ("found", "encryption_event", {"found": EARLY}, EARLY),
        ("found", "encryption_event", {"confirmed": True}, LATE),
        ("found", "encryption_event", {"confirmed": False}, None),
        ("identified", "encryption_event", {"found": EARLY}, EARLY),
        ("identified", "incident", {"identified": EARLY}, EARLY),
        ("believed", "exfiltration", {"state": "confirmed"}, LATE),
        ("believed", "exfiltration", {"state": "none_found"}, None),
        ("believed", "incident", {"believed": EARLY}, EARLY),
        ("believed", "people_affected", {"count": 12}, LATE),
        ("determined", "people_affected", {"count": 12}, LATE),
        ("determined", "people_affected", {"count": 0}, None),
        ("determined", "exfiltration", {"state": "confirmed"}, LATE),
        ("confirmed", "encryption_event", {"confirmed": True}, LATE),
        ("confirmed", "encryption_event", {"confirmed": True, "found": EARLY}, LATE),
        ("confirmed", "encryption_event", {"confirmed": True, "found": LATER}, LATER),
        ("confirmed", "encryption_event", {"found": EARLY}, None),
        ("breach_confirmed", "incident", {"determined": EARLY}, EARLY),
        ("ransom_demanded", "ransom", {"demanded": True}, LATE),
        ("ransom_demanded", "ransom", {"demanded": True, "demanded_at": EARLY}, EARLY),
        ("ransom_demanded", "ransom", {"demanded": False}, None),
        ("ransom_paid", "ransom", {"demanded": True}, None),
        ("ransom_paid", "ransom", {"paid_at": EARLY}, EARLY),
        ("people_told", "letters_sent", 40, LATE),
        ("people_told", "letters_sent", 0, None),
        ("people_told", "incident", {"people_told": EARLY}, EARLY),
        ("contractor_told", "incident", {"contractor_told": EARLY}, EARLY),
        ("closed", "incident", {"closed": EARLY}, EARLY),
        ("federal_report", "incident", {"federal_report": EARLY}, EARLY),
        ("closed", "incident", {"closed": True}, None),
        ("closed", "incident", {"closed": "soon"}, None),
        ("closed", "incident", "closed", None),
        ("closed", "ransom", {"closed": EARLY}, None),
    ],
)
def test_a_fact_starts_what_it_tells_of(start: str, subject: str, value: Any, at: str | None) -> None:
    assert find_ns(start, make(subject, value)) == (parse_time(at) if at else None)


def test_every_start_of_a_rule_says_what_it_needs() -> None:
    assert set(NEEDS) >= set(STARTS)
    for start in STARTS:
        assert find(start) is None


@pytest.mark.parametrize("status", ["unknown"])
def test_what_is_not_known_starts_nothing(status: str) -> None:
    assert find("closed", make("incident", {"closed": EARLY}, status=status)) is None
    assert find("closed", make("incident", {"closed": EARLY}, supports=False)) is None


def test_a_belief_is_no_determination() -> None:
    believed = make("exfiltration", {"state": "confirmed"}, status="believed")
    assert find("determined", believed) is None
    assert find("believed", believed) is not None


_FACTS = st.lists(
    st.tuples(st.integers(1, 28), st.sampled_from(["found", "confirmed", "both"]), st.integers(1, 28)),
    max_size=6,
)


@given(_FACTS)
def test_what_is_put_down_later_moves_no_start_to_later_and_order_counts_for_nothing(
    told: list[tuple[int, str, int]],
) -> None:
    facts = []
    for number, (day, what, found) in enumerate(told):
        value = {"found": f"2026-03-{found:02d}T06:00:00Z"} if what != "confirmed" else {}
        value |= {"confirmed": True} if what != "found" else {}  # type: ignore[dict-item]
        facts.append(make("encryption_event", value, f"2026-03-{day:02d}T12:00:00Z", entry=f"e{number}"))
    firsts = [find_ns("identified", *facts[:count]) for count in range(len(facts) + 1)]
    known = [one for one in firsts if one is not None]
    assert known == sorted(known, reverse=True)
    for some in itertools.islice(itertools.permutations(facts), 6):
        assert find_ns("identified", *some) == firsts[-1]


def correct(at: str | None, recorded: str = LATER, start: str = "found") -> Correction:
    return Correction("correction", start, at, "the log says so", recorded)


def test_a_correction_replaces_what_was_put_down_before_it_and_says_what_it_was() -> None:
    fact = make("encryption_event", {"found": LATE}, recorded=LATE)
    found = find("found", fact, corrections=[correct(EARLY)])
    assert found is not None
    assert (found.moment.at_ns, found.before_ns) == (parse_time(EARLY), parse_time(LATE))
    assert found.moment.entries == ("correction", "encryption_event")
    assert found.moment.correction == correct(EARLY)


def test_a_correction_to_the_same_time_changed_nothing() -> None:
    found = find("found", make("encryption_event", {"found": LATE}), corrections=[correct(LATE)])
    assert found is not None
    assert found.before_ns is None


def test_what_is_said_not_to_have_happened_starts_nothing_until_somebody_says_it_again() -> None:
    old = make("encryption_event", {"found": EARLY}, recorded=EARLY)
    assert find("found", old, corrections=[correct(None, LATE)]) is None
    new = make("encryption_event", {"found": LATE}, recorded=LATER, entry="new")
    found = find("found", old, new, corrections=[correct(None, LATE)])
    assert found is not None
    assert found.moment.entries == ("new",)


def test_of_several_corrections_the_last_counts() -> None:
    fact = make("encryption_event", {"found": LATE}, recorded=EARLY)
    found = find("found", fact, corrections=[correct(LATER, EARLY), correct(EARLY, LATE)])
    assert found is not None
    assert found.moment.at_ns == parse_time(EARLY)


def test_a_correction_of_another_start_moves_nothing_and_one_of_a_part_moves_the_whole() -> None:
    fact = make("encryption_event", {"found": LATE}, recorded=LATE)
    assert find("found", fact, corrections=[correct(EARLY, start="closed")]) == find("found", fact)
    found = find("identified", fact, corrections=[correct(EARLY)])
    assert found is not None
    assert found.moment.at_ns == parse_time(EARLY)


@pytest.mark.parametrize(
    ("told", "as_of", "at", "day"),
    [
        (EARLY, LATE, EARLY, None),
        ("2026-03-02", "2026-03-05T18:30:00-06:00", "2026-03-02T06:00:00Z", date(2026, 3, 2)),
        ("2026-03-02", "2026-03-05T18:30:00.123-06:00", "2026-03-02T06:00:00Z", date(2026, 3, 2)),
        ("2026-03-02", "2026-03-05T18:30:00Z", "2026-03-02T00:00:00Z", date(2026, 3, 2)),
        ("2026-03-02T00:00:00-06:00", LATE, "2026-03-02T06:00:00Z", date(2026, 3, 2)),
        ("2026-03-02T00:00:00Z", LATE, "2026-03-02T00:00:00Z", None),
        ("2026-03-02T00:00:01-06:00", LATE, "2026-03-02T06:00:01Z", None),
    ],
)
def test_a_day_begins_where_the_case_is_and_stays_a_day(
    told: str, as_of: str, at: str, day: date | None
) -> None:
    assert place(told, as_of) == (parse_time(at), day)


@pytest.mark.parametrize(
    "told", ["", "soon", "2026-02-30", "2026-13-01", "2026-03-02T25:00:00Z", "abcdefghij", "2026-3-002"]
)
def test_what_is_no_time_starts_nothing(told: str) -> None:
    with pytest.raises(InvalidTimeError):
        place(told, LATE)
    assert find("closed", make("incident", {"closed": told})) is None
    good = make("incident", {"closed": EARLY}, entry="good")
    assert find_ns("closed", make("incident", {"closed": told}), good) == parse_time(EARLY)


@given(st.text(max_size=25), st.text(max_size=25))
def test_no_text_for_a_time_ends_in_another_error(told: str, as_of: str) -> None:
    try:
        at_ns, _ = place(told, as_of)
    except InvalidTimeError:
        return
    assert isinstance(at_ns, int)
