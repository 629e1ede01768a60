"""Records of a table that go on in the next row, which leaves the cells empty that say whose they are.

>>> rows = [["Ada", "late"], ["", "rude"], ["Ben", "hit"], ["", "ran"]]
>>> [*join_rows(rows, find_key(rows, {"Ada", "Ben"}.__contains__))]
[['Ada', 'late; rude'], ['Ben', 'hit; ran']]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest

Rows = Iterable[Sequence[str]]
_FEWEST, _SHARE, _MOST_BEHIND, _MOST_CHARS = 2, 0.4, 3, 2_000
_LETTERS = re.compile(r"[^\W\d_]{3}")
# what stands below the rows of a table
_SUM = re.compile(r"(?i)\b(?:(?:sub|grand )?totals?|sum|average|count)\b")


def find_key(rows: Sequence[Sequence[str]], is_value: Callable[[str], bool]) -> frozenset[int]:
    """Which columns say whose a record is, in a table whose records go on in rows that leave the first of
    them empty; none where it is no such table. `is_value`: whether a cell is a number or a name.
    """
    if sum(len(row) > 1 and not row[0] for row in rows) < _FEWEST:
        return frozenset()  # no row may go on, as in most tables
    named = [row for row in rows if any(map(is_value, row))]
    key = {at for row in named for at, cell in enumerate(row) if is_value(cell)}
    if len(named) < _FEWEST or any(not row[0] for row in named):
        return frozenset()
    going_on, behind = 0, _MOST_BEHIND
    for row in rows:
        if any(map(is_value, row)):
            behind = 0
        elif any(row):
            going_on += goes_on(row) and not behind
            behind += 1
    return frozenset(key) if going_on >= max(_FEWEST, _SHARE * len(named)) else frozenset()


def join_led(rows: Sequence[Sequence[str]], is_value: Callable[[str], bool]) -> Sequence[Sequence[str]]:
    """The rows with those joined to the next one that hold the first lines of its cells, as a page prints
    high cells around the middle of their row; as they are where the first one below the headers is not such.

    >>> rows = [["emp", "who"], ["", "Roe,"], ["7", "Ada"], ["", "Lee,"], ["8", "Ben"]]
    >>> join_led(rows, {"7", "8"}.__contains__)
    [['emp', 'who'], ['7', 'Roe, Ada'], ['8', 'Lee, Ben']]
    """
    first = rows[0][0] if rows and rows[0] else ""
    if sum(len(row) > 1 and not row[0] for row in rows) < _FEWEST or not first or is_value(first):
        return rows
    led = [at for at in range(1, len(rows) - 1) if goes_on(rows[at]) and is_value("".join(rows[at + 1][:1]))]
    keyed = [at for at, row in enumerate(rows) if row and row[0] and is_value(row[0])]
    if led[:1] != [1] or any(at in keyed for at in led) or 2 * len(led) < len(keyed):
        return rows
    joined: list[Sequence[str]] = []
    for at, row in enumerate(rows):
        if at - 1 in led:
            pairs = zip_longest(rows[at - 1], row, fillvalue="")
            joined.append([" ".join(filter(None, pair)) for pair in pairs])
        elif at not in led:
            joined.append(row)
    return joined


def goes_on(row: Sequence[str]) -> bool:
    """Whether a row begins with an empty cell and says something in words."""
    return (
        len(row) > 1
        and not row[0]
        and any(map(_LETTERS.search, row))
        and not any(map(_SUM.search, filter(None, row)))
    )


def join_rows(rows: Rows, key: frozenset[int]) -> Iterator[list[str]]:
    """The rows with those that go on joined to the one before them: words to words of their column, anything
    else in further columns.
    """
    last: list[str] | None = None
    behind = 0
    for row in rows:
        if last is not None and goes_on(row) and behind < _MOST_BEHIND:
            _add(last, row, key)
            behind += 1
            continue
        if last is not None:
            yield last
        last, behind = [*row], 0
    if last is not None:
        yield last


def _add(last: list[str], row: Sequence[str], key: frozenset[int]) -> None:
    for at, cell in enumerate(row):
        if not cell:
            continue
        is_words = _LETTERS.search(cell) is not None
        if at not in key and at < len(last) and not last[at]:
            last[at] = cell
        elif at not in key and at < len(last) and is_words and _LETTERS.search(last[at]):
            last[at] = f"{last[at]}; {cell}"[:_MOST_CHARS]
        else:
            last.append(cell)
