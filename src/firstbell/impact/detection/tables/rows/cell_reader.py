"""Cells of a row to what they say: each column is understood once, and gives a function for its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial

import msgspec

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.headers import columns as roles
from firstbell.impact.detection.headers.codes import find_kinds, says_kind
from firstbell.impact.detection.headers.columns import GUARDIAN, WORKER, Column
from firstbell.impact.detection.headers.empty_values import is_ordinary, list_empty, says_nothing
from firstbell.impact.detection.headers.header_words import PLAN
from firstbell.impact.detection.identities.initials import part_grade
from firstbell.impact.detection.identities.names import (
    drop_aside,
    drop_birth,
    drop_number,
    drop_trade,
    is_of_births,
)
from firstbell.impact.detection.identities.thing_names import drop_employer
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.cells.ids import list_ids
from firstbell.impact.detection.tables.cells.names import spell_turned
from firstbell.impact.detection.tables.cells.packed_births import read_packed
from firstbell.impact.detection.tables.cells.several_people import split_people
from firstbell.impact.detection.tables.logins.passwords import hands_out
from firstbell.impact.detection.tables.rows.results import OwnerCells
from firstbell.impact.detection.tables.rows.social_numbers import (
    LAST_DIGITS,
    SSN_INSIDE,
    take_last_digits,
    take_ssn,
)
from firstbell.impact.detection.values.numbers import is_ledger, is_ssn
from firstbell.impact.detection.values.value import Value
from firstbell.impact.people.dates import find_date, may_be_birth, read_date
from firstbell.impact.people.folded_text import split_name, squeeze
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import address_key, digits_of

_NAMES = {
    roles.GIVEN: "given",
    roles.FAMILY: "family",
    roles.MIDDLE: "middle",
    roles.SUFFIX: "suffix",
    roles.NAME: "full",
}
_PRIVATE = ("home", "cell", "mobile", "personal", "emergency", "mailing", "residence", "residential")
_PUBLIC_STREETS = ("school", "work", "office", "building", "site")
_PAY = re.compile(r"\b(wages?|salary|pay|payroll|earnings|compensation|gross|net|stipend)\b")
# what is said of all who live together
_HOUSEHOLD = re.compile(
    r"\b(?:income|inc (?=mo|yr|wk|month|year|week|amt)|(?<=hh )inc|"
    r"ingresos?|dakhli\w*|household|hogar|hh|agi|snap|tanf|mfip|programs?|basis|assistance)\b"
)
# what somebody is to learn is no illness of theirs, and nothing that they did
_AIMS = re.compile(r"\b(?:goals?|objectives?|benchmarks?|target (?:skills?|behaviou?rs?))\b")
_PAYER = re.compile(r"\b(?:payers?|paid by|card ?holders?|(?:account|acct) ?holders?)\b")
_LONG_CELL_CHARS = 24
_MAILBOX = re.compile(r"[ ]*<([^<>\s]+@[^<>\s]+)>[ ]*\Z")
_DIGIT = re.compile(r"\d")
_IN_WORDS = frozenset((DataKind.HEALTH, DataKind.COUNSELLING, DataKind.DISCIPLINE))
# no number of an account
_DAY = re.compile(r"\d{1,2}/\d{1,2}(?:/(?:\d\d|\d{4}))?")
# as programs write names, family name first: "ROE*ADA^Q"
_SIGNED_NAME = re.compile(
    r"[^\W\d_][^\W\d_ '\u2019-]*(?:[ '\u2019-][^\W\d_]+)*(?:[*^~_|][^\W\d_][\w '\u2019.-]*){1,3}"
)
_SIGNS = str.maketrans("*^~_|", "     ")
_BRACKETED = re.compile(r"\s*\([^()]*\)\s*\Z")
# a day behind a name in its cell: "Ada Roe (7/25/10)", "Roe, Ada b. 7/25/2010"
_BORN_BESIDE = re.compile(
    r"(?i)[ ,]*(?:\(|\b(?:b|dob|born|birth)[ .:]+)(?:(?:b|dob|born)[ .:]+)?"
    r"(\d{1,2}[/.-]\d{1,2}[/.-](?:\d\d|\d{4})|(?:19|20)\d\d-\d\d-\d\d)\)?[ ]*\Z"
)
_BESIDE_NAME = Column(0, DataKind.DOB)
# whose relative somebody is, or what they do: "Ada Roe, mother of Ben", "driver: Ada Roe"
_RELATION = re.compile(
    r"(?i)(?:,| -| \u2013) ?(?:(?:step|grand|foster|god)?(?:mom|mother|dad|father|parents?)|guardian|aunt|"
    r"uncle|sister|brother|cousin|wife|husband|spouse) (?:of|to) .+\Z|"
    r"\A[^\W\d_][^:\d]{1,40}:[ ]+(?=[^\W\d_])"
)
# under what name somebody trades
_DBA = re.compile(r"(?i)[ ,]+(?:d/?b/?a|doing business as)\b.*")
# where most people sleep, and how most pupils get home
_SETTLED = re.compile(
    r"(?i)\A(?:(?:walk(?:s|er)?|bikes?)(?: home)?(?: (?:w/|with) (?:an? )?(?:older )?(?:brother|sister|"
    r"sib(?:ling)?|friend|neighbor|cousin)s?)?|bus ?\d+|car rider)\Z|"
    r"(?:\b|_)(?:own(?:ed)?|rent(?:s|ed|ing)?|permanent|fixed|with (?:both )?parents?)(?:\b|_)"
)

# who is beside those whom a column of services is about
_BESIDE_THEM = re.compile(
    r"(?i)\b(?:(?:helper|buddy|peer|tutor|mentor|friend)\b[^\d]*\bgen(?:eral)?\.? ?ed(?:ucation)?\b|"
    r"peer (?:helper|buddy|tutor|mentor|model)|gen(?:eral)?\.? ?ed(?:ucation)? (?:only|peer|student|pupil|"
    r"helper|buddy)|not (?:on|in) (?:an? )?(?:iep|special ed\w*|sped))\b"
)

Take = Callable[[OwnerCells, str], None]


class CellReceiver(msgspec.Struct, frozen=True):
    """Takes the cells of one column."""

    at: int
    owner: str
    take: Take
    kind: str = ""
    source: Source = Source.COLUMN

    def receive(self, side: OwnerCells, cell: str) -> None:
        """Take one in."""
        before = len(side.values)
        self.take(side, cell)
        if self.kind and len(side.values) > before:
            side.sources.setdefault(self.kind, set()).add(self.source)


class CellReader:
    """Understands columns."""

    def __init__(self, lexicon: Lexicon, today: str) -> None:
        self._lexicon = lexicon
        self._today = today

    def prepare(
        self, columns: Iterable[Column], guessed: Container[tuple[int, str]] = ()
    ) -> Sequence[CellReceiver]:
        """What takes the cells of the columns; those about whoever wrote the row are left out. `guessed`:
        (place, role) of those that their cells tell, and no header.
        """
        return [
            CellReceiver(
                column.at,
                column.owner,
                self._choose(column, is_guessed=(column.at, column.role) in guessed),
                column.role if column.is_kind else "",
                Source.CELLS if (column.at, column.role) in guessed else Source.COLUMN,
            )
            for column in columns
            if column.owner != WORKER
        ]

    def _choose(self, column: Column, *, is_guessed: bool) -> Take:
        role = column.role
        if column.is_kind:
            take = self._choose_kind(column)
            return partial(_take_guessed, take, role) if is_guessed and role in _IN_WORDS else take
        if role in _NAMES:
            take = partial(self._take_name, _NAMES[role])
            if column.is_turned or column.header.startswith("last first"):
                take = partial(_take_turned, self._lexicon, take)
            if is_of_births(column.header):
                return partial(self._take_born, take, column.header)
            if column.header == "vendor" or column.header.startswith("payee"):
                return partial(_take_trader, take)
            return partial(_take_payer, take) if _PAYER.search(column.header) else take
        is_private = column.owner == GUARDIAN or any(word in column.header for word in _PRIVATE)
        contacts: dict[str, Take] = {
            roles.ID: partial(self._take_id, is_private),
            roles.EMAIL: partial(self._take_email, is_private),
            roles.PHONE: partial(_take_phone, is_private),
            roles.SCHOOL: _take_school,
            roles.GRADE: _take_grade,
            roles.ROLE: _take_role,
            roles.NOTE: _take_note,
        }
        if role == roles.STREET:
            is_public = any(word in column.header for word in _PUBLIC_STREETS)
            return _pass_over if is_public else _take_street
        return contacts.get(role, _pass_over)

    def _choose_kind(self, column: Column) -> Take:
        empty = list_empty(column)
        if column.role == DataKind.SSN:
            return take_last_digits if LAST_DIGITS.search(column.header) else partial(take_ssn, empty)
        if column.role == DataKind.DOB:
            return partial(self._take_birth, empty, column)
        if column.role == DataKind.FINANCIAL and not column.is_flag:
            return partial(_take_account, empty, _PAY.search(column.header) is not None)
        if column.role == DataKind.GOVERNMENT_ID:
            return partial(_take_number, empty)
        take = partial(_take_spoken if column.is_spoken else _take_kind, empty, column.role)
        if column.role == DataKind.SPECIAL_EDUCATION and _AIMS.search(column.header):
            return partial(_take_aim, take)
        if PLAN.search(column.header):
            # beside the plan its cells say why there is one
            return partial(_take_noted, take)
        is_shared = column.role == DataKind.ECONOMIC and _HOUSEHOLD.search(column.header)
        return partial(_take_household, take) if is_shared else take

    def _take_born(self, take: Take, header: str, side: OwnerCells, cell: str) -> None:
        """A name with a bare day of birth behind it, as its header says."""
        if len(split_people(cell)) > 1:
            take(side, cell)
            return  # each has one of their own
        name = drop_birth(cell, header)
        if name != cell and (day := cell[len(name) :].strip(" ,;/-")):
            self._take_birth(frozenset(), _BESIDE_NAME, side, day)
        take(side, name)

    def _take_name(self, name: str, side: OwnerCells, cell: str) -> None:
        if "@" in cell and " " not in cell and cell.lower().encode() in self._lexicon.emails:
            self._take_email(is_private=False, side=side, cell=cell)
            return
        if name == "full" and _SIGNED_NAME.fullmatch(cell):
            cell = re.sub(r"[*^~_|/]", ", ", cell, count=1).translate(_SIGNS)
        if "<" in cell and (box := _MAILBOX.search(cell)):
            # as in the head of a message
            self._take_email(is_private=False, side=side, cell=box[1])
            cell = cell[: box.start()]
        if _DIGIT.search(cell) and (ids := list_ids(self._lexicon, cell)):
            side.facts.ids += ids
            cell = " ".join(
                word for word in _BRACKETED.sub("", cell).split() if not any(map(str.isdigit, word))
            ).strip(" ,-#()")
        if name == "full" and (bare := drop_number(cell)) != cell:
            _take_phone(is_private=side.is_private, side=side, cell=cell[len(bare) :])
            cell = bare
        if name == "full" and (beside := _BORN_BESIDE.search(cell)):
            self._take_birth(frozenset(), _BESIDE_NAME, side, beside[1])
            cell = cell[: beside.start()]
        if name == "full":
            cell = _RELATION.sub("", cell)
            cell, grade = part_grade(cell)
            _take_grade(side, grade) if grade else None
            cell = _part_lines(drop_employer(_DBA.sub("", cell)))
        else:
            cell = drop_aside(cell)
        if cell and not (cell.endswith(":") or getattr(side.facts, name)):
            setattr(side.facts, name, cell)

    def _take_id(self, is_private: bool, side: OwnerCells, cell: str) -> None:  # noqa: FBT001 - bound beforehand
        if "@" in cell:
            self._take_email(is_private, side, cell)
        else:
            side.facts.ids.append(squeeze(cell))

    def _take_email(self, is_private: bool, side: OwnerCells, cell: str) -> None:  # noqa: FBT001 - bound beforehand
        email = cell.lower().removeprefix("mailto:")
        if "@" not in email:
            return
        side.facts.emails.append(email)
        if email.rpartition("@")[2] in self._lexicon.work_domains:
            return
        side.values.append(Value(0, 0, DataKind.CONTACT, email, fact="email"))
        side.is_private = side.is_private or is_private

    def _take_birth(self, empty: frozenset[str], column: Column, side: OwnerCells, cell: str) -> None:
        if cell.lower() in empty:
            return
        born = read_date(cell, day_first=column.is_day_first) or read_packed(cell, column.packed)
        if not born and (inside := find_date(cell)):
            born = read_date(inside, day_first=column.is_day_first)
        if may_be_birth(born, self._today):
            side.facts.dob = side.facts.dob or born
            side.values.append(Value(0, 0, DataKind.DOB, born, fact="dob"))


def _part_lines(cell: str) -> str:
    """A name as a cell has it, or several that stand one below the other."""
    lines = [drop_aside(line) for line in cell.split("\n") if line.strip()] if "\n" in cell else []
    are_whole = len(lines) > 1 and all(" " in line for line in lines)
    return "; ".join(lines) if are_whole else drop_aside(cell)


def _pass_over(side: OwnerCells, cell: str) -> None:
    del side, cell


def _take_phone(is_private: bool, side: OwnerCells, cell: str) -> None:  # noqa: FBT001 - bound beforehand
    digits = digits_of(cell)
    if not digits:
        return
    side.facts.phones.append(digits)
    side.values.append(Value(0, 0, DataKind.CONTACT, digits, fact="phone"))
    side.is_private = side.is_private or is_private


def _take_street(side: OwnerCells, cell: str) -> None:
    if not _DIGIT.search(cell):
        return
    side.facts.street = address_key(cell, "")
    side.values.append(Value(0, 0, DataKind.CONTACT, cell, fact="street"))
    side.is_private = True


def _take_account(empty: frozenset[str], is_pay: bool, side: OwnerCells, cell: str) -> None:  # noqa: FBT001 - bound beforehand
    if cell.lower() in empty or _DAY.fullmatch(cell) or is_ledger(cell):
        return
    side.is_paid = side.is_paid or is_pay
    if _DIGIT.search(cell):
        _take_strong(DataKind.FINANCIAL, side, cell)


def _take_number(empty: frozenset[str], side: OwnerCells, cell: str) -> None:
    if SSN_INSIDE.fullmatch(cell) and is_ssn(cell.replace("-", "")):
        take_ssn(empty, side, cell)  # the card of social security is shown for a licence, too
    elif cell.lower() not in empty and _DIGIT.search(cell):
        _take_strong(DataKind.GOVERNMENT_ID, side, cell)


def _take_strong(kind: str, side: OwnerCells, cell: str) -> None:
    side.values.append(Value(0, 0, kind, cell, is_strong=True))
    side.kinds.add(kind)
    if len(cell) > _LONG_CELL_CHARS:
        side.notes.append(cell)


def _take_kind(empty: frozenset[str], kind: str, side: OwnerCells, cell: str) -> None:
    if says_nothing(cell, kind, empty) or (kind == DataKind.SAFEGUARDING and _SETTLED.search(cell)):
        return
    if kind == DataKind.SPECIAL_EDUCATION and _BESIDE_THEM.search(cell):
        return
    side.values.append(Value(0, 0, kind, cell))
    side.kinds.add(kind)
    if len(cell) > _LONG_CELL_CHARS:
        side.notes.append(cell)


def _take_guessed(take: Take, kind: str, side: OwnerCells, cell: str) -> None:
    # no header says that all cells are of it
    told = find_kinds(cell)
    if told == {DataKind.DISCIPLINE}:
        _take_kind(frozenset(), DataKind.DISCIPLINE, side, cell)
    elif told and not says_kind(cell, kind):
        side.notes.append(cell)
    elif told or not is_ordinary(cell):
        take(side, cell)


def _take_spoken(empty: frozenset[str], kind: str, side: OwnerCells, cell: str) -> None:
    if says_kind(cell, kind) or (kind == DataKind.CREDENTIALS and hands_out(cell)):
        _take_kind(empty, kind, side, cell)


def _take_school(side: OwnerCells, cell: str) -> None:
    side.facts.around += b" " + b" ".join(split_name(cell)) + b" "


def _take_grade(side: OwnerCells, cell: str) -> None:
    side.facts.around += b" grade " + cell.lower().encode("ascii", "replace") + b" "


def _take_role(side: OwnerCells, cell: str) -> None:
    side.role = side.role or cell


def _take_turned(lexicon: Lexicon, take: Take, side: OwnerCells, cell: str) -> None:
    """A name with the family name first, and a stroke between, or nothing: "ROE/ADA"."""
    is_parted = cell.count("/") == 1 and "," not in cell
    take(side, cell.replace("/", ", ", 1) if is_parted else spell_turned(lexicon, cell))


def _take_payer(take: Take, side: OwnerCells, cell: str) -> None:
    side.is_payer = True
    take(side, cell)


def _take_trader(take: Take, side: OwnerCells, cell: str) -> None:
    take(side, drop_trade(cell))


def _take_household(take: Take, side: OwnerCells, cell: str) -> None:
    take(side, cell)
    side.is_household = DataKind.ECONOMIC in side.kinds


def _take_aim(take: Take, side: OwnerCells, cell: str) -> None:
    before = [*side.notes]
    take(side, cell)
    side.notes = before


def _take_noted(take: Take, side: OwnerCells, cell: str) -> None:
    take(side, cell)
    if cell not in side.notes:
        side.notes.append(cell)


def _take_note(side: OwnerCells, cell: str) -> None:
    side.notes.append(cell)
