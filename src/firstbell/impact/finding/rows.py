"""Rows of a table to links: whom each row is about, and which kinds its cells hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from firstbell.impact.finding import columns as roles
from firstbell.impact.finding.columns import GUARDIAN, MAIN, WORKER, Column, has_value
from firstbell.impact.finding.kinds import Kind
from firstbell.impact.finding.matching import RowFacts, RowMatcher, squeeze_id
from firstbell.impact.finding.numbers import is_itin, is_ssn
from firstbell.impact.finding.outsiders import make_outsider
from firstbell.impact.finding.passage import Passage
from firstbell.impact.finding.patterns import scan
from firstbell.impact.finding.resolving import Resolution
from firstbell.impact.finding.results import CERTAIN, POSSIBLE, PROBABLE, Keeper, Link
from firstbell.impact.finding.values import Value
from firstbell.impact.people import person as people_roles
from firstbell.impact.people.dates import may_be_birth, read_date
from firstbell.impact.people.folding import compose, fold, split_name, split_words
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import address_key, digits_of

_NAME_ROLES = frozenset({roles.GIVEN, roles.FAMILY, roles.MIDDLE, roles.SUFFIX, roles.NAME})
_NAMING = frozenset({roles.ID, roles.GIVEN, roles.FAMILY, roles.NAME, roles.EMAIL, Kind.SSN})
_PRIVATE = ("home", "cell", "mobile", "personal", "emergency", "mailing", "residence", "residential")
_PAY = re.compile(r"\b(wages?|salary|pay|payroll|earnings|compensation|gross|net|stipend)\b")
_PUBLIC_STREETS = ("school", "work", "office", "building", "site")
_MIN_NOTE_CHARS = 8
_LONG_CELL_CHARS = 24


@dataclass(slots=True)
class RowResult:
    """What a row came to. `kinds`, `values`: what is about nobody in it. `notes`: what it says in
    sentences.
    """

    links: list[Link] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    values: list[Value] = field(default_factory=list)
    notes: list[tuple[tuple[int, ...], Passage]] = field(default_factory=list)


@dataclass(slots=True)
class _Side:
    """What the columns of one owner hold in one row."""

    facts: RowFacts = field(default_factory=RowFacts)
    kinds: set[str] = field(default_factory=set)
    values: list[Value] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_private: bool = False
    is_paid: bool = False
    role: str = ""


class RowReader:
    """Reads the rows of tables with known columns."""

    def __init__(self, lexicon: Lexicon, keeper: Keeper) -> None:
        self._lexicon = lexicon
        self._keeper = keeper
        self._matcher = RowMatcher(lexicon, keeper.today)

    def read(
        self, row: Sequence[str], columns: Iterable[Column], *, place: str, kinds: Iterable[str]
    ) -> RowResult:
        """What one row says. `kinds`: those that the table as a whole is about."""
        sides = self._sort_cells(row, columns)
        main, guardian = sides.get(MAIN) or _Side(), sides.get(GUARDIAN)
        if guardian is not None and not guardian.facts.name and not guardian.facts.emails:
            self._give_to(main, guardian)
            guardian = None
        result = RowResult()
        found = self._resolve(main)
        self._link_main(main, found, result, (place, kinds))
        if guardian is not None and (guardian.values or guardian.kinds):
            self._link_guardian(guardian, found.people, result, place)
        return result

    @staticmethod
    def _give_to(main: _Side, other: _Side) -> None:
        main.kinds |= other.kinds
        main.values += other.values
        main.notes += other.notes
        main.facts.phones += other.facts.phones
        main.is_private = main.is_private or other.is_private

    def _sort_cells(self, row: Sequence[str], columns: Iterable[Column]) -> Mapping[str, _Side]:
        sides: dict[str, _Side] = {}
        width = len(row)
        for column in columns:
            if column.owner != WORKER and column.at < width and (cell := row[column.at].strip()):
                side = sides.get(column.owner)
                if side is None:
                    side = sides[column.owner] = _Side()
                self._take_cell(side, column, cell)
        return sides

    def _take_cell(self, side: _Side, column: Column, cell: str) -> None:
        facts, role = side.facts, column.role
        if column.is_kind:
            self._take_kind(side, column, cell)
        elif role in _NAME_ROLES:
            name = "full" if role == roles.NAME else role
            if not getattr(facts, name):
                setattr(facts, name, cell)
        elif role == roles.ID and "@" not in cell:
            facts.ids.append(squeeze_id(cell))
        elif role in {roles.EMAIL, roles.PHONE, roles.STREET, roles.ID}:
            self._take_contact(side, column, cell)
        else:
            _take_context(side, role, cell)

    def _take_contact(self, side: _Side, column: Column, cell: str) -> None:
        facts = side.facts
        is_private = any(word in column.header for word in _PRIVATE) or column.owner == GUARDIAN
        if column.role in {roles.EMAIL, roles.ID}:
            email = cell.lower().removeprefix("mailto:")
            if "@" not in email:
                return
            facts.emails.append(email)
            if email.rpartition("@")[2] in self._lexicon.work_domains:
                return
            value = Value(0, 0, Kind.CONTACT, email, fact="email")
        elif column.role == roles.PHONE:
            digits = digits_of(cell)
            if not digits:
                return
            facts.phones.append(digits)
            value = Value(0, 0, Kind.CONTACT, digits, fact="phone")
        else:
            if any(word in column.header for word in _PUBLIC_STREETS) or not any(map(str.isdigit, cell)):
                return
            facts.street = address_key(cell, "")
            value, is_private = Value(0, 0, Kind.CONTACT, cell, fact="street"), True
        side.values.append(value)
        side.is_private = side.is_private or is_private

    def _take_kind(self, side: _Side, column: Column, cell: str) -> None:
        kind = column.role
        if not has_value(column, cell):
            return
        side.is_paid = side.is_paid or (kind == Kind.FINANCIAL and _PAY.search(column.header) is not None)
        if kind == Kind.SSN:
            self._take_ssn(side, cell)
        elif kind == Kind.DOB:
            born = read_date(cell)
            if may_be_birth(born, self._keeper.today):
                side.facts.dob = side.facts.dob or born
                side.values.append(Value(0, 0, Kind.DOB, born, fact="dob"))
        elif kind in {Kind.GOVERNMENT_ID, Kind.FINANCIAL} and not any(map(str.isdigit, cell)):
            return
        else:
            side.values.append(
                Value(0, 0, kind, cell, is_strong=kind in {Kind.GOVERNMENT_ID, Kind.FINANCIAL})
            )
            side.kinds.add(kind)
            if len(cell) > _LONG_CELL_CHARS:
                side.notes.append(cell)

    @staticmethod
    def _take_ssn(side: _Side, cell: str) -> None:
        digits = "".join(filter(str.isdigit, cell))
        if len(digits) == 8 and cell.isdigit():
            digits = "0" + digits  # a workbook drops the zero in front
        if is_ssn(digits):
            side.facts.ssn = digits
            side.values.append(Value(0, 0, Kind.SSN, digits, is_strong=True, fact="ssn"))
        elif is_itin(digits):
            side.values.append(Value(0, 0, Kind.GOVERNMENT_ID, digits, is_strong=True))

    def _resolve(self, side: _Side) -> Resolution:
        facts = side.facts
        if not (facts.name or facts.ids or facts.emails or facts.ssn):
            return Resolution((), POSSIBLE, "")
        found = self._matcher.match(facts)
        if (
            side.is_paid
            and found.by.startswith("name")
            and found.sureness != CERTAIN
            and self._are_pupils(found)
        ):
            # who is paid is not the child of the same name
            return Resolution((), POSSIBLE, "name")
        return found

    def _are_pupils(self, found: Resolution) -> bool:
        return bool(found.people) and all(
            self._lexicon.role_of(who) == people_roles.STUDENT for who in found.people
        )

    def _link_main(
        self, side: _Side, found: Resolution, result: RowResult, about: tuple[str, Iterable[str]]
    ) -> None:
        place, further = about
        if not found.by:
            # nobody is named in the row: it is about whom the document is about
            result.kinds, result.values = side.kinds, side.values
            found_notes = (
                self._read_note(note, place) for note in side.notes if len(note) >= _MIN_NOTE_CHARS
            )
            result.notes += [((), passage) for passage in found_notes if passage is not None]
            return
        self._take_notes(side, found, result, place)
        kinds = side.kinds | {str(value.kind) for value in side.values if value.kind} | set(further)
        if self._is_staff(side, found) and not side.is_private:
            kinds.discard(Kind.CONTACT)
        if kinds:
            result.links.append(self._make_link(side, found, kinds, place))

    def _is_staff(self, side: _Side, found: Resolution) -> bool:
        if found.people:
            return all(self._lexicon.role_of(who) == people_roles.STAFF for who in found.people)
        return bool(side.role)

    def _read_note(self, note: str, place: str) -> Passage | None:
        """The sentences of a cell, taken apart; None where they hold nothing that is looked for."""
        folded = fold(compose(note))
        if not scan(folded) and sum(map(self._lexicon.words.__contains__, split_words(folded))) < 2:
            return None
        return Passage(place, note, self._lexicon, today=self._keeper.today)

    def _take_notes(self, side: _Side, found: Resolution, result: RowResult, place: str) -> None:
        for note in side.notes:
            passage = self._read_note(note, place) if len(note) >= _MIN_NOTE_CHARS else None
            if passage is not None:
                side.kinds |= {term.kind for term in passage.terms if term.is_strong}
                side.values += [value for value in passage.loose_values if value.is_strong]
                if passage.subjects:
                    result.notes.append((found.people, passage))

    def _make_link(self, side: _Side, found: Resolution, kinds: set[str], place: str) -> Link:
        values = [self._keeper.keep(value.kind, value.text) for value in side.values if value.kind]
        if found.people:
            keys = tuple(self._lexicon.people[who].key for who in found.people)
            note = found.note if found.sureness == POSSIBLE else ""
            return Link(keys, None, kinds, found.sureness, {found.by}, [place], values, note)
        return self._make_strange(side, kinds, place, people_roles.OTHER)

    def _make_strange(self, side: _Side, kinds: set[str], place: str, role: str) -> Link:
        facts = side.facts
        values = [self._keeper.keep(value.kind, value.text) for value in side.values if value.kind]
        outsider = make_outsider(self._keeper, facts.name, role=role, values=side.values)
        is_told = bool(facts.name) and len(outsider.anchors) > 1
        by = {"ssn"} if facts.ssn else {"name+dob"} if facts.dob else {"name"}
        note = "the roster does not know this person"
        return Link((), outsider, kinds, PROBABLE if is_told else POSSIBLE, by, [place], values, note)

    def _link_guardian(self, side: _Side, wards: tuple[int, ...], result: RowResult, place: str) -> None:
        found = self._resolve(side)
        people = self._lexicon.people
        known = {key for who in wards for key in people[who].guardians}
        theirs = tuple(who for who in found.people if people[who].key in known)
        if len(theirs) == 1 and len(wards) == 1:
            found = Resolution(theirs, CERTAIN, f"{found.by}+student" if found.by == "name" else found.by)
        kinds = side.kinds | {str(value.kind) for value in side.values if value.kind}
        if found.people:
            if self._is_staff(side, found):
                kinds.discard(Kind.CONTACT)
            if kinds:
                result.links.append(self._make_link(side, found, kinds, place))
        elif side.facts.name and kinds:
            result.links.append(self._make_strange(side, kinds, place, people_roles.GUARDIAN))


def _take_context(side: _Side, role: str, cell: str) -> None:
    """What tells people of one name apart, and what is said in sentences."""
    if role == roles.SCHOOL:
        side.facts.around += b" " + b" ".join(split_name(cell)) + b" "
    elif role == roles.GRADE:
        side.facts.around += b" grade " + cell.lower().encode("ascii", "replace") + b" "
    elif role == roles.ROLE:
        side.role = side.role or cell
    elif role == roles.NOTE:
        side.notes.append(cell)


def names_somebody(columns: Iterable[Column]) -> bool:
    """Whether rows with these columns can say whom they are about."""
    return any(column.role in _NAMING and column.owner == MAIN for column in columns)
