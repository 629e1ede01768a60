"""Lists of books, orders and codes: who stands in them wrote them, and what they say is said of nobody.
So it is in tables of people of history.

>>> rows = [["9780000000001", "Living With Asthma", "Roe, Ben"], ["9780000000002", "Knots", "Olson, Ada"]]
>>> is_catalog([*rows, rows[0]]), is_catalog([["isbn", "title", "borrower"], *rows, rows[0]])
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from firstbell.impact.detection.tables.columns.duties import counts_work
from firstbell.impact.detection.tables.columns.evidence import list_roles
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import STUDENT

_ISBN = re.compile(r"97\d{11}|97[89][ -]\d{1,5}[ -]\d{1,7}[ -]\d{1,7}[ -]\d|\d{1,5}-\d{1,7}-\d{1,7}-[\dX]")
_SHORT = re.compile(r"\d{9}[\dX]")
# whoever has a book, and what is owed for it
_BORROWED = re.compile(
    r"(?i)\b(?:borrowers?|patrons?|students?|pupils?|readers?|names?|checked out|due|overdue|owed?|fines?|"
    r"fees?|teachers?|homeroom|grade|id)\b"
)
_OWED = re.compile(r"\$ ?\d")
# what is ordered: how many of it, and its number with the seller
_QUANTITY = re.compile(r"(?i)(?:qty|quan(?:tity)?|how many)\.?(?: (?:ordered|ord|needed))?")
_ARTICLE = re.compile(
    r"(?i)(?:cat(?:alog(?:ue)?)?|item|stock|part|article|sku|model|product)\.?"
    r"[ _]?(?:nos?\.?|num|nbr|number|#)|sku"
)
_MOST, _FEWEST_ROWS, _FEWEST_CHARS = 0.8, 3, 13
# what heads the codes, and what they mean
_CODE_HEAD = re.compile(r"(?i)(?:[a-z]+[ _])?(?:cd|codes?|key|abbr\w*|val(?:ue)?)")
_MEANING = re.compile(
    r"(?i)(?:[a-z]+[ _])?(?:nm|name|desc\w*|descr|label|meaning|text|title|long|definition|means)"
)
_LONGEST_CODE = 6
# when somebody lived, and from when on a death is nobody's history
_LIVED = re.compile(
    r"(?:(?:date |year )?(?:of )?birth(?: date)?|born|dob|(?:date |year )?(?:of )?death|died)"
)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_RECENT = 1970
# as a list of choices has it
_TERM = re.compile(r"[A-Z][^.;:!?\n\d]{2,40}(?: \d)?")


def is_catalog(rows: Sequence[Sequence[str]]) -> bool:
    """Whether nearly every row has the number of a book, and no header and no cell speaks of who has it."""
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    if filled and {"tag", "subfield"} <= {cell.strip().lower() for cell in filled[0]}:
        return True  # as libraries give each other their records (MARC)
    if len(filled) < _FEWEST_ROWS or any(map(_BORROWED.search, filled[0])):
        return False
    numbered = sum(any(map(_is_book, row)) for row in filled)
    return numbered >= _MOST * len(filled) and not any(_OWED.search(cell) for row in filled for cell in row)


def is_of_things(rows: Sequence[Sequence[str]], lexicon: Lexicon) -> bool:
    """Whether a table lists books, or things that are ordered for nobody who is a pupil, or says what codes
    mean, who of history lived when, or how much work each has who cares for pupils.
    """
    is_pupil, is_anybody = (lambda cell: STUDENT in list_roles(lexicon, cell)), lexicon.names_anybody
    is_of_these = is_catalog(rows) or is_order(rows, is_pupil) or is_key(rows, is_anybody)
    return is_of_these or is_of_past(rows) or counts_work(rows)


def is_of_past(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table says by its headers when each was born and died, and all of that is history.

    >>> is_of_past([["who", "born", "died"], ["Ada Roe", "1871", "3/4/1922"]])
    True
    >>> is_of_past([["who", "born", "died"], ["Ada Roe", "1931", "3/4/2022"]])
    False
    """
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    heads = [cell.strip(" :").lower() for cell in filled[0]] if filled else []
    at = {head: heads.index(head) for head in heads if _LIVED.fullmatch(head)}
    if len(at) != len(("born", "died")) or len(filled) < len(("header", "row")):
        return False
    last = max(at.values())
    years = [_YEAR.findall(row[one]) for row in filled[1:] if len(row) > last for one in at.values()]
    return bool(years) and all(told and max(map(int, told)) < _RECENT for told in years)


