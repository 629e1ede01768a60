"""The roster as a whole: who there is, and where it breaks the rules."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from firstbell.impact.people.contacts import read_contacts
from firstbell.impact.people.oneroster import OneRosterReader, RosterError, RosterProblem, load_tables
from firstbell.impact.people.person import Person


class Roster(msgspec.Struct, frozen=True):
    """`people` in the order of the files. `fingerprint`: SHA-256, hex, of all that was read."""

    people: Sequence[Person]
    problems: Sequence[RosterProblem]
    fingerprint: str


NO_ROSTER = Roster((), (), hashlib.sha256(b"").hexdigest())


def load_roster(paths: Sequence[Path]) -> Roster:
    """The people of OneRoster files and contacts, of one year or several: an id that comes again is one
    person.

    Raises: RosterError when there is nothing to read.
    """
    people: dict[str, Person] = {}
    problems: list[RosterProblem] = []
    digest = hashlib.sha256()
    for path in paths:
        tables = load_tables(path)
        found = OneRosterReader(tables).read()
        read_contacts(tables, found)
        if not any(person.given or person.family for person in found):
            told = "; ".join(f"{one.file}: {one.problem}" for one in tables.problems if one.line <= 1)
            raise RosterError(
                f"roster {path} names nobody{': ' + told if told else ''}",
                hint="it needs a users.csv of OneRoster, or contacts",
            )
        for person in found:
            people.setdefault(person.key, person)
        problems.extend(tables.problems)
        for stem in sorted(tables.files):
            digest.update(stem.encode() + b"\0" + hashlib.sha256(tables.files[stem][1]).digest())
    return Roster(list(people.values()), problems, digest.hexdigest())
