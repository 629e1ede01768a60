"""Cells of social security numbers to what they say: whole ones, and their last digits."""

from __future__ import annotations

import re

from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.tables.rows.results import OwnerCells
from firstbell.impact.detection.values.numbers import is_itin, is_ssn
from firstbell.impact.detection.values.value import Value

# one of two things that a cell holds
SSN_INSIDE = re.compile(r"(?<![\d-])\d{3}-\d\d-\d{4}(?![\d-])")
# a header that calls no more of it than its last digits; a workbook drops zeros in front
LAST_DIGITS, _FOUR_DIGITS = (
    re.compile(r"\b(?:l|last ?)?(?:4|four)\b|\bl4|ssn4"),
    re.compile(r"[xX*-]{0,7}\d{3,4}"),
)
# the number of an employer, not of a person
_OF_FIRM = re.compile(r"\d\d-\d{7}")


def take_ssn(empty: frozenset[str], side: OwnerCells, cell: str) -> None:
    """Take a whole number, or one that stands in its place."""
    if cell.lower() in empty or _OF_FIRM.fullmatch(cell):
        side.is_firm = _OF_FIRM.fullmatch(cell) is not None
        return
    inside = SSN_INSIDE.search(cell)
    digits = "".join(filter(str.isdigit, inside[0] if inside else cell))
    if len(digits) == 8 and cell.isdigit():
        digits = "0" + digits  # a workbook drops the zero in front
    if is_ssn(digits):
        side.facts.ssn = digits
        side.values.append(Value(0, 0, DataKind.SSN, digits, is_strong=True, fact="ssn"))
    elif is_itin(digits):
        side.values.append(Value(0, 0, DataKind.SSN, digits, is_strong=True))  # in place of one of these


def take_last_digits(side: OwnerCells, cell: str) -> None:
    """The last four digits of a number; the whole one where the cell has it all the same."""
    if _FOUR_DIGITS.fullmatch(cell):
        side.values.append(Value(0, 0, DataKind.SSN, cell[-4:], is_strong=True))
    else:
        take_ssn(frozenset(), side, cell)
