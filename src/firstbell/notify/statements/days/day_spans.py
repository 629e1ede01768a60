"""Days of a long sentence: those that hang on others by their dates, and spans that its own days bear out."""

from __future__ import annotations

import re
from datetime import date, timedelta

from firstbell.notify.statements.days.day_chains import DATE, chain_days, read_anchor
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_AGO = re.compile(
    rf"(?P<date>{DATE.pattern}),? (?P<many>an?|one|\d+|{SPELLED}) (?P<unit>day|week)s? (?:later|after that"
    r"|afterwards?)(?=[,;.])"
)
_DAY_AFTER = re.compile(
    rf"(?P<date>{DATE.pattern}),? the day after (?:(?:the attack|the encryption|it) was (?:found|discovered"
    r"|detected)|we (?:found|discovered) (?:it|the attack|the encryption))(?=[,;.])"
)
_SINCE_FOUND = any_case(
    rf"^(?P<many>\d+|{SPELLED}) (?P<unit>day|week)s? (?:after|since|into) (?:the )?(?:discovery|attack|event"
    r"|finding|incident|we found (?:it|the attack)), "
)
_FOR_SO_LONG = any_case(
    rf",? (?:for (?P<many>\d+|{SPELLED}) (?P<unit>day|week)s?(?: now| already)?),? (?:that is,? |i\.e\.,? )?"
    rf"(?=since (?P<date>{DATE.pattern}))"
)


def _count(match: re.Match[str]) -> int | None:
    """How many days a stretch of time is."""
    many = match["many"].lower()
    numbers = [1.0] if many in ("a", "an", "one") else [one.value for one in find_numbers(f"{many} items")]
    return int(numbers[0]) * (7 if match["unit"].lower() == "week" else 1) if numbers else None


def drop_spans(text: str, record: CaseRecord) -> str:
    """Without how long it was between two days that both stand there, where that is right."""
    today, found = record.today, record.get_day(Subject.ENCRYPTION_EVENT, "found")
    if today is None:
        return text
    if (late := _AGO.search(text)) and (days := _count(late)) is not None:
        before = [one for one in DATE.finditer(text) if one.end() < late.start()]
        first, second = (
            read_anchor(before[-1][0], today) if before else None,
            read_anchor(late["date"], today),
        )
        if first and second and second - first == timedelta(days=days):
            text = text[: late.end("date")] + text[late.end() :]
    if found and (after := _DAY_AFTER.search(text)) and read_anchor(after["date"], today) == _next(found):
        text = text[: after.end("date")] + text[after.end() :]
    if found and (since := _SINCE_FOUND.match(text)) and _count(since) == (today - found).days:
        text = text[since.end() :]
    lasting = _FOR_SO_LONG.search(text)
    if lasting and (day := read_anchor(lasting["date"], today)) and _count(lasting) == (today - day).days:
        text = f"{text[: lasting.start()]} {text[lasting.end() :]}"
    return text


def _next(day: date) -> date:
    return day + timedelta(days=1)


def hang_days(text: str, record: CaseRecord) -> str:
    """The sentence with days that hang on one before them by their dates, where none stands beside them."""
    told = _ON_THE_DAY.sub("on that ", text)
    return chain_days(drop_spans(told, record), record.today)[0]


_ON_THE_DAY = re.compile(rf"\bon the (?={WEEKDAY}\b)")
