"""Claims and statements as the fields of lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from firstbell.ledger import Entry
from firstbell.notify.statements.judges.verdicts import JudgedClaim
from firstbell.notify.statements.rulings import Passes, find_standing


def describe_claim(claim: JudgedClaim, passes: Passes) -> dict[str, Any]:
    """A claim as it is judged, and who let it pass."""
    proposition = claim.reading.proposition
    return {
        "message_type": "claim",
        "text": claim.text,
        "kind": claim.kind,
        "verdict": claim.verdict.value,
        "waiting": passes.holds(claim),
        "needs": list(claim.needs),
        "entries": list(claim.entries),
        "says": proposition.name if proposition else None,
        "affirmed": claim.reading.affirmed,
        "mode": claim.reading.wording.mode.value,
        "overridden": passes.find_override(claim),
        "confirmed": passes.find_confirmation(claim),
    }


def describe_claims(claims: Sequence[JudgedClaim], passes: Passes) -> dict[str, Any]:
    """What the claims of a text come to: how many of each verdict, and whether they stop it."""
    counts: dict[str, int] = {}
    for claim in claims:
        counts[claim.verdict.value] = counts.get(claim.verdict.value, 0) + 1
    stopping = sum(map(passes.stops, claims))
    waiting = sum(map(passes.holds, claims))
    return {
        "claims": len(claims),
        "blocked": stopping + waiting > 0,
        "stopping": stopping,
        "waiting": waiting,
        "verdicts": counts,
    }


def describe_statement(
    entry: Entry, entries: Sequence[Entry], stopping: Sequence[JudgedClaim]
) -> dict[str, Any]:
    """A version of a statement on the record. `stopping`: those of its claims that do not hold now."""
    status = find_standing(list(entries), str(entry.body.get("sha256")))
    return {
        "message_type": "statement",
        "sha256": status.sha256,
        "entry": entry.hex_id,
        "time": entry.time,
        "audience": status.audience,
        "approved_by": sorted(status.approvals),
        "published": status.published or None,
        "blocked": bool(stopping),
        "stopping": [one.text for one in stopping if not one.waiting],
        "waiting": [one.text for one in stopping if one.waiting],
    }
