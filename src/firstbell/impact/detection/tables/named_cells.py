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
_FEWEST_SEATS, _NEARLY_ALL = 4, 0.8


_BRACKETED = re.compile(r"\s*([^()\d:;\n]{4,40}?)\s*\(([^()\n]{3,120})\)\s*(?:[;,\n|]|and\b|\Z)")


def list_bracketed(rows: Sequence[Sequence[str]], is_name: Callable[[str], bool]) -> list[list[str]]:
    """A row for each of those whom cells name with what is said of them in brackets, below a header; none
    where few cells do.

    >>> rows = [["room", "see to"], ["1", "Ada Roe (drops); Ben Roe (milk)"], ["2", "Cy Roe (egg)"]]
    >>> list_bracketed(rows, lambda cell: cell[-3:] == "Roe")
    [['name', 'see to'], ['Ada Roe', 'drops'], ['Ben Roe', 'milk'], ['Cy Roe', 'egg']]
    """
    for at in range(max(map(len, rows), default=0)):
        filled = [row[at] for row in rows[1:] if at < len(row) and "(" in row[at]]
        if len(filled) < _FEWEST:
            continue
        several = sum(cell.count("(") > 1 for cell in filled)
        found = [_list_in_brackets(cell, is_name) for cell in filled]
        if several and sum(map(bool, found)) >= _MOST * len(filled):
            head = rows[0][at] if at < len(rows[0]) else ""
            return [["name", head or "notes"], *(list(one) for each in found for one in each)]
    return []


def _list_in_brackets(cell: str, is_name: Callable[[str], bool]) -> list[tuple[str, str]]:
    found = [(match[1].strip(), match[2].strip()) for match in _BRACKETED.finditer(cell)]
    return found if found and all(is_name(name) for name, _ in found) else []


def list_seats(rows: Sequence[Sequence[str]], is_name: Callable[[str], bool]) -> list[list[str]]:
    """A row for each cell that begins with a name and says something behind it, where nearly all cells of a
    plan begin so; none where they do not.

    >>> rows = [["Ada Roe", "Ben Roe milk"], ["Cy Roe drops, daily", "Di Roe"]]
    >>> list_seats(rows, lambda cell: cell[-3:] == "Roe")
    [['name', 'notes'], ['Ben Roe', 'milk'], ['Cy Roe', 'drops, daily']]
    """
    cells = [cell for row in rows for cell in row if cell.strip()]
    if len(cells) < _FEWEST_SEATS or sum(map(bool, rows[0])) < _FEWEST:
        return []
    seats = [_split_seat(cell, is_name) for cell in cells]
    named = sum(bool(name) for name, _ in seats)
    told = [[name, said] for name, said in seats if name and said]
    if named < _NEARLY_ALL * len(cells) or not told or len(told) == len(cells):
        return []
    return [["name", "notes"], *told]


def _split_seat(cell: str, is_name: Callable[[str], bool]) -> tuple[str, str]:
    words = cell.split()
    for count in (2, 3, 4):
        name = " ".join(words[:count]).rstrip(",;:-")
        if count <= len(words) and is_name(name):
            return name, " ".join(words[count:]).strip(" -:;,")
    return "", ""


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
