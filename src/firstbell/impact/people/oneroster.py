"""OneRoster CSV, versions 1.1 and 1.2, a folder or a zip: people, roles, schools, guardians, birth dates.

Read by header names, since exporters vary in order and number of columns; what breaks the rules is told by
file and line, and the rest is read. Passwords are dropped here: no value of such a column goes further.
Source: 1EdTech, OneRoster CSV binding 1.2 (2022) and 1.1 (2017).
"""

from __future__ import annotations

import csv
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from firstbell.base.errors import Error, say_cause
from firstbell.documents.text import decode, find_encoding
from firstbell.impact.people.dates import read_date
from firstbell.impact.people.person import GUARDIAN, OTHER, STAFF, STUDENT, Person, digits_of

FILES = ("users", "roles", "orgs", "demographics", "enrollments", "classes")
FURTHER = frozenset((
    "manifest", "academicsessions", "categories", "classresources", "courseresources", "courses",
    "lineitems", "resources", "results", "lineitemlearningobjectiveids", "lineitemscorescales",
    "resultlearningobjectiveids", "resultscorescales", "scorescales", "userprofiles", "userresources",
))  # fmt: skip
_STAFF = frozenset((
    "teacher", "aide", "administrator", "counselor", "districtadministrator", "principal", "proctor",
    "siteadministrator", "systemadministrator", "staff", "employee", "nurse", "paraprofessional",
))  # fmt: skip
_ROLES = {
    "student": STUDENT,
    "parent": GUARDIAN,
    "guardian": GUARDIAN,
    "relative": GUARDIAN,
    "family": GUARDIAN,
}
_RANK = {STUDENT: 0, STAFF: 1, GUARDIAN: 2, OTHER: 3}
_ID_COLUMNS = ("identifier", "username", "usermasteridentifier", "studentnumber", "statestudentid")
_HINT = "name a folder or a zip of OneRoster CSV files"
_NAMES = ("givenName", "familyName")
Row = tuple[int, Mapping[str, str]]


class RosterError(Error):
    """A roster that cannot be read at all."""

    code = "impact.roster"


class RosterProblem(msgspec.Struct, frozen=True):
    """Where a roster breaks the rules. `line`: counts from 1; 0 for the file as a whole."""

    file: str
    line: int
    problem: str


class Tables(msgspec.Struct):
    """The CSV files of a roster by lower-case stem, and what was wrong with them."""

    files: dict[str, tuple[str, bytes]]
    problems: list[RosterProblem] = msgspec.field(default_factory=list)

    def tell(self, file: str, line: int, problem: str) -> None:
        """Note a problem."""
        self.problems.append(RosterProblem(file, line, problem))

    def rows(self, stem: str, needs: str = "") -> Iterator[Row]:
        """(line, row by lower-case header) of a file; no password goes along."""
        if stem not in self.files:
            return
        name, data = self.files[stem]
        text = decode(data, find_encoding(data) or "utf-8").replace("\x00", "")
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_find_delimiter(text))
        header = [_squash(cell) for cell in next(lines, [])]
        for column in (needs, *(_NAMES if stem == "users" else ())):
            if column and column.lower() not in header:
                self.tell(name, 1, f"the header has no column {column}")
                if column == needs:
                    return
        kept = [(at, column) for at, column in enumerate(header) if column and "password" not in column]
        for row in lines:
            if len(row) > len(header) or (len(row) < len(header) and any(row)):
                self.tell(name, lines.line_num, f"it has {len(row)} cells, the header {len(header)}")
            if any(row):
                yield lines.line_num, {column: row[at].strip() for at, column in kept if at < len(row)}


def _squash(cell: str) -> str:
    return "".join(filter(str.isalnum, cell.lower()))


def _find_delimiter(text: str) -> str:
    head = next(io.StringIO(text, newline=None), "")
    return max(",;\t|", key=head.count)


