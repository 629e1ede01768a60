"""Answers that say more than yes or no: "Yes, student passwords were reset last week", "Not quite, but most".

The yes or no is put to the question, and what stands behind it is a sentence of its own: both must be so. Of
"have you searched every file?" a part may be told: then the part is what is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.notify.statements.language.quantities import SHARE, SPELLED
from firstbell.notify.statements.questions.stated_questions import state_question

_ASKED = re.compile(
    r"^(?P<asked>(?:and |but |so )?(?:is|are|was|were|has|have|had|did|do|does|can|could|will)"
    r" [^?]{6,160})\?[\"')]* +"
    r"(?P<head>yes|no)\b[,;:.\u2014 -]+(?P<told>[A-Za-z$][^?]{12,220}?)[.!]?$",
    re.I,
)
# what stands behind leans on the question, or claims nothing by itself
_LEANS = re.compile(
    r"(?:it|they|he|she|this|that|these|those|we|i|you|there|all|none|both|not|but|and|so|nor|only|or"
    r"|because|since|as"
    r"|one|some|most|each|every|half|any|none of|except|unless|if|though|although)\b",
    re.I,
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|did|does|do|can|went|got|came|began)\b", re.I)
# a child's password is one of the students'
_CHILD = re.compile(
    r"\b(?:my|your|our) (?:child|children|son|daughter|kid)s?(?:'s|') (?:\w+ )?password(?P<s>s?)\b", re.I
)


def part_answer(said: str) -> Sequence[str]:
    """The question with its yes or no, and the sentence behind it; none where that leans on the question."""
    parts = _ASKED.match(said)
    if parts is None or _LEANS.match(parts["told"]) or not _FINITE.search(parts["told"]):
        return ()
    asked = _CHILD.sub("student passwords", parts["asked"])
    told = parts["told"]
    return f"{asked}? {parts['head'].capitalize()}.", f"{told[:1].upper()}{told[1:]}."


# "Was data stolen? Yes, we confirmed it a week ago": when it was found to be so
_FOUND_SO = re.compile(
    r"^(?:and |but |so )?(?P<asked>(?:was|were|has|have|had|did) [^?]{2,120}\b(?:taken|stolen|copied"
    r"|published"
    r"|posted|leaked|removed)\b[^?]{0,40})\?[\"')]* +"
    r"yes\b[,;:.\u2014 -]+(?P<who>we|(?:the|our) (?:firm|investigators|forensic (?:firm|team)|review))"
    r" (?P<did>(?:first )?(?:confirmed|learned|established|determined|found out|found|discovered))(?: of)?"
    r" (?:it|that|this|so)(?P<day> [^?;]{3,50}?)?[.!]?$",
    re.I,
)


def tell_found(said: str) -> Sequence[str]:
    """A question with its yes, and that it was found to be so on a day; none where nobody answers so."""
    found = _FOUND_SO.match(said)
    if found is None:
        return ()
    stated = state_question(found["asked"], denies=False)
    who, day = found["who"], found["day"] or ""
    told = f"{who[:1].upper()}{who[1:]} {found['did']}{day} that {stated[:1].lower()}{stated[1:]}."
    return f"{found['asked'][:1].upper()}{found['asked'][1:]}? Yes.", told


_BOUND = (
    r"(?:(?:about|around|roughly|nearly|almost|more than|less than|over|under|just over|just under"
    r"|well over) )?"
)
_PART = (
    rf"(?:{SHARE.pattern}|(?:\d+|{SPELLED}) (?:in|out of) (?:every )?(?:ten|five|four|three|100)"
    rf"|(?:\d[\d,]*|{SPELLED}) of (?:the )?(?:\d[\d,]*|{SPELLED}))"
)
_EVERY = re.compile(
    r"^(?:and |but |so )?(?:is|are|was|were|has|have|had|did) (?P<asked>[^?]*\b(?:every|all"
    r"|each)\b[^?]{3,80})\?[\"')]* +"
    r"(?:not (?:quite|all|yet|every one|entirely|completely)|no|almost|nearly)\b[,;:.\u2014 -]*(?:but "
    r"|only |so far |just )*"
    rf"(?P<part>{_BOUND}{_PART})(?: of (?:them|it))?(?: so far| yet| have| are| is| has)*[.!]?$",
    re.I,
)
# what is asked of all of something, and how a part of it is told
_WHOLES: Sequence[tuple[re.Pattern[str], str, str]] = tuple(
    (re.compile(words, re.I), told, rest)
    for words, told, rest in (
        (r"\b(?:search\w*|look\w* (?:through|at)|gone through|read|reviewed) [^?]*\bfiles?\b|\bfiles?"
            r" [^?]*\bsearched", "{part} of the files have been searched.",
            "The search of the files is not complete."),
        (r"\b(?:systems?|services?)\b[^?]*\b(?:back|restored|working|running)|\brestored"
            r" [^?]*\bsystems?", "{part} of the systems are restored.",
            "Not all systems are restored."),
        (r"\b(?:sent|mailed|gone out)\b[^?]*\bletters?\b|\bletters? [^?]*\b(?:sent|mailed|gone out"
            r"|out)\b", "{part} of the letters have been sent.",
            "Not all letters have been sent."),
        (r"\b(?:reviewed|looked through|gone through|examined|checked) [^?]*\b(?:days?|logs?)\b|\b(?:days"
            r"|logs) [^?]*\b(?:reviewed|examined|checked)", "{part} of the days of logs have been reviewed.",
            "The review of the logs is not complete."),
    )
)  # fmt: skip


def tell_part(said: str) -> Sequence[str]:
    """The part that is told of what was asked of all, and that it is not all; none where nobody asked so."""
    every = _EVERY.match(said)
    if every is None:
        return ()
    told = next((told for words, *told in _WHOLES if words.search(every["asked"])), ())
    part = every["part"]
    return [one.format(part=f"{part[:1].upper()}{part[1:]}") for one in told]
