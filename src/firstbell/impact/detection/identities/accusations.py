"""Whom of those named a matter of staff is about: the one to whom a letter of reprimand goes, or who answers
to a complaint. Pupils who complained, were hurt or saw it did nothing; nor did whoever reports anything.

>>> is_staff_matter(b"you are suspended without pay"), is_staff_matter(b"two days of suspension")
(True, False)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from firstbell.impact.detection.identities.reported_harm import is_reported
from firstbell.impact.detection.identities.subjects import FoundTerm, PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern

_MATTER = GuardedPattern(
    re.compile(
        rb"\b(?:letters? of (?:reprimand|direction|deficiency|expectations?|warning|instruction)|"
        rb"written reprimand|"
        rb"notice of deficiency|(?:paid |unpaid |administrative )+leave (?:from|while|pending|during|until|"
        rb"effective|as of)|"
        rb"suspended without pay|suspension without pay|unpaid suspension|personnel (?:data|file|matter)|"
        rb"loudermill|"
        rb"last chance agreement|(?:discharge|termination) (?:of|from) employment|progressive discipline)\b"
    ),
    (
        b"letter of ",
        b"letters of ",
        b"reprimand",
        b"notice of defic",
        b"leave ",
        b"without pay",
        b"unpaid susp",
        b"personnel ",
        b"loudermill",
        b"last chance",
        b"employment",
        b"progressive d",
    ),
)
_ADDRESSED = re.compile(rb"(?:^|\n)[ \t]*to[ \t]*:[ \t]*(?:(?:mr|mrs|ms|mx|dr|coach)\.?[ ])?\Z")
_NAMED = re.compile(
    rb"(?:^|\n|  )[ \t]*(?:employee|respondents?|accused|staff member|re|regarding|subject|dear)"
    rb"(?: name)?[ \t]*:?[ \t]*(?:(?:mr|mrs|ms|mx|dr|coach)\.?[ ])?\Z"
)
# it is done to whom a sentence begins with
_ON_LEAVE = re.compile(
    rb"[ ](?:is|was|has been|will be)[ ](?:now |being )?(?:placed |put )?"
    rb"(?:on (?:paid |unpaid )?(?:administrative )?leave|suspended without pay)"
)
_YOU = re.compile(rb"\byou\b")
_REACH = 48
# what is done to those who work here alone, whoever else the sentence names
_EMPLOYMENT = re.compile(
    rb"(?:(?:administrative|admin|paid|unpaid|involuntary)[ ]leave|leave pending|loudermill|reprimand(?:ed)?|"
    rb"without pay|unpaid suspension|last chance agreement|improvement plan|non-?renew\w*|"
    rb"notice of deficiency|letter of (?:direction|deficiency|expectations?|instruction)|"
    rb"terminat(?:ed|ion) for (?:cause|misconduct)|from (?:his|her|their) (?:position|employment|job)|"
    rb"(?:was|been|being|got|later|then|and) fired)\Z"
)
_EMPLOYMENT_CHARS = 40
_PARAGRAPHS_ABOVE = 3
# labels of those who take no part in what a form tells
_ASIDE = re.compile(
    rb"(?:^|\n|  )[ \t]*(?:eye ?)?(?:witness(?:es)?|reporters?|report(?:ed|ing)(?: (?:by|party|person|"
    rb"staff))?|"
    rb"(?:union |shop |association )?(?:stewards?|rep(?:resentative)?s?)|(?:hearing|grievance) officer|"
    rb"mediator|arbitrator|advocate|interpreter|note ?taker|recorder|scribe|facilitator|investigator|"
    rb"(?:key|project|program|grant) (?:staff|personnel|team|director|manager|lead|contact)|"
    rb"principal investigator|bystanders?|(?:statements?|interviews?) (?:from|of|by)|interviewed|"
    rb"(?:older |younger )?(?:siblings?|brothers?|sisters?)(?: or (?:brothers?|sisters?))?"
    rb"[ ](?:in|at|here|who|currently|already|enrolled|attending)\b[^:\n]{0,30})"
    rb"(?:\(?(?:s|es)\)?)?(?: names?)?[ \t]*:(?P<list>[^\n]*)\Z"
)
# the same above a name that stands on a line of its own, as in the boxes of a form
_ASIDE_ABOVE = re.compile(
    rb"(?:^|\n)[ \t]*(?:\d{1,2}[a-z]?[.)][ \t]+)?(?:eye ?)?"
    rb"(?:(?:name (?:of )?)?witness(?:\(?es\)?)?(?:'? names?)?|reporters?|"
    rb"report(?:ed|ing) (?:by|party|person)|(?:received|taken|recorded|investigated|interviewed) by|"
    rb"interviewer|investigator|interpreter|note ?taker|recorder)"
    rb"[ \t]*:?[ \t\r]*\n[ \t\r\n]*(?P<list>[^\n]*)\Z"
)
# who signs a note in brackets: "[teacher note: told the counselor - T. Long]"
_SIGNS_NOTE = re.compile(rb"[\[(][^\[\]()\n]*[a-z.)][ ]?-{1,2}[ ]?\Z")
# what stands between those of a list
_BETWEEN = (b";", b",", b"/", b"&", b" and", b"-")
_JOINED = (b" and ", b" & ", b", ", b", and ")
_LONGEST_LIST = 160
_AGAINST = re.compile(
    rb"(?:^|\n|  |[ ,;|](?=respondents?\b))[ \t]*(?:respondents?|accused(?: student)?|complaint against|"
    rb"alleged (?:offender|aggressor|bully))(?:'?s)?(?: names?)?[ \t]*:[ \t]*\Z"
)
# who did it, and who was hurt: the latter only where the label stands
_DOER = re.compile(
    rb"(?:^|\n|  )[ \t]*(?:accused(?: student)?|(?:alleged )?(?:offender|aggressor|perpetrator|bully)s?|"
    rb"(?:student|child|person)s? (?:who (?:did|started|is doing) (?:it|this)|accused|"
    rb"responsible)|who (?:did|started|hurt|hit) (?:it|this|you|them|the (?:student|child|other [a-z]+))\??)"
    rb"[ \t]*:[ \t]*\Z"
)
_HURT = re.compile(
    rb"(?:^|\n|  )[ \t]*(?:(?:student|child|person)s? (?:who (?:was|were|got) )?|who (?:was|were|got) )"
    rb"(?:hurt|harmed|injured|targeted|bullied)\??"
    rb"[ \t]*:[ \t]*\Z"
)
# who says that somebody did something, and to whom it was done
_TELLS = re.compile(
    rb"[ ](?:(?:and|,) [a-z' ]{2,40})?(?:came to (?:tell|say)|told|tells|says|said|reports?|reported|saw|"
    rb"heard|noticed|"
    rb"claims?|claimed|states?|stated)\b(?: (?:me|us|him|her|them|the [a-z]+|mr|mrs|ms)){0,2}"
    rb"(?:(?: (?:on|at|in|this|last|yesterday|today)\b[a-z0-9 :]{0,20}?)? that)?[ ](?:(?:mr|mrs|ms|"
    rb"coach)\.?[ ])?"
)
_DONE_TO = re.compile(
    rb"\b(?:hit|punched|kicked|shoved|pushed|called|threatened|bullied|harassed|bit|slapped|tripped|"
    rb"choked|attacked|"
    rb"(?:pulled|drew|held|pointed|aimed|swung|threw|used) (?:an? |the |his |her )?[a-z]+(?: [a-z]+)?"
    rb" (?:on|at|to)|"
    rb"sp[ai]t(?:s|ting)? (?:at|on)|yelled at|swore at|insulted|taunted|touched|grabbed)[ ]\Z"
)
_CLAUSE = 90
# those who come to tell, or saw, what another one did
_WITNESSED = re.compile(
    rb"[ ](?:(?:both )?(?:came|come|stopped|stayed)(?: in| by| up| after class)*"
    rb"(?: to (?:tell|say|let)| and (?:told|said))|(?:saw|witnessed|watched|overheard|reported)"
    rb"(?: (?:to|it) (?:to )?(?:me|us|[a-z]+\.? [a-z]+))?)\b"
    rb"(?: (?:me|us|him|her|the office|know))?(?: that| how| when)? "
)
# "my son Ada": whose parent speaks of somebody else then
_MY_CHILD = re.compile(
    rb"\b(?:my|our)[ ](?:[a-z-]+ )?(?:son|daughter|child|boy|girl|kid|student|grand(?:son|daughter|child))"
    rb"[, ]{1,2}(?:named |called )?\Z"
)
_PRONOUN = re.compile(rb"\b(?:he|she|him|her|they|them|this (?:man|woman|teacher|coach|person))\b")


def is_staff_matter(folded: bytes) -> bool:
    """Whether a text tells of what is done to employees alone."""
    return _MATTER.search(folded) is not None


def find_accused(passage: ReadText) -> PassageSubject | None:
    """The one whom a complaint names as whom it is against; or who works here and whom a text of such a
    matter is about, where it names pupils as well.
    """
    folded = passage.folded
    against = [one for one in passage.subjects if is_respondent(folded, one)] if complains(folded) else []
    if len({one.mention.candidates or one.name for one in against}) == 1 and b"complainant" in folded:
        return against[0]
    reported = [one for one in passage.subjects if passage.is_staff(one) and is_reported(folded, one)]
    if len({one.mention.candidates for one in reported}) == 1:
        return reported[0]
    if not is_staff_matter(folded) or not any(map(passage.is_pupil, passage.subjects)):
        return None
    staff = [one for one in passage.subjects if one.mention.by == "name" and not passage.is_pupil(one)]
    for pattern in (_NAMED, _ADDRESSED):
        if pattern is _ADDRESSED and not _YOU.search(folded):
            continue
        for one in staff:
            before = folded[max(0, one.mention.start - _REACH) : one.mention.start]
            if pattern.search(before):
                return one
    return next((one for one in staff if _ON_LEAVE.match(folded, one.mention.end)), None)


def is_of_employment(folded: bytes, at: int) -> bool:
    """Whether a phrase that ends there is of what is done to those who work here alone."""
    return _EMPLOYMENT.search(folded[max(0, at - _EMPLOYMENT_CHARS) : at]) is not None


def find_employee(passage: ReadText, start: int, at: int) -> PassageSubject | None:
    """Who works here and is named most in a paragraph from `start` on and those right above it, where a
    phrase in it, which ends at a place, is of what is done to employees alone; nobody, where two are named
    as often.
    """
    if not is_of_employment(passage.folded, at):
        return None
    for _ in range(_PARAGRAPHS_ABOVE):
        start = passage.paragraph_of(start - 1)[0] if start > 0 else start
    above = [one for one in passage.list_between(start, at) if passage.is_staff(one) and not one.is_other]
    counted = Counter(one.mention.candidates for one in above).most_common(2)
    if not counted or (len(counted) > 1 and counted[0][1] == counted[1][1]):
        return None
    return next(one for one in reversed(above) if one.mention.candidates == counted[0][0])


def list_doers(
    passage: ReadText, term: FoundTerm, subjects: Sequence[PassageSubject]
) -> list[PassageSubject]:
    """Those of whom a phrase is said, of several in a sentence: not who says it of another one named after
    them, and, where it is something done, not to whom it was done. Who works here and says it of "she" or
    "he" says it of somebody else.
    """
    kept = [*subjects]
    folded = passage.folded
    for one in subjects:
        told = _TELLS.match(folded, one.mention.end)
        if told is None or not told.end() <= term.at <= told.end() + _CLAUSE:
            continue
        if term.kind == DataKind.DISCIPLINE and (accused := _find_told_of(passage, told.end())):
            return [accused]
        later = [other for other in subjects if told.end() - 1 <= other.mention.start < term.at]
        is_of_absent = passage.is_staff(one) and folded.startswith((b"she ", b"he ", b"they "), told.end())
        if later or is_of_absent:
            kept = [other for other in kept if other.mention.start >= one.mention.end]
        if is_of_absent and not kept:
            kept = _find_spoken_of(passage, one)
    if term.kind == DataKind.DISCIPLINE and kept and _is_of_another(passage, term, kept):
        return []
    if term.kind == DataKind.DISCIPLINE and len(kept) > 1:
        doers = [
            one
            for one in kept
            if not _DONE_TO.search(folded, max(0, one.mention.start - 24), one.mention.start)
        ]
        kept = doers or kept
    return kept


def _find_told_of(passage: ReadText, at: int) -> PassageSubject | None:
    """Who works here and is named right there, as the one of whom it is told."""
    named = passage.list_between(at, at + 1)
    return named[0] if named and passage.is_staff(named[0]) else None


def _is_of_another(passage: ReadText, term: FoundTerm, kept: Sequence[PassageSubject]) -> bool:
    """Whether a parent who speaks of their child named somebody who works here since, and goes on about "him"
    or "her".
    """
    folded, last = passage.folded, max(one.mention.end for one in kept)
    if last >= term.at:
        return False
    begins = (folded[max(0, one.mention.start - _REACH) : one.mention.start] for one in kept)
    since = passage.list_between(last, term.at)
    if not since or not all(map(_MY_CHILD.search, begins)) or not passage.is_staff(since[-1]):
        return False
    return _PRONOUN.search(folded, since[-1].mention.end, term.at) is not None


def mark_tellers(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Mark those who came to tell what another one did whom the sentence names next, or saw it."""
    folded = passage.folded
    for at, one in enumerate(named[:-1]):
        told = _WITNESSED.match(folded, one.mention.end)
        following = named[at + 1]
        if told is None or following.mention.start != told.end() or one.mention.is_label:
            continue
        tellers = [one]
        if at and folded[named[at - 1].mention.end : one.mention.start] in _JOINED:
            tellers.append(named[at - 1])
        for teller in tellers:
            teller.is_other = True


