"""A call center, costs and cover, closed schools and the intruders' name are compared with their facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.record import make_record
from tests.notify.records import make_fact

FACTS: dict[str, Any] = {
    "encryption_event": {"confirmed": True, "found": "2026-10-05T06:00:00-05:00"},
    "call_center": {
        "phone": "612-555-0142",
        "hours": "weekdays 8 a.m. to 6 p.m.",
        "opened": "2026-10-19",
        "calls": 412,
    },
    "response_cost": {"spent": 184_000, "expected": 1_100_000},
    "insurance": {"carrier": "Lakes Mutual", "limit": 750_000, "deductible": 25_000, "paid": 0},
    "school_closure": {"closed": ["2026-10-05", "2026-10-06"], "reopened": "2026-10-07"},
    "intruders": {"name": "Night Lantern", "identified": False},
    "ransom": {"demanded": True, "amount": 950_000, "paid": 410_000, "paid_at": "2026-10-12"},
}


def judge(text: str, facts: dict[str, Any] = FACTS) -> str:
    """What becomes of a text on the day on which the call center opened."""
    record = make_record([make_fact(*pair) for pair in facts.items()], today=date(2026, 10, 19))
    claims = check_statement(text, record)
    verdicts = {claim.verdict.value for claim in claims}
    if verdicts & {"contradicted", "unsupported"}:
        return "stopped"
    return "waits" if any(claim.waiting for claim in claims) else "/".join(sorted(verdicts))


CASES = [
    ("Our call center opened today, October 19.", "supported"),
    ("Our call center opened October 12.", "stopped"),
    ("Staff at our call center have been taking calls since October 19.", "supported"),
    ("The help line is 555-0142, weekdays from 8 a.m. to 6 p.m.", "supported"),
    ("The help line is 555-0143, weekdays from 8 a.m. to 6 p.m.", "stopped"),
    ("The call center is open weekdays from 8 a.m. to 8 p.m.", "stopped"),
    ("The call center has answered 412 calls so far.", "supported"),
    ("The call center has answered 4,120 calls so far.", "stopped"),
    ("There is no dedicated hotline yet.", "stopped"),
    ("To date the district has spent $184,000 on the response.", "supported"),
    ("Expenses have reached $84,000.", "stopped"),
    ("We expect the response to cost $1.1 million in all.", "supported"),
    ("We expect the response to cost half a million dollars.", "stopped"),
    ("The policy pays at most $750,000.", "supported"),
    ("The policy pays at most $1 million.", "stopped"),
    ("Our deductible is $25,000.", "supported"),
    ("The carrier has not paid anything to date.", "supported"),
    ("The carrier has paid $200,000.", "stopped"),
    ("Schools were closed on October 5 and 6 and reopened on the 7th.", "supported"),
    ("Schools were closed on October 5 and 6 and reopened on the 8th.", "stopped"),
    ("Schools were closed for two days, and classes resumed on October 7.", "supported"),
    ("Schools were closed for three days.", "stopped"),
    ("Schools were closed on October 5.", "waits"),
    ("No school day was lost.", "stopped"),
    ("The group calls itself Night Lantern.", "supported"),
    ("The group calls itself Grey Harbor.", "stopped"),
    ("Who carried out the attack is still unknown.", "supported"),
    ("On October 12 the district paid 410,000 dollars, after a demand for 950,000.", "supported"),
    ("On October 12 the district paid 410,000 dollars, after a demand for 9 million.", "stopped"),
    ("Las escuelas estuvieron cerradas el 5 y el 6 de octubre.", "supported"),
    ("Las escuelas estuvieron cerradas el 5 y el 16 de octubre.", "stopped"),
    ("Our call center answers questions at 612-555-0142.", "supported"),
    ("Nuestro centro de llamadas atiende preguntas en el 612-555-0143.", "stopped"),
    ("Hasta ahora el distrito ha gastado $184,000.", "supported"),
]


@pytest.mark.parametrize(("text", "verdict"), CASES)
def test_what_came_after_the_event_is_compared_with_its_fact(text: str, verdict: str) -> None:
    assert judge(text) == verdict


@pytest.mark.parametrize("text", [text for text, verdict in CASES if verdict == "supported"])
def test_without_its_fact_such_a_sentence_passes_nowhere(text: str) -> None:
    known = {"encryption_event": FACTS["encryption_event"]}
    # that nobody knows who did it stands on no fact
    assert judge(text, known) != "supported" or "unknown" in text


def test_what_is_only_believed_bears_nothing_out() -> None:
    believed = make_record([make_fact("response_cost", {"spent": 184_000}, "believed")])
    (claim,) = check_statement("Expenses have reached $184,000.", believed)
    assert claim.waiting
