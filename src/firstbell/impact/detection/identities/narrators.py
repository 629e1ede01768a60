r"""Whose voice a text has: who keeps it, gives it or asks for it, as its head says, and who says "I" in it.

A narrator who works here is not whom a text tells of; what is said in the first person is the narrator's, and
nobody else's.

>>> [is_hand(*cut) for cut in ((b"shift diary, ", b""), (b"injury report: ", b""), (b"", b"'s logbook"))]
[True, False, True]
>>> is_own(b"i was suspended"), is_own(b"i suspended ada"), is_own(b"i saw that he was hit")
(True, False, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.identities.subjects import FoundTerm, PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import DataKind

# what people write, keep or say: the head of such a text names whose it is
_GENRE = (
    rb"(?:diar(?:y|ies)|journal|log|log-?book|day-?book|note-?book|notes?|jottings|scratch pad|"
    rb"stock book|ledger|"
    rb"list|memo(?:randum)?|remarks|address|speech|toast|foreword|preface|welcome|words?|column|"
    rb"bulletin|newsletter|"
    rb"minutes|account|narrative|statement|story|version|recap|observations?|agenda|sermon|eulogy|"
    rb"banquet|supper|"
    rb"dinner|ceremony|assembly|tale|recollections?|musings|lecture|interview|conversation|talk|briefing)"
)
# what a text is about that names somebody in its head in the same way
_MATTER = re.compile(
    rb"\b(?:injur\w+|accident|incident|illness|health|medical|medication|medicine|clinic|nursing|"
    rb"immuni[sz]\w+|leave|"
    rb"absen\w+|sick|disciplin\w+|personnel|personal|evaluation|performance|conduct|behaviou?r\w*|"
    rb"complaint|claim|"
    rb"grievance|employee|patient|student|pupil|subject|regarding|re|about|concerning|against|payroll|"
    rb"pay|case|file|referral|threat|exposure|accommodations?|reprimand|warning|termination|counsel+ing|"
    rb"contact|"
    rb"visits?|iep|504|emergency|care)\b"
)
_ABOUT = re.compile(
    rb"\b(?:employee|subject|patient|regarding|re|about|concerning|on|against|with)\b(?! the )"
)
_NOUN = re.compile(rb"\b" + _GENRE + rb"\b")
_LEADS_TO = re.compile(
    rb"(?:[ ]?[,:/|(]|[ ]-{1,2}|[ ]\xe2\x80[\x93\x94]|\b(?:of|from|by|with))[ ]{1,3}"
    rb"(?:(?:the|our|a|an|head|lead|night|day|acting)[ ]|(?:mr|mrs|ms|mx|dr|coach|nurse|principal)\.?[ ]|"
    rb"(?:[a-z]+[ ]){0,3}[a-z]+,[ ])*\Z"
)
_BY = re.compile(
    rb"(?:\b(?:by|told (?:to|by)|from the desk of|(?:in the )?(?:own )?words of)|\A[ ]*by[ ]?:)[ :]{1,3}"
    rb"(?:(?:the|our|a|an|mr\.?|mrs\.?|ms\.?|dr\.?|coach|principal|officer|nurse|"
    rb"(?!(?:for|against|to|about|with|on|from|of|and)\b)[a-z]+,?)[ ]){0,4}\Z"
)
_OWNED = re.compile(
    rb"(?:'s?)[ ](?:[a-z-]+[ ]){0,2}" + _GENRE + rb"\b(?![ ](?:on|about|for|of)[ ])|"
    rb"[ ]?(?:[,:/|-]|-{2})[ ](?:[a-z-]+[ ]){0,2}" + _GENRE + rb"\b"
)
# a memo on one line: "Uma Stone to Tia Long, Tuesday", "To all teachers, from Uma Stone"
_SENDS = re.compile(rb"[ ](?:to|for)[ ](?:the |all |our |my )?[a-z][a-z'. -]{2,40}(?:[,;.][^\n]{0,40})?\s*\Z")
_SENT = re.compile(rb"\A[ \t]*(?:memo[ ]{1,3})?(?:to|for)[ ][^\n]{3,60}?[,;]?[ ](?:from|by)[ ]\Z")
_RECEIVED = re.compile(rb"\A[ \t]*[a-z][a-z'. -]{3,40}[ ](?:to|for)[ ]\Z")
_HEAD_LINES, _LONGEST_HEAD, _REST_CHARS = 4, 110, 40
_PROSE = re.compile(rb"[a-z]{2,}(?:[ ,;:'-]+[a-z0-9']+){6,}[.!?]")
_INTERVIEW = re.compile(rb"\b(?:interview|conversation|questioning|deposition)\b")
_WITNESS = re.compile(rb"\b(?:(?:eye)?witness(?:es)?|what (?:i|we) (?:saw|heard))\b")
_GIVEN_TO = re.compile(
    rb"\b(?:give|gave|giving|make|made|making|say|told|tell|wrote|write)[ ](?:this|it|my|the|"
    rb"a)(?:[ ][a-z]+)?[ ](?:to|for)[ ]"
    rb"(?:(?:mr|mrs|ms|mx|dr|principal|officer|deputy|detective|investigator)\.?[ ])?\Z"
)
_ITSELF = re.compile(rb"(?:\b(?:my name is|this is|i,)|(?:\A|[.:!\n\"])[ \t\r\n]*i am)[ ]\Z")
# somebody else begins to speak
_NEXT_SPEAKER = re.compile(r"\b(?:[Mm]y name is|[Tt]his is|[Ii]t'?s)[ \n]+[A-Z][\w'-]+[ \n]+[A-Z]")
_SPOKEN_CHARS, _REACH, _SEVERAL = 160, 64, 2
# right behind "I": what befell who says it, what they have, and what they did
_IS_DONE = re.compile(
    rb"(?:'m|'ve)?[ ](?:[a-z]+ly |also |once |then |just |even |first )?(?:was|am|have been|had been|"
    rb"got|get|been)\b"
    rb"(?! (?:not |now |just |also )?(?!being\b)[a-z]+ing\b)"
)
_HAS = re.compile(
    rb"(?:'ve)?[ ](?:still |also |now )?(?:have|had|take|took|need|suffer|live with)\b(?! to\b)"
)
_DID = re.compile(
    rb"[ ](?:did |also |then |only |just )?(?:hit|push|punch|kick|shov|slap|bit|stole|took|vap|smok|"
    rb"skipp|cheat|threw|"
    rb"fought|call(?:ed)? (?:him|her)|put (?:my|the|his|her|your)|broke|sold|brought|pull)[a-z]*\b"
)
_TO_ME = re.compile(rb"\b(?:gave|give|put|sent|kept|wrote|got) me\b(?! to\b)")
_I = re.compile(rb"\bi(?='m|'ve|[ ])")
_ANOTHER = re.compile(rb"\b(?:he|she|him|her|his|they|them|their|you|your|who|we|us|our)\b")
_OF_SELF = frozenset((DataKind.HEALTH.value, DataKind.COUNSELLING.value, DataKind.DISCIPLINE.value))
_PAID = re.compile(
    rb"\b(?:pay|unpaid|leave|union|steward|grieve|grievance|reprimand\w*|job|position|shift)\b"
)


def is_hand(before: bytes, behind: bytes) -> bool:
    """Whether what stands on a line of the head before and behind a name says that the text is this one's."""
    if (_BY.search(before) and len(behind) <= _REST_CHARS) or _SENT.match(before):
        return True
    line = before + b"|" + behind
    noun = _NOUN.search(line)
    if noun is None or _MATTER.search(line, 0, noun.start()) or _ABOUT.search(line, noun.end()):
        return False
    return _LEADS_TO.search(before) is not None or _OWNED.match(behind) is not None


