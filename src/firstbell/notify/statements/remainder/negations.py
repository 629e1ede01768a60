"""Negations of negations: two that make a sentence say what no rule reads in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.vocabulary import load_vocabulary
from firstbell.notify.statements.remainder.asides import NEGATION, Leftover

# two negations that make one: lists, and set phrases
_ONE = re.compile(
    r"\b(?:neither|no files? (?:is |are |was |were )?(?:left )?without|no (?:\w+ ){1,4}(?:and|or"
    r"|nor),? no|not only|whether or not|no longer|not (?:yet"
    r" )?know(?:n)?"
    r"|nothing (?:has |was |is )?not|no doubt|no matter|without (?:authori[sz]ation|permission|consent"
    r"|cost|charge))\b",
    re.I,
)


# "it is not the case that we do not know ..."
_NOT_THE_CASE = re.compile(
    r"\bnot (?:the case|true|so|correct|right|accurate) that\b|\b(?:untrue|false|wrong|a rumou?r"
    r"|a myth) that\b"
    r"|\b(?:wrong|false|untrue|misleading|premature|dishonest) (?:of \w+ )?to (?:say|report|claim|state|write"
    r"|think|conclude|suggest|announce) that (?:no|nothing|nobody|none)\b",
    re.I,
)


def list_double_negations(readings: Sequence[ClaimReading]) -> list[Leftover]:
    """Negations of negations in these claims."""
    return list(_iterate_double_negations(readings))


def _iterate_double_negations(readings: Sequence[ClaimReading]) -> Iterator[Leftover]:
    for reading in readings:
        if denied := _NOT_THE_CASE.search(reading.plain):
            yield Leftover("a negation of a negation", denied[0], 0)
        if reading.wording.mode in (ClaimMode.POSSIBLE, ClaimMode.UNKNOWN):
            continue
        proposition = reading.proposition
        safe = proposition is not None and proposition.truth == "personal_data" and proposition.negated
        if (
            proposition is not None
            and safe
            and reading.wording.negated
            and reading.wording.mode is ClaimMode.FLAT
        ):
            own = load_vocabulary().list_spans(proposition, reading.plain)
            yield Leftover("a negation of a negation", reading.plain[own[0][0] :], 0)
            continue
        text = _ONE.sub(" ", reading.plain)
        found = list(NEGATION.finditer(text))
        if len(found) > 1 and not re.search(r"[,;]", text[found[0].end() : found[1].start()]):
            yield Leftover("a negation of a negation", text[found[0].start() : found[1].end()], 0)
