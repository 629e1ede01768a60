"""What came after an event, compared with its facts: a call center, costs, closed schools, the intruders."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from firstbell.notify.statements.judges.truth import agree, is_engaged
from firstbell.notify.statements.language.dates import find_clock_times, find_dates
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import Quantity, find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day
from firstbell.record.facts import Subject

# a record, and the part of a sentence that a template took
Comparer = Callable[[CaseRecord, re.Match[str]], bool | None]


def fit_all(numbers: Sequence[Quantity], found: float | None) -> bool | None:
    """Whether every number is what the record has."""
    return all(number.fits(found) for number in numbers) if numbers and found is not None else None


def _say(part: re.Match[str], name: str) -> str:
    """What a template's group of this name took; a template has one for each of its forms: `sum`, `sum2`."""
    forms = (text for key, text in part.groupdict().items() if key.rstrip("23456789") == name)
    return next((text for text in forms if text), "")


def _list_said_days(record: CaseRecord, text: str) -> list[Callable[[date], bool]]:
    """The days that a text names, each as whether a day may be it; "October 5 and 6" are two of them."""
    spread = re.sub(
        r"\b([A-Z][a-z]+) (\d{1,2}),? (?:and|or) (?:the )?(\d{1,2})(?:st|nd|rd|th)?\b(?! [A-Z])",
        r"\1 \2 and \1 \3",
        text,
    )
    said: list[Callable[[date], bool]] = [one.fits for one in find_dates(spread)]
    if record.today and re.search(r"\btoday\b", text, re.I):
        today = record.today
        said.append(lambda day: day == today)
    return said


