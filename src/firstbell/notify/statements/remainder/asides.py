"""Parts of a sentence that lie in no claim that rules found in it: whether they tell something themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firstbell.notify.statements.judges.protections import is_to_come
from firstbell.notify.statements.language.certainty import ClaimMode, read_wording
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.dates import blank_spans
from firstbell.notify.statements.language.names import list_systems
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.language.reader import load_reader
from firstbell.notify.statements.language.sentences import Manner, has_verb, judge_manner
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.holds import names_event
from firstbell.record.facts import Subject


@dataclass(frozen=True, slots=True)
class Leftover:
    """What no rule has read: `what` it tells, in words; `words` as written; where they begin."""

    what: str
    words: str
    start: int


def is_taken(record: CaseRecord) -> bool:
    """Whether the record knows that data was taken."""
    taken = record.get(Subject.EXFILTRATION, "state") == "confirmed" or is_published(record)
    return taken and record.is_known(Subject.EXFILTRATION)


def is_published(record: CaseRecord) -> bool:
    """Whether the record knows that data was published."""
    return record.get(Subject.EXFILTRATION, "published") is True


ASKING = frozenset({Manner.ADVICE, Manner.QUESTION})
_OF_FILES = r" (?=(?:\w+ )?(?:data|information|files?|records?|documents?|material)\b)"
_PUBLISHED_FILES = any_case(rf"\b(?:published|leaked|posted|exposed){_OF_FILES}")
_TAKEN_FILES = any_case(rf"\b(?:stolen|copied|taken|exfiltrated){_OF_FILES}")


def drop_known(read: str, record: CaseRecord) -> str:
    """Advice or a question without what it takes for granted and the record knows: "the published files"."""
    if judge_manner(read) not in ASKING:
        return read
    told = (
        _PUBLISHED_FILES.sub("", read)
        if is_published(record) and record.is_known(Subject.EXFILTRATION)
        else read
    )
    return _TAKEN_FILES.sub("", told) if is_taken(record) else told


# "and two are pending": compared with what is pending
_STILL_OUT = any_case(
    r"(?:and |but |while |though )?((?:the other )?(?:one|two|three|four|five|six|seven|eight|nine|\d+)"
    r"|the rest|the others?|the other half) (?:(?:(?:is|are|remains?) )?(?:still )?(?:pending|down|out|left"
    r"|offline|to (?:go|come|follow))|(?:is|are) not(?: yet)?(?: (?:back|there|ready))?"
    r"|(?:has|have) not(?: yet)?(?: been (?:restored|verified))?)"
)


def _count(said: str) -> int | None:
    """The number that is said; None for "the rest"."""
    said = re.sub(r"^the other (?=\w)", "", said, flags=re.I)
    if said.lower() == "one":
        return 1
    numbers = find_numbers(said)
    return int(numbers[0].value) if numbers else None


_PUBLISHED = any_case(
    r"(?:and |then |later |since )*(?:(?:they|it|these|this|the data|the files) )?"
    r"(?:(?:was|were|has|have) (?:been |later |since |then |also )*)?(?:published|posted|leaked|released)"
    r"(?: (?:it|them|some of it|some of them))?(?: (?:online|on the (?:internet|dark web|web)|publicly))?"
)


NEGATION = any_case(
    r"\b(?:no|not|never|none|nothing|nobody|neither|without|cannot|untrue|false|incorrect|den(?:y|ies|ied)"
    r"|refut\w+|myth|rumou?rs?)\b|n't\b"
)


# "...; it is late": no judge reads it in a part of its own
_OVERDUE = any_case(
    r"\b(?:is|are|was|were) (?:too |already |now )?(?:late|overdue)\b(?! (?:on|in)\b)"
    r"|\b(?:missed|past) (?:the|its|our) deadline"
)
# how likely the second reader must find a claim in a part that no rule has read
_HOLD = 0.5


_PART = re.compile(r"[^,;:\u2013\u2014]+")


_SET_PHRASE = any_words(
    r"as (?:we|you|I) (?:said|know|noted)|to (?:our|the best of our) knowledge|of course|in fact"
    r"|as you may know|not limited to"
    r"|^(?:and )?(?:verified|checked)(?: (?:so far|yet|to date))?$"
    r"|we (?:know|believe|understand)|we are writing"
)


def _is_open(record: CaseRecord) -> bool:
    """Whether the record itself leaves open what was taken, and whom it concerns."""
    return not is_taken(record) and record.get(Subject.PEOPLE_AFFECTED, "final") is not True


_NONE_BACK = any_case(
    r"(?:and |but )?(?:none|not one|no system)(?: of them)? (?:is|are|has|have)(?: yet)? ?(?:been )?(?:fully"
    r" )?(?:verified|restored|back|rebuilt|recovered|working|up|running)(?: (?:yet|so far|to date|again))?"
)


_NO_AMOUNT = any_case(
    r"(?:and |but )?(?:(?:it|they|the note|which) )?(?:(?:named|gave|mentioned|stated|told|asked for|said) no"
    r"|(?:does|did|do)(?: not|n't) (?:name|give|mention|state|tell|ask for|say) (?:a|an|any))"
    r" (?:amount|sum|figure|price)"
)
_NO_CODES = any_case(
    r"(?:and |but |though |although )?(?:we |there )?(?:have|are|has) (?:no|not any) (?:activation "
    r"|enrollment )?codes?(?: (?:to|for) (?:hand out|give out|give you|send|share|anyone|you))?(?: yet)?"
    r"|(?:and |but |though |although )?no (?:activation |enrollment )?codes (?:have|were|are)(?: yet)?"
    r" (?:been )?(?:issued|sent|mailed|out|available)(?: yet)?"
    r"|(?:and |but |though |although )?(?:the )?(?:activation |enrollment )?codes (?:are|have|were|will)"
    r" (?:not|yet)(?: yet)?(?: to)?(?: been| be)? ?(?:out|issued|sent|mailed|ready|there|available)?(?: yet)?"
)
_CODES = any_case(
    r"(?:and |with )?(?:the |all )?(?:activation |enrollment )?codes (?:have been|were|are) (?:now "
    r"|already )?(?:issued|sent|mailed|out|available)"
)
# "and did not get it": nothing was paid
_NOT_GIVEN = any_case(
    r"(?:and |but )?(?:they )?(?:did not|didn't|never|have not|haven't) (?:get|got|gotten|receive|received"
    r"|see|seen) (?:it|any of it|one cent|a cent|a dime|anything|a penny)(?: of it)?"
)
_NEITHER_KNOWN = any_case(
    r"(?:and )?(?:neither|nor|or) (?:is )?(?:it known )?(?:how long|when|since when) (?:[\w']+ ){1,6}"
    r"(?:there|inside|in|here|network|systems)"
)
_NEITHER_DONE = any_case(
    r"(?:and |but )?(?:neither|none|not one)(?: of them)? (?:is|are|has been|have been) "
    r"(?:finished|done|complete|ready|verified|back|restored)(?: (?:yet|so far))?"
)


_UNFINISHED = any_case(
    r"(?:but |and |though )?(?:(?:it|this|that|which) )?(?:is|was) (?:far from|not(?: yet)?|nowhere near"
    r"|still not) (?:finished|complete|done|over|completed)(?: yet)?"
)
_UNCHANGING = any_case(
    r"(?:and |so )?(?:it |this |that )?(?:will not|won't|is not going to|is not expected to) (?:change"
    r"|grow|rise)(?: (?:again|any more|further))?"
)
# "it covered all of the files"
_COVERED = any_case(
    r"(?:and )?(?:it|this|that|which) (?:covered|took in|included) (?:all|every|each|the whole"
    r"|the entire)(?: one)?(?: of)?(?: the| our| these)?(?: \w+){1,3}"
)
# "we have not searched, and can't tell you that there has been none"
_NOT_TOLD = any_case(
    r"(?:and |so )?(?:we )?(?:cannot|can't|could not|couldn't) (?:tell|say|promise)(?: you| anyone)?"
    r" (?:(?:that|whether|if) there (?:has been|is|was|were) (?:none|any(?: misuse)?|no misuse)"
    r"|(?:that|whether|if) (?:it|this) (?:has|did)(?: not|n't)? (?:happened|happen|been misused))"
)
# that a system is back was verified; the judge compares it with the verified ones
_CHECKED = any_case(r"(?:and )?(?:has|have) been (?:checked|verified)")


# "..., though that has not been confirmed": of what is only believed
_UNPROVEN = any_case(
    r"(?:(?:though|although|but|and) )?(?:neither(?: point| of these| of the two)?|none of (?:this|that|it))"
    r" (?:is|are|has been|have been)(?: yet)? (?:confirmed|proven|established|certain|verified)(?: yet)?"
    r"|(?:(?:though|although|but|and) )?(?:that|this|it|which) (?:has|is|was|have)(?: not"
    r"|n't)(?: yet)?(?: been)? (?:confirmed|proven|established|certain|verified)(?: yet)?"
    r"|(?:though|although|but) (?:we|they|that)(?: have| has)?(?: not|n't)(?: yet)? confirmed (?:it|that"
    r"|this)(?: yet)?"
)
_BELIEVED = {
    "way_in": Subject.WAY_IN,
    "cause_known": Subject.WAY_IN,
    "timing": Subject.FIRST_ACCESS,
    "dwell": Subject.FIRST_ACCESS,
}


def _is_so_of_demand(part: str, record: CaseRecord) -> bool:
    """Whether the record bears out that no amount was named, or that nothing was paid."""
    if not _NO_AMOUNT.fullmatch(part):
        return record.get(Subject.RANSOM, "paid") is False
    demanded = record.get(Subject.RANSOM, "demanded")
    return isinstance(demanded, str) and not re.search(r"\d", demanded)


def _is_so_of_searches(part: str, truths: frozenset[str], record: CaseRecord) -> bool | None:
    """Whether a part says of a search, or its count, what the record says; None where it says nothing."""
    if "searched" in truths and _UNFINISHED.fullmatch(part):
        return bool(record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent") != 100)
    if "searched" in truths and _COVERED.fullmatch(part):
        return bool(record.get(Subject.PERSONAL_DATA_SEARCH, "coverage_percent") == 100)
    if "misuse_search" in truths and _NOT_TOLD.fullmatch(part):
        return record.get(Subject.MISUSE_SEARCH, "done") is False
    if "people_final" in truths and _UNCHANGING.fullmatch(part):
        return record.get(Subject.PEOPLE_AFFECTED, "final") is True
    return None


def _is_answered(part: str, truths: frozenset[str], record: CaseRecord) -> bool:
    """Whether a part beside the claims of these truths says what the record says, too."""
    if _PUBLISHED.fullmatch(part):
        return is_published(record)
    if _UNPROVEN.fullmatch(part):
        return any(truth in truths and not record.is_known(subject) for truth, subject in _BELIEVED.items())
    if "password_reset" in truths and is_to_come(part):
        return True
    if "credit_monitoring" in truths and (_NO_CODES.fullmatch(part) or _CODES.fullmatch(part)):
        return bool(_NO_CODES.fullmatch(part)) != bool(record.get(Subject.CREDIT_MONITORING, "codes_issued"))
    if "ransom_demanded" in truths and (_NO_AMOUNT.fullmatch(part) or _NOT_GIVEN.fullmatch(part)):
        return _is_so_of_demand(part, record)
    if (searched := _is_so_of_searches(part, truths, record)) is not None:
        return searched
    if "cause_known" in truths and _NEITHER_KNOWN.fullmatch(part):
        return record.find(Subject.FIRST_ACCESS) is not None and not record.tells(Subject.FIRST_ACCESS)
    return _is_so_of_systems(part, truths, record)


# "the library and the cafeteria not yet"
_NOT_YET = any_case(
    r"(?:and |but |while )?(.{4,120}?) (?:(?:is|are|has|have) )?not(?: yet)?(?: been)?"
    r"(?: back| there| ready| restored| working)?"
)


def _is_so_of_systems(part: str, truths: frozenset[str], record: CaseRecord) -> bool:
    """Whether a part says of what is restored, or still down, what the record says."""
    restored = Subject.SYSTEMS_RESTORED
    if "restored" in truths and not _STILL_OUT.fullmatch(part) and (late := _NOT_YET.fullmatch(part)):
        out = list_systems(*record.get_list(restored, "pending"))
        named = re.split(r",? and |, ", late[1])
        return all(list_systems(one) and list_systems(one) <= out for one in named)
    if "restored" in truths and _CHECKED.fullmatch(part):
        return True
    if "restored" in truths and _NONE_BACK.fullmatch(part):
        return record.tells(restored) and not record.get(restored, "verified")
    if "restoring" in truths and _NEITHER_DONE.fullmatch(part):
        # what is named as being restored was compared with what is pending
        return record.tells(restored)
    left = _STILL_OUT.fullmatch(part)
    pending = record.get(restored, "pending") or []
    if left is not None and left[1].lower().endswith("half"):
        return 0 < len(pending) == len(record.get(restored, "verified") or [])
    return left is not None and _count(left[1]) in (None, len(pending))


def _list_parts(flat: str, readings: Sequence[ClaimReading]) -> Iterator[tuple[str, int]]:
    """The parts of a sentence that lie in no claim, and where they begin."""
    unread = flat
    for reading in readings:
        at = flat.find(reading.plain)
        if at >= 0:
            unread = unread[:at] + "\x00" * len(reading.plain) + unread[at + len(reading.plain) :]
    for match in _PART.finditer(unread.replace("\x00", ",")):
        part = match[0].strip(" .!?\"'")
        if len(part.split()) > 1 and not _SET_PHRASE.search(part):
            yield part, match.start() + match[0].find(part)


def blank_answered(text: str, flat: str, *, readings: Sequence[ClaimReading], record: CaseRecord) -> str:
    """The text without parts that say what the record says, too."""
    truths = frozenset(reading.proposition.truth for reading in readings if reading.proposition)
    parts = _list_parts(flat, readings)
    answered = [(at, at + len(part)) for part, at in parts if _is_answered(part, truths, record)]
    return blank_spans(text, answered)


def list_asides(flat: str, readings: Sequence[ClaimReading], record: CaseRecord) -> Iterator[Leftover]:
    """Parts of a sentence that lie in no claim, and that deny or tell something themselves."""
    truths = frozenset(reading.proposition.truth for reading in readings if reading.proposition)
    for part, at in _list_parts(flat, readings):
        if _is_answered(part, truths, record):
            continue
        wording = read_wording(part)
        if wording.future and not wording.firm and not wording.negated:
            continue
        if wording.mode is ClaimMode.UNKNOWN and _is_open(record) and not _UNPROVEN.fullmatch(part):
            continue
        tells = names_event(part) or (len(part.split()) > 3 and load_reader().weigh(part) >= _HOLD)
        if NEGATION.search(part) or _OVERDUE.search(part) or (has_verb(part) and tells):
            yield Leftover("a part of it", part, at)
