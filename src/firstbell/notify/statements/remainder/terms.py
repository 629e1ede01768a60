"""Terms that a sentence takes for granted: until when something is offered, sums, days, a number to call."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.record.facts import Subject

# "enroll by spring": a season, a month, a feast, or that there is no end
_ENROLL_TIME = any_case(
    r"\b(?:enroll|sign(?:ing)? up|register|activate|claim|redeem)\b[^.?]*?\b(?:(?:until|by|before|through"
    r"|till) (?:the )?(?:(?:end|close|middle|beginning|start) of|(?:early |late )?(?:spring|summer|fall"
    r"|autumn|winter|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|christmas|thanksgiving|easter|new year|next|this|year|school|\w+day))|any ?time|whenever|no deadline"
    r"|never expires?|(?:this|next) (?:week|month|year)|while supplies|no rush|take your time)"
)
_TERM = any_case(
    rf"\b(?P<many>an?|\d+|{SPELLED})(?:-| )(?:(?:full|whole|free|complete) )*(?P<unit>month|year)s?(?:-"
    rf"| )(?:of |worth of )?"
    r"(?:(?:free|credit|identity|fraud|theft|your|paid|complimentary) )*(?:monitoring|protection|coverage)"
)


def list_terms(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """For how long, and until when, credit monitoring is offered, otherwise than on record."""
    monitoring = Subject.CREDIT_MONITORING
    if (
        (said := _ENROLL_TIME.search(flat))
        and record.find(monitoring)
        and not record.get(monitoring, "enroll_by")
    ):
        yield Leftover("until when it is offered", said[0], said.start())
    if said := _TERM.search(flat):
        numbers = find_numbers(f"{said['many']} items")
        many = numbers[0].value if numbers else 1.0
        if many * (12 if said["unit"].lower() == "year" else 1) != record.get(monitoring, "months"):
            yield Leftover("for how long it is offered", said[0], said.start())


# "the two-week closure", "the five days we were closed", of whatever it is said
_CLOSED_FOR = any_case(
    rf"\b(?P<many>an?|\d+|{SPELLED})(?:-| )(?:(?:school|whole|full|closed|straight) )*(?P<unit>day"
    r"|week)s?(?:-| )(?:long )?(?:school )?(?:closure|closing|shutdown|shut-down|(?:that |when |while )?(?:we"
    r"|schools?|classes|school) (?:was|were|stayed|had) (?:\w+ )?(?:closed|shut|canceled|cancelled|out)"
    r"|of (?:closure|closed schools?|no school))"
)
_MONEY = any_case(r"\$ ?[\d,.]*\d(?: (?:million|thousand))?")
_RANSOM = any_words(r"ransom|hackers?|attackers?|intruders?|criminals|thieves|extort\w*|demand\w*")
_SUMS = ((Subject.RANSOM, ("demanded", "amount", "paid")), (Subject.RESPONSE_COST, ("spent", "expected")),
         (Subject.INSURANCE, ("limit", "deductible", "paid")))  # fmt: skip


def list_amounts(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """For how long schools were closed, and sums of the ransom, that the record has otherwise."""
    closed = record.get(Subject.SCHOOL_CLOSURE, "closed")
    if (said := _CLOSED_FOR.search(flat)) and isinstance(closed, list | tuple):
        numbers = find_numbers(f"{said['many']} items")
        many = numbers[0].value if numbers else 1.0
        if many * (5 if said["unit"].lower() == "week" else 1) != len(closed):
            yield Leftover("for how long schools were closed", said[0], said.start())
    known = {record.get(subject, field) for subject, fields in _SUMS for field in fields}
    for said in _MONEY.finditer(flat) if _RANSOM.search(flat) and record.find(Subject.RANSOM) else ():
        sums = find_numbers(said[0])
        if sums and sums[0].value not in known:
            yield Leftover("a sum", said[0], said.start())


_PHONE = re.compile(r"\b(?:\d{3}[-. ])?\d{3}[-.]\d{4}\b")
OFFICE = any_words(
    r"office|transportation|nurse|principal|front desk|athletic|cafeteria|bus|attendance|counselor|police"
    r"|sheriff|bank|bureau|equifax|experian|transunion|fbi|ftc|911|enrollment|library|registration"
)


def list_other_numbers(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """A number to call beside what a sentence says of a call center, where the record has another."""
    phone = record.get(Subject.CALL_CENTER, "phone")
    if not isinstance(phone, str) or not _CENTER.search(flat) or OFFICE.search(flat):
        return
    told = re.sub(r"\D", "", str(getattr(record.find(Subject.CALL_CENTER), "value", "")))
    for said in _PHONE.finditer(flat):
        if re.sub(r"\D", "", said[0])[-7:] not in told:
            yield Leftover("a telephone number", said[0], said.start())


_CENTER = any_words(r"call cent(?:er|re)|help ?line|hot ?line")
