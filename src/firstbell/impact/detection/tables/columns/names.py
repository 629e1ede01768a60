"""Columns of names that neither their headers nor the roster tell: people whom nobody here knows, and those
who trade under their name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from firstbell.impact.detection.headers.columns import EMAIL, FAMILY, GIVEN, ID, MAIN, NAME, NOTE, Column
from firstbell.impact.detection.headers.header_words import THINGS
from firstbell.impact.detection.identities.names import drop_trade, looks_like_name
from firstbell.impact.detection.identities.thing_names import is_traded
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.cells.names import NameCells
from firstbell.impact.detection.tables.columns.numbers import are_unparted_ssns
from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.given_names import is_given_name
from firstbell.impact.people.lexicon import Lexicon

_SHAPED, _KNOWN, _IN_ORDER = 0.8, 0.3, 0.4
_PAYEES, _ONLY = 0.5, 0.9
_ARE_PARTS, _MOST_GIVEN, _NOTE_CHARS, _NOTE_WORDS = 0.7, 5, 25, 2
_NAMES_HEADER = re.compile(r"\b(?:name|nm|payees?)\b", re.IGNORECASE)
# a family name before a comma, a given name behind it
_TURNED = re.compile(r"[^\W\d_][\w'\u2019 .-]*, ?[^\W\d_][\w'\u2019 .-]*")
_SINGLE = re.compile(r"[^\W\d_a-z][\w'\u2019-]+(?: [^\W\d_a-z][\w'\u2019-]*){0,2},?")
_FEWEST_PARTED = 3
_FEWEST_TURNED, _MOSTLY = 2, 4
# after so many letters programs cut given names off
_CUT_CHARS = range(2, 7)
# beside one of these somebody is named
_IDENTIFYING = frozenset((DataKind.DOB, DataKind.GOVERNMENT_ID))
# into which somebody is paid
_ACCOUNTS = re.compile(r"\b(?:acc(?:t|oun\w*)?|aba|routing|rtn|iban|transit|dd|direct deposit|bank)\b")
# whose accounts are no person's
_FIRMS = re.compile(
    r"(?i)\b(?:ll[cp]|inc|corp|co|ltd|company|bank|schools?|supply|services?|district|systems?|group|of)\b"
)
_FEWEST_FIRMS, _SOME_FIRMS = 2, 0.25
_NAMING = frozenset((NAME, GIVEN, FAMILY, ID, EMAIL))
_PARTS = frozenset((GIVEN, FAMILY))
# whose names stand in turned order, too
_WORKS = re.compile(r"\b(?:authors?|books?|titles?|composers?|artists?|characters?)\b", re.IGNORECASE)


# what exports shorten the parts of a name to; a family name may be called by the same letter
_INITIALS = {
    "f": "any", "g": GIVEN, "l": FAMILY, "s": FAMILY, "first": GIVEN, "last": FAMILY, "given": GIVEN,
    "family": FAMILY, "fn": "any", "gn": GIVEN, "ln": FAMILY, "sn": FAMILY, "fname": GIVEN, "lname": FAMILY,
}  # fmt: skip


def are_strange_names(lexicon: Lexicon, cells: Sequence[str], heading: str) -> bool:
    """Whether these are names of people whom the roster need not know: by their shape, and by words of
    which some are names here. A heading that says a thing counts less than a family name before a comma and
    a given name behind it.
    """
    if len(set(cells)) * 2 < len(cells):
        return False
    names = [looks_like_name(cell) for cell in cells]
    with_known = [_has_name(lexicon, cell) for cell in cells]
    if sum(names) < _SHAPED * len(cells) or sum(with_known) < _KNOWN * len(cells):
        return False
    if not THINGS.search(heading):
        return True
    turned = sum(_is_turned(lexicon, cell) for cell in cells)
    return turned >= _IN_ORDER * len(cells) and not _WORKS.search(heading)


def drop_firms(
    lexicon: Lexicon, columns: Sequence[Column], cells: Mapping[int, Sequence[str]]
) -> list[Column]:
    """The columns without those of names of which some are firms by a word and the others begin with no
    given name, nor are known here: where firms are listed those are firms, too.
    """
    return [
        one
        for one in columns
        if one.role != NAME or one.owner != MAIN or not _are_firms(lexicon, cells.get(one.at, ()))
    ]


def _are_firms(lexicon: Lexicon, cells: Sequence[str]) -> bool:
    others = [cell for cell in cells if not (_FIRMS.search(cell) or is_traded(cell))]
    firms = len(cells) - len(others)
    if firms < _FEWEST_FIRMS or firms < _SOME_FIRMS * len(cells):
        return False
    return not any(
        lexicon.names_anybody(cell) or "," in cell or any(map(is_given_name, split_name(cell)[:2]))
        for cell in others
    )


def name_rows(names: NameCells, typed: Sequence[Column], cells: Mapping[int, Sequence[str]]) -> list[Column]:
    """The columns, the first one of short names although its header says something of all of them ("OT" above
    "who"), where no other column names anybody.
    """
    if any(one.role in _NAMING for one in typed):
        return [*typed]
    for column in typed:
        own = cells.get(column.at, ())
        if column.is_flag and names.are_short(own, ""):
            return [
                msgspec.structs.replace(one, role=NAME, is_flag=False) if one is column else one
                for one in typed
            ]
    return [*typed]


def turn_names(lexicon: Lexicon, typed: Sequence[Column], rows: Sequence[Sequence[str]]) -> list[Column]:
    """The columns, those of names as turned that have the family name first, without a comma: as the roster
    has those whom it knows, and by what is a given name anywhere of the others.
    """
    return [
        msgspec.structs.replace(one, is_turned=True)
        if one.role == NAME and _are_family_first(lexicon, [row[one.at] for row in rows if one.at < len(row)])
        else one
        for one in typed
    ]


def _are_family_first(lexicon: Lexicon, cells: Sequence[str]) -> bool:
    turned = straight = 0
    for cell in cells:
        words = () if "," in cell else split_name(cell)
        if len(words) < 2:
            continue
        first, last = words[0], words[-1 if len(words[-1]) > 1 else 1]
        if first + b" " + last in lexicon.pairs or (is_given_name(first) and not is_given_name(last)):
            straight += 1
        elif last + b" " + first in lexicon.pairs or (is_given_name(last) and not is_given_name(first)):
            turned += 1
    return turned >= _FEWEST_TURNED and turned > _MOSTLY * straight


def _has_name(lexicon: Lexicon, cell: str) -> bool:
    """Whether a word of a cell is a name here, or a usual given name anywhere."""
    given, family = lexicon.given, lexicon.family
    return any(word in given or word in family or is_given_name(word) for word in split_name(cell))


def _is_turned(lexicon: Lexicon, cell: str) -> bool:
    """Whether a family name stands before a comma and a given name behind it, both of them known here."""
    family, comma, given = cell.partition(",")
    words, others = split_name(family), split_name(given)
    is_known = bool(words and others) and words[-1] in lexicon.family and others[0] in lexicon.given
    return bool(comma) and is_known


def find_strangers(
    lexicon: Lexicon,
    typed: Sequence[Column],
    cells: Mapping[int, Sequence[str]],
    *,
    is_name: Callable[[str], bool],
    header: Sequence[str] = (),
) -> list[Column]:
    """The columns of names of people whom the roster need not know, where numbers of social security, days of
    birth or numbers of licences stand beside them and nothing else says whom a row is about.
    """
    naming = [one for one in typed if one.role in _NAMING and one.owner == MAIN]
    told = {one.role for one in typed if one.owner == MAIN}
    is_numbered = DataKind.SSN in told or (not header and any(map(are_unparted_ssns, cells.values())))
    has_account = any(map(_is_of_accounts, typed))
    if not (is_numbered or has_account or told & _IDENTIFYING):
        return []
    if naming:
        is_part = len(naming) == 1 and naming[0].role in _PARTS and not header
        return _find_other_part(naming[0], cells) if is_part else []
    payees = _find_called(lexicon, cells, header)
    payees = payees or _find_whole(lexicon, cells, is_name, header, is_numbered=is_numbered)
    payees = payees or _find_only(cells, header)
    payees = payees or ([] if header else _find_cut(lexicon, cells))
    return payees or (_find_parted(cells, header) if is_numbered else [])


def _find_whole(
    lexicon: Lexicon,
    cells: Mapping[int, Sequence[str]],
    is_name: Callable[[str], bool],
    header: Sequence[str],
    *,
    is_numbered: bool,
) -> list[Column]:
    """The column of whole names. A header that says names needs nobody who is known here, and neither do
    names that all have the family name before a comma. `is_numbered`: beside numbers of social security.
    """
    for at, column in sorted(cells.items()):
        bare = [drop_trade(cell) for cell in column]
        is_headed = at < len(header) and _NAMES_HEADER.search(header[at].replace("_", " ")) is not None
        shaped = [looks_like_name(one) for one in bare]
        are_turned = sum(_TURNED.fullmatch(one) is not None for one in bare) >= _SHAPED * len(bare)
        fitting = sum(
            is_name(one) or (like_name and (is_headed or are_turned or _has_name(lexicon, one)))
            for one, like_name in zip(bare, shaped, strict=True)
        )
        least = _PAYEES if is_numbered else _SHAPED
        if column and fitting >= least * len(column) and len(set(column)) * 2 > len(column):
            return [Column(at, NAME, header="vendor")]
    return []


def _is_of_accounts(column: Column) -> bool:
    """Whether a column holds numbers of accounts by its header: somebody is paid into them."""
    return column.role == DataKind.FINANCIAL and _ACCOUNTS.search(column.header) is not None


def _find_only(cells: Mapping[int, Sequence[str]], header: Sequence[str]) -> list[Column]:
    """The only column whose cells are all written as names of people, each another one, whatever its header
    calls them: nobody of them need be known.
    """
    found = [
        at
        for at, column in sorted(cells.items())
        if len(column) >= _FEWEST_PARTED
        and sum(map(_is_shaped, column)) >= _ONLY * len(column)
        and len({cell.lower() for cell in column}) >= _ONLY * len(column)
        and not (at < len(header) and THINGS.search(header[at].replace("_", " ")))
    ]
    return [Column(found[0], NAME, header="vendor")] if len(found) == 1 else []


def _is_shaped(cell: str) -> bool:
    bare = drop_trade(cell)
    return looks_like_name(bare) and not _FIRMS.search(bare)


def _find_other_part(part: Column, cells: Mapping[int, Sequence[str]]) -> list[Column]:
    """The column beside one of given names, or of family names, that holds the other part."""
    role = FAMILY if part.role == GIVEN else GIVEN
    beside = (part.at - 1, part.at + 1) if role == FAMILY else (part.at + 1, part.at - 1)
    parts = [at for at in beside if _are_single_names(cells.get(at, ()))]
    if role == GIVEN and not parts:
        parts = [at for at in beside if _are_initials(cells.get(at, ()))]
    return [Column(at, role) for at in parts][:1]


def _are_initials(cells: Sequence[str]) -> bool:
    """Whether these are letters alone, of which several are met."""
    return len(set(cells)) >= _FEWEST_PARTED and all(len(cell) == 1 and cell.isupper() for cell in cells)


def _find_called(lexicon: Lexicon, cells: Mapping[int, Sequence[str]], header: Sequence[str]) -> list[Column]:
    """Two columns side by side whose headers are short for the parts of a name, the cells of one mostly
    usual given names.
    """
    for at in sorted(cells):
        if at + 1 not in cells or at + 1 >= len(header):
            continue
        heads = tuple(_INITIALS.get(header[one].strip().lower(), "") for one in (at, at + 1))
        if "" in heads:
            continue
        shares = [_share_given(lexicon, cells[one]) for one in (at, at + 1)]
        first = 0 if shares[0] > shares[1] else 1
        if shares[first] >= _PAYEES and heads[first] != FAMILY:
            return [Column(at + first, GIVEN), Column(at + 1 - first, FAMILY)]
    return []


def _share_given(lexicon: Lexicon, cells: Sequence[str]) -> float:
    words = [split_name(cell) for cell in cells]
    called = sum(bool(one) and (one[0] in lexicon.given or is_given_name(one[0])) for one in words)
    return called / len(cells)


def _find_parted(cells: Mapping[int, Sequence[str]], header: Sequence[str]) -> list[Column]:
    """Two columns side by side of one word each, nearly each another one: family names and given names; the
    given ones first where the headers say so.
    """
    words = [at for at, column in sorted(cells.items()) if _are_single_names(column)]
    for at in words:
        if at + 1 not in words:
            continue
        heads = [header[one].strip().lower()[:1] if one < len(header) else "" for one in (at, at + 1)]
        is_given_first = heads[0] in {"f", "g"} and heads[1] in {"l", "s"}
        roles = (GIVEN, FAMILY) if is_given_first else (FAMILY, GIVEN)
        return [Column(at + step, role) for step, role in enumerate(roles)]
    return []


def _find_cut(lexicon: Lexicon, cells: Mapping[int, Sequence[str]]) -> list[Column]:
    """Two columns side by side: family names, many of them known here, and given names that a program cut off
    after so many letters.

    >>> from firstbell.impact.people.person import Person
    >>> olson, ly = Person("1", "1", "student", "Ada", "Olson"), Person("2", "2", "student", "Bo", "Ly")
    >>> lexicon = Lexicon([olson, ly])
    >>> cells = {0: ["07", "06", "07"], 1: ["OLSON", "LY", "QUIST"], 2: ["AD", "BO", "MA"]}
    >>> [(one.at, one.role) for one in _find_cut(lexicon, cells)]
    [(1, 'family'), (2, 'given')]
    """
    for at, column in sorted(cells.items()):
        cut, longest = cells.get(at + 1, ()), max(map(len, cells.get(at + 1, ("",))))
        are_cut = len(cut) >= _FEWEST_PARTED and all(map(str.isalpha, cut)) and longest in _CUT_CHARS
        if not are_cut or sum(len(one) == longest for one in cut) < _SHAPED * len(cut):
            continue
        known = sum(all(word in lexicon.family for word in split_name(one)) for one in column)
        if known >= max(_FEWEST_TURNED, _PAYEES * len(column)) and len({*column}) >= _SHAPED * len(column):
            return [Column(at, FAMILY), Column(at + 1, GIVEN)]
    return []


def _are_single_names(cells: Sequence[str]) -> bool:
    """Whether these are words like names, most of them different: "Olson", "DE LA CRUZ", "O'Neil"."""
    shaped = sum(bool(_SINGLE.fullmatch(cell)) and looks_like_name(f"{cell} Ada") for cell in cells)
    return (
        len(cells) >= _FEWEST_PARTED and shaped >= _SHAPED * len(cells) and len(set(cells)) * 2 > len(cells)
    )


def guess_part_of_name(lexicon: Lexicon, cells: Sequence[str]) -> str:
    """What words alone are: given names, family names, notes; "" where they are none of these. Sentences
    that begin with a name are notes.
    """
    words = [one for one in map(split_name, cells) if one]
    are_long = sum(map(len, words)) > _MOST_GIVEN * len(words)
    given = 0 if are_long else sum(one[0] in lexicon.given for one in words)
    family = sum(all(word in lexicon.family for word in one) for one in words)
    if max(given, family) > _ARE_PARTS * len(cells):
        return FAMILY if family >= given else GIVEN
    is_text = sum(map(len, cells)) > _NOTE_CHARS * len(cells) or sum(
        len(cell.split()) for cell in cells
    ) >= _NOTE_WORDS * len(cells)
    return NOTE if is_text else ""
