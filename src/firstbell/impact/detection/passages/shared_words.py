"""Words that say two kinds: which of them a paragraph means.

Bruises are an injury, and a sign of maltreatment where a report tells of that. Trouble with sleep is told to
a nurse and to a counselor.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from firstbell.impact.detection.identities.subjects import FoundTerm, ReadText
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.patterns import Match, Shape

# who treats somebody, and with what: then an injury is one of health as well, whoever reports it
_CARE = re.compile(
    rb"\b(?:nurses?|health (?:office|room|aide)|clinics?|doctors?|physicians?|pediatricians?|hospitals?|"
    rb"urgent care|er|paramedics?|ems|ambulances?|911|x-?rays?|treat(?:ed|ment)|first aid|"
    rb"iced?|band-?aids?|bandag\w+|stitch(?:es|ed)|cleaned|examined|concussions?)\b"
)


def settle_shared(passage: ReadText, terms: Sequence[FoundTerm], matches: Iterable[Match]) -> list[FoundTerm]:
    """The phrases, without what a word says besides the one of its kinds that a strong phrase of its
    paragraph tells. `matches`: of the passage, for what its words may say as well.
    """
    kinds = defaultdict[int, set[str]](set)
    for term in terms:
        kinds[term.at].add(term.kind)
    for match in matches:
        if match.shape is Shape.SHARED:
            kinds[match.end].add(match.kind)
    if all(len(said) == 1 for said in kinds.values()):
        return [*terms]
    strong, spoken = defaultdict[int, set[str]](set), Counter[tuple[int, str]]()
    starts = [passage.paragraph_of(term.at - 1)[0] for term in terms]
    for term, start in zip(terms, starts, strict=True):
        spoken[start, term.kind] += 1
        if term.is_strong:
            strong[start].add(term.kind)
    return [
        term
        for term, start in zip(terms, starts, strict=True)
        if term.kind in strong[start]
        or spoken[start, term.kind] > 1
        or not kinds[term.at] & strong[start]
        or (term.kind == DataKind.HEALTH and _CARE.search(passage.folded, *passage.paragraph_of(term.at - 1)))
    ]
