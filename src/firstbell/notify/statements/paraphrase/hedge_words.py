"""What a sentence leaves open, and what it says of how sure it is, in words that rules read.

"We would be guessing if we said so", "nor can we tell you that it has not", "a running count, not a final
one": each says that something is not known or not final. "Although logs cannot show us everything" behind
what a review did not find says nothing more; behind a finding it would say less than the record, and stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.comments import is_comment
from firstbell.record.facts import FactStatus, Subject

_WE = r"(?:we|i|the district|nobody here)"
_FOLK = (
    r"(?:(?:many|some|most|several|all|a few) of you|you(?: all)?|(?:many |some |our )?(?:families|parents"
    r"|people"
    r"|employees|staff|students))"
)
_NOW = r"(?: (?:today|tonight|now|yet|right now|at this point|at this time|so far|with certainty))*"
_GUESS = (
    rf"{_WE} (?:would (?:only |just )?be guessing(?: if {_WE} (?:said|told you|claimed|wrote) (?:so|that"
    rf"|it))?"
    rf"|(?:cannot|can't|can not|are not able to|are unable to)(?: yet)? (?:say|tell you|promise|confirm"
    rf"|claim|assure you of|write)"
    rf"(?: (?:so|that|it|this))?){_NOW}"
)
_NONE_TURNED = (
    (re.compile(r"\bnothing\b", re.I), "anything"),
    (re.compile(r"\b(?:nobody|no one)\b", re.I), "anybody"),
    (re.compile(r"\bnone\b", re.I), "any"),
    (re.compile(r"\bno (?=\w)", re.I), "any "),
    (re.compile(r"\b(was|were|is|are|has|have) not\b", re.I), r"\1"),
    (re.compile(r"\b(was|were|is|are|has|have)n't\b", re.I), r"\1"),
)
# "many of you want to hear that nothing was taken, but we would be guessing if we said so"
_HEAR_THAT = re.compile(
    rf"^(?:(?:{_WE} (?:know|understand|realize)|i know)(?: that)? )?{_FOLK} (?:want|wants|would like|hope"
    rf"|hopes|long|are hoping)"
    rf" to (?:hear|read|be told|know)(?: from us)? that (?P<what>[^,;]+), but {_GUESS}(?P<tail>,? (?:and"
    rf"|so) [^;]+)?$",
    re.I,
)
# "many of you want to hear whether ..., and we wish we had an answer for you, but we do not"
_HEAR_WHETHER = re.compile(
    rf"^(?:(?:{_WE} (?:know|understand|realize)|i know)(?: that)? )?{_FOLK} (?:want|wants|would like|hope"
    rf"|hopes|are waiting)"
    rf" to (?:hear|read|be told|know|learn) (?P<what>(?:whether|if|how|when|who|which|what)\b [^,;]+),"
    rf" (?:(?:and|but) {_WE} wish(?: that)? {_WE} (?:had|could give you) (?:an answer|one)(?: (?:for|to"
    rf" give) you)?{_NOW},"
    rf" but {_WE} (?:do not|don't|cannot|can't)|(?:and|but) {_WE} (?:still )?(?:do not|don't) (?:yet"
    rf" )?(?:know|have (?:an|that) answer)){_NOW}$",
    re.I,
)
# "we cannot tell you that A has been misused, nor can we tell you that it has not"
_NOR_NOT = re.compile(
    rf"\b(?P<who>{_WE}) (?:cannot|can't|can not|are not able to)(?: yet)? (?:say|tell you|promise|confirm)"
    rf" that (?P<what>[^,;]+?),?"
    rf" (?:nor|and neither|and nor|or) (?:can|are) {_WE} (?:able to )?(?:say|tell you|promise|confirm)?"
    rf" ?that (?:it|they|this|that|none)"
    r" (?:has|have|was|were|is|are|did|do|does)(?: not|n't)?(?: been)?",
    re.I,
)
_COUNT = (
    r"(?:the|this|that|our) (?:number|count|figure|total|tally)(?: of (?:the )?(?:people|persons|those"
    r"|individuals)"
    r"(?: (?:who are )?(?:affected|concerned))?)?"
)
_RUNNING = re.compile(
    rf"^(?P<what>{_COUNT}) (?:is|remains)(?: still)? (?:an? )?(?:running|preliminary|provisional|interim"
    rf"|working|open|early|moving)"
    r"(?: (?:count|number|total|figure|tally|one))?,? (?:and )?(?:it is )?not (?:yet )?(?:as )?(?:the|a"
    r"|our) final"
    r"(?: (?:one|count|number|total|figure|tally))?$",
    re.I,
)
_STAY = re.compile(
    rf"\b{_WE} (?:cannot|can't|can not|do not|will not)(?: yet)? (?:promise|say|guarantee|assure you)(?:"
    rf" you)? that (?P<what>{_COUNT})"
    r" will (?:stay|remain|be)(?: (?:where it (?:is|stands)|the same|as it is|at that|unchanged"
    r"|final))+(?: (?:today|now))?",
    re.I,
)
# "..., and although A, no review can prove that": A, and what is said of how sure it is
_ALTHOUGH = re.compile(
    r"(?P<head>^|, (?:and |but )|; )(?:although|though|while|even though) (?P<what>[^,;]+),"
    r" (?P<tail>[^;]+?)$",
    re.I,
)
_REVIEW = r"(?:review|search|logs?|investigation|analysis|examination|check|log|evidence)"
_LIMIT = re.compile(
    rf"(?:no (?:such )?{_REVIEW}(?: of (?:the |any )?logs)? can (?:ever )?(?:prove|show|establish|tell us"
    rf"|rule out)"
    r" (?:that|this|it|everything|a negative|all of it)(?: with (?:(?:full|complete|absolute|total)"
    r" )?certainty)?"
    rf"|(?:the |our )?{_REVIEW} (?:cannot|can not|can't|do not|does not|don't|may not) (?:show|tell|prove"
    rf"|see|catch|record)"
    r"(?: us| you)? (?:everything|it all|all of it|the whole (?:story|picture))"
    r"|(?:that|this|it|which) is (?:not|no)(?: the)?(?: same(?: thing)? as)?(?: an?)? (?:proof|certainty"
    r"|guarantee|promise)"
    r"(?: (?:of (?:it|that|anything|its absence)|that (?:none|nothing) (?:was|happened)))?"
    rf"|an? {_REVIEW} that (?:finds|found|shows|turns up) (?:nothing|no sign(?: of it)?) is (?:not|no)(?:"
    rf" an?)? (?:proof|certainty|guarantee|promise)"
    rf"|{_WE} (?:will|would|do) not (?:call|take) (?:it|that|this) (?:one|that|proof|a guarantee|certainty"
    rf"|for (?:proof|one))"
    rf"|{_WE} (?:never|do not|don't) (?:want|wish|mean) to (?:overstate|understate|exaggerate|oversell"
    rf"|overclaim) (?:what {_WE} know|it|this|that|our findings)"
    r"|(?:so )?here it is(?: (?:plainly|straight|in plain words))?)",
    re.I,
)
_DENIES = re.compile(r"\b(?:no|not|nothing|none|never|without)\b|n't\b", re.I)
_TAIL = re.compile(r"(?:,? (?:and|but|so|although|though|even though|while)|;|:)(?: so)?,? ", re.I)


_BECAUSE = re.compile(r"^(?:because|since|as) (?P<why>[^,;]+), (?P<told>[^;]+)$", re.I)
# "..., and until that review is complete we are not going to rule it in or out"
_UNTIL = re.compile(
    r"^(?P<head>[^;]+?),? and (?:until|before) (?:that|the|this|our) (?P<work>review|search|analysis) is"
    r" (?:complete|completed"
    rf"|finished|done|over),? {_WE} (?:are not going to|am not going to|will not|won't|cannot|can't|do not"
    rf" want to|refuse to)"
    r" (?:rule (?:it|that|this|anything) (?:in or out|out or in|out)|say (?:either way|one way or the"
    r" other)|guess|speculate|pretend)$",
    re.I,
)


def _turn(what: str) -> str:
    """What is denied as what may be so."""
    for words, told in _NONE_TURNED:
        turned = words.sub(told, what, count=1)
        if turned != what:
            return turned
    return what


# "nobody has looked for misuse, so we can say neither that there was any nor that there was none"
_NEITHER = re.compile(
    rf"^(?P<head>[^;]*?\b(?P<topic>misuse|theft)\b[^;]*?),? (?:so|and so|and)(?: that)? {_WE} can (?:say"
    rf"|tell you|promise) neither"
    r" (?:that )?(?:it|there|any|data|anyone)\b[^;]*? nor (?:that )?(?:it|there|none|not)\b[^;]*$",
    re.I,
)
_TOPICS = {"misuse": "misused", "theft": "stolen"}


def _tell_open(read: str, record: CaseRecord) -> str:
    """That something is open, in the words "we do not know whether"."""
    del record
    bare = read.rstrip(".!")
    hear = _HEAR_THAT.match(bare)
    if hear and (not hear["tail"] or is_comment(re.sub(r"^,? (?:and|so) ", "", hear["tail"]))):
        return f"We do not know whether {_turn(hear['what'])}."
    if hear := _HEAR_WHETHER.match(bare):
        return f"We do not know {re.sub('^if ', 'whether ', hear['what'], flags=re.I)}."
    if neither := _NEITHER.match(bare):
        return f"{neither['head']}; we do not know whether data was {_TOPICS[neither['topic'].lower()]}."
    if running := _RUNNING.match(bare):
        return f"{running['what']} is not final."
    read = _NOR_NOT.sub(r"\g<who> do not know whether \g<what>", read)
    told = _STAY.sub(r"\g<what> is not final", read)
    if told != read and (because := _BECAUSE.match(told)):
        told = f"{_upper(because['why'])}; {because['told']}"
    if until := _UNTIL.match(told.rstrip(".!")):
        work = "the review of the logs" if until["work"].lower() != "search" else "the search of the files"
        told = f"{until['head']}; {work} is not finished."
    return told


def _drop_limits(read: str, record: CaseRecord) -> str:
    """Without what is said of how little a review can prove, beside one that found nothing."""
    del record
    for _ in range(2):
        read = _drop_limit(read)
    return read


def _drop_limit(read: str) -> str:
    bare = read.rstrip(".!")
    if (
        (although := _ALTHOUGH.search(bare))
        and _DENIES.search(although["what"])
        and _is_limit(although["tail"])
    ):
        head = bare[: although.start()]
        joint = f"{head}; " if head else ""
        return f"{joint}{although['what']}."
    for seam in _TAIL.finditer(bare):
        head, tail = bare[: seam.start()], bare[seam.end() :]
        if _DENIES.search(head) and _is_limit(tail) and not _LIMIT.fullmatch(head):
            return f"{head}."
        if _LIMIT.fullmatch(head) and re.match(r"[:;]", seam[0]) and _DENIES.search(tail):
            return f"{tail[:1].upper()}{tail[1:]}."
        if (
            seam[0].startswith((",", " and"))
            and _is_limit(head)
            and re.match(r"(?:so )?here it is[^:]*: ", tail)
        ):
            return _upper(tail.partition(": ")[2]) + "."
    return read


def _is_limit(stretch: str) -> bool:
    """Whether a stretch says how little a review can prove, and nothing besides."""
    parts = re.split(r",? and ", stretch)
    return all(_LIMIT.fullmatch(part) for part in parts) and bool(parts)


def _upper(told: str) -> str:
    return f"{told[:1].upper()}{told[1:]}"


# "..., but that is what we believe, not something we have proved"
_BELIEF = re.compile(
    r",? (?:although|though|but|even though|while)(?: (?P<what>the (?:date|day|time|way)[\w' ]{0,40}?))?"
    r"(?: (?:this|that|it))? is (?:only |still |just )?(?:(?:our|a) (?:belief|working theory|theory"
    r"|assumption)"
    r"|(?:something|what) we believe),? (?:and )?not (?:yet )?(?:an? |something (?:that )?(?:we (?:have"
    r"|can) )?)?"
    r"(?:settled|proven|confirmed|established|final|proved|prove|known|verified)(?: (?:finding|fact"
    r"|conclusion|result))?$",
    re.I,
)
_BELIEVED = re.compile(
    r"\b(?:likely|probabl[ey]|believe[ds]?|suspect(?:ed|s)?|may|might|think|thought"
    r"|appears?|seems?)\b",
    re.I,
)


def _drop_belief(read: str, record: CaseRecord) -> str:
    """Without that something is only believed, where the sentence says so, and the record does, too."""
    belief = _BELIEF.search(read.rstrip(".!"))
    if belief is None or not _BELIEVED.search(read[: belief.start()]):
        return read
    facts = [record.find(one) for one in (Subject.WAY_IN, Subject.FIRST_ACCESS)]
    if belief["what"] and not belief["what"].lower().startswith("the way"):
        facts = facts[1:]
    elif re.search(r"\b(?:way in|entry|got in|came in|through|began with|password)\b", read, re.I):
        facts = facts[:1]
    believed = all(one is not None and one.status is FactStatus.BELIEVED for one in facts)
    return f"{read[: belief.start()]}." if believed else read


HEDGE_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (_tell_open, _drop_belief, _drop_limits)
