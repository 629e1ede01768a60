"""What questions, offers and asides take for granted: it waits where the record does not bear it out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from firstbell.notify.statements.questions.stated_questions import state_granted
from tests.notify.records import know, weigh_text

FACTS: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-11-02T06:30:00-06:00"},
    "law_enforcement": {"informed": ["FBI"], "since": "2026-11-02"},
    "forensic_firm": {"engaged": "2026-11-03"},
    "exfiltration": {"state": "undetermined", "reviewed_days": 4, "of_days": 16},
    "ransom": {"demanded": True, "amount": 450000, "paid": 120000, "paid_at": "2026-11-09"},
    "systems_restored": {"verified": ["mail", "phones"], "pending": ["payroll", "library"]},
    "unaffected_systems": ["cameras"],
    "password_reset": {"staff": "2026-11-06", "students": "2026-11-10"},
    "credit_monitoring": {"contract": "2026-11-20", "months": 12},
    "insurance": {"informed": "2026-11-03"},
    "school_closure": {"closed": ["2026-11-02", "2026-11-03"], "reopened": "2026-11-04"},
    "reports": {"attorney general": {"filed": "2026-11-10"}},
}
RECORD = replace(know(FACTS), today=date(2026, 12, 1))


weigh = partial(weigh_text, record=RECORD)


@pytest.mark.parametrize(
    "false",
    [
        "Remember the week in November when we were shut all five days?",
        "Do you remember how the cameras were hit?",
        "Who could forget that our records were stolen?",
        "Did you know that payroll is back?",
        "Have you heard that all our systems are back?",
        "Isn't it good that nothing was paid?",
        "Are you still upset that the cameras were encrypted?",
        "Did the five-day closure set you back?",
        "Why pay the hackers $90,000?",
        "¿Recuerdan la semana en que cerramos cinco días?",
        "¿Sabían que las cámaras fueron afectadas?",
        # a report that is not finished
        "Our report to the attorney general is still in draft.",
        "The report to the attorney general is on our lawyer's desk.",
        "We are still writing our report to the attorney general.",
        "The attorney general's report is ready to go.",
        # terms of an offer
        "Enroll by spring and you get three years of monitoring from us.",
        "Sign up by the end of January for your monitoring.",
        "Enroll anytime: the code never expires.",
        # the day of the event
        "The attorney general had our report the day of the attack.",
        "Student passwords were reset the same day as the attack.",
        "La fiscalía estatal recibió nuestro informe el mismo día del ataque.",
        "Informamos a la fiscalía el mismo día.",
        # who was there
        "Our carrier was on the line within an hour of discovery on November 2.",
        "Our insurer has known about it since Monday, November 2.",
        "The insurance company was looped in on November 2.",
        # money that left
        "Not one cent of ransom left this district.",
        "No ransom ever left our accounts.",
        "Ni un centavo de rescate salió de este distrito.",
    ],
)
def test_what_is_taken_for_granted_is_held(false: str) -> None:
    assert weigh(false) != "passes"


@pytest.mark.parametrize(
    "sound",
    [
        "Remember when we were closed for two days?",
        "Did you know that the cameras were not affected?",
        "Do you remember the book fair that we held last spring?",
        "Did the two-day closure set you back?",
        "Have you heard about the bake sale on Friday?",
        "Twelve months of credit monitoring are free for those affected.",
        "The FBI was told the day of the attack.",
        "The insurance company was told on November 3.",
        "Can I pay the $40 field trip fee online?",
    ],
)
def test_what_the_record_bears_out_or_tells_of_school_passes(sound: str) -> None:
    assert weigh(sound) == "passes"


def test_a_question_of_something_else_grants_nothing() -> None:
    for other in ("Do you remember?", "Remember the book fair?", "Did you see the heron by the pond?"):
        assert not state_granted(other)
