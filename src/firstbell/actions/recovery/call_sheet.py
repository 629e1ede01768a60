"""Whom to call when an event is found: the district's people, the insurer, the state's offices, the FBI."""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from firstbell.desk import Configuration
from firstbell.ledger.roles import ROLES
from firstbell.notify.clocks.rule import Rule
from firstbell.notify.clocks.rules import load_law, name_addressee

UNKNOWN = "unknown"
_WIDTH, _INDENT = 69, " " * 7
# filled in by hand, where nobody wrote down how to reach them
_BLANK = "number: ______________________________"
_OFFICES = frozenset(
    (
        "incident_authority", "state_police", "homeland_security", "emergency_manager", "auditor",
        "education_agency",
    )
)  # fmt: skip
_FBI_HINT = (
    "look the office and its number up at https://www.fbi.gov/contact-us/field-offices and write them "
    'down as a [[contact]] of kind "fbi"; report at https://www.ic3.gov too'
)


@dataclass(frozen=True, slots=True)
class Callee:
    """One line of the sheet. `reach`: `unknown` where nobody wrote it down. `why`: what the call is for."""

    who: str
    part: str
    reach: str
    why: str

    @property
    def title(self) -> str:
        """Who it is, for people.

        >>> Callee(UNKNOWN, "counsel", UNKNOWN, "").title
        'counsel: nobody is named'
        """
        if self.who != UNKNOWN:
            return f"{self.who} ({self.part})"
        return "state authority: ask counsel" if self.part == "authority" else f"{self.part}: nobody is named"

    def describe(self) -> dict[str, str]:
        """The fields of `respond --json`."""
        return {
            "message_type": "call",
            "who": self.who,
            "part": self.part,
            "reach": self.reach,
            "why": self.why,
        }


def make_call_sheet(configuration: Configuration) -> list[Callee]:
    """Everybody to call, in the order in which to call them."""
    return [
        *_list_people(configuration),
        *_list_contacts(configuration),
        *_list_offices(configuration),
        *_list_fbi(configuration),
    ]


def _list_people(configuration: Configuration) -> Iterator[Callee]:
    for person in sorted(configuration.person, key=lambda one: ROLES.index(one.role)):
        reach = " or ".join(filter(None, (person.reach, person.email))) or UNKNOWN
        yield Callee(person.name, person.role, reach, "has a part in this")
    named = {person.role for person in configuration.person}
    for role in ("director", "technician", "counsel"):
        if role not in named:
            yield Callee(UNKNOWN, role, UNKNOWN, "nobody is named for this part in firstbell.toml")


def _list_contacts(configuration: Configuration) -> Iterator[Callee]:
    for contact in configuration.contact:
        if contact.kind != "fbi":
            yield Callee(
                contact.name,
                contact.kind,
                contact.reach or UNKNOWN,
                contact.note or "was written down for this",
            )
    if all(contact.kind != "insurer" for contact in configuration.contact):
        yield Callee(
            UNKNOWN,
            "insurer",
            UNKNOWN,
            "a policy often asks for a call before anything else; none is written down",
        )


def _list_offices(configuration: Configuration) -> Iterator[Callee]:
    """The offices that the state's law names for schools, each once, with its time."""
    law = load_law().get(configuration.district.state)
    told: set[str] = set()
    for rule in law.rules if law else ():
        name = name_addressee(rule)
        if (
            rule.to in _OFFICES
            and rule.binds("school_district")
            and rule.status == "in_force"
            and name not in told
        ):
            told.add(name)
            yield Callee(
                name, "authority", rule.form or UNKNOWN, f"{rule.title}: {_say_time(rule)} ({rule.citation})"
            )
    if not told:
        yield Callee(
            UNKNOWN,
            "authority",
            UNKNOWN,
            f"no such duty was read in the law of {configuration.district.state}; ask counsel",
        )


def _say_time(rule: Rule) -> str:
    if rule.amount is None:
        return rule.due or "no time was read"
    return f"within {rule.amount} {rule.unit.replace('_', ' ')}"


def _list_fbi(configuration: Configuration) -> Iterator[Callee]:
    written = [contact for contact in configuration.contact if contact.kind == "fbi"]
    for contact in written:
        yield Callee(contact.name, "FBI", contact.reach or UNKNOWN, contact.note or "report the crime")
    if not written:
        cities = _load_offices().get(configuration.district.state, [])
        where = f"FBI field office {' or '.join(cities)}" if cities else UNKNOWN
        yield Callee(where, "FBI", UNKNOWN, _FBI_HINT)


@cache
def _load_offices() -> dict[str, list[str]]:
    told = tomllib.loads(files("firstbell.desk").joinpath("fbi.toml").read_text(encoding="utf-8"))
    offices: dict[str, list[str]] = told["offices"]
    return offices


def render_sheet(callees: list[Callee], *, district: str, title: str, lines: list[str]) -> str:
    """The sheet as a page of text that prints anywhere. `lines`: what was done, and what comes next."""
    parts = [
        f"{district}: {title}",
        "=" * 72,
        "",
        "CALL, in this order. With mail and phones down use what stands here.",
        "",
    ]
    for number, one in enumerate(callees, start=1):
        reach = _BLANK if one.reach == UNKNOWN else one.reach
        why = textwrap.wrap(one.why, _WIDTH, break_on_hyphens=False, break_long_words=False)
        parts += [
            f"[ ] {number}. {one.title}",
            f"{_INDENT}{reach}",
            *(f"{_INDENT}{line}" for line in why),
            "",
        ]
    return "\n".join([*parts, *lines]) + "\n"
