"""Lists of who is insured with whom: the rows of a spouse or a child bear the number of the employee whose
family they are, and a name of their own.

>>> rows = [["MBR", "REL", "LAST"], ["E901", "EE", "Long"], ["E901", "SP", "Quist"], ["E901", "CH", "Quist"]]
>>> list(part_dependents(rows, lambda cell: cell == "E901")(rows))[1:3]
[['E901', 'EE', 'Long'], ['', 'SP', 'Quist']]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

Rows = Iterable[Sequence[str]]
_SELF = re.compile(
    r"(?i)ee|emp|empl|employee|self|sub|subs|subscr|subscriber|insured|member|policy ?holder|18"
)
_DEPENDENT = re.compile(
    r"(?i)sp|spouse|husband|wife|ch|chd|child|son|dau|daughter|dep|dependent|dp|(?:domestic )?partner|"
    r"step ?(?:child|son|daughter)|foster child|ward|01|19"
)
# as codes of digits alone they say so only beside the code of the employee, and below such a header
_HEADER = re.compile(
    r"(?i)rel\w*(?:[ _]?(?:cd|code|type|to (?:ee|emp\w*|sub\w*|insured|member)))?|dep\w*[ _]?type|who"
)
_MOST_COLUMNS, _FEWEST = 40, 3


def part_dependents(
    sample: Sequence[Sequence[str]], is_number: Callable[[str], bool]
) -> Callable[[Rows], Rows]:
    """What gives the rows, those of a dependent without the number of the employee; as they are where the
    table is no such list. `is_number`: whether a cell is a number of the roster.
    """
    relation = _find_relation(sample)
    numbers = _find_numbers(sample, relation, is_number) if relation >= 0 else set()

    def part(rows: Rows) -> Iterator[Sequence[str]]:
        for row in rows:
            if relation < len(row) and _DEPENDENT.fullmatch(row[relation].strip()):
                yield ["" if at in numbers else cell for at, cell in enumerate(row)]
            else:
                yield row

    return part if numbers else lambda rows: rows


def _find_relation(sample: Sequence[Sequence[str]]) -> int:
    """The column that says of each row whether it is the employee's or a dependent's; -1 where none does."""
    header = next((row for row in sample if sum(map(bool, row)) > 1), ())
    for at, head in enumerate(header[:_MOST_COLUMNS]):
        if not _HEADER.fullmatch(head.strip()):
            continue
        cells = [row[at].strip() for row in sample if row is not header and at < len(row) and row[at].strip()]
        selves = sum(_SELF.fullmatch(cell) is not None for cell in cells)
        others = sum(_DEPENDENT.fullmatch(cell) is not None for cell in cells)
        if selves and others and selves + others == len(cells) >= _FEWEST:
            return at
    return -1


def _find_numbers(
    sample: Sequence[Sequence[str]], relation: int, is_number: Callable[[str], bool]
) -> set[int]:
    """The columns whose numbers dependents have from the employee before them."""
    found: set[int] = set()
    last: Sequence[str] = ()
    for row in sample:
        if relation >= len(row):
            continue
        if _SELF.fullmatch(row[relation].strip()):
            last = row
        elif _DEPENDENT.fullmatch(row[relation].strip()):
            pairs = enumerate(zip(row, last, strict=False))
            found |= {at for at, (cell, own) in pairs if cell and cell == own and is_number(cell)}
    return found
