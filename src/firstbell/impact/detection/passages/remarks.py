"""What plain words say of whom their line names. A page breaks the lines of a sentence where it is full: the
line above such a one counts with it.

Words that say two kinds: which of them a paragraph means.

Bruises are an injury, and a sign of maltreatment where a report tells of that. Trouble with sleep is told to
a nurse and to a counselor.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from firstbell.impact.detection.evidence.weights import THRESHOLD
from firstbell.impact.detection.identities.owners import Owners
from firstbell.impact.detection.identities.subjects import FoundTerm, ReadText
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.patterns import Match, Shape

_APART = 12  # words so far apart say two things
# a line that is full, and how one ends that the next does not go on with
_FULL_LINE, _ENDS = 60, (b".", b":", b"!", b"?", b";", b"|")


def find_line(passage: ReadText, at: int) -> tuple[int, int]:
    """Where the line of a place begins and ends, with the one above that it goes on with."""
    start, end = passage.line_of(at)
    if not start:
        return start, end
    above, _ = passage.line_of(start - 1)
    told = passage.folded[above:start].rstrip()
    is_full = len(told) >= _FULL_LINE and not told.endswith(_ENDS) and b"\t" not in told
    is_begun = passage.text[start:end].lstrip(" >\t")[:1].islower()
    return (above if is_full and is_begun else start), end


def give_remarks(passage: ReadText, owners: Owners, terms: Sequence[FoundTerm], *, place: float) -> None:
    """Give what plain words say of whom their line names, or, where it says much, those before it. `place`:
    what counts beside the words.
    """
    told: dict[int, list[int]] = {}
    for term in terms:
        told.setdefault(passage.line_of(term.at - 1)[0], []).append(term.at)
    for term in terms:
        if term.weight + place < THRESHOLD:
            continue
        (start, end), held = find_line(passage, term.at - 1), owners.find(term)
        said = told[passage.line_of(term.at - 1)[0]]
        are_beside = owners.goes_on(term, held) or all(
            start <= one.mention.start < end for one in held.subjects
        )
        if (held.is_near and are_beside) or max(said) - min(said) > _APART:
            held.tell(term)


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
