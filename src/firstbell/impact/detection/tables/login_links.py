"""User names with what opens them, as links of those whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from firstbell.impact.detection.kinds import DataKind
from firstbell.impact.detection.passages.unit import Unit
from firstbell.impact.detection.results import CERTAIN, PROBABLE, Keeper, PersonLink
from firstbell.impact.detection.sources import Source, trace_alike
from firstbell.impact.detection.tables.logins import (
    Login,
    find_alone,
    find_logins,
    find_named,
    find_noted,
    find_reset,
    find_scripted,
    find_spoken_logins,
)
from firstbell.impact.detection.tables.told_logins import find_told
from firstbell.impact.people.lexicon import Lexicon

_ABOUT = re.compile(
    r"(?i)\b(?:locked out|lock(?:ed)? (?:me|him|her|them|us) out|log(?:ged)?[ -]?in|sign(?:ed)?[ -]?in|"
    r"user ?name|user is|pass ?words?|"
    r"pw|pwd|re-?set)\b"
)


_SIGN_IN = re.compile(r"(?i)\b(?:sign[ -]?ins?|log[ -]?ins?|computer when|voice ?mail code)\b")


def take_logins(unit: Unit, location: str, text: str) -> None:
    """Take the logins of a passage in, told in the first of several ways that it has."""
    lexicon, is_told = unit.lexicon, DataKind.CREDENTIALS in unit.setting.weights
    found = find_logins(lexicon, text, is_told=is_told)
    found = found or [*find_spoken_logins(lexicon, text)] or [*find_scripted(lexicon, text)]
    found = found or [*find_reset(lexicon, text)] or find_alone(lexicon, text)
    if _ABOUT.search(text):
        # a sentence that says to what a user name was set
        lines, known = text.split("\n"), {one.person for one in found}
        found += [
            Login(one.person, number, one.secret)
            for number, line in enumerate(lines, start=1)
            # a list of what is set to what is read otherwise
            if "->" not in line and "=>" not in line
            for one in find_noted(lexicon, line)
            if one.person not in known
        ]
    for link in link_logins(lexicon, unit.keeper, found, location=location):
        unit.add_link(link)
    named = [*find_named(lexicon, text)] if is_told or _SIGN_IN.search(text) else []
    named += find_told(lexicon, text) if _ABOUT.search(text) and not named else ()
    for link in link_logins(lexicon, unit.keeper, named, location=location, by="name"):
        unit.add_link(link)


def take_script(unit: Unit, location: str, text: str) -> None:
    """Take in the logins that a settings file sets which came as a table of two columns."""
    for link in link_logins(unit.lexicon, unit.keeper, find_scripted(unit.lexicon, text), location=location):
        unit.add_link(link)


def link_noted(lexicon: Lexicon, keeper: Keeper, note: str, *, location: str) -> list[PersonLink]:
    """The logins of others in a note of a row."""
    return [
        PersonLink(
            (lexicon.people[login.person].key,), None, {DataKind.CREDENTIALS.value}, CERTAIN, {"id"},
            [location], [keeper.keep(DataKind.CREDENTIALS, login.secret)],
            told=trace_alike("id", {DataKind.CREDENTIALS.value}, Source.NOTE),
        )
        for login in find_noted(lexicon, note)
    ]  # fmt: skip


def link_logins(
    lexicon: Lexicon, keeper: Keeper, found: Iterable[Login], *, location: str, by: str = "id"
) -> Iterator[PersonLink]:
    """The same of a passage, each with its line. `by`: what told whose they are."""
    for login in found:
        here = f"{location}, line {login.line}" if location else f"line {login.line}"
        values = [keeper.keep(DataKind.CREDENTIALS, login.secret)]
        keys = (lexicon.people[login.person].key,)
        sureness = CERTAIN if by == "id" else PROBABLE
        link = PersonLink(keys, None, {DataKind.CREDENTIALS.value}, sureness, {by}, [here], values)
        link.told = trace_alike(by, link.kinds, Source.NUMBER)
        yield link
