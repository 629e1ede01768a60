"""Parts of a sentence that tell what a fact tells beside its main value are compared with it."""

from __future__ import annotations

from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from tests.notify.records import know

FACTS: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-09-08T05:50:00-04:00"},
    "exfiltration": {
        "state": "confirmed",
        "published": "2026-10-21",
        "bytes": 96_000_000_000,
        "published_bytes": 22_000_000_000,
        "taken_from": "2026-09-03",
        "taken_until": "2026-09-06",
    },
    "personal_data_search": {"coverage_percent": 100, "unreadable_files": 88},
    "people_affected": {
        "count": 9214,
        "final": True,
        "groups": ["6,480 students and former students", "1,905 parents", "829 staff"],
    },
    "coercion_contacts": {
        "count": 13,
        "since": "2026-10-22",
        "until": "2026-11-15",
        "groups": ["9 staff", "4 parents"],
    },
    "kinds_found": ["names", "social security numbers of staff and of 311 students"],
    "letters_sent": 8951,
    "mailing": {"first": "2026-11-09", "last": "2026-11-12", "undeliverable": 263},
    "systems_restored": {
        "verified": ["mail", "phones", "payroll"],
        "pending": [],
        "verified_by": "2026-10-14",
    },
    "unaffected_systems": ["learning platform"],
    "hosted_elsewhere": ["learning platform"],
    "reports": {"state_72h": {"filed": "2026-09-11T08:50:00-04:00"}},
    "ransom": {"demanded": "750,000 USD", "paid": False, "deadline": "2026-11-03"},
    "credit_monitoring": {"contract": True, "codes_issued": True, "months": 24},
    "password_reset": {"staff": True, "students": False, "students_done": 2300, "students_of": 6900},
}


def judge(text: str, facts: dict[str, Any] = FACTS) -> str:
    """What becomes of a text: it passes as supported, waits for a person, or is contradicted."""
    claims = check_statement(text, know(facts))
    verdicts = {claim.verdict.value for claim in claims}
    if verdicts & {"contradicted", "unsupported"}:
        return "stopped"
    return "waits" if any(claim.waiting for claim in claims) else "/".join(sorted(verdicts))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The search is complete, except for 88 files that could not be read and are listed.", "supported"),
        ("The search is complete, except for 8 files that could not be read and are listed.", "stopped"),
        (
            "9,214 people are affected: 6,480 students and former students, 1,905 parents and 829 employees",
            "supported",
        ),
        (
            "9,214 people are affected: 6,480 students and former students, 905 parents and 829 employees.",
            "stopped",
        ),
        ("Roughly seven in ten of those affected are students or former students.", "supported"),
        ("Roughly three in ten of those affected are students or former students.", "stopped"),
        ("Of the 9,214 people affected, about one in ten are employees.", "supported"),
        ("Of the 2,914 people affected, about one in ten are employees.", "stopped"),
        ("Nine colleagues and four parents have told us that they heard from the criminals.", "supported"),
        ("Four colleagues and nine parents have told us that they heard from the criminals.", "stopped"),
        ("We mailed 8,951 letters between November 9 and 12.", "supported"),
        ("We mailed 8,951 letters between November 2 and 12.", "waits"),
        ("We mailed 8,951 letters; for another 263 we have no valid address.", "supported"),
        ("We mailed 8,951 letters; for another 26 we have no valid address.", "stopped"),
        ("The Social Security numbers of 311 students were in the files.", "supported"),
        ("The Social Security numbers of 31 students were in the files.", "stopped"),
        ("All three systems had been restored and verified by October 14.", "supported"),
        ("All three systems had been restored and verified by October 4.", "stopped"),
        ("The online classroom is hosted elsewhere, and students could sign in throughout.", "supported"),
        ("The payroll system is hosted elsewhere, and staff could sign in throughout.", "waits"),
        ("Our report to the state was three hours late: it was filed 75 hours after discovery.", "supported"),
        ("Our report to the state was nine hours late: it was filed 75 hours after discovery.", "stopped"),
        ("Staff passwords were reset, and a third of the students have too.", "supported"),
        ("Staff passwords were reset, and half of the students have too.", "stopped"),
        ("On October 21 the intruder published about 22 of the 96 gigabytes that were copied.", "supported"),
        ("They took 96 gigabytes, and around 22 of them were put online on October 21.", "supported"),
        ("They took 96 gigabytes, and around 72 of them were put online on October 21.", "stopped"),
        ("They asked for money and got nothing from us.", "supported"),
        ("A note was found. It named no sum.", "stopped"),
        ("Their deadline passed on November 3.", "supported"),
        ("Their deadline passed on November 13.", "stopped"),
        ("We offer two years of free credit monitoring.", "supported"),
        ("We offer three years of free credit monitoring.", "stopped"),
        ("The consultants are 100 percent of the way through the files in scope.", "supported"),
        ("The consultants are 60 percent of the way through the files in scope.", "stopped"),
        ("The gang posted everything it took.", "stopped"),
        ("The report to the state went out within the first day.", "waits"),
        ("Enviamos 8,951 cartas entre el 9 y el 12 de noviembre.", "supported"),
        ("Four people reported attempted fraud, which may have nothing to do with it.", "waits"),
        ("Have you paid? We have not.", "supported"),
        ("On October 21 the intruder published about 72 of the 96 gigabytes that were copied.", "stopped"),
    ],
)
def test_a_detail_is_compared_with_its_own_field(text: str, verdict: str) -> None:
    assert judge(text) == verdict


