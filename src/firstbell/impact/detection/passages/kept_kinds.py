"""Kinds that a document tells of others, and so not of somebody who works here to whom it is addressed or
whose name its file bears.
"""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from firstbell.impact.detection.identities.entries import TextEntry
from firstbell.impact.detection.passages.name_lists import FEWEST_LISTED
from firstbell.impact.detection.passages.settings import Setting
from firstbell.impact.detection.passages.topics import is_pupil
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import STAFF


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
