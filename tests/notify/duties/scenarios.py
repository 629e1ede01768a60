"""Scenarios of duties: a line of JSON becomes ledger entries, read as `case clocks --json` reads them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from firstbell.base.clock import format_time, parse_given_time
from firstbell.ledger import Entry, EntryDraft
from firstbell.notify.clocks.clock import concerns, read_clocks
from firstbell.notify.clocks.coverage import list_gaps
from firstbell.notify.clocks.description import describe_clock
from firstbell.notify.clocks.entries import NoticesPlanned
from firstbell.notify.clocks.filings import choose_rule
from firstbell.notify.clocks.rule import Rule
from firstbell.notify.clocks.rules import find_rule, load_law, load_rules
from firstbell.notify.clocks.rulings import (
    draft_correction,
    draft_filing,
    draft_finding,
    draft_hold,
)
from firstbell.notify.clocks.situation import LegalStatus, Situation, situate
from firstbell.notify.statements.record import make_record
from firstbell.record.facts import Fact, FactStatus, Subject

FOLDER = Path(__file__).parent
_SELECTORS = {
    "jurisdiction": "jurisdiction",
    "to": "addressee",
    "duty": "duty",
    "stage": "stage",
    "rule": "rule",
}
_FIELDS = {
    "name", "home", "times", "facts", "residents", "holds", "filed", "corrections", "decisions", "now",
    "expect", "absent",
}  # fmt: skip
_SUBJECTS = {"found": (Subject.ENCRYPTION_EVENT, "found")} | {
    name: (Subject.RANSOM, f"{name[7:]}_at") for name in ("ransom_demanded", "ransom_paid")
}


def list_scenarios(folder: Path = FOLDER) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(file and line, scenario) of every line of every file."""
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                scenario = json.loads(line)
                strange = set(scenario) - _FIELDS
                assert not strange, f"{path.name}:{number}: there is no field {strange}"
                yield f"{path.name}:{number}", scenario


class Story:
    """The entries of a scenario, one after another. `zone`: IANA name of the district's zone."""

    def __init__(self, zone: str) -> None:
        self.zone = zone
        self.entries: list[Entry] = []
        self.facts: list[Fact] = []

    def place(self, told: str) -> str:
        """A time with its offset; a day stays a day."""
        if len(told) == 10:
            return told
        moment = datetime.fromisoformat(told)
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(self.zone))).isoformat()

    def fix(self, told: str) -> str:
        """A time with its offset; a day is its first moment in the district's zone."""
        return self.place(f"{told}T00:00:00" if len(told) == 10 else told)

    def add(self, draft: EntryDraft) -> None:
        """Put an entry down, a second after the one before."""
        at = len(self.entries)
        time = f"2020-01-01T00:{at // 60:02d}:{at % 60:02d}Z"
        self.entries.append(
            Entry(at, time, draft.kind, "a", draft.body, tuple(draft.refs), "", f"entry-{at:02d}")
        )

    def know(self, subject: str, value: Any, as_of: str, status: str = "known") -> None:
        """Put a fact down."""
        at = len(self.facts)
        recorded = f"2019-01-01T00:{at // 60:02d}:{at % 60:02d}Z"
        fact = Fact(
            subject, FactStatus(status), value, self.fix(as_of), "", f"fact-{at:02d}", recorded, supports=True
        )
        self.facts.append(fact)


