"""Entries, facts and evidence of a case, as the fields of lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstbell.case.custody import Exhibit
from firstbell.case.timeline import tell_custody
from firstbell.investigate.evidence import describe_evidence
from firstbell.ledger import Entry
from firstbell.record.facts import Fact


def describe_entry(entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    """An entry. `names`: id -> name of the actors."""
    return {
        "message_type": "entry",
        "seq": entry.seq,
        "id": entry.hex_id,
        "time": entry.time,
        "kind": entry.kind,
        "actor": entry.actor,
        "actor_name": names.get(entry.actor),
        "body": entry.body,
        "refs": list(entry.refs),
    }


def describe_fact(fact: Fact) -> dict[str, Any]:
    """A fact, with what it leans on."""
    return {
        "message_type": "fact",
        "subject": fact.subject,
        "status": fact.status.value,
        "value": fact.value,
        "as_of": fact.as_of,
        "because": fact.because or None,
        "entry": fact.entry,
        "recorded": fact.recorded,
        "supports": fact.supports,
        "refs": list(fact.refs),
    }


def describe_exhibit(exhibit: Exhibit) -> dict[str, Any]:
    """A piece of evidence as it was taken."""
    return {
        **describe_evidence(exhibit.evidence),
        "id": exhibit.hex_id,
        "time": exhibit.entry.time,
        "by": "value" if exhibit.is_kept else "reference",
        "why": exhibit.why,
        "repository": exhibit.repository or None,
        "pin": exhibit.pin or None,
    }


def describe_custody(exhibit: Exhibit, names: Mapping[str, str]) -> dict[str, Any]:
    """A piece of evidence, who took it, and what became of it. `names`: id -> name of the actors."""
    return {
        "message_type": "evidence",
        **describe_exhibit(exhibit),
        "taken_by": names.get(exhibit.entry.actor),
        "custody": [tell_custody(entry, names) for entry in exhibit.custody],
    }
