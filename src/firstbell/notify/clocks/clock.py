"""The clocks of a case at a moment: started or not, running, held, overdue, done, or covered by no rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from firstbell.notify.clocks.counts import count_people
from firstbell.notify.clocks.deadlines import (
    DeadlineZone,
    apply_holds,
    day_of,
    find_running_hold,
    find_term_due,
)
from firstbell.notify.clocks.filings import find_closing
from firstbell.notify.clocks.rule import LawTerm, Rule
from firstbell.notify.clocks.rules import FEDERAL, load_law
from firstbell.notify.clocks.rulings import can_be_unbound
from firstbell.notify.clocks.situation import Situation
from firstbell.notify.clocks.starts import NEEDS, Trigger, find_trigger
from firstbell.record.facts import Subject

_PRESUPPOSED = {
    "hipaa": "whether you run a clinic or a self-insured health plan under HIPAA (fact entity: hipaa)",
    "title_iv": "whether you take part in federal student aid, Title IV (fact entity: title_iv)",
}


class ClockState(StrEnum):
    """Where a clock is."""

    NOT_STARTED = "not_started"
    BELOW = "below_threshold"
    OPEN = "threshold_unknown"
    RUNNING = "running"
    HELD = "held"
    OVERDUE = "overdue"
    DONE = "done"
    EXCUSED = "excused"
    NOT_BOUND = "not_bound"
    NOT_COVERED = "not_covered"


@dataclass(frozen=True, slots=True)
class DueReading:
    """What one source gives. `due_ns`: None where what starts it is not on the record."""

    term: LawTerm
    due_ns: int | None


@dataclass(frozen=True, slots=True)
class UncoveredLaw:
    """A cell of the law that nobody has read well enough. `duty`: its column; `says`: what is known of it."""

    jurisdiction: str
    duty: str
    grade: str
    says: str


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One clock. `rule`: None for a gap. `needs`: what it waits for; `entries`: what tells it.

    `people`: how many count for its rule. `started_before_ns`: what counsel's correction replaced.
    `held_until_ns`: when the hold ends, where that is known. `readings`: what each source gives.
    """

    rule: Rule | None
    state: ClockState
    started_ns: int | None = None
    due_ns: int | None = None
    needs: str = ""
    entries: Sequence[str] = ()
    people: int | None = None
    started_before_ns: int | None = None
    held_until_ns: int | None = None
    readings: Sequence[DueReading] = ()
    binding: str = "yes"
    trigger: Trigger | None = None
    gap: UncoveredLaw | None = None


def read_clocks(rules: Iterable[Rule], situation: Situation) -> list[ClockReading]:
    """Every clock that concerns the district, by when it is due; those without a time behind them."""
    known = list(rules)
    by_id = {rule.id: rule for rule in known}
    read = [_read(rule, situation, by_id) for rule in known if concerns(rule, situation)]
    return sorted(
        read, key=lambda one: (one.due_ns is None, one.due_ns or 0, one.rule.id if one.rule else "")
    )


def concerns(rule: Rule, situation: Situation) -> bool:
    """Whether a rule is about this district: of its own state, or of one in which affected people live."""
    if rule.status != "in_force" or not is_in_force(rule, situation):
        return False
    if not rule.binds(situation.kind_of_entity) or situation.applies(rule) is False:
        return False
    if rule.jurisdiction in (situation.home, FEDERAL):
        return True
    return rule.basis == "residence" and bool(situation.count_state(rule.jurisdiction))


def is_in_force(rule: Rule, situation: Situation) -> bool:
    """Whether the rule was law when the event was found; today, where none was."""
    day = find_day(situation, load_law()[rule.jurisdiction].zone)
    if rule.in_force and day.isoformat() < rule.in_force:
        return False
    return not rule.expires or day.isoformat() < rule.expires


def find_day(situation: Situation, zone: str) -> date:
    """The day on which the event was found; today, where none was. `zone`: an IANA name."""
    event = situation.event
    return (event.day or day_of(event.at_ns, zone)) if event else day_of(situation.now_ns, zone)


def _read(rule: Rule, situation: Situation, by_id: Mapping[str, Rule]) -> ClockReading:
    trigger = find_trigger(rule.starts, situation.facts, situation.corrections)
    people = count_people(rule, situation.groups, situation.record)
    due_ns, readings, held = _find_due(rule, situation, by_id)
    plain = ClockReading(
        rule=rule,
        state=ClockState.RUNNING,
        started_ns=trigger.moment.at_ns if trigger else None,
        due_ns=due_ns,
        entries=trigger.moment.entries if trigger else (),
        people=people,
        started_before_ns=trigger.before_ns if trigger else None,
        readings=readings,
        binding=_find_binding(rule, situation),
        trigger=trigger,
    )
    return _judge(plain, rule, situation, held=held)