def is_own(said: bytes) -> bool:
    """Whether a clause, up to a phrase and with it, tells something of who says "I" in it."""
    found = [*_I.finditer(said)]
    if not found:
        return False
    rest = said[found[-1].end() :]
    if does_or_gets(rest):
        return True
    return (_IS_DONE.match(rest) or _HAS.match(rest)) is not None and _ANOTHER.search(rest) is None


def does_or_gets(rest: bytes) -> bool:
    """Whether what stands behind "I" says what its speaker did to somebody, or was given for it."""
    return _DID.match(rest) is not None or _TO_ME.search(rest) is not None


def mark_hands(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Mark who works here and keeps, gives, sends or takes down a text, as its first lines say."""
    folded = passage.folded
    staff = [one for one in named if one.mention.by == "name" and passage.is_staff(one)]
    for one in staff:
        start, end = passage.line_of(one.mention.start)
        if not _is_in_head(folded, start, end):
            break
        before, behind = folded[start : one.mention.start], folded[one.mention.end : end]
        is_sent = _SENDS.match(behind) is not None and not before.strip()
        is_got = _RECEIVED.match(before) is not None
        if is_sent or is_got or is_hand(before.lstrip(), behind):
            one.is_other, one.mention.is_label = True, False
    _mark_witnesses(passage, named)


def _is_in_head(folded: bytes, start: int, end: int) -> bool:
    """Whether a line is one of the first of a text, with no sentence above it."""
    above = folded[:start]
    lines = (
        [line for line in above.split(b"\n") if line.strip()]
        if start <= _LONGEST_HEAD * _HEAD_LINES
        else [b""] * 9
    )
    return len(lines) < _HEAD_LINES and end - start <= _LONGEST_HEAD and not _PROSE.search(above)


def _mark_witnesses(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """Mark who gives a statement as a witness or answers in an interview, and to whom, where somebody else is
    named besides.
    """
    folded = passage.folded
    head = folded[:_SPOKEN_CHARS]
    tellers: list[PassageSubject] = []
    for one in named:
        before = folded[max(0, one.mention.start - _REACH) : one.mention.start]
        is_asked = (
            _INTERVIEW.search(head)
            and one.mention.start < _SPOKEN_CHARS
            and _is_in_head(folded, *passage.line_of(one.mention.start))
        )
        is_witness = _ITSELF.search(before) and _WITNESS.search(head)
        if (
            (is_asked and not passage.is_pupil(one))
            or is_witness
            or (_GIVEN_TO.search(before) and passage.is_staff(one))
        ):
            tellers.append(one)
    _unlabel_pupils(passage, named)
    people = {one.mention.candidates for one in tellers}
    if not any(one.mention.candidates not in people and not one.is_other for one in named):
        return
    for one in named:
        if one.mention.candidates in people and one.mention.candidates:
            one.is_other, one.mention.is_label = True, False


def _unlabel_pupils(passage: ReadText, named: Sequence[PassageSubject]) -> None:
    """A pupil who says their own name, and names other pupils, heads nothing that is told of these."""
    pupils = [one for one in named if passage.is_pupil(one)]
    if len({one.mention.candidates for one in pupils}) < _SEVERAL:
        return
    for one in pupils:
        start = one.mention.start
        if _ITSELF.search(passage.folded[max(0, start - _REACH) : start]):
            one.mention.is_label = False


def find_narrator(passage: ReadText) -> PassageSubject | None:
    """Who says "I" in a text, as far as it names them: who says their own name, whose hand it is, or who
    signs it.
    """
    named = [one for one in passage.subjects if one.mention.by == "name" and one.mention.candidates]
    for one in named:
        start = one.mention.start
        if not passage.folded.startswith(b"'s", one.mention.end) and _ITSELF.search(
            passage.folded[max(0, start - _REACH) : start]
        ):
            return one
    for one in named:
        start, end = passage.line_of(one.mention.start)
        if not _is_in_head(passage.folded, start, end):
            break
        if is_hand(passage.folded[start : one.mention.start].lstrip(), passage.folded[one.mention.end : end]):
            return one
    last = named[-1] if named else None
    if last is None or b"wrote:" in passage.folded or b"from:" in passage.folded:
        return None
    start, end = passage.line_of(last.mention.start)
    is_alone = not passage.folded[start : last.mention.start].strip(b" \t-~") and start > 0
    rest = passage.folded[last.mention.end :].strip()
    return last if is_alone and len(rest) <= _REACH else None


class Voice:
    """Tells of the phrases of a passage which of them are said of who says "I" in it."""

    def __init__(self, passage: ReadText) -> None:
        self._passage = passage
        self._may_speak = _I.search(passage.folded) is not None
        self._narrator = find_narrator(passage) if self._may_speak else None

    def find(self, term: FoundTerm, start: int) -> list[PassageSubject] | None:
        """The narrator, where a phrase in a sentence from `start` on is said of them; nobody, where it is an
        old tale of who works here; None where it is said of others, or nobody is known to speak.
        """
        if self._narrator is None or term.kind not in _OF_SELF:
            return None
        passage = self._passage
        said = passage.folded[start : term.at].replace(b"\n", b" ")
        found = [*_I.finditer(said)]
        if not found or not is_own(said):
            return None
        at = start + found[-1].end()
        if _NEXT_SPEAKER.search(passage.text, self._narrator.mention.end, term.at):
            return None
        others = [one for one in passage.list_between(at, term.at - 1) if one is not self._narrator]
        if others and not does_or_gets(said[found[-1].end() :]):
            return None
        if passage.is_staff(self._narrator) and term.kind == DataKind.DISCIPLINE and not _PAID.search(said):
            return []
        return [self._narrator]
