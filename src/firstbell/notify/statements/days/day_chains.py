"""Days and hours that hang on others in a sentence: "that same day", "a week later", "five that morning".

Spans that a sentence's own days bear out are left out.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from firstbell.notify.statements.language.dates import A_MONTH, A_WEEKDAY, WEEK, find_dates
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_MONTHS = rf"{A_MONTH}|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
DATE = re.compile(rf"\b(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?!,\d)(?:, \d{{4}})?")
_ENDS = r"(?=[,.;:!)]| (?:and|but|by|for|with|while|we|the|our|they|it|to|at|in)\b|$)"
_CHAIN = any_case(
    r"\b(?:on |of )?(?:(?P<same>(?:that|the)(?: very)? same (?:day|date|morning|afternoon|evening)"
    r"|that (?:very )?(?:day|morning|afternoon|evening|night))"
    r"|(?P<next>the (?:very )?(?:next|following) (?:day|morning)|the day after(?:wards?)?)"
    r"|(?P<prior>the (?:day|night) before|the (?:previous|preceding) (?:day|night))|(?P<many>an?|one|\d+"
    rf"|{SPELLED}) (?P<unit>day|week)s? (?P<way>later|afterwards?|earlier|after that|before that)"
    rf"|(?P<nextday>(?:that|the (?:following|next)) (?P<name>{A_WEEKDAY})))" + _ENDS + rf""
    rf"|\b(?:on )?(?P<weekday>{A_WEEKDAY}) (?:of (?:that|the same) week|that (?:same )?week)\b"
)
_LED = any_case(r"\b(?:since|until|by|before|from|after|through) $")


def chain_days(text: str, today: date | None) -> tuple[str, list[tuple[str, str]]]:
    """The text with days that hang on a date before them by their own date, and (named, written) for each."""
    at, swapped = 0, []
    while today and (match := _CHAIN.search(text, at)):
        anchors = [one for one in DATE.finditer(text) if one.end() <= match.start()]
        day = read_anchor(anchors[-1][0], today) if anchors else None
        said = _move(match, day) if day else None
        at = match.end()
        if said is not None:
            lead = "" if _LED.search(text[: match.start()]) else "on "
            named = f"{lead}{said:%B} {said.day}, {said.year}"
            swapped.append((named, match[0]))
            text = text[: match.start()] + named + text[match.end() :]
            at = match.start() + len(named)
    return text, swapped


def read_anchor(written: str, today: date) -> date | None:
    """The day of a date as it is written, the last one up to today where it has no year; None for none."""
    said = find_dates(f"on {written}")
    if not said or said[0].month is None or said[0].day is None:
        return None
    for year in [said[0].year] if said[0].year else [today.year, today.year - 1]:
        try:
            day = date(year, said[0].month, said[0].day)
        except ValueError:
            return None
        if said[0].year or day <= today:
            return day
    return None


def _move(match: re.Match[str], day: date) -> date | None:
    if match["same"]:
        return day
    if match["next"] or match["prior"]:
        return day + timedelta(days=1 if match["next"] else -1)
    if name := match["weekday"] or match["name"]:
        wanted = WEEK.index(name.lower())
        if match["weekday"]:
            return day + timedelta(days=wanted - day.weekday())
        return day + timedelta(days=(wanted - day.weekday()) % 7 or 7)
    many = match["many"].lower()
    numbers = find_numbers(f"{many} items")
    count = 1 if many in ("a", "an", "one") else int(numbers[0].value) if numbers else None
    if count is None or count > 999:
        return None
    sign = -1 if match["way"].lower() in ("earlier", "before that") else 1
    return day + timedelta(days=sign * count * (7 if match["unit"].lower() == "week" else 1))


_HOURS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HALF = r"(?P<half>morning|afternoon|evening)"
# an hour with its half of the day behind it, as in "half past six in the morning"
_HOUR = any_case(
    r"\b(?:(?P<past>half past|(?:a )?quarter (?:past|after|to|before)|(?:five|ten|twenty|twenty-five)"
    rf" (?:minutes )?(?:past|after|to|before)) )?(?P<hour>\d{{1,2}}|{'|'.join(_HOURS)})(?P<minute>:\d\d"
    r"|-(?:fifteen|twenty|thirty|forty-five))?(?: o'clock)?(?P<between>,? (?:in the|this|that|the same"
    rf"|yesterday|on \w+day|\w+day|on (?:{_MONTHS})\.? \d{{1,2}}(?:, \d{{4}})? in the|of the)) {_HALF}\b"
)
# "at half past five", "five thirty", "two o'clock": the half of the day is not told
_BARE_HOUR = any_case(
    rf"(?<=\bat )(?P<hour>{'|'.join(_HOURS)})[ -](?P<minutes>fifteen|twenty|thirty|forty|forty-five|fifty"
    r"|ten)\b(?! (?:people|students|files|percent|days|schools|calls))"
    r"|\b(?P<past>half past|(?:a )?quarter (?:past|after|to|before)|(?:five|ten|twenty|twenty-five)"
    rf" (?:minutes )?(?:past|after|to|before)) (?P<hour2>\d{{1,2}}|{'|'.join(_HOURS)})(?: o'clock)?\b(?!:)"
    r"(?! (?:people|students|files|percent|days?|hours?|weeks?|months?|schools|calls|of|million|thousand))"
    rf"|\b(?P<hour3>{'|'.join(_HOURS)}) o'clock\b"
)
_WHOLE = {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "ten": 10}
_OF_MONTH = any_case(rf"\b(?:{_MONTHS})\.? $")
_PAST = {"half": 30, "quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}
_MINUTES = {"-fifteen": 15, "-twenty": 20, "-thirty": 30, "-forty-five": 45}


def name_hours(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text with "a.m." or "p.m." for the morning or evening behind an hour; (named, written) for each."""
    swapped = []
    for pattern, name in ((_HOUR, _name_hour), (_BARE_HOUR, _name_bare_hour)):
        swapped += [(name(match), match[0]) for match in pattern.finditer(text)]
        text = pattern.sub(name, text)
    return text, [(named, said) for named, said in swapped if named != said]


