"""Merged headers: what one above several columns says of each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from firstbell.impact.detection.headers.columns import MAIN, Column, read_header
from firstbell.impact.detection.kinds.kind import DataKind, list_kinds

_KINDS = frozenset(list_kinds())
_LONGEST_CODE = 4
# what parts a sum: who gets it, when, of which sort
_LONGEST_PART, _FEWEST_PARTS, _ROWS_BELOW = 16, 2, 12
_PART = re.compile(r"[A-Za-z][A-Za-z .&/'-]*")
_SUM = re.compile(r"-?\$? ?\d{0,3}(?:,?\d{3})*(?:\.\d{1,2})?|-")


def _spread_kinds(
    header: Sequence[str], above: Sequence[str], columns: list[Column], *, rows: Sequence[Sequence[str]]
) -> list[Column]:
    """With the columns of codes under a merged header of a kind, "Nighttime residence" over SH, DU, HM, and
    with those of sums under one of money: "Dues" over State, National, Local. `rows`: those below.

    >>> header, above = ["who", "Unit", "Local"], ["", "Dues", ""]
    >>> [one.at for one in _spread_kinds(header, above, [], rows=[["", "4.10", "2"]])]
    [1, 2]
    >>> _spread_kinds(header, above, [], rows=[["", "Elm", "2"]])
    []
    """
    known = {column.at for column in columns}
    filled = [at for at, cell in enumerate(above) if cell]
    found = []
    # alone at the head of its row it is the title of the table
    for number, at in enumerate(filled if filled != [0] else ()):
        role, owner, is_flag, words = read_header(above[at])
        end = filled[number + 1] if number + 1 < len(filled) else len(header)
        if role == DataKind.FINANCIAL:
            parts = _list_parts(header[:end], range(at, end), rows)
            found += [Column(one, role, owner, is_flag, words) for one in parts if one not in known]
        for below in range(at, end) if is_flag and role in _KINDS else ():
            cell = header[below] if below < len(header) else ""
            if below in known or not cell or len(cell) > _LONGEST_CODE:
                break
            found.append(Column(below, role, owner, is_flag, words))
    return sorted([*columns, *found], key=lambda one: one.at)


def _list_parts(header: Sequence[str], span: range, rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns below one merged header in which sums stand, two at least, each under a word of its own."""
    parts = [
        at
        for at in span
        if at < len(header) and len(header[at]) <= _LONGEST_PART and _PART.fullmatch(header[at])
    ]
    told = [row[at].strip() for row in rows[:_ROWS_BELOW] for at in parts if at < len(row) and row[at]]
    are_sums = bool(told) and all(map(_SUM.fullmatch, told)) and any("." in one for one in told)
    return parts if are_sums and len(parts) >= _FEWEST_PARTS else []


def spread_owners(rows: Sequence[Sequence[str]], at: int, columns: list[Column]) -> list[Column]:
    """Columns that belong to whom a merged header above them names: "Guardian" over "Name" and "Phone"."""
    if at < 1:
        return columns
    above, owners, owner = rows[at - 1], {}, MAIN
    columns = _spread_kinds(rows[at], above, columns, rows=rows[at + 1 :])
    if sum(1 for cell in above if cell) < 2:
        return columns
    for number in range(max(len(rows[at]), len(above))):
        if number < len(above) and above[number]:
            owner = read_header(above[number])[1]
        owners[number] = owner
    return [
        msgspec.structs.replace(column, owner=owners.get(column.at, MAIN)) if column.owner == MAIN else column
        for column in columns
    ]
