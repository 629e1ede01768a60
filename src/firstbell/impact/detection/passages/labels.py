"""Whom a phrase is about that stands beside nobody: the label that it falls under."""

from __future__ import annotations

from bisect import bisect_right

from firstbell.impact.detection.identities.subjects import PassageSubject
from firstbell.impact.detection.passages.passage import Passage

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
