"""A sentence without who says it, to whom it is said, and the words that only open it.

Who is spoken to may be one who got a report ("Sheriff, ...", "For your claim file: ..."): "you" is he.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.language.sentences import has_verb
from firstbell.notify.statements.paraphrase.speakers import BODY, DAY, NAME, OFFICE, drop_speaker
from firstbell.notify.statements.record import CaseRecord

# who is spoken to: those who got reports, by what they are called
_SPOKEN_TO: Sequence[tuple[str, str]] = (
    ("the FBI", r"(?:Special )?Agent(?:s)?(?: [A-Z][\w'-]+)?"),
    ("the sheriff", r"Sheriff(?: [A-Z][\w'-]+)?"),
    ("the police", r"(?:Chief|Detective|Officer|Sergeant|Lieutenant|Captain)(?: [A-Z][\w'-]+)?"),
    ("the attorney general", r"(?:(?:Madam |Mr\. )?Attorney General|General)(?: [A-Z][\w'-]+)?"),
    (
        "the insurer",
        r"(?:[Aa]s a reminder )?[Ff]or (?:your|the) (?:(?:claims?|policy|coverage|loss"
        r"|underwriting) )+(?:files?|records?|team|adjuster)",
    ),
)
_OWN_FOLK = (
    r"(?:(?:Dear|To our|To all) )?(?:(?:our|all|fellow|board) )?(?:[Tt]rustees"
    r"|[Mm]embers(?: of the (?:board|council|community))?|[Tt]eachers|[Cc]olleagues"
    r"|[Pp]arents|[Ff]amilies|[Ss]tudents|[Ss]taff|[Ee]mployees|[Nn]eighbors|[Ff]riends|[Rr]esidents"
    r"|[Rr]etirees|[Ee]veryone|[Cc]ounselors"
    r"|[Pp]rincipals|[Dd]rivers|[Vv]olunteers|[Pp]arents and guardians|[Pp]arents and staff"
    r"|[Ss]taff and families|[Ff]amilies and staff)"
    r"(?: of [A-Z][\w' -]{2,30}?)?"
)
_YOURS = re.compile(r"\b(?:your|yours|yourselves)\b", re.I)
_YOU = re.compile(
    r"\b(?P<verb>informed|told|notified|reached|called|contacted|alerted|reported to|went to|gave"
    r"|sent) you\b",
    re.I,
)
_SUBJECT = re.compile(
    r"(?:we|i|it|this|there|thank|please|because|when|on|as|in|our (?:\w+ ){1,2}(?:is|are|was|were|has"
    r"|have|reached|went)|the (?:\w+ ){1,3}(?:is|are|was|were|has|have)|no \w+ (?:is|are|was|were|has"
    r"|have))\b",
    re.I,
)


def _drop_spoken_to(read: str, record: CaseRecord) -> str:
    """The sentence without who is spoken to; "you" as him where he is one who gets reports."""
    for who, words in _SPOKEN_TO:
        head = re.match(rf"(?:Dear )?{words}[,:] (?:please (?:note|know|be advised) that )?", read)
        if head and not _YOURS.search(rest := read[head.end() :]):
            told = _YOU.sub(rf"\g<verb> {who}", rest)
            told = _TAKING.sub(rf"We informed {who}", told)
            if re.search(r"\byou\b(?! (?:may|can|asked))", told, re.I):
                return read
            starts = (
                _SUBJECT.match(told)
                or any(told.startswith(name) for name in _list_names(record))
                or has_verb(told)
            )
            return f"{told[:1].upper()}{told[1:]}" if starts else read
    head = re.match(rf"{_OWN_FOLK}[,:] ", read)
    if (
        head
        and not _YOURS.search(rest := read[head.end() :])
        and (_SUBJECT.match(rest) or rest.startswith(_list_names(record)))
    ):
        return f"{rest[:1].upper()}{rest[1:]}"
    return read


_TAKING = re.compile(
    r"^thank you for (?:taking|receiving|accepting) (?:our|the) (?:notice|report|call)", re.I
)


def _list_names(record: CaseRecord) -> tuple[str, ...]:
    return tuple(name for name in record.names if name)


_OPENER = re.compile(
    r"^(?:(?:and|but|so|now|first|second|third|finally|lastly|next|also),? )?(?:"
    r"(?:to (?:recap|review|sum up|summarize|repeat|restate|be (?:plain|clear|honest|frank|candid|precise"
    r"|direct|blunt|sure)|put it (?:simply|plainly))"
    r"|in (?:sum|summary|brief|short|plain (?:words|terms|English)|other words)|once (?:again|more)|again"
    r"|as a reminder|a reminder|put simply|simply put"
    r"|put plainly|plainly|frankly|honestly|sadly|regrettably|unfortunately|for (?:the|your) (?:minutes"
    r"|record|records|files?|information|notes|planning)"
    r"|for clarity|for those (?:who are )?(?:new to this|keeping track|just joining us|joining us tonight"
    r"|who missed (?:it|the last update))"
    r"|in the interest of (?:transparency|openness|candor)|with that said|that said"
    r"|as (?:of )?this writing|here is (?:what|where) we (?:know|stand)"
    r"|here is an update|(?:because|since|as) (?:i|we) (?:had (?:every|good) reason|wanted|want|chose"
    r"|choose|prefer) to be (?:careful|cautious|safe|on the safe side)"
    r"|(?:as a|out of|for) (?:(?:an )?abundance of )?(?:precaution|caution|safety)|to be on the safe side"
    r"|to be (?:safe|careful|cautious)"
    r"|a (?:quick|short|brief) (?:update|recap|reminder|note)(?: from (?:the|our) [\w ]{3,25})?"
    r"|as (?:many|most|some|all|several) of you (?:(?:already|now|surely|probably|may|will) )*(?:know"
    r"|have heard|heard|have read|have seen|are aware|remember)"
    r"(?: (?:by now|already|from the news|in the news))*|as you (?:(?:already|now|surely|probably|may"
    r"|will|all) )*(?:know|have heard|heard|have read|are aware|remember)"
    r"(?: (?:by now|already|from the news|in the news))*|by now (?:you|many of you|most of you) (?:(?:may"
    r"|will) )?(?:know|have heard|know that|have heard that))[,:]"
    r"|(?:i|we) (?:can|must|have to|want to|would like to|am able to|are able to|need to) (?:report"
    r"|tell (?:you|the board|trustees)|share|say|confirm|inform you|let you know)"
    r"(?: (?:today|tonight|now|with you))*(?: that|:)|let me (?:start|begin|open|close|end) (?:by saying"
    r"|with this)(?: that|:)|please understand(?: that| this)?[:]?"
    r"|(?:you should|you deserve to|everyone should) know(?: that|:)|(?:we|i) (?:are"
    r"|am) writing to (?:tell|inform|let) (?:you|families|staff)(?: know)?(?: that)?"
    r"|whether (?:it|that|this) (?:is|was|be) (?:one|a few|few|some|many)(?: \w+)? or (?:many|all|more"
    r"|none|a hundred|most),"
    r") (?=\w+ \w+)",
    re.I,
)


# on which day a theft was confirmed is a claim of its own
_TOLD_BODY = re.compile(
    rf"^(?!it was confirmed on\b)(?:(?:it was (?:also )?(?:reported|noted|stated|explained|announced|recorded"
    rf"|confirmed)(?: to {BODY})?"
    rf"|(?:[Tt]he )?{BODY} (?:also )?(?:was|were) (?:told|informed|advised|reminded)"
    rf"|(?:[Tt]he )?{BODY} (?:heard|learned))(?: (?:by|from) (?:the )?{OFFICE}(?: {NAME})?)?"
    rf"(?: {DAY}|,? in answer to (?:a|another) question,?)?"
    r"|(?:the|our|my) (?:\w+'s )?(?:answer|message|position|point|fact|truth|short of it|plain truth"
    r"|simple fact|honest answer|main point|bottom line"
    r"|state of things|good news|bad news|hard news|sad news) (?:is|remains)(?: simple| this| plain)?"
    r"|what (?:i|we) (?:can|do|must|want to) (?:tell you|say|report|know|share)(?: (?:now|today"
    r"|tonight))? is)(?: that|:) (?=\w+ \w+)",
    re.I,
)


def _drop_opener(read: str, record: CaseRecord) -> str:
    """The sentence without the words that only open it."""
    del record
    told = _TOLD_BODY.sub("", _OPENER.sub("", read, count=1), count=1)
    told = _OPENER.sub("", told, count=1)
    return read if told == read or read.endswith("?") else f"{told[:1].upper()}{told[1:]}"


VOICE_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (
    _drop_opener,
    _drop_spoken_to,
    _drop_opener,
    drop_speaker,
    _drop_opener,
)
