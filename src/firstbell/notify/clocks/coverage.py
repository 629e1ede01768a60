"""What no rule covers, said aloud: cells of the law that nobody has read well enough to run a clock by."""

from __future__ import annotations

from collections.abc import Iterator

from firstbell.notify.clocks.clock import ClockReading, ClockState, UncoveredLaw, find_day
from firstbell.notify.clocks.rule import Rule, name_entity
from firstbell.notify.clocks.rules import DUTIES, FEDERAL, OF_RESIDENTS, RUNS, Cell, Jurisdiction, load_law
from firstbell.notify.clocks.situation import Situation

_SCHOOLS = frozenset({"school_district", "charter"})
_GRADES = {
    "D": "one dataset says",
    "K": "nobody has read the text; it is thought",
    "?": "nobody has read the text",
}


def list_gaps(situation: Situation) -> list[ClockReading]:
    """A line for each cell that concerns the case and runs no clock: `not_covered`, without a rule."""
    law = load_law()
    gaps: list[UncoveredLaw] = []
    for state in situation.states:
        if state not in law:
            gaps += _list_unknown(state)
        else:
            gaps += _list_cells(law[state], situation)
    return [
        ClockReading(
            rule=None,
            state=ClockState.NOT_COVERED,
            needs="counsel: whether a duty binds you here, and by when",
            people=situation.count_state(gap.jurisdiction) if situation.groups is not None else None,
            gap=gap,
        )
        for gap in gaps
    ]


def _list_unknown(state: str) -> Iterator[UncoveredLaw]:
    says = "no file of this law comes with Firstbell"
    if state == "unknown":
        says = "nobody knows where these people live: the law of their state may bind you"
    yield UncoveredLaw(state, "individuals", "?", says)


def _list_cells(one: Jurisdiction, situation: Situation) -> Iterator[UncoveredLaw]:
    is_home = one.jurisdiction in (situation.home, FEDERAL)
    for duty in DUTIES[:-1]:
        if not is_home and duty not in OF_RESIDENTS:
            continue
        cell = one.cells[duty]
        if cell.grade not in RUNS:
            yield UncoveredLaw(one.jurisdiction, duty, cell.grade, _GRADES[cell.grade] + _say(cell))
            continue
        yield from (UncoveredLaw(one.jurisdiction, duty, cell.grade, text) for text in cell.warns)
        yield from _list_unread(one, duty, situation)
        if one.jurisdiction != FEDERAL and not _has_answer(one, duty, situation):
            yield UncoveredLaw(
                one.jurisdiction, duty, cell.grade, _explain_gap(cell, situation, is_home=is_home)
            )
        elif later := _find_later(one, duty, situation):
            yield UncoveredLaw(one.jurisdiction, duty, cell.grade, f"{later}: {cell.says}")


def _say(cell: Cell) -> str:
    told = {"unknown": "", "none": " that there is no such duty"}
    return told.get(cell.says, f": {cell.says}")


def _list_unread(one: Jurisdiction, duty: str, situation: Situation) -> Iterator[UncoveredLaw]:
    """Duties that are known of by name alone."""
    for rule in one.rules:
        is_ours = rule.binds(situation.kind_of_entity) and situation.applies(rule) is not False
        if rule.duty == duty and rule.status == "unread" and is_ours:
            yield UncoveredLaw(one.jurisdiction, duty, "K", f"{rule.title}: {rule.due}")


def _has_answer(one: Jurisdiction, duty: str, situation: Situation) -> bool:
    """Whether what was read of the cell says something about this entity, here or from outside."""
    is_home = one.jurisdiction == situation.home
    if one.cells[duty].found == "none" and situation.kind_of_entity in _SCHOOLS:
        return True
    return any(is_home or rule.basis == "residence" for rule in _list_binding(one, duty, situation))


def _list_binding(one: Jurisdiction, duty: str, situation: Situation) -> list[Rule]:
    return [rule for rule in one.rules if rule.duty == duty and rule.binds(situation.kind_of_entity)]


def _find_later(one: Jurisdiction, duty: str, situation: Situation) -> str:
    """Why all that was read of the cell is silent about this event: it was made law afterwards. Else ""."""
    is_home = one.jurisdiction == situation.home
    binding = [rule for rule in _list_binding(one, duty, situation) if is_home or rule.basis == "residence"]
    day = find_day(situation, one.zone).isoformat()
    if not binding or any(rule.in_force <= day for rule in binding):
        return ""
    first = min(rule.in_force for rule in binding)
    return f"what was read became law on {first}, after this event; an older law may bind you"


def _explain_gap(cell: Cell, situation: Situation, *, is_home: bool) -> str:
    kind = name_entity(situation.kind_of_entity)
    if not is_home:
        return (
            f"what was read binds bodies of that state alone; another of its laws may bind you: {cell.says}"
        )
    return f"no rule that was read binds a {kind}: {cell.says}"
