"""Lines that claim nothing of the event: how to reach us, on which days there is school, and furniture.

notices.toml and furniture.toml are closed grammars: a sentence is a notice, a line is furniture (a date line,
an address, a page number, a heading that names a topic), where one form is all of it. A day of school is no
notice where the record tells of closed schools, or where its date is past: then it may be a day of the event.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from firstbell.notify.statements.language.dates import A_MONTH, MONTHS
from firstbell.notify.statements.language.patterns import any_case, any_words, read_patterns
from firstbell.notify.statements.language.sentences import plain
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.waits.holds import names_event
from firstbell.record.facts import Subject

_LONGEST = 300
_DATE = any_case(rf"(?:\b(?P<weekday>\w+day),? )?\b(?P<month>{A_MONTH}) (?P<day>\d{{1,2}})\b")
# "November 26 and 27"
_TWO_DAYS = any_case(rf"\b(?P<month>{A_MONTH}) (?P<one>\d{{1,2}}),? (?:and|through|to) (?P<two>\d{{1,2}})\b")
_JOINT = any_case(r",? and (?:on )?(?=\w+day\b|students|there|schools?\b|then\b)|; ")
_OPENING = any_case(r"^(?:(?:and|or|so|then|also|again|as always|as before),? )+")
# the longest break of a school year
_LONGEST_BREAK, _HALF_YEAR = 16, 183


@lru_cache(maxsize=1)
def _load() -> Mapping[str, re.Pattern[str]]:
    raw, fill = read_patterns("waits", "notices.toml")
    return {
        name: any_case("|".join(f"(?:{fill(words)})" for words in raw[name]["words"]))
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


_AROUND = " .:;,*#_-()[]\u2022\u2013\u2014"
# what a heading, a slide or a line of a list is numbered with
_NUMBER = re.compile(
    r"^(?:(?i:slide|item|part|section) \d{1,2}\s*[-:\u2013\u2014.]\s*"
    r"|\(?(?:[A-Za-z]|[IVX]{1,4}|\d{1,2})[.)]\s+)(?=\S)"
)
# between what stands on one line: "Updated Friday | district.example"
_BETWEEN = re.compile(r"\s+[|\u2022\u00b7]\s+")
# what stands in the names of those who are written to, and would else be a word of the event
_OFFICES = any_words(
    r"police|sheriff(?:'s)?|FBI|attorney general|insurance|security|information|systems?|services?|network"
    r"|law enforcement|privacy|claims?|data|safety|protection|\w+@\S+"
)
# a headline has what was done, and few names end so
_DONE = re.compile(r"\b(?!(?:Alfr|Winifr|Mildr|Fr|T|N|R|Re|Jar|Ahm|Moham)ed\b)\w+ed\b")
# no heading and no address is longer
_LONGEST_LINE = 160


@lru_cache(maxsize=1)
def _load_furniture() -> Mapping[str, re.Pattern[str]]:
    raw, fill = read_patterns("waits", "furniture.toml")
    return {
        name: any_case("|".join(f"(?:{fill(words)})" for one in raw[name] for words in one["words"]))
        for name in ("forms", "names")
    }


def is_furniture(line: str) -> bool:
    """Whether a line claims nothing, as a date, an address or a topic does.

    >>> [is_furniture(line) for line in ("November 4, 2026", "Ransom", "What is working")]
    [True, True, True]
    >>> [is_furniture(line) for line in ("Stolen data", "No ransom", "What was stolen")]
    [False, False, False]
    """
    flat = plain(line).strip()
    if len(flat) > _LONGEST_LINE or flat.endswith(("!", "?")):
        return False
    flat = flat.strip(_AROUND)
    parts = [part.strip(_AROUND) for part in _BETWEEN.split(_NUMBER.sub("", flat))]
    return _is_one(flat) or all(map(_is_one, parts))


def _is_one(part: str) -> bool:
    forms = _load_furniture()
    if forms["forms"].fullmatch(part):
        return True
    if not forms["names"].fullmatch(part) or _DONE.search(part):
        return False
    return not names_event(_OFFICES.sub(" ", part))
