"""The days that a clause names: by date, by weekday, or counted from the day of the finding."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from firstbell.notify.statements.language.dates import A_MONTH, A_WEEKDAY, find_dates
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_MONTHS = rf"(?:{A_MONTH}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
_BY_DATE = (
    rf"(?:{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?\b(?!,\d)(?:,? \d{{4}}\b)?"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTHS}\b|the \d{{1,2}}(?:st|nd|rd|th)\b)"
)
# how a text calls the finding of the event
_FINDING = (
    r"(?:(?:(?:the|its|our|this) )?(?:discovery|finding|detection)(?: of (?:the|this) \w+)?"
    r"|(?:it|(?:the|this) (?:\w+ )?(?:attack|event|encryption|damage|ransomware|intrusion)) was (?:found"
    r"|discovered|noticed|detected)|(?:we|staff|the district) (?:found|discovered|noticed|detected|saw) (?:it"
    r"|(?:the|this) (?:\w+ )?(?:attack|event|encryption|damage|ransomware|intrusion)))"
)
_COUNTED = (
    rf"(?:(?P<many>an?|one|\d+|{SPELLED}) days? (?P<way>before|after)|the (?P<next>day (?:before|after))"
    rf"|(?:on )?the (?:very |same )?day (?:of|that|on which)?) ?{_FINDING}"
)
# "on the day of the attack": when it was found, or when the first file was damaged
_STRUCK = (
    r"(?:on )?the (?:very |same )?day (?:of (?:the|this|our) (?:\w+ )?(?:attack|event|incident|encryption"
    r"|intrusion)|(?:that )?(?:it|this) (?:all )?(?:happened|began|started|struck))(?! was\b)"
)
# "on the first day", the day of the finding
_NTH = (
    r"(?<!within )the (?:very )?(?P<nth>first|second|third|fourth|fifth|sixth|seventh) day"
    r"(?! (?:of|back)\b(?! (?:the|this|our) (?:attack|event|incident|outage|response))| (?:we|they|on which))"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
DAY = any_case(
    r"\b(?:(?P<lead>on or before|on|since|from|as of|in|at|by|before|until|till|through|no later than"
    r"|starting|beginning|effective)(?: the (?=night|morning|evening|afternoon))? )?(?:(?:the )?(?:night"
    rf"|morning|evening|afternoon) of )?(?:(?P<weekday>{A_WEEKDAY})(?:(?: (?:morning|afternoon|evening|night"
    rf"|_+))?,? (?P<also>(?:the )?{_BY_DATE}))?|(?P<date>{_BY_DATE})|(?P<struck>{_STRUCK})"
    rf"|(?P<counted>{_COUNTED}|{_NTH})|(?P<today>today))(?: (?:morning|afternoon|evening|night))?(?!\w)"
)
_NEAR_DAYS = 7


@dataclass(frozen=True, slots=True)
class ToldDay:
    """A day as a clause names it: `fits` a day or not; `lead`, in lower case, stands before it ("since")."""

    fits: Callable[[date], bool]
    lead: str


def find_days(text: str, record: CaseRecord) -> list[ToldDay] | None:
    """The days that a clause names; None where it names today, and nobody can tell which day that is."""
    days: list[ToldDay] = []
    for match in DAY.finditer(text):
        if match["today"] and record.today is None:
            return None
        lead = (match["lead"] or "").lower()
        checks = [check for check in (_read_weekday(match, record), _read_rest(match, record)) if check]
        days.append(ToldDay(_join(checks), lead))
    return days


# "in October", "late September"
MONTH = any_case(
    r"\b(?:(?P<lead>in|since|from|until|till|by|before|through|between|during) )?(?P<month>"
    rf"(?:(?:early|mid|late|the (?:beginning|middle|end) of)[ -])?{_MONTHS}(?!\w)(?:,? \d{{4}}\b)?)(?! ?\d)"
)


# "the last days of August"
_PART_OF = any_case(
    r"\b(first|last|final|opening|closing|end|beginning|start) (?:(?:few )?(?:days?|weeks?) )?(?:of )?$"
)
_EARLY, _LATE = 10, 20


def _fit_part(fits: Callable[[date], bool], part: str) -> Callable[[date], bool]:
    if part in ("first", "opening", "beginning", "start"):
        return lambda day: fits(day) and day.day <= _EARLY
    return lambda day: fits(day) and day.day >= _LATE


def find_months(text: str) -> list[ToldDay]:
    """The months that a clause names without a day, each as the days that it has."""
    found = []
    for match in MONTH.finditer(text):
        said = find_dates(match["month"])
        # "may" is a verb
        if said and match["month"] != "may":
            lead, part = (match["lead"] or "").lower(), _PART_OF.search(text[: match.start()])
            fits = _fit_part(said[0].fits, part[1].lower()) if part else said[0].fits
            found.append(ToldDay(fits, lead))
    return found


def _join(checks: Sequence[Callable[[date], bool]]) -> Callable[[date], bool]:
    return lambda day: all(check(day) for check in checks)


def _read_weekday(match: re.Match[str], record: CaseRecord) -> Callable[[date], bool] | None:
    """Of "on Friday": one of the last days, where no date stands with it."""
    if not match["weekday"]:
        return None
    said = find_dates(match["weekday"])
    today = record.today
    # "a Monday" tells which day of the week some other day was
    near = not match["also"] and not re.search(r"\ban? $", match.string[: match.start()], re.I)
    return lambda day: (
        said[0].fits(day) and (not near or today is None or 0 <= (today - day).days <= _NEAR_DAYS)
    )


def _read_rest(match: re.Match[str], record: CaseRecord) -> Callable[[date], bool] | None:
    if match["today"]:
        return lambda day: day == record.today
    if match["struck"]:
        struck = [record.get_day(Subject.ENCRYPTION_EVENT, field) for field in ("found", "first_damage")]
        return lambda day: day in struck
    if match["counted"]:
        found, off = record.get_day(Subject.ENCRYPTION_EVENT, "found"), _count(match)
        return lambda day: found is not None and day == found + timedelta(days=off)
    told = match["also"] or match["date"]
    if not told:
        return None
    said = find_dates(f"on {told}")
    if said:
        return said[0].fits
    number = int(re.findall(r"\d+", told)[0])
    return lambda day: day.day == number


def _count(match: re.Match[str]) -> int:
    """How many days after the finding, before it as a negative number."""
    if match["nth"]:
        return _ORDINALS.index(match["nth"].lower())
    if match["next"]:
        return 1 if match["next"].lower().endswith("after") else -1
    if not match["many"]:
        return 0
    many = match["many"].lower()
    number = 1 if many in ("a", "an", "one") else int(find_numbers(f"{many} items")[0].value)
    return number if match["way"].lower() == "after" else -number


def all_fit(days: Sequence[ToldDay], found: date | None) -> bool | None:
    """Whether all of these days are the one on record; None where one is said and none is on record."""
    if not days:
        return True
    return None if found is None else all(one.fits(found) for one in days)
