"""Records of facts for the tests of this room: what is given as it is, is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstbell.notify.statements.check import check_statement
from firstbell.notify.statements.judges.verdicts import STOPPING
from firstbell.notify.statements.record import CaseRecord, RecordedDecision, make_record
from firstbell.record.facts import Fact, FactStatus


def make_fact(subject: str, value: Any, status: str = "known") -> Fact:
    """A fact whose entry is named as its subject."""
    return Fact(subject, FactStatus(status), value, "2023-02-24T12:00:00Z", "", subject, "", supports=True)


def know(facts: Mapping[str, Any], *decisions: str) -> CaseRecord:
    """A record of these facts. A value {"status": ..., "value": ...} is one of that status."""
    made = []
    for subject, given in facts.items():
        told = isinstance(given, dict) and set(given) == {"status", "value"}
        made.append(
            make_fact(subject, given["value"], given["status"]) if told else make_fact(subject, given)
        )
    return make_record(made, [RecordedDecision(f"decision-{at}", text) for at, text in enumerate(decisions)])


def weigh_text(text: str, record: CaseRecord) -> str:
    """What becomes of a text: it passes, waits for a person, or is stopped."""
    claims = check_statement(text, record)
    if any(claim.verdict in STOPPING for claim in claims):
        return "stopped"
    return "waits" if any(claim.waiting for claim in claims) else "passes"
