"""Adjuncts of time that name no day ("late in October", "two months ago"), each as the times that fit it.

One small grammar: what is counted from today, a part of a month or of a day, a stretch between two days, what
is counted from something whose time facts tell, and hours of the clock. A phrase that the grammar does not
read to its end is no adjunct: "two days after the attack on our neighbors" is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from firstbell.notify.statements.days.day_chains import DATE, read_anchor
from firstbell.notify.statements.days.elapsed import DURATION, Moment, compare_span, read_time
from firstbell.notify.statements.language.dates import A_MONTH, A_WEEKDAY, MESES, MONTHS, WEEK
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

Fits = Callable[[Moment], bool]


@dataclass(frozen=True, slots=True)
class Adjunct:
    """A phrase of time in a sentence. `fits`: whether it may be that time. `timed`: it tells of hours, so
    that a day alone does not fit it. `dayless`: it tells the hour and no day. `since`: it tells since when.
    """

    start: int
    end: int
    fits: Fits
    timed: bool = False
    dayless: bool = False
    since: bool = False


Build = Callable[[re.Match[str], CaseRecord], Fits | None]

_MONTH = rf"(?P<month>{A_MONTH})(?:,? (?P<year>20\d\d))?\b(?!,? \d)(?!'s)"
_MES = rf"(?P<month>{'|'.join(MESES)})(?: de (?P<year>20\d\d))?\b"
# what "a few days", "weeks" may be, from the fewest to the most days
VAGUE_DAYS = {"days": (2, 10), "weeks": (13, 45), "months": (50, 330)}
VAGUE = r"(?:(?:a few|several|some|a couple of|a handful of) )?(?P<units>days|weeks|months)"


def _within(first: date, last: date) -> Fits:
    return lambda moment: first <= moment[0] <= last


def _read_month(match: re.Match[str], record: CaseRecord) -> date | None:
    """The first day of a month, the last one up to today where it has no year."""
    if record.today is None:
        return None
    number = [*map(str.lower, MONTHS), *MESES].index(match["month"].lower()) % 12 + 1
    year = int(match["year"]) if match["year"] else record.today.year - (number > record.today.month)
    return date(year, number, 1)


def _last_of(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _build_month(match: re.Match[str], record: CaseRecord) -> Fits | None:
    """A month, or the part of it that `part` names."""
    first = _read_month(match, record)
    if first is None:
        return None
    told = next((told for name, told in match.groupdict().items() if name.startswith("part") and told), "")
    begin, end = _find_part(told.lower(), _last_of(first).day)
    return _within(first.replace(day=begin), first.replace(day=end))


# the first and the last day of a part of a month, by the stems of its words; 99: the last one there is
_PARTS: Sequence[tuple[str, int, int]] = (
    (r"(?:first|opening|primera) (?:week|semana)", 1, 7),
    (r"(?:second|segunda) (?:week|semana)", 8, 14),
    (r"(?:third|tercera) (?:week|semana)", 15, 21),
    (r"(?:fourth|cuarta) (?:week|semana)", 22, 28),
    (r"(?:last|final|closing|\u00faltima) (?:week|semana)", -6, 99),
    (r"(?:first|primera) (?:half|mitad)", 1, 15),
    (r"(?:second|latter|last|segunda) (?:half|mitad)", 15, 99),
    (r"(?:first|opening|primeros) (?:few )?(?:days|d\u00edas)", 1, 7),
    (r"(?:last|final|closing|\u00faltimos) (?:few )?(?:days|d\u00edas)", -6, 99),
    (r"early|beginning|start|principios|comienzos|inicios", 1, 10),
    (r"mid|middle|mediados", 11, 20),
    (r"late|end|close|fin(?:al)?es", 21, 99),
)


def _find_part(told: str, last: int) -> tuple[int, int]:
    for words, begin, end in _PARTS:
        if told and re.search(rf"\b(?:{words})\b", told):
            return (last + begin if begin < 0 else begin), min(end, last)
    return 1, last


def _build_calendar(match: re.Match[str], record: CaseRecord) -> Fits | None:
    """This or the last week, month, year of the calendar, never beyond today.

    A week that begins on Sunday and one that begins on Monday share Monday to Saturday.
    """
    today = record.today
    if today is None:
        return None
    which, unit = match["which"].lower(), match["unit"].lower()
    back = 0 if which in ("this", "esta", "este") else 2 if "before" in which else 1
    if unit in ("week", "semana"):
        monday = today - timedelta(days=today.weekday() + 7 * back)
        begin, end = _WEEK_PARTS.get((match.groupdict().get("part") or "").lower(), (0, 5))
        return _within(monday + timedelta(days=begin), min(monday + timedelta(days=end), today))
    if unit in ("month", "mes"):
        first = today.replace(day=1)
        for _ in range(back):
            first = (first - timedelta(days=1)).replace(day=1)
        begin, end = _find_part((match.groupdict().get("part") or "").lower(), _last_of(first).day)
        return _within(first.replace(day=begin), min(first.replace(day=end), today))
    if match.groupdict().get("part"):
        return None
    return _within(date(today.year - back, 1, 1), min(date(today.year - back, 12, 31), today))


# the days of a week, from Monday as 0, that are surely early, in the middle of it, or late
_WEEK_PARTS = {"early": (0, 2), "mid": (1, 3), "late": (3, 5)}


def _build_ago(match: re.Match[str], record: CaseRecord) -> Fits | None:
    today = record.today
    if today is None or match["unit"].lower() not in ("day", "week", "month"):
        return None
    return lambda moment: bool(compare_span(match, moment, (today, None), sign=1))


def _build_vague_ago(match: re.Match[str], record: CaseRecord) -> Fits | None:
    if record.today is None:
        return None
    least, most = VAGUE_DAYS[match["units"].lower()]
    return _within(record.today - timedelta(days=most), record.today - timedelta(days=least))


def count_days(match: re.Match[str], lead: str = "") -> int:
    """How many days a stretch of days or weeks is, as far as it surely is. `lead`: of its groups' names."""
    many, unit = match[f"{lead}many"].lower(), match[f"{lead}unit"].lower()
    numbers = [1.0] if many in ("a", "an", "one") else [one.value for one in find_numbers(f"{many} items")]
    return int(numbers[0] * {"day": 1, "week": 7}.get(unit, 0)) if numbers else 0


