"""Notes of what those who work here do about such things, and are not concerned by themselves.

>>> is_work(b"seizure training", [7]), is_work(b"written reprimand for missing bus duty", [17])
(True, False)
>>> is_work(b"crisis team", [6]), is_work(b"hearing aids, need captioned training", [12])
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_DUTY = re.compile(
    rb"\b(training|trained|team|committee|coordinators?|recert\w*|workshop|conference|webinar|duty)\b"
)
# an office, whatever it is an office of
_OFFICE = re.compile(
    rb"^[^.;:\d]{0,40}\b(teachers?|directors?|coordinators?|deans?|specialists?|supervisors?|nurses?|para\w*|aides?)$"
)
# what is paid for is work, but for these
_LEAVE = re.compile(
    rb"\b(?:leave|sick|fmla|injur\w*|medical|settlement|severance|garnish\w*|levy|suspen\w+|disab\w+)\b"
)
# what parts a matter of somebody's own from the work that is named behind it
_APART, _MOST_WORDS = re.compile(rb"[,;:.]"), 2


def is_work(folded: bytes, ends: Sequence[int], *, is_paid: bool = False) -> bool:
    """Whether a note of somebody who works here tells of work. `ends`: where the words for a matter end: what
    is apart from the word for the work, and before it, is their own.
    """
    if _OFFICE.search(folded.strip()) or (is_paid and not _LEAVE.search(folded)):
        return True
    duty = _DUTY.search(folded)
    if duty is None:
        return False
    between = folded[min(ends, default=len(folded)) : duty.start()]
    return not (_APART.search(between) or len(between.split()) > _MOST_WORDS)
