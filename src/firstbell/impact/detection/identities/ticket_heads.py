r"""Heads of tickets and requests: "#12 no mail - opened by Ada Roe", with what that person writes below.

>>> said = b"#12 mail - opened by ada roe\n\nmy password is otter2026!\n"
>>> is_head(said, 21, 28), says_own(said, 45, 29)
(True, True)
>>> is_head(b"the door was opened by ada roe today", 23, 30)
False
"""

from __future__ import annotations

import re

from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText

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
