"""The files of the law, one a jurisdiction: what is known of each cell, its rules, its sources."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files

import msgspec

from firstbell.notify.clocks.contents import load_contents
from firstbell.notify.clocks.rule import ENTITIES, STARTS, UNITS, LawSource, Rule, RuleError

FORMAT = 2
# the columns of docs/law.md; the last one starts no clock
DUTIES = ("individuals", "officers", "bureaus", "incident", "education", "ransom", "content")
# what is owed whoever holds the data of a resident; the others are owed by bodies of the state
OF_RESIDENTS = frozenset({"individuals", "officers", "bureaus"})
GRADES = ("V", "E", "D", "K", "?")
RUNS = frozenset({"V", "E"})
FEDERAL = "US"
UNKNOWN = "unknown"
ADDRESSEES: Mapping[str, str] = {
    "individuals": "the people affected",
    "attorney_general": "the Attorney General",
    "consumer_office": "the office of consumer affairs",
    "consumer_reporting_agencies": "the nationwide consumer reporting agencies",
    "incident_authority": "the state's cyber incident office",
    "state_police": "the State Police",
    "auditor": "the state auditor",
    "emergency_manager": "the local emergency manager",
    "homeland_security": "the state's Department of Homeland Security",
    "district_attorney": "the district attorney",
    "sheriff": "the sheriff",
    "education_agency": "the state's education agency",
    "governing_body": "the governing board",
    "hhs": "the U.S. Department of Health and Human Services",
    "ftc": "the Federal Trade Commission",
    "cisa": "CISA",
    "media": "prominent media outlets",
    "records": "the record of the student",
}


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of one column. `grade`: V, E, D, K or ?; `found`: `duty`, `none` or `unknown`.

    `says`: in words, for docs/law.md. `warns`: of a cell that was read, what of it was not.
    """

    grade: str
    found: str
    says: str
    sources: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()


class SubstituteThreshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From how many people, or which cost of letters in US dollars, on others may be told by other means.

    `source`: id of a source of the file, and where in it.
    """

    people: int
    cost_usd: float
    source: str
    section: str


class AttorneyGeneral(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where readers of letters find the Attorney General of a state; `unknown` where nobody has read it.

    `office`: the name of another office, where that one helps consumers and the Attorney General does not.
    `grade`: as of a cell. `note`: why an address is not given, or what else to know.
    """

    address: str
    phone: str
    site: str
    grade: str
    sources: tuple[str, ...] = ()
    note: str = ""
    office: str = ""

    @property
    def contact(self) -> str:
        """What is known, as a letter says it: "" without an address."""
        parts = (self.office, self.address, self.phone, self.site)
        known = [part for part in parts if part not in ("", UNKNOWN)]
        return ", ".join(known) if self.address != UNKNOWN else ""