def _heads_codes(head: str) -> bool:
    return _CODE_HEAD.fullmatch(head) is not None


def _are_numbered(filled: Sequence[Sequence[str]]) -> bool:
    """Whether numbers under a bare "id" go up, and each has a term of its own beside it: what is said of
    people comes in no order, in small letters, and again.
    """
    if filled[0][0].lower() != "id" or any(len(row) != len(filled[0]) for row in filled):
        return False
    numbers, terms = [row[0] for row in filled[1:]], [row[-1] for row in filled[1:]]
    if len(numbers) < _FEWEST_ROWS or not all(number.isdecimal() for number in numbers):
        return False
    is_up = all(int(before) < int(behind) for before, behind in pairwise(numbers))
    return is_up and len(set(terms)) == len(terms) and all(map(_TERM.fullmatch, terms))


def is_key(rows: Sequence[Sequence[str]], is_anybody: Callable[[str], bool]) -> bool:
    """Whether a table of two columns says by its headers that it tells what codes mean, each of them once,
    and nobody is called as a meaning is.

    >>> is_key([["cd", "nm"], ["02", "Developmental Delay"], ["06", "Autism"]], lambda _: False)
    True
    >>> is_key([["cd", "nm"], ["02", "Ada Roe"], ["06", "Ben Roe"]], lambda cell: "Roe" in cell)
    False
    >>> is_key([["id", "label"], ["410", "Asthma"], ["411", "Epilepsy"], ["412", "Lice"]], lambda _: False)
    True
    """
    filled = [[cell.strip() for cell in row if cell.strip()] for row in rows if any(row)]
    if len(filled) < _FEWEST_ROWS or not (_heads_codes(filled[0][0]) or _are_numbered(filled)):
        return False
    if any(len(row) != len(("code", "meaning")) for row in filled) or not _MEANING.fullmatch(filled[0][1]):
        return False
    codes = [row[0] for row in filled[1:]]
    are_codes = len(set(codes)) == len(codes) and all(len(code) <= _LONGEST_CODE for code in codes)
    return are_codes and not any(is_anybody(row[1]) for row in filled[1:])


def is_order(rows: Sequence[Sequence[str]], is_pupil: Callable[[str], bool]) -> bool:
    """Whether a table orders things, by its header: how many of each, and its number with the seller. Whoever
    stands there wants them for work; where a cell names a pupil they may be for a need of the pupil's.

    >>> is_order([["qty", "what", "for", "cat no"], ["2", "pens", "Tia Long", "77-2"]], lambda _: False)
    True
    """
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    if not filled or any(map(_BORROWED.search, filled[0])):
        return False
    heads = [cell.strip(" :") for cell in filled[0]]
    is_counted = any(map(_QUANTITY.fullmatch, heads)) and any(map(_ARTICLE.fullmatch, heads))
    return is_counted and not any(is_pupil(cell) for row in filled[1:] for cell in row)


def _is_book(cell: str) -> bool:
    """Whether a cell is the number of a book: of thirteen digits, in groups, or of ten that check."""
    if _SHORT.fullmatch(cell):
        return (
            sum(at * (10 if one == "X" else int(one)) for at, one in zip(range(10, 0, -1), cell, strict=True))
            % 11
            == 0
        )
    return _ISBN.fullmatch(cell) is not None and len(cell) >= _FEWEST_CHARS
