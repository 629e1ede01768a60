"""How long one thing was before or after another is compared with the times of both."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.record import make_record
from tests.notify.records import make_fact

FACTS: dict[str, Any] = {
    "encryption_event": {
        "confirmed": True,
        "found": "2026-10-30T04:45:00-05:00",
        "first_damage": "2026-10-30T03:30:00-05:00",
    },
    "first_access": "2026-10-09",
    "forensic_firm": {"engaged": "2026-11-02"},
    "legal_counsel": {"engaged": "2026-10-31"},
    "law_enforcement": {"informed": ["FBI", "county sheriff"], "since": "2026-10-31"},
    "reports": {"state": {"filed": "2026-11-01T10:00:00-05:00"}},
    "exfiltration": {"state": "confirmed", "confirmed": "2026-11-20"},
}


def judge(text: str) -> str:
    """What becomes of a text on November 29."""
    record = make_record([make_fact(*pair) for pair in FACTS.items()], today=date(2026, 11, 29))
    claims = check_statement(text, record)
    verdicts = {claim.verdict.value for claim in claims}
    if verdicts & {"contradicted", "unsupported"}:
        return "stopped"
    return "waits" if any(claim.waiting for claim in claims) else "/".join(sorted(verdicts))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("We filed our report with the state on November 1, a day after informing the FBI.", "supported"),
        ("We filed our report with the state on November 1, two days after informing the FBI.", "stopped"),
        (
            "We filed our report with the state on November 1, a day after informing the Secret Service.",
            "stopped",
        ),
        ("Counsel was retained on October 31 and the forensic firm two days later.", "supported"),
        ("Counsel was retained on October 31 and the forensic firm a day later.", "stopped"),
        ("The encryption was found an hour and a quarter after the first file was encrypted.", "supported"),
        (
            "The first file was damaged on October 30 and the attack was found an hour and a quarter later.",
            "supported",
        ),
        (
            "The first file was damaged on October 30 and the encryption was found three hours later.",
            "stopped",
        ),
        ("The intruders got in three weeks before we noticed them.", "supported"),
        ("The intruders got in ten days before we noticed them.", "stopped"),
        ("It is thirty days since we found the encryption.", "supported"),
        ("It is ten days since we found the encryption.", "stopped"),
        ("It took us three weeks to confirm the theft.", "supported"),
        ("It took us just under three weeks to confirm the theft.", "supported"),
        ("It took us two days to confirm the theft.", "stopped"),
        ("Data was copied two weeks before the intruder was noticed.", "waits"),
    ],
)
def test_a_stretch_of_time_is_counted_from_the_record(text: str, verdict: str) -> None:
    assert judge(text) == verdict
