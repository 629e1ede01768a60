"""How many people count for a rule: residents by the kinds of data that its statute names, or everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firstbell.ledger import Entry
from firstbell.notify.clocks.entries import NoticesPlanned
from firstbell.notify.clocks.rule import Rule
from firstbell.notify.kinds import find_unknown_kinds, name_kind, select_kinds
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# records of these kinds hold medical information as statutes mean it
_HEALTH = select_kinds(lambda words: words.is_medical)


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """People who live in one state, and what was taken of each. `kinds`: None where nobody said."""

    state: str
    people: int
    kinds: frozenset[str] | None = None

    def counts_for(self, rule: Rule) -> bool:
        """Whether the statute protects what was taken of them."""
        if "any" in rule.elements or not rule.elements or not self.kinds:
            return True
        named = {name_kind(kind) for kind in self.kinds}
        kinds = named | ({"health"} if named & _HEALTH else frozenset())
        return bool(kinds & {*rule.elements}) or bool(find_unknown_kinds(named))


def find_residents(entries: Iterable[Entry]) -> Sequence[CountedGroup] | None:
    """Who lives where, by the last plan of notices; None where there is no plan."""
    found: Sequence[CountedGroup] | None = None
    for _, body in NoticesPlanned.list_all(entries):
        found = read_groups(body.groups or body.by_state)
    return found


def read_groups(told: Mapping[str, object]) -> Sequence[CountedGroup]:
    """State -> how many, or a list of {kinds, people}."""
    groups: list[CountedGroup] = []
    for state, value in told.items():
        if isinstance(value, int):
            groups.append(CountedGroup(str(state), value))
            continue
        for one in value if isinstance(value, list | tuple) else ():
            kinds = frozenset(map(str, one.get("kinds") or ()))
            groups.append(CountedGroup(str(state), int(one.get("people", 0)), kinds or None))
    return groups


def count_state(groups: Sequence[CountedGroup] | None, state: str) -> int:
    """How many affected people live there, whatever was taken of them."""
    return sum(group.people for group in groups or () if group.state == state)


def count_people(rule: Rule, groups: Sequence[CountedGroup] | None, record: CaseRecord) -> int | None:
    """How many count for this rule; None where nobody has counted."""
    of = rule.threshold.of if rule.threshold else "residents" if rule.basis == "residence" else "all"
    if of == "impacted":
        return _count_impacted(rule, record)
    if of == "one_state":
        return _count_largest(rule, groups)
    if of == "residents":
        if groups is None:
            return None
        mine = (group for group in groups if group.state == rule.jurisdiction)
        return sum(group.people for group in mine if group.counts_for(rule))
    return _count_all(rule, groups, record)


def _count_largest(rule: Rule, groups: Sequence[CountedGroup] | None) -> int | None:
    """How many live in the state that has most of them."""
    if groups is None:
        return None
    states: Counter[str] = Counter()
    for group in groups:
        states[group.state] += group.people if group.counts_for(rule) else 0
    return max(states.values(), default=0)


def _count_all(rule: Rule, groups: Sequence[CountedGroup] | None, record: CaseRecord) -> int | None:
    told = record.get(Subject.PEOPLE_AFFECTED, "count")
    if not isinstance(told, int | float):
        return sum(group.people for group in groups if group.counts_for(rule)) if groups else None
    others = sum(group.people for group in groups or () if not group.counts_for(rule))
    return max(int(told) - others, 0)


def _count_impacted(rule: Rule, record: CaseRecord) -> int | None:
    """Lost access counts too: how many had data taken can only show that the threshold is met."""
    told = record.get(Subject.PEOPLE_IMPACTED, "count")
    taken = record.get(Subject.PEOPLE_AFFECTED, "count")
    counts = [int(one) for one in (told, taken) if isinstance(one, int | float)]
    if not isinstance(told, int | float) and not (
        counts and rule.threshold and rule.threshold.is_met(max(counts))
    ):
        return None
    return max(counts)
