"""Whether what is said to have been on the day of the event was: "the same day as the attack"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from firstbell.notify.statements.days.milestones import MILESTONES
from firstbell.notify.statements.judges.agencies import find_told
from firstbell.notify.statements.judges.truth import read_day
from firstbell.notify.statements.language.dates import find_dates
from firstbell.notify.statements.language.names import list_agencies
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.record.facts import Subject

_FIELDS = ("found", "first_damage")


# where another clause begins or ends
_EDGE = re.compile(r";|,? (?:and|but|while) (?=(?:we|our|the|they|it|staff|students?)\b)", re.I)


def was_that_day(flat: str, said: str, record: CaseRecord) -> bool:
    """Whether what a plain sentence names beside the day of the event was on it, as far as facts tell."""
    days = {read_day(record.get(Subject.ENCRYPTION_EVENT, field)) for field in _FIELDS} - {None}
    start = flat.find(said)
    before = _EDGE.split(flat[:start])[-1]
    after = _EDGE.split(flat[start + len(said) :])[0]
    told = list(_list_days(before, record)) or list(_list_days(after, record))
    return bool(days) and all(one in days for one in told)


def were_told_that_day(flat: str, said: str, record: CaseRecord) -> bool:
    """Whether all whom a plain sentence names were told on the day of the event."""
    del said
    days = {read_day(record.get(Subject.ENCRYPTION_EVENT, field)) for field in _FIELDS} - {None}
    told = [find_told(record, {agency}) for agency in list_agencies(flat)]
    return bool(told) and all(one in days for one in told)


def _list_days(rest: str, record: CaseRecord) -> Iterator[date]:
    """The days, by the record, of what a text names: who was told, who came, what was done."""
    for agency in list_agencies(rest):
        if day := find_told(record, {agency}):
            yield day
    for event in MILESTONES:
        if event.subject is Subject.ENCRYPTION_EVENT:
            continue
        for match in event.words.finditer(rest):
            if day := read_day(event.find(record, match[0])):
                yield day


_REPORTED_TO = frozenset({"regulator", "education", "attorney general"})


def list_report_days(flat: str, record: CaseRecord) -> list[str]:
    """The days on which offices that a plain sentence without a date names got their report."""
    if find_dates(flat):
        return []
    told = (find_told(record, {agency}) for agency in sorted(list_agencies(flat) & _REPORTED_TO))
    return [day.isoformat() for day in told if day]


_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
# "we lost two school days, Tuesday and Wednesday"
_CLOSED_ON = re.compile(
    rf"\b(?:(?:lost|missed) (?:[\w-]+ )?(?:(?:school|class) )?days?|(?:schools?|classes|we) (?:was|were"
    rf"|stayed) (?:closed|shut|canceled|cancelled)"
    rf"(?: for)?(?: [\w-]+ (?:school )?days?)?)(?:,|:| on| \u2014)? (?P<names>{_WEEKDAY}(?:(?:, and|,| and"
    rf"|, then) {_WEEKDAY})*)",
    re.I,
)


def list_strange_weekdays(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Weekdays on which a plain sentence has schools closed, and the record has not."""
    closed = record.get(Subject.SCHOOL_CLOSURE, "closed")
    said = _CLOSED_ON.search(flat)
    if said is None or not isinstance(closed, list | tuple):
        return
    known = {f"{day:%A}".lower() for day in map(read_day, closed) if day}
    if set(re.findall(_WEEKDAY, said["names"].lower())) - known:
        yield Leftover("on which days schools were closed", said[0], said.start())


def stood_before(flat: str, said: str, record: CaseRecord) -> bool:
    """Whether a second factor was asked for before the attack, by its day."""
    del flat, said
    since = read_day(record.get(Subject.MULTI_FACTOR, "since"))
    access = record.find(Subject.FIRST_ACCESS)
    began = [
        read_day(access.value if access else None),
        read_day(record.get(Subject.ENCRYPTION_EVENT, "first_damage")),
        read_day(record.get(Subject.ENCRYPTION_EVENT, "found")),
    ]
    known = [day for day in began if day]
    return since is not None and bool(known) and since < min(known)


def was_found_then(flat: str, said: str, record: CaseRecord) -> bool:
    """Whether it was found on the day of the first damage, or on one that the sentence names."""
    del said
    found = read_day(record.get(Subject.ENCRYPTION_EVENT, "found"))
    if found is None:
        return False
    if f"{found:%B} {found.day}".lower() in flat.lower():
        return True
    damage = read_day(record.get(Subject.ENCRYPTION_EVENT, "first_damage"))
    access = record.find(Subject.FIRST_ACCESS)
    entered = read_day(access.value if access else None)
    came = entered if re.search(r"\b(?:got in|came in|broke in|entered|access)", flat, re.I) else damage
    return came == found
