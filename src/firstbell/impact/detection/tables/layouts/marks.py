"""Marks beside names, with a line that says what they mean: "Ada Olson *" on a plan of seats, "* IEP" below.

>>> rows = [["Ada Olson *", "Ben Roe"], ["Cam Vang ^", ""], ["* IEP    ^ 504", ""]]
>>> spell_marks(rows, lambda cell: "IEP" not in cell)[1:]
[['Ada Olson', 'IEP'], ['Cam Vang', '504']]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.impact.detection.headers.codes import find_kinds
from firstbell.impact.detection.tables.layouts.grids import HEAD

_MARK = "*\u2020\u2021\u00a7^~"
_KEY = re.compile(rf"([{_MARK}]{{1,2}})\s*[=:-]?\s*([^\W_][^{_MARK}]{{1,60}})")
_MARKED = re.compile(rf"([^\W\d_][^{_MARK}]+?)\s*([{_MARK}]{{1,2}})")


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
