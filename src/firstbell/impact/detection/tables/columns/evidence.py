"""Headers that say too little alone: a place, another column or some of the cells must say the same kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

import msgspec
from msgspec.structs import replace

from firstbell.impact.detection.evidence.weights import WEIGHTS
from firstbell.impact.detection.headers.codes import find_codes, find_telling, weigh_words
from firstbell.impact.detection.headers.columns import FAMILY, GIVEN, GUARDIAN, MAIN, NAME, ROLE, Column
from firstbell.impact.detection.headers.header_words import AMBIGUOUS
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.columns.numbers import are_expiries, is_beside_number
from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import STAFF, STUDENT

# a share of the cells that is enough; codes that need a place count half
_SOME, _PLACED = 0.2, 0.5
_MOST = 0.5
# no bank account has fewer
_ACCOUNT, _ACCOUNT_DIGITS = re.compile(r"\bacc(?:t|oun[a-z]*)?\b(?!.*\b(?:last|ending)\b)"), 4
# headers that say of whom, and not what; "H1207" is no size
_HOUSEHOLDS = frozenset(("household", "family", "hh", "in hh", "in household"))
# what those who work here do with pupils, and are paid for: "Saturday detention, 4 hours"
OF_PUPILS = frozenset(
    (DataKind.DISCIPLINE, DataKind.COUNSELLING, DataKind.SAFEGUARDING, DataKind.SPECIAL_EDUCATION)
)
_SAID_OUTRIGHT = (DataKind.HEALTH.value, DataKind.DISCIPLINE.value)
_CONCERN = re.compile(r"concerns?|allegations?|what was (?:said|seen)|disclosure")
_SIZE = re.compile(
    r"\b(?:hh|household|fam(?:ily)?) (?:size|of|members?|count)\b|"
    r"\b(?:in|size of) (?:the )?(?:hh|household)\b"
)
_PAID = re.compile(r"\b(?:gross|net|pay|wages?|earnings|rate|amount paid|stipend|salary|hourly)\b")
_FEWEST_NUMBERED = 3
_STATE_NUMBER = re.compile(r"state ?(?:student )?id(?: (?:no|number|#))?|ssid")
_PUPILS_AT_WORK = re.compile(
    r"(?i)\b(?:student|pupil|youth|teen|kid)s?[ '\u2019]{0,2}(?:help\w*|workers?|employ\w*|jobs?|"
    r"pay(?:roll)?|time ?cards?|"
    r"hours|wages?)\b|\bwork[ -]?(?:study|based|experience)\b"
)
_HOW = re.compile(r"(?:how|cause|mechanism)(?: (?:of|it|injury|injured|hurt|happened|occurred|accident))*\??")
_REGISTER = "pin"
_OWED, _BASE = frozenset(("owe", "owes", "owing", "amt owing")), "base"
_YEARLY, _YEARLY_SHARE = re.compile(r"\$? ?\d{2,3},\d{3}(?:\.\d\d)?"), 0.8
_READ_ROWS, _FEWEST_PUPILS, _ALL_PUPILS = 100, 4, 0.95
_KEPT_HOME = re.compile(r"exclu(?:ded?|sions?)\b(?! reason)")
_OF_AMOUNTS = re.compile(
    r"\b(?:annual(?:ized|ly)?|yearly|monthly|weekly|salar\w+|pay|wages?|rate|gross|net|amt|amount|prem\w*|"
    r"bal\w*|earnings?|stipend|step|contract)\b"
)
_OF_REVIEWS = re.compile(r"\b(?:annual(?:ly)?|yearly)\b")
_DAY = re.compile(r"\d{1,2}[/-]\d{1,2}(?:[/-](?:\d{4}|\d\d))?(?![\d.])|\d{4}-\d\d-\d\d")
_TAXPAYER = re.compile(r"\b(?:tin|f?ein|itin|tax ?(?:id|payer|no)\w*)\b")
_VENDOR = re.compile(
    r"\b(?:vend(?:or)?s?|vndr?|payees?|suppliers?|contractors?|recipients?|rcp(?:nt)?|1099\w*)\b"
)
_EMPLOYER = re.compile(r"\b(?:employees?|emp\w*|ee|w ?2\w*|wages?|gross|salary|sal|fica|medicare|hours)\b")
# no account has so few digits
_SUM = re.compile(r"-?\$? ?(?:\d{1,3}(?:,?\d{3})*\.\d\d?|\d{1,5}|\d{1,3}(?:,\d{3})+)")
# as short as "Y", "No", "plan"
_MARK_CHARS, _MARKED = 4, 0.8
_LUNCHES = frozenset(("lunch", "meal", "meals", "lunch period", "lunch wave", "lunch count"))
_HOUSEHOLD_NUMBER = re.compile(r"[A-Za-z]{1,3}[- ]?\d{2,}")


class ColumnSubject(msgspec.Struct, frozen=True):
    """What a table is about by what stands above it, by its sheet, its file (`titles`), and by its folders.

    `is_public`: whether its place is one of documents about nobody. `has_plans`: whether it lists plans by
    section 504, each with what it is for. `beside`: the roles of columns of other tables of the document.
    `place`: the words of all these titles, the file and its folders.
    """

    titles: frozenset[str] = frozenset()
    weights: Mapping[str, float] = msgspec.field(default_factory=dict)
    is_public: bool = False
    has_plans: bool = False
    beside: frozenset[str] = frozenset()
    place: str = ""

    def weigh(self, kind: str) -> float:
        """What the titles and the folders of the table say of a kind."""
        if kind in self.titles:
            return WEIGHTS.table["title"]
        return WEIGHTS.table["folder"] if kind in self.weights else 0.0


_PLANS = re.compile(r"(?<!\d)504(?!\d)")


def has_plans(titles: Iterable[str]) -> bool:
    """Whether a title names plans by section 504: whoever has one has it for their health."""
    return any(map(_PLANS.search, titles))


def _is_of_all(kind: str, weigh_location: Callable[[str], float]) -> bool:
    """Whether a title says a kind of all who are listed, whatever sort of it each has: who is paid less for
    a creditor, and who for a child, in a list of garnishments.
    """
    return kind == DataKind.FINANCIAL and weigh_location(kind) >= WEIGHTS.table["title"]


def find_said(
    columns: Sequence[Column], cells: Mapping[int, Sequence[str]], weigh_location: Callable[[str], float]
) -> list[Column]:
    """What columns of roles or types say all the same: by codes; one of types by words, too, some where the
    place says the kind, and most of health or of what was done to somebody: "own - hernia" in a list of
    leaves, "written reprimand" in one of letters.
    """
    found: list[Column] = []
    for column in columns:
        own = cells.get(column.at, ())
        if column.role == DataKind.HEALTH and column.is_flag and column.owner == MAIN:
            # "Dx / elig" over "seizures", "EBD"
            of_needs = {*find_telling(own, is_told=True)} & {DataKind.SPECIAL_EDUCATION}
            found += [Column(column.at, kind, is_flag=True, is_spoken=True) for kind in of_needs]
        if column.role != ROLE or column.owner != MAIN:
            continue
        kinds = {*find_codes(own)[0]}
        shares = weigh_words(own) if column.header == "type" else {}
        kinds |= {kind for kind, share in shares.items() if share >= _SOME and weigh_location(kind)}
        kinds |= {kind for kind in _SAID_OUTRIGHT if shares.get(kind, 0.0) >= _MOST}
        # beside a column that says it on some rows another one says it on others
        kinds -= {one.role for one in (*columns, *found) if not one.is_spoken or one.at == column.at}
        found += [
            Column(column.at, kind, is_flag=True, is_spoken=not _is_of_all(kind, weigh_location))
            for kind in sorted(kinds)
        ]
    return found


def pay_taxed(columns: Iterable[Column]) -> Iterator[Column]:
    """The columns; what is called income beside numbers of taxpayers is what they were paid."""
    columns = [*columns]
    is_taxed = any(one.role == DataKind.SSN and "tin" in one.header.split() for one in columns)
    for one in columns:
        is_income = is_taxed and one.role == DataKind.ECONOMIC and one.header == "income"
        yield replace(one, role=DataKind.FINANCIAL) if is_income else one


def drop_vendors(
    columns: Sequence[Column], cells: Mapping[int, Sequence[str]], header: Sequence[str]
) -> list[Column]:
    """Without the amounts that a list of vendors with their numbers of taxpayers says they were paid: what a
    district buys, and of whom, stands in its books for everybody.

    >>> tin, paid = Column(1, DataKind.SSN, header="tin"), Column(2, DataKind.FINANCIAL, header="box 1")
    >>> rows = {1: ["219-09-3344"], 2: ["2310.00"]}
    >>> len(drop_vendors([tin, paid], rows, ["vendor", "tin", "box 1"]))
    1
    >>> len(drop_vendors([tin, paid], rows, ["employee", "tin", "box 1"]))
    2
    """
    is_numbered = any(one.role == DataKind.SSN and _TAXPAYER.search(one.header) for one in columns)
    heads = " | ".join(" ".join(one.lower().replace("_", " ").split()) for one in header)
    if not is_numbered or (_EMPLOYER.search(heads) and not _VENDOR.search(heads)):
        return [*columns]
    return [
        one
        for one in columns
        if one.role != DataKind.FINANCIAL
        or not (own := cells.get(one.at, ()))
        or sum(map(bool, map(_SUM.fullmatch, own))) < _YEARLY_SHARE * len(own)
    ]


def drop_unsaid(
    columns: Sequence[Column], cells: Mapping[int, Sequence[str]], weigh_location: Callable[[str], float]
) -> list[Column]:
    """Without the columns of kinds that nothing but an ambiguous header says. `weigh_location`: how much the
    place of the table says of a kind.
    """
    columns = [*_tell_households(_drop_empty_names(columns, cells), weigh_location)]
    columns = [*map(partial(_tell_concern, weigh_location), columns)]
    columns = [*_drop_days(columns, cells, weigh_location)]
    sure = {one.role for one in columns if one.is_flag and not AMBIGUOUS.fullmatch(one.header)}
    columns = [
        one
        for one in columns
        if not _is_short_of_digits(one, own := cells.get(one.at, ()))
        and not _is_unpaid(one, own, weigh_location)
        and not (one.role == DataKind.HEALTH and are_expiries(one.header, own))
    ]
    if any(one.role == DataKind.ECONOMIC for one in columns):
        # at the register of a kitchen pupils say their number, which opens nothing
        columns = [
            one
            for one in columns
            if one.role != DataKind.CREDENTIALS or one.header != _REGISTER or is_beside_number(one.at, cells)
        ]
    if weigh_location(DataKind.HEALTH) or any(one.role == DataKind.HEALTH for one in columns):
        # whom a nurse keeps home with an illness has broken no rule
        columns = [
            one for one in columns if one.role != DataKind.DISCIPLINE or not _KEPT_HOME.match(one.header)
        ]
    return [
        one
        for one in columns
        if not one.is_flag
        or one.role in sure
        or not AMBIGUOUS.fullmatch(one.header)
        or weigh_location(one.role)
        or _say(cells.get(one.at, ()), one.role)
    ]


def _drop_days(
    columns: Iterable[Column], cells: Mapping[int, Sequence[str]], weigh_location: Callable[[str], float]
) -> Iterator[Column]:
    """The columns without those of amounts that hold days; one of what is due each year is one of plans,
    where the place of the table says so: "annual" in a list of a case manager.
    """
    for one in columns:
        own = cells.get(one.at, ())
        is_dated = one.role == DataKind.FINANCIAL and bool(own) and _OF_AMOUNTS.search(one.header) is not None
        if not is_dated or sum(map(bool, map(_DAY.match, own))) <= _MOST * len(own):
            yield one
        elif _OF_REVIEWS.search(one.header) and weigh_location(DataKind.SPECIAL_EDUCATION):
            yield replace(one, role=DataKind.SPECIAL_EDUCATION.value, is_flag=True)


def _tell_concern(weigh_location: Callable[[str], float], column: Column) -> Column:
    """The column; what somebody is concerned about is told for what the table's place says, where that is
    child protection and nothing says health.
    """
    if not _CONCERN.fullmatch(column.header) or column.role not in {DataKind.HEALTH, DataKind.COUNSELLING}:
        return column
    is_told = weigh_location(DataKind.SAFEGUARDING) and not weigh_location(DataKind.HEALTH)
    return replace(column, role=DataKind.SAFEGUARDING) if is_told else column


def _is_unpaid(column: Column, cells: Sequence[str], weigh_location: Callable[[str], float]) -> bool:
    """Whether a header that may stand over what families owe, or what a year's work is paid, does not."""
    if column.header in _OWED:
        return not (weigh_location(DataKind.ECONOMIC) or weigh_location(DataKind.FINANCIAL))
    if column.header != _BASE or not cells:
        return False
    return not sum(_YEARLY.fullmatch(cell) is not None for cell in cells) >= _YEARLY_SHARE * len(cells)


