"""Spans of days: those that the days of a sentence bear out, and how long something has been so until today.

Of "for ten days now" the day is told that so many days ago was, which the record then bears out or not.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from firstbell.notify.statements.days.day_chains import DATE, chain_days, read_anchor
from firstbell.notify.statements.judges.truth import read_day
from firstbell.notify.statements.language.dates import A_MONTH
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_AGO = re.compile(
    rf"(?P<date>{DATE.pattern}),? (?P<many>an?|one|\d+|{SPELLED}) (?P<unit>day|week)s? (?:later|after that"
    rf"|afterwards?)"
    r"(?=[,;.])"
)
_DAY_AFTER = re.compile(
    rf"(?P<date>{DATE.pattern}),? the day after (?:(?:the attack|the encryption|it) was (?:found|discovered"
    rf"|detected)"
    r"|we (?:found|discovered) (?:it|the attack|the encryption))(?=[,;.])"
)
_SINCE_FOUND = re.compile(
    rf"^(?P<many>\d+|{SPELLED}) (?P<unit>day|week)s? (?:after|since|into) (?:the )?(?:discovery|attack|event"
    rf"|finding"
    r"|incident|we found (?:it|the attack)), ",
    re.I,
)
_FOR_SO_LONG = re.compile(
    rf",? (?:for (?P<many>\d+|{SPELLED}) (?P<unit>day|week)s?(?: now| already)?),? (?:that is,? |i\.e\.,? )?"
    rf"(?=since (?P<date>{DATE.pattern}))",
    re.I,
)


def _count(match: re.Match[str]) -> int | None:
    """How many days a stretch of time is."""
    many = match["many"].lower()
    numbers = [1.0] if many in ("a", "an", "one") else [one.value for one in find_numbers(f"{many} items")]
    return int(numbers[0]) * (7 if match["unit"].lower() == "week" else 1) if numbers else None


def drop_spans(text: str, record: CaseRecord) -> str:
    """Without how long it was between two days that both stand there, where that is right."""
    today, found = record.today, read_day(record.get(Subject.ENCRYPTION_EVENT, "found"))
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


_DATED = re.compile(
    rf"\b(?:{A_MONTH}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? \d|\b(?:since|until)\b|\b(?:from"
    rf"|between) \d|\d/\d",
    re.I,
)
_HELD = re.compile(
    rf"(?P<head>\b(?:has|have) (?:(?:now|already|been|all) )*(?:had|been|known|used|held|worked"
    rf"|carried)\b[^,;.:]*?),?"
    rf" for (?:(?:exactly|now|the (?:last|past)) )*(?P<many>an?|one|\d+|{SPELLED}) (?P<unit>day|week)s?"
    r"(?P<end>(?: (?:now|already|as of today|today))*)(?=[.;!]?$)",
    re.I,
)
# "one week to the day after it was found": that many days, and not one more
_TO_THE_DAY = re.compile(
    rf"\b(?:exactly )?(?P<many>an?|one|\d+|{SPELLED}) weeks?(?:,)? to the day,? (?=(?:after|before|later)\b)"
    rf"|\bexactly (?P<exact>an?|one|\d+|{SPELLED}) weeks? (?=(?:after|before|later)\b)",
    re.I,
)
_WEEK = 7
_MOST = 999


def tell_held(read: str, record: CaseRecord) -> str:
    """The sentence with the day since which something has held; weeks told to the day as days."""
    told = _TO_THE_DAY.sub(_count_days, read)
    held = _HELD.search(told)
    if held is None or record.today is None or _DATED.search(told):
        return told
    day = _find_day(held, record.today)
    return told if day is None else f"{told[: held.end('head')]} since {day:%B} {day.day}{told[held.end() :]}"


def _read_many(many: str) -> int | None:
    if many.lower() in ("a", "an", "one"):
        return 1
    numbers = find_numbers(f"{many} items")
    return int(numbers[0].value) if numbers and numbers[0].value < _MOST else None


def _count_days(said: re.Match[str]) -> str:
    many = _read_many(said["many"] or said["exact"])
    return said[0] if many is None else f"{_WEEK * many} days "


def _find_day(held: re.Match[str], today: date) -> date | None:
    many = _read_many(held["many"])
    return (
        None
        if many is None
        else today - timedelta(days=many * (_WEEK if held["unit"].lower() == "week" else 1))
    )
