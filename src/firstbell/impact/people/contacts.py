"""Contacts of a student information system: guardians, addresses, language, who may not be contacted.

An export may have several rows for one contact (one a telephone, one a student): rows are folded by the
contact's id, else by name and student.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

from firstbell.impact.people.dates import read_date
from firstbell.impact.people.oneroster import FILES, FURTHER, Row, Tables, add_once
from firstbell.impact.people.person import GUARDIAN, STUDENT, Person, digits_of

_PROFILE = "contacts.toml"
_NO = frozenset({"", "n", "no", "false", "0", "none"})


def read_contacts(tables: Tables, people: list[Person]) -> None:
    """Add the contacts of every CSV file that is none of OneRoster's to the people."""
    default = load_mapping(resources.files(__package__).joinpath(_PROFILE).read_text("utf-8"))
    by_id = {one_id: person for person in people for one_id in (*person.ids, person.key)}
    for stem, (name, _) in list(tables.files.items()):
        if stem in FILES or stem in FURTHER or name.lower().endswith(".toml"):
            continue
        mapping = _find_mapping(tables, stem) or default
        rows = list(tables.rows(stem))
        columns = {field: _pick(rows, names) for field, names in mapping.items()}
        if not (columns.get("name") or columns.get("family")):
            tables.tell(name, 1, "no column of it is known to hold names; it is left out")
            continue
        folder = _Folder(people, by_id, tables, file=name)
        for line, row in rows:
            folder.take(line, {field: [row.get(c, "") for c in found] for field, found in columns.items()})


def load_mapping(text: str) -> dict[str, list[str]]:
    """Field -> headers, squashed, of a mapping file. Raises: tomllib.TOMLDecodeError."""
    columns: Mapping[str, Any] = tomllib.loads(text).get("columns", {})
    return {
        field: [
            "".join(filter(str.isalnum, str(name).lower()))
            for name in (names if isinstance(names, list) else [names])
        ]
        for field, names in columns.items()
    }


def _find_mapping(tables: Tables, stem: str) -> dict[str, list[str]] | None:
    for name, data in tables.files.values():
        if name.lower() in {f"{stem}.toml", f"{stem}.csv.toml", "mapping.toml"}:
            try:
                return load_mapping(data.decode("utf-8", "replace"))
            except tomllib.TOMLDecodeError as error:
                tables.tell(name, 0, f"it is not valid TOML: {error}")
    return None


def _pick(rows: Iterable[Row], names: list[str]) -> list[str]:
    header = next(iter(rows), (0, {}))[1]
    return [name for name in names if name in header]


class _Folder:
    """Folds the rows of one file into people."""

    def __init__(self, people: list[Person], by_id: dict[str, Person], tables: Tables, *, file: str) -> None:
        self._people, self._by_id, self._tables, self._file = people, by_id, tables, file
        self._made: dict[str, Person] = {}

    def take(self, line: int, row: Mapping[str, list[str]]) -> None:
        def first(field: str) -> str:
            return next((value for value in row.get(field, []) if value), "")

        given, family = first("given"), first("family")
        if not family and first("name"):
            given, family = split_full(first("name"))
        student = self._by_id.get(first("student_id"))
        if first("student_id") and student is None:
            self._tables.tell(self._file, line, f"there is no student {first('student_id')}")
        contact_id = first("contact_id")
        key = contact_id or "|".join(
            (given.lower(), family.lower(), first("student_id"), first("email").lower())
        )
        person = self._made.get(key) or self._find(contact_id, given, family, first("email"), student)
        if person is None:
            if not family and not given:
                return
            person = Person(contact_id or f"{self._file}:{line}", contact_id, GUARDIAN, given, family)
            person.take_suffix()
            self._people.append(person)
        self._made[key] = person
        self._fill(person, row, student)

    def _find(
        self, contact_id: str, given: str, family: str, email: str, student: Person | None
    ) -> Person | None:
        """The person of the roster that this contact is."""
        if contact_id and contact_id in self._by_id:
            return self._by_id[contact_id]
        if student is not None:
            for key in student.guardians:
                other = self._by_id.get(key)
                if other and (other.given.lower(), other.family.lower()) == (given.lower(), family.lower()):
                    return other
        return None

    def _fill(self, person: Person, row: Mapping[str, list[str]], student: Person | None) -> None:
        for value in row.get("phone", []):
            add_once(person.phones, digits_of(value))
        for value in row.get("email", []):
            add_once(person.emails, value.lower())
        for value in row.get("contact_id", []):
            add_once(person.ids, value)
        parts = {
            field: next(filter(None, row.get(field, [])), "")
            for field in ("street", "unit", "city", "state", "postcode")
        }
        person.address = person.address or {field: value for field, value in parts.items() if value}
        person.language = person.language or next(filter(None, row.get("language", [])), "")
        person.dob = person.dob or read_date(next(filter(None, row.get("dob", [])), ""))
        person.ssn = person.ssn or "".join(filter(str.isdigit, next(filter(None, row.get("ssn", [])), "")))
        if any(value.strip().lower() not in _NO for value in row.get("restricted", [])):
            person.may_contact = False
        if student is not None and student.role == STUDENT and student is not person:
            add_once(student.guardians, person.key)
            if not student.address:
                student.address = dict(person.address)


def split_full(name: str) -> tuple[str, str]:
    """(given, family) of a name in one piece: "Lopez, Ana" or "Ana Lopez"."""
    family, comma, given = name.partition(",")
    if comma:
        return given.strip(), family.strip()
    given, _, family = name.strip().rpartition(" ")
    return given.strip(), family.strip()
