"""A long sentence of a letter, clause by clause: what claims nothing is peeled off, the rest stands alone.

Letters join what is so with what readers may do, with thanks, and with what is to be told later. What joins
a claim with such a clause says nothing itself, be it "and", "so", "although" or "because". Two claims are
told apart only where their joint sets one beside the other ("although", "that A, and that B", ", which").
Every clause that is left must pass by itself (company.py). A reason is told apart from what it is the reason
for where it only explains that something cannot be said, or was not sent: what is not finished.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.language.sentences import (
    Manner,
    has_verb,
    is_even,
    judge_manner,
    make_sentence,
)
from firstbell.notify.statements.paraphrase.joints import Clause
from firstbell.notify.statements.waits.comments import is_comment
from firstbell.notify.statements.waits.errands import is_errand
from firstbell.notify.statements.waits.everyday import is_everyday
from firstbell.notify.statements.waits.holds import is_of_school
from firstbell.notify.statements.waits.notices import is_contact

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


Peel = Callable[[str], Iterator[list[str]]]

_LONGEST, _SHORTEST, _MOST = 500, 3, 6
_NUMBER = rf"(?:\d[\d,.]*|{SPELLED})"
_JOINT = any_case(
    r"(?:;|\s+[\u2014\u2013-])\s+(?:(?:and|but|so|yet)\b,? )?"
    r"|,? (?:and so|which is why|which means(?: that)?|and that is why|and therefore|and for (?:that|this)"
    r" reason|and in the meantime),? "
    r"|, (?:and|but|so|yet|although|though|even though|because|since|as) "
    r"|: | (?:and|because) (?=(?:we|i|please|if|you|the)\b)"
)
# what such a lead sets beside what follows it
_SET_BESIDE = any_case(r"^(?:while|although|though|even though|whereas) [^,;]+, \w+ ")
# a clause that stands before such a joint gives no reason and sets no condition for what follows
_OPEN = any_case(
    r"^(?:if|unless|until|when|while|although|though|because|since|as|should|had|once|whether|before"
    r"|after|even|not only|either|neither|\w+ing|to)\b"
)
# what readers are told not to fear is a claim of the event
_CALMS = any_words(
    r"worr\w+|relax|alarm\w*|panic|fear\w*|no need|need not|(?:do|does|did)(?: not|n't) (?:need|have) to"
    r"|rest assured|safe\w*|secure\w*|ignore|confident|calm|rumou?rs?|trust\w*"
    r"|as (?:usual|before|always|ever)|again|normal\w*|still|already|anymore|any longer|no longer"
)
# how many, or that it is all of them, may be told of what stands before
_COUNTS = any_words(rf"{SPELLED}|all|every|each|both|none|no|most|many|some|only|ones?")
_QUIET = frozenset({Manner.ADVICE, Manner.FEELING, Manner.GREETING})
_WHEN = (
    r"(?:if|when|whenever|once|as soon as|until) (?:(?:that|this|it|anything|something|any of (?:this|it))"
    r" (?:changes|turns out (?:to be )?(?:wrong|otherwise|differently|different)|happens|is (?:done|known"
    r"|over))|(?:we|i) (?:can|do|have(?: (?:it|news|more|done so|one|them|an answer|answers|anything new))?"
    r"|know(?: more)?|learn (?:more|it)|are able to|find out)"
    r"|there is (?:news|more to (?:say|tell|report)|(?:anything|something) new(?: to (?:say|tell|report))?))"
)
# that something will be told, when there is something to tell
_NEWS = any_case(
    r"(?:(?:and|but|so|for (?:that|this) reason),? )*(?:we|i)(?: will|'ll) (?:(?:also|then|gladly|of course)"
    r" )*(?:(?:tell|inform|write to|notify|update) (?:you|families|everyone|all of you)"
    r"|let (?:you|everyone) know|say so|write again|(?:announce|post|publish|report|share|correct|say) (?:it"
    r"|this|that|more|updates|news|this page)|(?:update|correct) this page|keep (?:you|everyone) informed"
    r"|share (?:what we (?:learn|know)|more))(?: (?:how to (?:enroll|sign up|use it)|more|so|here"
    rf"|(?:here )?on (?:this|our) (?:page|website|site)|about it))*(?:,? {_WHEN})?"
)
_FOLLOWS = any_case(
    r"(?:and |but )?(?:the )?(?:others?|rest|remaining (?:ones|letters|codes|systems)) (?:is|are|will)"
    r" (?:to )?follow"
)


# "the quickest way to reach a teacher is to call the office": to call it is an errand
_BEST_WAY = any_case(
    r"^the (?:best|quickest|easiest|fastest|surest|simplest|only) way to (?:reach|contact|find|ask|tell"
    r"|write to|get) (?:us|your|an?|the)\b[\w' ]{0,40}? is (?:to|by) "
)


def _is_idle(clause: str) -> bool:
    """Whether a clause claims nothing, whatever stands beside it."""
    clause = clause.strip(" .,;")
    if is_comment(clause) or is_contact(clause) or _NEWS.fullmatch(clause) or _FOLLOWS.fullmatch(clause):
        return True
    if re.search(r"[$%\"?]", clause) or _CALMS.search(clause):
        return False
    if is_errand(_BEST_WAY.sub("", clause)):
        return True
    if re.search(r"\d", clause) or POINTS.match(clause):
        return False
    if judge_manner(_begin(clause)) in _QUIET:
        return is_of_school(clause)
    return not POINTS.search(clause) and not _COUNTS.search(clause) and is_everyday(_begin(clause))


def _peel_idle(part: str) -> Iterator[list[str]]:
    """A sentence without a clause at its end, or its head, that claims nothing."""
    for joint in _JOINT.finditer(part):
        head, tail = part[: joint.start()], part[joint.end() :]
        if not is_even(head) or len(head.split()) < _SHORTEST or len(tail.split()) < _SHORTEST:
            continue
        colon = joint[0] == ": "
        if not colon and has_verb(head) and _is_whole(head) and _is_idle(tail):
            yield [head]
        adds = re.fullmatch(r"[\s,;:\u2014\u2013-]+(?:(?:and|but|yet) )?", joint[0], re.I)
        if adds and _is_idle(head) and has_verb(tail) and not POINTS.search(tail):
            yield [tail]


def _is_whole(head: str) -> bool:
    """Whether what stands before a joint is a sentence, and no reason or condition of what follows."""
    return not _OPEN.match(head) or _SET_BESIDE.match(head) is not None


def _peel_advice(part: str) -> Iterator[list[str]]:
    """What is so, and the advice that follows from it, each by itself."""
    for joint in EFFECT.finditer(part):
        fact, advice = part[: joint.start()], part[joint.end() :]
        if not has_verb(fact) or _OPEN.match(fact) or _CALMS.search(advice):
            continue
        if judge_manner(_begin(advice)) is Manner.ADVICE:
            yield [fact, advice]


_ADDS = any_case(r"(?:;|\s+[\u2014\u2013-]) (?:(?:and|but|so|yet) )?|, (?:and|but|so|yet),? ")


def _peel_turned(part: str) -> Iterator[list[str]]:
    """A clause that turns to the reader or says how somebody feels, and what stands beside it."""
    for joint in _ADDS.finditer(part):
        head, tail = part[: joint.start()], part[joint.end() :]
        if min(len(head.split()), len(tail.split())) < _SHORTEST or not is_even(head):
            continue
        one, other = judge_manner(_begin(head)) in _QUIET, judge_manner(_begin(tail)) in _QUIET
        if one == other or (other and not has_verb(head)) or (one and not stands(tail)):
            continue
        if not _CALMS.search(head if one else tail) and not (other and _OPEN.match(head)):
            yield [head, tail]


_OF_WHOLE = any_case(
    rf"^of the (?P<whole>{_NUMBER} (?P<noun>gigabytes|letters|files|people|days"
    r"|systems)(?: of [\w ]{3,30}?)?)(?: (?:that|which|who))? (?P<so>(?:were|have been|are) \w+(?: \w+)?),"
    rf" (?P<part>{_NUMBER}) (?P<done>(?:were|have been|are) .+)$"
)


def _peel_whole(part: str) -> Iterator[list[str]]:
    """Of "of the 70 gigabytes that were taken, 40 were published": both, each with its noun."""
    if told := _OF_WHOLE.match(part):
        yield [f"{told['whole']} {told['so']}", f"{told['part']} {told['noun']} {told['done']}"]


_CONTRAST = any_case(r"^(?P<joint>while|whereas|although|though|even though) (?P<rest>.+)$")
_BESIDE = any_case(
    r", (?:although|though|even though|whereas|while|but) (?!(?:not|only|never|none|some|most|all)\b)"
)
# "while" of a time
_OF_TIME = any_words(r"was|were|had|did")


def _peel_contrast(part: str) -> Iterator[list[str]]:
    """Two clauses that a contrast sets side by side, which says no more than both."""
    if lead := _CONTRAST.match(part):
        for comma in re.finditer(r", ", lead["rest"]):
            first, second = lead["rest"][: comma.start()], lead["rest"][comma.end() :]
            timed = lead["joint"].lower() == "while" and _OF_TIME.search(first)
            # between two items of a list one of them has no verb
            beside = (first.rpartition(", ")[2], second.partition(", ")[0])
            if not timed and stands(first) and stands(second) and all(map(has_verb, beside)):
                yield [first, second]
        return
    for joint in _BESIDE.finditer(part):
        first, second = part[: joint.start()], part[joint.end() :]
        if not _OPEN.match(first) and stands(first) and stands(second):
            yield [first, second]


# what readers want, or cannot find, is no condition of what they are told
_WANTING = any_case(
    r"^(?:if|should|in case|for (?:those|anyone|families|parents)(?: of you)? who|whenever|when)"
    r" (?:you (?:or your family |still |also )*)?(?:(?:still|also|do|may|might) )*(?:(?:have|has|had) (?:any "
    r"|other |further |more |a |other |such )*(?:questions?|concerns?|doubts?|trouble|difficult\w+|worr\w+)"
    r"|would (?:rather|like|prefer)|wants?|wish(?:es)?|needs?|prefers?|wonders?"
    r"|(?:are|is) (?:not sure|unsure|worried|concerned|wondering|curious)|(?:cannot|can't|do not|don't)"
    r" (?:find|have|use|speak|read))\b(?P<case>[^,;:]{0,90}), (?:then )?(?P<told>.+)$"
)
_EVENTFUL = any_words(
    r"stol\w*|taken|copied|breach\w*|ransom\w*|leak\w*|encrypt\w*|intru\w*|theft|thie\w*|misus\w*|exposed"
    r"|compromis\w*|publish\w*|criminals?|\d+"
)


def _peel_wanting(part: str) -> Iterator[list[str]]:
    """What is told to those who want to know, who need help, or who cannot find something."""
    said = _WANTING.match(part)
    if said and not _EVENTFUL.search(said["case"]) and stands(said["told"]):
        yield [said["told"]]


_PRONOUN = any_case(r"(?:it|they|them|this|that|these|those|he|she|some|none|both|most) (?!of the\b)")
_THAT = any_case(r"(?:, (?:and )?| and )that (?=\S+ \S+)")
_SOME_OF_IT = any_case(r"^(?P<many>some|part|most|all|none) of (?:it|them)\b")
_WHAT = any_case(r"^(?:the |our |some |stolen )*(?P<noun>data|information|files|records|letters)\b")


_TWO = 2
_ARTICLE = any_case(r"(?:the|our|your|we|no|nobody|some of|most of|part of|all of|\$?\d)\b")


def _peel_that(part: str) -> Iterator[list[str]]:
    """Of "A, that B, and that C": each."""
    if " and that " not in part:
        return
    clauses = _THAT.split(part)
    named = _WHAT.match(clauses[0])
    told = [
        _SOME_OF_IT.sub(rf"\g<many> of the {named['noun'].lower()}", one) if named else one for one in clauses
    ]
    # "and that search is not over" points at one; what begins with an article or a number does not
    joined = len(told) > _TWO or all(_ARTICLE.match(one) for one in told[1:])
    if joined and all(has_verb(one) and not _PRONOUN.match(one) for one in told[1:]):
        yield told


_VERB = (
    r"(?:is|are|was|were|has|have|had|can|will|opened|began|got|helped|found|went|came|sent|told|remains?)"
)
_RELATIVE = any_case(
    rf"^(?P<who>(?:the|our|an?|this|these) (?:[\w'-]+ ){{0,4}}?[\w'-]+(?:, at [\d-]+)?), (?:which|who)"
    rf" (?P<by>(?!we\b|i\b|they\b)(?:{_VERB})\b[^,;]+), (?P<main>{_VERB}\b.+)$"
)


def _peel_relative(part: str) -> Iterator[list[str]]:
    """What a relative clause tells by the way, and what stands around it."""
    if told := _RELATIVE.match(part):
        yield [f"{told['who']} {told['main']}", f"{told['who']} {told['by']}"]


_PEELS: Sequence[Peel] = (
    _peel_that,
    _peel_wanting,
    _peel_idle,
    _peel_advice,
    peel_untold,
    peel_offer,
    _peel_whole,
    _peel_contrast,
    _peel_relative,
    _peel_turned,
)


def list_peeled(said: str, written: str) -> Iterator[Sequence[Clause]]:
    """The clauses of a sentence that claim something, each peeled further than the way before."""
    parts = [said.rstrip(" .!")]
    if len(said) > _LONGEST:
        return
    for _ in range(_MOST):
        shorter = next(
            (
                [*parts[:at], *told, *parts[at + 1 :]]
                for at, part in enumerate(parts)
                for peel in ((_peel_idle,) if "?" in part else _PEELS)
                for told in peel(part)
            ),
            None,
        )
        if shorter is None:
            return
        parts = shorter
        yield [Clause(_begin(one), written) for one in parts]


def _begin(part: str) -> str:
    return make_sentence(part.strip(" ,.;"))
