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

Rows = Sequence[Sequence[str]]
_MOST_HEADS, _FEWEST_WIDE = 6, 2
_SELF_SAID = re.compile(
    r"([A-Za-z][A-Za-z /]{0,15}?)[.:#]{0,2}[ ]+(?=[A-Z]{0,2}\d|[A-Z][a-z]{2} \d)|([A-Za-z]{2,12}):[ ]*(?=\S)",
    re.I,
)
_FEWEST_CELLS, _MOSTLY = 3, 0.8
_DIGITS = re.compile(r"\d")


def straighten(rows: Rows, is_header: Callable[[str], bool], *, has_header: bool) -> list[list[str]]:
    """The table with one record a row and headers above, where it is either of these; none where it is not.
    `is_header`: whether words are those of a header.
    """
    return unfold(rows) or ([] if has_header else head_cells(rows, is_header))


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
