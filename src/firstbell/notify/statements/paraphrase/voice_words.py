"""A sentence without who says it, to whom it is said, and the words that only open it.

Who is spoken to may be one who got a report ("Sheriff, ...", "For your claim file: ..."): "you" is he.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import capitalize, has_verb
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
    r"|[Mm]embers(?: of the (?:board|council|community))?|[Tt]eachers|[Cc]olleagues|[Pp]arents|[Ff]amilies"
    r"|[Ss]tudents|[Ss]taff|[Ee]mployees|[Nn]eighbors|[Ff]riends|[Rr]esidents|[Rr]etirees|[Ee]veryone"
    r"|[Cc]ounselors|[Pp]rincipals|[Dd]rivers|[Vv]olunteers|[Pp]arents and guardians|[Pp]arents and staff"
    r"|[Ss]taff and families|[Ff]amilies and staff)(?: of [A-Z][\w' -]{2,30}?)?"
)
_YOURS = any_words(r"your|yours|yourselves")
_YOU = any_case(
    r"\b(?P<verb>informed|told|notified|reached|called|contacted|alerted|reported to|went to|gave|sent) you\b"
)
_SUBJECT = any_case(
    r"(?:we|i|it|this|there|thank|please|because|when|on|as|in|our (?:\w+ ){1,2}(?:is|are|was|were|has|have"
    r"|reached|went)|the (?:\w+ ){1,3}(?:is|are|was|were|has|have)|no \w+ (?:is|are|was|were|has|have))\b"
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
            return capitalize(told) if starts else read
    head = re.match(rf"{_OWN_FOLK}[,:] ", read)
    if (
        head
        and not _YOURS.search(rest := read[head.end() :])
        and (_SUBJECT.match(rest) or rest.startswith(_list_names(record)))
    ):
        return capitalize(rest)
    return read


_TAKING = any_case(r"^thank you for (?:taking|receiving|accepting) (?:our|the) (?:notice|report|call)")


def _list_names(record: CaseRecord) -> tuple[str, ...]:
    return tuple(name for name in record.names if name)


_OPENER = any_case(
    r"^(?:(?:and|but|so|now|first|second|third|finally|lastly|next|also),? )?(?:(?:to (?:recap|review|sum up"
    r"|summarize|repeat|restate|be (?:plain|clear|honest|frank|candid|precise|direct|blunt|sure)"
    r"|put it (?:simply|plainly))|in (?:sum|summary|brief|short|plain (?:words|terms|English)|other words)"
    r"|once (?:again|more)|again|as a reminder|a reminder|put simply|simply put|put plainly|plainly|frankly"
    r"|honestly|sadly|regrettably|unfortunately|for (?:the|your) (?:minutes|record|records|files?|information"
    r"|notes|planning)|for clarity|for those (?:who are )?(?:new to this|keeping track|just joining us"
    r"|joining us tonight|who missed (?:it|the last update))|in the interest of (?:transparency|openness"
    r"|candor)|with that said|that said|as (?:of )?this writing|here is (?:what|where) we (?:know|stand)"
    r"|here is an update|(?:because|since|as) (?:i|we) (?:had (?:every|good) reason|wanted|want|chose|choose"
    r"|prefer) to be (?:careful|cautious|safe|on the safe side)|(?:as a|out of|for) (?:(?:an )?abundance of"
    r" )?(?:precaution|caution|safety)|to be on the safe side|to be (?:safe|careful|cautious)"
    r"|a (?:quick|short|brief) (?:update|recap|reminder|note)(?: from (?:the|our) [\w ]{3,25})?|as (?:many"
    r"|most|some|all|several) of you (?:(?:already|now|surely|probably|may|will) )*(?:know|have heard|heard"
    r"|have read|have seen|are aware|remember)(?: (?:by now|already|from the news|in the news))*"
    r"|as you (?:(?:already|now|surely|probably|may|will|all) )*(?:know|have heard|heard|have read|are aware"
    r"|remember)(?: (?:by now|already|from the news|in the news))*|by now (?:you|many of you|most of you)"
    r" (?:(?:may|will) )?(?:know|have heard|know that|have heard that))[,:]|(?:i|we) (?:can|must|have to"
    r"|want to|would like to|am able to|are able to|need to) (?:report|tell (?:you|the board|trustees)|share"
    r"|say|confirm|inform you|let you know)(?: (?:today|tonight|now|with you))*(?: that|:)|let me (?:start"
    r"|begin|open|close|end) (?:by saying|with this)(?: that|:)|please understand(?: that| this)?[:]?"
    r"|(?:you should|you deserve to|everyone should) know(?: that|:)|(?:we|i) (?:are|am) writing to (?:tell"
    r"|inform|let) (?:you|families|staff)(?: know)?(?: that)?|whether (?:it|that|this) (?:is|was|be) (?:one"
    r"|a few|few|some|many)(?: \w+)? or (?:many|all|more|none|a hundred|most),) (?=\w+ \w+)"
)


# on which day a theft was confirmed is a claim of its own
_TOLD_BODY = any_case(
    r"^(?!it was confirmed on\b)"
    rf"(?:(?:it was (?:also )?(?:reported|noted|stated|explained|announced|recorded|confirmed)(?: to {BODY})?"
    rf"|(?:[Tt]he )?{BODY} (?:also )?(?:was|were) (?:told|informed|advised|reminded)"
    rf"|(?:[Tt]he )?{BODY} (?:heard|learned))(?: (?:by|from) (?:the )?{OFFICE}(?: {NAME})?)?(?: {DAY}"
    r"|,? in answer to (?:a|another) question,?)?|(?:the|our|my) (?:\w+'s )?(?:answer|message|position|point"
    r"|fact|truth|short of it|plain truth|simple fact|honest answer|main point|bottom line|state of things"
    r"|good news|bad news|hard news|sad news) (?:is|remains)(?: simple| this| plain)?|what (?:i|we) (?:can|do"
    r"|must|want to) (?:tell you|say|report|know|share)(?: (?:now|today|tonight))? is)(?: that|:) (?=\w+ \w+)"
)


def _drop_opener(read: str, record: CaseRecord) -> str:
    """The sentence without the words that only open it."""
    del record
    told = _TOLD_BODY.sub("", _OPENER.sub("", read, count=1), count=1)
    told = _OPENER.sub("", told, count=1)
    return read if told == read or read.endswith("?") else capitalize(told)


VOICE_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (
    _drop_opener,
    _drop_spoken_to,
    _drop_opener,
    drop_speaker,
    _drop_opener,
)