def _compare_opened(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of a call center: whether it is open, since the day that is said."""
    opened = record.get(Subject.CALL_CENTER, "opened")
    said, day = _list_said_days(record, _say(part, "since")), read_day(opened)
    if opened is None or (_say(part, "since") and day is None and opened):
        return None
    if not opened:
        return False
    return all(fits(day) for fits in said) if said and day else not said or None


def _compare_not_open(record: CaseRecord, part: re.Match[str]) -> bool | None:
    del part
    opened = is_engaged(record.get(Subject.CALL_CENTER, "opened"))
    return None if opened is None else not opened


_DAYS = any_case(r"\b(weekdays?|weekends?|daily|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?\b")


def _read_hours(text: str) -> tuple[frozenset[str], tuple[tuple[int, int], ...]]:
    """The days and the times of day that a text names; "8 to 6" are 8 a.m. and 6 p.m."""
    days = {match[1].lower().rstrip("s") for match in _DAYS.finditer(text)}
    if {"monday", "friday"} <= days and re.search(r"monday (?:to|through|-) friday", text, re.I):
        days = days - {"monday", "friday"} | {"weekday"}
    plain = re.search(
        r"\b(?:from |between )?(\d{1,2}) ?(?:to|-|and|until) ?(\d{1,2})\b(?!:|\d| ?[ap]\.?m)", text
    )
    if plain:
        times = [(int(plain[1]), 0), (int(plain[2]) + 12 * (int(plain[2]) <= int(plain[1])), 0)]
    else:
        times = [(hour, minute) for hour, minute, _ in find_clock_times(text)]
    return frozenset(days), tuple(times)


def _compare_hours(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of a call center: whether its days, its hours and its number are those on record."""
    hours, phone = record.get(Subject.CALL_CENTER, "hours"), record.get(Subject.CALL_CENTER, "phone")
    answers: list[bool | None] = []
    if _say(part, "hours"):
        answers.append(_read_hours(_say(part, "hours")) == _read_hours(str(hours)) if hours else None)
    if said := _say(part, "phone"):
        digits = [re.sub(r"\D", "", one) for one in (said, str(phone or ""))]
        answers.append(digits[1].endswith(digits[0].removeprefix("1")) if phone else None)
    if said := _say(part, "tongues"):
        known = [str(one).lower() for one in record.get(Subject.CALL_CENTER, "languages") or ()]
        spoken = re.split(r",? and (?:in )?|, (?:in )?", said.lower())
        answers.append(all(one in known for one in spoken) if known else None)
    return agree(*answers) if answers else None


def _number(subject: Subject, field: str, name: str = "sum") -> Comparer:
    """Whether every number that a template's group of this name took is that of a field."""
    return lambda record, part: fit_all(find_numbers(_say(part, name)), record.get_count(subject, field))


_LIMITS = any_case(r"\b(?:at most|up to|no more than|a maximum of|limited to|not more than)\b ?")


def _compare_limit(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of a policy: "at most $750,000" names its limit."""
    said = find_numbers(_LIMITS.sub("", _say(part, "sum")))
    limit = fit_all(said, record.get_count(Subject.INSURANCE, "limit"))
    if not (beside := _say(part, "deductible")):
        return limit
    return agree(limit, fit_all(find_numbers(beside), record.get_count(Subject.INSURANCE, "deductible")))


def _compare_insurer_paid(record: CaseRecord, part: re.Match[str]) -> bool | None:
    paid = record.get_count(Subject.INSURANCE, "paid")
    if not _say(part, "sum"):
        return None if paid is None else paid == 0
    return fit_all(find_numbers(_say(part, "sum")), paid)


def _list_closed(record: CaseRecord) -> list[date] | None:
    closed = record.get(Subject.SCHOOL_CLOSURE, "closed")
    return [day for one in closed if (day := read_day(one))] if isinstance(closed, list | tuple) else None


def _compare_closed(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of schools that closed: whether on just these days, or so many."""
    closed = _list_closed(record)
    if not closed:
        return None if closed is None else False
    if _say(part, "many"):
        said = _say(part, "many").split()[0].lower()
        numbers = find_numbers(f"{said} items")
        count = 1 if said in ("a", "one") else numbers[0].value if numbers else None
        if count != len(closed):
            return False if count is not None else None
    if span := _SPAN.search(_say(part, "days")):
        return _fits_span(span, closed)
    days = _list_said_days(record, _say(part, "days"))
    if not all(any(fits(day) for day in closed) for fits in days):
        return False
    # who names some of them says nothing of the others
    return True if not days or len(days) == len(closed) else None


_SPAN = any_case(
    r"(?P<and>between )?(?P<month>[a-z]+) (?P<first>\d{1,2})(?:, \d{4})? (?:to|through|until|-"
    r"|(?(and)and|to)) (?:\w+day,? )?(?:(?P<other>[a-z]+) )?(?P<last>\d{1,2})\b"
)


def _fits_span(span: re.Match[str], closed: Sequence[date]) -> bool | None:
    """Whether schools were closed from one day to another: on each school day between them, and no other."""
    month = span["other"] or span["month"]
    said = [
        find_dates(f"on {name} {day}")
        for name, day in ((span["month"], span["first"]), (month, span["last"]))
    ]
    if not closed or not all(len(one) == 1 for one in said):
        return None if closed else False
    if not (said[0][0].fits(min(closed)) and said[1][0].fits(max(closed))):
        return False
    between = [min(closed) + timedelta(days=at) for at in range((max(closed) - min(closed)).days + 1)]
    return {day for day in between if day.weekday() < _SATURDAY} <= set(closed)


_SATURDAY = 5


def _compare_never_closed(record: CaseRecord, part: re.Match[str]) -> bool | None:
    del part
    closed = _list_closed(record)
    return None if closed is None else not closed


def _compare_reopened(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of schools that reopened: whether on that day, or the day after the last that they were closed."""
    day, closed = record.get_day(Subject.SCHOOL_CLOSURE, "reopened"), _list_closed(record)
    if day is None:
        return None
    if part["weekday"]:
        first = max(closed, default=day) if closed else day
        fits_name = f"{day:%A}".lower() == part["weekday"].lower()
        return fits_name and 0 < (day - first).days <= 7 if closed else None
    if part["next"]:
        return day == max(closed) + timedelta(days=1) if closed else None
    if part["nth"]:
        return int(re.sub(r"\D", "", part["nth"])) == day.day
    said = _list_said_days(record, _say(part, "days"))
    return all(fits(day) for fits in said) if said else None


def _compare_name(record: CaseRecord, part: re.Match[str]) -> bool | None:
    name = record.get(Subject.INTRUDERS, "name")
    return part["name"].strip(" .").lower() == str(name).lower() if name else None


_NOBODY = any_case(r"(?:nobody|no one|no (?:other |single )?(?:group|gang|one))$")


def _compare_claimed(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of who claimed the attack, by name: whether the fact says so of just these."""
    name, claimed = record.get(Subject.INTRUDERS, "name"), record.get(Subject.INTRUDERS, "claimed")
    if _NOBODY.match(part["name"]):
        return None if claimed is None else claimed is False
    if not name or not is_engaged(claimed) or part["name"].lower() != str(name).lower():
        return None
    said, day = _list_said_days(record, _say(part, "days")), read_day(claimed)
    return all(fits(day) for fits in said) if said and day else not said or None


def _compare_unidentified(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """That nobody knows who they are: so long as no fact tells, or one says so."""
    del part
    return record.get(Subject.INTRUDERS, "identified") is not True


_OF_CULPRITS = any_words(
    r"group|gang|attack\w*|intru\w+|hack\w+|criminals?|culprits?|responsible|behind|claim(?:s|ed)|credit"
    r"|who did"
)


def _compare_nobody(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of "nobody has been identified", where the sentence speaks of who did it, not of whom it concerns."""
    name, known = record.get(Subject.INTRUDERS, "name"), record.get(Subject.INTRUDERS, "identified")
    sentence = part.string
    of_them = _OF_CULPRITS.search(sentence) or (name and str(name).lower() in sentence.lower())
    return not known if isinstance(known, bool) and of_them else None


_UNTIL = re.compile(r"\b(?:until|through) (?=[A-Z])")
_CALLS = any_case(r"\b(\d[\d,]*) calls\b")


def _compare_center(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of a call center: number, hours, languages, calls, when it opened and closes, in any order."""
    center, text, answers = Subject.CALL_CENTER, part[0], list[bool | None]()
    if said := _PHONE.search(text):
        digits = [re.sub(r"\D", "", one) for one in (said[0], str(record.get(center, "phone") or ""))]
        answers.append(digits[1].endswith(digits[0].removeprefix("1")) if digits[1] else None)
        text = text.replace(said[0], " ")
    if calls := _CALLS.search(text):
        answers.append(fit_all(find_numbers(calls[1]), record.get_count(center, "calls")))
        text = text.replace(calls[0], " ")
    if spoken := {one.lower() for one in _TONGUE.findall(text)}:
        known = {str(one).lower() for one in record.get(center, "languages") or ()}
        # how many calls were in one of several languages, no fact tells
        part_of_calls = calls is not None and spoken < known
        answers.append(spoken <= known if known and not part_of_calls else None)
    if _ALL_DAY.search(text) and record.get(center, "hours"):
        answers.append(_ALL_DAY.search(str(record.get(center, "hours"))) is not None)
    text = _ALL_DAY.sub(" ", text)
    for weekday in _LATELY.finditer(text):
        day, today = record.get_day(center, "opened"), record.today
        near = day and today and 0 <= (today - day).days < 7
        answers.append(bool(near and f"{day:%A}".lower() == weekday[1].lower()) if day else None)
    text = _LATELY.sub(" ", text)
    for said_day in _DATED.finditer(text):
        field = "closes" if _UNTIL.search(said_day[0]) else "opened"
        day, told = record.get_day(center, field), _list_said_days(record, said_day[0])
        answers.append(all(fits(day) for fits in told) if day and told else None)
    text = _DATED.sub(" ", text)
    days, times = _read_hours(text)
    if days or times:
        hours = record.get(center, "hours")
        known_days, known_times = _read_hours(str(hours or ""))
        fits_hours = (not days or days == known_days) and (not times or times == known_times)
        answers.append(fits_hours if hours else None)
    return agree(*answers) if answers else None


_PHONE = re.compile(r"(?:1-)?(?:\(?\d{3}\)?[-. ])?\d{3}[-. ]\d{4}")
_TONGUE = any_case(
    r"\b(English|Spanish|Hmong|Somali|Karen|Vietnamese|Arabic|Russian|Chinese|Mandarin|French|Haitian Creole"
    r"|Portuguese|Tagalog|Korean|Marshallese|Navajo)\b"
)
_ALL_DAY = any_case(r"\b(?:around the clock|day and night|24/7|24 hours(?: a day)?)")
# "opened on Friday", of the last days
_LATELY = any_case(
    r"\b(?:opened|went live|since)(?: on)? ((?:mon|tues|wednes|thurs|fri|satur"
    r"|sun)day)\b(?! (?:to|through|until|-)|s\b)(?! ?,? (?-i:[A-Z]))"
)
_DATED = re.compile(
    r"\b(?i:until|through|since|as of|from|on) (?:(?i:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    r"(?:[A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?)\b"
)


def _compare_demanded(record: CaseRecord, part: re.Match[str]) -> bool | None:
    """Of "paid 410,000 after a demand for 950,000": the sum that was asked for."""
    demanded = record.get(Subject.RANSOM, "demanded")
    demanded = record.get(Subject.RANSOM, "amount") if demanded is True else demanded
    told = find_numbers(demanded) if isinstance(demanded, str) else []
    found = told[0].value if len(told) == 1 else demanded
    is_sum = isinstance(found, int | float) and not isinstance(found, bool)
    return fit_all(find_numbers(_say(part, "sum")), found) if is_sum else None


COMPARERS: Mapping[str, Comparer] = {
    "opened": _compare_opened,
    "not_open": _compare_not_open,
    "nobody_named": _compare_nobody,
    "center": _compare_center,
    "service_hours": _compare_hours,
    "calls": _number(Subject.CALL_CENTER, "calls", "many"),
    "spent": _number(Subject.RESPONSE_COST, "spent"),
    "expected": _number(Subject.RESPONSE_COST, "expected"),
    "limit": _compare_limit,
    "deductible": _number(Subject.INSURANCE, "deductible"),
    "insurer_paid": _compare_insurer_paid,
    "claimed": _compare_claimed,
    "closed": _compare_closed,
    "never_closed": _compare_never_closed,
    "reopened": _compare_reopened,
    "intruder_name": _compare_name,
    "unidentified": _compare_unidentified,
    "demanded": _compare_demanded,
}