def load_tables(path: Path) -> Tables:
    """The CSV files of a folder or a zip. Raises: RosterError."""
    try:
        if path.is_dir():
            files = {
                _key(file): (file.name, file.read_bytes())
                for file in sorted(path.rglob("*"))
                if file.is_file() and file.suffix.lower() in {".csv", ".tsv", ".toml"}
            }
            zips = [] if files else sorted(path.glob("*.zip"))
            if zips:
                return load_tables(zips[0])
        else:
            if path.is_file() and not zipfile.is_zipfile(path):
                raise RosterError(f"roster {path} is neither a folder nor a whole zip", hint=_HINT)
            files = _load_zip(path)
    except (OSError, zipfile.BadZipFile, RuntimeError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise RosterError(f"roster {path}: {say_cause(error)}", hint=_HINT) from None
    if not files:
        raise RosterError(f"roster {path} holds no CSV file", hint=_HINT)
    return Tables(files)


def _key(path: Path) -> str:
    """The stem; of a mapping its whole name, since it lies beside a table of the same stem."""
    return path.name.lower() if path.suffix.lower() == ".toml" else path.stem.lower()


def _load_zip(path: Path) -> dict[str, tuple[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return {
            _key(Path(name)): (Path(name).name, archive.read(name))
            for name in archive.namelist()
            if name.lower().endswith((".csv", ".tsv", ".toml")) and not name.startswith("__MACOSX")
        }


class OneRosterReader:
    """Reads the people of one set of tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._people: dict[str, Person] = {}
        self._agents: dict[str, list[str]] = {}

    def read(self) -> list[Person]:
        """Every person of users.csv."""
        tables = self._tables
        if "users" not in tables.files:
            tables.tell("users.csv", 0, "the roster does not hold this file")
            return []
        orgs = {row.get("sourcedid", ""): row.get("name", "") for _, row in tables.rows("orgs", "sourcedid")}
        for line, row in tables.rows("users", "sourcedid"):
            self._take_user(line, row, orgs)
        self._take_roles(orgs)
        self._take_demographics()
        self._take_enrollments(orgs)
        self._link_guardians()
        return list(self._people.values())

    def _tell(self, stem: str, line: int, problem: str) -> None:
        self._tables.tell(self._tables.files[stem][0], line, problem)

    def _take_user(self, line: int, row: Mapping[str, str], orgs: Mapping[str, str]) -> None:
        key = sourced_id = row.get("sourcedid", "")
        if not sourced_id:
            self._tell("users", line, "sourcedId is empty")
            key = f"users.csv:{line}"
        given, family = row.get("givenname", ""), row.get("familyname", "")
        if not given or not family:
            self._tell("users", line, f"user {sourced_id}: givenName or familyName is empty")
        role = read_role(row.get("role", ""))
        if row.get("role") and role == OTHER:
            self._tell("users", line, f"user {sourced_id}: role {row['role']!r} is not of the standard")
        person = Person(key, sourced_id, role, given, family, row.get("middlename", ""))
        if key in self._people:
            self._tell("users", line, f"sourcedId {sourced_id} is doubled")
            before = self._people[key]
            if (before.given.lower(), before.family.lower()) == (given.lower(), family.lower()):
                person = before
            else:
                person.key = f"{sourced_id}#{line}"
        self._fill_user(person, row, orgs)
        self._people[person.key] = person

    def _fill_user(self, person: Person, row: Mapping[str, str], orgs: Mapping[str, str]) -> None:
        person.take_suffix()
        for column in ("preferredgivenname", "preferredfirstname", "nickname"):
            add_once(person.other_given, row.get(column, ""))
        for column in ("preferredfamilyname", "preferredlastname", "formerfamilyname", "maidenname"):
            add_once(person.other_family, row.get(column, ""))
        add_once(person.ids, person.sourced_id)
        for column in _ID_COLUMNS:
            add_once(person.ids, row.get(column, ""))
        for part in row.get("userids", "").replace("}", ",").replace("{", ",").split(","):
            add_once(person.ids, part.rpartition(":")[2].strip())
        add_once(person.emails, row.get("email", "").lower())
        for column in ("sms", "phone", "homephone", "mobile"):
            add_once(person.phones, digits_of(row.get(column, "")))
        for grade in row.get("grades", "").split(","):
            add_once(person.grades, grade.strip())
        for column in ("orgsourcedids", "primaryorgsourcedid"):
            for org in row.get(column, "").split(","):
                add_once(person.schools, orgs.get(org.strip(), ""))
        person.ssn = "".join(filter(str.isdigit, row.get("ssn", "") or row.get("socialsecuritynumber", "")))
        person.dob = person.dob or read_date(
            row.get("birthdate", "") or row.get("dateofbirth", "") or row.get("dob", "")
        )
        agents = [agent.strip() for agent in row.get("agentsourcedids", "").split(",") if agent.strip()]
        if agents:
            self._agents.setdefault(person.key, []).extend(agents)

    def _take_roles(self, orgs: Mapping[str, str]) -> None:
        found: dict[str, list[tuple[bool, str]]] = {}
        for line, row in self._tables.rows("roles", "usersourcedid"):
            person = self._people.get(row.get("usersourcedid", ""))
            if person is None:
                self._tell("roles", line, f"there is no user {row.get('usersourcedid', '')}")
                continue
            role = read_role(row.get("role", ""))
            found.setdefault(person.key, []).append((row.get("roletype", "").lower() != "primary", role))
            add_once(person.schools, orgs.get(row.get("orgsourcedid", ""), ""))
        for key, roles in found.items():
            self._people[key].role = min(roles, key=lambda item: (item[0], _RANK[item[1]]))[1]

    def _take_demographics(self) -> None:
        for line, row in self._tables.rows("demographics", "sourcedid"):
            key = row.get("sourcedid") or row.get("usersourcedid", "")
            person = self._people.get(key) or self._people.get(row.get("usersourcedid", ""))
            if person is None:
                self._tell("demographics", line, f"there is no user {key}")
                continue
            text = row.get("birthdate", "")
            born = read_date(text)
            if text and not born:
                self._tell("demographics", line, f"user {key}: birthDate is no date")
            person.dob = person.dob or born

    def _take_enrollments(self, orgs: Mapping[str, str]) -> None:
        for _, row in self._tables.rows("enrollments", "usersourcedid"):
            person = self._people.get(row.get("usersourcedid", ""))
            if person is not None:
                add_once(person.schools, orgs.get(row.get("schoolsourcedid", ""), ""))
                if person.role == OTHER:
                    person.role = read_role(row.get("role", ""))

    def _link_guardians(self) -> None:
        for key, agents in self._agents.items():
            for agent in agents:
                other = self._people.get(agent)
                if other is None:
                    self._tell("users", 0, f"user {key}: there is no user {agent} (agentSourcedIds)")
                elif self._people[key].role == STUDENT or other.role == GUARDIAN:
                    add_once(self._people[key].guardians, agent)
                else:
                    add_once(other.guardians, key)


def read_role(role: str) -> str:
    """Ours for a role of OneRoster's; `other` where it is none."""
    squashed = _squash(role.partition("ext:")[2] or role)
    return STAFF if squashed in _STAFF else _ROLES.get(squashed, OTHER)


def add_once(values: list[str], value: str) -> None:
    """Put a value at the end of the list; an empty one, or one that is there already, is left out."""
    if value and value not in values:
        values.append(value)