def _build_between(match: re.Match[str], record: CaseRecord) -> Fits | None:
    today = record.today
    first = read_anchor(match["first"], today) if today else None
    last = read_anchor(match["last"], today) if today else None
    return _within(first, last) if first and last and first <= last else None


def _build_weekend(match: re.Match[str], record: CaseRecord) -> Fits | None:
    """The last Saturday and Sunday that are over."""
    del match
    today = record.today
    if today is None:
        return None
    sunday = today - timedelta(days=today.weekday() + 1)
    return _within(sunday - timedelta(days=1), sunday)


# the hours of a part of the day, in minutes from midnight
HOURS_OF = {
    "morning": (300, 719),
    "afternoon": (720, 1079),
    "evening": (1020, 1379),
    "night": (1080, 1739),
    "hours": (0, 359),
}


def _in_part(part: str) -> Callable[[Moment], bool]:
    first, last = HOURS_OF[part.lower()]

    return lambda moment: in_hours(moment, first, last)


def in_hours(moment: Moment, first: int, last: int) -> bool:
    """Whether a time with an hour lies between two of them, in minutes from midnight."""
    if moment[1] is None:
        return False
    minutes = moment[1].hour * 60 + moment[1].minute
    return first <= minutes <= last or first <= minutes + 1440 <= last


_WEEKDAY = rf"(?P<weekday>{A_WEEKDAY})"
_PART_OF_DAY = r"(?P<half>morning|afternoon|evening)"
_NEAR_DAYS = 7


def _build_half(match: re.Match[str], record: CaseRecord) -> Fits | None:
    """The morning of a weekday or of a date; "that" one is the day of the event."""
    in_part, today = _in_part(match["half"]), record.today
    if today is None:
        return None
    parts = match.groupdict()
    if parts.get("day"):
        day = read_anchor(parts["day"], today)
        return (lambda moment: moment[0] == day and in_part(moment)) if day else None
    number = WEEK.index(parts["weekday"].lower())
    if parts.get("that"):
        found = read_time(str(record.get(Subject.ENCRYPTION_EVENT, "found") or ""))
        near = found[0] if found else None
        return lambda moment: moment[0] == near and moment[0].weekday() == number and in_part(moment)
    return lambda moment: (
        moment[0].weekday() == number and 0 <= (today - moment[0]).days <= _NEAR_DAYS and in_part(moment)
    )


_TABLE: Sequence[tuple[str, Build]] = (
    # counted from today
    (
        r"(?:(?:at some point|sometime|some time) )?(?:(?P<part>early|earlier|late|later|mid)(?:[ -]"
        r"(?:in )?)?)?(?P<which>this|last|the previous) (?P<unit>week|month|year)(?! (?:of|before)\b)(?!'s)",
        _build_calendar,
    ),
    (r"the (?P<unit>week|month) (?P<which>before last)", _build_calendar),
    (rf"(?:now )?{DURATION} ago(?: now| today)?", _build_ago),
    (rf"(?:now )?{VAGUE} ago(?: now)?", _build_vague_ago),
    # parts of a month
    (rf"(?:in |back in )?(?P<part>early|mid|late)(?:[ -](?:in )?|, ){_MONTH}", _build_month),
    (r"(?:over the (?:last |past )?|last )(?P<weekend>weekend)", _build_weekend),
    (rf"(?:(?:at|in|near) )?the (?P<part>beginning|start|middle|end|close) of {_MONTH}",
     _build_month),
    (
        r"(?:in|during|over|at some point in) the (?P<part>(?:first|second|third|fourth|last|latter|opening"
        rf"|final|closing) (?:week|half|(?:few )?days)) of {_MONTH}",
        _build_month,
    ),
    (rf"(?:at some point |sometime |some time |back )?(?:in|during) {_MONTH}", _build_month),
    # stretches between two days
    (rf"(?:at some point |sometime )?between (?P<first>{DATE.pattern}) and (?P<last>{DATE.pattern})",
     _build_between),
)  # fmt: skip
_HALVES: Sequence[tuple[str, Build]] = (
    (
        rf"(?:early |late )?(?:on )?(?:the )?{_PART_OF_DAY} of (?P<day>{DATE.pattern})",
        _build_half,
    ),
    (rf"(?:on |in )?(?P<that>that ){_WEEKDAY},? {_PART_OF_DAY}", _build_half),
    (rf"(?:early |late )?(?:on |this )?{_WEEKDAY},? {_PART_OF_DAY}", _build_half),
)
_NUMEROS = (
    "un", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
    "trece", "catorce", "quince", "diecis\u00e9is", "diecisiete", "dieciocho", "diecinueve", "veinte",
)  # fmt: skip