def _drop_empty_names(columns: Sequence[Column], cells: Mapping[int, Sequence[str]]) -> Sequence[Column]:
    """Without columns of whole names that hold none, beside the two parts of a name of the same person."""
    parts = {(one.role, one.owner) for one in columns}
    return [
        one
        for one in columns
        if one.role != NAME
        or not {(GIVEN, one.owner), (FAMILY, one.owner)} <= parts
        or any(map(looks_like_name, cells.get(one.at, ())))
    ]


def _tell_households(columns: Iterable[Column], weigh_location: Callable[[str], float]) -> Iterator[Column]:
    """The columns; what grown-ups of a household earn is told for what it is given, where the place of the
    table says so.
    """
    columns = [*columns]
    is_told = weigh_location(DataKind.ECONOMIC) and not weigh_location(DataKind.FINANCIAL)
    # what a child's household earns, where its size stands beside it
    is_counted = any(one.role == DataKind.ECONOMIC and _SIZE.search(one.header) for one in columns)
    owners = {GUARDIAN, MAIN} if is_counted and any(one.owner == GUARDIAN for one in columns) else {GUARDIAN}
    for one in columns:
        is_theirs = one.role == DataKind.FINANCIAL and one.owner in owners and _PAID.search(one.header)
        yield replace(one, role=DataKind.ECONOMIC, is_flag=True) if is_told and is_theirs else one


