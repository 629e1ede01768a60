r"""Who says who they are and goes on about themselves: "this is Gil Roe, Ada is late, I have a fever"; "me
llamo Gil Roe ... nosotros dormimos en un albergue".

Heads of tickets and requests: "#12 no mail - opened by Ada Roe", with what that person writes below.

>>> said = b"#12 mail - opened by ada roe\n\nmy password is otter2026!\n"
>>> is_head(said, 21, 28), says_own(said, 45, 29)
(True, True)
>>> is_head(b"the door was opened by ada roe today", 23, 30)
False
"""

from __future__ import annotations

import re

from firstbell.impact.detection.identities.speakers import declares, is_speaker, speaks
from firstbell.impact.detection.identities.subjects import FoundTerm, PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import select_kinds

# parts of what is said, and how one begins that speaks of somebody, or of who says it
_PART = re.compile(
    rb"[,;.!?]|\b(?:and|but|because|since|so|as|cause|cuz|while|when)\b"
    # what a machine wrote down that somebody said has no signs
    rb"|(?=[ ](?:i|i'm|im|i've)[ ](?:am|was|have|had|tested|got|caught|need|feel|felt|threw|can't|won't|"
    rb"just|still)\b)"
)
_SUBJECT = re.compile(
    rb"[ \r\n]*(?:i|i'm|im|i've|my|he|she|they|we|we're|it|his|her|their|our|nosotros|"
    rb"[a-z]+ (?:is|has|was|will))\b"
)
# nor is what one thinks or hears of oneself
_I_AM = re.compile(
    rb"[ ,;.!?:]*(?:i|i'm|im|i've|i'll|my (?!(?:son|daughter|child|kids?|boys?|girls?|student)\b))\b"
    rb"(?! (?:think|thought|guess|believe|suspect|wonder|hope|heard|(?:was|were) told|saw|noticed|"
    rb"(?:am |'m )?(?:worried|afraid|guessing|pretty sure|calling|not sure))\b)"
)
# who says "we" tells of the household
_WE_ARE = re.compile(
    rb"[ ,;.!?:\r\n]*(?:(?:ahora|now|since|desde) )?(?:we|we're|we've|our family|nosotros|nosotras)\b"
)
_MY_CHILD = re.compile(rb"\bmy (?:son|daughter|child|kids?|boys?|girls?|student)\b")
# what those who call say of themselves, and how much of it is looked at
_SPOKEN_CHARS = 1_000
OWN_WORDS = select_kinds(lambda signs: signs.of_staff or signs.of_guardians)
_OF_HOUSEHOLDS = select_kinds(lambda signs: signs.of_guardians)


def find_tellers(passage: ReadText, line: int, term: FoundTerm) -> list[PassageSubject]:
    """Who says who they are on a line that begins there, or writes it in a chat, where a phrase of it is said
    of themselves; those of their household whom they name as well, where it is said of "us".
    """
    folded = passage.folded
    if term.kind not in OWN_WORDS:
        return []
    paragraph = passage.paragraph_of(term.at - 1)[0]
    if not passage.list_between(paragraph, term.at) and _WE_ARE.match(folded, paragraph, term.at):
        paragraph = 0  # a letter goes on in paragraphs of its own
    line = min(line, declares(folded, paragraph, term.at))
    before = passage.list_between(max(line, term.at - _SPOKEN_CHARS), term.at)
    grown = [one for one in before if not passage.is_pupil(one)]
    writer = next((one for one in grown if is_speaker(passage, one)), None)
    speaker = next((one for one in grown if speaks(folded, one)), writer)
    if speaker is None:
        return []
    # from where somebody was named last, or another part of the sentence begins
    parts = [*_PART.finditer(folded, before[-1].mention.end, term.at)]
    begins = [one.end() for one in parts if _SUBJECT.match(folded, one.end(), term.at)]
    start = begins[-1] if begins else before[-1].mention.end
    # "we" of who works here are the school
    is_home = speaker is not writer or not passage.is_staff(speaker)
    is_ours = is_home and any(_WE_ARE.match(folded, one, term.at) for one in (start, *begins[-2:]))
    if is_ours and term.kind in _OF_HOUSEHOLDS:
        end = passage.line_of(term.at - 1)[1] if speaker is writer else term.at
        theirs = passage.list_between(before[0].mention.start, max(end, term.at))
        return [speaker, *(one for one in theirs if passage.is_pupil(one) and not one.is_other)]
    is_own = _I_AM.match(folded, start, term.at) and not _MY_CHILD.search(folded, start, term.at)
    return [speaker] if is_own else []


_OPENED = re.compile(
    rb"\b(?:opened|submitted|requested|reported|created|logged|entered|filed|posted|asked|raised|sent|written)"
    rb"[ ](?:by|from)[ :]{1,2}\Z"
    rb"|(?:^|\n|[|\t\xb7-]|[ ]{2})[ ]*(?:from|requester|reporter|caller|submitter|user|opened by|abierto por|"
    rb"enviado por|solicitante)[ ]?:[ \t]*\Z"
)
# a day, an office or an address may stand behind the name
_REST = re.compile(rb"[ \t]*(?:[,(|\xb7-][^\n]{0,48}|on [^\n]{0,32}|\d[^\n]{0,32})?[ \t\r]*(?=\n|\Z)")
_OWN = re.compile(rb"\b(?:my|mine|i|i'm|i've|mi|mis)\b")
_ENDS = re.compile(rb"[.!?](?:[ \t\r\n]|\Z)|\n[ \t\r]*\n")
_REACH, _LONGEST = 900, 400


def is_head(folded: bytes, start: int, end: int) -> bool:
    """Whether a name that stands there ends the head of a ticket, as the one who opened it."""
    before = folded[max(0, start - 40) : start]
    return _OPENED.search(before) is not None and _REST.match(folded, end) is not None


def says_own(folded: bytes, at: int, start: int) -> bool:
    """Whether the sentence of a place, from `start` on at most, is said in the first person."""
    begins = [match.end() for match in _ENDS.finditer(folded, max(start, at - _LONGEST), at)]
    stop = _ENDS.search(folded, at, at + _LONGEST)
    first = begins[-1] if begins else max(start, at - _LONGEST)
    return _OWN.search(folded, first, stop.start() if stop else at + _LONGEST) is not None


def find_opener(passage: ReadText, at: int) -> PassageSubject | None:
    """Who opened the ticket in which a place says something of "my" own, and names nobody else before it."""
    before = passage.list_between(at - _REACH, at)
    if not before or not is_head(passage.folded, before[-1].mention.start, before[-1].mention.end):
        return None
    return before[-1] if says_own(passage.folded, at, before[-1].mention.end) else None