def _judge(
    plain: ClockReading, rule: Rule, situation: Situation, *, held: tuple[str, int | None] | None
) -> ClockReading:
    """The state of a clock whose start and end are known."""
    settled = _find_settled(plain, rule, situation)
    if settled is not None:
        return settled
    if _is_below(rule, plain.people):
        return replace(plain, state=ClockState.BELOW, due_ns=None)
    if situation.applies(rule) is None:
        needs = _PRESUPPOSED[rule.when]
        return replace(plain, state=ClockState.NOT_STARTED, due_ns=None, needs=needs)
    if plain.started_ns is None:
        needs = "; or ".join(dict.fromkeys(NEEDS[start] for start in rule.starts))
        return replace(plain, state=ClockState.NOT_STARTED, due_ns=None, needs=needs)
    if held is not None:
        entry, until_ns = held
        entries = (*plain.entries, entry)
        return replace(plain, state=ClockState.HELD, due_ns=None, entries=entries, held_until_ns=until_ns)
    if rule.threshold is not None and plain.people is None:
        what = "impacted" if rule.threshold.of == "impacted" else "affected"
        return replace(plain, state=ClockState.OPEN, needs=f"how many people are {what} (fact people_{what})")
    is_late = plain.due_ns is not None and situation.now_ns > plain.due_ns
    return replace(plain, state=ClockState.OVERDUE if is_late else ClockState.RUNNING)


def _find_settled(plain: ClockReading, rule: Rule, situation: Situation) -> ClockReading | None:
    """Done, or found by counsel not to apply."""
    done = _find_done(rule, situation)
    if done:
        return replace(plain, state=ClockState.DONE, due_ns=None, entries=done)
    finding = situation.findings.get(rule.id)
    if finding is not None and finding.says == "no_harm" and rule.harm != "none":
        return replace(plain, state=ClockState.EXCUSED, due_ns=None, entries=(finding.entry,))
    if finding is not None and finding.says == "not_bound" and can_be_unbound(rule):
        return replace(plain, state=ClockState.NOT_BOUND, due_ns=None, entries=(finding.entry,))
    return None


def _find_binding(rule: Rule, situation: Situation) -> str:
    """Whether it binds: in question until counsel says so."""
    finding = situation.findings.get(rule.id)
    if finding and finding.says == "bound":
        return "yes"
    is_outside = rule.jurisdiction not in (situation.home, FEDERAL)
    return "unclear" if is_outside and rule.outside == "unclear" else rule.binds(situation.kind_of_entity)


def _is_below(rule: Rule, people: int | None) -> bool:
    if people is None:
        return False
    if rule.threshold is not None:
        return not rule.threshold.is_met(people)
    return bool(rule.elements) and people == 0


def _find_due(
    rule: Rule, situation: Situation, by_id: Mapping[str, Rule]
) -> tuple[int | None, Sequence[DueReading], tuple[str, int | None] | None]:
    """(when it is due, what each source gives, the hold that stops it now: its entry and end)."""
    readings = []
    trigger = find_trigger(rule.starts, situation.facts, situation.corrections)
    holds = [hold for hold in situation.holds if hold.covers(rule)]
    law = load_law()[rule.jurisdiction]
    where = DeadlineZone(law.zone, "" if rule.jurisdiction == FEDERAL else rule.jurisdiction)
    for term in rule.terms:
        mine = find_trigger(term.starts or rule.starts, situation.facts, situation.corrections)
        due_ns = None
        if mine is not None:
            # a day that is told without a time may begin after a moment of the day before it
            due_ns = min(find_term_due(term, moment, where) for moment in mine.kept)
            due_ns = apply_holds(due_ns, holds, started_ns=mine.moment.at_ns, rule=rule, where=where)
        readings.append(DueReading(term, due_ns))
    dues = [one.due_ns for one in readings if one.due_ns is not None]
    dues += _find_limits(rule, situation, by_id) if trigger is not None else []
    running = find_running_hold(holds, situation.now_ns)
    held = (running.entry, running.until_ns) if running else None
    return min(dues, default=None), readings, held


def _find_limits(rule: Rule, situation: Situation, by_id: Mapping[str, Rule]) -> list[int]:
    """When people are told: a duty that comes before, or with it, is due then."""
    if not rule.limit:
        return []
    told = find_trigger(("people_told",), situation.facts, situation.corrections)
    dues = [told.moment.at_ns] if told else []
    for name in rule.limits:
        other = by_id.get(name)
        if other is not None and concerns(other, situation):
            due_ns, _, _ = _find_due(other, situation, by_id)
            dues += [] if due_ns is None else [due_ns]
    return dues


def _find_done(rule: Rule, situation: Situation) -> Sequence[str]:
    if rule.id in situation.filed:
        return (situation.filed[rule.id],)
    record = situation.record
    if rule.to == "individuals" and rule.stage == "first":
        sent, fact = record.find(Subject.LETTERS_SENT), record.find(Subject.PEOPLE_AFFECTED)
        count, final = (record.get(Subject.PEOPLE_AFFECTED, name) for name in ("count", "final"))
        if sent and fact and isinstance(sent.value, int) and count and final and sent.value >= count:
            return (sent.entry, fact.entry)
        return ()
    closing = find_closing(rule, situation, lambda other: concerns(other, situation))
    return (closing,) if closing else ()