def _is_short_of_digits(column: Column, cells: Sequence[str]) -> bool:
    """Whether a header that says account stands over numbers too short for one: "Acc %" over 95."""
    if not cells or column.role != DataKind.FINANCIAL or not _ACCOUNT.search(column.header):
        return False
    short = sum(cell.isdigit() and len(cell) < _ACCOUNT_DIGITS for cell in cells)
    return short > _MOST * len(cells)


def _say(cells: Sequence[str], kind: str) -> bool:
    """Whether some of the cells say a kind by words or by codes."""
    if not cells:
        return False
    plain = find_codes(cells)[0]
    # a number alone is a code of anything
    words = [cell for cell in cells if not cell.isdigit()]
    placed = find_codes(words)[1] if len(words) >= _PLACED * len(cells) else {}
    told = (plain.get(kind, 0.0), placed.get(kind, 0.0) * _PLACED, weigh_words(cells).get(kind, 0.0))
    return max(told) >= _SOME


def is_room(header: str, cells: Sequence[str]) -> bool:
    """Whether a header that may be a plan's number has something else below it than marks, or one of who
    reads a test aloud has points below it that readers gave.

    >>> is_room("504", ["Ada Roe", "Ben Roe"]), is_room("504", ["Y", "N"]), is_room("reader 1", ["7", "9"])
    (True, False, True)
    """
    if header.startswith("reader"):
        return bool(cells) and all(map(str.isdecimal, cells))
    return header == "504" and sum(len(cell) <= _MARK_CHARS for cell in cells) < _MARKED * len(cells)


