"""The facts a case begins with: what its event proves, the district's name, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstbell.base.clock import parse_given_time
from firstbell.case.bodies import DamageFound
from firstbell.case.case import Case
from firstbell.case.facts import draft_fact, list_facts, list_names, put_facts
from firstbell.case.lifecycle import EventOutline
from firstbell.compose.entries import EventDeclared
from firstbell.ledger import Entry
from firstbell.record.facts import Fact, FactStatus, Subject


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A question that clocks and statements wait for. `command`: what puts the answer down, less the case."""

    subject: Subject
    question: str
    command: str


_MISSING: Mapping[Subject, MissingFact] = {
    found.subject: found
    for found in (
        MissingFact(
            Subject.ENCRYPTION_EVENT,
            "when the event was found",
            'firstbell case fact encryption_event \'{"confirmed": "yes", "found": "TIME"}\'',
        ),
        MissingFact(
            Subject.EXFILTRATION,
            "whether data was taken",
            'firstbell case fact exfiltration \'{"state": "undetermined"}\' --status unknown',
        ),
        MissingFact(
            Subject.PEOPLE_AFFECTED,
            "how many people are affected",
            "firstbell impact scan --roster DIR",
        ),
        MissingFact(Subject.WAY_IN, "how they got in", "firstbell case fact way_in TEXT --status believed"),
        MissingFact(
            Subject.FIRST_ACCESS, "since when they were inside", "firstbell case fact first_access TIME"
        ),
        MissingFact(
            Subject.LAW_ENFORCEMENT,
            "which law enforcement agencies were told",
            'firstbell case fact law_enforcement \'{"informed": ["FBI"], "since": "TIME"}\'',
        ),
    )
}


def put_proven_facts(case: Case, event: EventOutline, names: Sequence[str] = ()) -> list[Fact]:
    """Put down what the event proves: that it happened, when it was found, the first damage on record.

    The earliest of the outline's time and the examiner's entries on this record is when it was found. A fact
    on the event that somebody put down before stays as it is, and so do names. `names`: of the organisation.

    Raises: what appending raises.
    """
    entries = case.main.read()
    known = {fact.subject for fact in list_facts(entries)}
    declared = [entry for entry, body in EventDeclared.list_all(entries) if body.event == event.id]
    new_names = () if list_names(entries) else names
    drafts = []
    if Subject.ENCRYPTION_EVENT not in known and event.found:
        value = {"confirmed": True, "found": _find_found(entries, event)}
        if event.first_damage:
            value["first_damage"] = event.first_damage
        because = declared[-1].hex_id if declared else ""
        fields = {"subject": Subject.ENCRYPTION_EVENT, "status": FactStatus.KNOWN, "value": value}
        drafts.append(draft_fact({**fields, "because": because}, event.found))
    if not drafts and not new_names:
        return []
    return put_facts(case.main, drafts, new_names, at=event.found or entries[-1].time)


def _find_found(entries: Iterable[Entry], event: EventOutline) -> str:
    """When it was found: what the examiner noted first, where that is earlier than the outline's time."""
    noted = [
        body.found or entry.time
        for entry, body in DamageFound.list_all(entries)
        if body.event in (event.id, None)
    ]
    return min([event.found, *noted], key=parse_given_time)


def list_missing(facts: Iterable[Fact]) -> list[MissingFact]:
    """The questions on which the record says nothing yet, in the order in which a district answers them."""
    told = {fact.subject for fact in facts}
    return [missing for subject, missing in _MISSING.items() if subject not in told]
