"""What sentences add to claims that the record bears out: each waits, and the same claims alone pass."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from firstbell.notify.statements.record import CaseRecord, make_record
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


def test_a_day_alone_bears_out_no_hour() -> None:
    that_day = _record(law_enforcement={"informed": ["FBI"], "since": "2026-10-06"})
    assert weigh_text("We informed the FBI within the hour.", that_day) == "waits"
    together = "We found the attack on October 6 and informed the FBI within the hour."
    assert weigh_text(together, that_day) == "waits"
    at_seven = _record(law_enforcement={"informed": ["FBI"], "since": "2026-10-06T07:00:00-05:00"})
    assert weigh_text(together, at_seven) == "passes"


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("The intruders got in with the stolen password of a contractor.", "passes"),
        ("The intruders got in on September 21 with the stolen password of a nurse.", "waits"),
        ("The intruders used the password of a contractor who had written it down.", "waits"),
        ("The intruders got in on September 21, and we found them the same day.", "waits"),
        ("Los intrusos entraron el 21 de septiembre con la contraseña robada de una maestra.", "waits"),
    ],
)
def test_whose_password_it_was_and_what_came_of_it(text: str, becomes: str) -> None:
    entered = _record(way_in="stolen password of a contractor", first_access="2026-09-21")
    assert weigh_text(text, entered) == becomes


def test_what_threats_were_worth_waits() -> None:
    contacted = _record(coercion_contacts={"count": 9, "since": "2026-10-24"})
    told = "Nine people reported threats since October 24"
    assert weigh_text(f"{told}.", contacted) == "passes"
    assert weigh_text(f"{told}, and all of them were hoaxes.", contacted) == "waits"


def test_what_a_district_is_called_for_short_is_its_name() -> None:
    named = replace(_record(), names=make_record([], names=["Elm Valley Public Schools"]).names)
    assert named.names == ("Elm Valley Public Schools", "Elm Valley")
    assert (
        weigh_text("Elm Valley: 6,240 people affected, about 96 gigabytes of data stolen", named) == "passes"
    )
    assert (
        weigh_text("Elm Valley: 7,240 people affected, about 96 gigabytes of data stolen", named) == "stopped"
    )


def test_what_could_not_be_recovered_is_no_guess() -> None:
    assert weigh_text("Not every file could be recovered.", _record()) == "passes"
    whole = _record(files_without_clean_version=0)
    assert weigh_text("Not every file could be recovered.", whole) == "stopped"


def test_an_unpatched_appliance_is_read_in_spanish() -> None:
    entered = _record(way_in="unpatched VPN appliance")
    assert (
        weigh_text("Los intrusos entraron por un equipo VPN sin parches de seguridad.", entered) == "passes"
    )


def test_each_place_where_codes_are_told_of_is_looked_at() -> None:
    unsent = _record(credit_monitoring={"contract": "Stellguard", "codes_issued": False, "months": 24})
    told = "We offer 24 months of credit monitoring; once you have your code, you can enroll"
    assert weigh_text(f"{told}.", unsent) == "passes"
    # that it is only to come frees the first place, and not the second
    assert weigh_text(f"{told}, and codes are in the mail.", unsent) == "waits"
    assert weigh_text(f"{told}, and codes are in the mail.", _record()) == "passes"
