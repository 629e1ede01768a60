"""What columns hold, by what most of their cells look like: beside their headers, and where these say
nothing.

Each test gives a share of the cells, as the field types columns (docs/decisions/0024-people-finder.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from firstbell.impact.detection.evidence.weights import THRESHOLD, WEIGHTS
from firstbell.impact.detection.headers import codes as cell_codes
from firstbell.impact.detection.headers.codes import find_kinds
from firstbell.impact.detection.headers.columns import (
    EMAIL,
    FAMILY,
    GIVEN,
    GUARDIAN,
    ID,
    MAIN,
    NAME,
    NOTE,
    PHONE,
    STREET,
    WORKER,
    Column,
    read_header,
)  # fmt: skip
from firstbell.impact.detection.headers.header_words import (
    PLAN,
    PROGRAMS,
    REASON,
    SECRET_HEADER,
    SHORT_LIVED,
    SPEAKERS,
    STAMP,
    are_states,
    names_thing,
)
from firstbell.impact.detection.identities.names import drop_births, looks_like_name
from firstbell.impact.detection.kinds.kind import DataKind, list_kinds
from firstbell.impact.detection.tables.cells.identity_documents import list_numbered, names_document
from firstbell.impact.detection.tables.cells.names import NameCells, is_numbered
from firstbell.impact.detection.tables.cells.packed_births import are_known, find_order, order_days, says_born
from firstbell.impact.detection.tables.cells.signs import are_sentences, drop_pages, drop_totals
from firstbell.impact.detection.tables.columns.account_ends import find_ends
from firstbell.impact.detection.tables.columns.amounts import find_amounts
from firstbell.impact.detection.tables.columns.evidence import (
    OF_PUPILS,
    ColumnSubject,
    are_numbers_of_households,
    drop_unsaid,
    drop_vendors,
    find_said,
    is_how_hurt,
    is_paid_work,
    is_room,
    is_state_number,
    pay_taxed,
    tells_which_lunch,
)
from firstbell.impact.detection.tables.columns.headless import find_headless
from firstbell.impact.detection.tables.columns.ids import IdColumns
from firstbell.impact.detection.tables.columns.made_secrets import find_made
from firstbell.impact.detection.tables.columns.names import (
    are_strange_names,
    drop_firms,
    find_strangers,
    guess_part_of_name,
    name_rows,
)
from firstbell.impact.detection.tables.columns.numbers import (
    are_cards,
    are_diagnoses,
    is_street,
    list_unmeasured,
    names_things,
    share_of,
    share_ssns,
    tell_numbers,
)
from firstbell.impact.detection.tables.columns.owners import ColumnOwners
from firstbell.impact.detection.tables.columns.remarks import note_remarks
from firstbell.impact.detection.tables.columns.surveys import are_answers, are_serials, asks
from firstbell.impact.detection.tables.columns.takers import find_shots
from firstbell.impact.detection.tables.columns.told_numbers import find_told, settle_numbers, tells_number
from firstbell.impact.detection.tables.logins.passwords import hands_out, is_secret, is_strong_secret
from firstbell.impact.detection.values.numbers import is_bank, is_ssn
from firstbell.impact.people.dates import holds_date, read_date
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import digits_of

_MAX_COLUMNS, _SAMPLE_ROWS, _READ_CELLS = 400, 200, 60
_MOST, _HALF, _FEW = 0.6, 0.5, 0.1
# from this share of cells on that say a kind the others of a column say it in words that are not known
_NEARLY_ALL = 0.8
_MANY, _FEWEST_REASONS = 0.7, 5  # and from this one below a header that asks why, of so many cells
# from this share of cells with a phrase of a kind on they count in full
_SPOKEN = 0.3
# a heading of more words is a question of a form
_MOST_HEADING_WORDS = 8
# "fst" is short for foster, and for first
_GIVEN_TOO = frozenset(("given", "fst"))
# at the register of a kitchen the number of the roster is called so
_NUMBERS_TOO = frozenset(("pin", "pin code", "student pin"))
_LISTS, _STROKE = re.compile(r"[,;]\s"), re.compile(r"(?<=\d)-(?=\d)")
# no number of a person is shorter: "Elem K-6" is a license to teach
_NUMBER = re.compile(r"(?:\d[ ().*-]{0,2}){4}")
_REFERRAL = re.compile(r"(?:referrals?|referred|refer)(?: to)?")
_NAMES = frozenset((NAME, GIVEN, FAMILY))
_NAMING = frozenset((*_NAMES, ID, EMAIL))


class ColumnTyper(msgspec.Struct):
    """Types the columns of one table. `today`: ISO."""

    lexicon: Lexicon
    today: str
    about: ColumnSubject = msgspec.field(default_factory=ColumnSubject)

    @property
    def ids(self) -> IdColumns:
        """What the roster says of numbers and user names."""
        return IdColumns(self.lexicon)

    @property
    def names(self) -> NameCells:
        """What the roster says of names."""
        return NameCells(self.lexicon)

    def type(
        self, rows: Sequence[Sequence[str]], known: Sequence[Column], header: Sequence[str] = ()
    ) -> list[Column]:
        """Every column that says something: `known`, by their headers, as far as their cells agree; others by
        their cells. `header`: the row of headers; where none was found the first cell of a column may be one.
        """
        rows = drop_totals(drop_pages(rows[:_SAMPLE_ROWS], header))
        width = min(max(map(len, rows), default=0), _MAX_COLUMNS)
        cells = {
            at: [cell for row in rows if at < len(row) and (cell := row[at].strip())] for at in range(width)
        }
        typed = [one for column in known if (one := self._verify(column, cells.get(column.at, [])))]
        typed = drop_firms(self.lexicon, [*pay_taxed(self.ids.find_insured(typed, cells))], cells)
        typed = name_rows(self.names, typed, cells)
        numbered = list_numbered(cells, header)
        kept = [one for one in typed if one.at not in numbered]
        typed = [*kept, *(Column(at, DataKind.GOVERNMENT_ID) for at in numbered)]
        typed = [*settle_numbers(typed, cells, header, is_id=self.ids.is_id)]
        typed = drop_unsaid(self._drop_names_of_things(typed, cells), cells, self.about.weigh)
        taken = {column.at for column in typed if column.role != NOTE}
        open_columns = {
            at: column_cells
            for at, column_cells in cells.items()
            if at not in taken and (len(column_cells) >= 2 or (column_cells and len(rows) <= 2))
        }
        for at, column_cells in open_columns.items():
            heading = header[at] if at < len(header) else ""
            # no header has several things in it
            first = "" if header or _LISTS.search(column_cells[0]) else column_cells[0]
            typed += self._guess(at, column_cells, heading or first, typed)
        typed += note_remarks(cells, header, taken | open_columns.keys())
        met, is_full, about = self.ids.list_met(typed, cells), self.names.is_full, self.about
        typed += find_strangers(self.lexicon, met, open_columns, is_name=is_full, header=header)
        called = {at for at, own in cells.items() if own and share_of(own, is_full) >= _MOST}
        typed += find_told(typed, open_columns, header, about=about, called=called)
        typed += find_ends(typed, cells, header, place=about.place)
        typed += find_made(self.lexicon, typed, rows)
        typed += find_amounts(typed, open_columns, header, about=about)
        typed += () if header else find_headless(typed, open_columns, self.about, today=self.today)
        typed += find_said(typed, cells, self.about.weigh)
        typed += find_shots(typed, open_columns, header, is_placed=self.about.weigh(DataKind.HEALTH) > 0)
        placed = list_unmeasured(open_columns, header)
        typed += self._guess_placed(placed, typed)
        typed = [*order_days(drop_vendors(typed, cells, header), cells, self.lexicon.dobs, today=self.today)]
        return self.ids.drop_bare(ColumnOwners(self.lexicon, rows).settle(typed, header), header)

    def _drop_names_of_things(
        self, typed: Sequence[Column], cells: Mapping[int, Sequence[str]]
    ) -> Sequence[Column]:
        """Without a column of names in which nobody stands, beside one of numbers of people here."""
        things = [one for one in typed if one.role == NAME and self._are_things(cells.get(one.at, ()))]
        if not any(self._holds_logins(one, cells.get(one.at, ())) for one in typed):
            things = [one for one in things if one.header == "from"]  # where, not by whom
        return [one for one in typed if one not in things]

    def _are_things(self, cells: Sequence[str]) -> bool:
        return bool(cells) and not any(looks_like_name(cell) or self.names.is_full(cell) for cell in cells)

    def _holds_logins(self, column: Column, cells: Sequence[str]) -> bool:
        return column.role == ID and bool(cells) and share_of(cells, self.ids.is_login) >= _MOST

    def _verify(self, column: Column, cells: Sequence[str]) -> Column | None:
        """The column as its cells have it; None where they contradict the header."""
        if not cells:
            return column
        cells = drop_births(cells, column.header)
        is_called = column.role in _NAMES or column.header in _NUMBERS_TOO or is_state_number(column)
        if is_called and share_of(cells, self.ids.is_login) >= _MOST:
            return replace(column, role=ID)
        if column.role in _NAMES and share_of(cells, is_numbered) > _HALF:
            return column if share_of(cells, self.ids.holds_id) >= _MOST else None
        is_turned = column.role == FAMILY and share_of(cells, self._is_whole) >= _MOST
        is_ours = column.role == ID and column.owner != GUARDIAN
        least = _NEARLY_ALL if column.is_flag else _MOST if is_ours else 2
        is_named = share_of(cells, self.names.is_person) >= least
        if is_turned or is_named or (column.role == PHONE and share_of(cells, self.names.is_called) >= _MOST):
            return replace(column, role=NAME)
        if column.role == ID:
            return self.ids.retype(column, cells)
        is_numeric = column.role in {DataKind.SSN, DataKind.GOVERNMENT_ID, PHONE}
        if self._is_contradicted(column, cells) or (is_numeric and not any(map(_NUMBER.search, cells))):
            return None
        if column.role in {DataKind.FINANCIAL, DataKind.GOVERNMENT_ID}:
            return self._correct_number(column, cells)
        is_open = column.is_flag and not PLAN.search(column.header)
        return self._correct_kind(column, cells) if is_open else column

    def _correct_number(self, column: Column, cells: Sequence[str]) -> Column:
        """The column of accounts as one of user names, or any as one of social security."""
        if column.role == DataKind.FINANCIAL and share_of(cells, self.ids.is_login) >= _MOST:
            return replace(column, role=ID)
        are_issued = share_of([_STROKE.sub("", cell) for cell in cells], is_ssn) >= _NEARLY_ALL
        is_shaped = share_ssns(cells) >= _NEARLY_ALL
        return replace(column, role=DataKind.SSN) if is_shaped and are_issued else column

    def _is_whole(self, cell: str) -> bool:
        """Whether a cell has a whole name, where a family name is awaited."""
        return self.names.is_turned(cell) or ("," not in cell and " " in cell and self.names.is_whole(cell))

    def _is_contradicted(self, column: Column, cells: Sequence[str]) -> bool:
        """Whether the cells are nothing that the header says: no days, accounts, secrets or conditions."""
        if column.role == DataKind.FINANCIAL and not are_cards(column.header, cells):
            return True
        if tells_which_lunch(column.header, cells) or is_room(column.header, cells):
            return True
        if column.is_flag and (are_states(cells) or are_numbers_of_households(column.header, cells)):
            return True
        if column.role == DataKind.DOB:
            return share_of(cells, holds_date) < _HALF and not find_order(cells, (), today=self.today)
        return column.header in SHORT_LIVED and share_of(cells, is_secret) < _HALF

    def _correct_kind(self, column: Column, cells: Sequence[str]) -> Column:
        """The kind that the cells say outright, where none of them says that of the header."""
        is_referral = column.role == DataKind.DISCIPLINE and _REFERRAL.fullmatch(column.header)
        if is_referral and self.about.weigh(DataKind.HEALTH) and not self.about.weigh(column.role):
            return replace(column, role=DataKind.HEALTH)  # a nurse's
        if column.header in _GIVEN_TOO and share_of(cells, self.names.is_given) >= _MOST:
            return replace(column, role=GIVEN, is_flag=False)
        if share_of(cells, names_document) >= _MOST:
            return replace(column, role=DataKind.GOVERNMENT_ID, is_flag=False)
        codes, words = cell_codes.find_codes(cells)[0], cell_codes.weigh_words(cells)
        shares = {
            kind: max(codes.get(kind, 0.0), words.get(kind, 0.0)) for kind in codes.keys() | words.keys()
        }
        best = max(shares, key=shares.__getitem__, default="")
        if not best or shares[best] < _MOST or shares.get(column.role, 0.0) > 0:
            return column
        is_told = shares[best] >= _NEARLY_ALL or self.about.weigh(best) > 0
        return replace(column, role=best, is_spoken=not is_told)

    def _guess(self, at: int, cells: Sequence[str], heading: str, typed: Iterable[Column]) -> list[Column]:
        if is_how_hurt(heading, typed):
            return []
        role = self._guess_role(cells, heading)
        is_stamp = role == DataKind.DOB and STAMP.search(heading.replace("_", " "))
        if is_stamp or (role == NOTE and self.about.is_public and not are_sentences(cells)):
            role = ""
        if role and role != NOTE:
            owner = read_header(heading)[1]
            is_helper = owner == WORKER and role in {GIVEN, FAMILY}
            is_other = owner == GUARDIAN or is_helper or heading.lower() in SPEAKERS
            return [Column(at, role, owner if is_other else MAIN, header=heading.lower())]
        is_question = len(heading.split()) > _MOST_HEADING_WORDS or asks(heading)
        is_thing = names_thing(heading) and not is_question
        is_coded = cell_codes.are_coded(cells) or bool(cell_codes.find_telling(cells))
        if (is_thing and not is_coded) or are_states(cells):
            told = [Column(at, NOTE)] if role and are_sentences(cells) else []
            return told + (self._list_placed(at, cells, heading) if PROGRAMS.search(heading) else [])
        has_note = any(column.at == at and column.role == NOTE for column in typed)
        found = [
            Column(at, kind, is_flag=True, header=heading.lower(), is_spoken=is_spoken)
            for kind, is_spoken in self._guess_kinds(cells, heading)
            if not (kind in OF_PUPILS and is_paid_work(typed))
        ]
        if is_question and not found and are_answers(cells):
            kinds = sorted(find_kinds(heading))
            found += [Column(at, kind, is_flag=True, header=heading.lower()) for kind in kinds]
        found += [
            Column(at, kind, is_flag=True, is_spoken=True)
            for kind in cell_codes.find_telling(cells, is_told=bool(found))
            if kind not in {one.role for one in found}
        ]
        if are_diagnoses(cells) and DataKind.HEALTH not in {one.role for one in found}:
            found.append(Column(at, DataKind.HEALTH, is_flag=True, header=heading.lower()))
        if share_of(cells[:_READ_CELLS], hands_out) >= _MOST:
            found.append(Column(at, DataKind.CREDENTIALS, is_flag=True, is_spoken=True))
        # what some cells say of another kind is read as what is noted
        roles = {one.role for one in found}
        is_open = not self.about.is_public and all(one.is_spoken for one in found)
        is_note = role or (is_open and any(find_kinds(cell) - roles for cell in cells[:_READ_CELLS]))
        return found + ([Column(at, NOTE)] if is_note and not has_note else [])

    def _list_placed(self, at: int, cells: Sequence[str], heading: str) -> list[Column]:
        """The kinds of a column of programs that its cells and the place of the table both say."""
        return [
            Column(at, kind, is_flag=True, header=heading.lower())
            for kind, _ in self._guess_kinds(cells, heading)
            if self.about.weigh(kind) and not self.about.is_public
        ]

    def _guess_role(self, cells: Sequence[str], heading: str) -> str:
        holds_id, calls = self.ids.holds_id, self.names.calls
        tests: tuple[tuple[str, float, Callable[[str], bool]], ...] = (
            (EMAIL, _MOST, lambda cell: "@" in cell and "." in cell and " " not in cell),
            (ID, _MOST, self.ids.is_login),
            (NAME, _MOST, holds_id),
            (NAME, _MOST, calls),
            (DataKind.DOB, _MOST, self._is_known_birth),
            (DataKind.DOB, _HALF, says_born),
            (DataKind.CREDENTIALS, _MOST, is_strong_secret),
            (PHONE, _MOST, lambda cell: bool(digits_of(cell)) and not cell.isdigit()),
            (NAME, _HALF, self.names.is_full),
            (NAME, _MOST, self.names.is_short),
            (DataKind.FINANCIAL, 0.8, is_bank),
            (STREET, _MOST, is_street),
        )
        words = heading.replace("_", " ")
        if SECRET_HEADER.search(words) and share_of(cells, is_secret) >= _MOST:
            return DataKind.CREDENTIALS
        if share_ssns(cells) >= _MOST and not names_things(DataKind.SSN, words, cells):
            return DataKind.SSN
        for role, least, test in tests:
            is_vetoed = (
                names_things(role, words)
                or (role == DataKind.CREDENTIALS and are_serials(heading, cells))
                or (test in {holds_id, calls} and are_sentences(cells))
                or (role == ID and self.ids.are_things(words, cells))
            )
            if not is_vetoed and share_of(cells, test) >= least:
                return role
        if are_known(cells, self.lexicon.dobs, today=self.today):
            return DataKind.DOB
        is_pay = bool(self.about.weights.get(DataKind.FINANCIAL))
        is_about_pay = self.about.weigh(DataKind.FINANCIAL) > 0 and not self.about.is_public
        if kind := tell_numbers(cells, words, is_pay=is_pay, is_about_pay=is_about_pay, today=self.today):
            return kind
        if are_strange_names(self.lexicon, cells, words) or self.names.are_short(cells, words):
            return NAME
        if share_of(cells, tells_number) >= _HALF or share_of(cells, self.names.is_sentence) >= _HALF:
            return NOTE
        return guess_part_of_name(self.lexicon, cells)

    def _is_known_birth(self, cell: str) -> bool:
        return (read_date(cell) or "undated") in self.lexicon.dobs

    def _guess_kinds(self, cells: Sequence[str], heading: str) -> list[tuple[str, bool]]:
        """Kinds that the cells of a column say by codes or by words, with what the table's place adds, each
        with whether only the cells hold it that say it: most of a column of reasons are enough.
        """
        codes, words = cell_codes.find_codes(cells)[0], cell_codes.weigh_words(cells)
        is_reason = len(cells) >= _FEWEST_REASONS and REASON.fullmatch(heading) is not None
        best = max(words.values(), default=0.0) if is_reason else 1.0
        least = min(_NEARLY_ALL, max(best, _MANY))
        if self.about.is_public:
            return [(kind, False) for kind, share in codes.items() if share >= _MOST]
        found = []
        for kind in list_kinds():
            weight = WEIGHTS.table["words"] * min(1.0, words.get(kind, 0.0) / _SPOKEN)
            if codes.get(kind, 0.0) >= _MOST:
                weight = THRESHOLD
            is_told = weight >= _FEW and weight + self.about.weigh(kind) >= THRESHOLD
            if is_told or words.get(kind, 0.0) >= _HALF:
                is_whole = codes.get(kind, 0.0) >= _MOST or words.get(kind, 0.0) >= least
                is_whole |= kind == DataKind.HEALTH and self.about.has_plans
                found.append((kind, not is_whole and not self.about.weigh(kind)))
        return found

    def _guess_placed(self, cells: Mapping[int, Sequence[str]], typed: Iterable[Column]) -> Iterator[Column]:
        """Columns of codes that say a kind only since the place of the table says the same one."""
        known = {column.role for column in typed}
        typed_at = {column.at for column in typed if column.role != NOTE}
        # codes of letters say more than numbers
        for at, column_cells in sorted(cells.items(), key=lambda one: share_of(one[1], str.isdigit)):
            if at in typed_at or self.about.is_public:
                continue
            for kind, share in cell_codes.find_codes(column_cells)[1].items():
                location = self.about.weigh(kind)
                if (
                    kind not in known
                    and share >= _MOST
                    and location
                    and WEIGHTS.table["codes"] + location >= THRESHOLD
                ):
                    known.add(kind)
                    yield Column(at, kind, is_flag=True)
