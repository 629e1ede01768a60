"""A clause behind a claim that says more of it, in words of no event, holds the sentence."""

from __future__ import annotations

import pytest

from tests.notify.records import know, weigh_text

RECORD = know(
    {
        "encryption_event": {"confirmed": True, "found": "2026-10-17T06:15:00-05:00"},
        "files_without_clean_version": 640,
        "ransom": {"paid": False},
        "law_enforcement": {"informed": ["FBI"], "since": "2026-10-18"},
        "letters_sent": 0,
        "people_affected": {"count": 3120, "final": False},
    }
)


@pytest.mark.parametrize(
    "text",
    [
        "We paid no ransom, which turned out for the best.",
        "640 files have no clean version, and we consider that minor.",
        "640 files have no clean version; they were duplicates anyway.",
        # a part that is read as no claim by itself still says something of the one before it
        "We paid no ransom, and we find that unremarkable.",
        "No ransom was paid, and everyone considers that trivial.",
        "640 files have no clean version, but the secretaries will type them in again.",
        "The FBI has been informed, and they told us to keep that quiet.",
        "No letters have been sent, and hardly anyone is waiting for them.",
        "3,120 people are affected so far, and each of them has been dealt with.",
    ],
)
def test_a_clause_that_takes_up_a_claim_and_is_read_by_no_rule_waits(text: str) -> None:
    claim, _, _ = text.replace(";", ",").rpartition(",")
    assert weigh_text(f"{claim}.", RECORD) == "passes"
    assert weigh_text(text, RECORD) == "waits"


@pytest.mark.parametrize(
    "text",
    [
        "We paid no ransom, and we thank you for your patience.",
        "We paid no ransom, and we will write again on Friday.",
        "3,120 people are affected so far, and that number may still grow.",
        "3,120 people are affected so far, and the list is not complete; it will grow.",
        "640 files have no clean version, and we are sorry for that.",
        "The FBI has been informed; if you have questions about that, call us.",
    ],
)
def test_thanks_news_to_come_and_what_cannot_be_said_leave_the_claim_as_it_is(text: str) -> None:
    assert weigh_text(text, RECORD) == "passes"
