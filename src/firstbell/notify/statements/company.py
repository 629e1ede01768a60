"""A sentence and its clauses: it passes where each of them does, and waits where one of them would alone.

So does a sentence that does not pass as it stands, where others pass that say at least as much. What is told
clause by clause is judged as a sentence of its own is, its days included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice

from firstbell.notify.statements.days.today_days import name_phrase_days
from firstbell.notify.statements.judges.verdicts import STOPPING, ClaimVerdict, JudgedClaim, wait
from firstbell.notify.statements.language.claims import PROMISE
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.sentences import Manner, judge_manner, plain
from firstbell.notify.statements.paraphrase.exact_days import Sample, list_samples
from firstbell.notify.statements.paraphrase.folded_clauses import is_end_wrong, list_unfolded
from firstbell.notify.statements.paraphrase.joints import Clause
from firstbell.notify.statements.paraphrase.linked_days import is_misplaced
from firstbell.notify.statements.paraphrase.list_words import is_list_wrong
from firstbell.notify.statements.paraphrase.tellings import read_gloss
from firstbell.notify.statements.questions.answers import ClaimPhrase
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.disavowals import list_disavowals
from firstbell.notify.statements.remainder.doubts import Alone, doubt_all, doubt_cores
from firstbell.notify.statements.waits.comments import is_comment
from firstbell.notify.statements.waits.errands import is_errand
from firstbell.notify.statements.waits.everyday import is_everyday
from firstbell.notify.statements.waits.holds import PERSON
from firstbell.notify.statements.waits.notices import is_contact, is_notice
from firstbell.record.facts import Subject


def passes(claims: Sequence[JudgedClaim]) -> bool:
    """Whether none of these claims waits or is stopped."""
    return not any(claim.waiting or claim.verdict in STOPPING for claim in claims)


def check_company(
    claims: list[JudgedClaim], ways: Iterable[Sequence[Clause]], alone: Alone, *, least: int = 2
) -> list[JudgedClaim]:
    """The claims of a sentence, or of its clauses, where each of them passes as a sentence of its own.

    What is stopped as a whole waits where another way of reading it, of `least` clauses, stops nothing
    (doubts.py).
    """
    borne, stopped = False, any(one.verdict in STOPPING for one in claims)
    for clauses in ways:
        parted = stopped and len(clauses) >= least
        by_clauses: list[JudgedClaim] = []
        for at, clause in enumerate(clauses):
            judged = alone(clause.said)
            if not passes(judged) or not _may_stand(clause.said, judged):
                rest = chain(judged, *(alone(one.said) for one in clauses[at + 1 :]))
                borne = borne or (parted and not any(one.verdict in STOPPING for one in rest))
                break
            by_clauses += [replace(one, reading=replace(one.reading, text=clause.written)) for one in judged]
        else:
            if any(one.verdict is ClaimVerdict.SUPPORTED for one in by_clauses):
                return by_clauses
    return doubt_all(claims) if borne else doubt_cores(claims, alone)


def check_plainly(
    claims: list[JudgedClaim], ways: Iterable[Sequence[Clause]], alone: Alone, *, others: Iterable[str]
) -> list[JudgedClaim]:
    """The claims of a sentence, or of its clauses in their plain order.

    What is stopped waits where these stop nothing, or where one of the `others` that it may mean passes.
    """
    if not passes(claims):
        claims = check_company(claims, ways, alone, least=1)
    stopped = any(one.verdict in STOPPING for one in claims)
    return doubt_all(claims) if stopped and any(passes(alone(one)) for one in others) else claims


def check_samples(
    claims: list[JudgedClaim], samples: Iterable[Sample], alone: Alone, *, text: str
) -> list[JudgedClaim]:
    """The claims of a sentence, or of one that says as much and passes with its days alone."""
    if passes(claims):
        return claims
    for sample in samples:
        told = alone(sample.told)
        if not passes(told) or not any(one.verdict is ClaimVerdict.SUPPORTED for one in told):
            continue
        if not any(passes(alone(other)) for other in sample.others):
            return [replace(one, reading=replace(one.reading, text=text)) for one in told]
    return claims


_AGAINST = ClaimVerdict.CONTRADICTED
_TURNED = frozenset({Manner.ADVICE, Manner.GREETING, Manner.FEELING})


def _may_stand(said: str, judged: Sequence[JudgedClaim]) -> bool:
    """Whether a clause is borne out, turns to the reader, or tells of school days."""
    if any(one.verdict is ClaimVerdict.SUPPORTED for one in judged):
        return True
    if is_comment(said) or is_contact(said):
        return True
    return judge_manner(said) in _TURNED or is_everyday(said) or is_everyday(said, "es")


def says_nothing(
    claims: Sequence[JudgedClaim], said: str, record: CaseRecord, *, bare: str, alone: Alone
) -> bool:
    """Whether a sentence surely claims nothing by what is left of it without its voices: `bare`.

    Not where a claim is read in the whole of it.
    """
    stopped = any(one.verdict in STOPPING for one in claims)
    if is_notice(said, record) and not (stopped and record.find(Subject.CALL_CENTER)):
        return True
    if is_comment(bare) and not (stopped and is_errand(bare)):
        return True
    if bare == plain(said) or any(one.reading.proposition for one in claims):
        return False
    judged = alone(bare)
    return passes(judged) and _may_stand(bare, judged)


def hold_bare(claims: list[JudgedClaim], said: str, bare: str, *, alone: Alone) -> list[JudgedClaim]:
    """The claims; those of what is left without voices, where a sentence that claims nothing carries it."""
    if bare == plain(said) or any(one.verdict is ClaimVerdict.SUPPORTED for one in claims):
        return claims
    judged = alone(bare)
    if not any(one.verdict in STOPPING or (one.waiting and one.reading.proposition) for one in judged):
        return claims
    return [replace(one, reading=replace(one.reading, text=said)) for one in judged]


# a clause with a verb of its own, that does not lean on the one before ("the students' have, too")
_WHOLE = any_case(
    r"(?=.*\b(?:is|are|was|were|has|have|had|can|will|did|do)\b)(?!.*\b(?:too|also|have|has|do|did|not)[.]?$)"
)


def hold_company(
    claims: list[JudgedClaim], ways: Iterable[Sequence[Clause]], alone: Alone
) -> list[JudgedClaim]:
    """The claims; words that no rule reads in a clause alone are not read beside another claim either."""
    clauses = next(iter(ways), ())
    felt = bool(clauses) and judge_manner(clauses[0].said) is Manner.FEELING
    for clause in clauses if len(clauses) > 1 else ():
        judged = alone(clause.said) if _WHOLE.match(clause.said) else []
        if felt or not any(one.verdict is ClaimVerdict.SUPPORTED for one in claims):
            # what only feels or thanks carries no claim behind it
            if any(one.verdict in STOPPING and one.kind != PROMISE for one in judged):
                return judged
            continue
        if clause.said.lower() == f"{clause.written.lower()}.":
            held = [one for one in judged if one.waiting and _has_unread(one)]
            if _WHOLE.match(clauses[0].said):
                # of systems that are back, and are not
                held += [one for one in judged if one.verdict is _AGAINST and one.kind == "restoration"]
        else:
            # told in other words, or by a date for a day that the whole may have counted from another
            held = [one for one in judged if one.verdict in STOPPING]
        if held:
            return [
                wait(one.reading, *(held[0].needs[:1] if held[0].waiting else ()))
                if one.verdict is ClaimVerdict.SUPPORTED
                else one
                for one in claims
            ]
    return claims


_SIGNS = re.compile(r"[\W_]+")


def quote_written(said: str, claims: Sequence[JudgedClaim]) -> list[JudgedClaim]:
    """The claims, each by words of its sentence: one that was told in others quotes the whole of it."""
    written = _SIGNS.sub(" ", said).lower()
    return [
        one
        if _SIGNS.sub(" ", one.text).strip().lower() in written
        else replace(one, reading=replace(one.reading, text=said))
        for one in claims
    ]


def _has_unread(claim: JudgedClaim) -> bool:
    """Whether what a claim says is known, and some words of it are not."""
    return claim.reading.proposition is not None and any("no rule reads" in need for need in claim.needs)


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
