from __future__ import annotations

from typing import Any

from firstbell.investigate.entries import GIVEN_TIME, list_entry_lines
from firstbell.ledger import Entry
from firstbell.record.timeline import TimelineLine

TIME = "2023-02-20T10:00:00Z"


def tell(kind: str, body: dict[str, Any]) -> TimelineLine:
    (line,) = list_entry_lines([Entry(3, TIME, kind, "aa", body, (), "0" * 64, "f" * 64)], {"aa": "R. Lund"})
    return line


def test_a_note_is_told_with_who_wrote_it() -> None:
    line = tell("note", {"text": "Phones went\ndown"})
    assert line.message == "Note: Phones went down (R. Lund)"
    assert (line.time, line.reference) == (TIME, "entry:" + "f" * 64)
    assert line.fields == {"entry": "note", "seq": 3, "actor": "R. Lund", "added": TIME}


def test_what_happened_earlier_stands_at_the_time_it_happened() -> None:
    line = tell("action", {"text": "Switches unplugged", "at": "2023-02-18T06:40:00-06:00", "host": "core"})
    assert (line.time, line.timestamp_desc, line.host) == ("2023-02-18T12:40:00Z", GIVEN_TIME, "core")
    assert line.fields["added"] == TIME


def test_a_time_that_is_none_leaves_the_entry_where_it_is() -> None:
    assert tell("action", {"text": "x", "at": "yesterday"}).time == TIME


def test_known_kinds_are_whole_sentences() -> None:
    line = tell("event.closed", {"event": "abc", "why": "all restored", "snapshots": []})
    assert line.message == "The event abc was closed: all restored (R. Lund)"


def test_a_body_of_any_shape_gives_a_sentence() -> None:
    assert tell("finding", {"files": 3, "deep": {"a": 1}}).message == "Finding: files: 3 (R. Lund)"
    assert tell("lock", {}).message == "Lock (R. Lund)"
    assert tell("note", {"text": ["no", "text"]}).message == "Note (R. Lund)"


def test_techniques_are_carried_where_they_are_ids() -> None:
    assert tell("finding", {"text": "x", "attack": ["T1490", "nonsense", 7]}).fields["attack"] == ["T1490"]
    assert "attack" not in tell("finding", {"text": "x", "attack": "T1490"}).fields


def test_what_the_desk_notes_by_itself_is_left_out_and_unknown_actors_stay_ids() -> None:
    entry = Entry(0, TIME, "snapshots.seen", "aa", {"snapshots": {}, "originals": {}}, (), "0" * 64, "e" * 64)
    note = Entry(1, TIME, "note", "bb", {"text": "x"}, (), "0" * 64, "d" * 64)
    (line,) = list_entry_lines([entry, note], {})
    assert line.message == "Note: x (bb)"