@pytest.mark.parametrize(
    "text",
    [
        "The search is complete, except for 88 files that could not be read.",
        "Nine colleagues and four parents have told us that they heard from the criminals.",
        "Roughly seven in ten of those affected are students or former students.",
        "We mailed 8,951 letters; for another 263 we have no valid address.",
    ],
)
def test_what_no_fact_tells_waits(text: str) -> None:
    plainer = {
        **FACTS,
        "personal_data_search": {"coverage_percent": 100},
        "people_affected": {"count": 9214, "final": True},
        "coercion_contacts": {"count": 13},
        "mailing": {"first": "2026-11-09"},
    }
    assert judge(text, plainer) == "waits"


@pytest.mark.parametrize(
    "text",
    [
        "It is not true that 88 files could not be read.",
        "If 88 files could not be read, the search would not be complete.",
        "The group claims that 263 people have no valid address, and that we lied.",
    ],
)
def test_a_detail_that_is_denied_or_only_claimed_or_conditional_is_not_supported(text: str) -> None:
    assert judge(text) != "supported"


def test_groups_in_a_sentence_of_school_are_no_claim() -> None:
    assert judge("The winners of the art fair: 12 students, 3 teachers.") in ("", "unjudged")


@pytest.mark.parametrize(
    "text",
    [
        "None of the files we have examined contain personal information.",
        "At the request of the police we are not able to say which schools are concerned.",
        "It is not true that files were taken from us, whatever you may have read online.",
    ],
)
def test_nothing_passes_by_a_word_beside_what_is_said(text: str) -> None:
    early = {
        **FACTS,
        "law_enforcement": {"informed": ["FBI", "police"], "since": "2026-09-09"},
        "personal_data_search": {"coverage_percent": 40},
    }
    assert judge(text, early) != "supported"


def test_that_one_system_alone_is_down_is_counted() -> None:
    facts = {"systems_restored": {"verified": ["mail"], "pending": ["library", "phones"]}}
    assert judge("Only one system is still down.", facts) == "stopped"
    assert judge("Solo falta un sistema por recuperar.", facts) != "supported"
    facts = {"systems_restored": {"verified": ["mail", "phones"], "pending": ["library"]}}
    assert judge("Only one system is still down.", facts) == "supported"


def test_what_is_only_believed_may_be_told_as_not_confirmed() -> None:
    text = "Investigators believe the intruder came in on August 28, though that has not been confirmed."
    believed = {"first_access": {"status": "believed", "value": "2026-08-28"}}
    assert judge(text, believed) == "supported"
    assert judge(text, {"first_access": "2026-08-28"}) == "waits"
