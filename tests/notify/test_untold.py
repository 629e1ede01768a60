"""What a sentence takes for a fact in passing needs a fact."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from firstbell.notify.statements.record import CaseRecord, make_record
from tests.notify.records import know, weigh_text

NAMES = make_record([], [], names=("Fern Hollow School District", "FHSD", "Fern Hollow Schools")).names
FACTS: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2026-10-05T02:10-05:00",
        "found": "2026-10-05T06:10-05:00",
    },
    "forensic_firm": {"engaged": "2026-10-06"},
    "legal_counsel": {"engaged": "2026-10-05"},
    "law_enforcement": {"informed": ["FBI", "state police"], "since": "2026-10-05"},
    "way_in": "unpatched VPN appliance",
    "first_access": "2026-09-25",
    "exfiltration": {"state": "undetermined", "reviewed_days": 3, "of_days": 20},
    "kinds_found": ["names", "birth dates"],
    "systems_restored": {"verified": ["phones", "email"], "pending": ["payroll", "library"]},
    "unaffected_systems": ["lunch accounts"],
    "files_without_clean_version": 731,
    "password_reset": {"staff": "2026-10-07", "students": "2026-10-12"},
    "letters_sent": 900,
    "people_affected": {"count": 900, "final": True},
    "coercion_contacts": {"count": 14, "since": "2026-10-08"},
    "school_closure": {"closed": ["2026-10-05", "2026-10-06"], "reopened": "2026-10-07"},
    "call_center": {"opened": "2026-10-13", "phone": "877-555-0133"},
}


def make(**facts: Any) -> CaseRecord:
    return replace(know(FACTS | facts), today=date(2026, 10, 15), names=NAMES)


UNKNOWN = {"status": "unknown", "value": None}
IN_PASSING = [
    ("We have engaged both counsel and a forensic firm.", "legal_counsel"),
    ("Call 877-555-0133 with questions.", "call_center"),
    ("Thank you for your help on October 7, when staff passwords were reset.", "password_reset"),
    ("Thank you to the FBI, which we informed on October 5.", "law_enforcement"),
    ("Birth dates were found too, so keep an eye on your mail.", "kinds_found"),
    ("Thank you for making do while our schools were closed.", "school_closure"),
    ("Las escuelas abren hoy de nuevo.", "school_closure"),
    ("Teachers, we are sorry about the files with no clean version.", "files_without_clean_version"),
    (
        "If a message tries to scare you, do not answer it; 14 such messages are known to us.",
        "coercion_contacts",
    ),
    ("If you put money on a card, know that lunch accounts were not affected.", "unaffected_systems"),
    ("The intruder got in on September 25 through an unpatched VPN appliance.", "way_in"),
    ("Letters have gone out to those affected.", "people_affected"),
]


@pytest.mark.parametrize(("sentence", "subject"), IN_PASSING)
def test_what_is_taken_for_a_fact_waits_where_nothing_tells_of_it(sentence: str, subject: str) -> None:
    assert weigh_text(sentence, make()) != "stopped"
    assert weigh_text(sentence, make(**{subject: UNKNOWN})) != "passes"


@pytest.mark.parametrize(
    "sentence",
    [
        "Call 866-555-0199 with questions.",
        "Llame al 800-555-0100 si tiene preguntas.",
    ],
)
def test_a_free_number_is_that_of_the_call_center_on_record(sentence: str) -> None:
    assert weigh_text(sentence, make()) != "passes"


@pytest.mark.parametrize(
    "sentence",
    [
        "Call your school office with questions.",
        "We do not know whether counsel will be engaged.",
        "Ransomware attack: frequently asked questions",
        "Thank you for your patience while our schools were busy.",
        "Do not share your password with anyone.",
        "If you are contacted by the intruders, do not answer.",
    ],
)
def test_what_takes_nothing_for_a_fact_is_not_held_for_it(sentence: str) -> None:
    nothing = replace(know({}), today=date(2026, 10, 15), names=NAMES)
    assert weigh_text(sentence, nothing) == weigh_text(sentence, make())
