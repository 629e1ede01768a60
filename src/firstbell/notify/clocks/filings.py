"""What was filed: each filing closes one duty, or none where several bear the name that it gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from firstbell.notify.clocks.rule import Rule
from firstbell.notify.clocks.rules import FEDERAL, find_rule, load_law, load_rules, name_addressee
from firstbell.notify.clocks.situation import Situation
from firstbell.notify.errors import NotifyError
from firstbell.notify.statements.language.names import list_agencies
from firstbell.record.facts import Fact, FactStatus, Subject

Concerns = Callable[[Rule], bool]
_WORDS = re.compile(r"[a-z0-9]+")
_CODE = re.compile(r"\b[A-Z]{2}\b")
_OFFICE = r"(?:AG|FBI|CISA|POLICE|SHERIFF|GENERAL|OFFICE|CENTER|DEPARTMENT|AGENCY)"
# codes that are words besides, where they are surely the word. In doubt they are the state: a filing with the
# office of another state closes nothing
_SAID = (
    re.compile(r"^\W*OK(?=\s*[,.;!]|\s+(?:from|by|to|that|we|it|given|got|per|for|then|now|as)\b)"),
    re.compile(r"\b(?:an?|the|their|its|final|written|gave|got|gives|says?|said|was|is|all) OK\b"),
    re.compile(rf"\b{_OFFICE}\s+IN(?=\s+[A-Z]{{3}})"),
    re.compile(rf"\b{_OFFICE}\s+OR(?=\s+(?:THE\s+)?(?:STATE\s+|ATTORNEY\s+)?{_OFFICE}\b)"),
)


class AmbiguousFilingError(NotifyError):
    """A filing that could be of several duties. `rules`: those to choose from."""

    code = "usage.filing"

    def __init__(self, name: str, rules: Sequence[Rule]) -> None:
        listed = "; ".join(f"{rule.id} ({rule.jurisdiction}, {name_addressee(rule)})" for rule in rules)
        none = "is owed nothing in this case; the nearest duty is"
        problem = f"could be any of {len(rules)} duties" if len(rules) > 1 else none
        super().__init__(
            f"{name!r} {problem}: {listed}",
            hint="name the rule: `firstbell case clocks filed RULE`; or the district's state: --home STATE",
        )
        self.rules = tuple(rules)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A filing that closes nothing until counsel says which duty it was. `rules`: those it could be."""

    name: str
    entry: str
    rules: Sequence[Rule]


def matches(rule: Rule, name: str) -> bool:
    """Whether a rule's addressee is called so: by its class, its own name, or as people call such offices."""
    plain = " ".join(_WORDS.findall(name.lower()))
    called = {rule.to.replace("_", " "), rule.name.lower(), rule.agency, name_addressee(rule).lower()}
    called = {" ".join(_WORDS.findall(one.lower())) for one in called if one}
    named = find_state(name)
    if named and named != rule.jurisdiction:
        return False
    if plain in called or (rule.agency and rule.agency in _list_agencies(plain)):
        return True
    return any(f" {one} " in f" {plain} " for one in called if one != "people")


@lru_cache(maxsize=256)
def _list_agencies(plain: str) -> frozenset[str]:
    return frozenset(list_agencies(plain))


@lru_cache(maxsize=256)
def find_state(name: str) -> str:
    """The jurisdiction that a name of an office names, "" for none."""
    padded = f" {' '.join(_WORDS.findall(name.lower()))} "
    found = [
        code for code, law in load_law().items() if f" {law.name.lower()} " in padded and code != FEDERAL
    ]
    # "West Virginia" names Virginia too
    longest = sorted(found, key=lambda code: -len(load_law()[code].name))
    if longest:
        return longest[0]
    for said in _SAID:
        name = said.sub(lambda match: match[0].lower(), name)
    codes = [word for word in _CODE.findall(name) if word in load_law() and word != "AG"]
    return codes[0] if codes else ""


def choose_rule(name: str, concerned: Iterable[Rule]) -> Rule:
    """The one duty that is named, by a rule's id or an addressee.

    Raises: AmbiguousFilingError where that is not one; RuleError where nobody is called so.
    """
    for rule in load_rules():
        if rule.id == name:
            return rule
    found = [rule for rule in concerned if matches(rule, name)]
    if len(found) == 1:
        return found[0]
    listed = found or [rule for rule in load_rules() if matches(rule, name)]
    if listed:
        raise AmbiguousFilingError(name, listed)
    return find_rule(name)


def find_closing(rule: Rule, situation: Situation, concerned: Concerns) -> str:
    """The entry of a report among the facts that closes this rule and no other; "" for none."""
    for name, fact in _list_reports(situation.record.find(Subject.REPORTS)):
        if matches(rule, name) and len(list_meant(name, concerned)) == 1:
            return fact.entry
    return ""


def list_unclear(situation: Situation, concerned: Concerns) -> list[Unclear]:
    """What was filed and closes nothing, or less than its words say: for counsel to settle."""
    unclear = []
    for name, fact in _list_reports(situation.record.find(Subject.REPORTS)):
        meant = [rule for rule in list_meant(name, concerned) if rule.id not in situation.filed]
        if len(meant) > 1:
            unclear.append(Unclear(name, fact.entry, meant))
    for filing in situation.filings:
        others = _list_split(filing.rule) if not filing.names_addressee else []
        if others:
            unclear.append(Unclear(filing.rule, filing.entry, others))
    return unclear


def list_meant(name: str, concerned: Concerns) -> list[Rule]:
    """The duties to authorities that a report under this name could be of."""
    return [
        rule for rule in load_rules() if rule.to != "individuals" and matches(rule, name) and concerned(rule)
    ]


def _list_split(rule_id: str) -> list[Rule]:
    """The duties that an earlier release had under one id, where it had more than one."""
    return [rule for rule in load_rules() if rule_id in _FORMER.get(rule.id, ())]


# the Attorney General kept the id of a rule that named three addressees
_FORMER: Mapping[str, tuple[str, ...]] = {
    "az-18-552-homeland-security": ("az-18-552-authorities",),
    "az-18-552-consumer-reporting-agencies": ("az-18-552-authorities",),
}


def _list_reports(fact: Fact | None) -> Iterator[tuple[str, Fact]]:
    if fact is None or fact.status is FactStatus.UNKNOWN or not isinstance(fact.value, Mapping):
        return
    for name, told in fact.value.items():
        if isinstance(told, Mapping) and told.get("filed"):
            yield str(name).replace("_", " "), fact
