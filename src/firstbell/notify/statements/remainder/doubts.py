"""A verdict that stops is no surer than its reading: where another reading bears the sentence out, it waits.

What is stopped nobody can confirm, so a word that rules put to the wrong claim ("..., as any of us might")
would keep a true sentence from going out. A person is asked instead where the readings disagree: where the
sentence stops in none of its clauses, where the clause that makes the claim is borne out by itself, or where
one negation denies another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from firstbell.notify.statements.judges.verdicts import STOPPING, ClaimVerdict, JudgedClaim, wait
from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import make_sentence
from firstbell.notify.statements.language.vocabulary import load_vocabulary
from firstbell.notify.statements.remainder.asides import NEGATION, Leftover
from firstbell.notify.statements.waits.holds import CLAIMED, PERSON

_FEWEST = 3
Alone = Callable[[str], list[JudgedClaim]]
_CLAUSES = f"{PERSON}: its clauses, read one by one, do not speak against the record"
_CORE = f"{PERSON}: the record bears out the clause that makes the claim, and not what is said around it"
_JOINED = any_case(r"(?:(?:and|but|so|yet|or|since|because)\b,? )+")
# where a clause begins or ends that has marks of its own
_MARK = re.compile(r"\s*[;,:]\s+|\s+[-\u2013\u2014]+\s+|\u2014")

# when something was is a part of the claim: "At the time of the attack, every account was protected"
_TIMED = any_words(
    r"when|while|before|after|since|until|till|by|during|time|as of|(?:to)?day|night|morning|week|month|year"
    r"|moment|hours?|ago|\d+"
)


def doubt_all(claims: Sequence[JudgedClaim]) -> list[JudgedClaim]:
    """The claims of a sentence whose clauses stop nothing; those that are stopped wait."""
    return [wait(one.reading, _CLAUSES) if one.verdict in STOPPING else one for one in claims]


def doubt_cores(claims: Sequence[JudgedClaim], alone: Alone) -> list[JudgedClaim]:
    """The claims; one that is stopped waits where the record bears out the clause that makes it."""
    return [
        wait(one.reading, _CORE)
        if one.verdict in STOPPING and (_is_core_borne_out(one, alone) or _is_denied_outside(one, alone))
        else one
        for one in claims
    ]


def doubt_hearsay(claim: JudgedClaim) -> JudgedClaim:
    """The claim; what intruders are only said to claim waits where the record leaves it open."""
    if claim.verdict is ClaimVerdict.UNSUPPORTED and CLAIMED.search(claim.reading.plain):
        return wait(claim.reading, f"{PERSON}: no rule reads who says so")
    return claim


def doubt_double_negation(claim: JudgedClaim) -> JudgedClaim:
    """The claim; one that denies a denial waits, whatever rules made of it, which read one of the two."""
    twice = list_double_negations([claim.reading]) if claim.reading.proposition else []
    if not twice or claim.waiting:
        return claim
    return wait(claim.reading, f"{PERSON}: no rule reads {twice[0].what} ({twice[0].words})")


def _is_core_borne_out(claim: JudgedClaim, alone: Alone) -> bool:
    """Whether the clause of a claim makes it and is not stopped by itself, and nor is what follows it."""
    core, *rest = _part_core(claim.reading) or [""]
    judged = alone(core) if core else []
    if any(one.verdict in STOPPING for one in judged):
        return False
    borne = bool(judged) and all(one.verdict is ClaimVerdict.SUPPORTED for one in judged)
    if not borne and not any(one.reading.proposition == claim.reading.proposition for one in judged):
        return False
    return not any(one.verdict in STOPPING for part in rest for one in alone(part))


# where a clause begins or ends without a mark: "it is no exaggeration to say that", "as nobody knew"
_SEAM = any_case(
    r"\s*[;:.]\s+|, (?=as )|\s+[-\u2013\u2014]+\s+|\u2014|(?:to say|not say|secret"
    r"|exaggeration)\s+that\s+(?=\w+ \w+)"
    r"|,?\s+as\s+(?=(?:no|every)\w* \w+)"
)


def _is_denied_outside(claim: JudgedClaim, alone: Alone) -> bool:
    """Whether a claim is denied by a word outside the clause that makes it, which is borne out by itself."""
    flat = claim.reading.plain
    spans = _list_spans(claim.reading)
    if not spans or claim.reading.wording.mode is not ClaimMode.FLAT or not NEGATION.search(flat):
        return False
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    seams = [seam.span() for seam in _SEAM.finditer(flat)]
    before = max((seam[1] for seam in seams if seam[1] <= first), default=0)
    after = min((seam[0] for seam in seams if seam[0] >= last), default=len(flat))
    core, around = flat[before:after].strip(" .!"), f"{flat[:before]} | {flat[after:]}"
    if NEGATION.search(core) or not NEGATION.search(around) or len(core.split()) < _FEWEST:
        return False
    judged = alone(make_sentence(core))
    return bool(judged) and all(one.verdict is ClaimVerdict.SUPPORTED for one in judged)


def _list_spans(reading: ClaimReading) -> Sequence[tuple[int, int]]:
    return load_vocabulary().list_spans(reading.proposition, reading.plain) if reading.proposition else ()


def _part_core(reading: ClaimReading) -> list[str]:
    """The clause with the words by which a claim was found, and what follows it, each as a sentence.

    Nothing where the claim has one clause alone.
    """
    flat = reading.plain
    spans = _list_spans(reading)
    if not spans:
        return []
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    marks = [mark.span() for mark in _MARK.finditer(flat)]
    before = max((mark for mark in marks if mark[1] <= first), default=(0, 0))
    after = min((mark for mark in marks if mark[0] >= last), default=(len(flat), len(flat)))
    if _TIMED.search(flat[: before[1]]):
        return []
    core, rest = flat[before[1] : after[0]].strip(" .!"), _JOINED.sub("", flat[after[1] :]).strip(" .!")
    return (
        [make_sentence(core), *([make_sentence(rest)] if rest else [])] if core != flat.strip(" .!") else []
    )


# two negations that make one: lists, and set phrases
_ONE = any_words(
    r"neither"
    r"|no files? (?:is |are |was |were )?(?:left )?without"
    r"|no (?:\w+ ){1,4}(?:and|or|nor),? no|not only|whether or not|no longer|not (?:yet )?know(?:n)?"
    r"|nothing (?:has |was |is )?not|no doubt|no matter"
    r"|without (?:authori[sz]ation|permission|consent|cost|charge)"
)


# "it is not the case that we do not know ..."
_NOT_THE_CASE = any_case(
    r"\bnot (?:the case|true|so|correct|right|accurate) that\b|\b(?:untrue|false|wrong|a rumou?r"
    r"|a myth) that\b"
    r"|\b(?:wrong|false|untrue|misleading|premature|dishonest) (?:of \w+ )?to (?:say|report|claim|state|write"
    r"|think|conclude|suggest|announce) that (?:no|nothing|nobody|none)\b"
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
