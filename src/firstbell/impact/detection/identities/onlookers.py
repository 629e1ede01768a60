r"""Who stands in a text beside what it is about: a witness, who presents or drives, the staff who were
trained for it, who fills in the form about somebody else.

>>> is_onlooker(b"witness ada olson went", 8, 17), is_onlooker(b"witness to it all: ada olson", 19, 28)
(True, False)
>>> is_onlooker(b"claim rptd by ada olson", 14, 23), is_onlooker(b"mv liaison: ada olson", 12, 21)
(True, True)
>>> is_onlooker(b"principal report - ada", 19, 22), is_onlooker(b"incident report - ada", 18, 21)
(True, False)
>>> is_onlooker(b"staff trained\nada olson\nroom 4", 14, 23), is_onlooker(b"staff\nada olson\nroom 4", 6, 15)
(True, False)
>>> is_onlooker(b"bus 4 is driven by ada olson.", 19, 28), is_onlooker(b"ada olson saw her leave", 0, 9)
(True, True)
>>> is_onlooker(b"ada olson saw the nurse", 0, 9)
False
>>> is_onlooker(b"ada olson, who sat with him", 0, 9), is_onlooker(b"ada olson, who hit him", 0, 9)
(True, False)
>>> is_onlooker(b"his cousin ada is in this room.", 11, 14), is_onlooker(b"his cousin ada has lice.", 11, 14)
(True, False)
>>> asks_of_another(b"your name\nada\nwho did it?\nben"), asks_of_another(b"your name\nada\nwhy?\nlice")
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern

# right before a name, as its apposition, or as a label beside or above it
_BEFORE = GuardedPattern(
    re.compile(
    rb"(?:\b(?:(?:eye)?witness(?:es)?|presenters?|presented by|speakers?|trainers?|facilitators?|driven by|"
    rb"chaperoned by|translated by|interpreted by|proctor(?:ed by)?|moderated by)[ ]{1,2}"
    # who writes, prints or takes something in
    rb"|\b(?:kept by|run by|printed by|(?:last )?(?:saved|edited|updated|keyed|entered) by|opr|"
    rb"operator(?: id)?|signed for(?: by)?|delivered to)[ :]{1,3}"
    # who stands for the district in what is agreed, and who looks after it there
    rb"|\b(?:agreed (?:to )?by|employer rep(?:resentative)?|(?:district|school|county|agency) rep"
    rb"(?:resentative)?)[ :]{1,3}"
    # who passed it on, sees to it for all, or speaks of something else
    rb"|\b(?:claim|injury|incident|loss|case|absence) (?:rpt'?d|reported|(?:called|phoned) in) by[ :]{1,3}"
    rb"|\bliaison[ ]?[:=-]?[ ]{1,2}"
    rb"|\b(?:principal|superintendent|supt|treasurer|director|committee|council|union|chair|legislative|board)"
    rb"(?:'s)? (?:report|update)[ ]?[:\xb7-]{1,3}[ ]{1,2}"
    rb"|(?:^|\n)[ \t]*(?:presenters?|speakers?|facilitators?|moderators?)[ ]?:[ \t]*"
    rb"|(?:^|\n|  )[ \t]*(?:staff|adults?|people|persons?|employees)(?: members?)?"
    rb"(?: who (?:are|were))? trained"
    rb"(?: (?:in|on|for|to)[a-z ]{2,40})?[ \t]*:?[ \t\r\n]+"
    rb"|(?:^|\n|  )[ \t]*trained (?:staff|adults?|people|persons?|employees)[ \t]*:?[ \t\r\n]+)\Z"
),
    (b"witness", b"presente", b"speaker", b"rainer", b"trained", b"facilitator", b"driven by",
     b"chaperoned", b"translated", b"interpreted", b"proctor", b"moderator", b"moderated", b"kept by",
     b"run by", b"printed by", b"saved by", b"edited by", b"updated by", b"keyed by", b"entered by",
     b"opr", b"operator", b"signed for", b"delivered", b"agreed", b"rep", b"rpt", b"called in",
     b"phoned in", b"liaison", b"update"),
)  # fmt: skip
# right behind it
_BEHIND = re.compile(
    # who sits with, helps or drives whom a text is about
    rb"(?:,? who (?:also |then |usually )?(?:"
    rb"(?:sits?|sat|eats? lunch|rides?(?: the)? bus|rides?|rode|stood|stands|is|was|were|are) "
    rb"(?:with|next to|near|beside|behind|across from) (?:him|her|them)\b|"
    rb"(?:iced|bandaged|cleaned|splinted|found|helped|drove|walked|stayed with|called) "
    rb"(?:it|him|her|them|the (?:nurse|office|parents?)|911|ems)\b(?! (?:names|out)\b))|"
    rb"(?:[ ]|,? who (?:also )?)(?:(?:saw|watched|heard|overheard|witnessed|filmed)[ ](?:it|her|him|"
    rb"them|this|everything|"
    rb"the (?:fight|incident|whole thing|two|boys|girls|accident|crash))\b"
    # who kept silent answers for it
    rb"(?![^.\n]{0,90}\b(?:suspen|repriman|fired|oss\b|iss\b|detention|disciplin|unpaid|warned|dismiss))|"
    rb"(?:will be|is to be|has to be|was) interviewed(?: as a witness)?\b|"
    rb"(?:drives?|drove) (?:the )?(?:bus|route|van)\b|"
    # who tells a grown-up what another one did, and says no more of it
    rb"told (?:the |a |his |her |their )?(?:teacher|principal|counsell?or|sro|officer|adult|staff|office|"
    rb"dean|para|coach)(?: (?:right away|immediately|at once|about it|"
    rb"what (?:was|he|she|they) (?:said|saw|heard)))?(?=[.;\n])))"
)
# who works here, and is told to see to something, or does
_TOLD = re.compile(rb"\b(?:told|asked|reminded|had|let)[ ]\Z")
# to whom those whom a letter is about said something
_SAID_TO = re.compile(
    rb"\byou (?:(?:then|also|later|first|only) )?(?:told|informed|assured|promised|texted|called|emailed|"
    rb"answered|(?:said|admitted|explained|lied) to)[ ]"
    rb"(?:(?:mr|mrs|ms|mx|dr|principal|director|superintendent)\.?[ ])?\Z"
)
_SEES_TO = re.compile(
    rb"[ ](?:to (?:line up|set up|find|get|order|schedule|print|send|pull|check|call|cover)\b|"
    rb"(?:will |is going to |can )?(?:trains?|brings? the|resets?|interprets?|orders?|sets? up|lines? up)\b)"
)
# who works here, and saw or took in what is told of somebody else
_STANDS_BY = re.compile(
    rb"[ ](?:noticed|was (?:also )?present (?:as|with|for|and)\b|sat in (?:as|with|for|on)\b|"
    rb"took the (?:parent )?call\b)"
    rb"(?![^.\n]{0,90}\b(?:suspen|repriman|fired|oss\b|iss\b|detention|disciplin|unpaid|warned|dismiss))"
)
# whom somebody has here as well
_KIN = re.compile(
    rb"\b(?:his|her|their|my) (?:older |younger |twin |little |big |best )?"
    rb"(?:cousin|brother|sister|sibling|friend|classmate|teammate|girlfriend|boyfriend|roommate|neighbor)"
    rb",?[ ]\Z"
)
_IS_HERE = re.compile(
    rb"[ ](?:also )?(?:(?:is|was|sits|rides) (?:also )?(?:in|at|on|with|here)\b|attends\b|goes to\b|"
    rb"is an? \d)"
    rb"[^.;\n]{0,60}(?=[.;\n]|\Z)"
)
# the form is filled in about another one, whom it asks for as well
_ASKS = re.compile(
    rb"\bwho (?:was|were|got|is being) (?:hurt|harmed|bullied|targeted|injured)\b|"
    rb"\bwho (?:did|started|is doing|was doing) (?:it|this|that)\b|"
    rb"\b(?:name|who) of (?:the )?(?:student|child|person)s? (?:you are reporting|being reported|involved)\b"
)
_YOUR_NAME = re.compile(
    rb"(?:^|\n|  )[ \t]*your (?:full |own )?name(?: ?\([a-z ]{3,20}\))?[ \t]*[:?]?[ \t\r\n]+\Z"
)
_DID_IT = re.compile(
    rb"(?:^|\n|  )[ \t]*who (?:did|started|is doing|was doing) (?:it|this|that)\??(?: ?\([a-z ]{3,20}\))?"
    rb"[ \t]*:?[ \t\r\n]+\Z"
)
_WAS_HURT = re.compile(
    rb"(?:^|\n|  )[ \t]*who (?:was|were|got|is being) (?:hurt|harmed|bullied|targeted|injured)\??"
    rb"(?: ?\([a-z ]{3,20}\))?[ \t]*:?[ \t\r\n]+\Z"
)
_REACH = 80


def _tells_before(folded: bytes, start: int) -> bool:
    first = max(0, start - _REACH)
    return _BEFORE.may_match(folded[first:start]) and _BEFORE.pattern.search(folded, first, start) is not None


def is_onlooker(folded: bytes, start: int, end: int) -> bool:
    """Whether the words around a name say that it is that of one who stands beside."""
    if _KIN.search(folded, max(0, start - _REACH), start) and _IS_HERE.match(folded, end):
        return True
    return _tells_before(folded, start) or _BEHIND.match(folded, end) is not None


def _sees_to(folded: bytes, start: int, end: int) -> bool:
    """Whether the words around a name say that this one does a chore in what is told of somebody else, or
    stands by.

    >>> text = b"surgery moved, told tia to find a sub"
    >>> _sees_to(text, 20, 23), _sees_to(b"tia will train them", 0, 3), _sees_to(b"tia called in sick", 0, 3)
    (True, True, False)
    >>> _sees_to(b"tia noticed the bruise", 0, 3), _sees_to(b"tia was present as steward", 0, 3)
    (True, True)
    """
    if _STANDS_BY.match(folded, end) is not None:
        return True
    chore = _SEES_TO.match(folded, end)
    is_told = _TOLD.search(folded, max(0, start - _REACH), start) is not None
    return chore is not None and (is_told or not chore[0].startswith(b" to "))


def asks_of_another(folded: bytes) -> bool:
    """Whether a form asks who did something, or to whom it was done."""
    return b"who " in folded and _ASKS.search(folded) is not None


def mark_onlookers(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Mark them, and in a form about another one who fills it in, who did it, and who was hurt."""
    folded = passage.folded
    is_of_another = asks_of_another(folded)
    for one in named:
        start, end = one.mention.start, one.mention.end
        stretch = max(0, start - _REACH), start
        is_aside = _sees_to(folded, start, end) or _SAID_TO.search(folded, *stretch) is not None
        if is_onlooker(folded, start, end) or (not passage.is_pupil(one) and is_aside):
            one.is_other, one.mention.is_label = True, False
        elif is_of_another and _DID_IT.search(folded, *stretch) and passage.is_pupil(one):
            one.is_other, one.mention.is_label = False, True
        elif is_of_another and (_YOUR_NAME.search(folded, *stretch) or _WAS_HURT.search(folded, *stretch)):
            one.is_other, one.mention.is_label = True, False
