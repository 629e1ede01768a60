"""One case at two days: early, when little is known, and late, also with a way in that is only believed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import FactStatus
from tests.notify.records import know

_BOTH: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "first_damage": "2027-03-06T02:20:00-06:00",
        "found": "2027-03-06T05:30:00-06:00",
    },
    "forensic_firm": {"engaged": "2027-03-07"},
    "legal_counsel": {"engaged": "2027-03-07"},
    "law_enforcement": {"informed": ["FBI", "BCA"], "since": "2027-03-07"},
    "reports": {"mnit_72h": {"filed": "2027-03-08T18:00:00-06:00"}},
    "unaffected_systems": ["learning platform"],
    "multi_factor": {"for": "all staff, VPN", "since": "2027-03-08"},
    "misuse_search": {"done": False},
    "letters_sent": 0,
    "ransom": {"demanded": "500,000 USD", "paid": False},
}
EARLY = _BOTH | {
    "exfiltration": {"state": "undetermined", "reviewed_days": 4, "of_days": 12, "published": False},
    "personal_data_search": {"coverage_percent": 0},
    "systems_restored": {"verified": ["mail", "phones"], "pending": ["library", "payroll"]},
    "password_reset": {"staff": True, "students": False},
}
_LATE = _BOTH | {
    "way_in": "stolen VPN password of a vendor account",
    "exfiltration": {
        "state": "confirmed",
        "reviewed_days": 12,
        "of_days": 12,
        "published": True,
        "bytes": 70_000_000_000,
        "confirmed": "2027-03-30",
    },
    "personal_data_search": {"coverage_percent": 40},
    "people_affected": {"count": 2210, "final": False},
    "systems_restored": {"verified": ["mail", "phones", "library", "payroll"], "pending": []},
    "files_without_clean_version": 318,
    "password_reset": {"staff": True, "students": True},
    "credit_monitoring": {"contract": "2027-03-29", "codes_issued": True},
    "kinds_found": ["contact", "ssn", "counselling"],
    "coercion_contacts": {"count": 6, "since": "2027-04-01"},
}


def _know(facts: dict[str, Any], as_of: str) -> CaseRecord:
    record = know(facts)
    return replace(record, facts={name: replace(fact, as_of=as_of) for name, fact in record.facts.items()})


RECORDS = {
    "early": _know(EARLY, "2027-03-10T17:00:00-06:00"),
    "late": _know(_LATE, "2027-04-06T17:00:00-05:00"),
}
RECORDS["believed"] = replace(
    RECORDS["late"],
    facts={
        name: replace(fact, status=FactStatus.BELIEVED) if name == "way_in" else fact
        for name, fact in RECORDS["late"].facts.items()
    },
)
