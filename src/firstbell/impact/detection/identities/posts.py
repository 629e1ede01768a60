"""Posts of those who work with others: a phrase that is a part of what somebody is called says nothing of
anybody.

>>> names_post(b"the homeless liaison called", 12), names_post(b"homeless since may", 8)
(True, False)
>>> ends_title(b"tia long, special education teacher", 8, 27)
True
"""

from __future__ import annotations

import re

# "homeless liaison", "crisis team": an office, or what one is busy with
_POSTS = (
    rb"(?:liaison|coordinator|director|specialist|department|dept|office|officer|policy|committee|team|"
    rb"training|"
    rb"supervisor|manager|program|work|workshop|posting|interventionist|facilitator|consultant|"
    rb"point of contact|contact person|poc|hotline)"
)
_POST = re.compile(rb"\w{0,12}[ ]+" + _POSTS + rb"\b")
_ENDS_POST = re.compile(rb"\b" + _POSTS + rb"\Z")
_POST_CHARS = 18
# what stands behind a name and ends in the word for a post
_TITLE = re.compile(
    rb"[ ]?[,(\xb7|-][ ]?[a-z][a-z /&.-]{0,48}?\b(?:teacher|para|paraprofessional|aide|nurse|psychologist|"
    rb"counselor|therapist|pathologist|clinician|worker|case manager|" + _POSTS + rb")\b"
)


# behind a name, to the end of what is said of it: "Ada Roe, classroom teacher, wrote"
_WORKS = re.compile(
    rb"[ ]?[,(][ ]?(?:(?:the|a|our|his|her|their|my|school|district|licensed|lead|sub)[ ])*"
    rb"(?:(?:classroom|homeroom|general education|gen(?:eral)? ed|special education|special ed|sped|"
    rb"(?:[1-9]|1[0-2])(?:st|nd|rd|th) grade|kindergarten|reading|math|music|art|speech|bus|lunch|case)[ ])?"
    rb"(?:teacher|para|paraprofessional|psychologist|principal|social worker|counsell?or|manager|nurse|"
    rb"custodian|secretary|coach|aide|slp|pathologist|therapist|dean|superintendent|interventionist|driver)"
    rb"(?=[ ]?[,.;:)\r\n]|[ ](?:and|&|of|at|in|referred|wrote|reports?|reported|said|says|noted|notes)\b|\Z)"
    rb"|[ ]?[,(][ ]?(?:general|special) education[ \t]*(?=[\r\n)]|\Z)"
)
# "this is Ada in the health office"
_IN_OFFICE = re.compile(
    rb"[ ]?,?[ ](?:in|from|at|with)[ ](?:the[ ])?(?:[a-z']+[ ]){0,3}?"
    rb"(?:office|school|elementary|middle|high|payroll|hr|human resources|nurse|attendance|desk|district)\b"
)


def names_post(folded: bytes, at: int) -> bool:
    """Whether a phrase that ends there is a part of the name of a post, or of an office."""
    return bool(_POST.match(folded, at) or _ENDS_POST.search(folded[max(0, at - _POST_CHARS) : at]))


def ends_title(folded: bytes, end: int, at: int) -> bool:
    """Whether a phrase that ends at a place stands in what somebody is called behind a name that ends at
    `end`.
    """
    title = _TITLE.match(folded, end)
    return title is not None and at <= title.end()


def is_called_worker(folded: bytes, end: int) -> bool:
    """Whether what stands behind a name says that it is of somebody who works in a school.

    >>> is_called_worker(b"ada roe, a teacher, wrote", 7), is_called_worker(b"ada roe, nurse called", 7)
    (True, False)
    """
    return _WORKS.match(folded, end) is not None


def calls_from_office(folded: bytes, end: int) -> bool:
    """Whether somebody who says their own name says from which office they call or write.

    >>> calls_from_office(b"this is ada roe in the health office", 15)
    True
    """
    return _IN_OFFICE.match(folded, end) is not None
