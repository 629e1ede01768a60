"""What clocks are told by: who the district is, what is on the record, what people ruled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from firstbell.ledger import Entry
from firstbell.notify.clocks.counts import CountedGroup, count_state, find_residents, read_groups
from firstbell.notify.clocks.rule import FORMER_ENTITIES, Rule
from firstbell.notify.clocks.rules import FEDERAL, load_law
from firstbell.notify.clocks.rulings import (
    ClockFinding,
    Correction,
    Filing,
    LawEnforcementHold,
    list_approved,
    list_corrections,
    list_filed,
    list_filings,
    list_findings,
    list_holds,
)
from firstbell.notify.clocks.starts import StartTime, find_trigger
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Fact, Subject

DEFAULT_ENTITY = "school_district"
DEFAULT_ZONE = "America/Chicago"


@dataclass(frozen=True)
class Situation:
    """A case at a moment. `home`: the district's state; `residents`: None where nobody counted.

    `history`: every fact, also those that a later one of its subject replaced; () for those of the record.
    `approved`: by SHA-256 of the rule; `filed`: by its id; each the entry's hex id. `zone`: of the district.
    """

    record: CaseRecord
    now_ns: int
    home: str
    entity: str
    residents: Mapping[str, object] | Sequence[CountedGroup] | None
    holds: Sequence[LawEnforcementHold]
    approved: Mapping[str, str]
    filed: Mapping[str, str]
    history: Sequence[Fact] = ()
    corrections: Sequence[Correction] = ()
    findings: Mapping[str, ClockFinding] = field(default_factory=dict)
    filings: Sequence[Filing] = ()
    zone: str = ""

    @cached_property
    def groups(self) -> Sequence[CountedGroup] | None:
        """Who lives where, and what was taken of whom."""
        told = self.residents
        return read_groups(told) if isinstance(told, Mapping) else told

    @cached_property
    def facts(self) -> Sequence[Fact]:
        """Every fact that there is."""
        return self.history or tuple(self.record.facts.values())

    @cached_property
    def kind_of_entity(self) -> str:
        """The class of entity, as rules name it."""
        return FORMER_ENTITIES.get(self.entity, self.entity)

    @cached_property
    def own_zone(self) -> str:
        """The zone in which the district reads its clocks."""
        law = load_law()
        return self.zone or (law[self.home].zone if self.home in law else DEFAULT_ZONE)

    @cached_property
    def event(self) -> StartTime | None:
        """When the event was found, or what is known first of it."""
        found = find_trigger(("identified",), self.facts, self.corrections)
        found = found or find_trigger(("believed", "confirmed"), self.facts, self.corrections)
        return found.moment if found else None

    def applies(self, rule: Rule) -> bool | None:
        """Whether what the rule presupposes of the entity is so; None where nobody said."""
        if not rule.when:
            return True
        told = self.record.get(Subject.ENTITY, rule.when)
        return told if isinstance(told, bool) else None

    def count_state(self, state: str) -> int:
        """How many affected people live there."""
        return count_state(self.groups, state)

    @cached_property
    def states(self) -> Sequence[str]:
        """The jurisdictions that concern the case: home, where affected people live, and the federal one."""
        others = sorted({group.state for group in self.groups or () if group.people} - {self.home, FEDERAL})
        return (self.home, *others, FEDERAL)


@dataclass(frozen=True, slots=True)
class LegalStatus:
    """Who the district is to the law. `zone`: IANA name, "" for that of its state."""

    home: str
    entity: str
    zone: str = ""


def situate(
    entries: Iterable[Entry],
    record: CaseRecord,
    history: Sequence[Fact],
    *,
    standing: LegalStatus,
    now_ns: int,
) -> Situation:
    """The situation that these entries of a case's ledger tell. `history`: their facts, by `as_of`."""
    kept = list(entries)
    return Situation(
        record=record,
        now_ns=now_ns,
        home=standing.home.upper(),
        entity=standing.entity,
        residents=find_residents(kept),
        holds=list_holds(kept),
        approved=list_approved(kept),
        filed=list_filed(kept),
        history=history,
        corrections=list_corrections(kept),
        findings=list_findings(kept),
        filings=list_filings(kept),
        zone=standing.zone,
    )
