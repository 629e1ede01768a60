"""Who works here and is said to have done something to a child, and whom a court keeps off one: the first is
a matter of discipline, and the child is who was harmed or has to be kept safe.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import DataKind

# "she reports that a coach, Vic Hale, sent her ..."
_REPORTED = re.compile(
    rb"\b(?:reports?|reported|says?|said|states?|stated|alleges?|alleged|claims?|claimed|"
    rb"discloses?|disclosed|complain(?:s|ed)|tells us|told (?:us|me))[ ]"
    rb"(?:that )?(?:an?|the|his|her|their|our|my)[ ](?:[a-z]+[ ]){0,2}"
    rb"(?:coach|teacher|aide|paraprofessional|para|driver|custodian|principal|nurse|counsel+or|"
    rb"staff member|employee|tutor|volunteer|instructor|cook|monitor|supervisor),?[ ]\Z"
)
_HARMED = re.compile(
    rb",?[ ](?:(?:had|has|was|have|kept|then|repeatedly|also|again|once|who)[ ])*"
    rb"(?:(?:sent|sends|sending|showed) [a-z ]{0,24}(?:messages?|texts?|pictures?|photos?|nudes?|snaps?|"
    rb"videos?)|touch|slap|hits?\b|hitting|grab|kiss|shov|push|kick|chok|scream|yell|curs|swore|threw|"
    rb"pinch|spank|struck|expos|fondl|grop|dragg|lock|shook|twist|squeez|call(?:ed|s) (?:him|her|them))"
)
# it is done to a child who was named before
_TO_CHILD = re.compile(rb",?(?: [a-z]+){1,5}? (?:him|her|them)\b")
# "a restraining order against Rolf Kern"
_AGAINST = re.compile(
    rb"\b(?:orders?|ofp|hro|orden)\b[^.;\n]{0,40}\b(?:against|vs?\.?|contra)[ ](?:(?:mr|mrs|ms)\.?[ ])?\Z"
)
_BEFORE, _BEHIND = 100, 80


def is_reported(folded: bytes, one: PassageSubject) -> bool:
    """Whether somebody says that this one did something to a child.

    >>> from firstbell.impact.detection.identities.mentions import Mention
    >>> vic = PassageSubject(Mention(26, 29, ()))
    >>> is_reported(b"she reports that an aide, vic, slapped her", vic)
    True
    >>> is_reported(b"she reports that an aide, vic, helped her", vic)
    False
    """
    start, end = one.mention.start, one.mention.end
    before = folded[max(0, start - _BEFORE) : start]
    return _HARMED.match(folded, end) is not None and _REPORTED.search(before) is not None


def tell_harm(passage: ReadText) -> None:
    """Say of who works here what they are said to have done, and of children that it was done to them, or
    that an order keeps somebody off.
    """
    for one in passage.subjects:
        if passage.is_pupil(one):
            continue
        start, end = one.mention.start, one.mention.end
        above = passage.list_between(passage.paragraph_of(start)[0], start)
        children = [other for other in above if passage.is_pupil(other)]
        is_harm = DataKind.SAFEGUARDING in one.kinds
        harms = (
            is_harm
            and children
            and _HARMED.match(passage.folded, end)
            and _TO_CHILD.match(passage.folded, end)
        )
        if passage.is_staff(one) and (harms or is_reported(passage.folded, one)):
            one.tell(DataKind.DISCIPLINE, Source.SENTENCE)
            one.kinds.discard(DataKind.SAFEGUARDING)
            behind = passage.list_between(end, end + _BEHIND)
            _tell([other for other in behind if passage.is_pupil(other)][:1] or children[-1:] * is_harm)
        elif is_harm and _AGAINST.search(passage.folded, max(0, start - _BEHIND), start):
            _tell([other for other in children if not other.is_other][-1:])


def _tell(children: Sequence[PassageSubject]) -> None:
    for child in children:
        child.tell(DataKind.SAFEGUARDING, Source.SENTENCE)
