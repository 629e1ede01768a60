"""Those whom a stretch of text names, found by place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from firstbell.impact.detection.identities.subjects import PassageSubject


class Stretch(msgspec.Struct):
    """Those in a stretch of text whom a phrase may be about, in order. `few`: whether they are three, or
    fewer.
    """

    subjects: list[PassageSubject]
    few: bool
    starts: list[int]

    def list_between(self, start: int, end: int) -> list[PassageSubject]:
        """Those who are named there."""
        return self.subjects[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def find_nearest(subjects: Sequence[PassageSubject], starts: Sequence[int], at: int) -> PassageSubject | None:
    """The last that begins before a place, else the first after it; `starts`: where they begin, in order."""
    if not subjects:
        return None
    return subjects[max(0, bisect_right(starts, at) - 1)]
