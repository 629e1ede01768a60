"""Talking points: what is to be said where somebody asks, read as what it says."""

from __future__ import annotations

from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.sentences import capitalize, make_sentence

_ASKS = (
    r"^(?:if|when|whenever|should|in case) (?:(?:you|we) (?:are|get|should be) |(?:(?:an?|any|the"
    r"|some)(?:one|body)?"
    r" ?)?(?:(?!asks?\b)\w+ ){0,3}?)?(?:asks?|asked|wants? to know|wonders?|inquires?)(?: (?:you|us|me))?"
)
# "If a parent asks whether we paid, the answer is no."
_YES_OR_NO = any_case(
    _ASKS
    + r" (?:whether|if) (?P<what>.{8,120}?), (?:the answer is|(?:please )?(?:say|answer|reply))[: ]+[\"']?"
    r"(?P<yes>yes|no)\b"
    r"[\"'.]*$"
)
# "..., please say that it was not"
_ECHO = any_case(
    _ASKS + r" (?:whether|if) (?P<what>.{8,120}?), (?:please )?(?:say|answer|reply|respond"
    r"|tell (?:them|him|her|people|callers|families"
    r"|parents|reporters))(?: that|:|,)? [\"']?(?:it|they|we|there|he|she|this|that|none|nothing|nobody"
    r"|no one) (?P<verb>has|have|did|do|does"
    r"|was|were|is|are|can|could|will|had)(?P<not> not|n't)?(?: so| indeed| yet| been)?[\"'.!]*$"
)
_NONE = any_case(
    r"[\"' ](?:none|nothing|nobody|no one) (?:has|have|did|do|does|was|were|is|are|can|could|will"
    r"|had)[\"'.! ]*$"
)
# "..., please say that a search has not been done"
_SAYS = any_case(
    _ASKS
    + r" (?P<what>(?:whether|if|how|why|who|what|when|where|which|about|for)\b.{3,120}?), (?:please )?(?:say"
    r"|answer|reply|respond|explain"
    r"|(?:tell|inform) (?:them|him|her|people|callers|families|parents|reporters))(?: that"
    r"|:) (?P<told>[\w$\"'][^?]*)$"
)
_FIRST_VERB = any_case(r"\b(has|have|was|were|is|are|did|will|can|could|had)\b")
_MISUSE = any_case(r"\bmisus|\babus")
_FOR_THAT = any_case(r"\b(?P<search>search|check|looked|searched) for (?:that|it|this|any|such)\b")
# what turns to who is asked, and says nothing of the event
_TURNS = any_case(
    r"(?:please|call|to call|we (?:will|shall)|they (?:can|may|should)|the (?:office|principal"
    r"|superintendent) will)\b"
)


# "..., say that we do not have a number": what was asked is not known
_OPEN = any_case(
    r"(?:we|I|nobody|no one|the district|it|that|this|the (?:number|count|answer|figure)) (?:still "
    r"|simply )?(?:do not|does not|don't|doesn't|cannot|can't|can not|is not|isn't|are not)(?: yet)?"
    r" (?:have an? (?:number|count|figure|answer|date)|know|say|tell(?: them| you)?|(?:yet )?known|settled"
    r"|determined)(?: that| this| it| one)?(?: yet| so far| today)*[.!]?"
)


def read_if_asked(sentence: str) -> str:
    """What a talking point that gives a question and its answer says; the sentence where it is none."""
    if short := _YES_OR_NO.match(sentence):
        return _put(short["what"], yes=short["yes"].lower() == "yes") or sentence
    if echo := _ECHO.match(sentence):
        return _put(echo["what"], yes=not (echo["not"] or _NONE.search(sentence))) or sentence
    says = _SAYS.match(sentence)
    if says is None or _TURNS.match(says["told"]):
        return sentence
    told = says["told"]
    if _OPEN.fullmatch(told) and not says["what"].lower().startswith(("about", "for")):
        return f"It is not known {says['what']}."
    if _MISUSE.search(says["what"]):
        told = _FOR_THAT.sub(r"\g<search> for misuse", told)
    return capitalize(told)


def _put(what: str, *, yes: bool) -> str:
    """What was asked, as a sentence that is so or is not; "" where nobody can tell where to deny it."""
    told = make_sentence(what)
    if yes:
        return told
    return _FIRST_VERB.sub(r"\1 not", told, count=1) if _FIRST_VERB.search(told) else ""