def _count_past(told: str) -> int:
    """How many minutes after the hour "ten past" tells, before it as a negative number."""
    if not told:
        return 0
    minutes = _PAST[told.removeprefix("a ").split()[0]]
    return -minutes if told.endswith((" to", " before")) else minutes


def _name_hour(match: re.Match[str]) -> str:
    if _OF_MONTH.search(match.string[: match.start()]):
        return match[0]  # "November 9 in the morning"
    told = match["hour"].lower()
    hour = _HOURS.index(told) + 1 if told in _HOURS else int(told)
    if not 0 < hour < 13:
        return match[0]
    minute = match["minute"] or ""
    minutes = _MINUTES.get(minute.lower(), int(minute[1:]) if minute[:1] == ":" else 0)
    minutes += _count_past((match["past"] or "").lower())
    hour, minutes = (hour - 1 or 12, minutes + 60) if minutes < 0 else (hour, minutes)
    half = "a.m." if match["half"].lower() == "morning" else "p.m."
    between = match["between"]
    day = "" if re.fullmatch(r",? (?:in|of) the", between, re.I) else f"{between} {match['half']}"
    return f"{hour}:{minutes:02d} {half}{day}"


def _name_bare_hour(match: re.Match[str]) -> str:
    """An hour in figures, whose half of the day nobody told."""
    told = (match["hour"] or match["hour2"] or match["hour3"]).lower()
    hour = _HOURS.index(told) + 1 if told in _HOURS else int(told)
    minutes = (
        _WHOLE[match["minutes"].lower()] if match["hour"] else _count_past((match["past"] or "").lower())
    )
    if not 0 < hour < 13:
        return match[0]
    hour, minutes = (hour - 1 or 12, minutes + 60) if minutes < 0 else (hour, minutes)
    return f"{hour}:{minutes:02d}" if minutes or match["hour"] else f"{hour} o'clock"


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
