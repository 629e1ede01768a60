"""What is stopped as a whole waits where another reading does not stop it; nothing passes by that."""

from __future__ import annotations

from itertools import product

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import know, weigh_text

RECORD = know(
    {
        "encryption_event": {"confirmed": True, "found": "2026-10-05T05:15-07:00"},
        "way_in": "phishing message opened by an employee",
        "exfiltration": {"state": "none_found", "reviewed_days": 8, "of_days": 8},
        "ransom": {"demanded": True, "amount": 300000, "paid": False},
        "systems_restored": {"verified": ["email", "payroll"], "pending": ["phones"]},
        "password_reset": {"staff": "2026-10-07", "students": "2026-10-12"},
        "letters_sent": 0,
    }
)
TRUE = (
    "The intrusion began when an employee opened a phishing message",
    "The way in was a phishing message",
    "Staff passwords were reset on October 7",
)
FALSE = (
    "The intrusion began when an unpatched appliance was found",
    "Email and phones have been restored",
    "Letters were mailed to all families on October 9",
    "A ransom was paid",
    "There was no attack on our network",
)
# no rule stops another day of a reset: it waits
HELD = "Staff passwords were reset on October 9"
COMMENTS = (
    "something that could happen to any of us",
    "a mistake that anybody might make",
    "as might have happened anywhere",
    "which may happen to the best of us",
    "and we might all have done the same",
)


@pytest.mark.parametrize(("told", "comment"), list(product(TRUE, COMMENTS)))
def test_a_comment_stops_no_true_sentence(told: str, comment: str) -> None:
    assert weigh_text(f"{told}, {comment}.", RECORD) != "stopped"


@pytest.mark.parametrize(("told", "comment"), list(product((*FALSE, HELD), COMMENTS)))
def test_no_comment_lets_a_false_sentence_pass(told: str, comment: str) -> None:
    assert weigh_text(f"{told}, {comment}.", RECORD) != "passes"


@pytest.mark.parametrize(("told", "other"), list(product(TRUE, (*FALSE, HELD))))
def test_a_true_clause_carries_no_false_one(told: str, other: str) -> None:
    for joint in (", and ", "; ", ", but ", ": ", " - "):
        assert weigh_text(f"{told}{joint}{other[0].lower()}{other[1:]}.", RECORD) != "passes"
        assert weigh_text(f"{other}{joint}{told[0].lower()}{told[1:]}.", RECORD) != "passes"


@pytest.mark.parametrize("told", FALSE)
def test_what_is_false_by_itself_is_stopped_still(told: str) -> None:
    assert weigh_text(f"{told}.", RECORD) == "stopped"


@pytest.mark.parametrize(
    "said",
    [
        "The intrusion may have begun when an employee opened a phishing message, as could happen to us all.",
        "Email is back, and phones are back.",
        "We have paid nothing, and no letter will ever be needed.",
        "A ransom was paid, as any district might have done, to the intruders.",
    ],
)
def test_what_follows_a_true_clause_and_is_false_is_stopped(said: str) -> None:
    assert weigh_text(said, RECORD) != "passes"


def test_the_need_says_what_the_readings_disagree_on() -> None:
    needs = _list_needs("The way in was a phishing message, as might have happened anywhere.", RECORD)
    assert any("bears out the clause that makes the claim" in need for need in needs)


def _list_needs(text: str, record: CaseRecord) -> list[str]:
    return [need for claim in check_statement(text, record) for need in claim.needs]
