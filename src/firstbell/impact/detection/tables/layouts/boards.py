r"""Boards: tables whose cells name one or several people, each with a few words behind the name, whatever
stands at the head of their columns: days, rooms, buses, groups, case managers.

>>> rows = [["Mon", "Tue"], ["Ms. Li: Ada Roe, Ben Roe (milk)", "Cy Roe - drops"], ["Di Roe (salt)", ""]]
>>> list_board(rows, lambda cell: cell[-3:] == "Roe")
[['name', 'notes'], ['Ben Roe', 'milk'], ['Cy Roe', 'drops'], ['Di Roe', 'salt']]
>>> list_board([["who", "note"], ["Ada Roe", "milk"], ["Ben Roe", "salt"]], lambda cell: cell[-3:] == "Roe")
[]

>>> rows = [["", "door", "window"], ["1", "Ada Roe\ndrops", "Ben Roe"], ["2", "Cy Roe", "Di Roe\nmilk"]]
>>> list_board(rows, lambda cell: cell[-3:] == "Roe")[1:]
[['Ada Roe', 'drops'], ['Di Roe', 'milk']]

Who has the others, a teacher or a driver before a colon, is named and nothing is said of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from firstbell.impact.detection.tables.layouts.named_cells import list_bracketed, list_seats

_BETWEEN = re.compile(r"\s*[;\n|]\s*|\s+/\s+")
# before whom or what the names of a cell stand: "Ms. Li: ..."
_HEAD = re.compile(r"[^:()\n]{2,40}:\s+")
# a plan that a number alone is called by
_PLAN = "504"
_JOINS = frozenset(("and", "&", "+", "y"))
_EDGES = " \t,;:.()[]-\u2013\u2014"
_MOST_NAME_WORDS, _MOST_WORDS, _LONGEST_SAID = 4, 60, 90
_FEWEST_PEOPLE, _FEWEST_TOLD = 4, 2
# share of the cells that name somebody, in the first rows
_MOST = 0.6
_MOST_COLUMNS, _FIRST_ROWS = 16, 12

Check = Callable[[str], bool]


def list_said(rows: Sequence[Sequence[str]], is_name: Check) -> list[list[str]]:
    """Whom cells name with something behind the name, as brackets, a plan of seats or a board say it: the way
    that tells most.
    """
    plain = list_bracketed(rows, is_name) or list_seats(rows, is_name)
    return max(plain, list_board(rows, is_name), key=len)


def list_board(rows: Sequence[Sequence[str]], is_name: Check) -> list[list[str]]:
    """A row for each of those of whom a cell says something behind the name, below a header; none where the
    table is no board. `is_name`: whether a text is somebody's name.
    """
    if max(map(len, rows), default=0) > _MOST_COLUMNS or not _is_full(rows[:_FIRST_ROWS], is_name):
        return []
    entries: list[tuple[str, str]] = []
    columns: set[int] = set()
    several = False
    for row in rows:
        for at, cell in enumerate(row):
            if found := list(_list_entries(cell, is_name)):
                several |= len(found) > 1
                columns.add(at)
                entries += found
    told = list(dict.fromkeys(entry for entry in entries if entry[1]))
    is_board = len(entries) >= _FEWEST_PEOPLE and len(told) >= _FEWEST_TOLD
    if (
        not is_board
        or not (several or len(columns) > 1)
        or any(len(said) > _LONGEST_SAID for _, said in told)
    ):
        return []
    return [["name", "notes"], *map(list, told)]


def take_said(rows: Sequence[list[str]], is_name: Check) -> list[list[str]]:
    """The rows of `list_said`; cells that they say better are empty in `rows` afterwards, but not those of
    names alone: what else their row says is still about them.
    """
    told = list_said(rows, is_name)
    names = {row[0] for row in told[1:] if len(row) > 1 and row[1]}
    for row in rows if names else ():
        for at, cell in enumerate(row):
            words = cell.split()[: _MOST_NAME_WORDS + 1]
            heads = {" ".join(words[:size]).strip(_EDGES) for size in range(2, len(words))}
            if heads & names and any(said for _, said in _list_entries(cell, is_name)):
                row[at] = ""
    return told


def _is_full(rows: Sequence[Sequence[str]], is_name: Check) -> bool:
    """Whether most cells name somebody, but those at the head of rows and columns."""
    inner = [cell for row in rows[1:] for cell in row[1:] if any(map(str.isalpha, cell))]
    outer = [cell for cell in (*(rows[0] if rows else ()), *(row[0] for row in rows[1:] if row)) if cell]
    named = len(inner)
    for cell in inner:
        named -= not any(_list_entries(cell, is_name))
        if named < _MOST * len(inner):
            return False  # as in most tables, before many cells are looked at
    return named + sum(1 for cell in outer if any(_list_entries(cell, is_name))) > 1


def _list_entries(cell: str, is_name: Check) -> Iterator[tuple[str, str]]:
    """Those whom a cell names, each with what is said behind the name."""
    if " " not in cell:
        return
    found: list[tuple[str, str]] = []
    for line in cell.strip().split("\n"):
        named = [
            one for part in filter(None, _BETWEEN.split(line.strip())) for one in _read_part(part, is_name)
        ]
        if found and not named and (further := _trim(line.split())):
            # what a line below a name says is said of that one
            name, said = found[-1]
            found[-1] = name, ". ".join(filter(None, (said, further)))
        found += named
    yield from found


def _read_part(part: str, is_name: Check) -> Iterator[tuple[str, str]]:
    head = _HEAD.match(part)
    words = part[head.end() if head else 0 :].split()[:_MOST_WORDS]
    if not _measure_name(words, is_name):
        words = part.split()[:_MOST_WORDS] if head else words
    size = _measure_name(words, is_name)
    if not size:
        return
    at = size
    name, said = " ".join(words[:size]).strip(_EDGES), list[str]()
    while at < len(words):
        is_open = sum(word.count("(") - word.count(")") for word in said) > 0
        ends = not is_open and (words[at - 1].endswith(",") or words[at - 1].lower() in _JOINS)
        if ends and (size := _measure_name(words[at:], is_name)):
            yield name, _trim(said)
            name, said = " ".join(words[at : at + size]).strip(_EDGES), []
            at += size
            continue
        said.append(words[at])
        at += 1
    yield name, _trim(said)


def _trim(said: Sequence[str]) -> str:
    """What is said, without the signs around it."""
    while said and said[-1].lower() in _JOINS:
        said = said[:-1]
    text = " ".join(said).strip(_EDGES)
    return text if any(map(str.isalpha, text)) or text == _PLAN else ""


def _measure_name(words: Sequence[str], is_name: Check) -> int:
    """How many of the first words are somebody's name; 0 where they are none."""
    for size in range(2, min(_MOST_NAME_WORDS, len(words)) + 1):
        name = " ".join(words[:size])
        if "(" in name:
            return 0
        if is_name(name.strip(_EDGES)):
            return size
    return 0
