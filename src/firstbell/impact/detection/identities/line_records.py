"""Records of several lines in one paragraph: each begins with whom it is about and goes on in lines that
name nobody.

Lists of those who work here: a line that begins with a name and a mark tells something of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from firstbell.impact.detection.identities.subjects import FoundTerm, PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import DataKind

# what may stand before the name: a number, a grade, a mark, the state of a license
_LEADS = re.compile(
    rb"[\W_]*(?:(?:no|gr|case|claim|id|rm)?[\W_]*[a-z]?\d[\w/-]*[\W_]+){0,3}"
    rb"(?:(?<=\d{6}[ ])[a-z]{2}[ ]{1,4})?\Z"
)
_FEWEST_RECORDS, _SHARE, _MOST_LINES = 2, 0.5, 4
_FEWEST_LETTERS = re.compile(rb"[a-z]{2}")


class LineRecords:
    """The records of paragraphs, each worked out once."""

    def __init__(self, passage: ReadText) -> None:
        self._passage = passage
        self._known: dict[int, tuple[list[int], list[PassageSubject]]] = {}

    def find(self, paragraph: tuple[int, int], at: int) -> list[PassageSubject]:
        """Whose record goes on in the line of a place; none where the paragraph is no list of records."""
        if paragraph[0] not in self._known:
            self._known[paragraph[0]] = self._list(*paragraph)
        starts, heads = self._known[paragraph[0]]
        number = bisect_right(starts, at) - 1
        return [heads[number]] if number >= 0 else []

    def _list(self, start: int, end: int) -> tuple[list[int], list[PassageSubject]]:
        """Where its records begin, and with whom, below what heads them; none where any line names somebody
        inside it, or where no lines go on behind most of those that name somebody.
        """
        starts, heads, lines, going_on, behind = list[int](), list[PassageSubject](), 0, 0, 0
        # below a heading only what is set in goes on
        is_headed, is_set_in = False, True
        at = start
        while at < end:
            first, last = self._passage.line_of(at)
            at = max(last, at + 1)
            if not _FEWEST_LETTERS.search(self._passage.folded, first, last):
                continue
            named = self._passage.list_between(first, last)
            if not named:
                behind += 1
                going_on += behind == 1 and bool(heads)
                is_headed |= not heads
                is_set_in &= not heads or self._passage.folded[first : first + 1].isspace()
                if behind > _MOST_LINES:
                    return [], []
                continue
            if not self._leads(first, named):
                return [], []
            lines, behind = lines + 1, 0
            starts.append(first)
            heads.append(named[0])
        people = {one.mention.candidates or one.name for one in heads}
        is_list = going_on >= max(_FEWEST_RECORDS, _SHARE * lines) and len(people) >= _FEWEST_RECORDS
        return (starts, heads) if is_list and (is_set_in or not is_headed) else ([], [])

    def _leads(self, first: int, named: Sequence[PassageSubject]) -> bool:
        one = named[0]
        is_one = len({other.mention.candidates or other.name for other in named}) == 1
        before = self._passage.folded[first : one.mention.start]
        return is_one and not one.is_other and _LEADS.match(before) is not None


# a line of a list that tells something of whom it begins with: "2. Tia Long - back surgery"
_LED_LEADS = re.compile(rb"[ \t]*(?:[-*\xb7]|\d{1,2}[.)])?[ \t]*\Z")
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
    leads = _LED_LEADS.fullmatch(passage.folded, start, one.mention.start)
    if not leads or not _LED.match(passage.folded, one.mention.end, end):
        return None
    is_theirs = not one.mention.is_weak and not passage.is_pupil(one)
    return one if is_theirs and not _DUTY.search(passage.folded, one.mention.end, end) else None
