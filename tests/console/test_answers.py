"""How a page tells the answers of a hunt: who could look at everything is not told that nobody could."""

from __future__ import annotations

import re
from typing import Any

import pytest

from firstbell.console.messages import Answer, Reader
from firstbell.console.pages import BY_NAME
from firstbell.console.web.html import render

NOTES = {
    "cannot be told": "for some or all of that time, the backups do not hold what would show it",
    "nothing was found, which rules nothing out": "the backups cover all of that time",
}


def show(**told: Any) -> str:
    """The page of a hunt with this answer."""
    line: dict[str, Any] = {
        "message_type": "answer",
        "question": "staged",
        "state": "undetermined",
        "earliest": None,
    }
    line |= {"shown": [], "pointing": [], "covered_hours": 48, "of_hours": 48, "gaps": [], "gaps_in_all": 0}
    newest = {"lines": [line | told], "ended": "", "state": "work_done", "errors": []}
    reader = Reader(name="Bo", role="forensic", short="x")
    answer = Answer(reader=reader, facts={"newest": newest}, now="2026-02-02T02:40:00Z")
    return bytes(render("hunt.html", answer, page=BY_NAME["hunt"], path="/hunt").body).decode()


@pytest.mark.parametrize(
    ("told", "words", "hours"),
    [
        ({}, "nothing was found, which rules nothing out", "48 of 48 hours"),
        # a window that is no whole number of hours is covered whole all the same
        ({"covered_hours": 47}, "nothing was found, which rules nothing out", "48 of 48 hours"),
        ({"covered_hours": 12, "gaps_in_all": 1}, "cannot be told", "12 of 48 hours"),
        ({"covered_hours": 48, "gaps_in_all": 1}, "cannot be told", "48 of 48 hours"),
        ({"covered_hours": 0, "of_hours": 0}, "cannot be told", "0 of 0 hours"),
        ({"pointing": ["a"]}, "something points to it", "48 of 48 hours"),
        ({"pointing": ["a"], "gaps_in_all": 2}, "something points to it", "48 of 48 hours"),
        ({"state": "shown", "shown": ["a"]}, "shown", "48 of 48 hours"),
        (
            {"state": "none_found", "question": "taken"},
            "nothing was found, and it would have been seen",
            "48 of 48 hours",
        ),
    ],
)
def test_an_answer_says_what_is_true_of_it(told: dict[str, Any], words: str, hours: str) -> None:
    page = show(**told)
    assert re.findall(r'data-title="Answer"><span class="state \w+">([^<]+)<', page) == [words]
    assert re.findall(r'data-title="Could be seen in">([^<]+)<', page) == [hours]
    assert {state for state, note in NOTES.items() if note in page} == NOTES.keys() & {words}