class Jurisdiction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file. `zone`: IANA name, in which its days end. `amended`: when the law last changed, in words."""

    format: int
    jurisdiction: str
    name: str
    zone: str
    amended: str
    cells: Mapping[str, Cell]
    sources: tuple[LawSource, ...] = ()
    rules: tuple[Rule, ...] = ()
    substitute: SubstituteThreshold | None = None
    attorney_general: AttorneyGeneral | None = None

    def find_source(self, source_id: str) -> LawSource:
        """The source with this id. Raises: KeyError."""
        return {source.id: source for source in self.sources}[source_id]


@lru_cache(maxsize=1)
def load_law() -> Mapping[str, Jurisdiction]:
    """Every jurisdiction that comes with Firstbell, by its two letters. Raises: RuleError."""
    root = files("firstbell.notify").joinpath("rules")
    found = [root.joinpath("us-federal.toml"), *root.joinpath("us").iterdir()]
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in found if file.name.endswith(".toml")]
    law = [read_jurisdiction(text, name) for name, text in sorted(texts)]
    names = [rule.id for one in law for rule in one.rules]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise RuleError(f"rule {twice[0]} is there twice")
    return {one.jurisdiction: one for one in law}


def load_rules() -> tuple[Rule, ...]:
    """Every rule, by jurisdiction. Raises: RuleError."""
    return tuple(rule for one in load_law().values() for rule in one.rules)


def list_thresholds() -> tuple[SubstituteThreshold, ...]:
    """What the laws say of substitute notice. Raises: RuleError."""
    return tuple(one.substitute for one in load_law().values() if one.substitute is not None)


def find_attorney_general(state: str) -> AttorneyGeneral | None:
    """Where the Attorney General of a state is found, or the office that helps consumers in its place.

    None where nobody has read an address. Raises: RuleError.
    """
    law = load_law().get(state)
    return law.attorney_general if law and law.attorney_general and law.attorney_general.contact else None


def list_attorneys_general(states: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """What somebody has to look up before letters go out to these states, by what is known of their offices.

    `to_check`: states whose address was not read on the office's own page; `unknown`: those without one.

    Raises: RuleError.
    """
    offices = {state: one.attorney_general for state, one in load_law().items() if one.attorney_general}
    known = {state: offices[state] for state in sorted(states) if state in offices}
    return {
        "to_check": [state for state, one in known.items() if one.contact and one.grade not in RUNS],
        "unknown": [state for state, one in known.items() if not one.contact],
    }


def find_rule(rule_id: str) -> Rule:
    """The rule with this id. Raises: RuleError."""
    for rule in load_rules():
        if rule.id == rule_id:
            return rule
    raise RuleError(f"there is no rule {rule_id!r}", hint="`firstbell case clocks --all` lists them")


def name_addressee(rule: Rule) -> str:
    """Who must be told, in words."""
    return rule.name or ADDRESSEES[rule.to]


def read_jurisdiction(text: str, name: str) -> Jurisdiction:
    """The law of a file. Raises: RuleError for a blank cell, or a rule without its source."""
    try:
        raw = tomllib.loads(text)
        code = str(raw.get("jurisdiction", ""))
        raw["rules"] = [{"jurisdiction": code, **rule} for rule in raw.get("rules", [])]
        one = msgspec.convert(raw, Jurisdiction)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, TypeError, AttributeError) as error:
        raise RuleError(f"{name}: {error}") from None
    if one.format != FORMAT:
        raise RuleError(f"{name}: format {one.format} is not known", hint=f"this release reads {FORMAT}")
    for problem in _find_problems(one):
        raise RuleError(f"{name}: {problem}")
    return one


def _find_problems(one: Jurisdiction) -> Iterator[str]:
    sources = {source.id for source in one.sources}
    for duty in DUTIES:
        cell = one.cells.get(duty)
        if cell is None or not cell.says.strip() or cell.grade not in GRADES:
            yield f"cell {duty} is blank"
            return
        yield from _check_cell(one, duty, cell)
        yield from (f"cell {duty}: source {wanted} is not listed" for wanted in {*cell.sources} - sources)
    for source in one.sources:
        if not source.url.strip() or not _is_day(source.read):
            yield f"source {source.id} lacks its address, or the day on which it was read"
    if one.substitute is not None and one.substitute.source not in sources:
        yield f"substitute: source {one.substitute.source} is not listed"
    yield from _check_attorney_general(one, sources)
    for rule in one.rules:
        yield from (f"rule {rule.id}: {problem}" for problem in _check_rule(rule, sources))


def _check_attorney_general(one: Jurisdiction, sources: set[str]) -> Iterator[str]:
    office = one.attorney_general
    if office is None:
        if one.jurisdiction != FEDERAL:
            yield "attorney_general is blank: `unknown` is allowed"
        return
    if not (office.address and office.phone and office.site) or office.grade not in GRADES:
        yield "attorney_general has a blank field: `unknown` is allowed"
    if office.address != UNKNOWN and not office.sources:
        yield "attorney_general: an address names no source"
    yield from (f"attorney_general: source {wanted} is not listed" for wanted in {*office.sources} - sources)


def _check_cell(one: Jurisdiction, duty: str, cell: Cell) -> Iterator[str]:
    has_rules = any(rule.duty == duty for rule in one.rules)
    if has_rules and cell.grade not in RUNS:
        yield f"cell {duty} is of grade {cell.grade}: no clock may run by it"
    if cell.grade in RUNS and duty != "content":
        if cell.found == "duty" and not has_rules:
            yield f"cell {duty} was read and has no rule"
        if not cell.sources:
            yield f"cell {duty} was read and names no source"
    if cell.found not in ("duty", "none", "unknown"):
        yield f"cell {duty}: found is {cell.found!r}"


def _check_rule(rule: Rule, sources: set[str]) -> Iterator[str]:
    lacking = [
        field for field in ("title", "citation", "sources", "jurisdiction") if not getattr(rule, field)
    ]
    if lacking:
        yield f"it has no {', '.join(lacking)}"
    if not rule.terms and not rule.due:
        yield "it says neither how long it gives nor that no time is named"
    yield from (f"source {one} is not listed" for one in {*rule.sources} - sources)
    yield from (f"there is no unit {term.unit!r}" for term in rule.terms if term.unit not in UNITS)
    starts = {*rule.starts, *(start for term in rule.readings for start in term.starts)}
    yield from (f"there is no start {one!r}" for one in sorted(starts - STARTS))
    yield from (f"there is no entity {one!r}" for one in {*rule.bound, *rule.unclear} - {*ENTITIES, "any"})
    content = {*rule.required, *rule.forbidden} - {*load_contents()}
    yield from (f"there is no content {one!r}" for one in sorted(content))
    if rule.to not in ADDRESSEES or rule.duty not in DUTIES or rule.basis not in ("home", "residence"):
        yield "its addressee, duty or basis is not known"
    if rule.quote and hashlib.sha256(rule.quote.encode()).hexdigest() != rule.quote_sha256:
        yield "its quotation is not the one that was read: the SHA-256 differs"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
