"""How many of those concerned were found, and what a sentence adds or leaves open."""

from __future__ import annotations

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.record import CaseRecord, make_record
from firstbell.record.facts import Fact, FactStatus, FactValue


def record(**facts: FactValue) -> CaseRecord:
    at = "2026-11-19T17:00:00-06:00"
    return make_record(
        [
            Fact(name, FactStatus.KNOWN, value, at, "", name, "", supports=True)
            for name, value in facts.items()
        ]
    )


SEARCHED = {"coverage_percent": 100, "recall_low_percent": 93, "recall_high_percent": 98}


def judge(text: str, **facts: FactValue) -> list[tuple[str, bool]]:
    return [(claim.verdict.value, claim.waiting) for claim in check_statement(text + "\n", record(**facts))]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("At least 93 % of those concerned were found.", "supported"),
        ("We found at least 90 percent of the people affected.", "supported"),
        ("About 95 percent of those affected were found.", "supported"),
        ("At least 95 % of those concerned were found.", "unsupported"),
        ("More than 99 percent of the people affected were identified.", "contradicted"),
        ("All of those affected were found.", "contradicted"),
    ],
)
def test_a_share_of_those_found_is_held_against_the_interval(text: str, verdict: str) -> None:
    assert judge(text, personal_data_search=SEARCHED) == [(verdict, False)]


def test_without_judged_samples_no_share_of_those_found_is_supported() -> None:
    told = judge(
        "At least 93 % of those concerned were found.", personal_data_search={"coverage_percent": 100}
    )
    assert told == [("unsupported", False)]


HALF = {"verified": [], "pending": ["student records", "payroll", "phones"]}


@pytest.mark.parametrize(
    ("text", "facts", "passes"),
    [
        ("All three systems are running again.", {"systems_restored": HALF}, False),
        (
            "The state has closed its review of our report.",
            {"reports": {"state": {"filed": "2026-10-19"}}},
            False,
        ),
        (
            "Every affected person has enrolled in credit monitoring.",
            {"credit_monitoring": {"codes_issued": True}},
            False,
        ),
        ("We will finish the search by Monday.", {}, False),
        ("Attendance records are taken on paper.", {}, False),
        (
            "Staff passwords have been reset; student passwords come next.",
            {"password_reset": {"staff": True, "students": False}},
            True,
        ),
        (
            "We have hired a forensic firm, which started on October 18.",
            {
                "forensic_firm": {"engaged": "2026-10-18"},
                "encryption_event": {"found": "2026-10-17T06:15:00-05:00"},
            },
            True,
        ),
        (
            "We have not yet looked for signs that anybody misused the data.",
            {"misuse_search": {"done": False}},
            True,
        ),
        (
            "So far we have found information of 3,102 people.",
            {"people_affected": {"count": 3102, "final": False}},
            True,
        ),
        ("If somebody contacts you about this, call the police and us.", {}, True),
        ("Bring your device to the media center before class.", {}, True),
    ],
)
def test_what_a_sentence_adds_or_leaves_open_decides(
    text: str, facts: dict[str, FactValue], passes: bool
) -> None:
    told = judge(text, **facts)
    assert (all(verdict in {"supported", "unjudged"} and not waits for verdict, waits in told)) is passes, (
        told
    )
