"""Rules are found without trying each: what is found is the same, and few are tried."""

from __future__ import annotations

from typing import Any

import pytest

from firstbell.drill.intrusion.eventlogs import write_log
from firstbell.investigate.hunts.match.compiler import compile_part
from firstbell.investigate.hunts.match.logsources import LogLocation
from firstbell.investigate.hunts.match.matcher import Matcher, find_body
from firstbell.investigate.hunts.match.rules import HuntRule
from firstbell.investigate.hunts.match.signs import list_rules, load_signs
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
    matcher = Matcher(own)
    for attack in (*ATTACKS, *LAYOUTS):
        for record in read(write_log(attack.events[:2])):
            fields = flatten(record.text)
            source = f"eventlog/{record.channel}"
            found = matcher.match(source, record.text, lambda fields=fields: fields, event=record.event)  # type: ignore[misc]
            wanted = {one.key for one in own if is_about(one, record) and one.detection.fits(fields)}
            assert {one.key for one in found} == wanted, attack.name


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
