"""Clauses about numbers told by the numbers of the record, where those lie within what is said.

"Spending has passed $800,000" says less than "the response has cost $840,000 so far": where the record has
that number, the clause is told with it, and rules judge what is told. That is sound because a clause is read
only whole (slots.py), and nothing in its sentence may deny it, make it hang on a condition, or ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from firstbell.notify.statements.amounts.slot_claims import list_slots, read_slot_claims
from firstbell.notify.statements.amounts.slots import mark_clause
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.record import CaseRecord

_NUMBER_HINT = any_case(
    r"\d|\b(?:hundred|thousand|million|dozen|half|quarters?|thirds?|fourths?|fifths?|two|three|four|five|six"
    r"|seven|eight|nine|ten|\w+teen|\w+ty|exceed\w*|below|above|within|under|past|beyond|inside|more"
    r"|twice|double|triple|pass(?:es|ed)|tops|topped|exhausted|used up|met|(?:more|less|higher|lower)"
    r" than)\b"
)
_JOINT = re.compile(r"; (?:and |but )?|, (?:and|but|while) |, (?=\$?\d)| - (?:and |but )?|: (?=\$?[\w])")
# words by which a sentence need not say what one of its clauses says
_NOT_FLAT = any_case(
    r"\b(?:if|unless|until|whether|would|could(?! ?(?:not|n't) )|should|might|may(?! \d)|untrue|false"
    r"|rumou?rs?|claims?|claimed|allege\w*|den(?:y|ies|ied)|contrary|mistaken|wrong|doubt\w*|suppose|imagine"
    r"|wish|hope\w*|pretend|guess\w*|nobody|no one|nor|neither|never|instead|rather|except|unlike|only|than"
    r"|because|reported(?:ly)?|said to|believe\w*|think|thought|compare\w*|si)\b|\?|\""
    # "it is not so that ..., and ..."
    r"|(?:\b(?:no|not)\b|n't\b).*\b(?:that|as if)\b"
)


# a piece that points back says nothing by itself
_LEANS = any_case(
    r"(?:all|none|both|each|half|some|most|more|it|they|them|this|that|these|those|which|who|whose|he|she|his"
    r"|her|its|their|one|ones|the (?:rest|others?|remainder|same)|so|then|thus|therefore|too|also|as|or|of"
    r"|\w+ of (?:them|it|these|those|which))\b"
)


def is_flat(rest: str) -> bool:
    """Whether what stands beside a clause leaves it said flatly: no denial, condition, doubt or question."""
    return _NOT_FLAT.search(rest) is None


def tell_slots(read: str, record: CaseRecord) -> str:
    """The sentence with each clause about numbers told by those of the record."""
    if not _NUMBER_HINT.search(read):
        return read
    text = read.rstrip(".!")
    if (told := _tell_clause(text, record, record.before)) is not None:
        return f"{told}."
    joints = [(0, 0), *(joint.span() for joint in _JOINT.finditer(text)), (len(text), len(text))]
    pieces = [text[one[1] : other[0]] for one, other in pairwise(joints)]
    if len(pieces) == 1:
        return read
    return _tell_pieces(pieces, read, record)


def _tell_pieces(pieces: Sequence[str], read: str, record: CaseRecord) -> str:
    told: list[str] = []
    kept: list[str] = []
    before = record.before
    for piece in pieces:
        by_record = _tell_clause(piece, record, before)
        before = f"{before} {piece}"
        if by_record is None:
            kept.append(piece)
        told.append(by_record or piece)
    if len(kept) == len(pieces) or not all(is_flat(piece) and not _LEANS.match(piece) for piece in kept):
        return read
    return f"{'; '.join(told)}."


def _tell_clause(text: str, record: CaseRecord, before: str) -> str | None:
    said = read_slot_claims(mark_clause(text, record.names, before))
    found = said.bear_out(record) if said else None
    if said is None or found is None:
        return None
    return "; ".join(one.say(found[one.name]) for one in list_slots(said))
