"""Questions that tell: "Isn't it a relief that nothing was lost?" says that nothing was lost."""

from __future__ import annotations

import re

from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.sentences import has_verb, plain
from firstbell.notify.statements.language.spanish import gloss
from firstbell.notify.statements.questions.stated_questions import LABELED

_GLAD = (
    r"(?:glad|lucky|relieved|happy|fortunate|pleased|grateful|thankful|proud|reassured|amazed|surprised"
    r"|delighted|sad|sorry|impressed)"
)
_FEELS = (
    r"(?:(?:an?|the|such|so|just|truly|really|very|quite|also|simply|at least|how|some)\b ?)*"
    r"(?:(?:big|huge|great|small|real|enormous|wonderful|good|best|welcome|happy) )?"
    rf"(?:{_GLAD}|relief|comfort|comforting|reassuring|good(?: news| thing| feeling)?|great(?: news)?|news"
    r"|wonderful|amazing|remarkable|impressive|nice|blessing|miracle|odd|strange|funny|terrible|awful|shame"
    r"|scary|heartening|encouraging|fantastic|incredible|surprising|interesting|obvious|clear|plain"
    r"|marvelous|consolation|joy|lucky|better|something|telling)"
)
_TO_KNOW = (
    r"(?: (?:to |for \w+ to )?(?:know|knowing|hear|hearing|learn|learning|see|seeing|say|think|find out"
    r"|report)(?: now| today)?)?"
)
_YOU = (
    r"(?:do|don|did|didn|have|haven|can|could|couldn|would|wouldn|will|won|should|shouldn)(?:n?'t)?"
    r" (?:you|we|they|anyone|anybody|everyone|people|parents|families)(?: not)?(?: all| also| ever"
    r"| already| all of)*"
)
# what a claim hangs on: "that", or nothing
_THAT = r"(?: (?:that|when|as|because|since|now that)| how (?:\w+ly|fast|well|soon|many|few|much|little))?,? "
_LEADS = re.compile(
    r"^(?:and |so |but |then |well, |really, )*(?:"
    # "Isn't it good that", "How great is it that"
    r"(?:is|was|would|wouldn|isn|wasn)(?:n?'t)? (?:not )?(?:it|that"
    rf"|this)(?: be)?(?: not)? {_FEELS}{_TO_KNOW}{_THAT}"
    r"|(?:is|was)(?:n't)? there (?:any |a )?(?:greater |better |bigger "
    rf"|more \w+ )?{_FEELS} than(?:{_TO_KNOW})?{_THAT}"
    rf"|how {_FEELS} (?:is|was|would) (?:it|that)(?: be)?{_TO_KNOW}{_THAT}"
    # "Aren't you glad that", "Don't you feel better knowing that"
    rf"|(?:are|aren|were|weren|am)(?:n?'t)? (?:you|we|they|all|i|families|parents|everyone)(?: not)?(?: all)?"
    rf" {_FEELS}{_TO_KNOW}{_THAT}"
    rf"|(?:do|does|don|doesn|did|didn)(?:n?'t)? (?:\w+ ){{1,2}}(?:not )?(?:feel|sleep"
    rf"|breathe) {_FEELS}{_TO_KNOW}{_THAT}"
    # "Did you know that", "Have you heard that", "Would you believe that"
    rf"|{_YOU} (?:know|knew|notice|noticed|realize|realized|agree|remember|recall|imagine|guess|guessed"
    r"|find it (?:\w+ ){1,3}?|(?:be|been) (?:glad|happy|relieved))(?: (?:that|when))?(?: about)?,? "
    rf"|{_YOU} (?:see|seen|hear|heard)(?: (?:the|any|our) (?:good |great |latest )?news)?(?: (?:that"
    r"|when))+,? "
    rf"|{_YOU} (?:know|notice|noticed|see|seen|believe|imagine|realize) how (?:\w+ly|fast|well|soon|many"
    r"|few|much|little) "
    r"|(?:don|didn|can|can't|could|couldn|would|wouldn)(?:n?'t)? (?:you|we|they|anyone|anybody|everyone"
    r"|people|families)"
    r"(?: not)? (?:think|believe|see|hear)(?: (?:that|when))?,? "
    r"|(?:do|don)(?:n't)? (?:you|we|they)(?: not| just| all)* (?:love|like|enjoy"
    r"|appreciate)(?: it)?(?: (?:that|when|how (?:\w+ly|fast|well)))+,? "
    r"|(?:would|will|does|wouldn|won|doesn)(?:n?'t)? it (?:not )?(?:surprise|shock|amaze|help|comfort"
    r"|please|interest|relieve) (?:you|anyone|families)"
    rf"{_TO_KNOW}(?: (?:that|if i told you(?: that)?|when))+,? "
    r"|(?:have you |did you |do you )?ever (?:wonder(?:ed)?|notice[d]?|think about"
    r"|stop to think)(?: (?:about )?how (?!to\b|do\b|does\b|did\b|can\b)| that ),?"
    r"|is(?:n't)? it (?:any|no|a) (?:small )?(?:wonder|surprise|secret|accident|coincidence)(?: that)? "
    r"|(?:any|no) (?:wonder|surprise)(?: that)? "
    r"|does(?:n't)? (?:it|that)(?: not)? (?:help|comfort|reassure|please|matter|feel \w+)(?: you| us"
    r"| families)?"
    rf"{_TO_KNOW}{_THAT}"
    # "Who would have thought that", "Who can deny that"
    r"|(?:and )?who (?:would(?:n't)?|could|can|will|does(?:n't)?|did)(?: have| ever| not)*"
    r" (?:thought|believed|guessed|imagined|known|think|believe|guess|imagine|doubt(?:ed)?|den(?:y|ied)"
    r"|dispute|forget"
    rf"|agree|be {_GLAD}|know){_THAT}"
    rf"|(?:and )?who (?:says?|said|knew|doubts|denies){_THAT}"
    # "What could be better than to know that", "Remember when"
    r"|what (?:could|can|would|is|'s) (?:be )?(?:\w+ )?(?:better|more|greater|nicer"
    rf"|news)(?: \w+)? than{_TO_KNOW}{_THAT}"
    r"|(?:you )?remember(?: (?:when|how|that))+ "
    rf"|(?:glad|relieved|happy|thankful|pleased|surprised|reassured){_TO_KNOW}{_THAT}"
    r"|what if (?:we|i) (?:told|said)(?: to)? you(?: that)? "
    r"|need (?:we|i) (?:say|add|mention|remind \w+) that "
    r"|is (?:anyone|anybody) (?:surprised|sorry|glad) that "
    r")(?P<what>[^?]+)\?+[\"')!]*$",
    re.I,
)
# "Nothing was taken, right?"
_TAG = re.compile(
    r"^(?P<what>[^?]{8,}?),? (?:right|correct|no|okay|ok|(?:is|are|was|were|has|have|had|did|does|do|will"
    r"|can)(?:n't)?"
    r" (?:it|they|we|he|she|you|there|that|this)(?: not)?|don't you (?:think|agree)|eh|huh"
    r"|wouldn't you (?:say|agree)"
    r"|you know|who knew|can you believe it|isn't that \w+)\?+[\"')!]*$",
    re.I,
)
_ASKS = re.compile(
    r"^(?:is|are|was|were|has|have|had|did|do|does|will|can|could|would|should|may|might|what|who|whom"
    r"|whose|which"
    r"|when|where|why|how|isn|aren|wasn|weren|hasn|haven|hadn|didn|don|doesn)\b",
    re.I,
)
# "Haven't we restored everything?" asks for a yes
_NEGATIVE = re.compile(
    r"^(?:and |so |but )?(?P<verb>is|are|was|were|has|have|had|did)n't (?P<who>we|(?:the|our) district"
    r"|(?:the|our)"
    r" (?:\w+ )?(?:team|staff|schools|systems)|all (?:of )?(?:(?:our|the) )?\w+|every \w+|everything"
    r"|everyone|nobody"
    r"|nothing) (?P<what>[^?]+)\?+[\"')!]*$",
    re.I,
)
_LEADS_ES = re.compile(
    r"^(?:y |pero |acaso )?\u00bf ?(?:y |acaso |pero )?(?:no (?:cree\w*|piensa\w*)|(?:no )?(?:es"
    r"|ser[i\u00ed]a|resulta|le|les|te|se|nos|sab[e\u00ed]\w*"
    r"|recuerda\w*|no[ts]\w+|qui[e\u00e9]n|puede\w*|imagina\w*|hab[i\u00ed]a\w*|ha\w*|est\u00e1\w*|qu\u00e9"
    r"|c\u00f3mo))\b(?P<lead>[^?,;.]*?)\bque (?P<what>[^?]{8,})\?+[\"')!]*$",
    re.I,
)
_TAG_ES = re.compile(
    r"^(?:\u00bf ?(?:verdad|cierto|no es (?:verdad|cierto)|a) que (?:(?:es"
    r"|da) (?:\w+ ){1,3}?(?:saber )?que )?(?P<first>[^?]{8,})"
    r"|(?P<last>[^?\u00bf]{8,}?),? \u00bf ?(?:verdad|cierto|no(?: es (?:verdad|cierto|as\u00ed))?"
    r"|no le parece|no cree))\?+[\"')!]*$",
    re.I,
)
# these ask in earnest whether it is so
_EARNEST_ES = re.compile(
    r"(?:cierto|verdad|posible|probable|si|creen?|piensan?|significa|pasa|pas\u00f3|hago|debo|tengo"
    r"|tiene[ns]?|hay"
    r"|quiere[ns]? decir|antes de|espera\w*|puedo|necesit\w+|informaci\u00f3n|datos|tipo|quiere)\b",
    re.I,
)
_EARNEST = re.compile(
    r"^(?:if|whether|what|which|who|where|when|why|how|about|of|any\w*|an?|the same|to|some(?:one|body"
    r"|thing))\b",
    re.I,
)
_PAST = re.compile(
    r"\b(?:came|got|went|knew|took|stole|left|kept|held|began|saw|works?|runs?|stays?|gave|means|goes"
    r"|comes?|stands?)\b",
    re.I,
)


def state_rhetoric(sentence: str) -> tuple[str, tuple[str, ...]]:
    """What a question tells that no one is to answer, in English, and words without a gloss; "" for none."""
    flat = plain(sentence).strip(" \"'*_(")
    if not flat.rstrip("\"')!").endswith("?") or LABELED.match(flat):
        return "", ()
    if find_language(flat) is Language.SPANISH:
        if tagged := _TAG_ES.match(flat):
            what = tagged["first"] or tagged["last"]
        else:
            told = _LEADS_ES.match(flat)
            if told is None or _EARNEST_ES.search(told["lead"]):
                return "", ()
            what = told["what"]
        glossed = gloss(_raise(what))
        return glossed.text, tuple(glossed.unknown)
    if (negative := _NEGATIVE.match(flat)) is not None:
        return _raise(f"{negative['who']} {negative['verb']} {negative['what']}"), ()
    told = _LEADS.match(flat) or (None if _ASKS.match(flat) else _TAG.match(flat))
    what = told["what"].strip() if told else ""
    if not (has_verb(what) or _PAST.search(what)) or _EARNEST.match(what):
        return "", ()
    return _raise(what), ()


def _raise(what: str) -> str:
    return f"{what[:1].upper()}{what[1:].rstrip(' .,')}."
