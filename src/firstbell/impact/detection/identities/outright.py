r"""What a text tells outright of somebody, whoever else it is about: that a complaint is against them, that a
board gave them leave for their health, that they are thought to have harmed a child.

>>> is_on_leave(b"medical leave of absence for tia long, 10/12", 29, 38)
True
>>> is_on_leave(b"tia long, grade 2, unpaid medical leave", 0, 8), is_on_leave(b"leave tia long alone", 6, 14)
(True, False)
"""

from __future__ import annotations

import re
from itertools import pairwise

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.identities.accusations import complains, is_respondent
from firstbell.impact.detection.identities.reported_harm import tell_harm
from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import DataKind, select_kinds
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern

_LEAVES = rb"(?:medical|maternity|fmla|disability|health|surgical)[ ]leaves?(?:[ ]of[ ]absence)?"
_LEAVE_OF = re.compile(
    rb"\b" + _LEAVES + rb"(?:[ ](?:requests?|extensions?|approved|granted|effective|without pay))*"
    rb"(?:[ ]?[:,(-]|[ ](?:for|of|to|by|from))[ ]{1,2}(?:(?:mr|mrs|ms|mx|dr)\.?[ ])?\Z"
)
_ON_LEAVE = re.compile(
    rb"(?:[ ]?[,(:-][ ]?[a-z0-9][a-z0-9 ./]{0,40})?[ ]?[ ,(:-][ ]?"
    rb"(?:(?:requests?|requested|extends?|extended|extension of|unpaid|paid|approved|begins?|starts?|takes?|"
    rb"is on|on|a|an|for|intermittent)[ ]){0,3}" + _LEAVES + rb"\b(?!,? (?:policy|form|pay))"
)  # fmt: skip
_OFFENDS = re.compile(
    rb"(?:^|\n|[ ]{2}|\|)[ \t]*(?:alleged |suspected )?(?:offender|perpetrator|maltreater|abuser)(?:'?s)?"
    rb"(?: names?)?[ \t]*:[ \t]*\Z"
)
# who is heard before their work ends
_HEARD = re.compile(
    rb"\b(?:discharge|dismissal|termination|loudermill)[ ]hearings?[ ]?(?:,|:|-|of|for|with)[ ]"
    rb"(?:(?:mr|mrs|ms|mx|dr)\.?[ ])?\Z"
)
# the label of one of several grown-ups on a card, and who of them is barred: "NO CONTACT ... - ADULT 2"
_WHICH = re.compile(
    rb"(?:^|\n|[ ]{2}|\|)[ \t*]*((?:adult|parent|guardian|contact|padre|adulto)[ ]?#?\d)[ .:]{1,12}\Z"
)
_BARRED = GuardedPattern(
    re.compile(
    rb"\b(?:no contact|restraining order|order for protection|protection order|(?:do|must|may) not "
    rb"(?:release|pick ?up)|no pick ?up|not allowed on)\b[^\n]{0,60}?\b"
    rb"((?:adult|parent|guardian|contact|padre|adulto)[ ]?#?\d)\b"
),
    (b"no contact", b"restraining", b"protection", b"not release", b"not pick", b"no pick",
     b"not allowed"),
)  # fmt: skip
_REACH = 80


def is_on_leave(folded: bytes, start: int, end: int) -> bool:
    """Whether words right before or behind a name say that this is who is on leave for their health."""
    before = folded[max(0, start - _REACH) : start]
    return _LEAVE_OF.search(before) is not None or _ON_LEAVE.match(folded, end) is not None


def tell_outright(passage: ReadText) -> None:
    """Tell all that is told so."""
    folded = passage.folded
    may_be_on_leave, is_complaint = b" leave" in folded, complains(folded)
    may_harm = any(term.kind == DataKind.SAFEGUARDING and term.is_strong for term in passage.terms)
    barred = {match[1].replace(b" ", b"") for match in _BARRED.finditer(folded)}
    for one in passage.subjects:
        start, end = one.mention.start, one.mention.end
        which = _WHICH.search(folded[max(0, start - _REACH) : start]) if barred else None
        if which is not None and which[1].replace(b" ", b"") in barred:
            one.tell(DataKind.SAFEGUARDING, Source.LABEL)
        offends = may_harm and _OFFENDS.search(folded[max(0, start - _REACH) : start]) is not None
        if is_complaint and is_respondent(folded, one) and (passage.is_pupil(one) or not offends):
            one.tell(DataKind.DISCIPLINE, Source.LABEL)
        if may_be_on_leave and passage.is_staff(one) and is_on_leave(folded, start, end):
            one.tell(DataKind.HEALTH, Source.SENTENCE)
        if passage.is_staff(one) and _HEARD.search(folded, max(0, start - _REACH), start):
            one.tell(DataKind.DISCIPLINE, Source.SENTENCE)
        if offends:
            # what else is told there is told of the child
            one.mention.is_label = one.is_other = True
            one.tell(DataKind.SAFEGUARDING, Source.LABEL)
    tell_harm(passage)
    _share_fate(passage)
    answering = {
        one.mention.candidates
        for one in passage.subjects
        if is_complaint and passage.is_pupil(one) and is_respondent(folded, one)
    }
    for one in passage.subjects:
        if DataKind.FINANCIAL in one.kinds and is_spared(passage, one, DataKind.FINANCIAL):
            one.kinds.discard(DataKind.FINANCIAL)
        if one.mention.candidates in answering:
            # what is said to have been done is told of whom it was done to
            one.kinds.discard(DataKind.SAFEGUARDING)


# a grown-up and a child to whom a sentence says that the same happened
_AND_CHILD = re.compile(
    rb"[ ]?(?:,[ ]|[ ]and[ ]|[ ]&[ ]|[ ]with[ ]){1,2}(?:(?:the|her|his|their|my|our|minor)[ ]){1,2}"
    rb"(?:child(?:ren)?|son|daughter|kids?|students?|boys?|girls?),?[ ](?:named[ ])?"
)
_ALIKE = re.compile(
    rb",?[ ](?:(?:and[ ])?(?:they|we)[ ])?(?:have|had|are|were|both|live|lived|stay|stayed|sleep|slept|"
    rb"moved|lost|need|"
    rb"became|fled|left)\b"
)
_SHARED = select_kinds(lambda signs: signs.of_guardians)


def _share_fate(passage: ReadText) -> None:
    """Tell a grown-up what a sentence says of them and of a child of theirs: "Gil Roe and his son Ben Roe are
    homeless".
    """
    for one, child in pairwise(passage.subjects):
        end = child.mention.end
        is_joined = _AND_CHILD.fullmatch(passage.folded, one.mention.end, child.mention.start) is not None
        if is_joined and not passage.is_pupil(one) and _ALIKE.match(passage.folded, end):
            for kind in child.kinds & _SHARED:
                one.tell(kind, Source.SENTENCE)


def is_spared(passage: ReadText, one: PassageSubject, kind: str) -> bool:
    """Whether what a text says of an account is no child's, since it tells the account of a grown-up of the
    family.
    """
    if kind != DataKind.FINANCIAL or not passage.is_pupil(one):
        return False
    holders = [other for other in passage.subjects if any(value.kind == kind for value in other.values)]
    return bool(holders) and not any(passage.is_pupil(other) or passage.is_staff(other) for other in holders)
