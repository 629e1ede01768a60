"""Whom a phrase of the vocabulary is about: the students in its sentence, else the few in its paragraph.

A list that somebody typed is one paragraph and one sentence of thousands of names: what a stretch of text
holds is worked out once for all phrases in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from firstbell.impact.detection.subjects import FoundTerm, PassageSubject

_SENTENCE_ENDS = re.compile(rb"[.!?] |\.\n")
_FEW = 3


@dataclass(slots=True)
class Stretch:
    """Those in a stretch of text whom a phrase may be about, in order. `few`: whether they are three at most.

    `given`: the kinds that all of them were given.
    """

    subjects: list[PassageSubject]
    few: bool
    starts: list[int]
    given: set[str] = field(default_factory=set)

    def give(self, kind: str) -> None:
        """All of them are what a phrase of this kind is about."""
        if kind not in self.given:
            self.given.add(kind)
            for one in self.subjects:
                one.kinds.add(kind)

    def list_between(self, start: int, end: int) -> list[PassageSubject]:
        """Those who are named there."""
        return self.subjects[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


class Text(Protocol):
    """What is asked of a passage."""

    folded: bytes
    is_general: bool

    def line_of(self, at: int) -> tuple[int, int]:
        """Where the line of a place begins and ends."""

    def paragraph_of(self, at: int) -> tuple[int, int]:
        """Where the paragraph of a place begins and ends."""

    def list_between(self, start: int, end: int) -> list[PassageSubject]:
        """Those who are named there, in order."""

    def is_pupil(self, subject: PassageSubject) -> bool:
        """Whether a student may be meant."""


class Owners:
    """Finds them in one passage, whose subjects are known by then."""

    def __init__(self, passage: Text) -> None:
        self._passage = passage
        self._ends = [match.start() for match in _SENTENCE_ENDS.finditer(passage.folded)]
        self._stretches: dict[tuple[int, int], Stretch] = {}

    def give(self, term: FoundTerm, kind: str) -> bool:
        """Give a kind to whom a phrase is about; whether there is anybody."""
        passage = self._passage
        stretch = self._look(*self._sentence_of(term.at - 1))
        if len(stretch.subjects) > 1:
            # a list has no sentences: of several it is those on its line
            on_line = stretch.list_between(*passage.line_of(term.at - 1))
            if on_line:
                for one in on_line:
                    one.kinds.add(kind)
                return True
        if not stretch.subjects and not passage.is_general:
            stretch = self._look(*passage.paragraph_of(term.at - 1))
            if not stretch.few:
                nearest = find_nearest(stretch.subjects, stretch.starts, term.at)
                if nearest is not None:
                    nearest.kinds.add(kind)
                return nearest is not None
        stretch.give(kind)
        return bool(stretch.subjects)

    def _look(self, start: int, end: int) -> Stretch:
        found = self._stretches.get((start, end))
        if found is None:
            subjects = self._may_own(self._passage.list_between(start, end))
            few = len({one.mention.candidates or one.name for one in subjects}) <= _FEW
            found = Stretch(subjects, few, [one.mention.start for one in subjects])
            self._stretches[start, end] = found
        return found

    def _may_own(self, subjects: Sequence[PassageSubject]) -> list[PassageSubject]:
        plain = [one for one in subjects if not one.is_other]
        pupils = [
            one
            for one in plain
            if self._passage.is_pupil(one) or (one.mention.is_label and not one.mention.candidates)
        ]
        return pupils or [one for one in plain if one.mention.is_label]

    def _sentence_of(self, at: int) -> tuple[int, int]:
        start, end = self._passage.paragraph_of(at)
        before = bisect_right(self._ends, at - 2) - 1
        begins = self._ends[before] if before >= 0 else -1
        after = bisect_left(self._ends, at)
        ends = self._ends[after] if after < len(self._ends) else end
        return (begins + 1 if begins >= start else start), (ends if ends <= end - 2 else end)


def find_nearest(subjects: Sequence[PassageSubject], starts: Sequence[int], at: int) -> PassageSubject | None:
    """The last that begins before a place, else the first after it; `starts`: where they begin, in order."""
    if not subjects:
        return None
    return subjects[max(0, bisect_right(starts, at) - 1)]
