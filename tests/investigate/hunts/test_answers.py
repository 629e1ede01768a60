"""Answers: forty made cases, none of which may say that nothing was taken while somebody could not look."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from firstbell.drill.intrusion.hives import make_tree, write_hive
from firstbell.investigate.hunts.answers import (
    NONE_FOUND,
    AnswerWindow,
    answer_questions,
    cover_nights,
    find_window,
)
from firstbell.investigate.hunts.facts import count_days
from firstbell.investigate.hunts.nights.coverage import COVERED, NightCoverage, list_gaps
from firstbell.investigate.hunts.traces import Bounds, Trace
from tests.investigate.hunts.made import DAY_NS, LOGS, MadeHost, security

HOUR = 3600 * 10**9
DAY = 24 * HOUR
START = 19_700 * DAY
WINDOW = AnswerWindow(START, START + 5 * DAY)
HOSTS = ("dc01", "fs02")


def cover(
    host: str, from_ns: int = START, until_ns: int = START + 5 * DAY, state: str = COVERED
) -> NightCoverage:
    """A stretch of SRUM."""
    return NightCoverage(host, "srum/network", from_ns, until_ns, state)


def trace(sign: str, question: str = "taken", strength: str = "shown") -> Trace:
    """A trace of a sign."""
    bounds = Bounds(START, START + DAY, "a", "b")
    return Trace(
        sign,
        question,
        strength,
        "fs02",
        "",
        START + DAY,
        "x",
        "p",
        "n",
        ("T1048",),
        "18.1",
        [],
        "s",
        b"/x",
        bounds,
    )


# what is wrong with the coverage of one host, while the other is whole
_HOLES = {
    "nothing": [],
    "an hour lacks at the end": [cover("fs02", until_ns=START + 5 * DAY - HOUR)],
    "an hour lacks at the begin": [cover("fs02", from_ns=START + HOUR)],
    "an hour lacks inside": [cover("fs02", until_ns=START + DAY), cover("fs02", from_ns=START + DAY + HOUR)],
    "cleared": [cover("fs02", state="cleared")],
    "gap": [cover("fs02", state="gap")],
    "unreadable": [cover("fs02", state="unreadable")],
    "absent": [cover("fs02", state="absent")],
    "off": [cover("fs02", state="off")],
    "another source": [NightCoverage("fs02", "eventlog/Security", START, START + 5 * DAY, COVERED)],
}


@pytest.mark.parametrize(
    ("hole", "other"), list(itertools.product(_HOLES, ["whole", "half", "none", "not backed up"])), ids=str
)
def test_no_hole_lets_anybody_say_that_nothing_was_taken(hole: str, other: str) -> None:
    hosts = [*HOSTS, "web1"] if other == "not backed up" else list(HOSTS)
    first = {"whole": [cover("dc01")], "half": [cover("dc01", until_ns=START + 2 * DAY)], "none": []}
    coverage = [*_HOLES[hole], *first.get(other, [cover("dc01")])]
    answers = answer_questions([], coverage, hosts=hosts, window=WINDOW)
    (taken,) = [one for one in answers if one.question == "taken"]
    assert taken.state == "undetermined"
    assert taken.gaps
    full, days = count_days(coverage, hosts, (WINDOW.from_ns, WINDOW.until_ns))
    assert full < days == 5


def test_full_coverage_and_silence_say_none_found_and_a_pointer_keeps_it_open() -> None:
    coverage = [cover(host) for host in HOSTS]
    (taken,) = [
        one for one in answer_questions([], coverage, hosts=HOSTS, window=WINDOW) if one.question == "taken"
    ]
    assert (taken.state, taken.covered_hours, taken.of_hours) == (NONE_FOUND, 240, 240)
    for sign, strength in (("theft.tool", "pointing"), ("theft.script", "shown"), ("theft.srum", "pointing")):
        answers = answer_questions([trace(sign, strength=strength)], coverage, hosts=HOSTS, window=WINDOW)
        (taken,) = [one for one in answers if one.question == "taken"]
        assert taken.state == "undetermined", sign


@pytest.mark.parametrize("sign", ["theft.srum", "theft.log", "theft.flow"])
def test_bytes_that_a_source_counted_show_that_data_left(sign: str) -> None:
    (taken,) = [
        one
        for one in answer_questions([trace(sign)], [], hosts=HOSTS, window=WINDOW)
        if one.question == "taken"
    ]
    assert taken.state == "shown"


def test_no_coverage_answers_how_they_got_in_with_nobody() -> None:
    coverage = [NightCoverage(host, "eventlog/Security", START, START + 5 * DAY, COVERED) for host in HOSTS]
    states = {one.question: one.state for one in answer_questions([], coverage, hosts=HOSTS, window=WINDOW)}
    assert states["entry"] == "undetermined"
    assert states["staged"] == "undetermined"
    assert states["accounts"] == NONE_FOUND


def test_the_window_begins_with_the_earliest_sign() -> None:
    window = find_window([trace("theft.log")], [START, START + 9 * DAY], since_ns=None, until_ns=None)
    assert window == AnswerWindow(START + DAY, START + 9 * DAY)
    assert find_window([], [START, START + DAY], since_ns=None, until_ns=None) == AnswerWindow(
        START, START + DAY
    )


def test_nights_further_apart_than_a_day_and_a_half_do_not_speak_for_the_time_between() -> None:
    nights = [(START, "a"), (START + DAY, "b"), (START + 4 * DAY, "c")]
    assert [(one.from_ns, one.until_ns) for one in cover_nights("x", nights)] == [(START, START + DAY)]
    assert list_gaps([], 0, 5) == [(0, 5)]


RAISED = {
    "MemberSid": "S-1-5-21-1-2-3-1234", "TargetUserName": "Domain Admins", "TargetSid": "S-1-5-21-1-2-3-512",
    "SubjectUserName": "bob",
}  # fmt: skip


def test_who_asks_for_one_sign_sees_no_other_but_the_answers_go_by_all() -> None:
    made = MadeHost()
    made.add_night({f"{LOGS}/Security.evtx": [replace(security(7, 4728), data=RAISED)]})
    every, one = made.hunt(), made.hunt(signs=("hide.cleared",))
    assert (len(every.traces), len(one.traces)) == (1, 0)
    assert [(each.question, each.state) for each in one.answers] == [
        (each.question, each.state) for each in every.answers
    ]


def test_a_hive_that_every_night_holds_is_covered_and_not_called_absent() -> None:
    made = MadeHost()
    hive = {"/C/Windows/System32/config/SOFTWARE": write_hive(make_tree({"Microsoft": {"a": "b"}}))}
    for _ in range(2):
        made.add_night(hive)
    (one,) = [each for each in made.hunt().coverage if each.source == "registry/SOFTWARE"]
    assert (one.state, one.records, one.until_ns - one.from_ns) == ("covered", 2, DAY_NS)


def test_a_gap_is_named_by_the_log_that_its_host_keeps() -> None:
    kept = NightCoverage("web01", "text/auth", START, START + 4 * DAY, COVERED)
    answers = {
        one.question: one for one in answer_questions([], [kept], hosts=("web01", "dc01"), window=WINDOW)
    }
    named = {gap.host: gap.source for gap in answers["entry"].gaps}
    assert named == {"web01": "text/auth", "dc01": "eventlog/Security"}
