"""Shares of what is left, days and words that facts tell besides, and words that only sound like a claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from tests.notify.records import know, weigh_text

FACTS: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2026-09-14T02:15:00-05:00",
        "found": "2026-09-14T04:55:00-05:00",
    },
    "forensic_firm": {"engaged": "2026-09-14"},
    "law_enforcement": {"informed": ["FBI"], "since": "2026-09-14"},
    "insurance": {"informed": "2026-09-14"},
    "way_in": {"status": "believed", "value": "stolen password of a former employee"},
    "first_access": {"status": "believed", "value": "2026-08-26"},
    "exfiltration": {
        "state": "undetermined",
        "reviewed_days": 11,
        "of_days": 14,
        "unexplained_bytes": 18_000_000_000,
    },
    "personal_data_search": {"coverage_percent": 47},
    "kinds_found": ["contact", "bank_account"],
    "people_affected": {"count": 2000, "final": False},
    "letters_sent": 300,
    "systems_restored": {"verified": ["phones", "mail"], "pending": ["student records", "meal payments"]},
    "files_without_clean_version": 0,
    "ransom": {
        "demanded": "note on one server, no amount",
        "paid": True,
        "amount": "40,000 USD",
        "paid_at": "2026-10-02",
    },
    "misuse_search": {"done": "2026-10-09", "found": 0},
    "multi_factor": {"for": "administrators", "since": "2026-09-20"},
    "coercion_contacts": {"count": 4, "since": "2026-10-02"},
}


weigh = partial(weigh_text, record=know(FACTS))


@pytest.mark.parametrize(
    "text",
    [
        "More than half of the files still have to be searched.",
        "Most of the people affected have not been sent a letter yet.",
        "Student records and meal payments are still down.",
        "Phones and mail are restored; student records are not.",
        "We paid $40,000 on October 2.",
        "A search for misuse of the data, finished on October 9, found none.",
        "We have informed the FBI and our insurance carrier.",
        "In the part we have searched so far, we found contact information and bank account numbers.",
        "A ransom note was found on one server.",
        "We believe the intruder first got in around August 26 with the stolen password of a former employee,"
        " but neither point is confirmed.",
        "A forensic firm was engaged the same day.",
        "There is no file without a clean version.",
        "Picture retakes are on Wednesday in the library.",
        "Until meal payments are back, please pay in cash.",
        "If a message looks odd to you, leave the attachment closed.",
        "Four people have reported being contacted since October 2.",
        "Forty-seven percent of the files have been searched.",
        "We still have 53 percent of the files to search.",
        "Fifteen percent of those affected have been sent a letter.",
        "300 of 2,000 people have been sent a letter.",
        "Of the four systems affected, two have been restored, while two have not.",
        "The intruders left a note but named no sum.",
        "The search of the files has begun but is far from finished.",
        "Log review is not complete: 11 of 14 days are done.",
        "Eleven of 14 days of logs have been reviewed, and three remain.",
        "We have identified 2,000 people up to now and expect that number to rise.",
        "Was any data taken? We do not know.",
        "Until the meal payments work again, parents can leave cash at the office.",
        "We will not comment on pending litigation.",
        "Phones and mail are back, and student records are next.",
        "The logs show a transfer of eighteen gigabytes that we cannot explain.",
        "The attack was discovered on September 14, shortly before 5 a.m.",
        "Systems that remain unavailable include student records and meal payments.",
    ],
)
def test_what_the_facts_bear_out_or_no_fact_is_asked_for_passes(text: str) -> None:
    assert weigh(text) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "More than half of the files have been searched.",
        "Only a quarter of the files still have to be searched.",
        "Most of the people affected have been sent a letter.",
        "Nearly everyone affected has been sent a letter.",
        "We paid $30,000 on October 2.",
        "The log review accounts for every outbound transfer.",
        "All employees need a second factor to sign in.",
        "In the part we have searched so far, we found Social Security numbers.",
        "We believe the intruder got in with the stolen password of a vendor.",
        "Five people have reported being contacted since October 2.",
        "State and federal law enforcement are working on the case.",
        "It is not the case that we do not know how they got in.",
        "We know exactly who is behind this.",
        "One of our four systems has yet to be restored.",
        "A second factor is optional for administrators.",
        "Forty-seven percent of the files still have to be searched.",
        "Nine tenths of the files have been searched.",
        "400 of 2,000 people have been sent a letter.",
        "Call our help line, which has been answering your questions since Thursday.",
        "Use the enrollment code in this letter to activate your credit monitoring.",
        "The thieves made off with 18 gigabytes of student data.",
        "Phones and student records are back, and mail is next.",
        "Our review has turned up no contact information.",
        "The logs show a transfer of eight gigabytes that we cannot explain.",
        "The attack was discovered on September 14, shortly before 7 a.m.",
        "Systems that remain unavailable include phones and mail.",
    ],
)
def test_what_the_facts_do_not_bear_out_does_not_pass(text: str) -> None:
    assert weigh(text) != "passes"


def test_how_long_ago_the_event_was_is_compared_with_the_day_of_the_text() -> None:
    record = replace(
        know({**FACTS, "personal_data_search": {"coverage_percent": 100}}), today=date(2026, 11, 14)
    )
    (claim,) = check_statement("Two months after the attack, the search of our files is complete.", record)
    assert claim.verdict == "supported"
    (claim,) = check_statement("Six months after the attack, the search of our files is complete.", record)
    assert claim.waiting
