"""Why a reader should do, feel or mind something: the reason is a claim, and must pass by itself.

"Please be kind now that we know who did it" is advice, and rules see no claim in it. What stands behind
"because", "since", "as", "now that" is judged as a sentence of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.judges.verdicts import STOPPING
from firstbell.notify.statements.language.sentences import Manner, judge_manner
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.doubts import Alone
from firstbell.notify.statements.remainder.passed import Passed

_TURNED = frozenset({Manner.ADVICE, Manner.GREETING, Manner.FEELING})
_REASON = re.compile(
    r"(?:,? (?:\b(?:just |simply |only |mainly )?because|since(?! (?:\w+day|[A-Z]\w+ \d))"
    r"|now that|given that|seeing that|considering that|in view of the fact that"
    r"|on the grounds that|inasmuch as|porque|ya que|puesto que|ahora que|dado que|pues)|, (?:as|who|which"
    r"|whose"
    r"|quien|quienes|que)"
    r"|: ) (?P<told>[^.;?!]+)",
    re.I,
)
# what readers have heard, and are told is so
_TRUE = re.compile(
    r"\b(?:heard|read|seen|been told) that (?P<told>[^.;:?!]+?), (?:and )?(?:it|this|that|which) is"
    r" (?:true|so|correct|right)\b",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:(?:please|kindly) (?:\w+ )?(?:know|remember|note|understand|see)|be (?:\w+ )?(?:aware|mindful)"
    r"|keep in mind|sepan?|recuerden?|^remember|rest assured|(?:lamentamos|sentimos|nos alegra)(?: mucho)?"
    r"|tengan? en cuenta) (?:that|que) (?P<told>[^.;?!]+)",
    re.I,
)
# clauses of a Spanish sentence, each of which may be stopped
_SPANISH_CLAUSE = re.compile(
    r"(?:^(?:como|ahora que|ya que|aunque|mientras) |, (?:y|pero|as\u00ed que|aunque|ya que|porque"
    r"|mientras(?: que)?"
    r"|pues) |[;:] )(?!tampoco|ni |tambi\u00e9n)(?P<told>(?:[^,;:.?!]|(?<=\d)[,.](?=\d))+)",
    re.I,
)
_SUBJECT = re.compile(
    r"^(?:has|have|had|is|are|was|were|will|may|can|ha|han|es|son|fue|fueron|est\w+)\b", re.I
)
# "which took second place" has its subject before it
_HEADLESS = re.compile(r"^(?:who|which|quien|quienes|que) (?!(?:we|they|it|he|she|you|the|our|a|an)\b)", re.I)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|did|does|do|can|could|[a-z]+ed|knew|know|got|took|came|went|began"
    r"|begun|made|sold|gave|let"
    r"|ha|han|es|son|fue|fueron|est\u00e1n?|hay|[a-z]+(?:\u00f3|aron|ieron))\b",
    re.I,
)
_OPEN = re.compile(
    r"\b(?:if|when|once|until|unless|whether|will|may|might|could|can|should|si|cuando)\b", re.I
)


def list_reasons(passed: Passed, alone: Alone) -> Iterator[Leftover]:
    """Reasons in advice, thanks or a feeling that do not pass by themselves."""
    if passed.spanish and passed.borne and "?" not in passed.flat:
        for match in _SPANISH_CLAUSE.finditer(passed.flat):
            told = match["told"].strip()
            judged = alone(f"{told[:1].upper()}{told[1:]}.") if _VERB.search(told) else []
            if any(one.verdict in STOPPING for one in judged):
                yield Leftover("a clause beside it", told, match.start("told"))
    if (true := _TRUE.search(passed.flat)) and not _passes(true["told"], alone):
        yield Leftover("what is called true", true["told"], true.start("told"))
    if passed.borne and judge_manner(passed.flat) not in _TURNED:
        return
    for words in (_REASON, _ABOUT):
        for match in words.finditer(passed.flat):
            told = match["told"].strip()
            if (
                _SUBJECT.match(told)
                or _HEADLESS.match(match[0].strip(" ,"))
                or not _VERB.search(told)
                or _OPEN.search(told)
            ):
                continue
            if not _passes(told, alone):
                yield Leftover("a reason", told, match.start("told"))


def _passes(told: str, alone: Alone) -> bool:
    judged = alone(f"{told[:1].upper()}{told[1:]}.")
    return not any(one.waiting or one.verdict in STOPPING for one in judged)
