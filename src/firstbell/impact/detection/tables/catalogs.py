"""Lists of books: who stands in them wrote them, and what their titles say is said of nobody.

>>> rows = [["9780000000001", "Living With Asthma", "Roe, Ben"], ["9780000000002", "Knots", "Olson, Ada"]]
>>> is_catalog([*rows, rows[0]]), is_catalog([["isbn", "title", "borrower"], *rows, rows[0]])
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ISBN = re.compile(r"97\d{11}|97[89][ -]\d{1,5}[ -]\d{1,7}[ -]\d{1,7}[ -]\d|\d{1,5}-\d{1,7}-\d{1,7}-[\dX]")
_SHORT = re.compile(r"\d{9}[\dX]")
# whoever has a book, and what is owed for it
_BORROWED = re.compile(
    r"(?i)\b(?:borrowers?|patrons?|students?|pupils?|readers?|names?|checked out|due|overdue|owed?|fines?|"
    r"fees?|teachers?|homeroom|grade|id)\b"
)
_OWED = re.compile(r"\$ ?\d")
_MOST, _FEWEST_ROWS, _FEWEST_CHARS = 0.8, 3, 13


def is_catalog(rows: Sequence[Sequence[str]]) -> bool:
    """Whether nearly every row has the number of a book, and no header and no cell speaks of who has it."""
    filled = [row for row in rows if sum(map(bool, row)) > 1]
    if len(filled) < _FEWEST_ROWS or any(map(_BORROWED.search, filled[0])):
        return False
    numbered = sum(any(map(_is_book, row)) for row in filled)
    return numbered >= _MOST * len(filled) and not any(_OWED.search(cell) for row in filled for cell in row)


def _is_book(cell: str) -> bool:
    """Whether a cell is the number of a book: of thirteen digits, in groups, or of ten that check."""
    if _SHORT.fullmatch(cell):
        return (
            sum(at * (10 if one == "X" else int(one)) for at, one in zip(range(10, 0, -1), cell, strict=True))
            % 11
            == 0
        )
    return _ISBN.fullmatch(cell) is not None and len(cell) >= _FEWEST_CHARS
