"""A reason and what it is the reason for, each by itself: why something is not told, or not done.

What is not finished explains that something cannot be said, or was not sent. No fact tells of one reader:
that nobody can tell him of his own child claims no more than its reason does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.sentences import has_verb, is_even

# what points at the clause before it is no clause of its own
POINTS = any_case(
    r"^(?:it|they|them|this|that|these|those|there|he|she|so|such|none|neither|nor|both|each|all|some|most"
    r"|others?|the (?:others?|rest|same|former|latter)|one|another|too|also|only|which|who)\b"
    r"|\b(?:too|as well|either|likewise|not)[.!]?$"
)
EFFECT = any_case(
    r",? (?:and )?(?:so|de modo que|así que|por lo que|which is why|that is why|which means(?: that)?"
    r"|therefore|for (?:that|this) reason),? (?!far\b|that\b|much\b|many\b)"
)


# why something cannot be said: what is not finished, or not done
_UNFINISHED = any_case(
    r"\b(?:not|no hemos|todavía|aún|no one|nobody|none|only|yet|still|unfinished|incomplete"
    r"|ongoing|\d+ (?:percent|%))\b|n't\b"
)
_UNTOLD = any_case(
    r"^(?:we|i|nobody|no one) (?:still )?(?:cannot|can't|can not|can|do not|don't|are not able to"
    r"|are unable to)(?: yet| today)? (?:yet )?(?:say|tell|know|give|confirm|rule out)\b"
    r"|\b(?:not|cannot|can't) (?:yet )?(?:be )?(?:final|complete|known|read as (?:an? )?final"
    r"|taken as (?:an? )?final)\b"
)
# what was not done, as long as something is not known
_UNDONE = any_case(
    r"^(?:no|not a single|not one) (?:letters?|notices?|codes?|offers?)\b[^,;]* (?:has|have)"
    r" (?:yet )?(?:gone|been)\b"
)
_CAUSE = any_case(r"^(?:because|since|as|given that|now that) (?!of\b|for\b|long\b|soon\b)(?P<rest>.+)$")
_BEHIND = any_case(r",? (?:because|since|given that) (?!of\b|then\b)")


_FREE = any_case(r"^you (?:can|may) [^,;]+$")


def peel_offer(part: str) -> Iterator[list[str]]:
    """What readers can do, and what is so for which they can, each by itself."""
    for at in _BEHIND.finditer(part):
        offer, why = part[: at.start()], part[at.end() :]
        if _FREE.match(offer) and has_verb(why) and not re.match(r"(?:it|they|this|that)\b", why, re.I):
            yield [offer, why]


def peel_untold(part: str) -> Iterator[list[str]]:
    """What cannot be told, and what is not finished for which it cannot, each by itself."""
    if lead := _CAUSE.match(part):
        seams = [
            (lead["rest"][: at.start()], lead["rest"][at.end() :]) for at in re.finditer(", ", lead["rest"])
        ]
    else:
        seams = [(part[: at.start()], part[at.end() :]) for at in EFFECT.finditer(part)]
        seams += [(part[at.end() :], part[: at.start()]) for at in _BEHIND.finditer(part)]
    for why, untold in seams:
        if not (_UNFINISHED.search(why) and stands(why)):
            continue
        if (_UNTOLD.search(untold) or _UNDONE.match(untold)) and stands(untold):
            yield [why, untold]


_SUBJECT = re.compile(
    r"^(?:(?:I|[Ww]e|[Yy]ou|[Nn]o one|[Nn]obody|[Tt]he|[Oo]ur|[Yy]our|[Aa]n?|[Nn]o|[Ee]very|[Tt]here"
    r"|[Ss]tudents?|[Nn]o hemos|[Nn]o se ha"
    r"|[Ss]taff|[Ss]chools?|[Ee]-?mail|[Pp]hones?|[Pp]ayroll)\b|\$?\d|[A-Z])"
)


def stands(clause: str) -> bool:
    """Whether a clause has a subject and a verb of its own, and points at nothing before it."""
    return bool(_SUBJECT.match(clause)) and not POINTS.search(clause) and has_verb(clause) and is_even(clause)
