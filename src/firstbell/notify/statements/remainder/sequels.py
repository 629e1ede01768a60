"""Clauses that follow a claim and say more of it in words of no event.

"412 files have no clean version, and we consider that minor", "..., which we will have again by spring": the
claim is borne out, no rule reads the clause, and no word of it belongs to the event; what it says is a claim
all the same. So a clause behind a joint that takes up what stands before it ("that", "it", "which")
holds the sentence, unless it only informs, advises, thanks, or is of school days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from firstbell.notify.statements.language.claims import read_sentence
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.language.sentences import Manner, has_verb, judge_manner
from firstbell.notify.statements.language.tables import read_table
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.notify.statements.waits.comments import is_comment
from firstbell.notify.statements.waits.everyday import is_everyday
from firstbell.notify.statements.waits.holds import names_event, only_informs

_JOINT = re.compile(
    r"(?:[,;:]| -+)(?: (?:and|but|so|yet|though|although|while|or|nor))?(?: (?:now|then|also))? ", re.I
)
# who says something of it, where the verb is none of those that tell of events
_SUBJECT = re.compile(
    r"^(?:we|they|it|i|he|she|everybody|everyone|anybody|anyone|nobody|no one|which|(?:our|the) \w+) \w+",
    re.I,
)
_QUIET = frozenset({Manner.GREETING, Manner.ADVICE, Manner.QUESTION, Manner.FEELING})
_SHORTEST = 3


@lru_cache(maxsize=1)
def _load() -> Mapping[str, re.Pattern[str]]:
    raw = read_table("remainder", "sequels.toml")
    leaves = [*raw["leaves"], rf"\b(?:{SPELLED})\b"]
    return {
        name: re.compile("|".join(words), re.I)
        for name, words in (("takes_up", raw["takes_up"]), ("leaves", leaves))
    }


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
    if not _load()["takes_up"].search(stretch) or _load()["leaves"].search(stretch) or names_event(stretch):
        return False
    claimed = [one for one in passed.claims if one.reading.proposition is not None]
    if any(_is_one(one.text.strip(" .!?\"'").lower(), stretch.lower()) for one in claimed):
        return False
    whole = f"{stretch[0].upper()}{stretch[1:]}."
    if judge_manner(whole) in _QUIET or is_comment(stretch) or is_everyday(whole):
        return False
    readings = read_sentence(whole)
    return all(one.proposition is None and not only_informs(one) for one in readings)


def _is_one(told: str, stretch: str) -> bool:
    """Whether a claim is what the clause says, and not the sentence in which it stands."""
    return told in stretch or (stretch in told and not _JOINT.search(told.partition(stretch)[0]))
