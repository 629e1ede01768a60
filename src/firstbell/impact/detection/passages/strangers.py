"""People whom the roster does not know, named in running text: what is told there and is about nobody else
in the whole document is about them.

They are known by a given name that is usual (`people/given_names.py`) and a further name beside it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

import msgspec

from firstbell.impact.detection.evidence.sources import Source
from firstbell.impact.detection.evidence.weights import THRESHOLD, WEIGHTS
from firstbell.impact.detection.identities.entries import TextEntry
from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.identities.names import find_names, read_label_name
from firstbell.impact.detection.identities.resolver import no_facts
from firstbell.impact.detection.identities.speakers import mark_roles
from firstbell.impact.detection.identities.subjects import FoundTerm, PassageSubject
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.passages.passage import Passage
from firstbell.impact.detection.values.value import Value
from firstbell.impact.people.folded_text import split_name
from firstbell.impact.people.given_names import is_given_name

# so far before a number its bearer may be named
_REACH = 400
# longer texts name many, and what belongs to whom is not to be told
_LONGEST = 12_000
_MOST_NAMED = 200
# before the name of who is no more than spoken to, signs, cares, or wrote a book
_ASIDE = re.compile(
    rb"(?:\b(?:by|from|cc|bcc|per|attn|attention|contact|call|ask|email|questions|dr|doctor|drs|prof|professor|"
    rb"officer|deputy|detective|det|sgt|sergeant|lt|chief|sheriff|judge|hon|honorable|attorney|rep|sen|senator|"
    rb"governor|gov|mayor|president|king|queen|saint|st|sister|father|fr|rev|reverend|pastor|imam|coach|"
    rb"nurse|principal|superintendent|counselor|teacher|investigator|interviewer|supervisor|manager|director|"
    rb"sincerely|regards|respectfully|thanks|signed|author|illustrator|editor|starring)[ .:,]{1,3}|[@#])\Z"
)
_BEFORE = 24
# who answers for a group that rents a room or signs up
_CONTACT = re.compile(
    r"(?im)^[ \t]*(?:(?:primary|main|group|event|responsible|adult)[ ])?"
    r"(?:contact(?: person| name)?|renter|lessee|permit holder|person in charge|responsible party|organizer)"
    r"[ \t]*:[ \t]*"
)
# the first letter of the family name of a pupil, with the grade behind it
_GOES_ON = re.compile(r"[ ][A-Z]\.?[ ,]{1,2}\(?(?:[Gg]r|[Kk]\b|\d{1,2}\b)")
# behind the name of somebody whose calling it is, or of what is called after somebody
_CALLING = re.compile(
    rb"[ ]?[,(/-]{0,2}[ ]?(?:m\.?d|d\.?o|r\.?n|l\.?p\.?n|np|pa-c|ph\.?d|psy\.?d|ed\.?[ds]|esq|j\.?d|"
    rb"licsw|lcsw|lsw|msw|ots?|otr|pt|dpt|slp|ccc-slp|lsn|phn|principal|superintendent|nurse|teacher|"
    rb"counsel+or|director|school|elementary|middle|high|academy|center|centre|memorial|park|street|st|"
    rb"avenue|ave|road|rd|drive|lane|blvd|boulevard|pkwy|parkway|hwy|highway|"
    rb"(?:way|dr|ct|pl|cir)(?=\.?[ ]*(?:&|/|@|at\b|\r?\n|\Z))|hospital|clinic|college|"
    rb"university|library|foundation|scholarship|award|field|gym|hall|day|llc|inc|ltd|co|company|corp|bank|county|city|wrote|writes|argues|"
    rb"'s (?:book|novel|article|study|essay|poem))\b"
)


# where people lie who are made up, whom no roster has
_TALES = re.compile(
    r"(?i)(?<![a-z])(?:writing|story|stories|tales?|essays?|poems?|poetry|fiction|novels?|drama|plays?|"
    r"scripts?|reading|literature|literacy|ela|english|lang(?:uage)? arts|journals?|magazine|lessons?|"
    r"curriculum|units?|examples?|samples?|training|practice)(?![a-z])"
)


# of these everybody has one
_NUMBERS = frozenset((DataKind.SSN, DataKind.DOB, DataKind.GOVERNMENT_ID, DataKind.FINANCIAL))


def spell_key(name: str) -> tuple[bytes, ...]:
    """A name as it is compared: in whatever order its parts stand.

    >>> spell_key("Roe, Ada") == spell_key("ada roe")
    True
    """
    return tuple(sorted(split_name(name)))


def tells_tales(folders: Iterable[str], name: str) -> bool:
    """Whether a place is one of tales and lessons.

    >>> tells_tales(["Gr4", "writing"], "dragons.txt"), tells_tales(["Health"], "ward.txt")
    (True, False)
    """
    return any(_TALES.search(part) for part in (*folders, name))


class StrangerTerm(msgspec.Struct):
    """What is told near somebody's name. `near`: whether in the same paragraph; `is_own`: whether a label
    stands before the name, and the value in one of the lines right below.
    """

    name: str
    location: str
    term: FoundTerm | None = None
    value: Value | None = None
    near: bool = True
    is_own: bool = False

    @property
    def is_told(self) -> bool:
        """Whether what stands there is enough."""
        if self.term is None:
            return True
        return self.term.weight + WEIGHTS.term["near"] * self.near >= THRESHOLD


class Strangers(msgspec.Struct):
    """Collects what a whole tells beside them."""

    found: list[StrangerTerm] = msgspec.field(default_factory=list)
    # whose names stand in records with labels, which were read as a table
    recorded: set[tuple[bytes, ...]] = msgspec.field(default_factory=set)

    def drop_recorded(self, entry: TextEntry, kinds: set[str]) -> set[str]:
        """What a text tells of somebody without the numbers, where a record of theirs tells these: its lines
        say better whose they are than what stands near a name.
        """
        if spell_key(entry.name) not in self.recorded:
            return kinds
        entry.values = [value for value in entry.values if value.kind not in _NUMBERS]
        return kinds - _NUMBERS

    def take(self, passage: Passage, terms: Iterable[FoundTerm], values: Iterable[Value]) -> None:
        """Take in what is about nobody in a passage, and who is named there."""
        terms, values = list(terms), list(values)
        if not (terms or values) or passage.is_public or len(passage.text) > _LONGEST:
            return
        named = _list_named(passage)
        names = {one.name for one in named}
        for term in terms if named else ():
            paragraph = passage.paragraph_of(term.at - 1)
            holder = _find_before(named, term.at, paragraph[0]) or _find_after(named, term.at, paragraph[1])
            # of whom is named alone, and before it, a text may go on to tell
            if holder is not None or (len(names) == 1 and named[0].mention.start < term.at):
                self._add(passage, holder or named[0], StrangerTerm("", "", term, near=holder is not None))
        named = named or _list_contacts(passage)
        names = {one.name for one in named}
        for value in values if named else ():
            holder = _find_behind(passage, named, value) or _find_before(
                named, value.start, value.start - _REACH
            )
            if holder is not None or len(names) == 1:
                told = StrangerTerm("", "", value=value)
                told.is_own = holder is not None and _is_in_record(passage, holder, value)
                self._add(passage, holder or named[0], told)

    def _add(self, passage: Passage, holder: PassageSubject, told: StrangerTerm) -> None:
        told.name, told.location = holder.name, passage.locate(holder.mention.start)
        self.found.append(told)

    def leave(self, values: Iterable[tuple[str, Value]], hidden: Container[str]) -> list[Value]:
        """The values that are nobody's, without those of kinds that are `hidden`, those of whoever writes,
        and those that a record of somebody else tells.
        """
        own = {id(one.value) for one in self.found if one.is_own}
        told = (value for _, value in values if value.kind not in hidden)
        return [value for value in told if not value.is_writers and id(value) not in own]

    def list_own(self) -> list[TextEntry]:
        """An entry for each whose record tells values."""
        return Strangers([one for one in self.found if one.is_own]).list_entries()

    def drop_terms(self, kinds: Container[str]) -> None:
        """Drop what words say of a kind: they explain codes, and name nobody."""
        self.found = [one for one in self.found if one.term is None or one.term.kind not in kinds]

    def list_entries(self) -> list[TextEntry]:
        """An entry for each of whom something is told."""
        entries: dict[str, TextEntry] = {}
        for one in self.found:
            if not one.is_told:
                continue
            if one.name not in entries:
                entries[one.name] = TextEntry(
                    (), one.name, "name", one.location, no_facts(), set(), [],
                    is_weak=False, is_label=True, is_other=False,
                )  # fmt: skip
            if one.term is not None:
                entries[one.name].tell((one.term.kind,), Source.PARAGRAPH)
            elif one.value is not None:
                entries[one.name].values.append(one.value)
        return list(entries.values())


# a label before a name that ends its line, and lines with labels below it
_LABELLED = re.compile(r"[ \t]*[^\W\d_][^:\n]{0,30}:[ \t]*\Z")
_LINES_OF = re.compile(
    r"[ \t]*\r?\n(?:[ \t]*[^\W\d_][^:\n]{0,30}:[^\n]*\n){0,4}[ \t]*[^\W\d_][^:\n]{0,30}:[^\n]*\Z"
)
_OF_SOMEBODY = frozenset((DataKind.SSN, DataKind.DOB, DataKind.GOVERNMENT_ID))


def _is_in_record(passage: Passage, holder: PassageSubject, value: Value) -> bool:
    """Whether labelled lines tell somebody's name and then a number or a day of theirs."""
    start, _ = passage.line_of(holder.mention.start)
    before, between = (
        passage.text[start : holder.mention.start],
        passage.text[holder.mention.end : value.start],
    )
    is_led = _LABELLED.match(before) is not None and _LINES_OF.match(between) is not None
    return value.kind in _OF_SOMEBODY and is_led


