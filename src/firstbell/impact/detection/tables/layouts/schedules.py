"""Schedules whose cells name people by a family name and a letter, amid what is done with them then.

>>> rows = [["", "Tia", "Uma"], ["8:10", "bus - Roe A (walks)", "Ly B math"], ["9:00", "1:1 Roe A", "Xu C"]]
>>> list_short(rows, lambda cell: cell in {"Roe, A", "Ly, B", "Xu, C"})
[['name', 'notes'], ['Roe, A', 'bus (walks)'], ['Ly, B', 'math'], ['Roe, A', '1:1'], ['Xu, C', '']]
>>> list_short([["room", "who"], ["8", "Hall A"], ["9", "Hall B"]], lambda cell: True)
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_SHORT = re.compile(r"(?<![\w.'\u2019-])([A-Z][\w'\u2019-]{1,24}),? ([A-Z])(?:\.(?!\w)|(?![\w.'\u2019-]))")
# hours and days at the head of rows
_WHEN = re.compile(
    r"(?i)\d{1,2}:\d\d(?:[ -].*)?|\d{1,2} ?[ap]m?\.?(?:[ -].*)?|(?:mon|tue|wed|thu|fri)\w*|"
    r"(?:per(?:iod)?|hr|hour|block|p) ?\d{1,2}|\d(?:st|nd|rd|th)(?: (?:hr|hour|per\w*))?"
)
_FEWEST_ROWS, _FEWEST_PEOPLE, _MOST = 2, 3, 0.6
_EDGES = " \t,;:-\u2013\u2014"


def list_short(rows: Sequence[Sequence[str]], calls: Callable[[str], bool]) -> list[list[str]]:
    """A row for each of those whom cells of a schedule name so, with what else its cell says, below a header;
    none where the table is no schedule. `calls`: whether somebody is called so, "Olson, A".
    """
    heads = [row[0].strip() for row in rows[1:] if row and row[0].strip()]
    timed = sum(_WHEN.fullmatch(head) is not None for head in heads)
    if timed < max(_FEWEST_ROWS, _MOST * len(heads)):
        return []
    told = [
        [f"{match[1]}, {match[2]}", _drop(cell, match)]
        for row in rows[1:]
        for cell in row[1:]
        for match in _SHORT.finditer(cell)
        if calls(f"{match[1]}, {match[2]}")
    ]
    return [["name", "notes"], *told] if len({name for name, _ in told}) >= _FEWEST_PEOPLE else []


def _drop(cell: str, name: re.Match[str]) -> str:
    """The cell without a name in it."""
    before, behind = cell[: name.start()].strip(_EDGES), cell[name.end() :].strip(_EDGES)
    return f"{before} {behind}".strip()
