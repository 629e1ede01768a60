"""Kinds that a document tells of others, and so not of somebody who works here to whom it is addressed or
whose name its file bears.
"""

from __future__ import annotations

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
    """Whether somebody who works here is one of several with whom lines begin: a list is about none alone."""
    leading = {one.who for one in unit.entries if one.leads and not one.is_other}
    is_one = subject.leads and not subject.is_label and len(leading) >= FEWEST_LISTED
    return is_one and _works_here(unit, subject)


def _works_here(unit: KeptWhole, one: TextEntry) -> bool:
    return all(unit.lexicon.role_of(who) == STAFF for who in one.candidates)
