"""How long something has held, up to today, by the day since which it has: "for twenty days"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from firstbell.notify.statements.quantities import SPELLED, find_numbers
from firstbell.notify.statements.record import CaseRecord

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DATED = re.compile(
    rf"\b(?:{_MONTHS}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? \d|\b(?:since|until)\b|\b(?:from"
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
