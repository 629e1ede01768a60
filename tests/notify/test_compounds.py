"""Sentences that tell several things at once: each part is compared with its own fact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.judges.verdicts import STOPPING
from tests.notify.records import know
from tests.notify.test_hands import RECORDS

SOUND = [
    ("aD40", "We have mailed 9,300 of the 14,870 letters."),
    ("aD40", "Not everyone has had a letter yet: 9,300 have been mailed, and the rest will follow."),
    ("aD40", "All seven systems were back and verified by November 10."),
    ("aD40", "The data was published on November 12, six days after we confirmed the theft."),
    ("aD40", "The district refused to pay the 1.2 million dollars that was demanded on October 20."),
    ("aD40", "Staff and students have new passwords, staff since October 24 and students since October 30."),
    ("aD40", "We told the FBI and the state bureau of investigation on October 19, one day after discovery."),
    ("aD40", "Has the district paid? It has not."),
    ("aD40", "No hemos buscado todavía indicios de mal uso."),
    ("aD10", "The intruders want 600,000 dollars by December 1. We have not paid."),
    ("aD10", "MFA is on for staff mail and the VPN since November 21."),
    ("aD10", "Somebody was in our network from November 9 on, eight days before we noticed."),
    ("aD10", "We told the state on November 19 and the FBI on November 18."),
    ("aD28N", "Every system was back by November 6, a week after the event."),
    ("aD28N", "We looked for misuse and finished that search on November 20."),
    ("aD2", "We found a note that names no amount, and we have paid nothing."),
    ("aD2", "We told our insurer yesterday and the FBI today."),
    ("aD2", "Ayer por la mañana encontramos archivos cifrados en nuestra red."),
]
FALSE = [
    ("aD40", "We have mailed 9,300 of the 12,870 letters."),
    ("aD40", "Not everyone has had a letter yet: 13,300 have been mailed."),
    ("aD40", "All seven systems were back and verified by November 2."),
    ("aD40", "The data was published on November 12, two days after we confirmed the theft."),
    ("aD40", "The district refused to pay the 1.2 million dollars that was demanded on October 28."),
    ("aD40", "Staff and students have new passwords, staff since October 20 and students since October 30."),
    ("aD40", "Has the district paid? It has."),
    ("aD10", "The intruders want 600,000 dollars by December 11. We have not paid."),
    ("aD10", "Somebody was in our network from November 9 on, two days before we noticed."),
    ("aD10", "We told the state on November 17 and the FBI on November 18."),
    ("aD10", "Payroll, phones and door badges are not back yet."),
    ("aD28N", "Every system was back by November 1, two days after the event."),
    ("aD75P", "The data, 310 gigabytes, has not been published so far."),
    ("aD2", "We told our insurer yesterday and the FBI last Monday."),
    ("aD2", "We told the state on Thursday and the FBI on Friday."),
]


def judge(record: str, text: str) -> str:
    """What becomes of a text on the day of these records."""
    claims = check_statement(text, replace(know(RECORDS[record]), today=date(2026, 11, 27)))
    if any(claim.verdict in STOPPING for claim in claims):
        return "stopped"
    return "waits" if any(claim.waiting for claim in claims) else "passes"


@pytest.mark.parametrize(("record", "text"), SOUND)
def test_what_is_so_in_every_part_passes(record: str, text: str) -> None:
    assert judge(record, text) == "passes"


@pytest.mark.parametrize(("record", "text"), FALSE)
def test_what_is_not_so_in_one_part_does_not_pass(record: str, text: str) -> None:
    assert judge(record, text) != "passes"


def test_words_of_danger_that_no_record_proves_are_stopped() -> None:
    for record, text in (
        ("aD28N", "The personal information of our students was never at risk."),
        ("aD40", "The stolen files have been taken off the internet."),
        ("aD40", "Some of your information may possibly have been viewed by someone without permission."),
        ("aD40", "The intruders were discovered on the day they got in."),
        ("aD10", "We reported the attack to the state on the day we found it."),
    ):
        assert judge(record, text) == "stopped", text
