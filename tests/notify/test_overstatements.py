"""What is said more flatly, or less, than the record has it holds a sentence that else passes."""

from __future__ import annotations

from typing import Any

import pytest

from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import know, weigh_text

_COMMON: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-10-17T06:15:00-05:00"},
    "law_enforcement": {"informed": ["FBI"], "since": "2026-10-18"},
    "legal_counsel": {"engaged": "2026-10-18"},
    "multi_factor": {"for": "all staff", "since": "2026-10-19"},
    "unaffected_systems": ["learning platform"],
    "password_reset": {"staff": True, "students": False},
    "letters_sent": 0,
    "ransom": {"paid": False},
}
OPEN = know(
    {
        **_COMMON,
        "exfiltration": {"state": "undetermined", "reviewed_days": 0, "of_days": 14, "published": False},
        "personal_data_search": {"coverage_percent": 40},
        "kinds_found": ["contact", "dob", "ssn"],
        "people_affected": {"count": 3120, "final": False},
        "systems_restored": {
            "verified": ["payroll", "phones", "mail"],
            "pending": ["library", "door badges"],
        },
    }
)
SETTLED = know(
    {
        **_COMMON,
        "exfiltration": {"state": "confirmed", "reviewed_days": 14, "of_days": 14, "published": True},
        "people_affected": {"count": 9450, "final": True},
        "letters_sent": 9450,
        "password_reset": {"staff": True, "students": True},
    }
)


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("Although a few folders may have been opened, nothing was downloaded.", OPEN),
        ("While some screens may have been seen, not a single file was taken.", OPEN),
        ("Report confirms data theft at the district", OPEN),
        ("Two of five systems are back, with the remaining three still down.", OPEN),
        ("Birth dates were not among the information that surfaced.", OPEN),
        ("Contact details weren't part of what turned up.", OPEN),
        ("None of the documents that turned up held birth dates.", OPEN),
        ("The number of people affected, 9,450, is an early estimate.", SETTLED),
        ("In counsel's words it is a suspected event, since data theft remains unproven.", SETTLED),
        ("Se cambiaron las contraseñas del personal y además las de cada estudiante.", OPEN),
        ("Informamos al FBI, y también a todas las familias.", OPEN),
        ("La plataforma de aprendizaje no fue afectada, y tampoco la nómina.", OPEN),
        ("La autenticación multifactor se exige a todo el personal y también a los estudiantes.", OPEN),
    ],
)
def test_what_the_record_has_otherwise_holds_a_sentence(text: str, record: CaseRecord) -> None:
    assert weigh_text(text, record) == "waits"


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ("It is possible that data was copied, but this has not been determined.", OPEN),
        ("At no time was the learning platform affected.", OPEN),
        ("At no time did we pay a ransom.", OPEN),
        ("Report confirms data theft at the district", SETTLED),
        ("Three of five systems are back, with the remaining two still down.", OPEN),
        ("Birth dates were among the information that was found.", OPEN),
        ("Birth dates turned up, and the search is not complete.", OPEN),
        ("The number of people affected, 9,450, is final.", SETTLED),
        ("So far 3,120 people are known to be affected, and the number may still grow.", OPEN),
        ("Theft of data has been confirmed.", SETTLED),
        ("Se cambiaron las contraseñas del personal y también las de los estudiantes.", SETTLED),
        ("Informamos también al FBI.", OPEN),
    ],
)
def test_what_the_record_bears_out_passes(text: str, record: CaseRecord) -> None:
    assert weigh_text(text, record) == "passes"
