r"""Lists below headings of one document, as boards and offices write them: a heading in capitals, or with a
colon, and below it lines that begin with somebody's name.

>>> text = "RETIREMENTS\nAda Roe, teacher\n\nMEDICAL LEAVES\nBen Low, cook, 10/5\nCy Tan, para (surgery)\n"
>>> [(one.heading, one.rows[1:]) for one in find_headed(text, lambda name: len(name) < 9)]
[('MEDICAL LEAVES', [['Ben Low', 'cook, 10/5'], ['Cy Tan', 'para (surgery)']])]
>>> [*find_headed("MEDICAL LEAVES\nForms are due in May\nAsk Ben Low\n", lambda name: len(name) < 9)]
[]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import msgspec

from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.kinds.titles import find_head_kinds

_ITEM = re.compile(
    r"[ \t]*(?:[-*\u2022\xb7]|\d{1,2}[.)]|[a-z][.)])?[ \t]*"
    r"(?P<name>[^\W\d_a-z][^\W\d_]+(?:,? [^\W\d_a-z][\w'\u2019.-]*){1,3}?)"
    r"(?:[,;:][ ]|[ ]?[-\u2013\u2014][ ]|[ ]{2,}|\t|[ ](?=\()|[ \t]*\Z)(?P<rest>.*)"
)
_HEADING_CHARS, _MOST_LINES, _FEWEST_HEADINGS, _NAMED = 60, 4_000, 2, 0.8
_WORD = re.compile(r"[^\W\d_]{3,}")


class HeadedList(msgspec.Struct, frozen=True):
    """The lines below one heading, as rows of a table whose first one is its header."""

    heading: str
    rows: list[list[str]]


def find_headed(text: str, is_name: Callable[[str], bool]) -> Iterator[HeadedList]:
    """Each list whose heading says a kind of data, of a text that has several headings. `is_name`: whether
    somebody here is called so.
    """
    lists = _part(text)
    if len(lists) < _FEWEST_HEADINGS:
        return
    for heading, lines in lists:
        # who eats free stands in lists of kitchens alone, which say more: a locker is free, too
        if not lines or is_name(heading) or not find_head_kinds([heading]) - {DataKind.ECONOMIC}:
            continue
        items = [match for line in lines if (match := _ITEM.fullmatch(line)) and is_name(match["name"])]
        if len(items) >= _NAMED * len(lines):
            yield HeadedList(heading, [["Name", "Notes"], *([one["name"], one["rest"]] for one in items)])


def _part(text: str) -> list[tuple[str, list[str]]]:
    """(heading, lines below it) of a text, up to the next heading."""
    found: list[tuple[str, list[str]]] = []
    for line in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        told = line.strip()
        if _is_heading(told):
            found.append((told.rstrip(": "), []))
        elif told and found:
            found[-1][1].append(told)
    return found


def _is_heading(line: str) -> bool:
    if not line or len(line) > _HEADING_CHARS or not _WORD.search(line) or any(map(str.isdigit, line)):
        return False
    return line.isupper() or (line.endswith(":") and line.count(":") == 1)
