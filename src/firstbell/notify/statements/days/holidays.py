"""Adjuncts of time that a holiday tells: "the week of Thanksgiving", "the Tuesday after Labor Day".

And those that tell for how long something has been so ("for several weeks"): since a day that long ago.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from firstbell.notify.statements.days.adjuncts import HANGS, VAGUE, VAGUE_DAYS, Adjunct, Fits
from firstbell.notify.statements.days.elapsed import DURATION, compare_span
from firstbell.notify.statements.language.calendar_names import WEEK
from firstbell.notify.statements.record import CaseRecord

_NAMES = (
    r"(?P<holiday>labor day|columbus day|indigenous peoples'? day|thanksgiving(?: day)?|memorial day"
    r"|presidents'? day|martin luther king(?:,? jr\.?)?(?: day)?|mlk day|halloween|veterans'? day"
    r"|christmas(?: eve| day)?|new year's(?: eve| day)?|juneteenth|(?:the )?fourth of july|independence day"
    r"|valentine's day)"
)
# month, weekday from Monday as 0, which one of the month (-1: the last)
_MOVABLE = {
    "labor": (9, 0, 1),
    "columbus": (10, 0, 2),
    "indigenous": (10, 0, 2),
    "thanksgiving": (11, 3, 4),
    "memorial": (5, 0, -1),
    "presidents": (2, 0, 3),
    "martin": (1, 0, 3),
    "mlk": (1, 0, 3),
}
_FIXED = {
    "halloween": (10, 31),
    "veterans": (11, 11),
    "christmas eve": (12, 24),
    "christmas": (12, 25),
    "new year's eve": (12, 31),
    "new year": (1, 1),
    "juneteenth": (6, 19),
    "fourth": (7, 4),
    "independence": (7, 4),
    "valentine": (2, 14),
}
_UNIT = rf"(?P<unit>day|weekend|week|{'|'.join(WEEK)})"
_PLACED = re.compile(
    r"\b(?:(?P<since>(?:ever )?since|starting|beginning) )?"
    rf"(?:(?:on |in |during |over |at )?(?:the )?(?P<part>early |late )?{_UNIT} (?P<way>of|after|before"
    rf"|following|preceding) {_NAMES}"
    rf"|(?:on |in |during |over )?(?:the )?{_NAMES.replace('holiday>', 'holiday2>')} (?P<unit2>weekend|week)"
    rf"|(?:shortly |just |right |soon )?(?P<open>before|after) {_NAMES.replace('holiday>', 'holiday3>')}"
    rf"|(?:on|at) {_NAMES.replace('holiday>', 'holiday4>')})"
    r"(?=[.,;:!)]|$| (?:and|but|while|by|with|for|to|from|that|we|our|the|it|they|was|were|has|have|had)\b)",
    re.I,
)


def find_holiday(name: str, year: int) -> date | None:
    """The day of a holiday in a year; None for one that no rule here tells."""
    name = re.sub(r"^the ", "", name.lower())
    for start, (month, weekday, which) in _MOVABLE.items():
        if name.startswith(start):
            days = [date(year, month, 1) + timedelta(days=off) for off in range(31)]
            fitting = [day for day in days if day.month == month and day.weekday() == weekday]
            return fitting[which - 1 if which > 0 else which]
    for start, (month, day) in _FIXED.items():
        if name.startswith(start):
            return date(year, month, day)
    return None


Span = tuple[date, date]
_LASTING = re.compile(
    rf"\b(?:has|have)\b(?P<between>[^,;.]{{3,80}}?) for (?:now )?(?:{VAGUE}|{DURATION})(?: now|"
    rf" already)?(?=[.,;!]|$)",
    re.I,
)
_DENIED = re.compile(r"\b(?:not|no|never|nothing)\b|n't\b", re.I)


def list_holidays(text: str, record: CaseRecord) -> Iterator[Adjunct]:
    """The adjuncts of a sentence that a holiday tells, and those that tell for how long something is so."""
    today = record.today
    if today is None:
        return
    for match in _PLACED.finditer(text):
        name = next(match[one] for one in ("holiday", "holiday2", "holiday3", "holiday4") if match[one])
        days = [find_holiday(name, year) for year in (today.year, today.year - 1)]
        spans = [span for day in days if day and (span := _find_span(match, day)) and span[0] <= today]
        if spans and not HANGS.search(text[: match.start()]):
            yield Adjunct(match.start(), match.end(), _within(*spans[0]), since=bool(match["since"]))
    for match in _LASTING.finditer(text):
        if not _DENIED.search(match["between"]) and (fits := _fit_lasting(match, today)):
            yield Adjunct(match.end("between") + 1, match.end(), fits, since=True)


def _fit_lasting(match: re.Match[str], today: date) -> Fits | None:
    if match["units"]:
        least, most = VAGUE_DAYS[match["units"].lower()]
        return _within(today - timedelta(days=most), today - timedelta(days=least))
    if match["unit"].lower() not in ("day", "week", "month"):
        return None
    return lambda moment: bool(compare_span(match, moment, (today, None), sign=1))


def _within(first: date, last: date) -> Fits:
    return lambda moment: first <= moment[0] <= last


_NEAR = 14


def _find_span(match: re.Match[str], day: date) -> Span | None:
    """From which to which day a phrase reaches; None where nobody can say."""
    unit, way = (match["unit"] or match["unit2"] or "").lower(), (match["way"] or "of").lower()
    if match["open"]:
        back = match["open"].lower() == "before"
        step = timedelta(days=1), timedelta(days=_NEAR)
        return (day - step[1], day - step[0]) if back else (day + step[0], day + step[1])
    if match["holiday4"]:
        return day, day
    sign = {"after": 1, "following": 1, "before": -1, "preceding": -1}.get(way, 0)
    if unit in WEEK:
        return _find_weekday(day, WEEK.index(unit), sign)
    if unit == "weekend":
        return _find_weekend(day, sign)
    if unit == "week":
        monday = day - timedelta(days=day.weekday()) + timedelta(days=7 * sign)
        return monday, monday + timedelta(days=6 if sign == 0 else 5)
    moved = day + timedelta(days=sign)
    return moved, moved


def _find_weekday(day: date, weekday: int, sign: int) -> Span | None:
    if sign == 0:
        found = day - timedelta(days=day.weekday() - weekday)
    elif sign > 0:
        found = day + timedelta(days=(weekday - day.weekday()) % 7 or 7)
    else:
        found = day - timedelta(days=(day.weekday() - weekday) % 7 or 7)
    return found, found


def _find_weekend(day: date, sign: int) -> Span | None:
    """The Saturday and Sunday next to a holiday, with the days between."""
    if sign == 0:
        saturday = day + timedelta(days=(5 - day.weekday()) % 7)
        if day.weekday() in (0, 1):
            saturday = day - timedelta(days=day.weekday() + 2)
        return min(saturday, day), max(saturday + timedelta(days=1), day)
    saturday = day + timedelta(days=(5 - day.weekday()) % 7 or 7)
    if sign < 0:
        saturday = day - timedelta(days=(day.weekday() - 5) % 7 or 7)
        saturday = saturday if saturday + timedelta(days=1) < day else saturday - timedelta(days=7)
    return saturday, saturday + timedelta(days=1)
