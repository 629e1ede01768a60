"""Who is told by the name of an account."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.subjects import PassageSubject
from firstbell.impact.people.folded_text import squeeze
from firstbell.impact.people.lexicon import Lexicon

_ACCOUNT = re.compile(
    rb"\b(?:(?:user(?: ?name)?|usr|uid|login|account|acct)[ ]?[:=]?|"
    rb"(?:requeste?or|requester|requested by|opened by|submitted by|submitter|caller|affected user)[ ]?:)"
    rb"[ ]?([a-z0-9][a-z0-9._-]{2,30})\b"
)
# the part of somebody, as the fields of a log have it: "stu=aolson"
_VALUE = re.compile(rb"=[\"']?([a-z0-9][a-z0-9._-]{2,30})\b")
_PART = re.compile(
    rb"(?<![a-z0-9])(?:stu|stud|student|pupil|kid|rider|patron|alumno|estudiante|emp|employee|staff|who|person|"
    rb"patient|member)(?:[_-]?(?:id|name|user))?\Z"
)
_PART_CHARS = 16


# an address of mail alone on its line, with an answer below it
_ANSWERING = re.compile(rb"(?m)^[ \t]*([a-z0-9._%+'-]{1,64}@[a-z0-9.-]{3,120})[ \t]*\r?$(?=\s*[^\s@]+[ ,])")
_FEWEST_ANSWERS = 2


def list_accounts(lexicon: Lexicon, folded: bytes) -> Iterator[PassageSubject]:
    """Whose user names stand behind a word for such, and whose addresses alone head what they answer."""
    answering = [*_ANSWERING.finditer(folded)] if b"@" in folded else []
    for match in answering if len(answering) >= _FEWEST_ANSWERS else ():
        if people := lexicon.emails.get(match[1], ()):
            mention = Mention(match.start(1), match.end(1), tuple(people), "email", is_label=True)
            yield PassageSubject(mention)
    for match in _ACCOUNT.finditer(folded):
        people = lexicon.users.get(squeeze(match[1].decode()), ())
        if len(people) == 1:
            yield PassageSubject(Mention(match.start(1), match.end(1), tuple(people), "id"))
    for match in _VALUE.finditer(folded):
        if not _PART.search(folded[max(0, match.start() - _PART_CHARS) : match.start()]):
            continue
        people = lexicon.users.get(squeeze(match[1].decode()), ())
        # a long one is a mention without a word before it
        if len(people) == 1 and match[1] not in lexicon.logins:
            yield PassageSubject(Mention(match.start(1), match.end(1), tuple(people), "id"))
