"""Records in siblings: fields that come again in turn, heads whose fields the records behind them take."""

from __future__ import annotations

from firstbell.documents.sibling_records import carry_heads, part_turns, sort_by_fields

ADA, BEN = {"no": "7", "who": "Ada"}, {"no": "8", "who": "Ben"}


def test_fields_in_turn_are_records_that_may_lack_one() -> None:
    fields = [("who", "Ada"), ("plan", "nuts"), ("due", "5/1"), ("who", "Ben"), ("due", "6/1")]
    assert part_turns(fields) == [{"who": "Ada", "plan": "nuts", "due": "5/1"}, {"who": "Ben", "due": "6/1"}]


def test_paragraphs_and_fields_that_come_once_are_no_records() -> None:
    assert part_turns([("title", "Plans"), ("text", "x" * 200), ("title", "Trips"), ("text", "y")]) == []
    assert part_turns([("who", "Ada"), ("plan", "nuts")]) == []
    assert part_turns([]) == []


def test_each_line_behind_a_head_takes_its_fields_and_a_head_without_lines_stays() -> None:
    lines = [
        ("head", ADA),
        ("line", {"code": "A"}),
        ("line", {"code": "B"}),
        ("head", BEN),
        ("head", {"no": "9"}),
    ]
    assert carry_heads(lines) == [{**ADA, "code": "A"}, {**ADA, "code": "B"}, BEN, {"no": "9"}]


def test_a_line_keeps_what_its_head_has_too_under_a_name_of_its_own() -> None:
    lines = [
        ("head", ADA),
        ("line", {"no": "1", "code": "A"}),
        ("head", BEN),
        ("line", {"no": "2", "code": "B"}),
    ]
    assert carry_heads(lines)[1] == {**BEN, "line no": "2", "code": "B"}


def test_records_that_say_themselves_whom_they_are_about_take_nothing() -> None:
    for own in ({"user": "ben"}, {"pupil id": "8"}, {"email": "b@d.example"}, {"who": "Ben"}):
        assert carry_heads([("head", ADA), ("line", own), ("head", BEN), ("line", own)]) == []


def test_sorts_that_do_not_take_turns_stay_apart() -> None:
    assert carry_heads([("head", ADA), ("head", BEN), ("line", {"code": "A"}), ("line", {"code": "B"})]) == []
    assert carry_heads([("head", ADA), ("head", BEN)]) == []


def test_records_of_one_name_are_of_the_sort_of_their_fields() -> None:
    records = [ADA, {"code": "A", "no": ""}, BEN, {"code": "B"}]
    assert carry_heads(sort_by_fields(records))[1] == {**BEN, "code": "B"}
