"""A sentence without comments on it; what is felt, advised or asked about, told as what it takes for a fact.

None of it says more than the sentence does: who is sorry *that* something is so says that it is so, and an
advice *because* something is so says that it is so. What is left is judged as any other sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.language.sentences import Manner, has_verb, judge_manner
from firstbell.notify.statements.paraphrase.hedge_words import HEDGE_WORDS
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.comments import drop_comments, is_comment

_VERY = r"(?:(?:so|very|truly|deeply|terribly|really|most|both|also|sincerely|genuinely) )*"
_FEEL = (
    rf"(?:(?:i am|i'm|we are|we're) {_VERY}(?:sorry|sad|saddened|heartbroken|glad|relieved|grateful|thankful"
    rf"|happy|pleased|ashamed)|(?:i|we) {_VERY}(?:regret|apologi[sz]e))"
)
_RATHER = re.compile(
    r"^(?:we|i) (?:would (?:rather|sooner)|prefer to) (?:say|tell you|admit|write)(?: \\w+ly)?(?: now"
    r"| today| tonight)? that"
    r" (?P<told>[^;?]+?),? (?P<than>(?:rather |sooner )?than [^;,?]+?)[.!]?$",
    re.I,
)
_TO_WHOM = (
    r"(?: to (?:you(?: all)?|(?:every|each|all|all our|our) (?:\w+ )?(?:family|families|parents?|students?"
    r"|employees?|colleagues?|staff|household|one of you)))?"
)
# "We are sorry that ...", "I regret to report that ...", "It pains us to tell you that ..."
_THAT = re.compile(
    rf"^(?:{_FEEL}{_TO_WHOM}(?:,? (?:to )?(?:have to |be able to )?(?:say|tell you|report|inform you|write"
    rf"|share"
    rf"|let you know))?"
    r"|it (?:hurts|pains|saddens|grieves)(?: (?:me|us))? to (?:say|tell you|report|write|inform you)"
    r"|(?:i|we) (?:know|understand|realize)) that (?=\w+ \w+)",
    re.I,
)
_CLOSED = (
    r"(?:our |the |all )*(?:schools?|campuses|buildings|doors|classrooms)"
    r" (?:were|was|had to be|stayed) closed"
)
# "... for the two days we were closed": for how many
_DAYS_CLOSED = re.compile(
    rf"^(?:{_FEEL}{_TO_WHOM}|thank you(?: all)?) (?:for|about) (?:the )?(?P<many>\w+) (?:school )?days?"
    rf" (?:that |when |on which )?(?P<who>{_CLOSED}|(?:we|our schools) (?:were closed"
    rf"|closed(?: our schools)?))"
    r"(?P<rest>[^;:?]*)$",
    re.I,
)
# "... on the day we closed our schools": it was one day
_DAY_CLOSED = re.compile(
    r"^thank you(?: all)? for [\w' ]{4,40}? on the (?P<many>one|single|\w+)? ?days? (?:that |when )?"
    rf"(?P<who>{_CLOSED}|we closed (?:our|the|all) (?:schools|campuses|doors))(?P<rest>)[.!]?$",
    re.I,
)
_EVENT = r"(?:(?:ransomware|encryption|cyber|computer|criminal) ?)*(?:attack|event|incident|cyberattack)"
_TROUBLE = (
    r"(?:trouble|worry|inconvenience|disruption|stress|pain|anxiety|frustration|upset|uncertainty)"
    r"(?: (?:that )?it (?:has )?(?:made|caused|brought|meant|means|causes|brings)"
    r"(?: (?:for |to )?(?:you|your famil(?:y|ies)|our families|you all|everyone))?)?"
)
_FOR_EVENT = re.compile(
    rf"^{_FEEL}{_TO_WHOM} (?:for|about) (?P<what>(?:the|this|our) (?P<event>{_EVENT})"
    rf"(?: (?:that|which) (?P<does>(?!is\b|are\b|it\b|we\b|you\b)\w+ [^;:?]+?))?)"
    rf"(?:,? and (?:for |about )?(?:all )?the {_TROUBLE})?[.!]?$",
    re.I,
)
# "Thank you for your help on September 15, when ...": what was so on that day
_WHEN = re.compile(
    r"^thank you(?: all)?(?: again)? for (?:your |all your )?(?:help|patience|understanding|support|kindness"
    r"|grace|cooperation|flexibility|bearing with us|making do)(?: and (?:your )?(?:help|patience"
    r"|understanding|support|kindness|grace))?,?(?P<on> (?:on"
    r"|since) [A-Z]\w+ \d{1,2},)? when (?P<what>[^;:?]+?)[.!]?$",
    re.I,
)
_WHOM = re.compile(
    r"^(?:[Tt]hank you|[Tt]hanks|[Oo]ur thanks|(?:I|[Ww]e) thank)(?: (?:go"
    r"|to))* (?P<who>(?:the )?[A-Z][\w ]{2,40}?),?"
    r" (?:which|whom|who) (?:we|the district) (?P<did>informed|told|notified|called)(?P<on>[^;:?]*?)[.!]?$"
)


# "the theft of your data", "the publication of files on May 2": what was done
_NOUNS: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (
        re.compile(
            rf"(?:the|any|this|that) {noun}(?: (?P<on>(?:on|in|of"
            rf"|from) (?!the\b)[A-Z]\w+ ?\d*(?: and [A-Z]?\w+)*))?",
            re.I,
        ),
        verb,
    )
    for noun, verb in (
        (r"(?:theft|stealing) of (?P<what>[\w' ]{3,50}?)", "{what} was stolen"),
        (
            r"(?:publication|posting|release) of (?P<what>(?:stolen |our |your )?(?:files|data"
            r"|information|documents)(?: online)?)",
            "{what} were published",
        ),
        (
            r"(?:encryption|locking) of (?P<what>(?:our |your |the |district )*(?:files|systems|servers))",
            "{what} were encrypted",
        ),
        (
            r"(?:closure|closing) of (?P<what>(?:our |your |the |all )*(?:schools|campuses|buildings))",
            "{what} were closed",
        ),
        (
            r"(?:loss|outage) of (?P<what>(?:our |your |the )?(?:e-?mail|phones|payroll|internet))",
            "{what} was affected",
        ),
    )
)
_FOR_NOUN = re.compile(
    rf"^(?:{_FEEL}{_TO_WHOM}) (?:for|about|over)? ?(?P<what>(?:the|this) [^,;:?]+?)[.!]?$", re.I
)
_GIVEN = re.compile(
    r"^(?:because of|given|in light of|after|following|in view of) (?P<what>(?:the"
    r"|this) [^,;:?]+), (?P<other>[^?]+?)[.!]?$",
    re.I,
)


def name_act(noun: str) -> str:
    """What was done, by the noun for it; "" where it is none of these."""
    for words, verb in _NOUNS:
        if act := words.fullmatch(noun):
            told = verb.format(what=act["what"])
            return f"{_upper(told)} {act['on']}." if act["on"] else f"{_upper(told)}."
    return ""


def _tell_felt(read: str, record: CaseRecord) -> str:
    """What somebody is sorry, glad or thankful for, as what is so."""
    del record
    if read.endswith("?"):
        return read
    rather = _RATHER.match(read)
    if rather and is_comment(f"I will not {rather['than'].split('than ', 1)[1]}"):
        return f"{_upper(rather['told'])}."
    if that := _THAT.match(read):
        return _upper(read[that.end() :])
    for words in (_DAYS_CLOSED, _DAY_CLOSED):
        if (closed := words.match(read)) and (days := _count_days(closed["many"], words)):
            return f"Our schools were closed for {days}{closed['rest'].rstrip('.!')}."
    return _tell_event(read)


def _tell_event(read: str) -> str:
    """What somebody is sorry for, or thankful to somebody for, told as what was done."""
    if (noun := _FOR_NOUN.match(read)) and (told := name_act(noun["what"])):
        return told
    if event := _FOR_EVENT.match(read):
        return (
            f"The {event['event']} {event['does']}." if event["does"] else f"There was an {event['event']}."
        )
    if when := _WHEN.match(read):
        return f"{_upper(when['what'])}{(when['on'] or '').rstrip(',')}."
    if whom := _WHOM.match(read):
        return f"We {whom['did']} {whom['who']}{whom['on']}."
    return read


def _count_days(many: str | None, words: re.Pattern[str]) -> str:
    """So many days; one where only "the day" is said; "" where nobody counted."""
    if many is None or many.lower() in ("one", "single"):
        return "one day"
    if many.lower() == "the" and words is _DAY_CLOSED:
        return "one day"
    return f"{many} days" if len(find_numbers(f"{many} items")) == 1 else ""


def _upper(told: str) -> str:
    return f"{told[:1].upper()}{told[1:]}"


# advice that warns and asks; what calms is a claim of its own
_CALMS = re.compile(
    r"\b(?:worr\w+|relax|alarm\w*|panic|fear|no need|need not|rest assured|assured|trust|safe|secure|ignore"
    r"|feel free|stop|confident|calm|believe|rumou?rs?|freeze|forgive|blame \w+ (?:teacher|employee))\b",
    re.I,
)
_HEADED = re.compile(
    r"^(?:because|since|as|now that|given that) (?!of\b|for\b|long\b|soon\b|many\b|much\b|a \w+,"
    r"|(?:\w+day|(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber)\b)",
    re.I,
)
_BEHIND = re.compile(
    r",? (?:because|since|given that|now that) (?!of\b|then\b|the (?:start|end)\b)|, (?:as|for) (?=(?:the"
    r"|our|we|no|all|your)\b)",
    re.I,
)
_SO = re.compile(
    r",? (?:and )?(?:so|which is why|that is why|for that reason)(?: that)?,? (?!far\b|that\b|much\b|many\b)",
    re.I,
)
_UNABLE = re.compile(
    r"^(?:we|i|nobody|no one) (?:still )?(?:cannot|can't|can not|do not|don't|are not able to|are unable to)"
    r"(?: yet| today)? (?:yet )?(?:say|tell|know|give|confirm)\b",
    re.I,
)
_NEGATIVE = re.compile(r"\b(?:not|no|nobody|none|yet to|unfinished|incomplete|pending|unable)\b|n't\b", re.I)


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
    return f"{_upper(fact)}." if is_comment(other) else f"{_upper(fact)}; {other[:1].lower()}{other[1:]}."


def _part_reason(read: str, record: CaseRecord) -> str:
    """A fact and the advice that it is a reason for, as two sentences in one."""
    del record
    if read.endswith("?"):
        return read
    bare = read.rstrip(".!")
    given = _GIVEN.match(read)
    if given and _is_advice(given["other"]) and (act := name_act(given["what"])):
        return _tell_two(act.rstrip("."), given["other"])
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
_FOR_WHOM = re.compile(
    r"^(?:if|whether|in case|should) (?:you"
    r"|your child)\b(?P<when>[^,;:?]{3,90}), (?:then )?(?:(?:please )?(?:know|note|remember"
    r"|be aware|understand) that )?(?P<what>(?!please\b|you\b|your\b|it\b|they\b|that\b|this\b|he\b|she\b"
    r"|there\b)\w+ \w+ [^;:?]+)$",
    re.I,
)


_EVENTFUL = re.compile(
    r"\b(?:stol\w*|taken|copied|attack\w*|breach\w*|hack\w*|ransom\w*|leak\w*|encrypt\w*|intru\w*|theft"
    r"|thie\w*|misus\w*|affected"
    r"|exposed|compromis\w*|publish\w*|criminals?|not|no|never)\b",
    re.I,
)


def _drop_for_whom(read: str, record: CaseRecord) -> str:
    """Without for whom it is said: what is so whatever the reader does is so also where he does it."""
    del record
    said = _FOR_WHOM.match(read)
    if said is None or _EVENTFUL.search(said["when"]) or find_numbers(said["when"]):
        return read
    return _upper(said["what"]) if judge_manner(_upper(said["what"])) is Manner.CLAIM else read


# "You may wonder whether ..., and ...": what others wonder claims nothing
_PEOPLE = (
    r"(?:you|(?:many|some|several|most|a few) (?:of you|parents|families|people|employees|residents)"
    r"|parents|families|people|(?:a|one) (?:parent|resident|reporter|trustee))"
)
_WONDER = re.compile(
    rf"^{_PEOPLE}(?: (?:may|might|will|have|has|rightly|also|naturally))* (?:wonder(?:ed|ing)?|asked|ask"
    rf"|want to know|wanted to know"
    r"|be wondering|be asking|like to know)(?: (?:us|me))? (?P<what>(?:whether|if|how|who|what|when|which"
    r"|why|about)\b [^;:]{3,110}?)"
    r"(?:, (?:and|but|so)|[;:]|\.) (?:(?:and|but) )?(?P<lead>the (?:\w+ )?answer is(?: that)? |to (?:that"
    r"|this),? )?(?P<told>.+)$"
    r"|^(?:for|to) (?:those|anyone|families|parents|everyone|people|staff|all)(?: of you)? who (?:may "
    r"|might |still |are |is )*(?:wonder|wonders|wondering"
    r"|ask|asks|asking|asked|want to know|have asked)(?: us)? (?P<what2>(?:whether|if|how|who|what|when"
    r"|which|why|about)\b [^;:,]{3,110}?)[,:] (?P<told2>.+)$",
    re.I,
)
_OPEN = re.compile(
    r"^(?:(?:we|i|nobody|no one) (?:still )?(?:cannot|can't|can not|do not|don't"
    r"|can)(?: yet)? (?:yet )?(?:say|tell|know|answer)"
    r"(?: (?:you|that|this|it))*|(?:it|that|this) is (?:still |as yet )?(?:not (?:yet )?known"
    r"|unknown))(?: yet| today| so far)*[.!]?$",
    re.I,
)
_IT = re.compile(r"\b(?:it|that|this)\b(?= *(?:$|[.,;]| has| is| was| yet| so far))", re.I)


def _answer_wonder(read: str, record: CaseRecord) -> str:
    """What is told to those who wonder; that nobody knows what they wonder about."""
    del record
    said = _WONDER.match(read)
    if said is None or read.endswith("?"):
        return read
    what, told = said["what"] or said["what2"], said["told"] or said["told2"]
    if _OPEN.match(told):
        return read if what.lower().startswith("about") else f"We do not know {what}."
    if what.lower().startswith("about "):
        topic = what[6:]
        return _upper(_IT.sub(lambda _: topic, told, count=1)) if len(topic.split()) < 6 else read
    if (
        _IT.match(told)
        or not has_verb(told)
        or re.match(r"(?:yes|no|none|nothing)\b(?![^.;]*\b(?:has|have|was|were|is|are)\b)", told, re.I)
    ):
        return read
    return _upper(told)


def _drop_comment(read: str, record: CaseRecord) -> str:
    del record
    return drop_comments(read)


_SPANISH_LEAD = re.compile(
    r"^(?:(?:con (?:mucho|mucha|profundo|profunda|gran) (?:pesar|dolor|tristeza|pena),? )?(?:les |le )?"
    r"(?:lamentamos|sentimos|confirmamos|informamos|comunicamos|avisamos|lamento"
    r"|podemos confirmar)(?: mucho)?(?: tener que)?"
    r"(?: (?:informar|comunicar|decir|confirmar|avisar)(?:les|le)?)?(?: de)? que) (?=\w+ \w+)",
    re.I,
)


def _drop_spanish(read: str, record: CaseRecord) -> str:
    """Spanish without comments, and without who regrets to say it."""
    del record
    told = _SPANISH_LEAD.sub("", drop_comments(read))
    return _upper(told)


COMMENT_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (
    _drop_comment,
    _answer_wonder,
    _drop_for_whom,
    _tell_felt,
    *HEDGE_WORDS,
    _part_reason,
)
SPANISH_COMMENTS: Sequence[Callable[[str, CaseRecord], str]] = (_drop_spanish,)
