"""Those whom a stretch of text names, found by place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

from firstbell.impact.detection.identities.subjects import PassageSubject

_SEVERAL = re.compile(rb"[a-z)]{2}(?:;|\.)[ ][a-z0-9]")


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


def is_no_heading(line: bytes) -> bool:
    """Whether a line says several things one after the other, as no heading does.

    >>> is_no_heading(b"speech; bus aide"), is_no_heading(b"reading. dad drives"), is_no_heading(b"asthma")
    (True, True, False)
    """
    return _SEVERAL.search(line) is not None
