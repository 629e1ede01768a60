"""Whom a reviewer should look at first: those of whom most depends on the decision."""

from __future__ import annotations

from collections.abc import Iterable

from firstbell.impact.detection.kinds import select_kinds
from firstbell.impact.detection.results import POSSIBLE
from firstbell.impact.results.results import PersonRow

# what does most harm in the wrong hands
_GRAVE = select_kinds(lambda signs: signs.is_grave)


def rank_people(people: Iterable[PersonRow]) -> list[PersonRow]:
    """Those of whom something is open, the gravest first: told by what is only possible, of grave kinds, of
    children, in many documents.
    """
    open_ones = [one for one in people if one.possible_documents or one.confidence == POSSIBLE]
    return sorted(open_ones, key=_weigh, reverse=True)


def _weigh(person: PersonRow) -> tuple[bool, int, bool, int]:
    kinds = set(person.possible_kinds) or set(person.kinds)
    return (person.confidence == POSSIBLE, len(kinds & _GRAVE), person.is_minor, person.possible_documents)
