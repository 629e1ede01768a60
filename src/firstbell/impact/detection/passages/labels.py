r"""Whom a phrase is about that stands beside nobody: the label that it falls under.

The form of a document without what is filled in: its headers, its labels. Those of one form are read
alike, so that what a reviewer says of one of them holds for the others.

>>> one, other = TableLayout(), TableLayout()
>>> one.take_text("Student: Ada Olson\nGrade: 4"); other.take_text("Student: Ben Roe\nGrade: 5")
>>> one.name() == other.name() != ""
True
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from hashlib import blake2b

import msgspec

from firstbell.impact.detection.identities.subjects import PassageSubject
from firstbell.impact.detection.passages.passage import Passage
from firstbell.impact.people.folded_text import compose, fold

_HEADING, _QUESTION = 120, 160


class Labels:
    """Finds the labels that a phrase falls under: a heading's come right after it, all others before."""

    def __init__(self, passage: Passage, labels: list[PassageSubject]) -> None:
        self._passage = passage
        self._labels = labels
        self._starts = [one.mention.start for one in labels]
        self._is_one = len({one.mention.candidates or one.name for one in labels}) == 1

    def _is_elder(self, number: int) -> bool:
        """Whether a label is a grown-up's whom the roster knows, and the one before it a pupil's."""
        passage, label = self._passage, self._labels[number]
        return (
            passage.is_pupil(self._labels[number - 1])
            and bool(label.mention.candidates)
            and not passage.is_pupil(label)
        )

    def _is_asked(self, number: int, at: int) -> bool:
        """Whether the same question stands above a label and the one before it, here behind a place."""
        asked, lead = (self._read_lead(self._starts[one]) for one in (number - 1, number))
        return lead[0].endswith(b"?") and lead[0] == asked[0] and at <= lead[1]

    def _read_lead(self, start: int) -> tuple[bytes, int]:
        """The last line above that of a label, and where it begins."""
        end = self._passage.line_of(start)[0]
        above = self._passage.folded[max(0, end - _QUESTION) : end].rstrip()
        begins = above.rfind(b"\n") + 1
        return above[begins:].strip(), max(0, end - _QUESTION) + begins

    def find(self, at: int) -> list[PassageSubject]:
        """Those that are about a place."""
        number = bisect_right(self._starts, at)
        after = self._starts[number] if number < len(self._starts) else -1
        if 0 < number < len(self._labels) and self._is_elder(number):
            after = -1  # what is said of a pupil is not headed by who signs below it
        if number and after > 0 and self._is_asked(number, at):
            after = -1  # the question that each of them answers comes between
        if 0 <= after < at + _HEADING and self._passage.folded.count(b"\n", at, after) <= 4:
            chosen = after
        elif number and not self._is_one:
            chosen = self._starts[number - 1]
        else:
            return []
        start, end = self._passage.line_of(chosen)
        return self._labels[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end - 1)]


_LABEL = re.compile(r"(?m)^[ \t]*([^\W\d][^\n:]{1,48}):")
_MOST_PARTS = 40
_FEWEST_LABELS = 2


class TableLayout(msgspec.Struct):
    """Collects the parts of one document's form."""

    headers: list[str] = msgspec.field(default_factory=list)
    labels: list[str] = msgspec.field(default_factory=list)

    def take_header(self, header: Sequence[str]) -> None:
        """The headers of a table."""
        if any(header) and len(self.headers) < _MOST_PARTS:
            self.headers.append("|".join(_plain(cell) for cell in header if cell))

    def take_text(self, text: str) -> None:
        """The labels of a text."""
        if len(self.labels) < _MOST_PARTS:
            self.labels += [_plain(label) for label in _LABEL.findall(text[:8000])][:_MOST_PARTS]

    def name(self) -> str:
        """What names the form; "" where the document has none."""
        if self.headers:
            parts = ["table", *self.headers[:_MOST_PARTS]]
        elif len(set(self.labels)) >= _FEWEST_LABELS:
            parts = ["form", *dict.fromkeys(self.labels[:_MOST_PARTS])]
        else:
            return ""
        return blake2b("\0".join(parts).encode(), digest_size=8).hexdigest()


def _plain(label: str) -> str:
    return " ".join(fold(compose(label)).decode().split())
