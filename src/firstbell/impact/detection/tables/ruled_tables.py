r"""Tables that lines are drawn in: a line of dashes below the headers of a printed report says how wide each
column is; upright strokes part the cells in notes and in what a database prints.

>>> text = "P 1\nSSN       NAME     PAY 7.5\n--------- -------- -------\n219093344 ROE, BEN  512.40\n"
>>> find_ruled(text)
[[['SSN', 'NAME', 'PAY 7.5'], ['219093344', 'ROE, BEN', '512.40']]]
>>> find_ruled("| who | on |\n|---|---|\n| Ben Roe | 1/2 |\n\nno | table\n")
[[['who', 'on'], ['Ben Roe', '1/2']]]
"""

from __future__ import annotations

import re

_RULE = re.compile(r"[ \t]*-{2,}(?: +-{2,})+[ \t]*")
_MOST_LINES = 20_000
# a line between the headers and the rows of a table with strokes, or around all of them
_STROKES = re.compile(r"[ \t]*[|+:]?[ \t]*:?[-=]+:?[ \t]*(?:[|+][ \t]*:?[-=]+:?[ \t]*)+[|+:]?[ \t]*")
_ESCAPED = re.compile(r"(?<!\\)\|")


def find_ruled(text: str) -> list[list[list[str]]]:
    """The rows of each such table, the headers first."""
    return [*_find_dashed(text), *_find_stroked(text)]


def _find_stroked(text: str) -> list[list[list[str]]]:
    """Tables whose cells upright strokes part, with a drawn line among the first lines."""
    if "|" not in text or not ("--" in text or "==" in text):
        return []
    found: list[list[list[str]]] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        end = at
        while (
            end < len(lines)
            and end - at < _MOST_LINES
            and ("|" in lines[end] or _STROKES.fullmatch(lines[end]))
        ):
            end += 1
        drawn = [bool(_STROKES.fullmatch(line)) for line in lines[at:end]]
        rows = [_part(line) for line, is_drawn in zip(lines[at:end], drawn, strict=True) if not is_drawn]
        if any(drawn[:3]) and len(rows) > 1 and len(rows[0]) > 1:
            found.append([row for row in rows if len(row) == len(rows[0])])
        at = max(end, at + 1)
    return found


def _part(line: str) -> list[str]:
    bare = line.strip().removeprefix("|").removesuffix("|")
    return [cell.replace("\\|", "|").strip() for cell in _ESCAPED.split(bare)]


def _find_dashed(text: str) -> list[list[list[str]]]:
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
