"""People of whom a list says that there is nothing: "OLSON, ADA  born 3/2/1990  NO RECORD"."""

from __future__ import annotations

import re

from firstbell.impact.detection.headers.codes import find_kinds
from firstbell.impact.detection.identities.accusations import complains, is_respondent
from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.fills import list_denied
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern

_CLEAR = GuardedPattern(
    re.compile(
        rb"\b(?:no|nil|without)[ ](?:criminal |arrest |conviction |disqualifying )*"
        rb"(?:records?|hits?|history|convictions?|findings?|match(?:es)?|disqualif\w+)\b"
        rb"(?! (?:was|were) (?:kept|made|sent))"
        rb"|(?:\n|[:|\t-]|  )[ \t]*(?:clear(?:ed)?|clean)[ \t.]*(?:[\r\n|]|\Z)"
    ),
    (b"no ", b"nil ", b"without ", b"clear", b"clean"),
)
# who passed what all are tested for, with nothing found
_PASSED = re.compile(
    rb"[ ,:|\t-]+(?:passed|pass|normal|wnl|within normal limits|no concerns?)\b[^\n;]{0,60}?"
    rb"\b(?:vision|hearing|dental|scoliosis|screening|both)\b|"
    rb"[^\n;]{0,24}\b(?:vision|hearing|dental|scoliosis)[ :=-]{1,3}(?:passed|pass|normal|wnl|20/20)\b"
)
_FOUND = re.compile(
    rb"\b(?:fail\w*|refer\w*|re-?(?:test|screen)\w*|glasses|loss|abnormal|aids?|follow[ -]?up|concerns?)\b"
)
# who came to tell of another one, and did nothing
_CAME_FORWARD = re.compile(
    rb"[ ](?:also )?(?:saw|seen|witnessed|reported|overheard|noticed|told|came)\b[^\n]{0,120}?"
    rb"\b(?:(?:no|without) (?:wrong-?doing|fault|part in it|involvement)|(?:did|done|has done) nothing wrong|"
    rb"not (?:involved|at fault|accused|disciplined))\b"
    rb"|[ \t:,-]{1,6}(?:was |were |had |has |is )?(?:nothing to do (?:with|w/?)|not involved|no part in) "
)
# who pays for meals gets nothing
_PAYS = GuardedPattern(
    re.compile(
        rb"\b(?:eligib\w+|elig|status|meal|lunch|code)[ ]?[:=-]?[ ]?"
        rb"(?:paid|full(?:[ -]?(?:price|pay))?|denied|p)\b"
    ),
    (b"elig", b"status", b"meal", b"lunch", b"code"),
)
_NO_CONCERN = re.compile(rb"\bno (?:further )?(?:concerns?|referrals?|follow[ -]?up|loss)\b")
_SCREENED = frozenset((DataKind.HEALTH.value, DataKind.SPECIAL_EDUCATION.value))
_CONDUCT = frozenset((DataKind.DISCIPLINE.value,))
_REACH = 300
_NOTHING: frozenset[str] = frozenset()
_WAYS = ((_CLEAR, DataKind.DISCIPLINE.value), (_PAYS, DataKind.ECONOMIC.value))


