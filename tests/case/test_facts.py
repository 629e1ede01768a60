"""What was known when, on the record of Minneapolis; and what is no fact."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from firstbell.base.clock import FixedClock
from firstbell.case.case import Case
from firstbell.case.errors import EntryNotFoundError, FactError, FactFileError
from firstbell.case.fact_file import load_fact_file
from firstbell.case.facts import draft_fact, list_all_facts, list_facts, list_names, put_facts
from firstbell.case.moments import find_last_moment, fix_time
from firstbell.ledger.errors import PersonalValueError
from firstbell.record.facts import Fact, FactStatus

MINNEAPOLIS = Path(__file__).parent / "minneapolis.json"
NOW = "2023-10-01T12:00:00Z"


def load(case: Case, path: Path = MINNEAPOLIS) -> list[Fact]:
    read = load_fact_file(path, NOW)
    return put_facts(case.main, read.facts, read.names, at=read.as_of)


def know(case: Case, as_of: str | None = None) -> dict[str, Fact]:
    """What was known at a time, by subject."""
    known = list_facts(case.main.read(), find_last_moment(as_of) if as_of else None)
    return {fact.subject: fact for fact in known}


def state(case: Case, subject: str, value: Any, as_of: str, because: str = "") -> Fact:
    draft = draft_fact({"subject": subject, "value": value, "as_of": as_of, "because": because}, NOW)
    return put_facts(case.main, [draft], at=NOW)[0]


def test_what_minneapolis_knew_on_each_day(case: Case) -> None:
    load(case)

    on_24_february = know(case, "2023-02-24")
    assert set(on_24_february) == {"encryption_event", "exfiltration", "systems_restored"}
    assert on_24_february["exfiltration"].status is FactStatus.UNKNOWN
    assert on_24_february["exfiltration"].value == {"state": "undetermined"}
    assert on_24_february["systems_restored"].status is FactStatus.BELIEVED
    assert know(case, "2023-02-23").keys() == {"encryption_event"}

    on_7_march = know(case, "2023-03-07")
    assert on_7_march["exfiltration"].value == {"state": "confirmed", "published": False}
    assert on_7_march["ransom"].value == {"demanded": 1_000_000, "paid": False}

    on_17_march = know(case, "2023-03-17")
    assert on_17_march["exfiltration"].value == {"state": "confirmed", "published": True}
    assert "people_affected" not in on_17_march

    in_september = know(case, "2023-09-30")
    assert in_september["people_affected"].value == {"count": 105617, "final": True}
    assert in_september["first_access"].value == "2023-02-06"
    assert in_september == know(case)


def test_a_reason_that_is_a_text_becomes_a_note_once(case: Case) -> None:
    facts = load(case)
    entries = {entry.hex_id: entry for entry in case.main.read()}
    (event,) = [fact for fact in facts if fact.subject == "encryption_event"]
    (note,) = entries[event.entry].refs
    assert event.refs == (note,)
    assert entries[note].kind == "note"
    assert entries[note].body["text"] == event.because
    assert event.because.startswith("Discovered 18 February: https://startribune.com/")

    load(case)
    texts = [entry.body["text"] for entry in case.main.read() if entry.kind == "note"]
    assert len(texts) == len(set(texts)) == 10


def test_a_reason_that_is_an_entry_is_referred_to(case: Case) -> None:
    entry = case.main.append("finding", {"text": "the gateway's log"})
    fact = state(case, "way_in", "the gateway", "2023-03-01", entry.hex_id[:8].upper())
    assert fact.because == entry.hex_id
    assert case.main.read()[-1].refs == (entry.hex_id,)
    assert state(case, "way_in", "x", "2023-03-02", "deadbeef").because == "deadbeef"
    with pytest.raises(EntryNotFoundError):
        state(case, "way_in", "x", "2023-03-02", "ab" * 32)


def test_names_of_the_organisation_are_kept(case: Case) -> None:
    assert list_names(case.main.read()) == []
    load(case)
    assert list_names(case.main.read()) == ["Minneapolis Public Schools", "MPS", "the district"]


def test_the_later_as_of_counts_and_of_the_same_the_one_put_down_later(case: Case, clock: FixedClock) -> None:
    state(case, "letters_sent", 10, "2023-09-02T12:00:00-05:00")
    clock.advance(60)
    state(case, "letters_sent", 5, "2023-09-01T12:00:00-05:00")
    assert know(case)["letters_sent"].value == 10
    clock.advance(60)
    state(case, "letters_sent", 11, "2023-09-02T17:00:00Z")
    assert know(case)["letters_sent"].value == 11
    assert [fact.value for fact in list_all_facts(case.main.read())] == [5, 10, 11]
    assert know(case, "2023-09-02T16:59:59Z")["letters_sent"].value == 5
    assert know(case, "2023-09-01T16:59:59Z") == {}


def test_a_subject_that_is_not_listed_is_kept_and_supports_nothing(case: Case) -> None:
    fact = state(case, "weather", {"any": ["thing"]}, "2023-03-01")
    assert not fact.supports
    assert know(case)["weather"] == fact
    assert state(case, "way_in", "x", "2023-03-01").supports


def test_a_time_is_kept_as_it_was_given_with_its_offset() -> None:
    assert fix_time("2023-02-24T17:00:00-06:00") == "2023-02-24T17:00:00-06:00"
    assert fix_time("2023-02-24T23:00:00.123456789Z") == "2023-02-24T23:00:00.123456789Z"
    day = fix_time("2023-02-24")
    assert day.startswith("2023-02-24T00:00:00")
    assert len(day) == 25
    assert fix_time("2023-02-24 17:00:00+00:00") == "2023-02-24T17:00:00+00:00"


def test_the_whole_day_counts_that_is_asked_for() -> None:
    assert find_last_moment("2023-02-24") - find_last_moment("2023-02-24T00:00:00") == 86_399_999_999_000


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"value": 1}, "names no subject"),
        ({"subject": "", "value": 1}, "names no subject"),
        ({"subject": "letters_sent"}, "letters_sent: it has no value"),
        ({"subject": "letters_sent", "value": 1, "status": "sure"}, "there is no status called 'sure'"),
        ({"subject": "letters_sent", "value": 1, "status": ["known"]}, "there is no status"),
        ({"subject": "letters_sent", "value": 1, "as_of": "soon"}, "letters_sent.as_of: not a time: 'soon'"),
        ({"subject": "letters_sent", "value": 1, "as_of": 5}, "letters_sent.as_of: not a time: '5'"),
        ({"subject": "letters_sent", "value": 1, "because": 5}, "letters_sent.because"),
        ({"subject": "letters_sent", "value": 1, "sure": True}, "there is no field called 'sure'"),
    ],
)
def test_what_is_no_fact_is_named(fields: dict[str, Any], problem: str) -> None:
    with pytest.raises(FactError, match=problem):
        draft_fact(fields, NOW)


def test_a_personal_value_is_refused_in_value_and_reason() -> None:
    with pytest.raises(PersonalValueError):
        draft_fact({"subject": "way_in", "value": "by 219-09-9998"}, NOW)
    with pytest.raises(PersonalValueError):
        draft_fact({"subject": "way_in", "value": "x", "because": "219-09-9998"}, NOW)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not valid JSON"),
        ("[]", "not a JSON object"),
        ("{}", "no list of facts"),
        ('{"facts": {}}', "no list of facts"),
        ('{"facts": [], "fact": []}', "no field 'fact'"),
        ('{"facts": [], "as_of": "soon"}', "as_of: not a time"),
        ('{"facts": [], "organisation": {"names": "MPS"}}', "organisation.names"),
        ('{"facts": [], "organisation": "MPS"}', "organisation.names"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "facts.json"
    path.write_text(text)
    with pytest.raises(FactFileError, match=problem):
        load_fact_file(path, NOW)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FactFileError, match="No such file"):
        load_fact_file(tmp_path / "none", NOW)


@pytest.mark.parametrize("last", [{"subject": "letters_sent", "value": -1}, 5])
def test_one_wrong_fact_keeps_the_whole_file_out(case: Case, tmp_path: Path, last: object) -> None:
    facts = [{"subject": "letters_sent", "value": 1}, last]
    (tmp_path / "facts.json").write_text(json.dumps({"facts": facts}))
    before = case.main.head()
    with pytest.raises(FactError):
        load(case, tmp_path / "facts.json")
    assert case.main.head() == before


def test_a_file_without_times_is_as_of_now(case: Case, tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text('{"facts": [{"subject": "letters_sent", "value": 1}]}')
    assert load(case, tmp_path / "facts.json")[0].as_of == NOW


def test_entries_that_say_no_fact_are_passed_over(case: Case) -> None:
    case.main.append("fact", {"subject": "letters_sent"})
    case.main.append("fact", {"subject": "letters_sent", "status": "sure", "as_of": NOW})
    case.main.append("fact", {"subject": [], "status": "known", "as_of": NOW})
    case.main.append("fact.organisation", {"names": "MPS"})
    assert list_facts(case.main.read()) == []
    assert list_names(case.main.read()) == []
