"""Cells that name somebody and say something of them, in a table whose rows are about others.

>>> rows = [["who", "", "who"], ["Cy Xu", "egg", "Ada Roe: drops"], ["Di Xu", "nuts", "Ben Roe - milk"]]
>>> part_named(rows, lambda cell: cell[-3:] in ("Roe", " Xu"))
[[['name', 'who'], ['Ada Roe', 'drops'], ['Ben Roe', 'milk']]]
>>> rows[1]
['Cy Xu', 'egg', '']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_NAMED = re.compile(
    r"(?P<name>[^:\u2013\u2014(]{5,40}?)\s*(?::|\s[-\u2013\u2014]\s)\s*(?P<said>\S.{2,})", re.S
)
_PARTS = re.compile(r":| [-\u2013\u2014] ")
_MOST = 0.6
_FEWEST = 2


def part_named(rows: list[list[str]], is_name: Callable[[str], bool]) -> list[list[list[str]]]:
    """A table of its own for each column most of whose cells are such, each with names and what is said,
    where another column names whom the rows are about; the cells are empty in `rows` afterwards. `is_name`:
    whether a text is somebody's name.
    """
    found: list[list[list[str]]] = []
    columns = range(max(map(len, rows), default=0))
    parted = {at: matches for at in columns if (matches := _match(rows, at, is_name))}
    if not parted or not any(_are_names(rows, at, is_name) for at in columns if at not in parted):
        return found
    for at, matches in parted.items():
        head = rows[0][at] if at < len(rows[0]) else ""
        found.append([["name", head or "notes"], *([one["name"], one["said"]] for _, one in matches)])
        for row, _ in matches:
            row[at] = ""
    return found


def _match(
    rows: Sequence[list[str]], at: int, is_name: Callable[[str], bool]
) -> list[tuple[list[str], re.Match[str]]]:
    filled = [row for row in rows[1:] if at < len(row) and row[at]]
    signed = [row for row in filled if _PARTS.search(row[at])]
    if len(signed) < max(_FEWEST, _MOST * len(filled)):
        return []
    matches = [(row, match) for row in signed if (match := _NAMED.fullmatch(row[at]))]
    named = [(row, match) for row, match in matches if is_name(match["name"])]
    return named if len(named) >= max(_FEWEST, _MOST * len(filled)) else []


def _are_names(rows: Sequence[list[str]], at: int, is_name: Callable[[str], bool]) -> bool:
    filled = [row[at] for row in rows[1:] if at < len(row) and row[at]]
    names = sum(not _NAMED.fullmatch(cell) and is_name(cell) for cell in filled)
    return names >= max(_FEWEST, _MOST * len(filled))
