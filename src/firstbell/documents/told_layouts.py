r"""Lines of fixed width whose layout stands in the same text: "LAYOUT: 1 REC, 2-7 EMPLOYEE, 8-16 SSN".

>>> read_told("1ADA   219093344\n1BEN   219093355\n1CY    219093366\nLAYOUT: 1 REC, 2-7 NAME, 8-16 SSN")
[['REC', 'NAME', 'SSN'], ['1', 'ADA', '219093344'], ['1', 'BEN', '219093355'], ['1', 'CY', '219093366']]
"""

from __future__ import annotations

import re
from itertools import pairwise

_NAME = r"[A-Za-z][A-Za-z0-9 _/#.()]{0,30}?"
# places before the name, and behind it; one place alone only beside others
_BEFORE = re.compile(
    rf"(?<![\w-])(\d{{1,4}})(?: ?(?:-|\.\.|to) ?(\d{{1,4}}))?[ :=]{{1,3}}({_NAME})[ \t]*(?=[,;|)\n]|$|  )"
)
_BEHIND = re.compile(
    rf"({_NAME})[ :=(]{{1,3}}(\d{{1,4}})(?: ?(?:-|\.\.|to) ?(\d{{1,4}}))\)?[ \t]*(?=[,;|\n]|$|  )"
)
_FEWEST_FIELDS, _FEWEST_LINES = 3, 3


def read_told(text: str) -> list[list[str]]:
    """The records as rows, the names of their fields first; none where the text tells no layout."""
    fields = _find_fields(text)
    if not fields:
        return []
    end = max(stop for _, _, stop in fields)
    least = max(start for _, start, _ in fields)
    lines = [line for line in text.expandtabs().splitlines() if least < len(line.rstrip()) <= end + 4]
    lines = [line for line in lines if not (_BEFORE.search(line) and "-" in line and "," in line)]
    if len(lines) < _FEWEST_LINES:
        return []
    return [
        [name for name, _, _ in fields],
        *([line[start:stop].strip() for _, start, stop in fields] for line in lines),
    ]


def _find_fields(text: str) -> list[tuple[str, int, int]]:
    """(name, start, stop) of each field that the text tells, from 0; none where they overlap."""
    for pattern, order in ((_BEFORE, (3, 1, 2)), (_BEHIND, (1, 2, 3))):
        found = []
        for match in pattern.finditer(text):
            name, first, last = (match[at] for at in order)
            found.append((name.strip(), int(first) - 1, int(last or first)))
        spans = [(start, stop) for _, start, stop in found]
        is_row = all(one[1] <= other[0] for one, other in pairwise(spans))
        if len(found) >= _FEWEST_FIELDS and is_row and all(0 <= start < stop for start, stop in spans):
            return found
    return []
