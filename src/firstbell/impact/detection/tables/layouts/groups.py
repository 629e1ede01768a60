r"""Lists of names below heads that say what is known of all in them, as the groups of a counselor.

>>> rows = [["Asthma", "Seizures"], ["Ada Roe\nBen Roe", "Cy Roe"], ["Di Roe", ""]]
>>> list_groups([["Bus 3", "Bus 5"], *rows[1:]], lambda cell: cell[-3:] == "Roe")
[]
>>> list_groups(rows, lambda cell: cell[-3:] == "Roe")[1:3]
[['Ada Roe', 'Asthma'], ['Ben Roe', 'Asthma']]
>>> rows[1]
['', '']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

from firstbell.impact.detection.headers.codes import find_kinds
from firstbell.impact.detection.headers.columns import read_header
from firstbell.impact.detection.kinds.kind import list_kinds
from firstbell.impact.detection.tables.layouts.grids import HEAD

_BETWEEN = re.compile(r"\s*[;\n|]\s*")
_FEWEST_PEOPLE, _FEWEST_COLUMNS, _MOST_COLUMNS, _MOST_CHARS = 3, 2, 12, 60
_KINDS = frozenset(list_kinds())
_MOST_ROWS = 40  # of a board
# share of the cells below the heads that are names
_NAMES = 0.8
# of those who do something for others nothing is said
_HELPERS = re.compile(
    r"(?i)\b(?:staff|teachers?|leaders?|facilitators?|volunteers?|aides?|advis[eo]rs?|counsell?ors?|nurses?|"
    r"team|committee|trained|training|who(?! (?:died|passed|drinks?|uses?|lost))|duty|coverage|"
    r"subs?|presenters?|coach(?:es)?|mentors?|day|week)\b"
)


def list_groups(rows: Sequence[list[str]], is_name: Callable[[str], bool]) -> list[list[str]]:
    """A row for each who stands below a head that says something of people, with that head; empty where the
    table is none of such lists; else the cells below the heads are empty in `rows` afterwards. `is_name`:
    whether a text is somebody's name.
    """
    heads = [cell.strip() for cell in rows[0]] if rows else []
    if any(map(is_name, heads)) or not any(map(find_kinds, heads)):
        return []
    found = _list_below(heads, rows[1:], is_name)
    if len({head for _, head in found}) < _FEWEST_COLUMNS:
        return []
    for row in rows[1:]:
        row[:] = [""] * len(row)
    return [HEAD, *found]


def _list_below(
    heads: Sequence[str], rows: Iterable[Sequence[str]], is_name: Callable[[str], bool]
) -> list[list[str]]:
    """(name, head) of each who stands below one of these; none where few of what stands there are names."""
    width = sum(map(bool, heads))
    if not _FEWEST_COLUMNS <= width <= _MOST_COLUMNS or max(map(len, heads)) > _MOST_CHARS:
        return []
    if any(map(_HELPERS.search, heads)):
        return []
    below = [
        (head, part) for row in rows for head, cell in zip(heads, row, strict=False) for part in _part(cell)
    ]
    fewest, names = max(_FEWEST_PEOPLE, _NAMES * len(below)), len(below)
    found: list[list[str]] = []
    for head, part in below:
        if head and is_name(part):
            found.append([part, head])
            continue
        names -= 1
        if names < fewest:
            return []  # as in most tables, by their second row
    return found if len(found) >= fewest else []


def _part(cell: str) -> Sequence[str]:
    if not (stripped := cell.strip()):
        return ()
    is_one = ";" not in stripped and "\n" not in stripped and "|" not in stripped
    return (stripped,) if is_one else _BETWEEN.split(stripped)


def list_days(rows: Sequence[Sequence[str]], is_pupil: Callable[[str], bool]) -> Iterator[list[list[str]]]:
    r"""A table for each head of a row that says something of the pupils in it, where days or hours stand at
    the head of columns. `is_pupil`: whether a text is the name of a pupil.

    >>> rows = [["", "Mon", "Tue"], ["ISS", "Ada Roe\nBen Roe", ""], ["detention", "", "Cy Roe"]]
    >>> [*list_days([*rows, ["", "Di Roe", ""]], lambda cell: cell[-3:] == "Roe")][1:]
    [[['Name', 'detention'], ['Cy Roe', 'x']]]
    """
    body = [row for row in rows[1:] if row and row[0].strip()] if len(rows) <= _MOST_ROWS else []
    if not body or any(map(is_pupil, rows[0])):
        return
    columns = [*zip_longest(*body, fillvalue="")]
    heads = [head.strip() for head in columns[0]]
    # most tables have other cells than names there, and whether cells are headers takes long to tell
    found = _list_below(heads, columns[1:], is_pupil)
    for head in dict.fromkeys(head for _, head in found):
        if read_header(head)[0] in _KINDS:
            yield [["Name", head], *([name, "x"] for name, under in found if under == head)]
