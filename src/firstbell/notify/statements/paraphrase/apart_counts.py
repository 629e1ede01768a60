"""A count that stands apart from what it counts, or is left out: "files ..., more than a thousand of them".

"A small number of files, fewer than a hundred, have no clean version" says what "fewer than a hundred files
have no clean version" says. "There are files that could not be read" says less than their count, which then
takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.judges.aftermath import find_count
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_HOW = (
    r"(?:(?:about|around|roughly|some|nearly|almost|more than|over|fewer than|less than|under|just over"
    r"|just under|at least|close to|exactly) )?"
)
_MANY = rf"(?:\d[\d,]*|{SPELLED}|an? (?:hundred|thousand|dozen))"
_COUNTED = (
    r"(?P<noun>(?:(?:of (?:the|our) )?(?:\w+ )?(?:files|documents|letters|people|persons|threats|contacts"
    r"|messages|calls|systems|records)))"
)
# "A small number of files, fewer than a hundred, have ..."
_NUMBER_OF = re.compile(
    rf"^(?:a|an|the) (?:(?P<small>small|tiny|limited|modest)|(?P<large>large|great|considerable|good|huge)"
    rf"|certain)? ?number"
    rf" of {_COUNTED},? (?:[\u2014\u2013-] ?)?(?P<count>{_HOW}{_MANY})(?: of them| in all| in total)?,?(?:"
    rf" [\u2014\u2013-])?"
    r" (?P<rest>(?:ha(?:ve|s)|is|are|was|were|could|can)\b.+)$",
    re.I,
)
_FEW, _LOT = 500, 100
# "There are files that could not be read, more than a thousand of them"
_BEHIND = re.compile(
    rf"^(?:there (?:are|were|have been) )?{_COUNTED} (?:that |which )?(?P<rest>(?:(?:the|our|we|nobody)"
    rf" )?[^;:]+?),"
    rf" (?P<count>{_HOW}{_MANY})(?: of (?:them|these)| in (?:all|total)| so far)(?P<end>[.!]?)$",
    re.I,
)
# "There are files that could not be read"; "the search has met files that could not be read"
_UNREAD = (
    r"(?:could not|couldn't|cannot|can't|can not)(?: yet)? be (?:read|opened)"
    r"|(?:the|our) (?:\w+ )*?search(?: for [\w ]+?)? (?:could|was) (?:not|unable to) (?:be )?(?:read|open)"
    r"|we (?:could not|couldn't|were unable to) (?:read|open)|(?:would|did) not open|are unreadable|nobody"
    r" (?:can|could) (?:read|open)"
)
_MET = (
    r"(?:(?:the|our) (?:\w+ ){0,3}?(?:search|review)(?: (?:of|for) [\w ]{3,40}?)?|we|(?:the )?searchers)"
    r" (?:has |have )?"
    r"(?:also |so far |already )*(?:met|hit|come across|came across|run into|ran into|found|turned up"
    r"|encountered"
    r"|come up against|struck)"
)
_SOME = r"(?:(?:some|several|certain|a number of|many|hundreds of|thousands of) )?(?:of (?:the|our) )?"
_LOST = (
    r"(?:have|has) no clean (?:version|copy)|are (?:left )?without (?:a |any )?clean (?:version|copy)"
    r"|we have no clean (?:version|copy) (?:of|for)"
)


def _sort(words: str) -> re.Pattern[str]:
    return re.compile(
        rf"^(?:please (?:note|be aware|remember|know|understand) that )?(?:there are"
        rf" (?P<a>{_SOME})(?:files|documents) (?:that |which )?(?:{words})"
        rf"|{_MET} (?P<b>{_SOME})(?:files|documents) (?:that |which )?(?:{words})"
        rf"|(?P<c>some|several|certain) (?:of (?:the|our) )?(?:files|documents) (?:that |which"
        rf" )?(?:{words}))(?P<end>[.!]?)$",
        re.I,
    )


_SORTS = (
    (_sort(_UNREAD), Subject.PERSONAL_DATA_SEARCH, "unreadable_files", "{many} files could not be read"),
    (_sort(_LOST), Subject.FILES_WITHOUT_CLEAN_VERSION, "", "{many} files have no clean version"),
)
_SOME_OF_THEM = re.compile(
    rf"\bfiles\b(?P<between>[^.;]*?,? (?:and|but)) (?P<some>some|several|many) of them"
    rf" (?:{_UNREAD})(?=[.,;!]|$)",
    re.I,
)
# from how many on there are several, hundreds, thousands; and to how many some
_LEAST = {"hundreds": 200, "thousands": 2000, "many": 100, "several": 3}
_TWO = 2


def _join_count(read: str, record: CaseRecord) -> str:
    """The sentence with its count before what is counted."""
    del record
    for words in (_NUMBER_OF, _BEHIND):
        apart = words.match(read)
        if apart is None:
            continue
        numbers = find_numbers(f"{apart['count']} items")
        if len(numbers) != 1 or find_numbers(apart["rest"].replace("-", " ")):
            return read
        parts = apart.groupdict()
        if (parts.get("small") and numbers[0].value > _FEW) or (
            parts.get("large") and numbers[0].value < _LOT
        ):
            return read
        rest = apart["rest"]
        if words is _BEHIND and re.match(r"(?:the|our|we|nobody)\b", rest, re.I):
            rest = "could not be read" if re.fullmatch(_UNREAD, rest, re.I) else ""
        if not rest:
            return read
        return f"{apart['count']} {apart['noun']} {rest}{parts.get('end') or ''}"
    return read


# "threatening messages began ..., and we have counted three of them"
_OF_THEM = re.compile(
    r"^(?P<noun>(?:(?:the|our) )?(?:\w+ ){0,2}?(?:letters|files|messages|contacts|e-?mails|calls|codes"
    r"|systems))"
    rf" (?P<first>[^,;:]+?),? (?:and|;) (?P<second>[^,;:]*?\b{_MANY}) of (?:them|these"
    rf"|those)(?P<rest>[^,;:]*)$",
    re.I,
)


# "threatening contacts ended on October 8; there were 31 of them"
_THERE_WERE = re.compile(
    r"^(?P<noun>(?:\w+ ){0,2}?(?:messages|contacts|e-?mails|calls)) (?P<first>[^,;:]+?)(?:;|,? and) there"
    r" (?:were|have been)"
    rf" (?P<many>{_HOW}{_MANY}) (?:of them|in all|in total)$",
    re.I,
)


def _name_them(read: str, record: CaseRecord) -> str:
    """So many of them as so many of what stands before."""
    del record
    if there := _THERE_WERE.match(read.rstrip(".!")):
        return f"{there['noun']} {there['first']}; we have counted {there['many']} {there['noun'].lower()}."
    them = _OF_THEM.match(read.rstrip(".!"))
    if them is None or find_numbers(them["first"]):
        return read
    noun = re.sub(r"^(?:the|our) ", "", them["noun"], flags=re.I).lower()
    return f"{them['noun']} {them['first']}; {them['second']} {noun}{them['rest']}."


# what we know of is what there is, unless it is said of none, or of all
_KNOWN_TO_US = re.compile(
    r"\b(?P<what>(?:contact|message|call|threat|report|letter|attempt|e-?mail|file)s?(?: by the"
    r" intruders)?) (?:that |which )?"
    r"(?:we|the district) (?:know|knows|are aware|is aware|have heard) (?:of|about)(?= \w)",
    re.I,
)
_BINDS = re.compile(r"\b(?:no|not|never|none|only|nothing|nobody|all|every|each|cannot)\b|n't\b", re.I)


def drop_known(read: str, record: CaseRecord) -> str:
    """The sentence without "that we know of"."""
    del record
    return read if _BINDS.search(read) else _KNOWN_TO_US.sub(r"\g<what>", read)


def _name_count(read: str, record: CaseRecord) -> str:
    """The record's count for what there is some of."""
    of_them, unread = _SOME_OF_THEM.search(read), _SORTS[0]
    found = _find(record, unread[1], unread[2]) if of_them else None
    if of_them and found is not None and found >= _LEAST.get(of_them["some"].lower(), _TWO):
        told = unread[3].format(many=f"{found:,.0f}")
        read = f"{read[: of_them.start('some')]}{told}{read[of_them.end() :]}"
    for words, subject, field, tell in _SORTS:
        if some := words.match(read):
            found = _find(record, subject, field)
            said = next((some[one] for one in ("a", "b", "c") if some[one]), "").split(" ")[0].lower()
            if found is not None and found >= max(_TWO, _LEAST.get(said, 0)):
                return f"{tell.format(many=f'{found:,.0f}')}{some['end'] or '.'}"
    return read


def _find(record: CaseRecord, subject: Subject, field: str) -> float | None:
    if not record.is_known(subject):
        return None
    if field:
        return find_count(record, subject, field)
    fact = record.find(subject)
    value = fact.value if fact else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


APART_COUNTS: Sequence[Callable[[str, CaseRecord], str]] = (_join_count, _name_them, _name_count)