# to whom a child is not given, or from whom a court keeps it
_BARRED = re.compile(
    rb"(?:\b(?:do not|don't|never|may not|not to be|cannot be|is not to be) (?:be )?(?:releas|giv|hand)\w*"
    rb"(?: (?:him|her|them|child|student|kids?|over|out))*(?: (?:back )?to)"
    rb"|\bno (?:se )?entreg\w*(?: al? (?:nin[oa]|menor|alumn[oa]))? a"
    rb"|\b(?:do not|don't|never|may not|cannot|must not|not|no longer) (?:to )?(?:let|allow|permit)"
    rb"|\b(?:not|never|n't) (?:be )?(?:leave|go|sent|send|ride|left)(?: home| off| out)? with"
    rb"|\bno[ -]contact(?: order)?(?: with| against)?"
    rb"|\b(?:ofp|hro|danco|restraining order|order for protection)(?: is)? (?:against|vs\.?|versus|on)"
    rb"|\b(?:ofp|hro|danco|(?:restraining|protective|no[ -]contact) order|order (?:for|of) protection)\b"
    rb"[^.;\n]{0,28}\bagainst)"
    rb"[ ](?:(?:mom|dad|mother|father|mr|ms|mrs|step\w+)\.? )?\Z"
)
_KEPT_OFF = re.compile(
    rb"[ ](?:\([a-z]+\) )?(?:(?:may|must|can|shall) ?not|is not(?: allowed| permitted)?|"
    rb"is (?:barred|kept|banned))[ ](?:to )?(?:come within|come (?:near|on)|be (?:within|near)|go near|"
    rb"have (?:any )?contact|contact|approach|pick (?:up|him|her|them)|"
    rb"(?:take|get|fetch|collect|see|visit|remove)(?! (?:over|part|care|place|rid|into|to know)\b)|"
    rb"from (?:contact|the child|her|him))\b"
)
# the order that keeps somebody off, right behind the name
_ORDER_BEHIND = re.compile(
    rb"[ ]?(?:[,(:;-]|\xe2\x80[\x93\x94]){1,2}[ ]?(?:there is |has )?(?:an? )?(?:active |current |temp\w* )?"
    rb"(?:ofp|hro|danco|dvro|(?:restraining|protective|no[ -]contact|trespass) (?:order|notice)"
    rb"|order (?:for|of) protection|no[ -]contact)\b(?! (?:violation|hearing|info))"
)
# what a card notes of the grown-up whose it is
_NOTED = re.compile(
    rb"\n[ \t]*(?:notes?|alerts?|comments?|remarks?|restrictions?|status|pick ?-?up)[ ]?:[ ]*(?:\*+[ ]?)?"
    rb"(?:(?:is )?not (?:allowed|permitted|authori[sz]ed|to)\b|no (?:contact|pick ?-?up|release)\b|"
    rb"supervised (?:visits?|contact|only)|barred|banned|(?:may|must|can) ?not (?:take|pick|have|see)|"
    rb"do not release|never (?:release|give|allow))"
)
_BARRED_REACH, _CARD_REACH = 60, 200
_BEHIND = (_KEPT_OFF, _ORDER_BEHIND)
_SAFEGUARDING = frozenset((DataKind.SAFEGUARDING.value,))


# whom a report to the county names as who looks after a child, or is thought to have harmed it
_CAREGIVER = re.compile(
    rb"(?:^|\n)[ \t]*(?:caregiver|caretaker|alleged(?: (?:offender|perpetrator|maltreater|abuser))?|"
    rb"perpetrator|maltreater)"
    rb"(?:'?s)?(?: name)?[ \t.:]{1,12}\Z"
)


# who asks a court to keep somebody away, by what stands behind the name or before it
_ASKS_COURT = re.compile(
    rb"(?:(?!respondent|\bvs?\b|versus)[^.;:]){0,110}?[,(][ \n]{0,3}(?:the )?petitioners?\b"
)
_PETITIONER = re.compile(
    rb"(?:^|\n|  )[ \t]*petitioner(?:'?s)?(?: name)?(?: \([a-z ]{2,20}\))?[ \t]*[:.][ \t]*\Z"
)
# and whom it keeps away
_ANSWERS_COURT = re.compile(rb"[ \t]*[,(][ \n]{0,3}(?:the )?respondents?\b")
_RESPONDENT = re.compile(
    rb"(?:^|\n|  )[ \t]*respondent(?:'?s)?(?: name)?(?: \([a-z ]{2,20}\))?[ \t]*[:.][ \t]*\Z"
)
# a paper that a court has given, and not one in which somebody asks it for more
_ORDERED = re.compile(
    rb"\b(?:order for protection|protecti(?:on|ve) order|restraining order|no[ -]contact order|"
    rb"harassment order|"
    rb"(?:court|judge) (?:finds|found|orders?|ordered)|it is (?:hereby )?ordered)\b"
)


# what counselors settle that says nothing of anybody's mind
_OF_CLASSES = re.compile(
    rb"\b(?:schedule[ -]changes?|"
    rb"chang(?:e|es|ing) (?:of )?(?:his |her |their |the |my )?(?:schedule|class(?:es)?)|"
    rb"(?:drop|add|switch(?:es|ed)? (?:to|into|out of)|swap|move (?:to|into))s?(?:ped|ed|ping|ing)? "
    rb"(?:from )?(?:\w+ )?(?:band|choir|orchestra|art|gym|pe|spanish|french|study hall|class|ap [a-z]+|"
    rb"chemistry|algebra|geometry|physics|ceramics|elective)|course (?:requests?|selections?|"
    rb"registration|load)|"
    rb"credit (?:checks?|recovery)|transcripts?|college (?:visits?|app\w*|reps?|fair|essay)|dual credit|"
    rb"class rank|graduation plan)\b"
)
_VISITED = frozenset((DataKind.COUNSELLING.value,))
_LINE_REACH = 60


def _end_line(folded: bytes, at: int) -> int:
    end = folded.find(b"\n", at)
    return end if end >= 0 else len(folded)


