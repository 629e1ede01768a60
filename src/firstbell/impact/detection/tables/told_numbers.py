"""Columns of numbers whose own header says too little, and another column what they are: a passport, a means
of payment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from firstbell.impact.detection.columns import ID, MAIN, Column
from firstbell.impact.detection.kinds import DataKind
from firstbell.impact.detection.tables.number_columns import share_of

_PASSPORT = re.compile(r"\bpassports?\b", re.IGNORECASE)
_PASSPORT_NUMBER = re.compile(r"[A-Z]{0,2}\d{6,9}")
_MEANS = re.compile(
    r"card|cc|visa|mc|mastercard|amex|discover|debit|credit|ach|eft|bank|checking|savings|chk|sav",
    re.IGNORECASE,
)
_ACCOUNT_NUMBER = re.compile(r"\d[\d -]{6,20}\d")
_MOST, _NEARLY_ALL = 0.6, 0.8


def settle_numbers(
    typed: Sequence[Column],
    cells: Mapping[int, Sequence[str]],
    header: Sequence[str],
    *,
    is_id: Callable[[str], bool],
) -> Iterator[Column]:
    """The columns, those of numbers that nobody here has as what another column says. `is_id`: whether a cell
    is a number or a user name of the roster.
    """
    are_passports = any(map(_PASSPORT.search, header))
    for column in typed:
        found = cells.get(column.at, ())
        if column.role != ID or column.owner != MAIN or not found or any(map(is_id, found)):
            yield column
        elif are_passports and share_of(found, _is_passport) >= _MOST:
            yield replace(column, role=DataKind.GOVERNMENT_ID)
        elif share_of(found, _is_account) >= _MOST and _tell_means(cells):
            yield replace(column, role=DataKind.FINANCIAL)
        else:
            yield column


def _tell_means(cells: Mapping[int, Sequence[str]]) -> bool:
    """Whether a column says by what means is paid."""
    return any(found and share_of(found, _is_means) >= _NEARLY_ALL for found in cells.values())


def _is_means(cell: str) -> bool:
    return _MEANS.fullmatch(cell) is not None


def _is_passport(cell: str) -> bool:
    return _PASSPORT_NUMBER.fullmatch(cell) is not None


def _is_account(cell: str) -> bool:
    return _ACCOUNT_NUMBER.fullmatch(cell) is not None
