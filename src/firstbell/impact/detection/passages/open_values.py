"""Values that are something only beside the right person: a day in brackets behind a name, a driver's number
that begins as a family name does, a day that is the birth of somebody in the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.names import (
    find_heading_name,
    looks_like_name,
    read_label_name,
)
from firstbell.impact.detection.identities.nearby_wards import find_name_before
from firstbell.impact.detection.identities.speakers import is_speaker
from firstbell.impact.detection.identities.subjects import PassageSubject, ReadText
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.value import SSN_LABEL, Value
from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.given_names import is_given_name
from firstbell.impact.people.lexicon import Lexicon

_LINES_ABOVE = 2
_OF_CHILD = re.compile(
    rb"\((?:parents?|guardians?|mother|father|mom|dad|payers?|payee|grand\w+|aunt|uncle|step\w+)"
    rb"[ ](?:of|for)[ ]|\((?:for|re|on behalf of|in the name of)[ ]"
    rb"(?:his |her |their )?(?:(?:son|daughter|child|kid)[ ])?|[ ]for[ ]"
    rb"|,[ ](?:the )?(?:parent|guardian|mother|father)(?: and (?:natural |legal )?guardian)?[ ]of[ ]"
)
_CHARGES = re.compile(
    rb"\b(?:run|charge|use|put|try|take|bill|pay|process|swipe|here is|here's|card)\b[^\n:]{0,60}"
    rb"\b(?:for|toward|on)\b"
)
_OF_PARENT = re.compile(
    rb"[ \t*#>\-]*(?:parents?|guardians?|mother|father|padres?|madres?|tutor(?:es|a)?|apoderad[oa]s?|"
    rb"acudientes?|encargad[oa]s?)(?:'?s)?\b[^:\n]{0,40}:"
)
_FORM_CHARS, _AGREEMENT_CHARS = 600, 2_000
_PAID_BACK = re.compile(
    rb"\breimburs\w+|\bparents? (?:will|shall|agrees? to) (?:drive|transport|provide)\b|"
    rb"\bpa(?:id|y|yment|yable) to (?:the )?parents?\b|\bparents? (?:is|are|will be|shall be) paid\b"
)
# who a party to an agreement is, and what is done for the parent in it
_PARTY = re.compile(
    rb",?[ ]\(?(?:the )?(?:parents?|mother|father|(?:legal )?guardian)"
    rb"(?: and (?:natural |legal )?guardian)?[ ]of[ ]"
)
_TO_PARENT = re.compile(rb"\b(?:parent|mother|father|guardian)(?:'s)?\b[^.;\n]*(?:\.\d[^.;\n]*)?\Z")
# between a name and the day of birth
_BORN = re.compile(
    r"[ \t]{0,24}[,;(\u2013-]?[ \t]{0,24}(?:\b[MF]\b[ .,/|]{0,3}){0,2}"
    r"(?:(?:was |is )?born(?: on)?|n[\u00e9e]e? le|b\.|dob|d\.o\.b\.?|"
    r"(?:birth ?date|date of birth|birthday)(?: is)?)"
    r"[ \t:=]{0,3}",
    re.IGNORECASE,
)
# a field of a form for the name, whose number stands before it: "1 Name  Ada Olson"
_NAME_FIELD = re.compile(
    r"(?im)^[ \t]*(?:(?:box |line )?\d{1,2}[a-z]?[.):]?[ \t]+)?(?:(?:full|legal|print(?:ed)?|your)[ \t]+)*"
    r"(?:name(?:[ \t]*\([^()\n]{1,60}\)|[ \t]as[ \t]shown[^\n]{0,40})?(?:[ \t]*:[ \t]*|[ \t]{2,})"
    r"|na(?:m|rn)e[ \t]*\(as[ \t][^()\n]{1,60}\)[ \t]*\r?\n[ \t]+"
    r"|name of entity/individual[^\n]{0,200}\s*\n[ \t]*"
    r"|name (?:at|when|while|used|as|on|in) [a-z ]{2,30}?(?:[ \t]*:[ \t]*|[ \t]+(?=[A-Z]))"
    r"|(?:subject|applicant|candidate|volunteer|examinee)(?:[ \t]+name)?[ \t]*[:.]?[ \t]+)"
)
# how a message that is answered begins: "On Mon, Jan 26, 2026 Ada Olson wrote:"
_WROTE = re.compile(
    r"(?m)^[ \t>|]*On [^\n]{6,60}?(?:\d{4}|\d{1,2}:\d\d(?: ?[AP]M)?),?(?: at \d{1,2}:\d\d(?: ?[AP]M)?,?)?[ ]"
    r"(?P<name>[^\d\n<>@]{4,50}?)(?: <[^<>\n]{3,80}>)? wrote:[ \t]*\r?$"
)
# of these everybody has one
_OF_ONE = frozenset((DataKind.SSN, DataKind.DOB))
_ADDRESS = re.compile(r",[ ]*(?=\d)|[ \t]{2,}(?=\d)")
# behind the name of whom a plan insures
_AND_FAMILY = re.compile(
    r"(?i)[ ]+(?:and|&)[ ]+(?:(?:all|any|covered|eligible|enrolled|his|her|their)[ ]){0,2}"
    r"(?:dependents?|family|spouse|children|household)\Z"
)
_BEFORE = 48


def is_example(folded: bytes, value: Value) -> bool:
    """Whether a number in a lesson or the like only looks like somebody's: no word calls it one."""
    if value.kind != DataKind.SSN:
        return False
    return SSN_LABEL.search(folded[max(0, value.start - _BEFORE) : value.start]) is None