def list_barred(passage: ReadText, mention: Mention) -> frozenset[str]:
    """The kind that is told of a grown-up who is named there, where it is said that a child is not given to
    them or that they may not come near, or where a text that says that one is in danger calls them who looks
    after it.
    """
    before = passage.folded[max(0, mention.start - _BARRED_REACH) : mention.start]
    if is_kept_off(passage, mention):
        return _SAFEGUARDING
    is_court = b"petitioner" in passage.folded and b"respondent" in passage.folded
    if is_court and _is_in_danger(passage) and _asks_court(passage, mention, before):
        return _SAFEGUARDING
    end = passage.paragraph_of(mention.start)[1]
    if mention.is_label and _NOTED.search(passage.folded, mention.end, min(end, mention.end + _CARD_REACH)):
        return _SAFEGUARDING
    return _NOTHING


def is_kept_off(passage: ReadText, mention: Mention) -> bool:
    """Whether the words right beside a name say it: a child is not given to them, an order is against them,
    or a report names them as who is thought to have harmed it.
    """
    folded, at = passage.folded, mention.start
    before = folded[max(0, at - _BARRED_REACH) : at]
    if _BARRED.search(before) or any(way.match(folded, mention.end) for way in _BEHIND):
        return True
    is_answering = b"petitioner" in folded and _ANSWERS_COURT.match(folded, mention.end) is not None
    if is_answering and _ORDERED.search(folded):
        return _is_in_danger(passage)
    return _CAREGIVER.search(before) is not None and _is_in_danger(passage)


def _is_in_danger(passage: ReadText) -> bool:
    return any(term.kind == DataKind.SAFEGUARDING and term.is_strong for term in passage.terms)


def _asks_court(passage: ReadText, mention: Mention, before: bytes) -> bool:
    """Whether a paper of a court calls somebody who asks it to keep another one away, or, where the court has
    done so, that other one.
    """
    folded, at = passage.folded, mention.end
    if _PETITIONER.search(before) or _ASKS_COURT.match(folded, at):
        return True
    is_kept_off = _RESPONDENT.search(before) or _ANSWERS_COURT.match(folded, at)
    return is_kept_off is not None and _ORDERED.search(folded) is not None


def list_cleared(passage: ReadText, subject: PassageSubject) -> frozenset[str]:
    """The kinds of which what stands between somebody's name and the next one says that there is nothing.
    That a pupil is to be kept safe is told of whom something was done to, and not of who answers for it.
    """
    folded, found = passage.folded, _list_denied(passage, subject.mention)
    is_answering = complains(folded) and is_respondent(folded, subject) and passage.is_pupil(subject)
    if not subject.kinds & _VISITED and _is_of_classes(passage, subject.mention):
        found |= _VISITED
    found |= _list_answered(passage, subject)
    return found | {DataKind.SAFEGUARDING.value} if is_answering else found


def _list_answered(passage: ReadText, subject: PassageSubject) -> frozenset[str]:
    """The kinds that the form below a name asks for, where each such question is answered with no."""
    start = subject.mention.end
    end = min(passage.paragraph_of(start)[1], start + _REACH)
    following = passage.list_between(start, end)
    near = passage.folded[start : following[0].mention.start if following else end]
    if b":" not in near and b"?" not in near:
        return _NOTHING
    asked = {
        kind
        for first, last in list_denied(near)
        for kind in find_kinds(near[first:last].decode("utf-8", "replace"))
    }
    told = {term.kind for term in passage.terms if start < term.at <= start + len(near)}
    return _SCREENED & frozenset(asked - told - subject.kinds)


def _is_of_classes(passage: ReadText, mention: Mention) -> bool:
    """Whether the line of a name tells of classes alone: what a counselor is asked as well."""
    folded = passage.folded
    start = max(folded.rfind(b"\n", 0, mention.start) + 1, mention.start - _LINE_REACH)
    return (
        _OF_CLASSES.search(folded, start, min(_end_line(folded, mention.end), mention.end + _REACH))
        is not None
    )


def _list_denied(passage: ReadText, mention: Mention) -> frozenset[str]:
    _, end = passage.paragraph_of(mention.start)
    end = min(end, mention.end + _REACH)
    if _PASSED.match(passage.folded, mention.end, end):
        line = passage.folded[mention.end : _end_line(passage.folded, mention.end)]
        return _NOTHING if _FOUND.search(_NO_CONCERN.sub(b"", line)) else _SCREENED
    if _CAME_FORWARD.match(passage.folded, mention.end, end):
        return _CONDUCT
    near = passage.folded[mention.end : end]
    ways = [
        (way.pattern, kind)
        for way, kind in _WAYS
        if way.may_match(near) and way.pattern.search(passage.folded, mention.end, end)
    ]
    if not ways:
        return _NOTHING
    following = passage.list_between(mention.end, end)
    end = following[0].mention.start if following else end
    return frozenset(kind for way, kind in ways if way.search(passage.folded, mention.end, end))
