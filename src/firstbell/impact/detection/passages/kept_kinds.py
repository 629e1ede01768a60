"""Lists of names in texts: what a heading above them, or the name of their file, says of all of them.

Kinds that a document tells of others, and so not of somebody who works here to whom it is addressed or
whose name its file bears.

What a household shares: its means.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Protocol

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.identities.entries import TextEntry
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.settings import Setting
from firstbell.impact.detection.passages.topics import is_pupil
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import STAFF

# a text with so many people, and hardly more than a line for each, is a list
FEWEST_LISTED, CHARS_A_NAME = 3, 160


class ListedWhole(Protocol):
    """What is asked of a whole that was read to its end."""

    entries: list[TextEntry]
    chars: int


def list_leading(unit: ListedWhole, is_listed: Callable[[TextEntry], bool]) -> list[TextEntry]:
    """Those with whom the lines of a list begin; none where the text is no list. `is_listed`: whether
    somebody may be one of those listed.
    """
    leading = [one for one in unit.entries if one.leads and not one.is_other and is_listed(one)]
    count = len({one.who for one in leading})
    if count < FEWEST_LISTED or unit.chars > CHARS_A_NAME * len(leading):
        return []
    return leading


def tell_listed(leading: Iterable[TextEntry], kinds: Collection[str]) -> bool:
    """Tell kinds of all of them; whether there was anything to tell."""
    told = False
    for one in leading:
        one.tell(kinds, Source.LIST)
        told = bool(kinds)
    return told


class KeptWhole(Protocol):
    """What is asked of a whole that was read to its end."""

    lexicon: Lexicon
    setting: Setting
    entries: list[TextEntry]
    named: set[str]

    def count_linked(self, kind: str, keys: set[str]) -> int:
        """To how many of these a table gave a kind."""


def list_kept(unit: KeptWhole, subject: TextEntry) -> set[str]:
    """The kinds that a file tells of those whom it lists and that bears somebody else's name: a teacher keeps
    the codes of a class.
    """
    if not _works_here(unit, subject):
        return set()
    others = unit.named - {unit.lexicon.people[who].key for who in subject.candidates}
    return {kind for kind in unit.setting.weights if unit.count_linked(kind, others)}


def list_of_pupils(unit: KeptWhole, reader: TextEntry) -> set[str]:
    """The kinds that a letter tells of the pupils whom it names: what a nurse asks of who takes them on a
    trip.
    """
    if not _works_here(unit, reader):
        return set()
    return {kind for one in unit.entries if is_pupil(unit.lexicon, one) for kind in one.told_kinds}


def is_listed(unit: KeptWhole, subject: TextEntry) -> bool:
    """Whether somebody who works here, or is named no more than the others, is one of several with whom lines
    begin: a list is about none alone.
    """
    leading = {one.who for one in unit.entries if one.leads and not one.is_other}
    # the header of a list stands above its first line, and is no label of that one
    is_header = any(one.leads and one.line == subject.line + 1 and not one.is_label for one in unit.entries)
    is_label = subject.is_label and not (is_header and not any(map(str.isalpha, subject.lead)))
    is_one = subject.leads and not is_label and len(leading) >= FEWEST_LISTED
    times = Counter(one.who for one in unit.entries)
    are_beside = any(one.leads and abs(one.line - subject.line) == 1 for one in unit.entries)
    is_no_more = are_beside and all(times[subject.who] <= times[who] for who in leading)
    return is_one and (is_no_more or _works_here(unit, subject))


def _works_here(unit: KeptWhole, one: TextEntry) -> bool:
    return all(unit.lexicon.role_of(who) == STAFF for who in one.candidates)


# whom a record has called, and whose means it does not tell
_CALLED = re.compile(r"(?i)[ \t*#>-]*(?:emerg\w*|contacts?|pick ?-?up)\b")


def give_households(lexicon: Lexicon, entries: Sequence[TextEntry]) -> None:
    """What a household has is its grown-ups' and its children's, where both are named."""
    told = {who for entry in entries if DataKind.ECONOMIC in entry.kinds for who in entry.candidates}
    children = {ward for who in told for ward in lexicon.wards.get(who, ())}
    for entry in entries if told else ():
        people = set(entry.candidates)
        is_called = _CALLED.match(entry.lead) is not None
        has_child = not is_called and any(told & set(lexicon.wards.get(who, ())) for who in people)
        if has_child or (people & children and not entry.is_other):
            entry.tell((DataKind.ECONOMIC,), Source.HOUSEHOLD)
