"""Questions as what they ask or tell: "were files taken" as "files were not taken".

"Isn't it a relief that nothing was lost?" says that nothing was lost. Questions that are told of are put with
their answers: "asked whether letters had gone out, and was told no".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import capitalize, has_verb, plain
from firstbell.notify.statements.language.spanish import gloss

_WHO = (
    r"(?:(?:Mr|Mrs|Ms|Dr)\.? [A-Z][\w'-]+(?: [A-Z][\w'-]+)?|(?:a|one|another|the) (?:parent|trustee|member"
    r"|teacher|reporter|resident|speaker|board member|chair(?:man|woman|person)?|president|treasurer)"
    r"|(?:some |several |many )?(?:parents|families|reporters|trustees|teachers|members|residents)"
    r"|(?:Trustee|Member|Director|President|Chair|Vice Chair|Treasurer|Board Member) [A-Z][\w'-]+)"
)
_WHAT = r"(?:whether|if|how many|how much|how far|how long|who|when|what|how|why|whose|where) [^;?]+?"
# "Mrs. Lee asked whether files had been lost, and was told that none had been"
_ASKED = any_case(
    rf"^(?:{_WHO}) (?:then |also )?(?:asked|wanted to know|inquired)"
    rf" (?P<what>{_WHAT})(?:(?:[;,]| and) (?:and )?(?:(?:he|she|they) )?(?:was|were) told(?: that)?"
    r"|[;,] (?:and )?the answer (?:was|is)(?: that)?):? (?P<answer>.+?)[.!]?$"
)
# a sentence that only tells of a question, and the one behind it that answers
_ONLY_ASKED = any_case(
    rf"^(?:(?:minutes|q)[^:]{{0,20}}: )?(?:{_WHO}) (?:then |also )?(?:asked|wanted to know"
    rf"|inquired) (?P<what>{_WHAT})[.]$"
)
_ANSWERED = any_case(
    r"^(?:(?:the )?(?:superintendent|administration|district|treasurer|counsel|chair(?:man|woman|person)?"
    r"|answer|(?:technology|it|business|finance) (?:director|manager))(?: [A-Z][\w'-]+)? (?:answered|replied"
    r"|said|responded|explained|was|is)(?: that)?:? )?(?P<answer>.+?)"
    r"(?:, (?:the |our )?(?:superintendent|administration|treasurer|counsel|chair\w*"
    r"|director)(?: [A-Z][\w'-]+)? (?:said|answered|replied|explained|reported))?[.!]?$"
)
_OPEN = any_case(
    r"(?:(?:this|that|it) (?:is|was|remains) (?:still "
    r"|as yet )?(?:not (?:yet )?(?:known|determined|established)|unknown|undetermined|open)(?: yet)?|(?:we"
    r"|they|the district) (?:do|did|does)(?: not|n't)(?: yet)? know(?: yet)?|nobody (?:knows|knew)(?: yet)?)"
)
_YES = any_case(
    r"(?:yes|(?:it|they|there|we|one|the district) (?:has|have|had|was|were|is|are"
    r"|did)(?: been)?(?: indeed)?)"
)
_NO = any_case(
    r"(?:no|not|not yet|(?:it|they|there|we|that|the district) (?:has|have|had|was|were|is|are|did"
    r"|does)(?: not|n't)(?: yet)?(?: been)?(?: yet)?|(?:none|nothing|nobody|no one|not one) (?:has|have|had"
    r"|was|were|is|are|did)(?: been)?(?: so far| yet)?)"
)
_AUXILIARY = any_case(r"\b(had|has|have|was|were|is|are|will|can)\b")
_ASKED_ANY = any_case(r"^any(thing|one|body)?\b ?")
_NONE = {"thing": "nothing ", "one": "nobody ", "body": "nobody "}


def state_asked(sentence: str) -> str:
    """What a sentence that tells of a question and its answer says; "" where no rule makes one of them."""
    asked = _ASKED.match(sentence)
    return _put(asked["what"], asked["answer"]) if asked else ""


def join_asked(first: str, second: str) -> str:
    """What a question that is told of and the sentence behind it, its answer, say together; "" likewise."""
    asked, answered = _ONLY_ASKED.match(first), _ANSWERED.match(second)
    return _put(asked["what"], answered["answer"]) if asked and answered else ""


def join_told(sentences: Sequence[str], longest: int) -> list[tuple[str, str]]:
    """The sentences, each as (written, read), a question that is told of joined with its answer.

    Two with more characters than `longest` are not joined.
    """
    joined: list[tuple[str, str]] = []
    at = 0
    while at < len(sentences):
        both = sentences[at : at + 2]
        read = join_asked(*both) if len(both) > 1 and sum(map(len, both)) <= longest else ""
        joined.append((" ".join(both), read) if read else (both[0], ""))
        at += 2 if read else 1
    return joined


def _put(what: str, answer: str) -> str:
    if _OPEN.fullmatch(answer):
        return f"It is not known {what}."
    word, _, rest = what.partition(" ")
    if word.lower() in ("whether", "if"):
        if _YES.fullmatch(answer):
            return _end(rest)
        return _end(_deny(rest)) if _NO.fullmatch(answer) else ""
    return ""


def _deny(clause: str) -> str:
    """A clause that is denied: "any letters had been sent" as "no letters had been sent"."""
    if match := _ASKED_ANY.match(clause):
        return f"{_NONE.get((match[1] or '').lower(), 'no ')}{clause[match.end() :]}"
    return _AUXILIARY.sub(r"\1 not", clause, count=1) if _AUXILIARY.search(clause) else ""


def _end(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:].rstrip('.')}." if clause else ""


# the marks of a question and its answer
LABEL = r"(?:q|a|p|r|question|answer|pregunta|respuesta)\d{0,2}[:.)] *"
LABELED = any_case(rf"^{LABEL}(?=\S)")
_WHY = any_case(r"^why ((?:was|were|is|are|has|have|had|did|do|does|can|could)\b.*)\?[\"')]*$")
_ASKED_WHY = any_case(
    r"(was|were|is|are|has|have|had|can|could) (i|we|you|they|it|(?:my|your|our|the|this) (?:\w+ )?\w+)"
    r"( not|n't)? (.*)"
)


# "Remember the week in May when we were closed?": what stands behind it is taken for granted
_WHO_KNOWS = (
    r"(?:(?:do|don't|does|can|can't) (?:you|we|anyone|everyone) (?:all |still |also |not )*)?"
    r"(?:remember|recall|forget|believe|notice|imagine)|(?:who|how) (?:could|can|would|will) (?:you|we"
    r"|anyone|ever |"
    r"possibly )*(?:forget|remember)|(?:did|do) you (?:all |also |already )*(?:know|hear|notice|realize|see)|"
    r"(?:have|had) you (?:all |also |already )*(?:heard|noticed|seen|realized)|heard|glad|happy|relieved|"
    r"(?:are you )?(?:still |already |also )*(?:upset|angry|worried|sad|disappointed|surprised|shocked"
    r"|concerned|"
    r"afraid|tired|curious|wondering|mad|sorry|confused)"
)
_GRANTED = any_case(
    rf"^(?:and |so |but |oh,? )?(?:{_WHO_KNOWS}),? (?:(?:that|how|when|why|about|as)\b|the (?:first |last "
    rf"|whole |entire )?"
    r"(?:day|days|week|weeks|month|morning|time|night|year|afternoon|weekend)(?P<month> (?:in|of|last|this"
    r"|back in)"
    r" [a-z]+)?(?: (?:when|that|in which|on which))?|(?P<bare>)(?=(?:all|the|our|every|no|none|we|your|any"
    r"|nobody|they)\b))"
    r" ?(?P<what>[^?]{8,})\?[\"')]*$"
)


_SHORTEST = 3


def state_granted(question: str) -> str:
    """What a question of who remembers or knows something takes for granted; "" where it asks else."""
    granted = _GRANTED.match(question)
    if granted is None or len(granted["what"].split()) < _SHORTEST:
        return ""
    if granted["bare"] is not None and not has_verb(granted["what"]):
        return ""
    what = capitalize(granted["what"])
    return f"{what}{granted['month'] or ''}."


def state_why(question: str) -> str:
    """What a question takes for granted that asks why it is so, or who remembers it; "" where it is none."""
    bare = LABELED.sub("", question)
    why = _WHY.match(bare)
    if why is None:
        return state_granted(bare)
    parts = _ASKED_WHY.fullmatch(why[1])
    if parts:
        return f"{capitalize(parts[2])} {parts[1]}{' not' if parts[3] else ''} {parts[4]}."
    return f"{state_question(why[1], denies=False)}."


ASKED = any_case(
    r"(was|were|is|are|has|have|had) (.+?) ((?:been|being|back|still|now|already|yet|final|safe|secure|stolen"
    r"|taken|lost|hit|struck|paid|found|told|sent|made|up|down|online|offline|affected|(?!outgoing|incoming"
    r"|ongoing|remaining|learning|building|training|monitoring|parking|morning|evening)\w+ing|\w+ed)\b.*)"
)
_ANY = any_case(r"any(?:thing|one|body)?\b")
_DID = re.compile(
    r"(did|do|does) ((?:the|our|your) (?:\w+ ){0,2}?\w+|you|we|they|anyone|anybody"
    r"|[A-Z][\w'.-]*(?: [A-Z][\w'.-]*)*)"
    r" ((?:pay|take|publish|get|find|lose|steal|copy|reset|notify|report|tell|offer|inform|call|send|restore"
    r"|leak|post|demand|ask|leave|search|review|examine|hire|engage|contact|involve|affect|reach|confirm"
    r"|learn|discover|notice|start|begin|sign|issue|mail|open|reopen|change|bring|retain)\b.*)"
)


_WHOLE = r"(?:every(?:thing)?|all)(?: of)?(?: (?:the|our|your))?(?: \w+){0,2}?"
# "could every file be recovered", "were you able to restore all files"
_COULD = any_case(
    rf"(?:could|can) (?P<what>{_WHOLE}) be (?P<done>recovered|restored|saved|brought back)"
    r"|(?:(?:could|can) (?:you|we|the district)|(?:was|were) (?:you|we|the district) able to)"
    rf" (?P<act>recover|restore|save|bring back|get back) (?P<whole>{_WHOLE})"
)
_RECOVERED = {
    "recover": "recovered",
    "restore": "restored",
    "save": "saved",
    "bring back": "brought back",
    "get back": "recovered",
}


def state_question(question: str, *, denies: bool) -> str:
    """A question as what its answer says: "were files taken", denied, is "files were not taken"."""
    body = question[0].lower() + question[1:]
    if did := _DID.fullmatch(body):
        who = "we" if did[2].lower() in ("you", "we") else did[2]
        what = f"{did[3]} a ransom" if did[3].lower() in ("pay", "pay up") else did[3]
        return f"{capitalize(who)} {did[1]}{' not' if denies else ''} {what}"
    if could := _COULD.fullmatch(body):
        what, done = (could["what"], could["done"]) if could["what"] else (could["whole"], could["act"])
        whole = f"{what[:1].lower()}{what[1:]}" if denies else capitalize(what)
        return f"{'Not ' if denies else ''}{whole} could be {_RECOVERED.get(done, done)}"
    parts = ASKED.fullmatch(body)
    if parts is None:
        return f"{'Not ' if denies else ''}{body}"
    whom = _ANY.match(parts[2]) if denies else None
    if whom:
        # "has anything been published", denied, is "nothing has been published"
        none = {"anything": "nothing", "anyone": "nobody", "anybody": "nobody"}.get(whom[0].lower(), "no")
        none = "none" if parts[2].lower().startswith("any of") else none
        return f"{none.capitalize()}{parts[2][whom.end() :]} {parts[1]} {parts[3]}"
    if denies and re.match(r"every(?:one|body|thing)\b|all\b", parts[2], re.I):
        return f"Not {parts[2]} {parts[1]} {parts[3]}"
    stated = f"{parts[2]} {parts[1]}{' not' if denies else ''} {parts[3]}"
    return stated[0].upper() + stated[1:]


_POINTS_BACK = any_words(r"it|they|them|this|that|these|those|which|he|she|both")


def join_more(read: str, more: str) -> str:
    """An answered question and what the answer says besides, as one sentence; "" where they are none.

    "Did you pay? Yes, $225,000 on October 17"; "Were they reset? Not yet, neither for staff nor for pupils".
    """
    denies = " not " in f" {read.lower()} "
    more = re.sub(r"\bthose of\b", "of", more, flags=re.I)
    told = re.sub(r"^neither (.*) nor ", r"\1 or ", more, flags=re.I) if denies else more
    if not more or (denies and told == more) or _POINTS_BACK.search(told):
        return ""
    return f"{read.rstrip('.')} {told}."


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
    r"(?:do|don|did|didn|have|haven|can|could|couldn|would|wouldn|will|won|should|shouldn)(?:n?'t)? (?:you|we"
    r"|they|anyone|anybody|everyone|people|parents|families)(?: not)?(?: all| also| ever| already| all of)*"
)
# what a claim hangs on: "that", or nothing
_THAT = r"(?: (?:that|when|as|because|since|now that)| how (?:\w+ly|fast|well|soon|many|few|much|little))?,? "
_LEADS = any_case(
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
    r")(?P<what>[^?]+)\?+[\"')!]*$"
)
# "Nothing was taken, right?"
_TAG = any_case(
    r"^(?P<what>[^?]{8,}?),? (?:right|correct|no|okay|ok|(?:is|are|was|were|has|have|had|did|does|do|will"
    r"|can)(?:n't)?"
    r" (?:it|they|we|he|she|you|there|that|this)(?: not)?|don't you (?:think|agree)|eh|huh"
    r"|wouldn't you (?:say|agree)"
    r"|you know|who knew|can you believe it|isn't that \w+)\?+[\"')!]*$"
)
_ASKS = any_case(
    r"^(?:is|are|was|were|has|have|had|did|do|does|will|can|could|would|should|may|might|what|who|whom|whose"
    r"|which|when|where|why|how|isn|aren|wasn|weren|hasn|haven|hadn|didn|don|doesn)\b"
)
# "Haven't we restored everything?" asks for a yes
_NEGATIVE = any_case(
    r"^(?:and |so |but )?(?P<verb>is|are|was|were|has|have|had|did)n't (?P<who>we|(?:the|our) district"
    r"|(?:the|our)"
    r" (?:\w+ )?(?:team|staff|schools|systems)|all (?:of )?(?:(?:our|the) )?\w+|every \w+|everything"
    r"|everyone|nobody"
    r"|nothing) (?P<what>[^?]+)\?+[\"')!]*$"
)
_LEADS_ES = any_case(
    r"^(?:y |pero |acaso )?\u00bf ?(?:y |acaso |pero )?(?:no (?:cree\w*|piensa\w*)|(?:no )?(?:es"
    r"|ser[i\u00ed]a|resulta|le|les|te|se|nos|sab[e\u00ed]\w*"
    r"|recuerda\w*|no[ts]\w+|qui[e\u00e9]n|puede\w*|imagina\w*|hab[i\u00ed]a\w*|ha\w*|est\u00e1\w*|qu\u00e9"
    r"|c\u00f3mo))\b(?P<lead>[^?,;.]*?)\bque (?P<what>[^?]{8,})\?+[\"')!]*$"
)
_TAG_ES = any_case(
    r"^(?:\u00bf ?(?:verdad|cierto|no es (?:verdad|cierto)|a) que (?:(?:es"
    r"|da) (?:\w+ ){1,3}?(?:saber )?que )?(?P<first>[^?]{8,})"
    r"|(?P<last>[^?\u00bf]{8,}?),? \u00bf ?(?:verdad|cierto|no(?: es (?:verdad|cierto|as\u00ed))?"
    r"|no le parece|no cree))\?+[\"')!]*$"
)
# these ask in earnest whether it is so
_EARNEST_ES = any_case(
    r"(?:cierto|verdad|posible|probable|si|creen?|piensan?|significa|pasa|pas\u00f3|hago|debo|tengo"
    r"|tiene[ns]?|hay"
    r"|quiere[ns]? decir|antes de|espera\w*|puedo|necesit\w+|informaci\u00f3n|datos|tipo|quiere)\b"
)
_EARNEST = any_case(
    r"^(?:if|whether|what|which|who|where|when|why|how|about|of|any\w*|an?|the same|to|some(?:one|body"
    r"|thing))\b"
)
_PAST = any_words(
    r"came|got|went|knew|took|stole|left|kept|held|began|saw|works?|runs?|stays?|gave|means|goes|comes?"
    r"|stands?"
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