def _list_contacts(passage: Passage) -> list[PassageSubject]:
    """Who alone is named in a form of a group, as its contact: what is paid there is paid by them."""
    spans = [
        span
        for label in _CONTACT.finditer(passage.text)
        if (span := read_label_name(passage.text, label.end())) and _is_whole(passage.text[slice(*span)])
    ]
    names = {" ".join(passage.text[slice(*span)].split()) for span in spans}
    if len(names) != 1 or passage.subjects:
        return []
    return [PassageSubject(Mention(*spans[0], ()), name=names.pop())]


def _find_before(named: list[PassageSubject], at: int, start: int) -> PassageSubject | None:
    before = [one for one in named if start <= one.mention.start < at]
    return before[-1] if before else None


def _find_behind(passage: Passage, named: list[PassageSubject], value: Value) -> PassageSubject | None:
    """Whose name stands behind a number that begins its line, with nothing else between."""
    start, end = passage.line_of(value.start)
    if passage.folded[start : value.start].strip():
        return None
    behind = [one for one in named if value.end <= one.mention.start < end]
    is_next = behind and not passage.folded[value.end : behind[0].mention.start].strip(b" \t,;|-")
    return behind[0] if is_next else None


def _find_after(named: list[PassageSubject], at: int, end: int) -> PassageSubject | None:
    return next((one for one in named if at <= one.mention.start < end), None)


