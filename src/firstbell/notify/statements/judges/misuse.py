"""What was made of the data: misuse, and threats to people."""

from __future__ import annotations

import re

from firstbell.notify.statements.judges.truth import NO, UNJUDGED, YES, Truth, open_question, read_day, so
from firstbell.notify.statements.language.calendar_names import A_MONTH
from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_FRAUD = re.compile(
    r"\b(?:fraud\w*|identity theft|tax (?:returns?|refunds?)|loans?|credit cards?"
    r"|accounts? (?:in|were|opened)|purchases?|withdraw\w*|charges|impersonat\w+)\b",
    re.I,
)


_TOLD_US = re.compile(r"\b(?:reported|told us|wrote to us|reports? of|attempted)\b", re.I)


# what was done with data, and not who was written to
_OF_DATA = re.compile(
    r"\b(?:data|information|files|records|it) (?:\w+ ){0,2}(?:misused|abused)\b|\bmisuse of (?:\w+"
    r" )?(?:data|information)\b"
    r"|\bcases? of misuse\b",
    re.I,
)
_CASES = re.compile(r"\b(?:cases?|instances?|incidents?|times)\b", re.I)
_WORRY = re.compile(r"\b(?:worr\w+|fear\w*|concern(?:ed)? about|at risk|danger|victims? of)\b", re.I)
_SEARCH = re.compile(r"\b(?:our|the|this|that|a) (?:\w+ )?(?:search|check|review)(?:es|s)?\b", re.I)


def _has_found(found: object, reading: ClaimReading) -> bool:
    """Whether a search found cases of misuse, as many as a claim says there are."""
    if not isinstance(found, int) or isinstance(found, bool) or found == 0:
        return False
    told = reading.numbers if reading.affirmed and _CASES.search(reading.plain) else ()
    return all(number.fits(found) for number in told)


def judge_misuse(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether what was taken was misused: somebody must have looked, and found nothing."""
    contacts = record.get(Subject.COERCION_CONTACTS, "count")
    if reading.wording.mode is ClaimMode.UNKNOWN and record.get(Subject.MISUSE_SEARCH, "done") is False:
        return open_question(record, Subject.MISUSE_SEARCH, missing="misuse_search: done")
    if reading.affirmed and _FRAUD.search(reading.plain) and _TOLD_US.search(reading.plain):
        return UNJUDGED  # what people reported, no field tells
    if reading.affirmed and _FRAUD.search(reading.plain):
        # that people were written to proves no fraud
        return open_question(record, Subject.MISUSE_SEARCH, missing="a fact that tells of this misuse")
    if contacts:
        none_found = record.get(Subject.MISUSE_SEARCH, "found") == 0
        of_data = reading.affirmed and none_found and _OF_DATA.search(reading.plain)
        return (
            so(NO, record, Subject.MISUSE_SEARCH) if of_data else so(YES, record, Subject.COERCION_CONTACTS)
        )
    if not reading.affirmed and _WORRY.search(reading.plain):
        return Truth(None, missing=("that nobody is at risk, no record can prove",), told=False)
    done = record.get(Subject.MISUSE_SEARCH, "done")
    if (
        not reading.affirmed
        and _SEARCH.search(reading.plain)
        and record.get(Subject.MISUSE_SEARCH, "found") is None
    ):
        # that a search is done does not tell what it found
        return open_question(record, Subject.MISUSE_SEARCH, missing="misuse_search: found")
    found = record.get(Subject.MISUSE_SEARCH, "found")
    if done or found:
        return so(_has_found(found, reading), record, Subject.MISUSE_SEARCH)
    lacks = (
        "misuse_search: done" if not reading.affirmed else "coercion_contacts: a fact that tells of misuse"
    )
    return open_question(record, Subject.MISUSE_SEARCH, missing=lacks)


# "forty people, nine of them parents": the record has the sum alone
_OF_THEM = re.compile(r"\b(?:of (?:them|whom|these|those)|including|among them)\b", re.I)


# "nine parents": of which group they are, the sum alone does not tell; "parents and staff" are people
OF_GROUP = re.compile(
    r"\b(?:\d[\d,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|dozens?) (?:of (?:our|the) )?"
    r"(?:(?:former|current|retired|adult|high school) )?(?:famil(?:y|ies)|parents?|guardians?"
    r"|students?|pupils?"
    r"|child(?:ren)?|staff|employees?|teachers?|principals?|households?|alumni|retirees|graduates|schools)"
    r"(?: members?)?\b(?!,? (?:and|or)\b|, \w+ (?:and|or)\b)",
    re.I,
)


_SINCE_DAY = re.compile(rf"\bsince (?:about |around |early on )?(?:{A_MONTH})\b", re.I)


def judge_coercion(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether people were threatened, and how many."""
    count = record.get(Subject.COERCION_CONTACTS, "count")
    if count is None:
        return open_question(record, Subject.COERCION_CONTACTS, missing="coercion_contacts: their count")
    since = read_day(record.get(Subject.COERCION_CONTACTS, "since"))
    dated = since and reading.affirmed and len(reading.dates) == 1 and _SINCE_DAY.search(reading.plain)
    if dated and since and not reading.dates[0].fits(since):
        return so(NO, record, Subject.COERCION_CONTACTS)
    told = _TOLD_US.search(reading.plain)
    of_group = (
        not told and OF_GROUP.search(reading.plain) and not record.get(Subject.COERCION_CONTACTS, "groups")
    )
    if of_group and reading.numbers and reading.affirmed and all(one.fits(count) for one in reading.numbers):
        return UNJUDGED
    if reading.numbers and count and reading.affirmed:
        first, *others = reading.numbers
        if others and first.fits(count) and _OF_THEM.search(reading.plain):
            parts = all(number.value < count for number in others)
            return UNJUDGED if parts else so(NO, record, Subject.COERCION_CONTACTS)
        if others and sum(number.value for number in reading.numbers) == count:
            return UNJUDGED  # "nine colleagues and four parents": how many of each, no field tells
        return so(all(number.fits(count) for number in reading.numbers), record, Subject.COERCION_CONTACTS)
    return so(count > 0, record, Subject.COERCION_CONTACTS)
