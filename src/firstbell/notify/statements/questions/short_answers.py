"""What a short answer says with what it leaves out ("nor were the phones"), and that it is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED
from firstbell.notify.statements.language.sentences import capitalize, has_verb
from firstbell.notify.statements.questions.stated_questions import ASKED

# "Questions? The call center is open": nothing is asked
INVITES = any_case(
    r"(?:any |got |have |more |still have |do you have )*(?:any )?(?:questions|concerns)\?|need (?:help"
    r"|more help|to talk|a hand)\?|"
    r"want (?:help|to talk)\?|worried\?|confused\?|[\u00bf]?(?:tiene |tienen )?(?:preguntas|dudas)\?"
    r"|[\u00bf]?necesitan? ayuda\?"
)
_BARE = any_case(r"(?:yes|no|correct|s\u00ed)[.!]")
# "Yes. $95,000, on September 18."
_FRAGMENT = re.compile(
    r"(?:about |some |only |just )?(?:\$? ?\d|on [A-Z]|all of|both\b|every one|each of)[^?]{0,80}[.!]?"
)
_ALSO = any_case(
    r"(?:and |but )?(?:so|(?P<no>neither|nor)) (?P<aux>was|were|is|are|has|have|had) (?P<who>[^;:?]+?)[.! ]*"
)
# a gloss of "y tampoco la biblioteca"
_NOR = any_case(r"(?:and )?nor (?P<who>(?:the |our )?[^;:?]+?)[.! ]*")
_PAID_IT = any_case(r"\b(pay|paid|paying) (?:it|them|that|any of it)\b")
_OF_RANSOM = any_words(r"ransom|money|demand\w*|payment")
_AND = any_case(r"^(?:and|but) (?=(?:we|the district|nobody|nothing|no \w+)\b)")


_MISUSE = any_words(
    r"misus\w+|fraud|abus\w+|us(?:e|ing) (?:my|our|your|their) (?:stolen )?(?:data|information)"
)
_THAT_SEARCH = any_case(
    r"^(?P<head>(?:(?:and|but) )?(?:we|nobody|no one|the district) (?:haven't|have not|hasn't|has not"
    r"|did not|didn't)(?: yet)?) (?:done|made|begun|run|carried out|started)"
    r" (?:that|this|such a|any such) (?:search|check|review)(?: yet| so far)?(?=[,.;!]|$)"
)


_CANNOT_SAY = any_case(
    r",? (?:and )?so (?:we|I|nobody) (?:can't|cannot|can not|don't|do not|can) (?:yet )?(?:say|know|tell"
    r"|answer)(?: (?:you|that|yet))*(?=[.!]?$)"
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
_ECHOED = any_case(
    r"^(?:and )?(?:we|the district|nobody|no one) (?:have|has|did|had)(?: not|n't)?(?: yet)? (?:search(?:ed)?"
    r"|look(?:ed)?|check(?:ed)?|done?|made?|sent|send) (?:for )?(?:that|it|this|so)(?: yet"
    r"| so far)?(?:,? and |[,;] |$)"
)


# that not all are says what "no" says, of all of them
_NOT_EVERY = any_case(r"not (?:all|every)(?: one)?(?: of them| files?| systems?)?(?: yet)?")
_OF_FILES = any_case(r"\bfiles?\b")
# "58 have no clean version", of files
_SO_MANY = any_case(
    r"^(?:for )?(?P<many>\d[\d,]*) (?:of them )?(?=(?:have|has|could|can|cannot|are|were|had)\b)"
)


# "were the doors or the cameras hit": "no, both were unaffected"
_UNHIT = any_case(
    r"(?:they|both|neither|it|none of (?:them|these)|all (?:of them|\w+)) (?:was|were|is|are|has been"
    r"|have been|had been) (?:(?<=neither was )|(?<=neither were )|(?<=neither is )|(?:not |never |un)"
    r"|(?<=them was )|(?<=them were ))?(?:affected|hit|touched|struck|damaged|spared)"
)
_WERE_HIT = any_case(r"(?:was|were|is|are|has|have) .*\b(?:hit|affected|struck|touched|damaged)\b")

# "yes, they are one of six kinds of information found"
_ONE_OF_KINDS = any_case(
    rf"(?:they|it|that|those|these) (?:is|are|was|were) (?:one|among) of (?:the )?(?P<many>\d+|{SPELLED})"
    r" (?:kinds?|types?|sorts?|categories)(?: of (?:personal )?(?:information|data|records))?(?: that)?"
    r"(?: (?:we|were|was|the search))? (?:found|identified)[.! ]*"
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
    return f"{capitalize(who)} {aux} {'not ' if denies else ''}{parts[3]}"


# "there is no contract for it", of what was asked about
_OFFERED = any_case(r"\bcredit monitoring\b")
_FOR_IT = any_case(r"\b(?P<at>for|of) (?:it|that|this)(?=[.,;!]|$| yet\b)")
_GROWING = any_case(
    r"^(?:is|are) (?:the|that|this|your) (?:number|count|list|figure|total|tally)s?(?: of [\w ]{3,30})?"
    r" (?:still )?(?:growing|rising|going up|climbing|open|expected to (?:grow|rise))\?[\"')]*$"
)
_YES_OR_NO = any_case(r"^(?:yes|no)\b")


_LOOKED_FOR = any_case(
    r"\b(?:looked (?:for|into)|searched for) (?:(?:our|the|my|your|any|stolen) )*(?:data|information) being"
    r" (?:misused|abused)\b"
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


_OF_ALL = any_words(r"everything|all|every")
_RESTORING = any_words(r"back|restore[ds]?|recover(?:ed)?|saved?|working|running")
_NOT_ALL = any_case(
    r"^(?:no|not quite|not entirely|not completely|not all(?: of it| of them)?|almost|nearly|not yet)[,:;.] "
    r"(?=(?:there (?:is|are) )?(?:still )?\d[\d,]* files? )"
)


def find_shortfall(question: str, answer: str) -> int:
    """Where an answer to "is everything back" tells, after "not quite", how many are not; 0 if nowhere."""
    match = _NOT_ALL.match(answer)
    return match.end() if match and _OF_ALL.search(question) and _RESTORING.search(question) else 0


NOT_KNOWN = any_case(
    r"^(?:(?:at this (?:point|time|stage|moment)|right now|today|so far|for now|as of now|as yet),? )?"
    r"(?:we (?:still )?(?:do not|don't|cannot|can't)(?: yet| still)? (?:know|say"
    r"|tell)(?: (?:yet|either way|one way or (?:the other|another)|for (?:sure|certain)|yes or no"
    r"|with certainty|at this point|today|so far|right now))*|(?:that|this|it) (?:has|have|is|was)(?: not"
    r"|n't)(?: yet)?(?: been)? (?:known|determined|established|settled|clear)(?: yet)?|(?:that|this|it"
    r"|(?:that|this|the) (?:number|count|figure|total)) (?:is|remains) (?:still )?(?:not (?:yet )?(?:known"
    r"|determined|settled|clear)|unknown|undetermined|open|unclear|undecided)(?: yet| so far)?"
    r"|(?:it is |it's )?too (?:early|soon) to (?:say|tell|know)|unknown|not known(?: yet)?|we have(?: not"
    r"|n't)(?: yet)? (?:determined|established|found out|confirmed|learned) (?:that|it|this)(?: yet)?)[.! ]*$"
)

# "We do not know, and we will not guess; none of the logs has been reviewed."
NOT_KNOWN_FIRST = any_case(
    r"^(?:we (?:do not|don't|cannot|can't)(?: yet| still)? (?:know|say|tell)(?: yet)?(?: for (?:sure|certain)"
    r"| at (?:this|the) (?:point|time|moment)| right now| today)?|it is too (?:early|soon) to (?:say|tell"
    r"|know)|(?:that|this|it|(?:that|this|the) (?:number|count|figure|total)) (?:is|remains)"
    r" (?:still )?(?:not (?:yet )?(?:known|determined)|unknown|undetermined|open|unclear)(?: yet)?(?=:"
    r"|,? (?:and|because)))(?:,? and (?:we )?(?:will not|won't|are not going to) (?:guess|speculate))?"
    r"(?:, because(?= none| no | not )"
    r"|, and(?= (?!we (?:will|can|do|won't|are)\b)\w+ \w+ \w+))?[;,:.\u2014 -]+(?=\w+ \w+ \w+)"
)
# an answer in Spanish that begins with "Hoy no podemos decirlo"
_SPANISH_NOT_KNOWN = any_case(
    r"^(?:(?:hoy|todav\u00eda|a\u00fan|por ahora|por el momento|hasta ahora|eso|esto),? )*no"
    r" (?:(?:lo )?(?:sabemos|se sabe|se conoce|podemos (?:decirlo|saberlo|confirmarlo)|puedo decirlo)"
    r"|(?:lo |se )(?:ha|hemos) (?:podido )?(?:determinad[oa]|establecid[oa]|confirmad[oa]|aclarad[oa]"
    r"|determinar|establecer|confirmar|aclarar))(?: todav\u00eda| a\u00fan| hoy| por ahora)*(?:[;:,.]+ *|$)"
    r"|^(?:eso |esto )?(?:(?:todav\u00eda|a\u00fan) )?(?:est\u00e1 por (?:determinarse|verse|confirmarse)"
    r"|sigue sin (?:saberse|determinarse))[.]*$"
)
HOW_IN = any_case(
    r"^how (?:did|could) (?:they|the \w+|somebody|someone|it) (?:get|break|come|gain access|enter)"
    r"(?: in| into \w+ \w+)?"
    r"\?[\"')]*$|^how (?:the )?intruders got in\?$"
)
WHO = any_case(
    r"^(?:do (?:you|we) know )?who (?:did (?:this|it)|(?:is|was|were|are) (?:behind|responsible for)"
    r" (?:it|this|the \w+)|attacked (?:us|you|the district))\?[\"')]*$"
)
_HOW_MANY_ARE = any_case(r"^(how (?:many|much) .*)\?[\"')]*$")
# "whose data was it"
_WHOSE = any_case(r"^((?:whose|which|where|when|why) (?!not\b).*)\?[\"')]*$")

_WHO_IS = any_case(r"^(who (?:all )?(?:is|are|was|were) (?:affected|concerned|involved))\?[\"')]*$")


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
