"""What letters say in their own way, in words that rules read: asides, purposes, stamps of a day.

letter_words.toml has the forms. What each of them is told as says the same, and is judged as any sentence.
A day or an hour is left out where it is that of the newest fact, from which a text tells the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from firstbell.notify.statements.days.day_chains import DATE, read_anchor
from firstbell.notify.statements.language.dates import WEEK
from firstbell.notify.statements.language.languages import Language, find_language
from firstbell.notify.statements.language.patterns import any_case, read_patterns
from firstbell.notify.statements.language.sentences import make_sentence, plain
from firstbell.notify.statements.language.spanish import MONTHS
from firstbell.notify.statements.paraphrase.joints import Clause, part_clauses
from firstbell.notify.statements.record import CaseRecord

_LONGEST = 500
_WEEKDAYS = tuple(map(str.capitalize, WEEK))
_DAY = (
    rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)}),? )?(?P<month>{'|'.join(MONTHS.values())}) (?P<day>\d{{1,2}})"
    r"(?:, (?P<year>20\d\d))?"
)
_HOUR = r"(?P<hour>\d{1,2})(?::00)? (?P<half>[ap])\.?m\b\.?"
_NOW = r"(?:today|tonight|now|this (?:morning|afternoon|evening))"
# "as of this afternoon, Wednesday, October 21": the day of the text
_AS_OF = any_case(rf"\b(?P<head>(?:as of|until|up to|through) )(?:{_NOW},? )?{_DAY}(?:,? (?:at )?{_HOUR})?")
# "Nov. 12": the month in full
_SHORT_MONTH = re.compile(r"\b(?P<short>Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.? (?=\d{1,2}\b)")
_WEEKDAY = "|".join(_WEEKDAYS)
# "as of 5 p.m. on Wednesday": the hour behind its day
_HOUR_FIRST = any_case(
    rf"\b(?P<head>as of )(?P<hour>\d{{1,2}} [ap]\.?m\b\.?),? (?:on )?"
    rf"(?P<on>(?:{_WEEKDAY})\b(?:, \w+ \d{{1,2}})?)"
)
_SAID_THEN = any_case(
    rf"\b(?P<says>said|says|announced|reported|told families) (?:on )?(?P<weekday>{_WEEKDAY}) (?=that\b)"
)
_LAST_WEEK = any_case(
    rf"\b(?P<weekday>{_WEEKDAY}) (?:of )?last week, (?P<on>{_DAY.replace('weekday', 'named')})"
)
_TODAY = any_case(rf"\b(?P<now>{_NOW}),? (?:which is |that is )?{_DAY}")
_AS_OF_HOUR = any_case(
    rf"\b(?P<head>as of |at )(?:(?P<weekday>{'|'.join(_WEEKDAYS)}) at )?{_HOUR}(?: today)?"
)
# a day, and an hour, at the head of an update
_STAMP = any_case(rf"^{_DAY}(?:,? (?:at )?{_HOUR})?: (?=\w+ \w+ \w+)")
_AGO = any_case(
    rf"\b(?P<many>a|one|two|three|four|five) (?P<unit>day|week)s? ago(?: today)?,? (?P<on>on {_DAY})"
)
_MONTH = {name[:3].lower(): name for name in MONTHS.values()}
_MANY = ("one", "two", "three", "four", "five")
_NEXT = re.compile(
    r"\b(?:on )?the (?:very )?(?:next|following) (?P<part>day|morning|afternoon|evening)(?! of\b)"
)


@lru_cache(maxsize=1)
def _load() -> dict[str, Sequence[tuple[re.Pattern[str], str]]]:
    raw, fill = read_patterns("paraphrase", "letter_words.toml")
    return {
        group: [(any_case(fill(one["words"])), one["told"]) for one in raw[group]]
        for group in ("letters", "spanish")
    }


def tell_letters(said: str, written: str, record: CaseRecord) -> Iterator[Sequence[Clause]]:
    """The clauses of a sentence without the ways of letters; nothing where it has none of them."""
    text = plain(said).strip().rstrip(".!")
    if len(text) > _LONGEST or "?" in text:
        return
    told = say_letter(text, record)
    if told == text or len(told.split()) < 3:
        return
    yield [Clause(make_sentence(told), written)]
    for clauses in part_clauses(make_sentence(told), record):
        yield [replace(one, written=written) for one in clauses]


def say_letter(text: str, record: CaseRecord) -> str:
    """A sentence in other words, and without the day of the text."""
    spanish = find_language(text) is Language.SPANISH
    told = text if spanish else _drop_day(text, record)
    for words, other in _load()["spanish" if spanish else "letters"]:
        told = words.sub(other, told)
    return told.strip(" ,;")


def name_months(text: str) -> str:
    """A text with its months in full: "Nov. 12"."""
    return _SHORT_MONTH.sub(lambda match: f"{_MONTH[match['short'][:3].lower()]} ", text)


def _drop_day(text: str, record: CaseRecord) -> str:
    """Without the day and the hour of the newest fact, and without how long ago a day was that is named."""
    now = record.latest
    if now is None:
        return text

    def fits(match: re.Match[str]) -> bool:
        parts = match.groupdict()
        return _is_day(parts, now) and (not parts.get("hour") or _is_hour(parts, record))

    text = name_months(text)
    text = _HOUR_FIRST.sub(r"\g<head>\g<on> at \g<hour>", text)
    text = _SAID_THEN.sub(
        lambda match: f"{match['says']} " if _is_day(match.groupdict(), now) else match[0], text
    )
    text = _LAST_WEEK.sub(lambda match: match["on"] if _is_last_week(match, now) else match[0], text)
    text = _name_next(text, now)
    told = _STAMP.sub(lambda match: "" if fits(match) else f"On {_write(match)}, ", text)
    if told != text and told.startswith("On "):
        told = f"{told[: told.index(', ') + 2]}{_lower(told[told.index(', ') + 2 :])}"
    told = _AS_OF.sub(lambda match: f"{match['head']}today" if fits(match) else match[0], told)
    told = _TODAY.sub(lambda match: match["now"] if fits(match) else match[0], told)
    told = _AS_OF_HOUR.sub(lambda match: "as of today" if fits(match) else match[0], told)
    told = re.sub(r"^as of today,? (?=\w)", "", told, flags=re.I)
    return _AGO.sub(lambda match: match["on"] if _is_ago(match, now) else match[0], told)


def _write(match: re.Match[str]) -> str:
    return f"{match['month']} {match['day']}"


def _is_day(parts: dict[str, str | None], day: date) -> bool:
    """Whether a day is this one, by all that is said of it."""
    weekday, month, year = parts.get("weekday"), parts.get("month"), parts.get("year")
    if weekday and weekday.capitalize() != _WEEKDAYS[day.weekday()]:
        return False
    if year and int(year) != day.year:
        return False
    return month is None or (month.capitalize() == f"{day:%B}" and int(parts["day"] or 0) == day.day)


def _is_hour(parts: dict[str, str | None], record: CaseRecord) -> bool:
    """Whether an hour is that of the newest fact."""
    newest = max((fact.as_of for fact in record.facts.values()), default="")
    hour = int(parts["hour"] or 0) % 12 + (12 if (parts["half"] or "").lower() == "p" else 0)
    return newest[10:16] == f"T{hour:02d}:00"


def _is_ago(match: re.Match[str], now: date) -> bool:
    """Whether a day was so long before this one."""
    many = 1 if match["many"].lower() == "a" else _MANY.index(match["many"].lower()) + 1
    days = many * (7 if match["unit"].lower() == "week" else 1)
    return _is_day(match.groupdict(), date.fromordinal(now.toordinal() - days))


def _name_next(text: str, now: date) -> str:
    """With the day that follows one before it by its date: "on October 18, and B the following evening"."""
    said = _NEXT.search(text)
    anchors = [one[0] for one in DATE.finditer(text[: said.start()])] if said else []
    day = read_anchor(anchors[-1], now) if anchors else None
    if said is None or day is None:
        return text
    day += timedelta(days=1)
    part = "" if said["part"] == "day" else f"the {said['part']} of "
    return f"{text[: said.start()]}on {part}{day:%B} {day.day}{text[said.end() :]}"


def _is_last_week(match: re.Match[str], now: date) -> bool:
    """Whether a day is the one of the week before this one that a weekday names."""
    monday = now.toordinal() - now.weekday()
    at = monday - len(_WEEKDAYS) + _WEEKDAYS.index(match["weekday"].capitalize())
    return _is_day({**match.groupdict(), "weekday": None}, date.fromordinal(at))


def _lower(told: str) -> str:
    """What stands behind a day, with a small letter where it begins with a word and no name."""
    return (
        f"{told[:1].lower()}{told[1:]}"
        if re.match(r"(?:The|Our|We|It|All|No|An?|Every|Four|\w+ed)\b", told)
        else told
    )
