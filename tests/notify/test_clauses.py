"""Clauses that are read by their words in whatever order, and what their neighbors come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.judges.verdicts import STOPPING
from tests.notify.records import know, weigh_text

FACTS: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "found": "2026-11-17T05:50-06:00",
        "first_damage": "2026-11-17T01:15-06:00",
    },
    "first_access": "2026-11-09",
    "forensic_firm": {"engaged": "2026-11-18"},
    "legal_counsel": {"engaged": "2026-11-17"},
    "law_enforcement": {"informed": ["FBI", "county sheriff"], "since": "2026-11-18"},
    "reports": {"state": {"filed": "2026-11-19T16:20-06:00"}},
    "ransom": {"demanded": 600000, "paid": 150000, "paid_at": "2026-11-24", "demanded_at": "2026-11-18"},
    "exfiltration": {"state": "undetermined", "reviewed_days": 6, "of_days": 9},
    "personal_data_search": {"coverage_percent": 45, "unreadable_files": 830},
    "people_affected": {"count": 2650, "final": False},
    "kinds_found": ["names", "social security numbers of staff"],
    "systems_restored": {"verified": ["mail", "phones"], "pending": ["payroll", "library"]},
    "files_without_clean_version": 412,
    "password_reset": {"staff": "2026-11-20", "students": False, "students_done": 31, "students_of": 74},
    "credit_monitoring": {"contract": "signed 2026-11-25", "codes_issued": False, "months": 12},
    "hosted_elsewhere": ["learning platform"],
    "letters_sent": 900,
    "misuse_search": {"done": "2026-11-20"},
}
RECORD = replace(know(FACTS), today=date(2026, 11, 27))


weigh = partial(weigh_text, record=RECORD)


@pytest.mark.parametrize(
    ("sound", "neighbor"),
    [
        (
            "What is left to restore is payroll and the library.",
            "What is left to restore is payroll and phones.",
        ),
        ("We lack a clean version of 412 files.", "We lack a clean version of 421 files."),
        ("Letters sent: 900.", "Letters sent: 950."),
        (
            "Six of nine days of logs were gone through; three remain.",
            "Six of nine days were gone through; two remain.",
        ),
        ("Of 74 students, 31 have new passwords.", "Of 74 students, 41 have new passwords."),
        (
            "A forensic firm was hired one day after the discovery.",
            "A forensic firm was hired on the day of the discovery.",
        ),
        ("Access began on November 9.", "Access began on November 8."),
        (
            "What we paid is a quarter of the $600,000 they asked for.",
            "What we paid is a third of the $600,000 they asked for.",
        ),
        ("Did you pay? Yes, $150,000 on November 24.", "Did you pay? Yes, $150,000 on November 23."),
        ("Faltan versiones limpias de 412 archivos.", "Faltan versiones limpias de 214 archivos."),
        ("The learning platform is run by another company.", "Payroll is run by another company."),
        ("A year of credit monitoring is offered.", "Two years of credit monitoring are offered."),
        ("Social Security numbers of staff were found.", "Social Security numbers of students were found."),
        ("The sheriff knows about it since November 18.", "The sheriff is leading the investigation."),
        ("Patching means installing what a software maker sends out.", "Phishing is how they got in."),
        (
            "We will hold a town hall on December 8.",
            "We will hold a town hall now that everything is restored.",
        ),
        ("A search for misuse was completed on November 20.", "Our search turned up no misuse."),
    ],
)
def test_a_sentence_that_the_record_bears_out_passes_and_its_neighbor_does_not(
    sound: str, neighbor: str
) -> None:
    assert weigh(sound) == "passes"
    assert weigh(neighbor) != "passes"


def test_what_binds_one_part_of_a_sentence_binds_no_other_and_is_kept() -> None:
    assert weigh("We do not know yet whether data was taken; 412 files have no clean version.") == "passes"
    assert weigh("412 files have no clean version, unless the vendor finds one.") != "passes"
    assert weigh("It is not true that 412 files have no clean version.") != "passes"
    assert weigh("Every system is back but payroll.") != "passes"


def test_what_is_only_believed_bears_no_clause_out() -> None:
    believed = know({**FACTS, "files_without_clean_version": {"status": "believed", "value": 412}})
    claims = check_statement("We lack a clean version of 412 files.", believed)
    assert any(claim.waiting or claim.verdict in STOPPING for claim in claims)
