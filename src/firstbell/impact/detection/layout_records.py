"""What one document tells of the records of others: gathered beside everything else that it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, islice

from firstbell.documents.extraction import Rows
from firstbell.documents.layouts.layout_tables import FieldEntry, make_layouts, read_layout_rows
from firstbell.documents.layouts.layout_texts import may_tell_layout, read_layout_text
from firstbell.documents.record_layouts import (
    LONGEST_CODE,
    LONGEST_MEANING,
    LONGEST_NAME,
    MOST_LAYOUTS,
    LayoutField,
    LayoutSort,
    RecordLayout,
    is_bounded,
)
from firstbell.impact.detection.headers.code_keys import find_key

# as many as a table is looked at anyway before it is read
_HEAD_ROWS, _MOST_ROWS = 200, 500
_FIRST_ROWS, _FIRST_CELLS = 6, 40
_FEWEST_HEADERS = 3
# rows and cells of a table of codes
_FEWEST_CODES, _MOST_CODES, _CODE_WIDTHS = 3, 80, (2, 3)
_HEADER = re.compile(r"[A-Za-z][\w ./#()-]{0,39}")
# what the column of the codes is called: those of people and rooms are none
_CALLS_CODE = re.compile(r"\b(?:codes?|cd|abbr\w*|key|value)\b", re.IGNORECASE)
# the first rows of a table that tells of fields
_FIELDS = re.compile(
    r"\b(?:start|begin|beg|len|length|width|pos|positions?|cols?|columns?|fields?|element|bytes?|layout)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"\b(?:ssn|dob|birth\w*|[a-z]*name|last|first|student|employee|ssid|[a-z]*id)\b", re.IGNORECASE
)


class ToldLayouts:
    """Collects the layouts that a document tells. `told`: those it told so far."""

    def __init__(self) -> None:
        self.told: list[RecordLayout] = []

    def take_text(self, text: str) -> None:
        """Look at a passage."""
        if len(self.told) < MOST_LAYOUTS and may_tell_layout(text):
            self._add(read_layout_text(text))

    def take_rows(self, rows: Rows) -> Rows:
        """Look at the beginning of a table; all its rows."""
        if isinstance(rows, list):
            self._look(rows[:_MOST_ROWS])
            return rows
        source = iter(rows)
        head = list(islice(source, _HEAD_ROWS))
        self._look(head)
        return chain(head, source)

    def _look(self, head: Sequence[Sequence[str]]) -> None:
        if len(head) == 1:
            self._add(_read_header(head[0]))
            return
        if _MOST_CODES >= len(head) >= _FEWEST_CODES and all(len(row) in _CODE_WIDTHS for row in head):
            self._add(_read_codes(head))
        first = " ".join(cell[:40] for row in head[:_FIRST_ROWS] for cell in row[:_FIRST_CELLS])
        if _FIELDS.search(first):
            spoken = "\n".join("  ".join(filter(None, row)) for row in head)
            self._add(read_layout_rows(head) or read_layout_text(spoken))

    def _add(self, told: list[RecordLayout]) -> None:
        for layout in told:
            together = [*self.told, layout]
            if len(together) <= MOST_LAYOUTS and is_bounded(together) and layout not in self.told:
                self.told = together


def _read_codes(rows: Sequence[Sequence[str]]) -> list[RecordLayout]:
    """The codes that a table of nothing but these tells, where their words say something of somebody."""
    (name, *_), *body = rows
    if not _CALLS_CODE.search(name.replace("_", " ")) or not find_key(
        [row[:2] for row in body], lambda _: False
    ):
        return []
    codes = {row[0].strip(): row[1].strip()[:LONGEST_MEANING] for row in body if row[0].strip()}
    if len(codes) < len(body) or any(len(code) > LONGEST_CODE for code in codes):
        return []
    return [RecordLayout(LayoutSort.CODES, [LayoutField(name.strip()[:LONGEST_NAME], 0, 1, codes)])]


def _read_header(row: Sequence[str]) -> list[RecordLayout]:
    """The columns that a file of nothing but headers tells."""
    cells = [cell.strip() for cell in row]
    spelled = [cell.replace("_", " ") for cell in cells]
    if len(cells) < _FEWEST_HEADERS or len(set(cells)) < len(cells) or not all(map(_HEADER.fullmatch, cells)):
        return []
    if not any(map(_PERSONAL.search, spelled)):
        return []
    return make_layouts([FieldEntry(cell, at, at) for at, cell in enumerate(cells, 1)], LayoutSort.COLUMNS)
