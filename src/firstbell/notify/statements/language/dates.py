"""Dates and times of day in a clause, as exactly as they are said; names of months and days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from firstbell.notify.statements.language.patterns import any_case

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
MESES = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
         "noviembre", "diciembre")  # fmt: skip
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEMANA = ("lunes", "martes", "mi\u00e9rcoles", "jueves", "viernes", "s\u00e1bado", "domingo")
# what is put into patterns
A_MONTH, A_WEEKDAY = "|".join(MONTHS), f"(?:{'|'.join(WEEK)})"


_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = any_case(
    rf"\b(?P<iso>\d{{4}}-\d\d-\d\d)\b|\b(?P<part>early|mid|late|the (?:beginning|middle|end) of)?[ -]?"
    rf"(?P<month>{_MONTH})\b\.?(?: (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,?\d))?(?:,? (?P<year>(?:19"
    rf"|20)\d\d)\b)?"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month2>{_MONTH})\b(?:,? (?P<year2>(?:19"
    rf"|20)\d\d)\b)?"
    r"|\b(?P<m>\d{1,2})/(?P<d>\d{1,2})(?:/(?P<y>\d{2,4}))?\b"
    r"|\b(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b"
)
# "Saturday night, September 26": the date that follows tells the same day
_SAME_DAY = any_case(r"(?: (?:morning|afternoon|evening|night))?,? (?:on |the )?")
_AS_OF = any_case(r"\b(?:as of|until|through|to|updated)\s+(?:\w+day,? )?$")


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A date as it is said: what is not said of it is None. `part`: early, mid or late in the month."""

    month: int | None = None
    day: int | None = None
    year: int | None = None
    part: str = ""
    weekday: int | None = None

    def fits(self, found: date) -> bool:
        """Whether this may be that day."""
        if self.weekday is not None and found.weekday() != self.weekday:
            return False
        if self.month is None:
            return self.weekday is not None
        if self.month != found.month or (self.year is not None and self.year != found.year):
            return False
        if self.day is not None:
            return self.day == found.day
        first, last = {"early": (1, 11), "mid": (9, 21), "late": (19, 31)}.get(self.part, (1, 31))
        return first <= found.day <= last


_NO_COUNTS = any_case(
    r"\b(?:19|20)\d\d\b(?! (?:people|students|staff|individuals|employees))|\b\d{1,2}:\d\d|\b\d+/\d+\b"
    r"|\b[\w-]+(?: \(\d+\))?[ -](?:months?|years?|days?|hours?|weeks?|minutes?)\b"
    r"|\b(?:1-)?(?:\d{3}-)?\d{3}-\d{4}\b"
    r"|\b(?:grade|k)[ -]?\d+\b"
)


# "November 14 to 18"
_DAYS_TO = any_case(
    rf"\b(?:{_MONTH})\b\.? \d{{1,2}}(?:st|nd|rd|th)?"
    rf"(?: ?(?:and|to|through|until|till|-|\u2013) ?)\d{{1,2}}(?:st|nd|rd|th)?\b(?!,?\d)"
)


def blank_dates(text: str) -> str:
    """The text with spaces for dates, times, spans and phone numbers: what is no count."""
    return _NO_COUNTS.sub(blank_match, _DATE.sub(blank_match, _DAYS_TO.sub(blank_match, text)))


def blank_days(text: str, days: Iterable[date]) -> str:
    """The text with spaces for dates that name one of these days."""
    known = list(days)

    def _blank_known(match: re.Match[str]) -> str:
        said = _read_date(match)
        fits = said is not None and said.day is not None and any(said.fits(day) for day in known)
        return blank_match(match) if fits else match[0]

    return _DATE.sub(_blank_known, text)


def blank_match(match: re.Match[str]) -> str:
    """Spaces in the place of a match."""
    return " " * len(match[0])


def blank_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with spaces in these places."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def find_dates(text: str) -> list[SaidDate]:
    """The dates that a clause names; not those that only say since when it is so known ("as of ...")."""
    return list(_iterate_dates(text))


