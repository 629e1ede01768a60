"""Answers that say that something is not known: what the question asked is open."""

from __future__ import annotations

import re

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