def read_scenario(scenario: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The clocks of a scenario, as objects of JSON."""
    situation = make_situation(scenario)
    read = [*read_clocks(load_rules(), situation), *list_gaps(situation)]
    return [describe_clock(one, situation) for one in read]


def make_situation(scenario: Mapping[str, Any]) -> Situation:
    """What a scenario's entries tell."""
    home = scenario["home"]
    law = load_law().get(home["state"])
    standing = LegalStatus(home["state"], home.get("entity", "school_district"), home.get("zone", ""))
    story = Story(standing.zone or (law.zone if law else "America/Chicago"))
    _know(story, scenario)
    now_ns = parse_given_time(story.fix(scenario["now"]))
    _rule(story, scenario, standing, now_ns)
    return _situate(story, standing, now_ns)


def _situate(story: Story, standing: LegalStatus, now_ns: int) -> Situation:
    facts = sorted(story.facts, key=lambda fact: parse_given_time(fact.as_of))
    return situate(story.entries, make_record(facts), facts, standing=standing, now_ns=now_ns)


def list_stated(scenario: Mapping[str, Any], story: Story) -> Iterator[dict[str, Any]]:
    """The facts of a scenario in the order in which they are put down: subject, value, as_of, status."""
    home = scenario["home"]
    entity = {name: home[name] for name in ("hipaa", "title_iv") if home.get(name) is not None}
    if entity:
        yield {"subject": Subject.ENTITY, "value": entity, "as_of": "2020-01-01", "status": "known"}
    for name, told in scenario.get("times", {}).items():
        subject, field = _SUBJECTS.get(name, (Subject.INCIDENT, name))
        for time in told if isinstance(told, list) else [told]:
            yield {"subject": subject, "value": {field: story.place(time)}, "as_of": time, "status": "known"}
    for fact in scenario.get("facts", ()):
        yield {"value": None, "status": "known", **fact}


def _know(story: Story, scenario: Mapping[str, Any]) -> None:
    for fact in list_stated(scenario, story):
        story.know(fact["subject"], fact["value"], fact["as_of"], fact["status"])


def _rule(story: Story, scenario: Mapping[str, Any], standing: LegalStatus, now_ns: int) -> None:
    if "residents" in scenario:
        counts = {
            state: told if isinstance(told, int) else sum(one["people"] for one in told)
            for state, told in scenario["residents"].items()
        }
        body = {"by_state": counts, "groups": scenario["residents"]}
        story.add(EntryDraft(NoticesPlanned.KIND, body))
    for hold in scenario.get("holds", ()):
        since, until = _utc(story, hold["since"]), hold.get("until")
        rules = tuple(hold.get("rules", ()))
        end = _utc(story, until) if until else None
        story.add(draft_hold(hold["agency"], "an active case", since=since, rules=rules, until=end))
    for one in scenario.get("corrections", ()):
        at = story.place(one["at"]) if one["at"] else None
        story.add(draft_correction(one["start"], at, one["why"], role="counsel"))
    for one in scenario.get("decisions", ()):
        rule = _choose(one, _situate(story, standing, now_ns))
        told = one.get("consulted", "")
        story.add(draft_finding(rule, one["finding"], one["why"], consulted=told, role="counsel"))
    for one in scenario.get("filed", ()):
        rule = _choose(one, _situate(story, standing, now_ns))
        story.add(draft_filing(rule, "", addressee=rule.to, at=_utc(story, one["at"])))


def _utc(story: Story, told: str) -> str:
    return format_time(parse_given_time(story.fix(told)))


def _choose(told: Mapping[str, Any], situation: Situation) -> Rule:
    """The rule that is named by its id, or by whose law it is and whom it is owed to."""
    if "rule" in told:
        return find_rule(told["rule"])
    found = [
        rule
        for rule in load_rules()
        if (rule.jurisdiction, rule.to) == (told["jurisdiction"], told["to"])
        and rule.duty == told.get("duty", rule.duty)
        and rule.stage == told.get("stage", "first")
        and concerns(rule, situation)
    ]
    if len(found) == 1:
        return found[0]
    return choose_rule(f"{told['to']} of {told['jurisdiction']}", found)


def find_faults(scenario: Mapping[str, Any], clocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is expected and not there, and what is there and must not be."""
    story = Story(make_situation(scenario).own_zone)
    faults = []
    for wanted in scenario["expect"]:
        chosen = [one for one in clocks if _selects(wanted, one)]
        if not any(_meets(wanted, one, story) for one in chosen):
            shown = [{name: _show(one, name) for name in wanted} for one in chosen]
            faults.append(f"expected {json.dumps(wanted)}, got {json.dumps(shown)}")
    for unwanted in scenario.get("absent", ()):
        # what nobody has read is no rule: a line about it is not the line that must not be there
        chosen = [one for one in clocks if one["rule"] is not None and _selects(unwanted, one)]
        faults += [f"{one['rule']} ({one['state']}) must not be there" for one in chosen]
    return faults


def _selects(wanted: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    return all(
        one.get(name, "first" if name == "stage" else None) == wanted[told]
        for told, name in _SELECTORS.items()
        if told in wanted
    )


def _show(one: Mapping[str, Any], name: str) -> Any:
    return one.get(_SELECTORS.get(name, name))


def _meets(wanted: Mapping[str, Any], one: Mapping[str, Any], story: Story) -> bool:
    for name, value in wanted.items():
        if name in _SELECTORS:
            continue
        told = one.get(name)
        if name in ("required", "forbidden"):
            if not set(value) <= set(told or ()):
                return False
        elif name in ("due", "started") and value is not None:
            if told is None or _moment(told) != _moment(story.fix(value)):
                return False
        elif told != value:
            return False
    return True


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told).astimezone(UTC)
