"""How a page tells the answers of a hunt: who could look at everything is not told that nobody could."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

import pytest

from firstbell.console.messages import Answer, Reader, Section
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


def test_a_statement_on_the_page_of_entries_keeps_its_lines_and_cannot_steer_the_page() -> None:
    text = "Dear families,\n\nwe were attacked.\n<script>alert(1)</script>"
    entry = {
        "message_type": "entry", "seq": 7, "time": "2026-02-02T02:40:00Z", "kind": "claim.statement",
        "actor_name": "Bo", "body": {"text": text, "sha256": "0" * 64},
    }  # fmt: skip
    reader = Reader(name="Bo", role="counsel", short="x")
    at = "2026-02-02T02:40:00Z"
    sections = [Section(key="entries", command="firstbell case log", lines=[entry], total=1, as_of=at)]
    answer = Answer(reader=reader, sections=sections, now="2026-02-02T02:40:00Z")
    given: dict[str, Any] = {
        "page": BY_NAME["entries"],
        "path": "/cases/x/entries",
        "values": {"case": "x"},
        "query": {},
    }
    page = bytes(render("table.html", answer, **given).body).decode()
    shown = re.search(r'<span class="written">(.*?)</span>', page, re.S)
    assert shown is not None
    assert shown[1] == "Dear families,\n\nwe were attacked.\n&lt;script&gt;alert(1)&lt;/script&gt;"
    style = (files("firstbell.console.web") / "static" / "console.css").read_text()
    assert re.search(r"\.written \{[^}]*white-space: pre-line", style)


def test_who_drafts_letters_reads_which_are_held_and_which_wait_for_whom() -> None:
    held = [{"letter": "p1-0", "characters": "U+10FFFD <b>"}, {"letter": "p2-0", "characters": "y"}]
    summary = {
        "message_type": "summary", "letters": 7, "waiting": 1, "held": 2, "held_letters": held,
        "unreviewed": ["es"], "target": "/x",
    }  # fmt: skip
    one = {
        "name": "draft-letters", "title": "Draft the letters", "state": "work_done", "lines": [summary],
        "back": "/", "command": "firstbell notice draft", "errors": [], "warnings": [],
        "who": "Bo", "role": "counsel", "began": "2026-02-02T02:30:00Z", "ended": "2026-02-02T02:31:00Z",
    }  # fmt: skip
    reader = Reader(name="Bo", role="counsel", short="x")
    answer = Answer(reader=reader, facts={"one": one}, now="2026-02-02T02:40:00Z")
    page = bytes(render("work.html", answer, page=BY_NAME["work"], path="/work/x").body).decode()
    assert "7 letters lie at the desk" in page
    assert "1 letter waits for a reviewer, and is not drafted yet." in page
    assert "Letters in a language that no speaker has reviewed cannot go out yet." in page
    assert "2 letters are held, since no font at the desk shows every character:" in page
    assert '<span class="item">p1-0: U+10FFFD &lt;b&gt;</span>' in page
