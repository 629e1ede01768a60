"""Sentences of letters and pages that once waited, each with a neighbor that must still be held.

How to reach us and days of school claim nothing. Of what is said otherwise ("the other eight", "the same day
that", "on the to-do list") each word must be carried: a wrong number, day or system is held.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from firstbell.notify.statements.waits.notices import is_contact, is_notice
from tests.notify.records import know, weigh_text
from tests.notify.stages import EARLY, RECORDS

_ONES = [
    json.loads(line)
    for line in Path(__file__).with_name("sound_neighbors.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("one", _ONES, ids=lambda one: str(one["text"])[:60])
def test_what_the_record_bears_out_passes_and_its_neighbor_is_held(one: dict[str, Any]) -> None:
    how = weigh_text(one["text"], RECORDS[one["record"]])
    # of some that are sound no rule reads the words any more: they wait, and are not stopped
    assert how == "waits" if one.get("waits") else (how == "passes") is one["sound"]


@pytest.mark.parametrize(
    "said",
    [
        "You can reach the front office at 555-0170, extension 21, weekdays from 8 to 3.",
        "For help in Somali, call the welcome desk at (507) 555-0144.",
        "With questions about your pay, write to the registrar at pay@hollow.example or call 555-0139.",
        "The information line is staffed on school days from 7:30 a.m. to 4 p.m.",
    ],
)
def test_how_to_reach_us_is_a_notice(said: str) -> None:
    assert is_contact(said)


@pytest.mark.parametrize(
    "said",
    [
        "You can reach the front office at 555-0170, which has been told of the theft.",
        "For help with stolen data, call the welcome desk at (507) 555-0144.",
        "The information line is staffed around the clock.",
        "The information line has been staffed since Monday.",
        "Call the intruders at 555-0139.",
    ],
)
def test_what_says_more_is_none(said: str) -> None:
    assert not is_contact(said)


def test_no_day_of_school_is_a_notice_where_schools_were_closed() -> None:
    said = "There is no school on Monday, March 15, because of parent-teacher conferences."
    closed = know(EARLY | {"school_closure": {"closed": ["2027-03-08"]}})
    as_of = RECORDS["early"].facts["encryption_event"].as_of
    closed = replace(closed, facts={name: replace(fact, as_of=as_of) for name, fact in closed.facts.items()})
    assert is_notice(said, RECORDS["early"])
    assert not is_notice(said, closed)


def test_hours_and_numbers_of_a_call_center_on_record_are_held_against_it() -> None:
    center = {"opened": "2027-03-09", "phone": "555-0142", "hours": "Monday to Friday, 8 a.m. to 5 p.m."}
    record = know(EARLY | {"call_center": center})
    assert weigh_text("You can reach the call center at 555-0142.", record) == "passes"
    assert weigh_text("You can reach the call center at 555-0199.", record) != "passes"
    assert (
        weigh_text("The call center, 555-0142, is open on weekdays from 6 a.m. to 9 p.m.", record) != "passes"
    )
