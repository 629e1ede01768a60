"""What sentences add to claims that the record bears out: each waits, and the same claims alone pass."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from firstbell.notify.statements.record import CaseRecord
from tests.notify.records import know, weigh_text

ONES: list[dict[str, Any]] = [
    json.loads(line)
    for line in (Path(__file__).parent / "surplus.jsonl").read_text(encoding="utf-8").splitlines()
]
FACTS: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-10-06T06:10:00-05:00"},
    "forensic_firm": {"engaged": "2026-10-07"},
    "legal_counsel": {"engaged": "2026-10-07"},
    "law_enforcement": {"informed": ["FBI", "state police"], "since": "2026-10-07"},
    "insurance": {"informed": "2026-10-07T15:00:00-05:00"},
    "reports": {"attorney_general": {"filed": "2026-11-06"}},
    "exfiltration": {
        "state": "confirmed",
        "reviewed_days": 14,
        "of_days": 14,
        "published": True,
        "bytes": 96_000_000_000,
    },
    "personal_data_search": {"coverage_percent": 100},
    "people_affected": {"count": 6240, "final": True, "groups": ["staff", "students", "former students"]},
    "systems_restored": {
        "verified": ["student records", "payroll", "e-mail", "phones", "library"],
        "pending": [],
        "verified_by": "2026-10-29",
    },
    "files_without_clean_version": 2051,
    "ransom": {"demanded": 1_200_000, "paid": False},
    "password_reset": {"staff": "2026-10-07", "students": "2026-10-14"},
    "multi_factor": {"for": ["all staff e-mail", "all staff VPN"], "since": "2026-10-10"},
    "credit_monitoring": {"contract": "Stellguard", "codes_issued": 4100, "months": 24},
    "misuse_search": {"done": "2026-11-12", "found": 3},
    "call_center": {
        "phone": "555-0119",
        "hours": "9 to 7 Monday to Saturday",
        "languages": ["English"],
        "calls": 1215,
    },
    "letters_sent": 4100,
}


def _record(**other: Any) -> CaseRecord:
    return replace(know({**FACTS, **other}), today=date(2026, 11, 16))


@pytest.mark.parametrize("adds", sorted({one["adds"] for one in ONES if not one["sound"]}))
def test_what_no_fact_carries_beside_a_claim_passes_nowhere(adds: str) -> None:
    others = [one["text"] for one in ONES if one.get("adds") == adds]
    assert [text for text in others if weigh_text(text, _record()) == "passes"] == []


def test_the_same_claims_alone_pass() -> None:
    sound = [one["text"] for one in ONES if one["sound"]]
    assert [text for text in sound if weigh_text(text, _record()) != "passes"] == []


def test_what_the_record_knows_adds_nothing() -> None:
    whole = _record(people_affected={"count": 4100, "final": True, "groups": ["students"]})
    assert weigh_text("4,100 students are affected.", whole) == "passes"
    one_day = {"informed": ["FBI"], "since": "2026-10-06T07:00:00-05:00"}
    assert weigh_text("We told the FBI right away.", _record(law_enforcement=one_day)) == "passes"
    assert weigh_text("We told the FBI right away.", _record()) == "waits"
