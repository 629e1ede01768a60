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

from firstbell.impact.detection.headers.code_keys import find_key
from firstbell.impact.detection.headers.columns import MAIN, NAME, WORKER, read_header
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.people.folded_text import fold
from firstbell.impact.people.given_names import is_given_name

Rows = Sequence[Sequence[str]]
_TOTAL = re.compile(r"(?i)\W*(?:sub ?)?totals?\b")
_FEWEST_NAMES, _FEWEST_WIDE, _MOST_WIDE, _MOSTLY = 2, 2, 40, 0.5


def part_abreast(rows: Rows, is_name: Callable[[str], bool]) -> list[list[list[str]]]:
    """Both tables, the right one a key of the codes on the left perhaps; none where there are not two, or
    where what stands on the right may be of those on the left: no row of either goes without the other, one
    empty column parts them, and no titles of both stand above. `is_name`: whether somebody is called so.
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
        if named[0] >= 0 > named[1] and find_key(sides[1], is_name):
            return [[row for row in side if any(row)] for side in sides]
        if min(named) < 0:
            continue
        told = [_list_told(side, at, is_name) for side, at in zip(sides, named, strict=True)]
        is_apart = not any(row[gap + 1].strip() for row in wide) or _are_titled(*sides)
        is_apart = is_apart or any(map(_is_headed_later, told, reversed(told), reversed(sides)))
        if is_apart or any({one, other} == {True, None} for one, other in zip(*told, strict=True)):
            return [[row for row in side if any(row)] for side in sides]
    return []


def _are_titled(left: Rows, right: Rows) -> bool:
    """Whether the first row has one cell of words for each table, and rows of several cells stand below it.

    >>> _are_titled([["Late today", ""], ["who", "when"]], [["Cap found", ""], ["who", "cap"]])
    True
    >>> _are_titled([["Pupil", "Gr"], ["Ada Roe", "4"]], [["Cond.", ""], ["asthma", "y"]])
    False
    """
    heads, below = (left[0], right[0]), (*left[1:2], *right[1:2])
    are_alone = all(head[0].strip() and not any(head[1:]) for head in heads)
    return are_alone and len(below) == len(heads) and all(sum(map(bool, row)) > 1 for row in below)


def _is_headed_later(told: Sequence[bool | None], other: Sequence[bool | None], side: Rows) -> bool:
    """Whether the headers of the other side stand beside somebody, and no more than a title above them."""
    at = other.index(True) - 1
    filled = [sum(map(bool, row)) for row in side[: at + 1]]
    return at > 0 and told[at] is True and filled.pop() > 1 and max(filled) < 2


def _list_told(side: Rows, at: int, is_name: Callable[[str], bool]) -> list[bool | None]:
    """Whether each row names somebody; None where it is empty, or the sum of those above."""
    return [
        None if not any(row) or _TOTAL.match(row[at]) else bool(row[at]) and is_name(row[at]) for row in side
    ]


def _find_names(side: Rows, is_name: Callable[[str], bool]) -> int:
    """The column of names of one table that are nobody's parents or teachers, or its first one; else -1."""
    for at in range(len(side[0])):
        cells = [row[at] for row in side if row[at].strip()]
        known = [cell for cell in cells if is_name(cell)]
        names = len(known) or sum(map(_looks_strange, cells))
        heads = [cell for cell in cells if not (is_name(cell) if known else _looks_strange(cell))][:2]
        if names >= max(_FEWEST_NAMES, _MOSTLY * (len(cells) - len(heads))) and (
            at == 0 or all(map(_is_open, heads))
        ):
            return at
    return -1


def _looks_strange(cell: str) -> bool:
    """Whether a cell is written as the name of somebody whom nobody here need know."""
    return looks_like_name(cell) and is_given_name(fold(cell.split()[0])) and not read_header(cell)[0]


def _is_open(head: str) -> bool:
    """Whether what stands above names may be a title, whatever words it has, or calls no others' names: of
    the log of a nurse it is not the nurses who are in it.

    >>> _is_open("Nurse visits"), _is_open("who"), _is_open("Teacher"), _is_open("Emergency contacts")
    (True, True, False, False)
    """
    role, owner, _, words = read_header(head)
    return owner == MAIN or (owner == WORKER and role != NAME and " " in words)