def _find_spoken_of(passage: ReadText, teller: PassageSubject) -> list[PassageSubject]:
    """The pupil named last in the paragraph before somebody says something of "her" or "him"."""
    start, _ = passage.paragraph_of(teller.mention.start)
    before = passage.list_between(start, teller.mention.start)
    return [one for one in before if passage.is_pupil(one) and not one.is_other][-1:]


def complains(folded: bytes) -> bool:
    """Whether a text speaks of a complaint."""
    return b"complain" in folded or b"alleg" in folded


def is_respondent(folded: bytes, one: PassageSubject) -> bool:
    r"""Whether a text that `complains` names somebody as the one whom it is against.

    >>> from firstbell.impact.detection.identities.mentions import Mention
    >>> is_respondent(b"complainant: ada\nrespondent: ben", PassageSubject(Mention(29, 32, ())))
    True
    """
    return _AGAINST.search(folded, max(0, one.mention.start - _REACH), one.mention.start) is not None


def mark_aside(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Mark those whom a label calls witnesses, who report or complain, or have a brother or sister here."""
    found = [one for one in named if _is_aside(passage.folded, one)]
    for one in named:
        before = passage.folded[max(0, one.mention.start - _REACH) : one.mention.start]
        if passage.is_pupil(one) and _DOER.search(before):
            one.is_other, one.mention.is_label = False, True
        elif _HURT.search(before):
            one.is_other, one.mention.is_label = True, False
    for one in found:
        one.is_other, one.mention.is_label = True, False
    aside = {one.mention.candidates for one in found if one.mention.candidates}
    if not aside:
        return
    for one in _list_again(named, aside):
        one.is_other = True


def _list_again(named: Iterable[PassageSubject], aside: set[tuple[int, ...]]) -> list[PassageSubject]:
    return [one for one in named if one.mention.candidates in aside and not one.mention.is_label]


def _is_aside(folded: bytes, one: PassageSubject) -> bool:
    if folded[one.mention.end : one.mention.end + 1] in (b"]", b")") and _SIGNS_NOTE.search(
        folded, max(0, one.mention.start - _LONGEST_LIST), one.mention.start
    ):
        return True
    stretch = max(0, one.mention.start - _LONGEST_LIST), one.mention.start
    label = _ASIDE.search(folded, *stretch) or _ASIDE_ABOVE.search(folded, *stretch)
    if label is None:
        return False
    listed = label["list"].strip()
    is_next = not listed or listed.endswith(_BETWEEN)
    return is_next and b"  " not in listed and b":" not in listed