def _iterate_dates(text: str) -> Iterator[SaidDate]:
    beside: tuple[int, SaidDate] | None = None
    for match in _DATE.finditer(text):
        weekday = beside[1].weekday if beside and beside[0] == match.start() else None
        beside = None
        before = text[: match.start()]
        if (
            _AS_OF.search(before)
            and not re.search(r"\bnot until\b", before, re.I)
            and not re.search(r"\b(?:between|from)\b", text[: match.start()])
        ):
            continue
        told = _read_date(match)
        if told is None:
            continue
        gap = _SAME_DAY.match(text, match.end()) if told.weekday is not None else None
        if gap and _names_day(text, gap.end()):
            beside = (gap.end(), told)
            continue
        yield replace(told, weekday=weekday) if weekday is not None and told.month else told


def _names_day(text: str, at: int) -> bool:
    """Whether a date with its day in the month begins here."""
    match = _DATE.match(text, at)
    return match is not None and bool(match["day"] or match["day2"] or match["d"] or match["iso"])


_IN_MONTH = any_case(r"\b(?:in|since|during|until|by|early|late|mid|last|of|from|before|after)[ -]$")


def _read_date(match: re.Match[str]) -> SaidDate | None:
    if match["iso"]:
        iso = match["iso"]
        return SaidDate(int(iso[5:7]), int(iso[8:]), int(iso[:4]))
    if match["m"]:
        return SaidDate(int(match["m"]), int(match["d"]), _read_year(match["y"]))
    if match["weekday"]:
        return SaidDate(weekday=WEEK.index(match["weekday"].lower()))
    name, day = match["month"] or match["month2"], match["day"] or match["day2"]
    year = match["year"] or match["year2"]
    # "may" and "march" are verbs, "mar" and "dec" parts of names, unless a day or a year comes with them
    is_month = name == "May" and _IN_MONTH.search(match.string, 0, match.start("month"))
    if not (day or year or is_month) and (name.lower() in ("may", "mar", "dec", "jan") or name == "march"):
        return None
    part = (match["part"] or "").lower()
    for said, meant in (("beginning", "early"), ("middle", "mid"), ("end", "late")):
        part = meant if said in part else part
    return SaidDate(_MONTHS[name.lower()], int(day) if day else None, _read_year(year), part)


def _read_year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + (2000 if int(text) < 100 else 0)


_CLOCK = any_case(
    r"\b(\d{1,2})(?::(\d\d))? ?(?:([ap])\.?m\b\.?|o'clock|hours\b)|\b(\d{1,2}):(\d\d)\b|\b(noon|midnight)\b"
)


def find_clock_times(text: str) -> list[tuple[int, int, bool]]:
    """The times of day of a clause: hour, minute, and whether morning and afternoon are told apart."""
    found = []
    for match in _CLOCK.finditer(text):
        if match[6]:
            found.append((12 if match[6].lower() == "noon" else 0, 0, True))
            continue
        hour, minute = int(match[1] or match[4]), int(match[2] or match[5] or 0)
        half = (match[3] or "").lower()
        if hour < 24 and minute < 60:
            found.append(
                (hour % 12 + (12 if half == "p" else 0) if half else hour, minute, bool(half) or hour > 12)
            )
    return found


# how far the moment may be from the hour that is said, in minutes
_BOUND, _SHORTLY, _ROUGHLY = 60, 30, 10
_BEFORE = any_case(r"\b(?P<soon>(?:shortly|just|a little|minutes|moments) )?before (?=\d|noon|midnight)")
_AFTER = any_case(r"\b(?P<soon>(?:shortly|just|a little|minutes|moments) )?after (?=\d|noon|midnight)")
_AROUND = any_case(r"\b(?:around|about|roughly|approximately|nearly|almost) (?=\d|noon|midnight)")


def find_slack(text: str) -> tuple[int, int]:
    """By how many minutes a moment may be earlier and later than the hour that a sentence says."""
    if before := _BEFORE.search(text):
        return (-_SHORTLY, 0) if before["soon"] else (-_BOUND, -1)
    if after := _AFTER.search(text):
        return (0, _SHORTLY) if after["soon"] else (1, _BOUND)
    return (-_ROUGHLY, _ROUGHLY) if _AROUND.search(text) else (0, 0)
