"""What a statement says beyond what was done: that it arrived, since when, how much of it, who else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.judges.verdicts import STOPPING
from tests.notify.records import know

FACTS: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2026-03-02T03:20:00-06:00",
        "found": "2026-03-02T07:00:00-06:00",
    },
    "first_access": "2026-02-27",
    "reports": {"state_72h": {"filed": "2026-03-04T19:00:00-06:00"}},
    "exfiltration": {
        "state": "confirmed",
        "confirmed": "2026-03-20",
        "bytes": 60_000_000_000,
        "published": "2026-03-25",
        "published_bytes": 5_000_000_000,
        "reviewed_days": 12,
        "of_days": 18,
    },
    "systems_restored": {"verified": ["phones", "mail"], "pending": ["payroll", "library"]},
    "letters_sent": 300,
    "mailing": {"first": "2026-03-26", "last": "2026-03-28", "undeliverable": 9},
    "people_affected": {"count": 310, "final": True},
    "password_reset": {
        "staff": "2026-03-05",
        "students": False,
        "staff_done": 80,
        "staff_of": 80,
        "students_done": 300,
        "students_of": 400,
    },
    "files_without_clean_version": 12,
    "response_cost": {"spent": 90000, "expected": 200000},
    "school_closure": {"closed": ["2026-03-02", "2026-03-03"], "reopened": "2026-03-04"},
    "call_center": {"opened": "2026-03-26", "calls": 41, "languages": ["English", "Spanish"]},
    "ransom": {"demanded": "note on two servers, no amount", "paid": False},
    "intruders": {"identified": False},
}


def weigh(text: str) -> str:
    record = replace(know(FACTS), today=date(2026, 4, 2), names=("Elm Valley Schools", "Elm Valley"))
    claims = check_statement(text, record)
    if any(claim.verdict in STOPPING for claim in claims):
        return "stopped"
    return "waits" if not claims or any(claim.waiting for claim in claims) else "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Elm Valley: 310 people affected, 300 letters sent",
        "We filed our report with the state less than 62 hours after the discovery.",
        "12 files have no clean version that we could use.",
        "Three out of four students have a new password, and so do all 80 employees.",
        "Of our 400 students 300 have a new password, which is more than half.",
        "We have spent $90,000 of an expected $200,000.",
        "Less than a tenth of what was taken has been published.",
        "Is the review of the logs finished? Not yet: 12 of 18 days have been reviewed.",
        "Elm Valley schools reopened on March 4 after two days of closure.",
        "Our call center opened on March 26 and has taken 41 calls.",
        "The note on two servers named no amount, and who wrote it is not known.",
        "La nota no menciona ninguna suma y no hemos pagado nada.",
        "The two systems that are back are mail and phones.",
        "The damage began shortly after 3 a.m. on March 2.",
    ],
)
def test_what_the_record_bears_out_passes(text: str) -> None:
    assert weigh(text) == "passes"


@pytest.mark.parametrize(
    "text",
    [
        "Every letter was delivered.",
        "Todas las cartas fueron entregadas.",
        "The four systems are running again.",
        "Los cuatro sistemas ya funcionan.",
        "The intruders were in our network for weeks.",
        "We learned of the theft on the day the files were encrypted.",
        "Are the criminals still inside? The team tells us that they were shut out on Friday.",
        "Cambiamos las contraseñas de todos los estudiantes la semana pasada.",
        "Gracias al trabajo del equipo recuperamos todos los archivos.",
        "Elm Valley: 310 people affected, 305 letters sent",
        "We filed our report with the state less than 50 hours after the discovery.",
        "Half of our students have a new password, and so do all 80 employees.",
        "The call center has taken 61 calls.",
    ],
)
def test_what_says_more_than_the_record_is_stopped(text: str) -> None:
    assert weigh(text) == "stopped"


@pytest.mark.parametrize(
    "text",
    [
        "Vendors have a new password.",
        "We have spent $95,000 of an expected $200,000.",
        "Elm Valley schools reopened on March 4 after three days of closure.",
        "The note on four servers named no amount.",
        "No school was closed.",
    ],
)
def test_what_the_record_does_not_tell_never_passes(text: str) -> None:
    assert weigh(text) != "passes"
