r"""Two tables abreast in one sheet, an empty column between them, each with names and headers of its own.

>>> rows = [["", "min", "", "who", "goal"], ["Ada Roe", "60", "", "Cy Xu", "grip"], ["Ben Roe", "30"]]
>>> part_abreast([*rows, ["Di Roe", "15", "", "Ed Xu", "zips"]], lambda cell: cell[-3:] in ("Roe", " Xu"))[1]
[['who', 'goal'], ['Cy Xu', 'grip'], ['Ed Xu', 'zips']]
>>> part_abreast([row[:2] for row in rows], lambda cell: True)
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.impact.detection.headers.columns import MAIN, read_header

Rows = Sequence[Sequence[str]]
_TOTAL = re.compile(r"(?i)\W*(?:sub ?)?totals?\b")
_FEWEST_NAMES, _FEWEST_WIDE, _MOST_WIDE, _MOSTLY = 2, 2, 40, 0.5


def part_abreast(rows: Rows, is_name: Callable[[str], bool]) -> list[list[list[str]]]:
    """Both tables; none where there are not two, or where what stands on the right may be of those on the
    left: no row of either goes without the other, and one empty column parts them. `is_name`: whether
    somebody is called so.
    """
    width = max(map(len, rows), default=0)
    if not _FEWEST_WIDE * 2 < width <= _MOST_WIDE:
        return []
    wide = [[*row, *[""] * (width - len(row))] for row in rows]
    for gap in range(_FEWEST_WIDE, width - _FEWEST_WIDE):
        if any(row[gap].strip() for row in wide):
            continue
        sides = [row[:gap] for row in wide], [row[gap + 1 :] for row in wide]
        named = [_find_names(side, is_name) for side in sides]
        if min(named) < 0:
            continue
        told = [_list_told(side, at, is_name) for side, at in zip(sides, named, strict=True)]
        is_apart = not any(row[gap + 1].strip() for row in wide)
        if is_apart or any({one, other} == {True, None} for one, other in zip(*told, strict=True)):
            return [[row for row in side if any(row)] for side in sides]
    return []


def _list_told(side: Rows, at: int, is_name: Callable[[str], bool]) -> list[bool | None]:
    """Whether each row names somebody; None where it is empty, or the sum of those above."""
    return [
        None if not any(row) or _TOTAL.match(row[at]) else bool(row[at]) and is_name(row[at]) for row in side
    ]


def _find_names(side: Rows, is_name: Callable[[str], bool]) -> int:
    """The column of names of one table, whoever they are, that are nobody's parents or teachers; else -1."""
    width = len(side[0])
    for at in range(width):
        cells = [row[at] for row in side if row[at].strip()]
        heads = [cell for cell in cells if not is_name(cell)][:2]
        names = len(cells) - sum(not is_name(cell) for cell in cells)
        is_theirs = all(read_header(head)[1] == MAIN for head in heads)
        if names >= max(_FEWEST_NAMES, _MOSTLY * (len(cells) - len(heads))) and is_theirs:
            return at
    return -1