def find_born(lexicon: Lexicon, near: Sequence[PassageSubject], value: Value) -> PassageSubject | None:
    """Who of those named near was born on the day that stands there."""
    for one in near:
        if any(lexicon.people[who].dob == value.text for who in one.mention.candidates):
            return one
    return None


def settle_value(lexicon: Lexicon, folded: bytes, value: Value, *, owner: PassageSubject | None) -> bool:
    """Say of an open value what it is, by whose it is; whether it is anything."""
    if owner is None:
        return False
    if value.fact == "ssn":
        return bool(owner.mention.candidates)
    if value.fact == "dob":
        is_theirs = folded[owner.mention.end : value.start].strip(b" ,") == b"("
        value.kind = DataKind.DOB if is_theirs else ""
    else:
        is_theirs = value.text[:1].encode() in _list_initials(lexicon, owner)
        value.kind = DataKind.GOVERNMENT_ID if is_theirs else ""
    return is_theirs


def find_payer(
    passage: ReadText, owner: PassageSubject | None, start: int, *, value: Value
) -> PassageSubject | None:
    """Whose account it is on a line from `start` on where a child stands in brackets behind who pays: "Ada
    (parent of Ben)"; whoever owns the value of any other kind, or the parent whom a label of it says.
    """
    if bearer := _find_bracketed(passage, owner, start, value=value) or _find_asker(passage, owner, value):
        return bearer
    if owner is None:
        owner = _find_parent(passage, value)
    at = owner.mention.start if owner is not None else start
    bracket = _OF_CHILD.search(passage.folded, start, at) if value.kind == DataKind.FINANCIAL else None
    if bracket is None or bracket.end() != at:
        return owner
    before = passage.list_between(start, bracket.start())
    if not bracket[0].startswith((b"(", b",")):
        # a grown-up who pays for a child
        is_for_child = before and owner is not None and passage.is_pupil(owner)
        return before[-1] if is_for_child and not passage.is_pupil(before[-1]) else owner
    if before:
        return before[-1]
    span = find_name_before(passage.text, start, bracket.start())
    if span is None:
        return owner
    payer = PassageSubject(Mention(*span, ()), name=passage.text[slice(*span)])
    passage.insert(payer)
    return payer


def is_paid_for(passage: ReadText, owner: PassageSubject | None, start: int, *, value: Value) -> bool:
    """Whether a line asks to take money from the card of whoever writes it, for a pupil: it is not the
    pupil's.
    """
    if owner is None:
        return False
    is_for = passage.is_pupil(owner) and _CHARGES.search(passage.folded, start, value.start) is not None
    return is_for and value.kind == DataKind.FINANCIAL and owner.mention.start < value.start


