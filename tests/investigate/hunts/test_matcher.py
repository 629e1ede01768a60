"""Rules are found without trying each: what is found is the same, and few are tried."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from firstbell.drill.intrusion.eventlogs import write_log
from firstbell.investigate.hunts.match.compiler import compile_part
from firstbell.investigate.hunts.match.logsources import LogLocation
from firstbell.investigate.hunts.match.matcher import Matcher, find_body
from firstbell.investigate.hunts.match.patterns import quote_json, unquote_json
from firstbell.investigate.hunts.match.rules import HuntRule
from firstbell.investigate.hunts.match.signs import list_rules, load_signs
from firstbell.investigate.hunts.match.verdicts import KeptVerdicts, list_asked
from firstbell.investigate.hunts.readers.event_columns import make_columns
from firstbell.investigate.hunts.readers.eventlog import LogRecord, flatten, list_chunks, read_chunk
from tests.investigate.hunts.attacks import ATTACKS
from tests.investigate.hunts.layouts import ATTACKS as LAYOUTS

CHUNK = 0x10000
SOURCE = "eventlog/Security"


def read(data: bytes) -> list[LogRecord]:
    """The records of a made log."""
    return [one for at in list_chunks(len(data)) for one in read_chunk(data[at : at + CHUNK])[0]]


def rule(key: str, part: Any) -> HuntRule:
    """A rule of the log Security with this detection."""
    return HuntRule(key, "x.y", (LogLocation(SOURCE),), compile_part(part), "m")


def is_about(one: HuntRule, record: LogRecord) -> bool:
    """Whether a rule is about records of that source and number."""
    source = f"eventlog/{record.channel}"
    return any(
        place.source == source and (not place.events or record.event in place.events) for place in one.places
    )


def test_what_is_found_is_what_trying_each_rule_finds() -> None:
    own = list_rules(load_signs())
    whole, by_columns = Matcher(own), Matcher(own, make_columns)
    for attack in (*ATTACKS, *LAYOUTS):
        for record in read(write_log(attack.events[:2])):
            fields = flatten(record.text)
            source = f"eventlog/{record.channel}"
            wanted = {one.key for one in own if is_about(one, record) and one.detection.fits(fields)}
            for matcher, row in ((whole, ""), (by_columns, record.text)):
                decode: Callable[[], dict[str, Any]] = functools.partial(dict, fields)
                found = matcher.match(source, record.text, decode, event=record.event, row=row)
                assert {one.key for one in found} == wanted, attack.name


def test_named_fields_read_alone_are_what_the_whole_record_says() -> None:
    names = [
        "Image",
        "CommandLine",
        "ParentImage",
        "User",
        "TargetObject",
        "Details",
        "ServiceName",
        "Nowhere",
    ]
    for attack in (*ATTACKS, *LAYOUTS):
        for record in read(write_log(attack.events[:2])):
            pick = make_columns(f"eventlog/{record.channel}", record.event, names)
            row = pick(record.text) if pick is not None else None
            if row is not None:
                fields = flatten(record.text)
                assert {name: row.get(name) for name in names} == {name: fields.get(name) for name in names}


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("a", {"Image": "a"}), (7, {"Image": "7"}), (None, {"Image": ""}), (["a", 1], {"Image": ["a", "1"]}),
     ({"#text": "a"}, None)],
)  # fmt: skip
def test_a_value_of_another_kind_is_rendered_or_has_the_record_read_whole(value: Any, wanted: Any) -> None:
    pick = make_columns("eventlog/Microsoft-Windows-Sysmon/Operational", "1", ["Image", "User"])
    assert pick is not None
    assert (
        pick(msgspec.json.encode({"Event": {"EventData": {"Image": value, "More": {}}}}).decode()) == wanted
    )
    assert pick('{"Event": {"UserData": {"x": {"Image": "a"}}}}') is None
    assert pick('{"Event": {"EventData": "a text"}}') is None
    assert pick('{"Event": {"EventData": [1, 2]}}') is None


@pytest.mark.parametrize("text", ['C:\\a "b"', "a\tb\\nb", "\\\\srv\\c$", "plain"])
def test_what_is_quoted_for_json_can_be_taken_back(text: str) -> None:
    assert unquote_json(quote_json(text)) == text


@pytest.mark.parametrize(
    ("part", "text", "is_tried"),
    [
        # each alternative waits for its own texts, and all of them
        ([{"A|contains": "first"}, {"A|contains|all": ["second", "third"]}], "a second", False),
        ([{"A|contains": "first"}, {"A|contains|all": ["second", "third"]}], "a second third", True),
        # an expression waits for what it cannot do without
        ({"A|re": r"\\(osk|sethc)\.exe$"}, r"C:\\x\\notepad.exe", False),
        ({"A|re": r"\\(osk|sethc)\.exe$"}, r"C:\\x\\osk.exe", True),
        # one character is enough where it is a rare one
        ({"A|contains": ["\u202e"]}, "invoice.pdf", False),
        ({"A|contains": ["\u202e"]}, "invoice\u202efdp.exe", True),
    ],
)
def test_a_rule_is_tried_only_where_its_texts_stand(part: Any, text: str, is_tried: bool) -> None:
    asked = []

    def decode() -> dict[str, str]:
        asked.append(text)
        return {"A": text}

    Matcher([rule("x.y#0", part)]).match(SOURCE, f'{{"EventData":{{"A":"{text}"}}}}', decode)
    assert bool(asked) is is_tried


def test_a_text_of_the_head_counts_for_rules_that_ask_for_the_head_alone() -> None:
    text = '{"Event":{"System":{"Computer":"rare-name"},"EventData":{"A":"x"}}}'
    assert text[find_body(text) :].startswith('"EventData"')
    assert find_body("no record") == 0
    fields = {"Computer": "rare-name", "A": "x"}
    by_head = Matcher([rule("x.y#0", {"Computer|contains": "rare-name"})])
    assert len(by_head.match(SOURCE, text, lambda: fields)) == 1
    by_any = Matcher([rule("x.y#0", {"*|contains": "rare-name"})])
    assert len(by_any.match(SOURCE, text, lambda: fields)) == 1
    asked = []

    def decode() -> dict[str, str]:
        asked.append(text)
        return fields

    by_data = Matcher([rule("x.y#0", {"A|contains": "rare-name"})])
    assert by_data.match(SOURCE, text, decode) == []
    assert asked == []


def _match(matcher: Matcher, fields: dict[str, str]) -> list[str]:
    """The keys of the rules that fit a record of these fields."""
    record = msgspec.json.encode({"EventData": fields}).decode()
    return [one.key for one in matcher.match(SOURCE, record, lambda: fields)]


def _many(count: int) -> list[HuntRule]:
    parts: list[Any] = [{"A|contains": f"evil{number}", "B|endswith": ".exe"} for number in range(count)]
    return [rule(f"x.y#{number}", part) for number, part in enumerate(parts)]


def test_what_repeats_itself_is_judged_once_and_what_differs_anew() -> None:
    matcher = Matcher(_many(60))
    told = []
    for user, text, name in [
        ("a", "x evil7 y", "b.exe"),
        ("b", "x evil7 y", "b.exe"),
        ("b", "x evil8 y", "b.exe"),
        ("b", "x evil7 y", "b.dll"),
    ]:
        fields = {"A": text, "B": name, "User": user}
        told.append(_match(matcher, fields))
    assert told == [["x.y#7"], ["x.y#7"], ["x.y#8"], []]


def test_records_that_never_repeat_are_no_longer_kept() -> None:
    kept = KeptVerdicts(frozenset({"A"}))
    for number in range(2000):
        values = kept.name_values({"A": str(number), "B": "x"})
        assert kept.find(values) is None
        kept.keep(values, [])
    assert not kept.is_worth_it


@pytest.mark.parametrize(
    ("part", "asked"),
    [
        ({"A": "x", "B|contains": "y"}, {"A", "B"}),
        ([{"A": "x"}, {"B|exists": True}], {"A", "B"}),
        ({"A|fieldref": "B"}, {"A", "B"}),
        (["anywhere"], None),
        ({"A": "x", "*|contains": "y"}, None),
    ],
)
def test_a_verdict_goes_by_the_fields_that_are_asked_for(part: Any, asked: set[str] | None) -> None:
    assert list_asked(compile_part(part)) == asked


def test_a_few_rules_keep_no_verdicts_and_rules_that_look_anywhere_are_asked_each_time() -> None:
    assert KeptVerdicts.for_rules(_many(5)) is None
    assert KeptVerdicts.for_rules([rule("x.z#0", ["anywhere"])] * 60) is None
    matcher = Matcher([*_many(60), rule("x.z#0", ["anywhere"])])
    told = []
    for user in ("nobody", "anywhere", "nobody"):
        fields = {"A": "x evil7 y", "B": "b.exe", "User": user}
        told.append(_match(matcher, fields))
    assert told == [["x.y#7"], ["x.z#0", "x.y#7"], ["x.y#7"]]
