"""What plain words say of whom their line names. A page breaks the lines of a sentence where it is full: the
line above such a one counts with it.
"""

from __future__ import annotations

from collections.abc import Sequence

from firstbell.impact.detection.evidence.weights import THRESHOLD
from firstbell.impact.detection.identities.owners import Owners
from firstbell.impact.detection.identities.subjects import FoundTerm, ReadText

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
