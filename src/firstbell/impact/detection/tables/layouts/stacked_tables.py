"""Where a further table, or a part of one, begins in a sheet, below another one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from firstbell.impact.detection.headers.columns import find_header
from firstbell.impact.detection.kinds.titles import find_head_kinds
from firstbell.impact.detection.tables.cells.identity_documents import is_issued, names_document
from firstbell.impact.detection.values.numbers import is_ssn

Rows = Sequence[Sequence[str]]
# who goes along with those of the table above
_ELDERS = re.compile(
    r"(?i)\W*(?:(?:adult|parent|bus|van|staff) )?(?:chaperones?|drivers?|adults?|volunteers?|coaches|"
    r"leaders?|staff|counselors?|guests?)\b"
)
_FEWEST_ROWS, _MOST = 2, 0.6
_SSN = re.compile(r"\d{3}-\d\d-\d{4}")


def find_next(rows: Rows, is_value: Callable[[str], bool]) -> int:
    """Where it is: a heading below an empty row, and headers below it, rows that hold what
    no row above does, or the word for who goes along; else 0.
    `is_value`: whether somebody is called so or has the number.

    >>> rows = [["camper", "bunk"], ["Ada Roe", "1A"], [], ["CHAPERONES (licenses)"], ["Cy Poe", "driver"]]
    >>> find_next([*rows, ["Di Poe", "driver"]], lambda cell: False)
    3
    >>> find_next([*rows[:3], ["Buses leave at 8"], *rows[4:]], lambda cell: False)
    0
    """
    for at in range(2, len(rows) - 1):
        is_heading = not any(rows[at - 1]) and sum(map(bool, rows[at])) == 1
        if not is_heading:
            continue
        if find_header([rows[at + 1]], is_value)[0] == 0 or holds_others(rows[:at], rows[at + 1 :]):
            return at
        below = [row for row in rows[at + 1 : at + 1 + _FEWEST_ROWS] if sum(map(bool, row)) > 1]
        if len(below) == _FEWEST_ROWS and _ELDERS.match(next(filter(None, rows[at]))):
            return at
    return 0


def part_offset(rows: Rows) -> list[list[list[str]]]:
    """Both tables of a sheet that share no column, below an empty row; none where there are not two.

    >>> rows = [["200001", "4471"], ["200002", "9920"], [], ["", "", "changed", "was", "now"]]
    >>> part_offset([*rows, ["", "", "200003", "P", "F"]])[1]
    [['changed', 'was', 'now'], ['200003', 'P', 'F']]
    >>> part_offset([*rows, ["200003", "", "200003", "P", "F"]])
    []
    """
    gaps = [at for at, row in enumerate(rows) if at >= _FEWEST_ROWS and not any(row)]
    for at in gaps:
        above, below = _list_used(rows[:at]), _list_used(rows[at + 1 :])
        if not (above and below) or above & below:
            continue
        first = min(below)
        if min(above) < first and max(above) < first:
            moved = [
                [cell for cell in row if cell] if _is_alone(row) else [*row[first:]] for row in rows[at + 1 :]
            ]
            return [[[*row[:first]] for row in rows[:at]], moved]
    return []


def _is_alone(row: Sequence[str]) -> bool:
    return sum(map(bool, row)) == 1


def _list_used(rows: Rows) -> set[int]:
    """The columns in which rows of several cells stand; none of fewer than two such rows."""
    wide = [row for row in rows if sum(map(bool, row)) > 1]
    return {at for row in wide for at, cell in enumerate(row) if cell} if len(wide) >= _FEWEST_ROWS else set()


def has_sections(rows: Rows, is_section: Callable[[Sequence[str]], bool]) -> bool:
    """Whether headings that say kinds part the rows below a header: several, or one with an empty row above.

    >>> rows = [["Ada", "1"], ["Suspended", ""], ["Ben", "2"]]
    >>> has_sections(rows, lambda row: not row[1])
    False
    >>> has_sections([rows[0], ["", ""], *rows[1:]], lambda row: not row[1])
    True
    """
    said = [
        1 if any(above) or sum(map(bool, below)) <= 1 else _FEWEST_ROWS
        for above, row, below in zip([["-"], *rows], rows, [*rows[1:], []], strict=False)
        if is_section(row) and find_head_kinds(row)
    ]
    return sum(said) >= _FEWEST_ROWS


def holds_others(above: Rows, below: Rows) -> bool:
    """Whether a column has numbers of documents or of social security in the rows below a heading, up to the
    next empty one, and none in the rows above it.

    >>> above = [["kid", "bunk", "food"], ["Ada Roe", "1A", "no eggs"], ["Ben Low", "2A", ""]]
    >>> drivers = [["Cy Xu", "van", "MN DL K530123456789"], ["Di Fox", "van", "MN DL T660209481335"]]
    >>> holds_others(above, drivers), holds_others(above + drivers, drivers), holds_others(above, above[1:])
    (True, False, False)
    """
    rows = [*takewhile(any, below)]
    for at in range(max(map(len, rows), default=0)):
        cells = [row[at] for row in rows if at < len(row) and row[at]]
        if len(cells) >= _FEWEST_ROWS and sum(map(_is_issued, cells)) >= _MOST * len(cells):
            return not any(_is_issued(row[at]) for row in above if at < len(row))
    return False


def _is_issued(cell: str) -> bool:
    return (
        names_document(cell)
        or is_issued(cell)
        or (_SSN.fullmatch(cell) is not None and is_ssn(cell.replace("-", "")))
    )
