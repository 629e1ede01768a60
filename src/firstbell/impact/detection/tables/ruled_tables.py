r"""Tables of a printed report: a line of dashes below the headers says how wide each column is.

>>> text = "P 1\nSSN       NAME     PAY 7.5\n--------- -------- -------\n219093344 ROE, BEN  512.40\n"
>>> find_ruled(text)
[[['SSN', 'NAME', 'PAY 7.5'], ['219093344', 'ROE, BEN', '512.40']]]
"""

from __future__ import annotations

import re

_RULE = re.compile(r"[ \t]*-{2,}(?: +-{2,})+[ \t]*")
_MOST_LINES = 20_000


def find_ruled(text: str) -> list[list[list[str]]]:
    """The rows of each such table, the headers first."""
    if "--- -" not in text and "-- --" not in text and "--  --" not in text:
        return []
    lines = text.expandtabs().split("\n")
    found = []
    for number, line in enumerate(lines[1:], start=1):
        if _RULE.fullmatch(line.rstrip()):
            spans = [match.span() for match in re.finditer("-+", line)]
            rows = [_cut(lines[number - 1], spans)]
            for below in lines[number + 1 : number + 1 + _MOST_LINES]:
                if not below.strip() or _RULE.fullmatch(below.rstrip()):
                    break
                rows.append(_cut(below, spans))
            if len(rows) > 1 and sum(map(bool, rows[0])) > 1:
                found.append(rows)
    return found


def _cut(line: str, spans: list[tuple[int, int]]) -> list[str]:
    """The cells of a line: what stands between two columns belongs to the one before."""
    starts = [0, *(start for start, _ in spans[1:])]
    ends = [*starts[1:], len(line)]
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
