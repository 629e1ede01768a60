"""Errands claim nothing; what only sounds like one, and tells of the event, is no errand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from firstbell.notify.statements.waits.errands import is_errand
from tests.notify.records import know, weigh_text

_RECORD = replace(
    know(
        {
            "encryption_event": {"confirmed": True, "found": "2027-02-08T06:30:00-06:00"},
            "systems_restored": {"verified": ["phones"], "pending": ["library", "grade book"]},
            "exfiltration": {"state": "undetermined"},
            "letters_sent": 0,
            "password_reset": {"staff": False, "students": False},
            "credit_monitoring": {"contract": False},
        }
    ),
    today=date(2027, 2, 19),
)
_OPENINGS = ("", "please ", "so please ", "if you are not sure, ", "do not ")
_ERRANDS = (
    "bring your charger on Thursday",
    "keep your scores on paper until you hear from us",
    "leave laptops switched off until the technology office says otherwise",
    "plan your lessons without them for now",
    "forward it to your school office",
    "share your lunch box with a stranger",
)


@pytest.mark.parametrize(("opening", "errand"), [*product(_OPENINGS, _ERRANDS)])
def test_errands_claim_nothing(opening: str, errand: str) -> None:
    assert is_errand(f"{opening}{errand}.")


@pytest.mark.parametrize(
    "said",
    [
        "bring back the laptops that were not affected",
        "use the portal again",
        "take your rebuilt laptop home",
        "keep your email open as usual",
        "tell your children that their data is safe",
        "pick up your letter, because all of them were sent",
        "thank the FBI for finding the hackers",
        "pay your bill at the office",
        "use them",
        "log in to payroll",
        "pick up your code by 5 p.m.",
        "ask about the stolen files",
        "check the list of affected students",
        "read the report the investigators published",
        "expect a letter by Friday",
        "know that nothing was taken",
        "be sure that nothing was taken",
        "relax at home",
        "bring a charger, and know that phones are back",
        "if your data was stolen, call your bank",
        "we bring your charger",
    ],
)
def test_what_may_tell_of_the_event_is_none(said: str) -> None:
    assert not is_errand(f"{said}.")


@pytest.mark.parametrize(
    ("said", "how"),
    [
        (
            "The grade book is still pending, so please keep your scores on paper until you hear from us.",
            "passes",
        ),
        (
            "The phones are still pending, so please keep your scores on paper until you hear from us.",
            "stopped",
        ),
        ("Leave district laptops switched off until the technology office says otherwise.", "passes"),
        (
            "If you get a call from someone who says they have your family's information, do not answer.",
            "passes",
        ),
        ("Take your rebuilt laptop home.", "stopped"),
        ("Pick up your monitoring code at the office.", "waits"),
    ],
)
def test_errands_beside_claims(said: str, how: str) -> None:
    assert weigh_text(said, _RECORD) == how
