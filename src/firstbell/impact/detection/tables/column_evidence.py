"""Headers that say too little alone: a place, another column or some of the cells must say the same kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from firstbell.impact.detection.codes import find_codes, weigh_words
from firstbell.impact.detection.columns import Column
from firstbell.impact.detection.header_words import AMBIGUOUS
from firstbell.impact.detection.kinds import DataKind

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
_PAID = re.compile(r"\b(?:gross|net|pay|wages?|earnings|rate|amount paid|stipend|salary|hourly)\b")
_HOUSEHOLD_NUMBER = re.compile(r"[A-Za-z]{1,3}[- ]?\d{2,}")


def drop_unsaid(
    columns: Sequence[Column], cells: Mapping[int, Sequence[str]], weigh_location: Callable[[str], float]
) -> list[Column]:
    """Without the columns of kinds that nothing but an ambiguous header says. `weigh_location`: how much the
    place of the table says of a kind.
    """
    sure = {one.role for one in columns if one.is_flag and not AMBIGUOUS.fullmatch(one.header)}
    columns = [one for one in columns if not _is_short_of_digits(one, cells.get(one.at, ()))]
    return [
        one
        for one in columns
        if not one.is_flag
        or one.role in sure
        or not AMBIGUOUS.fullmatch(one.header)
        or weigh_location(one.role)
        or _say(cells.get(one.at, ()), one.role)
    ]


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


def are_numbers_of_households(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column of households holds the numbers of their accounts, and not their sizes or incomes.

    >>> are_numbers_of_households("household", ["F1207", "F33"]), are_numbers_of_households("hh", ["4", "5"])
    (True, False)
    """
    numbers = sum(bool(_HOUSEHOLD_NUMBER.fullmatch(cell)) for cell in cells)
    return heading in _HOUSEHOLDS and numbers * 2 > len(cells)


def is_paid_work(typed: Iterable[Column]) -> bool:
    """Whether a table says what people are paid, so that its words are those of their work."""
    return any(one.role == DataKind.FINANCIAL and bool(_PAID.search(one.header)) for one in typed)
