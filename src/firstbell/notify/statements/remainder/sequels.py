"""Clauses that follow a claim and say more of it in words of no event.

"412 files have no clean version, and we consider that minor", "..., which we will have again by spring": the
claim is borne out, no rule reads the clause, and no word of it belongs to the event; what it says is a claim
all the same. So a clause behind a joint that takes up what stands before it ("that", "it", "which")
holds the sentence, unless it only informs, advises, thanks, or is of school days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.language.claims import read_sentence
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.language.sentences import Manner, has_verb, judge_manner
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.notify.statements.waits.comments import is_comment
from firstbell.notify.statements.waits.everyday import is_everyday
from firstbell.notify.statements.waits.holds import names_event, only_informs

_JOINT = re.compile(
    r"(?:[,;:]| -+)(?: (?:and|but|so|yet|though|although|while|or|nor))?(?: (?:now|then|also))? ", re.I
)
# what a clause takes up of the claim before it; "at this point" takes up nothing
_TAKES_UP = re.compile(
    r"^(?:which|whose|whom)\b"
    r"|(?<!\bat )(?<!\bof )\b(?:that|this|(?-i:[iI]t)|them|these|those|its|their)\b"
    r"(?! (?:of|who|with|point|time|moment|morning|afternoon|evening|week|month|year|stage|hour|day|page)\b)",
    re.I,
)
# what leaves the claim as it is: how sure it is, that a count may grow, what cannot be said, who asked or was
# told, what a note names; numbers and days are looked at elsewhere
_LEAVES = re.compile(
    "|".join(
        (
            r"^(?:however|is|are|was|were|nor|can|the day|this is the)\b",
            r"(?:\b(?:not|never)|n't)(?: yet)?(?: been)? (?:confirm\w*|known|certain|final|proven|complete"
            r"|done)\b",
            r"\b(?:not|n't) (?:\w+ )?(?:determined|settled|a guarantee|mean|the same|touched)\b",
            r"\bis (?:true|final|open|listed)\b|\b(?:we|was|were) confirmed\b|\bare listed\b",
            r"\b(?:unknown|unclear|open question|remains open|a different thing)\b",
            r"\b(?:number|figure|count|total|list|it|that) (?:may|might|could|will|to) (?:still |yet |well )?"
            r"(?:grow|rise|change|go up)\b|^which (?:\w+ ){1,3}(?:may|might|could) change\b",
            r"\b(?:can ?not|can't|(?:unable|not able) to|(?:no one|nobody) can) (?:yet )?(?:tell|say|rule"
            r"|promise)\b",
            r"\b(?:asked|replied|answered|was told|were told|i know|we know|do not know|let you know"
            r"|did not say)\b",
            r"\b(?:wrong to say|would be (?:\w+ ){0,2}wrong|rule it in or out|nobody should say)\b",
            r"\b(?:nam|stat|giv|ask|contain|mention|specif)\w* (?:no|for no|neither|not?) ",
            r"\bno contract for it\b",
            r"^which is what (?:\w+ ){0,4}(?:ask|want|need)",
            rf"\?|\d|\b(?:{SPELLED})\b|\bnone\b|\bthat (?:\w+ )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
        )
    ),
    re.I,
)
# who says something of it, where the verb is none of those that tell of events
_SUBJECT = re.compile(
    r"^(?:we|they|it|i|he|she|everybody|everyone|anybody|anyone|nobody|no one|which|(?:our|the) \w+) \w+",
    re.I,
)
_QUIET = frozenset({Manner.GREETING, Manner.ADVICE, Manner.QUESTION, Manner.FEELING})
_SHORTEST = 3


def list_sequels(passed: Passed) -> Iterator[Leftover]:
    """The first clause of a sentence that takes up a claim before it, and is none that any rule reads."""
    if passed.spanish or not passed.borne:
        return
    flat = passed.flat
    seams = list(_JOINT.finditer(flat))
    ends = [*(seam.start() for seam in seams), len(flat)][1:]
    for seam, end in zip(seams, ends, strict=True):
        stretch = flat[seam.end() : end].strip(" .!?\"'")
        if _says_more(stretch, passed):
            yield Leftover("what a clause says of the claim before it", stretch, seam.end())
            return


def _says_more(stretch: str, passed: Passed) -> bool:
    if len(stretch.split()) < _SHORTEST or not (has_verb(stretch) or _SUBJECT.match(stretch)):
        return False
    if not _TAKES_UP.search(stretch) or _LEAVES.search(stretch) or names_event(stretch):
        return False
    if any(_is_one(one.text.strip(" .!?\"'").lower(), stretch.lower()) for one in passed.claims):
        return False
    whole = f"{stretch[0].upper()}{stretch[1:]}."
    if judge_manner(whole) in _QUIET or is_comment(stretch) or is_everyday(whole):
        return False
    readings = read_sentence(whole)
    return all(one.proposition is None and not only_informs(one) for one in readings)


def _is_one(told: str, stretch: str) -> bool:
    """Whether a claim is what the clause says, and not the sentence in which it stands."""
    return told in stretch or (stretch in told and not _JOINT.search(told.partition(stretch)[0]))
