"""The clocks of a case: what is due to whom by when, what one rule says, what the record leaves unclear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from firstbell.actions.case.record import find_situation
from firstbell.actions.desk.district import DistrictOutline
from firstbell.base.clock import format_time
from firstbell.case.case import Case
from firstbell.notify.clocks.clock import ClockReading, ClockState, concerns, read_clocks
from firstbell.notify.clocks.coverage import list_gaps
from firstbell.notify.clocks.description import describe_clock, explain_rule
from firstbell.notify.clocks.filings import AmbiguousFilingError, Unclear, list_meant, list_unclear
from firstbell.notify.clocks.former import TellingOnce, list_changed
from firstbell.notify.clocks.rules import find_rule, load_law, load_rules
from firstbell.notify.clocks.situation import Situation


@dataclass(frozen=True, slots=True)
class ClocksRequest:
    """Which clocks. `as_of`: as they stood at that time, of a day at its end; None for now.

    `tells_changes`: deadlines that the release before this one showed otherwise are told, once in a case's
    life, and are told then: a page that only looks leaves it out.
    """

    district: DistrictOutline
    as_of: str | None = None
    tells_changes: bool = False


@dataclass(frozen=True, slots=True)
class ClockList:
    """The clocks of a case, the next one due first, and what of the law nobody has read."""

    situation: Situation
    readings: Sequence[ClockReading]
    gaps: Sequence[ClockReading]
    unclear: Sequence[Unclear]
    changed: dict[str, str]

    @property
    def unapproved(self) -> int:
        """How many of the rules counsel has not approved as they stand."""
        return sum(
            one.rule is not None and one.rule.sha256 not in self.situation.approved for one in self.readings
        )

    def describe_each(self) -> list[dict[str, Any]]:
        """The fields of each, as `case clocks --json` gives them."""
        return [
            describe_clock(one, self.situation)
            | {"due_before": self.changed.get(one.rule.id if one.rule else "")}
            for one in [*self.readings, *self.gaps]
        ]

    def describe_unclear(self) -> list[dict[str, Any]]:
        """What was filed under a name that could close several clocks."""
        return [
            {
                "message_type": "unclear_filing",
                "name": filing.name,
                "entry": filing.entry,
                "rules": [rule.id for rule in filing.rules],
            }
            for filing in self.unclear
        ]

    def describe(self) -> dict[str, Any]:
        """What they come to."""
        states = [one.state for one in self.readings]
        due = [
            one.due_ns for one in self.readings if one.state is ClockState.RUNNING and one.due_ns is not None
        ]
        groups = self.situation.groups
        return {
            "clocks": len(self.readings) + len(self.gaps),
            "overdue": states.count(ClockState.OVERDUE),
            "held": states.count(ClockState.HELD),
            "done": states.count(ClockState.DONE),
            "not_covered": len(self.gaps),
            "unapproved": self.unapproved,
            "next": format_time(due[0]) if due else None,
            "residents_counted": groups is not None,
            "residents_unknown": self.situation.count_state("unknown") if groups is not None else None,
            "unclear_filings": len(self.unclear),
        }


def list_clocks(case: Case, request: ClocksRequest) -> ClockList:
    """The clocks of a case. Raises: InvalidTimeError; what reading its ledger raises."""
    situation = find_situation(case, request.district, request.as_of)
    readings = read_clocks(load_rules(), situation)
    return ClockList(
        situation=situation,
        readings=readings,
        gaps=list_gaps(situation),
        unclear=list_unclear(situation, lambda rule: concerns(rule, situation)),
        changed=_find_changed(case, readings, situation) if request.tells_changes else {},
    )


def _find_changed(case: Case, readings: Sequence[ClockReading], situation: Situation) -> dict[str, str]:
    """Rule -> the deadline that the release before showed, for those that nobody was told of yet."""
    once = TellingOnce(case.folder.path / "notices" / "clocks-changed")
    changed = {rule: format_time(due_ns) for rule, due_ns in list_changed(readings, situation).items()}
    return {rule: due for rule, due in changed.items() if once.is_new(rule)}


def list_other_rules(shown: ClockList) -> list[dict[str, Any]]:
    """The rules of every law that do not concern the case. `jurisdiction`: a state, or US."""
    concerned = {one.rule.id for one in shown.readings if one.rule}
    return [
        {
            "message_type": "rule",
            "rule": rule.id,
            "title": rule.title,
            "source": law.find_source(rule.sources[0]).url,
            "jurisdiction": rule.jurisdiction,
        }
        for law in load_law().values()
        for rule in law.rules
        if rule.id not in concerned
    ]


@dataclass(frozen=True, slots=True)
class RuleExplanation:
    """One rule in words, heading and text, and its clock where it concerns the case."""

    rule_id: str
    clock: dict[str, Any] | None
    lines: Sequence[tuple[str, str]]

    def describe(self) -> dict[str, Any]:
        """The fields, as `case clocks explain --json` gives them."""
        lines = [{"heading": heading, "text": text} for heading, text in self.lines]
        return {"rule": self.rule_id, "clock": self.clock, "lines": lines}


def explain_clock(case: Case, rule_id: str, request: ClocksRequest) -> RuleExplanation:
    """A rule's words, where they stand, the facts it leans on, what would change it.

    Raises: RuleError for a rule that there is none of; as `list_clocks`.
    """
    find_rule(rule_id)
    situation = find_situation(case, request.district, request.as_of)
    read = {one.rule.id: one for one in read_clocks(load_rules(), situation) if one.rule}
    reading = read.get(rule_id)
    clock = describe_clock(reading, situation) if reading else None
    return RuleExplanation(rule_id, clock, tuple(explain_rule(rule_id, situation, reading)))


def refuse_unclear_reports(case: Case, value: object, district: DistrictOutline) -> None:
    """Refuse a fact of reports that names one that could be of several duties.

    Raises: AmbiguousFilingError.
    """
    if not isinstance(value, dict):
        return
    situation = find_situation(case, district)
    for name, told in value.items():
        meant = list_meant(str(name).replace("_", " "), lambda rule: concerns(rule, situation))
        if len(meant) > 1 and isinstance(told, dict) and told.get("filed"):
            raise AmbiguousFilingError(str(name), meant)