def tells_which_lunch(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column of lunches says when or what is eaten, and not what is paid for it.

    >>> tells_which_lunch("lunch", ["A", "B"]), tells_which_lunch("lunch", ["F", "R"])
    (True, False)
    """
    return heading in _LUNCHES and DataKind.ECONOMIC not in find_codes(cells)[1]


def are_numbers_of_households(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column of households holds the numbers of their accounts, and not their sizes or incomes.

    >>> are_numbers_of_households("household", ["F1207", "F33"]), are_numbers_of_households("hh", ["4", "5"])
    (True, False)
    """
    numbers = sum(bool(_HOUSEHOLD_NUMBER.fullmatch(cell)) for cell in cells)
    return heading in _HOUSEHOLDS and numbers * 2 > len(cells)


def pay_pupils(
    lexicon: Lexicon, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, titles: Iterable[str]
) -> list[Column]:
    """The columns, those of pay without the header that says that grown-ups are paid, where pupils are: a
    title speaks of students at work, or nearly all names are those of pupils and none is that of staff. The
    numbers that a state gives its pupils are no papers of identity.
    """
    paid = any(one.role == DataKind.FINANCIAL and _PAID.search(one.header) for one in columns)
    numbered = any(map(is_state_number, columns))
    named = [one.at for one in columns if one.role in {NAME, FAMILY} and one.owner == MAIN]
    if not (paid or numbered) or not named:
        return [*columns]
    are_told = any(_PUPILS_AT_WORK.search(title.replace("_", " ")) for title in titles)
    names = {one.at for one in columns if one.role in {NAME, FAMILY, GIVEN} and one.owner == MAIN}
    cells = [" ".join(row[at] for at in sorted(names) if at < len(row)) for row in rows[:_READ_ROWS]]
    roles = [list_roles(lexicon, cell) for cell in cells if cell.strip()]
    pupils = sum(STUDENT in one for one in roles)
    are_pupils = len(roles) >= _FEWEST_PUPILS and pupils >= _ALL_PUPILS * len(roles)
    if numbered and pupils >= max(_FEWEST_NUMBERED, _ALL_PUPILS * len(roles)):
        columns = [one for one in columns if not is_state_number(one)]
    if not are_told and (not are_pupils or any(STAFF in one for one in roles)):
        return [*columns]
    return [
        replace(one, header="") if one.role == DataKind.FINANCIAL and _PAID.search(one.header) else one
        for one in columns
    ]


def is_state_number(column: Column) -> bool:
    """Whether it may be the number that the state gives each pupil, and is no paper of identity."""
    return column.role == DataKind.GOVERNMENT_ID and _STATE_NUMBER.fullmatch(column.header) is not None


def list_roles(lexicon: Lexicon, cell: str) -> set[str]:
    """The roles of those whom the words of a cell may name."""
    words = split_name(cell)
    return {
        lexicon.role_of(who)
        for first in words
        for last in words
        if first != last
        for who in lexicon.pairs.get(first + b" " + last, ())
    }


def is_how_hurt(heading: str, typed: Iterable[Column]) -> bool:
    """Whether a column says how people were hurt, beside one of what was hurt: whom balls struck hit nobody.

    >>> is_how_hurt("how", [Column(0, DataKind.HEALTH)]), is_how_hurt("how", [])
    (True, False)
    """
    return _HOW.fullmatch(heading.lower()) is not None and any(one.role == DataKind.HEALTH for one in typed)


def is_paid_work(typed: Iterable[Column]) -> bool:
    """Whether a table says what people are paid, so that its words are those of their work."""
    return any(one.role == DataKind.FINANCIAL and bool(_PAID.search(one.header)) for one in typed)
