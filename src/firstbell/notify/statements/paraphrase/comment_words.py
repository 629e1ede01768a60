"""A sentence without comments on it; what is felt, advised or asked about, told as what it takes for a fact.

None of it says more than the sentence does: who is sorry *that* something is so says that it is so, and an
advice *because* something is so says that it is so. What is left is judged as any other sentence.
"""

from __future__ import annotations

import re

from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.language.sentences import Manner, capitalize, has_verb, judge_manner
from firstbell.notify.statements.waits.comments import drop_comments, is_comment

_VERY = r"(?:(?:so|very|truly|deeply|terribly|really|most|both|also|sincerely|genuinely) )*"
_FEEL = (
    rf"(?:(?:i am|i'm|we are|we're) {_VERY}(?:sorry|sad|saddened|heartbroken|glad|relieved|grateful|thankful"
    rf"|happy|pleased|ashamed)|(?:i|we) {_VERY}(?:regret|apologi[sz]e))"
)
_RATHER = any_case(
    r"^(?:we|i) (?:would (?:rather|sooner)|prefer to) (?:say|tell you|admit|write)(?: \\w+ly)?(?: now| today"
    r"| tonight)? that (?P<told>[^;?]+?),? (?P<than>(?:rather |sooner )?than [^;,?]+?)[.!]?$"
)
_TO_WHOM = (
    r"(?: to (?:you(?: all)?|(?:every|each|all|all our|our) (?:\w+ )?(?:family|families|parents?|students?"
    r"|employees?|colleagues?|staff|household|one of you)))?"
)
# "We are sorry that ...", "I regret to report that ...", "It pains us to tell you that ..."
_THAT = any_case(
    rf"^(?:{_FEEL}{_TO_WHOM}(?:,? (?:to )?(?:have to |be able to )?(?:say|tell you|report|inform you|write"
    r"|share|let you know))?|it (?:hurts|pains|saddens|grieves)(?: (?:me|us))? to (?:say|tell you|report"
    r"|write|inform you)|(?:i|we) (?:know|understand|realize)) that (?=\w+ \w+)"
)


def _tell_felt(read: str) -> str:
    """What somebody is sorry, glad or thankful for, as what is so."""
    if read.endswith("?"):
        return read
    rather = _RATHER.match(read)
    if rather and is_comment(f"I will not {rather['than'].split('than ', 1)[1]}"):
        return f"{capitalize(rather['told'])}."
    if that := _THAT.match(read):
        return capitalize(read[that.end() :])
    return read


# advice that warns and asks; what calms is a claim of its own
_CALMS = any_words(
    r"worr\w+|relax|alarm\w*|panic|fear|no need|need not|rest assured|assured|trust|safe|secure|ignore"
    r"|feel free|stop|confident|calm|believe|rumou?rs?|freeze|forgive|blame \w+ (?:teacher|employee)"
)
_HEADED = any_case(
    r"^(?:because|since|as|now that|given that) (?!of\b|for\b|long\b|soon\b|many\b|much\b|a \w+,"
    r"|(?:\w+day|(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber)\b)"
)
_BEHIND = any_case(
    r",? (?:because|since|given that|now that) (?!of\b|then\b|the (?:start|end)\b)|, (?:as|for) (?=(?:the"
    r"|our|we|no|all|your)\b)"
)
_SO = any_case(
    r",? (?:and )?(?:so|which is why|that is why|for that reason)(?: that)?,? (?!far\b|that\b|much\b|many\b)"
)
_UNABLE = any_case(
    r"^(?:we|i|nobody|no one) (?:still )?(?:cannot|can't|can not|do not|don't|are not able to|are unable to)"
    r"(?: yet| today)? (?:yet )?(?:say|tell|know|give|confirm)\b"
)
_NEGATIVE = any_case(r"\b(?:not|no|nobody|none|yet to|unfinished|incomplete|pending|unable)\b|n't\b")