def _build_hace(match: re.Match[str], record: CaseRecord) -> Fits | None:
    """So many days, weeks or months ago, in Spanish."""
    told, unit, today = match["many"].lower(), match["unidad"].lower(), record.today
    many = 1 if told in ("un", "una") else int(told) if told.isdigit() else _NUMEROS.index(told)
    if today is None:
        return None
    days, slack = {"d": (many, 0), "s": (7 * many, 1), "m": (round(30.4 * many), 8)}[unit[0]]
    return _within(today - timedelta(days=days + slack), today - timedelta(days=days - slack))


_TABLE_ES: Sequence[tuple[str, Build]] = (
    (r"(?:durante )?(?:la|el) (?P<unit>semana|mes) (?P<which>pasad[ao]|anterior)", _build_calendar),
    (r"(?:durante )?(?P<which>est[ae]) (?P<unit>semana|mes)", _build_calendar),
    (rf"hace (?:ya )?(?P<many>una|{'|'.join(_NUMEROS)}|\d+) (?P<unidad>d\u00edas?|semanas?"
     rf"|mes(?:es)?)", _build_hace),
    (rf"(?:a|para) (?P<part>principios|comienzos|inicios|mediados|finales|fines) de {_MES}", _build_month),
    (rf"(?:en|durante) la (?P<part>(?:primera|segunda|tercera|cuarta|\u00faltima) (?:semana"
     rf"|mitad)) de {_MES}",
     _build_month),
    (rf"en los (?P<part>(?:primeros|\u00faltimos) d\u00edas) de {_MES}", _build_month),
    (rf"(?:en|durante) (?:el mes de )?{_MES}", _build_month),
)  # fmt: skip


# what may stand before a phrase: since when, up to when, before and after which it was
_LEAD = (
    r"(?:(?P<since>(?:ever )?since|(?:starting|beginning)(?: (?:on|in))?|desde)|(?P<by>by|no later than"
    r"|not later than)|(?P<before>before|prior to|antes de)|(?P<after>after|despu\u00e9s de))"
)
# a phrase of time behind one of these tells of something else
HANGS = any_case(
    r"\b(?:of|for|until|till|to|from|with|than|the|our|a|an|this|that|as of|de|hasta|the day|the week) $"
)
_FAR = 200


def _compile(table: Sequence[tuple[str, Build]]) -> Sequence[tuple[re.Pattern[str], Build]]:
    return [(any_case(rf"\b(?:{_LEAD} )?(?:{words})"), build) for words, build in table]


_CALENDAR = _compile(_TABLE)
_HALF_DAYS = _compile(_HALVES)
_CALENDAR_ES = _compile(_TABLE_ES)
_END = any_case(
    r"(?=[.,;:!)]|$| (?:and|but|while|by|with|for|to|from|that|we|our|the|it|they|at|in|on|was|were|has|have"
    r"|had|when|as|y|pero|los|las|el|la|se|que|con|por|para)\b)"
)


def list_calendar(text: str, record: CaseRecord, *, spanish: bool = False) -> Iterator[Adjunct]:
    """The adjuncts of a sentence that the calendar reads, from today or by a month."""
    tables = [(_CALENDAR_ES, False)] if spanish else [(_CALENDAR, False), (_HALF_DAYS, True)]
    for table, timed in tables:
        for words, build in table:
            for match in words.finditer(text):
                whole = match.end() == len(text) or _END.match(text, match.end()) or match.start() == 0
                if not whole or HANGS.search(text[: match.start()]) or (timed and _list_bounds(match)):
                    continue
                if fits := build(match, record):
                    fits = _bound(fits, match)
                    yield Adjunct(match.start(), match.end(), fits, timed=timed, since=bool(match["since"]))


def _list_bounds(match: re.Match[str]) -> list[str]:
    return [name for name in ("by", "before", "after") if match[name]]


def _bound(fits: Fits, match: re.Match[str]) -> Fits:
    """What is up to, before or after a stretch of days, where a word says so."""
    if not (named := _list_bounds(match)):
        return fits
    step = timedelta(days=-1 if named[0] == "after" else 1)

    def bounded(moment: Moment) -> bool:
        inside = fits(moment)
        later = any(fits((moment[0] + off * step, None)) for off in range(1, _FAR))
        return (inside or later) if named[0] == "by" else (later and not inside)

    return bounded
