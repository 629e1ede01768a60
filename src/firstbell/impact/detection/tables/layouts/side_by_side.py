"""Tables whose rows hold several records side by side below the same headers, and tables without headers
whose cells say themselves what they are.

>>> unfold([["Mon", "", "Tue"], ["who", "why", "who", "why"], ["Ada", "late", "Ben", "rude"], ["Cy", "hit"]])
[['Mon', '', 'Tue'], ['who', 'why'], ['Ada', 'late'], ['Cy', 'hit'], ['Ben', 'rude']]
>>> head_cells([["1", "b. 4/1/80"], ["2", "b. 5/2/81"], ["3", "b. 6/3/82"]], lambda head: head == "b")
[['', 'b'], ['1', '4/1/80'], ['2', '5/2/81'], ['3', '6/3/82']]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

Rows = Sequence[Sequence[str]]
_MOST_HEADS, _FEWEST_WIDE = 6, 2
_SELF_SAID = re.compile(
    r"([A-Za-z][A-Za-z /]{0,15}?)[.:#]{0,2}[ ]+(?=[A-Z]{0,2}\d|[A-Z][a-z]{2} \d)|([A-Za-z]{2,12}):[ ]*(?=\S)",
    re.I,
)
_FEWEST_CELLS, _MOSTLY = 3, 0.8
_DIGITS, _RUN = re.compile(r"\d"), re.compile(r"\d+")
_MOST_ABREAST = 16


def straighten(
    rows: Rows, is_header: Callable[[str], bool], is_name: Callable[[str], bool], *, has_header: bool
) -> list[list[str]]:
    """The table with one record a row and headers above, where it is one of these; none where it is not.
    `is_header`: whether words are those of a header; `is_name`: whether somebody is called so.
    """
    return unfold(rows) or ([] if has_header else head_cells(rows, is_header) or stack_blocks(rows, is_name))


def stack_blocks(rows: Rows, is_name: Callable[[str], bool]) -> list[list[str]]:
    """The records one below the other, below the titles of the table, where blocks of a name and a value of
    digits stand beside each other without headers; what stands above a block alone is left out. None where
    the columns are of different sorts, or somebody comes twice.

    >>> rows = [["pins"], ["4A", "", "4B", ""], ["Al Roe", "1177", "Bo Roe", "6542"], ["Cy Roe", "9131"]]
    >>> stack_blocks([*rows, ["Di Roe", "1", "Ed Roe", "22"]], lambda cell: cell[-3:] == "Roe")
    [['pins'], ['Al Roe', '1177'], ['Cy Roe', '9131'], ['Di Roe', '1'], ['Bo Roe', '6542'], ['Ed Roe', '22']]
    >>> rows = [["Al Roe", "7/1", "Mo Roe", "555-0101"], ["Cy Roe", "8/1", "Di Roe", "555-0102"]]
    >>> stack_blocks(rows, lambda cell: cell[-3:] == "Roe")
    []
    """
    width = max(map(len, rows), default=0)
    if not _FEWEST_WIDE * 2 <= width <= _MOST_ABREAST or not any(
        map(is_name, (cell for row in rows[:_MOST_HEADS] for cell in row if cell))
    ):
        return []
    first = next(at for at, row in enumerate(rows) if any(map(is_name, filter(None, row))))
    columns = [[row[at] for row in rows[first:] if at < len(row) and row[at]] for at in range(width)]
    named = [at for at, cells in enumerate(columns) if len(cells) > 1 and _share(cells, is_name) >= _MOSTLY]
    steps = {later - at for at, later in pairwise(named)}
    if len(steps) != 1 or (step := steps.pop()) < _FEWEST_WIDE:
        return []
    names = [cell for at in named for cell in columns[at]]
    if len(set(names)) < len(names):
        return []  # teachers beside their pupils come again
    blocks = [columns[at + 1 : at + step] for at in named]
    shapes = {tuple(_shape(cells) for cells in block if cells) for block in blocks}
    if len(shapes) != 1 or shapes <= {(), ("",)}:
        return []
    told = [[*row[at : at + step]] for at in named for row in rows[first:] if any(row[at : at + 1])]
    return [*([*row] for row in rows[:first] if sum(map(bool, row)) == 1), *told]


def _share(cells: Sequence[str], check: Callable[[str], bool]) -> float:
    return sum(map(check, cells)) / len(cells)


def _shape(cells: Sequence[str]) -> str:
    """How nearly all cells of a column are written, digits as 9 whatever their number; "" where they differ
    or have none.

    >>> _shape(["1177", "6542"]), _shape(["7/1/26", "11/12/26"]), _shape(["bus", "walks"])
    ('9', '9/9/9', '')
    """
    ((shape, times),) = Counter(_RUN.sub("9", cell.strip()) for cell in cells).most_common(1)
    return shape if "9" in shape and times >= _MOSTLY * len(cells) else ""


def unfold(rows: Rows) -> list[list[str]]:
    """The records one below the other; none where no row of headers comes again beside itself."""
    for number, row in enumerate(rows[:_MOST_HEADS]):
        heads = [cell.strip().lower() for cell in row]
        while heads and not heads[-1]:
            heads.pop()
        for width in range(_FEWEST_WIDE, len(heads) // 2 + 1):
            first = heads[:width]
            blocks = [heads[at : at + width] for at in range(0, len(heads), width)]
            if all(first) and len(set(first)) == width and all(block == first for block in blocks):
                below = rows[number + 1 :]
                told = [
                    list(each[at : at + width])
                    for at in range(0, len(heads), width)
                    for each in below
                    if any(each[at : at + width])
                ]
                return [*map(list, rows[:number]), list(row[:width]), *told] if below else []
    return []


def head_cells(rows: Rows, is_header: Callable[[str], bool]) -> list[list[str]]:
    """The table below a row of the words that nearly all cells of a column begin with, and without these;
    none where no such word is that of a header. A row of headers of its own keeps the others.

    >>> rows = [["ref", "attr"], *([who, f"income {who}1"] for who in ("A", "B", "C", "D"))]
    >>> head_cells(rows, lambda head: head == "income")[:2]
    [['ref', 'income'], ['A', 'A1']]
    """
    heads: dict[int, str] = {}
    for at in range(max(map(len, rows), default=0)):
        cells = [row[at].strip() for row in rows if at < len(row) and row[at].strip()]
        said = Counter(
            (match[1] or match[2]).strip().lower() for cell in cells if (match := _SELF_SAID.match(cell))
        )
        ((head, times),) = said.most_common(1) or [("", 0)]
        if times >= max(_FEWEST_CELLS, _MOSTLY * len(cells)) and is_header(head):
            heads[at] = head
    if not heads:
        return []
    width = max(map(len, rows))
    own = [*rows[0], *[""] * (width - len(rows[0]))]
    has_own = all(own[at].strip() == _strip(own[at], head) != "" for at, head in heads.items())
    has_own = has_own and sum(map(bool, own)) > 1 and not any(map(_DIGITS.search, own))
    # headers of its own say less than the words: "attr A" above "income 28,040"
    return [
        [heads.get(at, cell if has_own else "") for at, cell in enumerate(own)],
        *([_strip(cell, heads.get(at, "")) for at, cell in enumerate(row)] for row in rows[has_own:]),
    ]


def _strip(cell: str, head: str) -> str:
    match = _SELF_SAID.match(cell.strip()) if head else None
    return cell.strip()[match.end() :] if match and (match[1] or match[2]).strip().lower() == head else cell
