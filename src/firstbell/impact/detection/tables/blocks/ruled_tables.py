r"""Tables that lines are drawn in: a line of dashes below the headers of a printed report says how wide each
column is; upright strokes part the cells in notes and in what a database prints.

>>> text = "P 1\nSSN       NAME     PAY 7.5\n--------- -------- -------\n219093344 ROE, BEN  512.40\n"
>>> find_ruled(text)[0].rows
[['SSN', 'NAME', 'PAY 7.5'], ['219093344', 'ROE, BEN', '512.40']]
>>> find_ruled("# Shots\n\n| who | on |\n|---|---|\n| Ben Roe | 1/2 |\n\nno | table\n")
[RuledTable(above=['# Shots'], rows=[['who', 'on'], ['Ben Roe', '1/2']])]
"""

from __future__ import annotations

import re

import msgspec

from firstbell.impact.detection.kinds.titles import list_headings

_RULE = re.compile(r"[ \t]*-{2,}(?: +-{2,})+[ \t]*")
_MOST_LINES, _LINES_ABOVE = 20_000, 4
# a line between the headers and the rows of a table with strokes, or around all of them
_STROKES = re.compile(r"[ \t]*[|+:]?[ \t]*:?[-=]+:?[ \t]*(?:[|+][ \t]*:?[-=]+:?[ \t]*)+[|+:]?[ \t]*")
_DRAWN, _WIDE = re.compile(r"[\s=_*.+-]*"), re.compile(r" {3,}|\t+")
_BANNER_CHARS, _LONGEST_TOLD = 500, 90
_ESCAPED = re.compile(r"(?<!\\)\|")


class RuledTable(msgspec.Struct, frozen=True):
    """A table. `above`: the last short lines above it; `rows`: the headers first."""

    above: list[str]
    rows: list[list[str]]


def find_ruled(text: str) -> list[RuledTable]:
    """Each such table."""
    return [*_find_dashed(text), *_find_stroked(text)]


def _find_stroked(text: str) -> list[RuledTable]:
    """Tables whose cells upright strokes part, with a drawn line among the first lines."""
    if "|" not in text or not ("--" in text or "==" in text):
        return []
    found: list[RuledTable] = []
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
            even = [row for row in rows if len(row) == len(rows[0])]
            found.append(RuledTable(_list_above(lines, at), even))
        at = max(end, at + 1)
    return found


def _list_above(lines: list[str], at: int) -> list[str]:
    return list_headings("\n".join(lines[max(0, at - _LINES_ABOVE) : at]))


def list_banner(above: str) -> list[str]:
    r"""What the lines right above a table say that wide gaps part, without drawn lines.

    >>> list_banner("old\n\nRUN 14   VEH 2   ALL RIDERS PER IEP\nPRINTED 9/1\n--------\n")
    ['RUN 14', 'VEH 2', 'ALL RIDERS PER IEP', 'PRINTED 9/1']
    """
    lines = above[-_BANNER_CHARS:].rstrip().split("\n")[-_LINES_ABOVE:]
    told: list[str] = []
    for line in reversed(lines):
        if not line.strip():
            break
        if _DRAWN.fullmatch(line) is None:
            told = [*(part for part in _WIDE.split(line.strip()) if part), *told]
    return [part for part in told if len(part) <= _LONGEST_TOLD]


def _part(line: str) -> list[str]:
    bare = line.strip().removeprefix("|").removesuffix("|")
    return [cell.replace("\\|", "|").strip() for cell in _ESCAPED.split(bare)]


def _find_dashed(text: str) -> list[RuledTable]:
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
                found.append(RuledTable(_list_above(lines, number - 1), rows))
    return found


def _cut(line: str, spans: list[tuple[int, int]]) -> list[str]:
    """The cells of a line: what stands between two columns belongs to the one before."""
    starts = [0, *(start for start, _ in spans[1:])]
    ends = [*starts[1:], len(line)]
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
