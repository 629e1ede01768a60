"""A sentence that passes where others pass that say at least as much: told clause by clause, each judged.

What is told is judged as a sentence of its own is, its days included. It is asked for only where a sentence
does not pass as it stands.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from firstbell.notify.statements.company import check_samples, passes
from firstbell.notify.statements.days.today_days import name_phrase_days
from firstbell.notify.statements.judges.verdicts import STOPPING, ClaimVerdict, JudgedClaim, wait
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.paraphrase.exact_days import list_samples
from firstbell.notify.statements.paraphrase.folded_clauses import is_end_wrong, list_unfolded
from firstbell.notify.statements.paraphrase.linked_days import is_misplaced
from firstbell.notify.statements.paraphrase.list_words import is_list_wrong
from firstbell.notify.statements.paraphrase.tellings import read_gloss
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.disavowals import list_disavowals
from firstbell.notify.statements.remainder.doubts import Alone
from firstbell.notify.statements.waits.holds import PERSON

_LONGEST, _MOST = 400, 6
# "that night" and "day sixteen" lean on what was cut off
_HANGS = any_case(
    r"\b(?:that|the same) (?:same |very )?(?:day|night|morning|evening|week|month)[.!]?$|,? day [\w-]+[.!]?$"
)


def check_entailed(
    claims: list[JudgedClaim], phrase: ClaimPhrase, record: CaseRecord, *, alone: Alone
) -> list[JudgedClaim]:
    """The claims of a sentence, or those of sentences that say at least as much where all of them pass.

    Its days may be told more exactly, and it may be told in parts.
    """
    said = plain(phrase.told)
    claims = check_samples(claims, list_samples(said, record), alone, text=phrase.said)
    if passes(claims):
        wrong = is_misplaced(said, record) or is_end_wrong(said, record)
        wrong = wrong or is_list_wrong(said, record)
        return [_hold(one) if wrong and one.verdict is ClaimVerdict.SUPPORTED else one for one in claims]
    if phrase.more or phrase.answered or len(said) > _LONGEST or any(list_disavowals(said)):
        return claims
    if record.today is None:
        return claims
    if find_language(said) is not Language.ENGLISH and not (said := read_gloss(said, record)):
        return claims
    told = name_phrase_days(ClaimPhrase(said, said), record.today).read
    judged = _Judged(alone, record)
    # a list with a number behind its colon says how many there are
    stopped = ":" in said and any(one.verdict in STOPPING for one in claims)
    for parts in [] if stopped else islice(list_unfolded(told), _MOST):
        if any(map(_HANGS.search, parts)):
            continue
        if all(judged.holds(part) for part in parts):
            whole = [one for part in parts for one in judged.weigh(part)]
            return [replace(one, reading=replace(one.reading, text=phrase.said)) for one in whole]
    return claims


def _hold(claim: JudgedClaim) -> JudgedClaim:
    return wait(
        claim.reading, f"{PERSON}: the record tells of what is named here on other days, or in another number"
    )


class _Judged:
    """What was judged already, by its sentence."""

    def __init__(self, alone: Alone, record: CaseRecord) -> None:
        self._alone, self._record = alone, record
        self._known: dict[str, list[JudgedClaim]] = {}

    def weigh(self, said: str) -> list[JudgedClaim]:
        """The claims of a sentence by itself."""
        if said not in self._known:
            samples = list_samples(plain(said), self._record)
            self._known[said] = check_samples(self._alone(said), samples, self._alone, text=said)
        return self._known[said]

    def holds(self, said: str) -> bool:
        """Whether a sentence is borne out by itself."""
        claims = self.weigh(said)
        return passes(claims) and any(one.verdict is ClaimVerdict.SUPPORTED for one in claims)