def _is_advice(told: str) -> bool:
    """Whether a clause asks or warns, and calms nobody."""
    told = told.strip(" .!")
    if is_comment(told):
        return True
    return len(told.split()) > 1 and judge_manner(told) is Manner.ADVICE and not _CALMS.search(told)


def _says_why(fact: str, other: str) -> bool:
    """Whether one clause is a reason that says nothing besides: for an advice, or for not telling."""
    if len(fact.split()) < 3 or not has_verb(fact) or judge_manner(fact) is not Manner.CLAIM:
        return False
    return _is_advice(other) or bool(_UNABLE.match(other) and _NEGATIVE.search(fact))


def _tell_two(fact: str, other: str) -> str:
    """Both as one sentence; a plain warning says nothing, and is left out."""
    fact = drop_comments(f"{fact}.").rstrip(".")
    return (
        f"{capitalize(fact)}."
        if is_comment(other)
        else f"{capitalize(fact)}; {other[:1].lower()}{other[1:]}."
    )


def _part_reason(read: str) -> str:
    """A fact and the advice that it is a reason for, as two sentences in one."""
    if read.endswith("?"):
        return read
    bare = read.rstrip(".!")
    if head := _HEADED.match(bare):
        for comma in re.finditer(r", (?:then )?", bare):
            fact, other = bare[head.end() : comma.start()], bare[comma.end() :]
            if _says_why(fact, other):
                return _tell_two(fact, other)
        return read
    for seam in _BEHIND.finditer(bare):
        other, fact = bare[: seam.start()], bare[seam.end() :]
        if _says_why(fact, other):
            return _tell_two(fact, other)
    for seam in _SO.finditer(bare):
        fact, other = bare[: seam.start()], bare[seam.end() :]
        if _is_advice(other) and _says_why(fact, other):
            return _tell_two(fact, other)
    return read


# "If you want to talk to somebody, our call center is open": it is open whoever wants what
_FOR_WHOM = any_case(
    r"^(?:if|whether|in case|should) (?:you|your child)\b(?P<when>[^,;:?]{3,90}),"
    r" (?:then )?(?:(?:please )?(?:know|note|remember|be aware|understand) that )?"
    r"(?P<what>(?!please\b|you\b|your\b|it\b|they\b|that\b|this\b|he\b|she\b|there\b)\w+ \w+ [^;:?]+)$"
)


_EVENTFUL = any_words(
    r"stol\w*|taken|copied|attack\w*|breach\w*|hack\w*|ransom\w*|leak\w*|encrypt\w*|intru\w*|theft|thie\w*"
    r"|misus\w*|affected|exposed|compromis\w*|publish\w*|criminals?|not|no|never"
)


def _drop_for_whom(read: str) -> str:
    """Without for whom it is said: what is so whatever the reader does is so also where he does it."""
    said = _FOR_WHOM.match(read)
    if said is None or _EVENTFUL.search(said["when"]) or find_numbers(said["when"]):
        return read
    return capitalize(said["what"]) if judge_manner(capitalize(said["what"])) is Manner.CLAIM else read


_SPANISH_LEAD = any_case(
    r"^(?:(?:con (?:mucho|mucha|profundo|profunda|gran) (?:pesar|dolor|tristeza|pena),? )?(?:les |le )?"
    r"(?:lamentamos|sentimos|confirmamos|informamos|comunicamos|avisamos|lamento"
    r"|podemos confirmar)(?: mucho)?(?: tener que)?"
    r"(?: (?:informar|comunicar|decir|confirmar|avisar)(?:les|le)?)?(?: de)? que) (?=\w+ \w+)"
)


def strip_spanish(read: str) -> str:
    """Spanish without comments, and without who regrets to say it."""
    told = _SPANISH_LEAD.sub("", drop_comments(read))
    return capitalize(told)


def strip_english(read: str) -> str:
    """English without comments, and what is felt, advised or asked about as what it takes for a fact."""
    return _part_reason(_tell_felt(_drop_for_whom(drop_comments(read))))
