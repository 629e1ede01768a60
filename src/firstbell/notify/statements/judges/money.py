"""Ransom, and the people whom the intruder wrote to."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from firstbell.notify.statements.judges.truth import UNJUDGED, Truth, open_question, so
from firstbell.notify.statements.language.claims import ClaimReading
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# how much data was taken is no sum of money
_DATA = re.compile(r"\b\d[\d,.]* ?(?:[kmgtp]i?b|(?:kilo|mega|giga|tera)bytes?|gigs?)\b", re.I)


_BY_INSURER = re.compile(
    r"\b(?:by|from) (?:our|the|its) (?:\w+ )?(?:insur\w+|carrier|policy)"
    r"|\b(?:insur\w+|carrier|policy)(?: \w+)? (?:has |have )?(?:paid|covered"
    r"|financed) (?:\w+ ){0,4}(?:ransom|demand)",
    re.I,
)
_THEIR_DEMAND = re.compile(
    r"\b(?:the|their|its|this|that|[\w]+'s?) (?:\w+ )?(?:demands?|ransom note)\b", re.I
)


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


_CHANGED = re.compile(
    r"\b(?:down from|up from|lowered|reduced|raised|dropped|cut|instead of|no longer)\b", re.I
)


def judge_negotiation(record: CaseRecord, reading: ClaimReading) -> Truth:
    """Whether somebody talked to the intruders: no subject of facts tells that."""
    del reading
    return open_question(
        record, missing="an entry that tells of contact with the intruders, or that there was none"
    )
