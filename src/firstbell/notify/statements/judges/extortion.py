"""What the intruders made of it: ransom, misuse of the data, and threats to people."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from firstbell.notify.statements.judges.truth import NO, UNJUDGED, YES, Truth, open_question, so
from firstbell.notify.statements.language.certainty import ClaimMode
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.dates import A_MONTH
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# how much data was taken is no sum of money
_DATA = any_case(r"\b\d[\d,.]* ?(?:[kmgtp]i?b|(?:kilo|mega|giga|tera)bytes?|gigs?)\b")


_BY_INSURER = any_case(
    r"\b(?:by|from) (?:our|the|its) (?:\w+ )?(?:insur\w+|carrier|policy)"
    r"|\b(?:insur\w+|carrier|policy)(?: \w+)? (?:has |have )?(?:paid|covered"
    r"|financed) (?:\w+ ){0,4}(?:ransom|demand)"
)
_THEIR_DEMAND = any_case(r"\b(?:the|their|its|this|that|[\w]+'s?) (?:\w+ )?(?:demands?|ransom note)\b")


def judge_paid(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether a ransom was paid, and how much; who refuses a demand says that there was one."""
    if reading.affirmed and _BY_INSURER.search(reading.plain):
        return UNJUDGED  # who paid it, no field tells
    if record.get(Subject.RANSOM, "demanded") is False and _THEIR_DEMAND.search(reading.plain):
        return so(not reading.affirmed, record, Subject.RANSOM)
    return _judge(record, reading, "paid")


def judge_demanded(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether a ransom was demanded, and how much."""
    return _judge(record, reading, "demanded")


def _read_amount(value: Any) -> Any:
    """The number of an amount that is put down as a text, "1,000,000 USD"; anything else as it is."""
    numbers = find_numbers(value) if isinstance(value, str) else []
    return numbers[0].value if len(numbers) == 1 else value


def read_demanded(record: CaseRecord) -> Any:
    """The amount demanded; a yes, a text or None where no amount is told."""
    demanded: Any = record.get(Subject.RANSOM, "demanded")
    if demanded is True:
        demanded = record.get(Subject.RANSOM, "amount") or True
    return _read_amount(demanded)


def _judge(record: CaseRecord, reading: ClaimReading, field: str) -> Truth:
    if amounts := _DATA.sub(" ", reading.plain):
        reading = replace(reading, numbers=find_numbers(amounts))
    value: Any = record.get(Subject.RANSOM, field)
    if value is None:
        return open_question(record, Subject.RANSOM, missing=f"ransom: {field}, known as yes or no")
    if value is True:
        value = record.get(Subject.RANSOM, "amount") or True
    value = _read_amount(value)
    if len(reading.numbers) > 1 and _CHANGED.search(reading.plain):
        return UNJUDGED  # of two demands the record has one
    is_amount = isinstance(value, int | float) and not isinstance(value, bool)
    happened = value > 0 if is_amount else bool(value)
    if happened and reading.affirmed and reading.numbers:
        if not is_amount:
            return open_question(record, Subject.RANSOM, missing=f"ransom: the amount {field}")
        return so(all(number.fits(value) for number in reading.numbers), record, Subject.RANSOM)
    if field == "paid" and not happened and reading.numbers and not reading.affirmed:
        return _judge_refused(record, reading)
    return so(happened, record, Subject.RANSOM)


def _judge_refused(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Of "we did not pay the $1 million": that it was so much is said as well."""
    demanded = read_demanded(record)
    if isinstance(demanded, bool) or not isinstance(demanded, int | float):
        return open_question(record, Subject.RANSOM, missing="ransom: the amount demanded")
    return so(not all(number.fits(demanded) for number in reading.numbers), record, Subject.RANSOM)


_CHANGED = any_words(r"down from|up from|lowered|reduced|raised|dropped|cut|instead of|no longer")


def judge_negotiation(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether somebody talked to the intruders: no subject of facts tells that."""
    del reading
    return open_question(
        record, missing="an entry that tells of contact with the intruders, or that there was none"
    )


_FRAUD = any_words(
    r"fraud\w*|identity theft|tax (?:returns?|refunds?)|loans?|credit cards?|accounts? (?:in|were|opened)"
    r"|purchases?|withdraw\w*|charges|impersonat\w+"
)


_TOLD_US = any_words(r"reported|told us|wrote to us|reports? of|attempted")


# what was done with data, and not who was written to
_OF_DATA = any_case(
    r"\b(?:data|information|files|records|it) (?:\w+ ){0,2}(?:misused|abused)\b"
    r"|\bmisuse of (?:\w+ )?(?:data|information)\b|\bcases? of misuse\b"
)
_CASES = any_words(r"cases?|instances?|incidents?|times")
_WORRY = any_words(r"worr\w+|fear\w*|concern(?:ed)? about|at risk|danger|victims? of")
_SEARCH = any_case(r"\b(?:our|the|this|that|a) (?:\w+ )?(?:search|check|review)(?:es|s)?\b")


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
_OF_THEM = any_words(r"of (?:them|whom|these|those)|including|among them")


# "nine parents": of which group they are, the sum alone does not tell; "parents and staff" are people
OF_GROUP = any_case(
    r"\b(?:\d[\d,]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?)"
    r" (?:of (?:our|the) )?(?:(?:former|current|retired|adult|high school) )?(?:famil(?:y|ies)|parents?"
    r"|guardians?|students?|pupils?|child(?:ren)?|staff|employees?|teachers?|principals?|households?|alumni"
    r"|retirees|graduates|schools)(?: members?)?\b(?!,? (?:and|or)\b|, \w+ (?:and|or)\b)"
)


_SINCE_DAY = any_case(rf"\bsince (?:about |around |early on )?(?:{A_MONTH})\b")


def judge_coercion(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether people were threatened, and how many."""
    count = record.get(Subject.COERCION_CONTACTS, "count")
    if count is None:
        return open_question(record, Subject.COERCION_CONTACTS, missing="coercion_contacts: their count")
    since = record.get_day(Subject.COERCION_CONTACTS, "since")
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
