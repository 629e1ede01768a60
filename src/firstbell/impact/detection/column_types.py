"""What columns hold, by what most of their cells look like: beside their headers, and where these say
nothing.

Each test gives a share of the cells; what is looked for and how large the share must be was taken from what
the field knows of column typing (docs/decisions/0024-people-finder.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from firstbell.impact.detection.codes import find_codes, find_kinds, weigh_words
from firstbell.impact.detection.columns import (
    EMAIL,
    FAMILY,
    GIVEN,
    GUARDIAN,
    ID,
    MAIN,
    NAME,
    NOTE,
    PHONE,
    ROLE,
    STREET,
    WORKER,
    Column,
    read_header,
)  # fmt: skip
from firstbell.impact.detection.kinds import DataKind, list_kinds
from firstbell.impact.detection.logins import is_secret
from firstbell.impact.detection.names import looks_like_name
from firstbell.impact.detection.numbers import THING_WORDS, is_bank, is_routing, is_ssn
from firstbell.impact.detection.patterns import Shape, scan
from firstbell.impact.detection.row_matcher import list_ids
from firstbell.impact.detection.weights import THRESHOLD, WEIGHTS
from firstbell.impact.people.dates import read_date
from firstbell.impact.people.folded_text import compose, fold, split_name, squeeze
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import GUARDIAN as PARENT
from firstbell.impact.people.person import STUDENT, digits_of

_MAX_COLUMNS = 400
_SAMPLE_ROWS = 200
_MOST, _HALF, _FEW = 0.6, 0.5, 0.1
# from this share of cells with a phrase of a kind on they count in full
_SPOKEN = 0.3
_NOTE_CHARS, _NOTE_WORDS = 25, 2
_READ_CELLS = 60
_OLDEST, _YOUNGEST_YEARS = 1925, 2
_FEWEST_YEARS = 3
_SSN_DIGITS = 9
_SSN = re.compile(r"\d{3}-\d\d-\d{4}")
_LICENCE = re.compile(r"[A-Za-z]{1,2}[ -]?\d(?:[ -]?\d){6,13}")
# licences with their state, alien registrations, receipts of the immigration service: they need no header
_ISSUED = re.compile(
    r"(?:[A-Z]{2}[ :-]+[A-Z]\d{7,14}|A[ -]?\d{8,9}|(?:WAC|EAC|LIN|SRC|MSC|IOE|NBC|YSC)\d{10})"
)
_THING = re.compile(
    rf"\b(?:{THING_WORDS}|tags?|units?|vin|mac|flow|session|zip|postal|amount|price|cost|budget|fund|upc)\b",
    re.I,
)
_LICENCE_HEADER = re.compile(r"\b(?:lic\w*|dl|cdl|id|ident\w*|permit|passport|doc\w*)\b", re.IGNORECASE)
# headers of dates that are none of birth
_DAY = re.compile(
    r"hire|start|begin|end|exp|due|enter|entry|exit|withdr|review|visit|service|since|issued|date|day|when|given|tested|"
    r"month|period|posted|paid|check|last|next|effective|return|from|to\b|inj|rtp|time",
    re.IGNORECASE,
)
# what a column tells of things, whatever words its cells have
_THINGS = re.compile(
    r"\b(?:title|books?|author|course|class|subject|topic|team|sport|item|product|vendor|dba|organi[sz]ation|ou|department|"
    r"program|activity|room|bus|route|stop|payable|account name|bank name|file|path|url|building|site|school|"
    r"school name)\b",
    re.IGNORECASE,
)
# headers of what is counted or measured: small numbers below them are no codes
_MEASURE = re.compile(
    r"\b(?:marks?|scores?|points?|pts|gpa|grades?|grade level|gr|credits?|absen\w+|tard\w+|count|total|"
    r"amount|amt|balance|hours?|hrs|minutes?|mins|days?|weeks?|qty|quantity|percent|pct|avg|average|rank|pages?|"
    r"room|period|seat|bus|route|copies|items?|age|year|fte|units?|attempts?|rate|price|cost|fee|"
    r"quarter|semester|trimester|row|line|no|number|#)\b|[%$]",
    re.IGNORECASE,
)
_NAMES = frozenset((NAME, GIVEN, FAMILY))
# in what state a book or a device is
_STATES = frozenset(
    (
        "new", "good", "fair", "poor", "worn", "used", "damaged", "broken", "lost", "ok", "okay", "excellent",
        "like new", "missing", "returned",
    )
)  # fmt: skip
# a header that says too little by itself
_SHORT_LIVED = frozenset(("temp", "temporary"))
# who writes is not whom a message is about
_SPEAKERS = frozenset(("from", "sender", "author", "posted by", "sent by"))
_NAMING = frozenset((*_NAMES, ID, EMAIL))


@dataclass(frozen=True)
class ColumnSubject:
    """What a table is about by what stands above it, by its sheet, its file (`titles`), and by its folders.

    `is_public`: whether its place is one of documents about nobody.
    """

    titles: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)
    is_public: bool = False


@dataclass
class ColumnTyper:
    """Types the columns of one table. `today`: ISO."""

    lexicon: Lexicon
    today: str
    about: ColumnSubject = field(default_factory=ColumnSubject)

    def type(
        self, rows: Sequence[Sequence[str]], known: Sequence[Column], header: Sequence[str] = ()
    ) -> list[Column]:
        """Every column that says something: `known`, by their headers, as far as their cells agree; others by
        their cells. `header`: the row of headers; where none was found the first cell of a column may be one.
        """
        rows = rows[:_SAMPLE_ROWS]
        width = min(max(map(len, rows), default=0), _MAX_COLUMNS)
        cells = {
            at: [row[at].strip() for row in rows if at < len(row) and row[at].strip()] for at in range(width)
        }
        typed = [one for column in known if (one := self._verify(column, cells.get(column.at, [])))]
        taken = {column.at for column in typed if column.role != NOTE}
        open_columns = {
            at: column_cells
            for at, column_cells in cells.items()
            if at not in taken and (len(column_cells) >= 2 or (column_cells and len(rows) <= 2))
        }
        for at, column_cells in open_columns.items():
            heading = header[at] if at < len(header) else ""
            typed += self._guess(at, column_cells, heading or ("" if header else column_cells[0]), typed)
        for column in [one for one in typed if one.role == ROLE and one.owner == MAIN]:
            kinds = find_codes(cells.get(column.at, []))[0].keys() - {one.role for one in typed}
            typed += [Column(column.at, kind, is_flag=True, is_spoken=True) for kind in sorted(kinds)]
        measured = {at for at in open_columns if at < len(header) and _MEASURE.search(header[at])}
        placed = {
            at: column_cells
            for at, column_cells in open_columns.items()
            if at not in measured or _share(column_cells, _has_digit) < _HALF
        }
        typed += self._guess_placed(placed, typed)
        return self._settle(typed, cells)

    def _verify(self, column: Column, cells: Sequence[str]) -> Column | None:
        """The column as its cells have it; None where they contradict the header."""
        if not cells:
            return column
        if column.role in _NAMES and _share(cells, self._is_id) >= _MOST:
            return replace(column, role=ID)
        if column.role in _NAMES and _share(cells, _has_digit) > _HALF:
            return column if _share(cells, self._holds_id) >= _MOST else None
        if column.role == ID and column.owner != GUARDIAN and _share(cells, self._is_full_name) >= _MOST:
            return replace(column, role=NAME)
        if self._is_contradicted(column, cells):
            return None
        if column.role in {DataKind.SSN, DataKind.GOVERNMENT_ID, PHONE} and not any(map(_has_digit, cells)):
            return None
        if column.role == DataKind.FINANCIAL and _share(cells, self._is_user) >= _MOST:
            return replace(column, role=ID)
        return self._correct_kind(column, cells) if column.is_flag else column

    @staticmethod
    def _is_contradicted(column: Column, cells: Sequence[str]) -> bool:
        """Whether a column of days holds few days, one of first passwords few secrets, or one of conditions
        those of things.
        """
        if column.role == DataKind.HEALTH and _share(cells, lambda cell: cell.lower() in _STATES) >= _MOST:
            return True
        if column.role == DataKind.DOB:
            return _share(cells, lambda cell: bool(read_date(cell))) < _HALF
        return column.header in _SHORT_LIVED and _share(cells, is_secret) < _HALF

    @staticmethod
    def _correct_kind(column: Column, cells: Sequence[str]) -> Column:
        """The kind that the cells say outright, where none of them says that of the header."""
        codes, words = find_codes(cells)[0], weigh_words(cells)
        shares = {
            kind: max(codes.get(kind, 0.0), words.get(kind, 0.0)) for kind in codes.keys() | words.keys()
        }
        best = max(shares, key=shares.__getitem__, default="")
        if not best or shares[best] < _MOST or shares.get(column.role, 0.0) > 0:
            return column
        return replace(column, role=best)

    def _guess(self, at: int, cells: Sequence[str], heading: str, typed: Iterable[Column]) -> list[Column]:
        role = self._guess_role(cells, heading)
        if role and role != NOTE:
            owner = read_header(heading)[1]
            return [Column(at, role, GUARDIAN if owner == GUARDIAN else MAIN, header=heading.lower())]
        if _THINGS.search(heading.replace("_", " ")):
            return [Column(at, NOTE)] if role else []
        has_note = any(column.at == at and column.role == NOTE for column in typed)
        found = [Column(at, kind, is_flag=True, header=heading.lower()) for kind in self._guess_kinds(cells)]
        is_note = role or (not found and any(find_kinds(cell) for cell in cells[:_READ_CELLS]))
        return found + ([Column(at, NOTE)] if is_note and not has_note else [])

    def _guess_role(self, cells: Sequence[str], heading: str) -> str:
        tests: tuple[tuple[str, float, Callable[[str], bool]], ...] = (
            (DataKind.SSN, _MOST, lambda cell: bool(_SSN.fullmatch(cell)) and is_ssn(cell.replace("-", ""))),
            (EMAIL, _MOST, lambda cell: "@" in cell and "." in cell and " " not in cell),
            (ID, _MOST, self._is_id),
            (NAME, _MOST, self._holds_id),
            (DataKind.DOB, _MOST, self._is_known_birth),
            (PHONE, _MOST, lambda cell: bool(digits_of(cell)) and not cell.isdigit()),
            (NAME, _HALF, self._is_full_name),
            (DataKind.FINANCIAL, 0.8, is_bank),
            (STREET, _MOST, lambda cell: len(cell) > 8 and bool(re.match(r"\d+ [A-Za-z]", cell))),
        )
        words = heading.replace("_", " ")
        for role, least, test in tests:
            if _share(cells, test) >= least and not self._is_vetoed(role, words):
                return role
        if self._are_bare_ssns(cells, words):
            return DataKind.SSN
        if self._are_births(cells, words):
            return DataKind.DOB
        if _share(cells, lambda cell: bool(_ISSUED.fullmatch(cell))) >= _MOST and not _THING.search(words):
            return DataKind.GOVERNMENT_ID
        if _share(cells, lambda cell: bool(_LICENCE.fullmatch(cell))) >= 0.8 and _LICENCE_HEADER.search(
            words
        ):
            return DataKind.GOVERNMENT_ID
        if self._are_strange_names(cells, words):
            return NAME
        if _share(cells, _tells_number) >= _HALF:
            return NOTE
        return self._guess_part_of_name(cells)

    def _are_bare_ssns(self, cells: Sequence[str], heading: str) -> bool:
        """Whether these are numbers of nine digits in a file of pay that has no headers."""
        if not self.about.weights.get(DataKind.FINANCIAL) or heading not in {"", cells[0]}:
            return False
        are_numbers = all(len(cell) == _SSN_DIGITS and cell.isdigit() for cell in cells)
        return (
            are_numbers
            and len(set(cells)) > 1
            and _share(cells, is_ssn) == 1
            and not any(map(is_routing, cells))
        )

    @staticmethod
    def _is_vetoed(role: str, heading: str) -> bool:
        """Whether a header says that the numbers are those of things."""
        return role in {DataKind.SSN, DataKind.FINANCIAL} and _THING.search(heading) is not None

    def _is_id(self, cell: str) -> bool:
        squeezed = squeeze(cell)
        return squeezed in self.lexicon.ids or squeezed in self.lexicon.users

    def _holds_id(self, cell: str) -> bool:
        """Whether a number of the roster stands beside a name: "Olson, Ada 310022"."""
        return bool(list_ids(self.lexicon, cell)) and any(map(str.isalpha, cell))

    def _is_user(self, cell: str) -> bool:
        return not cell.isdigit() and squeeze(cell) in self.lexicon.users

    def _is_known_birth(self, cell: str) -> bool:
        iso = read_date(cell)
        return bool(iso) and iso in self.lexicon.dobs

    def _are_births(self, cells: Sequence[str], heading: str) -> bool:
        """Whether these are days of many years, none of them of late."""
        if len(cells) < 3 or _DAY.search(heading):
            return False
        days = [day for cell in cells if (day := read_date(cell))]
        years = {day[:4] for day in days}
        latest = int(self.today[:4]) - _YOUNGEST_YEARS
        return len(days) >= 0.8 * len(cells) and len(years) >= _FEWEST_YEARS and all(
            _OLDEST <= int(year) <= latest for year in years
        )  # fmt: skip

    def _is_full_name(self, cell: str) -> bool:
        return all(map(self._is_one_name, re.split(r"\s*[;\n|]\s*", cell.strip("; \n"))))

    def _is_one_name(self, cell: str) -> bool:
        words = split_name(cell)
        if not 2 <= len(words) <= 6 or any(word.isdigit() for word in words):
            return False
        pairs = self.lexicon.pairs
        return any(first + b" " + last in pairs for first in words for last in words if first != last)

    def _are_strange_names(self, cells: Sequence[str], heading: str) -> bool:
        """Whether these are names of people whom the roster need not know: by their shape, and by words of
        which some are names here.
        """
        if _THINGS.search(heading) or len(set(cells)) * 2 < len(cells):
            return False
        known = self.lexicon.given | self.lexicon.family
        with_known = _share(cells, lambda cell: any(word in known for word in split_name(cell)))
        return _share(cells, looks_like_name) >= 0.8 and with_known >= 0.3

    def _guess_part_of_name(self, cells: Sequence[str]) -> str:
        words = [one for one in map(split_name, cells) if one]
        given = sum(one[0] in self.lexicon.given for one in words)
        family = sum(all(word in self.lexicon.family for word in one) for one in words)
        if max(given, family) > 0.7 * len(cells):
            return FAMILY if family >= given else GIVEN
        is_text = sum(map(len, cells)) > _NOTE_CHARS * len(cells) or sum(
            len(cell.split()) for cell in cells
        ) >= _NOTE_WORDS * len(cells)
        return NOTE if is_text else ""

    def _guess_kinds(self, cells: Sequence[str]) -> list[str]:
        """Kinds that the cells of a column say by codes or by words, with what the table's place adds."""
        codes, words = find_codes(cells)[0], weigh_words(cells)
        if self.about.is_public:
            return [kind for kind, share in codes.items() if share >= _MOST]
        found = []
        for kind in list_kinds():
            weight = WEIGHTS.table["words"] * min(1.0, words.get(kind, 0.0) / _SPOKEN)
            if codes.get(kind, 0.0) >= _MOST:
                weight = THRESHOLD
            is_told = weight >= _FEW and weight + self._weigh_location(kind) >= THRESHOLD
            if is_told or words.get(kind, 0.0) >= _HALF:
                found.append(kind)
        return found

    def _guess_placed(self, cells: Mapping[int, Sequence[str]], typed: Iterable[Column]) -> Iterator[Column]:
        """Columns of codes that say a kind only since the place of the table says the same one."""
        known = {column.role for column in typed}
        typed_at = {column.at for column in typed if column.role != NOTE}
        for at, column_cells in cells.items():
            if at in typed_at or self.about.is_public:
                continue
            for kind, share in find_codes(column_cells)[1].items():
                location = self._weigh_location(kind)
                if (
                    kind not in known
                    and share >= _MOST
                    and location
                    and WEIGHTS.table["codes"] + location >= THRESHOLD
                ):
                    known.add(kind)
                    yield Column(at, kind, is_flag=True)

    def _weigh_location(self, kind: str) -> float:
        """What the titles and the folders of the table say of a kind."""
        if kind in self.about.titles:
            return WEIGHTS.table["title"]
        return WEIGHTS.table["folder"] if kind in self.about.weights else 0.0

    def _settle(self, typed: list[Column], cells: Mapping[int, Sequence[str]]) -> list[Column]:
        """One person a row: of several columns of names the pupils' counts, and the others are of parents and
        of who works with them. Where only such a column is, it is the row's.
        """
        named = [column for column in typed if column.role == NAME and column.owner == MAIN]
        if len(named) > 1:
            shares = {column: self._share_of(STUDENT, cells.get(column.at, ())) for column in named}
            best = max(named, key=lambda column: (shares[column] > _HALF, -column.at))
            typed = [self._give_away(one, cells) if one in named and one != best else one for one in typed]
        if not any(one.owner == MAIN and one.role in _NAMING | {DataKind.SSN} for one in typed):
            typed = [
                replace(one, owner=MAIN)
                if one.owner == WORKER and one.role in _NAMING and one.header not in _SPEAKERS
                else one
                for one in typed
            ]
        return sorted(typed, key=lambda one: one.at)

    def _give_away(self, column: Column, cells: Mapping[int, Sequence[str]]) -> Column:
        is_parents = self._share_of(PARENT, cells.get(column.at, ())) > _HALF
        return replace(column, owner=GUARDIAN if is_parents else WORKER)

    def _share_of(self, role: str, cells: Sequence[str]) -> float:
        """The share of names that somebody of this role bears."""
        return _share(cells, lambda cell: self._is_borne(cell, role)) if cells else 0.0

    def _is_borne(self, cell: str, role: str) -> bool:
        words = split_name(cell)
        people = (
            who
            for first in words
            for last in words
            if first != last
            for who in self.lexicon.pairs.get(first + b" " + last, ())
        )
        return any(self.lexicon.role_of(who) == role for who in people)


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, cells)) / len(cells)


def _tells_number(cell: str) -> bool:
    """Whether words in a cell say of a number what it is: "passport C1234567"."""
    return any(match.shape in {Shape.LABELLED, Shape.SECRET} for match in scan(fold(compose(cell))))


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))
