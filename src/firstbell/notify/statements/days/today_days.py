"""Days that a text tells from the day on which it speaks: "yesterday", "last Saturday", "three days ago"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from firstbell.notify.statements.days.day_chains import DATE, name_hours, read_anchor
from firstbell.notify.statements.language.dates import A_MONTH, MONTHS, WEEK
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.questions.answers import ClaimPhrase

# "this Tuesday, November 10": the date tells which
_WHICH_DAY = any_case(
    r"\b(?:this|last|next|this past|this coming|this very) ((?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"(?=,? [A-Z][a-z]+\.? \d{1,2}\b)"
)
_TOLD = any_case(
    r"\b(?:on )?(?:(yesterday|last night)(?: (?:morning|afternoon|evening))?|(this morning|earlier today)"
    rf"|(?:last|this past) ({'|'.join(WEEK)})|([\w-]+) (day|week)s? (ago(?: today)?|from (?:now|today)))\b"
)


# holidays of the United States: month, weekday from Monday as 0, which one of the month (-1: the last)
_MOVABLE = {
    "labor day": (9, 0, 1),
    "columbus day": (10, 0, 2),
    "thanksgiving": (11, 3, 4),
    "memorial day": (5, 0, -1),
    "presidents' day": (2, 0, 3),
    "martin luther king": (1, 0, 3),
}
_FIXED = {"halloween": (10, 31), "veterans day": (11, 11), "christmas eve": (12, 24), "christmas": (12, 25)}
_HOLIDAY = any_case(
    r"\b(?:on|since|until|before) (labor day|columbus day|thanksgiving|memorial day|presidents' day"
    r"|martin luther king"
    r"|halloween|veterans day|christmas eve|christmas)(?: day)?\b(?! (?:break|recess|week|holiday|dinner))"
)


_ORDINALS = ("first", "second", "third", "fourth", "fifth")
# "the last Monday of September", "the first day of October"
_OF_MONTH = any_case(
    rf"\b(?P<lead>on )?the (?:very )?(?P<which>{'|'.join(_ORDINALS)}|last|final) (?P<what>{'|'.join(WEEK)}"
    rf"|day) (?:of|in) (?P<month>{A_MONTH})\b(?!,? \d)(?! (?:break|vacation|holidays?)\b)"
)


def _find_of_month(match: re.Match[str], today: date) -> date | None:
    """The day that such words name, the last one up to today; None where the month has none."""
    month, which = MONTHS.index(match["month"].title()) + 1, match["which"].lower()
    for year in (today.year, today.year - 1):
        first = date(year, month, 1)
        days = [
            first + timedelta(days=off) for off in range(31) if (first + timedelta(days=off)).month == month
        ]
        if match["what"].lower() != "day":
            days = [one for one in days if one.weekday() == WEEK.index(match["what"].lower())]
        at = -1 if which in ("last", "final") else _ORDINALS.index(which)
        if at < len(days) and days[at] <= today:
            return days[at]
    return None


def _find_holiday(name: str, today: date) -> date:
    """The day of a holiday, the last one up to today."""
    for year in (today.year, today.year - 1):
        if name in _FIXED:
            day = date(year, *_FIXED[name])
        else:
            month, weekday, which = _MOVABLE[name]
            days = [date(year, month, one) for one in range(1, 31 if which > 0 else 32)]
            fitting = [one for one in days if one.weekday() == weekday]
            day = fitting[which - 1 if which > 0 else -1]
        if day <= today:
            return day
    return day


def name_days(text: str, today: date | None) -> str:
    """The text with days by their date, where it is known from which day it tells them."""
    return name_phrase_days(ClaimPhrase(text, text), today).read if today else text


def name_phrase_days(phrase: ClaimPhrase, today: date) -> ClaimPhrase:
    """The phrase with days by their date for "yesterday", "last Saturday", "three days ago"."""
    read, swapped = name_hours(_drop_steps(_drop_spans(phrase.read, today), today))
    for match in reversed(list(_WHICH_DAY.finditer(read))):
        read = read[: match.start()] + match[1] + read[match.end() :]
        swapped.append((match[1], match[0]))
    for match in reversed(list(_HOLIDAY.finditer(read))):
        day = _find_holiday(match[1].lower(), today)
        named = f"{match[0].split()[0]} {day:%B} {day.day}, {day.year}"
        read = read[: match.start()] + named + read[match.end() :]
        swapped.append((named, match[0]))
    for match in reversed(list(_OF_MONTH.finditer(read))):
        if (named_day := _find_of_month(match, today)) is not None:
            named = f"{'on ' if match['lead'] else ''}{named_day:%B} {named_day.day}, {named_day.year}"
            read = read[: match.start()] + named + read[match.end() :]
            swapped.append((named, match[0]))
    for match in reversed(list(_TOLD.finditer(read))):
        said = _find_day(match, today)
        if said is None:
            continue
        if match[4] and _tells_another(read, match, said, today):
            continue  # two days of one thing that are not the same
        dated = _DATED.match(read, match.end())
        if match[3] and dated and int(dated[1]) == said.day:
            named = f"on {match[3]}"
            led = re.search(r"\b(?:since|until|by|before|from|after) $", read[: match.start()], re.I)
            named = match[3] if led else named
            read = read[: match.start()] + named + read[match.end() :]
            swapped.append((named, match[0]))
            continue
        if read[: match.start()].lower().endswith("as of "):
            continue
        led = re.search(
            r"\b(?:since|until|by|before|from|after|through|between [^,;]{3,40} and) $",
            read[: match.start()],
            re.I,
        )
        named = f"{'' if led else 'on '}{said:%B} {said.day}, {said.year}"
        read = read[: match.start()] + named + read[match.end() :]
        swapped.append((named, match[0]))
    return replace(phrase, read=read, swapped=[*swapped, *phrase.swapped])


def _tells_another(read: str, match: re.Match[str], said: date, today: date) -> bool:
    """Whether a date stands beside how long ago it was, and is another day."""
    beside = _AGO_ON.match(read, match.start()) or _BEHIND_DATE.search(read[: match.start()])
    return beside is not None and read_anchor(beside["date"], today) != said


_LONG = rf"(?P<many>an?|\d+|{SPELLED}) (?P<unit>day|week)s?"
_AGO = rf"(?P<ago>an?|\d+|{SPELLED}) (?P<step>day|week)s? ago"
_THAT_IS = r",? (?:that is,? |i\.e\.,? |which (?:is|was|makes) |so |meaning )?"
_SINCE = re.compile(
    rf"(?P<date>{DATE.pattern}){_THAT_IS}(?:(?:for |already "
    rf"|now )*(?P<over>(?:more than|over) )?{_LONG}(?: now| already| by now)?|{_AGO})(?=[.,;!)]|$)"
)
# "six weeks ago, on October 30"
_AGO_ON = re.compile(rf"\b(?i:{_AGO}),? (?:on |the )?(?P<date>{DATE.pattern})")
_BEHIND_DATE = re.compile(rf"(?P<date>{DATE.pattern}),? (?:that is,? |which (?:is|was) )?$")
_SINCE_LED = any_case(r"\bsince (?:\w+day,? )?$")
_SINCE_THEN = re.compile(rf",? for {_LONG}(?: now)?,? (?=since (?P<date>{DATE.pattern}))")


def _drop_spans(text: str, today: date) -> str:
    """The text without how long ago a date was, where it is just so long: "November 12, eight days ago"."""
    for pattern, behind in ((_SINCE, True), (_SINCE_THEN, False)):
        match = pattern.search(text)
        day = read_anchor(match["date"], today) if match else None
        if match is None or day is None:
            continue
        parts = match.groupdict()
        if behind and parts["many"] and not _SINCE_LED.search(text[: match.start()]):
            continue  # how long a thing lasted
        many, unit = parts["many"] or parts.get("ago") or "", parts["unit"] or parts.get("step") or ""
        numbers = (
            [1.0] if many.lower() in ("a", "an") else [one.value for one in find_numbers(f"{many} items")]
        )
        passed = (today - day).days / (7 if unit.lower() == "week" else 1)
        over = bool(parts.get("over")) and bool(numbers) and numbers[0] < passed < numbers[0] + 1
        if over or (numbers == [passed] and not parts.get("over")):
            kept = match["date"] if behind else " "
            text = text[: match.start()] + kept + text[match.end() :]
    match = _AGO_ON.search(text)
    day = read_anchor(match["date"], today) if match else None
    if match and day:
        many = match["ago"].lower()
        numbers = [1.0] if many in ("a", "an") else [one.value for one in find_numbers(f"{many} items")]
        if numbers == [(today - day).days / (7 if match["step"].lower() == "week" else 1)]:
            text = f"{text[: match.start()]}on {match['date']}{text[match.end() :]}"
    return text


_STEP = re.compile(
    rf"(?P<first>{DATE.pattern})(?P<between>[^.;?]*?)(?P<step>\b{_LONG} (?:later|after that|afterwards?),? )"
    rf"(?P<second>(?:on )?{DATE.pattern})"
)


def _drop_steps(text: str, today: date) -> str:
    """The text without how much later a second day was, where that is right: "a week later, on May 9"."""
    for match in _STEP.finditer(text):
        first = read_anchor(match["first"], today)
        second = read_anchor(match["second"].removeprefix("on "), today)
        many = match["many"].lower()
        numbers = [1.0] if many in ("a", "an") else [one.value for one in find_numbers(f"{many} items")]
        span = 7 if match["unit"].lower() == "week" else 1
        if first and second and numbers == [(second - first).days / span]:
            return text[: match.start("step")] + text[match.end("step") :]
    return text


_DATED = re.compile(r",? (?:the )?(?:[A-Z][a-z]+\.? )?(\d{1,2})(?:st|nd|rd|th)?\b")


def _find_day(match: re.Match[str], today: date) -> date | None:
    if match[1]:
        return today - timedelta(days=1)
    if match[2]:
        return today
    if match[3]:
        back = (today.weekday() - WEEK.index(match[3].lower())) % 7 or 7
        return today - timedelta(days=back)
    numbers = [1.0] if match[4].lower() in ("one", "a") else [one.value for one in find_numbers(match[4])]
    step = (7 if match[5].lower() == "week" else 1) * (1 if match[6].lower().startswith("ago") else -1)
    return today - timedelta(days=step * int(numbers[0])) if numbers and numbers[0] < 1000 else None