def drop_numbered(passage: ReadText, owner: PassageSubject | None, value: Value) -> PassageSubject | None:
    """Who is named on another line than a value; nobody where that line has a value of the same sort, of
    which everybody has one: then each line of a list is a record. Nor is a value that a form of a child tells
    before it comes to the parents theirs, or one that whoever writes calls their own.
    """
    if owner is not None and passage.folded.endswith(b"my ", 0, value.start):
        named = {one.mention.candidates for one in passage.subjects}
        if len(named) > 1 and not any(one.mention.is_label for one in passage.subjects):
            value.is_writers = True
            return None
    if owner is None or value.kind not in _OF_ONE:
        return owner
    if owner.mention.start > value.start and _heads_parent(passage, owner):
        return None
    start, end = passage.line_of(owner.mention.start)
    is_theirs = start <= value.start < end
    has_own = any(one.kind == value.kind and start <= one.start < end for one in passage.values)
    return None if has_own and not is_theirs else owner


def _find_parent(passage: ReadText, value: Value) -> PassageSubject | None:
    """Whose a number is behind a label of a parent, on a form that names the parent behind another one."""
    start, _ = passage.line_of(value.start)
    is_called = _OF_PARENT.match(passage.folded, start, value.start) is not None
    # into whose account a district pays back what it costs to bring a child
    is_paid = value.kind == DataKind.FINANCIAL and _PAID_BACK.search(
        passage.folded, max(0, start - _AGREEMENT_CHARS), value.start
    )
    if not value.is_strong or not (is_called or is_paid):
        return _find_party(passage, start, value)
    reach = _FORM_CHARS if is_called else _AGREEMENT_CHARS
    named = passage.list_between(max(0, start - reach), start + _FORM_CHARS)
    parents = [one for one in named if _heads_parent(passage, one)]
    is_one = len({one.mention.candidates or one.name for one in parents}) == 1
    return parents[0] if is_one else _find_party(passage, start, value)


def _find_party(passage: ReadText, start: int, value: Value) -> PassageSubject | None:
    """Whose account it is that a line calls the parent's, where a sentence above says who that is: "between
    the district and Gil Roe, parent of Ben Roe".
    """
    if value.kind != DataKind.FINANCIAL or not _TO_PARENT.search(passage.folded, start, value.start):
        return None
    found: dict[str, tuple[int, int]] = {}
    first = max(0, start - _AGREEMENT_CHARS)
    for party in _PARTY.finditer(passage.folded, first, value.start):
        span = find_name_before(passage.text, passage.line_of(party.start())[0], party.start())
        if span is not None and span[1] == party.start():
            found[passage.text[slice(*span)]] = span
    return _take_named(passage, next(iter(found.values()))) if len(found) == 1 else None


# what somebody is given who cannot get in
_HANDED = re.compile(
    rb"\b(?:temp\w*|new|your|yours|re-?set|unlocked|try|use|set|changed|"
    rb"default)\b[^\n]{0,40}\Z(?<!\bi changed it to )"
)


def _find_asker(passage: ReadText, owner: PassageSubject | None, value: Value) -> PassageSubject | None:
    """Who spoke right before somebody who gives a password in a chat: it opens what the one who asked has."""
    if value.kind != DataKind.CREDENTIALS or owner is None or not is_speaker(passage, owner):
        return None
    if not _HANDED.search(passage.folded, owner.mention.end, value.end):
        return None
    before = [
        one
        for one in passage.list_between(max(0, owner.mention.start - _FORM_CHARS), owner.mention.start)
        if is_speaker(passage, one) and one.mention.candidates != owner.mention.candidates
    ]
    return before[-1] if before else None


def _find_bracketed(
    passage: ReadText, owner: PassageSubject | None, start: int, *, value: Value
) -> PassageSubject | None:
    """Whose name stands right before the bracket that a number begins: "Gil Roe (A 204 118 690) reads to the
    class of Ada Olson".
    """
    at = value.start - len(b" (")
    if not value.is_strong or not passage.folded.startswith(b" (", at):
        return None
    span = find_name_before(passage.text, start, at)
    if span is None or span[1] != at or (owner is not None and owner.mention.start < at <= owner.mention.end):
        return None
    return _take_named(passage, span)


def _take_named(passage: ReadText, span: tuple[int, int]) -> PassageSubject:
    """Who is named there; one more, where the roster does not know them."""
    known = [one for one in passage.list_between(*span) if one.mention.end <= span[1]]
    if known:
        return known[0]
    found = PassageSubject(Mention(*span, ()), name=passage.text[slice(*span)])
    passage.insert(found)
    return found


def find_leader(passage: ReadText, value: Value) -> PassageSubject | None:
    """Whom the roster does not know, and whose name stands on the line before a number, a usual given name
    first.
    """
    span = find_name_before(passage.text, passage.line_of(value.start)[0], value.start)
    words = split_name(passage.text[slice(*span)]) if span is not None else ()
    return _take_named(passage, span) if span and words and is_given_name(words[0]) else None


