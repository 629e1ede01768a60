"""How long something has been so until today, told by the day since when: "for ten days now".

Where a fact tells since when, by its day and with the slack of the words (`tell_since`); else by the day that
so many days ago was (`tell_held`), which the record then bears out or not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from firstbell.notify.statements.days.elapsed import DURATION, fits_duration
from firstbell.notify.statements.language.dates import A_MONTH
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

# how sentences call what has lasted, and where the record tells since when
_SINCE: Sequence[tuple[str, Subject, str]] = (
    (r"multi-?factor|two-?factor|two-?step|second (?:factor|step)|mfa", Subject.MULTI_FACTOR, "since"),
    (r"(?:public(?:ly)?|published|posted|leaked|online)\b", Subject.EXFILTRATION, "published_on"),
    (r"call cent(?:er|re)|hot ?line|help ?line", Subject.CALL_CENTER, "opened"),
    (r"(?:schools?|classes|classrooms|buildings) (?:have|has) (?:now )?been (?:open|back|in session|running)",
     Subject.SCHOOL_CLOSURE, "reopened"),
    (r"forensic|(?:outside|independent) (?:firm|investigators|experts)", Subject.FORENSIC_FIRM, "engaged"),
    (r"counsel|lawyers?|attorneys?|law firm", Subject.LEGAL_COUNSEL, "engaged"),
    (r"fbi|police|sheriff|law enforcement", Subject.LAW_ENFORCEMENT, "since"),
    (r"insurer|carrier|insurance company", Subject.INSURANCE, "informed"),
    (r"(?:staff|employees?'?|teachers?'?) (?:passwords|accounts|have)[^.;]*password|staff passwords",
     Subject.PASSWORD_RESET, "staff"),
    (r"(?:students?'?|pupils?'?) (?:passwords|accounts|have)[^.;]*password|student passwords",
     Subject.PASSWORD_RESET, "students"),
)  # fmt: skip
_LASTS = any_case(
    rf",? ?\b(?:now |already )*for (?:now |already )*{DURATION}(?: now| already| by now| today)?"
    r"(?=[.!,;]?$|, (?=\w+ \w+)|[.;!])"
)
_FIRST = any_case(
    rf"^(?:now )?for (?:now )?{DURATION}(?: now| already)?,? (?P<rest>(?:the |our |all "
    r"|every )?\w.*?)(?P<end>[.!]?)$"
)
_HAS = any_words(r"has|have")
# what had been so, was so, or will be, has ended, or begins
_OTHER_TIME = any_case(
    r"\b(?:had|was|were|will|would|did|before|until|then|no longer|stopped|ended|except|most of|part of"
    r"|ago|since"
    r"|and|but|or|never|not|no)\b|n't\b"
)


def tell_since(read: str, record: CaseRecord) -> str:
    """The sentence with the day since when, where it has been so for as long as is said; else as it is."""
    if record.today is None or not _HAS.search(read):
        return read
    span = _FIRST.match(read) or _LASTS.search(read)
    if span is None:
        return read
    rest = (
        span["rest"]
        if "rest" in span.groupdict()
        else f"{read[: span.start()]}{read[span.end() :]}".rstrip(".! ")
    )
    subjects = [one for one in _SINCE if re.search(rf"\b(?:{one[0]})", rest, re.I)]
    if len(subjects) != 1 or _OTHER_TIME.search(rest):
        return read
    _, subject, field = subjects[0]
    began: date | None = record.get_day(subject, field) if record.is_known(subject) else None
    if began is None or not fits_duration(span, began, record.today):
        return read
    return f"{capitalize(rest)} since {began:%B} {began.day}, {began.year}."


_DATED = any_case(
    rf"\b(?:{A_MONTH}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? \d|\b(?:since|until)\b|\b(?:from"
    rf"|between) \d|\d/\d"
)
_HELD = any_case(
    r"(?P<head>\b(?:has|have) (?:(?:now|already|been|all) )*(?:had|been|known|used|held|worked"
    rf"|carried)\b[^,;.:]*?),? for (?:(?:exactly|now|the (?:last|past)) )*(?P<many>an?|one|\d+|{SPELLED})"
    r" (?P<unit>day|week)s?(?P<end>(?: (?:now|already|as of today|today))*)(?=[.;!]?$)"
)
# "one week to the day after it was found": that many days, and not one more
_TO_THE_DAY = any_case(
    rf"\b(?:exactly )?(?P<many>an?|one|\d+|{SPELLED}) weeks?(?:,)? to the day,? (?=(?:after|before|later)\b)"
    rf"|\bexactly (?P<exact>an?|one|\d+|{SPELLED}) weeks? (?=(?:after|before|later)\b)"
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
