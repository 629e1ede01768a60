"""The clocks of a case at a moment: started or not, running, held, overdue, done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from firstbell.base.clock import NS_PER_S, InvalidTimeError, parse_given_time
from firstbell.notify.clocks.rules import PER_UNIT_S, Rule
from firstbell.notify.clocks.rulings import LawEnforcementHold
from firstbell.notify.statements.judges.names import list_agencies
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import FactStatus, Subject


class ClockState(StrEnum):
    """Where a clock is."""

    NOT_STARTED = "not_started"
    BELOW = "below_threshold"
    OPEN = "threshold_unknown"
    RUNNING = "running"
    HELD = "held"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Situation:
    """What clocks are told by. `home`: the district's own state; `residents`: None where nobody counted.

    `approved`: by SHA-256 of the rule; `filed`: by its id; each the entry's hex id.
    """

    record: CaseRecord
    now_ns: int
    home: str
    entity: str
    residents: Mapping[str, int] | None
    holds: Sequence[LawEnforcementHold]
    approved: Mapping[str, str]
    filed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One clock. `needs`: what it waits for; `entries`: what tells; `people`: how many count for its rule."""

    rule: Rule
    state: ClockState
    started_ns: int | None = None
    due_ns: int | None = None
    needs: str = ""
    entries: Sequence[str] = ()
    people: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to act on it."""
        return self.state in (ClockState.RUNNING, ClockState.OVERDUE, ClockState.HELD, ClockState.OPEN)


def read_clocks(rules: Iterable[Rule], situation: Situation) -> list[ClockReading]:
    """Every clock that concerns the district, by when it is due; those without a time behind them."""
    wanted = [rule for rule in rules if concerns(rule, situation)]
    read = [_read(rule, situation) for rule in wanted]
    return sorted(read, key=lambda one: (one.due_ns is None, one.due_ns or 0, one.rule.id))


def concerns(rule: Rule, situation: Situation) -> bool:
    """Whether a rule is about this district: of its own state, or of one in which affected people live."""
    if rule.entity not in ("any", situation.entity):
        return False
    if rule.jurisdiction == situation.home:
        return True
    return not rule.home_only and bool((situation.residents or {}).get(rule.jurisdiction))


def _read(rule: Rule, situation: Situation) -> ClockReading:
    done = _find_done(rule, situation)
    started_ns, entries, needs = _find_start(rule, situation.record)
    people = _count_people(rule, situation)
    if done:
        return ClockReading(rule, ClockState.DONE, started_ns, None, "", done, people)
    if rule.threshold is not None and people is not None and not rule.threshold.is_met(people):
        return ClockReading(rule, ClockState.BELOW, started_ns, None, "", entries, people)
    if started_ns is None:
        return ClockReading(rule, ClockState.NOT_STARTED, None, None, needs, (), people)
    due_ns, held = _find_due(rule, situation, started_ns)
    if held:
        return ClockReading(rule, ClockState.HELD, started_ns, None, "", [*entries, held], people)
    if rule.threshold is not None and people is None:
        return ClockReading(
            rule, ClockState.OPEN, started_ns, due_ns, "people_affected: their count", entries, people
        )
    late = due_ns is not None and situation.now_ns > due_ns
    return ClockReading(
        rule, ClockState.OVERDUE if late else ClockState.RUNNING, started_ns, due_ns, "", entries, people
    )


def _find_start(rule: Rule, record: CaseRecord) -> tuple[int | None, Sequence[str], str]:
    if rule.starts == "found":
        return _find_found(record)
    fact = record.find(Subject.EXFILTRATION)
    confirmed = fact is not None and record.get(Subject.EXFILTRATION, "state") == "confirmed"
    if fact is not None and confirmed and fact.status is FactStatus.KNOWN:
        return parse_given_time(fact.as_of), (fact.entry,), ""
    people = record.find(Subject.PEOPLE_AFFECTED)
    if people is not None and record.get(Subject.PEOPLE_AFFECTED, "count"):
        return parse_given_time(people.as_of), (people.entry,), ""
    return None, (), "exfiltration known as confirmed, or people_affected: that a breach was determined"


def _find_found(record: CaseRecord) -> tuple[int | None, Sequence[str], str]:
    fact = record.find(Subject.ENCRYPTION_EVENT)
    found = record.get(Subject.ENCRYPTION_EVENT, "found")
    if fact is not None and isinstance(found, str):
        try:
            return _place(found, fact.as_of), (fact.entry,), ""
        except InvalidTimeError:
            pass
    if fact is not None and record.get(Subject.ENCRYPTION_EVENT, "confirmed"):
        return parse_given_time(fact.as_of), (fact.entry,), ""
    return None, (), "encryption_event: when it was found"


def _place(found: str, as_of: str) -> int:
    """A day is its first moment, in the zone in which the fact was put down: so the deadline comes first."""
    zone = as_of[19:] if len(as_of) > 19 and len(found) == 10 else ""
    if zone.startswith("."):
        zone = zone.lstrip(".0123456789")
    return parse_given_time(f"{found}T00:00:00{zone}" if len(found) == 10 else found)


def _find_due(rule: Rule, situation: Situation, started_ns: int) -> tuple[int | None, str]:
    """When it is due, and the entry of the hold that stops the clock now."""
    holds = [hold for hold in situation.holds if hold.covers(rule)]
    for hold in holds:
        if hold.since_ns <= situation.now_ns and (hold.until_ns is None or hold.until_ns > situation.now_ns):
            return None, hold.entry
    if rule.seconds is None:
        return None, ""
    due_ns = started_ns + rule.seconds * NS_PER_S
    for hold in holds:
        assert hold.until_ns is not None
        if rule.after_hold_days is not None:
            due_ns = max(due_ns, hold.until_ns + rule.after_hold_days * PER_UNIT_S["days"] * NS_PER_S)
        elif hold.since_ns <= due_ns:
            due_ns += max(hold.until_ns - max(hold.since_ns, started_ns), 0)
    return due_ns, ""


def _count_people(rule: Rule, situation: Situation) -> int | None:
    residents = situation.residents
    if rule.threshold is not None and rule.threshold.of == "residents":
        return residents.get(rule.jurisdiction, 0) if residents is not None else None
    count = situation.record.get(Subject.PEOPLE_AFFECTED, "count")
    return int(count) if isinstance(count, int | float) else None


def _find_done(rule: Rule, situation: Situation) -> Sequence[str]:
    if rule.id in situation.filed:
        return (situation.filed[rule.id],)
    record = situation.record
    if rule.done_by == "letters":
        sent, fact = record.find(Subject.LETTERS_SENT), record.find(Subject.PEOPLE_AFFECTED)
        count, final = (record.get(Subject.PEOPLE_AFFECTED, name) for name in ("count", "final"))
        if sent and fact and isinstance(sent.value, int) and count and final and sent.value >= count:
            return (sent.entry, fact.entry)
        return ()
    reports = record.find(Subject.REPORTS)
    if reports is None or not isinstance(reports.value, Mapping):
        return ()
    for name, told in reports.value.items():
        names = list_agencies(str(name).replace("_", " ")) | {str(name).lower()}
        if rule.done_by in names and isinstance(told, Mapping) and told.get("filed"):
            return (reports.entry,)
    return ()
