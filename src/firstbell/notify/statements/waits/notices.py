"""Notices that stand beside what is told of the event: how to reach us, and on which days there is school.

notices.toml is a closed grammar: a sentence is a notice where one form is all of it. A day of school is no
notice where the record tells of closed schools, or where its date is past: then it may be a day of the event.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from firstbell.notify.statements.language.calendar_names import A_MONTH, MONTHS
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.language.tables import read_patterns
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_LONGEST = 300
_DATE = re.compile(rf"(?:\b(?P<weekday>\w+day),? )?\b(?P<month>{A_MONTH}) (?P<day>\d{{1,2}})\b", re.I)
# "November 26 and 27"
_TWO_DAYS = re.compile(
    rf"\b(?P<month>{A_MONTH}) (?P<one>\d{{1,2}}),? (?:and|through|to) (?P<two>\d{{1,2}})\b", re.I
)
_JOINT = re.compile(r",? and (?:on )?(?=\w+day\b|students|there|schools?\b|then\b)|; ", re.I)
_OPENING = re.compile(r"^(?:(?:and|or|so|then|also|again|as always|as before),? )+", re.I)
# the longest break of a school year
_LONGEST_BREAK, _HALF_YEAR = 16, 183


@lru_cache(maxsize=1)
def _load() -> Mapping[str, re.Pattern[str]]:
    raw, fill = read_patterns("waits", "notices.toml")
    return {
        name: re.compile("|".join(f"(?:{fill(words)})" for words in raw[name]["words"]), re.I)
        for name in ("contacts", "days")
    }


def is_contact(stretch: str) -> bool:
    """Whether a stretch tells how and when somebody is reached, and nothing else."""
    bare = plain(stretch).strip(" .!")
    if len(bare) > _LONGEST:
        return False
    return _load()["contacts"].fullmatch(_OPENING.sub("", bare)) is not None


def is_notice(sentence: str, record: CaseRecord) -> bool:
    """Whether a sentence tells how to reach us, or of days of school to come; nothing else."""
    if is_contact(sentence):
        return True
    bare, latest = plain(sentence).strip(" .!"), record.latest
    if len(bare) > _LONGEST or latest is None or record.tells(Subject.SCHOOL_CLOSURE):
        return False
    return all(
        _load()["days"].fullmatch(part) and _is_to_come(part, latest)
        for part in ([bare] if _load()["days"].fullmatch(bare) else _JOINT.split(bare))
    )


def _is_to_come(text: str, latest: date) -> bool:
    """Whether each date of a text is to come and has its weekday, and they are no more than a break apart."""
    days = []
    for said in _DATE.finditer(_TWO_DAYS.sub(r"\g<month> \g<one> and \g<month> \g<two>", text)):
        day = _find_day(said["month"], int(said["day"]), latest)
        if day is None or (said["weekday"] and f"{day:%A}".lower() != said["weekday"].lower()):
            return False
        days.append(day)
    return not days or (days == sorted(days) and (days[-1] - days[0]).days <= _LONGEST_BREAK)


def _find_day(month: str, day: int, latest: date) -> date | None:
    """The day of this name in the half year from the newest fact on; None where there is none."""
    at = next(at for at, name in enumerate(MONTHS, 1) if name.lower() == month.lower())
    for year in (latest.year, latest.year + 1):
        try:
            told = date(year, at, day)
        except ValueError:
            return None
        if 0 <= (told - latest).days <= _HALF_YEAR:
            return told
    return None
