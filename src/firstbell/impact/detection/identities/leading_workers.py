"""Lists of those who work here: a line that begins with a name and a mark tells something of them."""

from __future__ import annotations

import re

from firstbell.impact.detection.identities.subjects import FoundTerm, PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import DataKind

# a line of a list that tells something of whom it begins with: "2. Tia Long - back surgery"
_LEADS = re.compile(rb"[ \t]*(?:[-*\xb7]|\d{1,2}[.)])?[ \t]*\Z")
_LED = re.compile(rb"[ ]?(?:[:=]|-{1,2}|\xb7)[ ]")
# what those who work here do, and not what is done to them
_DUTY = re.compile(
    rb"\b(?:duty|duties|coverage|covers?|room|training|trained|team|committee|coordinat\w+|meeting|policy|"
    rb"curriculum|workshop|presents?|leads?|certified)\b"
)
# what is said so of whoever works here
OF_WORKERS = frozenset((DataKind.HEALTH, DataKind.COUNSELLING, DataKind.DISCIPLINE, DataKind.FINANCIAL))


def find_leading(passage: ReadText, term: FoundTerm) -> PassageSubject | None:
    """Who works here and whom alone the line of a phrase names, at its head and before a mark, where no duty
    of theirs is told behind it.
    """
    if term.kind not in OF_WORKERS or passage.is_public or passage.is_general:
        return None
    start, end = passage.line_of(term.at - 1)
    named = passage.list_between(start, end)
    if len(named) != 1 or named[0].is_other or named[0].mention.end >= term.at:
        return None
    one = named[0]
    leads = _LEADS.fullmatch(passage.folded, start, one.mention.start)
    if not leads or not _LED.match(passage.folded, one.mention.end, end):
        return None
    is_theirs = not one.mention.is_weak and not passage.is_pupil(one)
    return one if is_theirs and not _DUTY.search(passage.folded, one.mention.end, end) else None
