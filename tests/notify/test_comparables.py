"""Shares, sums, spans and days that stand on the record are compared with it, not held."""

from __future__ import annotations

from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from tests.notify.records import know

FACTS: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "first_damage": "2026-09-08T01:15:00-04:00"},
    "first_access": "2026-08-19",
    "exfiltration": {
        "state": "confirmed",
        "published": "2026-10-21",
        "bytes": 96_000_000_000,
        "published_bytes": 22_000_000_000,
    },
    "credit_monitoring": {"contract": True, "codes_issued": "2026-11-09"},
    "systems_restored": {
        "verified": ["mail", "phones", "payroll"],
        "pending": [],
        "verified_by": "2026-10-14",
    },
    "ransom": {"demanded": "750,000 USD", "paid": False},
    "reports": {"state_72h": {"filed": False}},
    "coercion_contacts": {"count": 13},
}


def judge(text: str, facts: dict[str, Any] = FACTS) -> str:
    """The verdict on the one claim of a text, or that it waits."""
    (claim,) = check_statement(text, know(facts))
    return "waits" if claim.waiting else claim.verdict.value


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The demand was for three quarters of a million dollars.", "supported"),
        ("The demand was for half a million dollars.", "contradicted"),
        ("Less than a quarter of what was taken has been published.", "supported"),
        ("More than half of what was taken has been published.", "contradicted"),
        ("Nearly three weeks passed between the first break-in and the encryption.", "supported"),
        ("Nearly two months passed between the first break-in and the encryption.", "contradicted"),
        ("The report to the Commonwealth has not been filed as of 4 p.m. today.", "supported"),
        ("Our report to the state was late.", "unsupported"),
        ("Credit monitoring codes were issued on November 9.", "supported"),
        ("Credit monitoring codes were issued on November 3.", "contradicted"),
        ("Credit monitoring codes were issued before November 9.", "waits"),
        ("Los códigos para la vigilancia del crédito se emitieron el 9 de noviembre.", "supported"),
        ("The intruders published about 22 gigabytes on October 21.", "supported"),
        ("The intruders published the data on October 2.", "contradicted"),
        ("Los intrusos publicaron unos 22 gigabytes el 21 de octubre.", "supported"),
        ("All three systems were verified by October 14.", "supported"),
        ("All three systems were verified by October 10.", "waits"),
        ("Nine colleagues and four parents have told us that they heard from the criminals.", "waits"),
        ("Ten colleagues and four parents have told us that they heard from the criminals.", "contradicted"),
    ],
)
def test_what_is_said_is_compared_with_the_record(text: str, verdict: str) -> None:
    assert judge(text) == verdict


@pytest.mark.parametrize(
    "text",
    [
        "We have been assured the remaining files were destroyed.",
        "The copied data has been returned to us.",
        "The remaining copies were deleted.",
    ],
)
def test_that_what_was_taken_is_gone_no_record_bears_out(text: str) -> None:
    assert judge(text) == "unsupported"


def test_an_amount_that_is_about_the_least_known_is_supported() -> None:
    known = {"exfiltration": {"state": "confirmed", "bytes_at_least": 58_000_000_000}}
    assert judge("About 58 gigabytes were copied.", known) == "supported"
    assert judge("About 20 gigabytes were copied.", known) == "contradicted"
    assert judge("58 gigabytes were copied.", known) == "unsupported"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Our report to the state was filed 75 hours after discovery.", "supported"),
        ("Our report to the state was filed 60 hours after discovery.", "contradicted"),
        ("Our report to the state was three hours late.", "supported"),
        ("Our report to the state was ten hours late.", "contradicted"),
        ("Our report to the state was late.", "supported"),
    ],
)
def test_how_late_a_report_came_is_counted_from_the_finding(text: str, verdict: str) -> None:
    facts = {
        "encryption_event": {"confirmed": True, "found": "2026-09-08T05:50:00-04:00"},
        "reports": {"state_72h": {"filed": "2026-09-11T08:50:00-04:00"}},
    }
    assert judge(text, facts) == verdict
    in_time = {**facts, "reports": {"state_72h": {"filed": "2026-09-10T08:50:00-04:00"}}}
    assert judge(text, in_time) == "contradicted"


def test_that_a_report_is_late_waits_where_it_is_said_beside_another_claim() -> None:
    facts = {"reports": {"state_72h": {"filed": False}}}
    assert judge("We have not filed our report to the state.", facts) == "supported"
    assert judge("We have not filed our report to the state; it is late.", facts) == "waits"


def test_the_least_that_was_taken_does_not_tell_how_much_was_published() -> None:
    known = {"exfiltration": {"state": "confirmed", "published": True, "bytes_at_least": 58_000_000_000}}
    assert judge("About 58 gigabytes were published.", known) == "unsupported"


def test_a_theory_that_is_not_proven_is_a_belief_and_no_denial() -> None:
    believed = {"way_in": {"status": "believed", "value": "unpatched remote access gateway"}}
    told = "an unpatched remote access gateway was the door."
    assert judge(f"Our working theory, not yet proven, is that {told}", believed) == "supported"
    assert judge("It has not been proven that data was taken.") == "contradicted"


def test_that_a_backup_was_not_opened_is_for_a_person() -> None:
    assert judge("The backup set has not been opened.") == "waits"


def test_systems_that_still_do_not_work_are_read_in_spanish() -> None:
    facts = {"systems_restored": {"verified": ["payroll"], "pending": ["library", "cafeteria sales"]}}
    assert judge("La biblioteca y las cajas de la cafetería siguen sin funcionar.", facts) == "supported"
    assert judge("La nómina sigue sin funcionar.", facts) == "contradicted"