def _heads_parent(passage: ReadText, one: PassageSubject) -> bool:
    start, _ = passage.line_of(one.mention.start)
    label = _OF_PARENT.match(passage.folded, start, one.mention.start)
    return label is not None and not passage.is_pupil(one)


def find_bearer(lexicon: Lexicon, text: str, value: Value) -> PassageSubject | None:
    """Whom the roster does not know and whose name stands right behind their driver's number, or right before
    the day of their birth.
    """
    if value.kind == DataKind.DOB:
        start = text.rfind("\n", 0, value.start) + 1
        born = find_name_before(text, start, value.start)
        if born is None or not _BORN.fullmatch(text, born[1], value.start):
            return None
        return PassageSubject(Mention(*born, ()), name=text[slice(*born)])
    span = read_label_name(text, value.end) if value.fact == "licence" else None
    if span is None:
        return None
    found = PassageSubject(Mention(span[0], span[1], ()), name=text[span[0] : span[1]])
    return found if value.text[:1].encode() in _list_initials(lexicon, found) else None


def find_stranger(text: str, start: int, value: Value, *, is_card: bool) -> tuple[int, int] | None:
    """The last name before a value on its line; what a password opens is nobody, on the card of somebody
    (`is_card`): "Lake Portal pw ...".
    """
    span = find_name_before(text, start, value.start)
    if span is None or not is_card or value.kind != DataKind.CREDENTIALS:
        return span
    words, line = split_name(text[slice(*span)]), text[start : value.start].lower().encode()
    # whose address stands there as well, or who is called as people are
    is_signed = b"@" in line and all(line.count(word) > 1 for word in words)
    return span if words and (is_signed or is_given_name(words[0])) else None


def find_headed(lexicon: Lexicon, text: str, start: int, *, value: Value) -> PassageSubject | None:
    """Whom the roster does not know and whose name stands alone on one of the lines right above a number of
    social security, in a paragraph that begins at `start`, or in capitals at its head, as on a card.
    """
    if span := find_heading_name(lexicon, text, start):
        return PassageSubject(Mention(*span, (), is_label=True), name=text[slice(*span)])
    if not value.is_strong:
        return None
    if (span := _find_writer(text, value) or _find_field(text, start, value)) is not None:
        return PassageSubject(Mention(*span, (), is_label=True), name=text[slice(*span)])
    if value.kind != DataKind.SSN:
        return None
    end = text.rfind("\n", start, value.start)
    for _ in range(_LINES_ABOVE):
        if end < start:
            return None
        begin = max(text.rfind("\n", start, end) + 1, start)
        # an address may stand behind it
        line = _AND_FAMILY.sub("", _ADDRESS.split(text[begin:end].strip(), maxsplit=1)[0])
        if looks_like_name(line):
            at = text.index(line, begin)
            return PassageSubject(Mention(at, at + len(line), ()), name=line)
        end = begin - 1
    return None


def _find_writer(text: str, value: Value) -> tuple[int, int] | None:
    """Who wrote what is quoted, as the line says that it begins with."""
    quoted = [*_WROTE.finditer(text, max(0, value.start - _AGREEMENT_CHARS), value.start)]
    return quoted[-1].span("name") if quoted and looks_like_name(quoted[-1]["name"]) else None


def _find_field(text: str, start: int, value: Value) -> tuple[int, int] | None:
    """The name in the last field for one before a value: in its paragraph, or above it where the field says
    that the name stands on a line of its own.
    """
    reach = max(0, value.start - _FORM_CHARS)
    fields = [*_NAME_FIELD.finditer(text, max(start, reach), value.start)] or [
        one for one in _NAME_FIELD.finditer(text, reach, value.start) if "\n" in one[0]
    ]
    return read_label_name(text, fields[-1].end()) if fields else None


def _list_initials(lexicon: Lexicon, owner: PassageSubject) -> set[bytes]:
    """With what the family names begin of those who may be meant."""
    families = [family for who in owner.mention.candidates for family in lexicon.forms[who].family]
    found = {word[:1] for family in families for word in family}
    head, comma, _ = owner.name.partition(",")
    words = split_name(head)
    return found | ({words[0 if comma else -1][:1]} if words else set())
