r"""Lines of a settings file below a comment that says what their fields are, and mailboxes of a telephone
exchange, which all have the same ones.

>>> [*list_commented("[all]\n; ext => pin,name\n4100 => 5045,Ada Roe,a=b\n4101 => 7712,Ben Roe\n")]
[[['ext', 'pin', 'name'], ['4100', '5045', 'Ada Roe', 'a=b'], ['4101', '7712', 'Ben Roe']]]
>>> [*list_commented("4100 => 5045,Ada Roe,a@b.org\n4101 => 7712,Ben Roe\n")][0][0]
['ext', 'pin', 'name', 'email']
>>> [*list_commented("# name, see the wiki\nada,1\n")], [*list_commented("4100 => Ada Roe,204\n")]
([], [])
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firstbell.impact.detection.headers.columns import read_header
from firstbell.impact.detection.kinds.kind import DataKind

_COMMENT = re.compile(r"(?m)^[ \t]*(?:#+|;+|//|--|\*|!)[ \t]*(?=[A-Za-z])([^\n\r]{5,100}?)[ \t\r]*$")
_FIELDS = re.compile(r"[ \t]*(?:=>|[,;:|=])[ \t]*|\t+|[ ]{2,}")
_SIGN = re.compile(r"=>|[,;:|=]|\t")
_GAPS = re.compile(r"[ \t]+")
_BOX = re.compile(r"(?m)^\d{2,6}[ \t]*=>[ \t]*-?\d{3,10},[ \t]*[^\W\d_][^,\n]{3,40}(?:,[^\n]*)?$")
_OF_BOXES = ["ext", "pin", "name", "email"]
_FEWEST, _MOST_FIELDS, _FEWEST_LINES, _MOST_LINES, _MOST_WORDS = 2, 12, 2, 20_000, 3


def list_commented(text: str) -> Iterator[list[list[str]]]:
    """The rows of each such block, below the fields as headers."""
    is_boxed = False
    for comment in _COMMENT.finditer(text):
        fields = _FIELDS.split(comment[1])
        signs = "|".join(sorted(map(re.escape, {*_SIGN.findall(comment[1])}), reverse=True))
        if not _FEWEST <= len(fields) <= _MOST_FIELDS or not _are_fields(fields):
            continue
        rows = [row for line in _list_below(text, comment.end()) if (row := _split(line, signs, len(fields)))]
        if len(rows) >= _FEWEST_LINES:
            is_boxed |= "=>" in comment[1]
            yield [fields, *rows]
    boxes = [] if is_boxed or "=>" not in text else _BOX.findall(text)
    if len(boxes) >= _FEWEST_LINES:
        yield [_OF_BOXES, *map(_FIELDS.split, boxes)]


def _are_fields(fields: Sequence[str]) -> bool:
    """Whether these are words for fields, most of them headers that are known."""
    if not all(0 < len(field.split()) <= _MOST_WORDS for field in fields):
        return False
    roles = [role for field in fields if (role := read_header(field)[0])]
    return DataKind.CREDENTIALS in roles or len(roles) >= max(_FEWEST, len(fields) / 2)


def _list_below(text: str, at: int) -> Iterator[str]:
    """The lines below a place, up to an empty one or the head of another part."""
    for line in text[at:].lstrip("\r").removeprefix("\n").split("\n", _MOST_LINES)[:_MOST_LINES]:
        told = line.strip()
        if not told or told[0] in "[{<":
            return
        if not _COMMENT.match(line):
            yield told


def _split(line: str, signs: str, fewest: int) -> list[str]:
    """The fields of a line; nothing where it has fewer than there are words for."""
    row = re.split(rf"[ \t]*(?:{signs})[ \t]*" if signs else _GAPS, line)
    return row if len(row) >= fewest else []
