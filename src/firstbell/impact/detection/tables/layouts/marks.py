"""Marks beside names, with a line that says what they mean: "Ada Olson *" on a plan of seats, "* IEP" below.

>>> rows = [["Ada Olson *", "Ben Roe"], ["Cam Vang ^", ""], ["* IEP    ^ 504", ""]]
>>> spell_marks(rows, lambda cell: "IEP" not in cell)[1:]
[['Ada Olson', 'IEP'], ['Cam Vang', '504']]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from firstbell.impact.detection.headers.codes import find_kinds
from firstbell.impact.detection.identities.names import looks_like_name
from firstbell.impact.detection.tables.layouts.grids import HEAD

_MARK = "*\u2020\u2021\u00a7^~"
_KEY = re.compile(rf"([{_MARK}]{{1,2}})\s*[=:-]?\s*([^\W_][^{_MARK}]{{1,60}})")
_MARKED = re.compile(rf"([^\W\d_][^{_MARK}]+?)\s*([{_MARK}]{{1,2}})")
# before or behind a name in a cell, whatever it may mean
_BEFORE, _BEHIND = "*\u2020\u2021\u00a7^~#>+\u2022 ", "*\u2020\u2021^ "
_STARRED = re.compile(
    r"(?<![^\0])(?:[*\u2020\u2021\u00a7^~#>+\u2022]{1,3}\s?[^\W\d_]|"
    r"[^\0]{3,40}?[^\W\d_]\.?\s?[*\u2020\u2021^]{1,3}(?![^\0]))"
)
Rows = Iterable[Sequence[str]]


def clear_marks(
    sample: list[Sequence[str]], source: Rows
) -> tuple[list[Sequence[str]], Iterator[Sequence[str]]]:
    """The rows of a table and those behind them, the names in them without marks.

    >>> clear_marks([["*Ada Roe", "Ben Roe \u2020", "*new"]], ())[0], clear_marks([["a*b", "4 > 3"]], ())[0]
    ([['Ada Roe', 'Ben Roe', '*new']], [['a*b', '4 > 3']])
    """
    if _STARRED.search("\0".join(map("\0".join, sample))) is None:
        return sample, iter(source)
    return [*map(_clear, sample)], map(_clear, source)


def _clear(row: Sequence[str]) -> Sequence[str]:
    bare = [cell.lstrip(_BEFORE).rstrip(_BEHIND) for cell in row]
    return [
        name if name != cell and looks_like_name(name) else cell for name, cell in zip(bare, row, strict=True)
    ]


def spell_marks(rows: Sequence[Sequence[str]], is_name: Callable[[str], bool]) -> list[list[str]]:
    """A row for each marked name, with the words of its mark, below the headers of names and notes; empty
    where no line explains the marks, or where what it says is nothing of anybody.
    """
    cells = [cell.strip() for row in rows for cell in row if cell.strip()]
    meanings = {
        match[1]: match[2].strip()
        for cell in cells
        if cell[0] in _MARK and not is_name(cell)
        for match in _KEY.finditer(cell)
    }
    told = {mark: words for mark, words in meanings.items() if find_kinds(words)}
    marked = [match for cell in cells if told and (match := _MARKED.fullmatch(cell)) and is_name(match[1])]
    found = [[match[1], told[match[2]]] for match in marked if match[2] in told]
    return [HEAD, *found] if found else []
