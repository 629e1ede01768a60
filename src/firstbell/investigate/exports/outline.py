"""What an export says of the case that the lines are of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence. `time`: RFC 3339, when it was taken. `custody`: a sentence for each hand."""

    id: str
    name: str
    sha256: str
    size_bytes: int
    time: str
    taken_by: str
    why: str = ""
    custody: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseOutline:
    """The case in a few words. `id`: hex. `made`: RFC 3339. `organisation`: whose case it is, "" unknown."""

    id: str
    name: str
    made: str
    organisation: str = ""
    event_id: str = ""
    description: str = ""
    opened_by: str = ""
    evidence: tuple[EvidenceRow, ...] = ()