def _list_named(passage: Passage) -> list[PassageSubject]:
    """Who is named in full and neither signs, is asked nor cares for somebody."""
    named: list[PassageSubject] = []
    for start, end in find_names(passage.text):
        if len(named) >= _MOST_NAMED:
            break
        name = passage.text[start:end]
        if not _is_whole(name) or _CALLING.match(passage.folded, end):
            continue
        if _is_quoted(passage.text, start, end):
            continue
        if _GOES_ON.match(passage.text, end) or _ASIDE.search(passage.folded, max(0, start - _BEFORE), start):
            continue
        if not passage.list_between(start, end):
            named.append(PassageSubject(Mention(start, end, ()), name=" ".join(name.split())))
    mark_roles(passage, named)
    return [one for one in named if not one.is_other]


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether a sentence has a name in single quotes: that is what it calls somebody who is made up."""
    ends = end - text[start:end].endswith(("'", "\u2019"))
    return text[max(0, start - 2) : start] in {" '", " \u2018"} and text[ends : ends + 2] in {"' ", "\u2019 "}


def _is_whole(name: str) -> bool:
    """Whether a usual given name stands first, or behind a comma."""
    head, comma, rest = name.partition(",")
    words = split_name(rest if comma else head)
    return bool(words) and len(words[0]) > 2 and is_given_name(words[0])
