"""Lines that are laid out alike and each name somebody: what most of them say the others say in words that
are not known.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.identities.entries import TextEntry
from firstbell.impact.detection.kinds.kind import DataKind

_FEWEST_PEOPLE, _FEWEST_TOLD = 3, 2
# share of them who are told of a kind; where the place of the document says the same
_MOST, _PLACED = 0.75, 0.4
_LONGEST_LEAD, _MOST_WORDS, _HEAD_CHARS = 40, 1, 400
_NUMBER, _CODE = re.compile(r"\d+"), re.compile(r"\b[A-Z]{2,6}\b")
# what is told of one by a number or a form of its own is not told of the next
_TOLD_ALIKE = frozenset(
    (
        DataKind.HEALTH, DataKind.SPECIAL_EDUCATION, DataKind.DISCIPLINE, DataKind.COUNSELLING,
        DataKind.SAFEGUARDING, DataKind.ECONOMIC,
    )
)  # fmt: skip


def _spell(line: str) -> str:
    # somebody's number may stand there or be what names them
    return _CODE.sub("A", _NUMBER.sub("9", line)).rstrip("#9 (")


def spell_lead(line: str) -> str:
    """What stands before a name on its line, numbers and codes alike; "" where it is a sentence.

    >>> spell_lead("[9/25 10:57] VMS #70136 "), spell_lead("Then we all went to see what had become of ")
    ('[9/9 9:9] A', '')
    """
    head, space, _ = line[:_HEAD_CHARS].lstrip().rpartition(" ")
    if len(line) > _HEAD_CHARS and space and len(_spell(head.rstrip())) > _LONGEST_LEAD:
        return ""  # the rest makes it no shorter
    spelled = _spell(line.strip())
    small = sum(word.islower() for word in spelled.split())
    return (spelled or "|") if len(spelled) <= _LONGEST_LEAD and small <= _MOST_WORDS else ""


def give_alike(entries: Iterable[TextEntry], weights: Mapping[str, float]) -> None:
    """Tell each who is named on such a line what most of the others are told of. `weights`: what the place
    of the document says of the kinds.
    """
    groups: dict[tuple[str, str], list[TextEntry]] = defaultdict(list)
    for entry in entries:
        if entry.lead and not entry.is_other:
            groups[entry.location.rpartition(", ")[0], entry.lead].append(entry)
    for group in groups.values():
        people = {entry.who for entry in group}
        if len(people) >= _FEWEST_PEOPLE and len(people) == len(group):
            _give(group, weights)


def _give(group: Sequence[TextEntry], weights: Mapping[str, float]) -> None:
    counted = Counter(kind for entry in group for kind in entry.kinds & _TOLD_ALIKE)
    told = [kind for kind, times in counted.items() if times >= _least(kind, group, weights)]
    # whom the lines told nothing of before any kind is given
    for entry in [one for one in group if not one.kinds & _TOLD_ALIKE]:
        entry.tell(told, Source.OTHER)


def _least(kind: str, group: Sequence[TextEntry], weights: Mapping[str, float]) -> float:
    """How many of a group must be told of a kind."""
    share = _PLACED if weights.get(kind, 0.0) > 0 else _MOST
    return max(_FEWEST_TOLD, share * len(group))
