"""Tables whose cells hold people, each with a number of the roster: what stands at the head of a row is said
of all in it, as buildings across and conditions down.

>>> rows = [["Plans"], ["", "East", "West"], ["Seizures", "Ada Olson 4", "Ben Roe 5; Cam Vang 6"]]
>>> spell_grid(rows, lambda cell: any(map(str.isdigit, cell)))[2:]
[['Ada Olson 4', 'Seizures'], ['Ben Roe 5', 'Seizures'], ['Cam Vang 6', 'Seizures']]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.impact.detection.headers.columns import read_header

_FEWEST_PEOPLE, _FEWEST_COLUMNS = 3, 2
# a cell of more words tells something of its row, which is a record
_MOST_OTHERS, _MOST_WORDS = 0.5, 5
_NOBODY = frozenset(("", "none", "-", "n/a", "nobody"))
_BETWEEN = re.compile(r"\s*[;\n|]\s*")
HEAD = ["Name", "Notes"]


def spell_grid(rows: Sequence[Sequence[str]], holds_person: Callable[[str], bool]) -> list[list[str]] | None:
    """A row for each person of the grid, with the head of their row, below the titles of the table; None
    where it is none. `holds_person`: whether a cell has a name and a number of the roster.
    """
    people = [
        (number, at) for number, row in enumerate(rows) for at, cell in enumerate(row) if holds_person(cell)
    ]
    columns = {at for _, at in people}
    count = sum(len(_split(rows[number][at], holds_person)) for number, at in people)
    if count < _FEWEST_PEOPLE or len(columns) < _FEWEST_COLUMNS:
        return None
    first = people[0][0]
    if any(at < len(row) and read_header(row[at])[0] for row in rows[:first] for at in columns):
        return None
    named = {number for number, _ in people}
    cells = [cell for number in named for cell in rows[number][1:] if cell.lower() not in _NOBODY]
    is_told = any(len(cell.split()) > _MOST_WORDS and not holds_person(cell) for cell in cells)
    if is_told or sum(map(holds_person, cells)) < _MOST_OTHERS * len(cells):
        return None
    spelled = [[row[0]] for row in rows[:first] if row and row[0] and not any(row[1:])]
    spelled.append(HEAD)
    for number, at in people:
        head = rows[number][0] if at and not holds_person(rows[number][0]) else ""
        spelled += [
            [who, ". ".join(filter(None, (head, said)))]
            for who, said in _split(rows[number][at], holds_person)
        ]
    return spelled


def _split(cell: str, holds_person: Callable[[str], bool]) -> list[tuple[str, str]]:
    r"""Whom a cell names, each with what it says below the name, as a plan of seats does.

    >>> _split("Ada Olson 4\ndrops\nat noon; Ben Roe 5", lambda part: part[-1:].isdigit())
    [('Ada Olson 4', 'drops. at noon'), ('Ben Roe 5', '')]
    """
    found: list[tuple[str, str]] = []
    for part in _BETWEEN.split(cell):
        if holds_person(part):
            found.append((part, ""))
        elif found and part:
            who, said = found[-1]
            found[-1] = who, ". ".join(filter(None, (said, part)))
    return found
