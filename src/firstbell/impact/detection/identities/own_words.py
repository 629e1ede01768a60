"""Who says who they are and goes on about themselves: "this is Gil Roe, Ada is late, I have a fever"; "me
llamo Gil Roe ... nosotros dormimos en un albergue".
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
