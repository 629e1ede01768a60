"""Who is shown, and may take along, which kinds of entries: one table, which docs/formats/case.md shows."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.ledger import Actor, Entry
from firstbell.ledger.roles import COMMUNICATIONS, COUNSEL, DIRECTOR, FORENSIC, KINDS, REVIEWER, TECHNICIAN

_EVERYBODY = {"case", "event", "fact", "key"}
_TECHNICAL = {
    "action",
    "evidence",
    "examination",
    "finding",
    "note",
    "pin",
    "receipt",
    "recover",
    "snapshots",
}
_SPOKEN = {"approval", "claim", "notice"}

READS = {
    DIRECTOR: KINDS,
    TECHNICIAN: KINDS,
    FORENSIC: frozenset({*_EVERYBODY, *_TECHNICAL}),
    COUNSEL: KINDS,
    COMMUNICATIONS: frozenset(
        {*_EVERYBODY, *_SPOKEN, "contact", "decision", "override", "receipt", "report"}
    ),
    REVIEWER: frozenset({*_EVERYBODY, *_SPOKEN, "impact", "review"}),
}


def may_read(role: str, kind: str) -> bool:
    """Whether entries of this kind are shown to an actor of this role."""
    return kind.partition(".")[0] in READS.get(role, frozenset())


def reads_all(role: str) -> bool:
    """Whether everything on the main track is shown to this role."""
    return READS.get(role) == KINDS


def keep_readable(entries: Iterable[Entry], actor: Actor) -> list[Entry]:
    """Of these entries those that the actor may read; what somebody added himself he may always."""
    return [entry for entry in entries if may_read(actor.role, entry.kind) or entry.actor == actor.id]
