"""What a short answer says with what it leaves out ("nor were the phones"), and that it is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.language.sentences import has_verb
from firstbell.notify.statements.questions.stated_questions import ASKED

# "Questions? The call center is open": nothing is asked
INVITES = re.compile(
    r"(?:any |got |have |more |still have |do you have )*(?:any )?(?:questions|concerns)\?|need (?:help"
    r"|more help|to talk|a hand)\?|"
    r"want (?:help|to talk)\?|worried\?|confused\?|[\u00bf]?(?:tiene |tienen )?(?:preguntas|dudas)\?"
    r"|[\u00bf]?necesitan? ayuda\?",
    re.I,
)
_BARE = re.compile(r"(?:yes|no|correct|s\u00ed)[.!]", re.I)
# "Yes. $95,000, on September 18."
_FRAGMENT = re.compile(
    r"(?:about |some |only |just )?(?:\$? ?\d|on [A-Z]|all of|both\b|every one|each of)[^?]{0,80}[.!]?"
)
_ALSO = re.compile(
    r"(?:and |but )?(?:so|(?P<no>neither|nor)) (?P<aux>was|were|is|are|has|have|had) (?P<who>[^;:?]+?)[.! ]*",
    re.I,
)
# a gloss of "y tampoco la biblioteca"
_NOR = re.compile(r"(?:and )?nor (?P<who>(?:the |our )?[^;:?]+?)[.! ]*", re.I)
_PAID_IT = re.compile(r"\b(pay|paid|paying) (?:it|them|that|any of it)\b", re.I)
_OF_RANSOM = re.compile(r"\b(?:ransom|money|demand\w*|payment)\b", re.I)
_AND = re.compile(r"^(?:and|but) (?=(?:we|the district|nobody|nothing|no \w+)\b)", re.I)


_MISUSE = re.compile(
    r"\b(?:misus\w+|fraud|abus\w+|us(?:e|ing) (?:my|our|your|their) (?:stolen )?(?:data|information))\b", re.I
)
_THAT_SEARCH = re.compile(
    r"^(?P<head>(?:(?:and|but) )?(?:we|nobody|no one|the district) (?:haven't|have not|hasn't|has not"
    r"|did not|didn't)(?: yet)?) (?:done|made|begun|run|carried out|started)"
    r" (?:that|this|such a|any such) (?:search|check|review)(?: yet| so far)?(?=[,.;!]|$)",
    re.I,
)


_CANNOT_SAY = re.compile(
    r",? (?:and )?so (?:we|I|nobody) (?:can't|cannot|can not|don't|do not|can) (?:yet )?(?:say|know|tell"
    r"|answer)(?: (?:you|that|yet))*(?=[.!]?$)",
    re.I,
)


def name_misuse_search(question: str, answer: str) -> str:
    """An answer that "that search" has not been done, where misuse was asked about; "" for any other."""
    told = _THAT_SEARCH.match(answer) if _MISUSE.search(question) else None
    return (
        f"{told['head']} searched for misuse yet{_CANNOT_SAY.sub('', answer[told.end() :])}" if told else ""
    )


def join_fragments(sentences: Sequence[str]) -> list[str]:
    """The sentences, what has no verb and stands behind a bare "yes" or "no" as one with it."""
    joined: list[str] = []
    for sentence in sentences:
        answers = len(joined) > 1 and joined[-2].rstrip("\"')").endswith("?") and _BARE.fullmatch(joined[-1])
        if answers and _FRAGMENT.fullmatch(sentence) and not has_verb(sentence):
            joined[-1] = f"{joined[-1]} {sentence}"
        else:
            joined.append(sentence)
    return joined


# "no, we have not searched for that, and ...": what was asked, once more
_ECHOED = re.compile(
    r"^(?:and )?(?:we|the district|nobody|no one) (?:have|has|did|had)(?: not|n't)?(?: yet)? (?:search(?:ed)?"
    r"|look(?:ed)?|check(?:ed)?|done?|made?|sent|send) (?:for )?(?:that|it|this|so)(?: yet"
    r"| so far)?(?:,? and |[,;] |$)",
    re.I,
)


# that not all are says what "no" says, of all of them
_NOT_EVERY = re.compile(r"not (?:all|every)(?: one)?(?: of them| files?| systems?)?(?: yet)?", re.I)
_OF_FILES = re.compile(r"\bfiles?\b", re.I)
# "58 have no clean version", of files
_SO_MANY = re.compile(
    r"^(?:for )?(?P<many>\d[\d,]*) (?:of them )?(?=(?:have|has|could|can|cannot|are|were|had)\b)", re.I
)


# "were the doors or the cameras hit": "no, both were unaffected"
_UNHIT = re.compile(
    r"(?:they|both|neither|it|none of (?:them|these)|all (?:of them|\w+)) (?:was|were|is|are|has been"
    r"|have been|had been) "
    r"(?:(?<=neither was )|(?<=neither were )|(?<=neither is )|(?:not |never |un)|(?<=them was )"
    r"|(?<=them were ))?(?:affected|hit|touched|struck"
    r"|damaged|spared)",
    re.I,
)
_WERE_HIT = re.compile(r"(?:was|were|is|are|has|have) .*\b(?:hit|affected|struck|touched|damaged)\b", re.I)

# "yes, they are one of six kinds of information found"
_ONE_OF_KINDS = re.compile(
    rf"(?:they|it|that|those|these) (?:is|are|was|were) (?:one|among) of (?:the )?(?P<many>\d+"
    rf"|{SPELLED}) (?:kinds?|types?|sorts?|categories)"
    r"(?: of (?:personal )?(?:information|data|records))?(?: that)?(?: (?:we|were|was"
    r"|the search))? (?:found|identified)[.! ]*",
    re.I,
)


def restate_more(more: str, asked: str, *, denies: bool) -> str:
    """What an answer says besides yes or no, with what it leaves out: "nor were the phones" (affected)."""
    more = _ECHOED.sub("", more) if denies else more
    if denies and _UNHIT.fullmatch(more) and _WERE_HIT.match(asked):
        return ""
    if one_of := _ONE_OF_KINDS.fullmatch(more):
        return f"{one_of['many']} kinds of information were found"
    if denies and _NOT_EVERY.fullmatch(more) and _OF_ALL.search(asked):
        return ""
    parts = ASKED.fullmatch(f"{asked[:1].lower()}{asked[1:]}")
    also, nor = _ALSO.fullmatch(more), _NOR.fullmatch(more)
    if parts and also and bool(also["no"]) == denies:
        who, aux = also["who"], also["aux"].lower()
    elif parts and nor and denies and not also:
        who, aux = nor["who"], "was"
    else:
        told = _AND.sub("", more)
        if offered := _OFFERED.search(asked):
            told = _FOR_IT.sub(rf"\g<at> {offered[0]}", told)
        if _OF_FILES.search(asked):
            told = _SO_MANY.sub(r"\g<many> files ", told)
        return _PAID_IT.sub(r"\1 the ransom", told) if _OF_RANSOM.search(asked) else told
    return f"{who[:1].upper()}{who[1:]} {aux} {'not ' if denies else ''}{parts[3]}"


# "there is no contract for it", of what was asked about
_OFFERED = re.compile(r"\bcredit monitoring\b", re.I)
_FOR_IT = re.compile(r"\b(?P<at>for|of) (?:it|that|this)(?=[.,;!]|$| yet\b)", re.I)
_GROWING = re.compile(
    r"^(?:is|are) (?:the|that|this|your) (?:number|count|list|figure|total|tally)s?(?: of [\w ]{3,30})?"
    r" (?:still )?(?:growing|rising|going up|climbing|open|expected to (?:grow|rise))\?[\"')]*$",
    re.I,
)
_YES_OR_NO = re.compile(r"^(?:yes|no)\b", re.I)


_LOOKED_FOR = re.compile(
    r"\b(?:looked (?:for|into)|searched for) (?:(?:our|the|my|your|any|stolen) )*(?:data|information) being"
    r" (?:misused|abused)\b",
    re.I,
)


def turn_growing(asked: str, told: str) -> tuple[str, str]:
    """Whether the count is final, for whether it still grows, and its answer turned; else as they are.

    Whoever looks for data "being misused" searches for misuse.
    """
    asked = _LOOKED_FOR.sub("searched for misuse", asked)
    said = _YES_OR_NO.match(told)
    if not _GROWING.match(asked) or said is None:
        return asked, told
    return "Is the count final?", f"{'Yes' if said[0].lower() == 'no' else 'No'}{told[said.end() :]}"


_OF_ALL = re.compile(r"\b(?:everything|all|every)\b", re.I)
_RESTORING = re.compile(r"\b(?:back|restore[ds]?|recover(?:ed)?|saved?|working|running)\b", re.I)
_NOT_ALL = re.compile(
    r"^(?:no|not quite|not entirely|not completely|not all(?: of it| of them)?|almost|nearly|not yet)[,:;.] "
    r"(?=(?:there (?:is|are) )?(?:still )?\d[\d,]* files? )",
    re.I,
)


def find_shortfall(question: str, answer: str) -> int:
    """Where an answer to "is everything back" tells, after "not quite", how many are not; 0 if nowhere."""
    match = _NOT_ALL.match(answer)
    return match.end() if match and _OF_ALL.search(question) and _RESTORING.search(question) else 0


NOT_KNOWN = re.compile(
    r"^(?:(?:at this (?:point|time|stage|moment)|right now|today|so far|for now|as of now|as yet),? )?"
    r"(?:we (?:still )?(?:do not|don't|cannot|can't)(?: yet| still)? (?:know|say|tell)"
    r"(?: (?:yet|either way|one way or (?:the other|another)|for (?:sure|certain)|yes or no|with certainty"
    r"|at this point"
    r"|today|so far|right now))*"
    r"|(?:that|this|it) (?:has|have|is|was)(?: not|n't)(?: yet)?(?: been)? (?:known|determined|established"
    r"|settled|clear)(?: yet)?"
    r"|(?:that|this|it|(?:that|this|the) (?:number|count|figure|total)) (?:is|remains) (?:still )?"
    r"(?:not (?:yet )?(?:known|determined|settled|clear)"
    r"|unknown"
    r"|undetermined|open|unclear|undecided)"
    r"(?: yet| so far)?|(?:it is |it's )?too (?:early|soon) to (?:say|tell|know)|unknown"
    r"|not known(?: yet)?|we have(?: not|n't)(?: yet)? (?:determined|established|found out|confirmed|learned)"
    r" (?:that|it|this)(?: yet)?)[.! ]*$",
    re.I,
)

# "We do not know, and we will not guess; none of the logs has been reviewed."
NOT_KNOWN_FIRST = re.compile(
    r"^(?:we (?:do not|don't|cannot|can't)(?: yet| still)? (?:know|say|tell)(?: yet)?(?: for (?:sure"
    r"|certain)| at (?:this|the) (?:point|time|moment)| right now| today)?"
    r"|it is too (?:early|soon) to (?:say|tell|know)"
    r"|(?:that|this|it|(?:that|this|the) (?:number|count|figure|total)) (?:is|remains) (?:still )?"
    r"(?:not (?:yet )?(?:known|determined)|unknown|undetermined"
    r"|open|unclear)(?: yet)?(?=:|,? (?:and|because)))"
    r"(?:,? and (?:we )?(?:will not|won't|are not going to) (?:guess"
    r"|speculate))?(?:, because(?= none| no | not )|, and(?= (?!we (?:will|can|do|won't|are)\b)\w+ \w+ \w+))?"
    r"[;,:.\u2014 -]+(?=\w+ \w+ \w+)",
    re.I,
)
# an answer in Spanish that begins with "Hoy no podemos decirlo"
_SPANISH_NOT_KNOWN = re.compile(
    r"^(?:(?:hoy|todav\u00eda|a\u00fan|por ahora|por el momento|hasta ahora|eso|esto),? )*"
    r"no (?:(?:lo )?(?:sabemos|se sabe|se conoce|podemos"
    r" (?:decirlo|saberlo|confirmarlo)|puedo decirlo)"
    r"|(?:lo |se )(?:ha|hemos) (?:podido )?(?:determinad[oa]|establecid[oa]|confirmad[oa]|aclarad[oa]"
    r"|determinar|establecer|confirmar|aclarar))"
    r"(?: todav\u00eda| a\u00fan| hoy| por ahora)*(?:[;:,.]+ *|$)"
    r"|^(?:eso |esto )?(?:(?:todav\u00eda|a\u00fan) )?(?:est\u00e1 por (?:determinarse|verse|confirmarse)"
    r"|sigue sin (?:saberse|determinarse))[.]*$",
    re.I,
)
HOW_IN = re.compile(
    r"^how (?:did|could) (?:they|the \w+|somebody|someone|it) (?:get|break|come|gain access|enter)"
    r"(?: in| into \w+ \w+)?"
    r"\?[\"')]*$|^how (?:the )?intruders got in\?$",
    re.I,
)
WHO = re.compile(
    r"^(?:do (?:you|we) know )?who (?:did (?:this|it)|(?:is|was|were|are) (?:behind|responsible for)"
    r" (?:it|this|the \w+)|attacked (?:us|you|the district))\?[\"')]*$",
    re.I,
)
_HOW_MANY_ARE = re.compile(r"^(how (?:many|much) .*)\?[\"')]*$", re.I)
# "whose data was it"
_WHOSE = re.compile(r"^((?:whose|which|where|when|why) (?!not\b).*)\?[\"')]*$", re.I)

_WHO_IS = re.compile(r"^(who (?:all )?(?:is|are|was|were) (?:affected|concerned|involved))\?[\"')]*$", re.I)


def leave_open(question: str, answer: str) -> str:
    """Of "How did they get in? We do not know yet.": that it is not known; "" where it is not so answered."""
    if not NOT_KNOWN.match(answer):
        return ""
    if HOW_IN.match(question):
        return "It is not known how the intruders got in."
    if WHO.match(question):
        return "It is not known who was behind the attack."
    counted = _HOW_MANY_ARE.match(question) or _WHOSE.match(question) or _WHO_IS.match(question)
    return f"It is not known {counted[1][0].lower()}{counted[1][1:]}." if counted else ""


def find_open_start(told: str) -> int:
    """How much at the beginning of a Spanish answer says that it is not known; 0 where nothing does."""
    match = _SPANISH_NOT_KNOWN.match(told)
    return match.end() if match else 0
