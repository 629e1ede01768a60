"""The text of a passage, cleared of what misleads, and where its lines and paragraphs begin."""

from __future__ import annotations

import re
from bisect import bisect_right

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.names import clear_nicknames
from firstbell.impact.detection.passages.figures import clear_figures
from firstbell.impact.detection.passages.fills import clear_fills
from firstbell.impact.people.folded_text import compose, fold, translate_words

# an empty line, or one drawn between two records, also around a title; the end of a page of a printer
_PARAGRAPH = re.compile(
    rb"\n[ \t\r]*(?:(?:[-=_*~#+][ \t]?){5,}[ \t\r]*)?\n\s*"
    rb"|\n?\f\s*"
    rb"|\n(?=[-=*#~]{3,}[ ][^\n]{1,60}[ ][-=*#~]{3,}[ \t\r]*\n)"
)
_BEFORE = 48
_AROUND = 400
# one of a list
_ITEM = re.compile(rb"(?m)^[ \t]*[-*][ \t]+[^\n]*")


class PassageText:
    """`text`, and `folded`: the same in small letters without marks, in which all offsets are."""

    def __init__(self, location: str, text: str) -> None:
        self.location = location
        self.text = clear_figures(clear_nicknames(clear_fills(compose(text))))
        self.folded = fold(self.text)
        self._lines = [0, *(match.end() for match in re.finditer(rb"\n", self.folded))]
        self._paragraphs = [0, *(match.end() for match in _PARAGRAPH.finditer(self.folded))]

    def line_of(self, at: int) -> tuple[int, int]:
        """Where the line of a place begins and ends."""
        return self._span(self._lines, at)

    def paragraph_of(self, at: int) -> tuple[int, int]:
        """Where the paragraph of a place begins and ends."""
        return self._span(self._paragraphs, at)

    def _span(self, starts: list[int], at: int) -> tuple[int, int]:
        number = bisect_right(starts, at)
        return starts[number - 1], starts[number] if number < len(starts) else len(self.folded)

    def locate(self, at: int) -> str:
        """The place and line of an offset, as a reviewer looks it up."""
        line = bisect_right(self._lines, at)
        return f"{self.location}, line {line}" if self.location else f"line {line}"

    def line_number(self, at: int) -> int:
        """The line of an offset, from 0."""
        return bisect_right(self._lines, at) - 1

    def around(self, mention: Mention) -> bytes:
        """The text around a mention, words parted by single spaces; in a list without its other items."""
        start, end = max(0, mention.start - _AROUND), mention.end + _AROUND
        near = self.folded[start:end]
        first, last = self.line_of(mention.start)
        if _ITEM.match(self.folded, first):
            before, behind = self.folded[self.line_of(start)[0] : first], self.folded[last:end]
            near = _ITEM.sub(b" ", before) + self.folded[max(first, start) : last] + _ITEM.sub(b" ", behind)
        return b" ".join(translate_words(near).split())

    def read_before(self, mention: Mention) -> bytes:
        """What stands right before a mention, folded."""
        return self.folded[max(0, mention.start - _BEFORE) : mention.start]
