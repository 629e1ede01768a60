"""When a sentence has the event: on which day, in which part of a day, and how long ago.

"The same day as the attack", "late on Saturday", "two months after the attack, ...". A day may be right
and its part wrong. Where the record has the hour of what a clause names, it must lie in the part that is
told. Parts are meant broadly, and some hours belong to two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

from firstbell.notify.statements.days.day_chains import name_hours
from firstbell.notify.statements.days.milestones import MILESTONES
from firstbell.notify.statements.judges.agencies import find_told
from firstbell.notify.statements.judges.hours import find_wrong_hour
from firstbell.notify.statements.language.contexts import find_segment
from firstbell.notify.statements.language.dates import A_MONTH, A_WEEKDAY, find_dates
from firstbell.notify.statements.language.names import list_agencies
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.quantities import find_numbers, find_spans
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.notify.statements.values import read_day
from firstbell.record.facts import Subject

_FIELDS = ("found", "first_damage")


# where another clause begins or ends
_EDGE = any_case(r";|,? (?:and|but|while) (?=(?:we|our|the|they|it|staff|students?)\b)")


def was_that_day(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether what a plain sentence names beside the day of the event was on it, as far as facts tell."""
    days = {record.get_day(Subject.ENCRYPTION_EVENT, field) for field in _FIELDS} - {None}
    before = _EDGE.split(said.string[: said.start()])[-1]
    after = _EDGE.split(said.string[said.end() :])[0]
    told = list(_list_days(before, record)) or list(_list_days(after, record))
    return bool(days) and all(one in days for one in told)


def were_told_that_day(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether all whom a plain sentence names were told on the day of the event."""
    days = {record.get_day(Subject.ENCRYPTION_EVENT, field) for field in _FIELDS} - {None}
    told = [find_told(record, {agency}) for agency in list_agencies(said.string)]
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


# "we lost two school days, Tuesday and Wednesday"
_CLOSED_ON = any_case(
    r"\b(?:(?:lost|missed) (?:[\w-]+ )?(?:(?:school|class) )?days?|(?:schools?|classes|we) (?:was|were"
    r"|stayed) (?:closed|shut|canceled|cancelled)(?: for)?(?: [\w-]+ (?:school )?days?)?)(?:,|:| on| \u2014)?"
    rf" (?P<names>{A_WEEKDAY}(?:(?:, and|,| and|, then) {A_WEEKDAY})*)"
)


def list_strange_weekdays(flat: str, record: CaseRecord) -> Iterator[Leftover]:
    """Weekdays on which a plain sentence has schools closed, and the record has not."""
    closed = record.get(Subject.SCHOOL_CLOSURE, "closed")
    said = _CLOSED_ON.search(flat)
    if said is None or not isinstance(closed, list | tuple):
        return
    known = {f"{day:%A}".lower() for day in map(read_day, closed) if day}
    if set(re.findall(A_WEEKDAY, said["names"].lower())) - known:
        yield Leftover("on which days schools were closed", said[0], said.start())


def was_found_then(said: re.Match[str], record: CaseRecord) -> bool:
    """Whether it was found on the day of the first damage, or on one that the sentence names."""
    found = record.get_day(Subject.ENCRYPTION_EVENT, "found")
    if found is None:
        return False
    if f"{found:%B} {found.day}".lower() in said.string.lower():
        return True
    damage = record.get_day(Subject.ENCRYPTION_EVENT, "first_damage")
    access = record.find(Subject.FIRST_ACCESS)
    entered = read_day(access.value if access else None)
    came = (
        entered if re.search(r"\b(?:got in|came in|broke in|entered|access)", said.string, re.I) else damage
    )
    return came == found


# "two months after the attack, ...": how long ago it was found
_ELAPSED = any_case(
    r"(?:^|(?<=[,;] )|(?<=now ))(?:now |just |about |almost |nearly |some |more than |over )*(?P<many>[\w-]+)"
    r" (?P<unit>day|week|month)s?(?: and (?P<more>[\w-]+) days?)? (?:after|since|from|into|on from)"
    r" (?:(?:the|this|our|that|its) (?:\w+ )?(?:attack|event|incident|outage|intrusion|break-in|breach"
    r"|encryption|discovery)(?: (?:was (?:found|discovered|noticed|detected)|began|started))?"
    r"|(?:we|staff|the district|it) (?:was )?(?:found|discovered|noticed|detected)"
    r"(?: (?:it|(?:the|this) (?:\w+ )?(?:attack|event|incident|intrusion|encryption|damage)))?)(?=,)"
)
# "still without email six days after the attack"
_STILL_AFTER = any_case(
    r"\b(?P<many>[\w-]+) (?P<unit>day|week|month)s? after (?:the |our |a )?(?:\w+ )?"
    r"(?:attack|ransomware|incident|cyberattack|breach|event)(?=[.!]?$)"
)
_NOW = any_words(r"still|remains?|is|are")
_UNIT_DAYS = {"day": 1.0, "week": 7.0, "month": 30.4}


def list_passed_time(flat: str, record: CaseRecord) -> list[tuple[int, int]]:
    """Where it is said how long ago the event was, and that is so, give or take a fifth."""
    found = record.get_day(Subject.ENCRYPTION_EVENT, "found")
    said = _ELAPSED.search(flat)
    if said is None and (last := _STILL_AFTER.search(flat)) and _NOW.search(flat, 0, last.start()):
        said = last
    spans = find_spans(f"{said['many']} {said['unit']}s") if said else []
    if said is None or found is None or record.latest is None or not spans:
        return []
    days = find_numbers(said["many"])
    many = days[0].value if days else 1.0
    groups = said.groupdict()
    more = find_numbers(f"{groups.get('more') or 'zero'} items")
    told = many * _UNIT_DAYS[said["unit"].lower()] + (more[0].value if more else 1.0)
    passed = (record.latest - found).days
    return [said.span()] if abs(passed - told) <= max(0.2 * told, 1) else []


_DAY = rf"(?:(?:the |that )?(?:{A_WEEKDAY}|(?:{A_MONTH}) \d{{1,2}}|day))"
_SPANISH_DAY = (
    r"(?:(?:lunes|martes|mi\u00e9rcoles|jueves|viernes|s\u00e1bado|domingo)|\d{1,2} de \w+"
    r"|d\u00eda|ese d\u00eda)"
)
# from which hour to which each may be: words, first hour, last hour; over midnight where the last is less
_PARTS: tuple[tuple[re.Pattern[str], int, int], ...] = tuple(
    (any_case(words), first, last)
    for words, first, last in (
        (
            rf"\b(?:early|first thing) (?:on |in the day on )?(?={_DAY})(?!{A_WEEKDAY} (?:afternoon"
            rf"|evening|night))",
            0,
            9,
        ),
        (rf"\b(?:late|later) (?:on |in the day on )?(?={_DAY})(?!{A_WEEKDAY} (?:morning|afternoon))", 15, 24),
        (
            rf"(?:\b{A_WEEKDAY} |\bin the |\bthat |\bon the |\bthe "
            rf"|\bthis )(?:early )?morning\b(?! of (?!{A_WEEKDAY}))",
            0,
            12,
        ),
        (rf"(?:\b{A_WEEKDAY} |\b(?:in|on|until) the |\bthat |\bthis )(?:early |late )?afternoon\b", 12, 18),
        (rf"(?:\b{A_WEEKDAY} |\b(?:in|on|until) the |\bthat |\bthis )(?:early |late )?evening\b", 16, 24),
        (rf"(?:\b{A_WEEKDAY} |\bthat |\bat |\blast )night\b|\bin the night (?:of|to)\b", 18, 6),
        (r"\b(?:before dawn|before sunrise|in the small hours|predawn)\b", 0, 7),
        (r"\b(?:around|at|about) (?:noon|midday|lunchtime)\b", 11, 14),
        (rf"\b(?:de|en|por) la madrugada\b|\bmadrugada del? (?={_SPANISH_DAY})", 0, 7),
        (r"\b(?:por|en|de) la ma\u00f1ana\b|\bma\u00f1ana del (?=\w+)", 0, 12),
        (r"\b(?:por|en|de) la tarde\b|\btarde del (?=\w+)", 12, 20),
        (r"\b(?:por|en|de) la noche\b|\bnoche del (?=\w+)", 18, 6),
    )
)
_FOUND = any_words(
    r"found|discover\w*|notic\w+|detect\w*|spotted|caught|came to (?:light|our attention)|learned"
    r"|became aware|realized|saw|seen|encontr\w+|descubr\w+|detect\w+|not\w+|dimos cuenta"
)
_DAMAGE = any_words(
    r"encrypt\w*|locked|scrambled|first (?:file|damage|server)"
    r"|(?:attack|ransomware|damage) (?:began|started|hit|struck|happened|occurred|took place)"
    r"|cifr\w+|encript\w+|bloque\w+"
    r"|ataque (?:empez\u00f3|comenz\u00f3|ocurri\u00f3)"
)
_DENIED = any_case(
    r"\b(?:not|never|no|until|by|before|since|if|whether|may|might|will|would|hasta|antes|desde|no"
    r"|si)\b|n't\b"
)


# "it was not until the morning": in the morning it was
_NOT_UNTIL = any_case(r"(?:\bnot|n't)\b[^.;,]{0,50}? ?(?:until|till)\b|\bno fue (?:sino )?hasta\b")
_BEFORE_HOUR = any_case(r"\b(?:shortly |just )?before (?=\d|noon|midnight)")


def _list_moments(clause: str, passed: Passed) -> list[datetime]:
    """The moments of the event that a clause may mean."""
    event = Subject.ENCRYPTION_EVENT
    found, damage = (passed.record.get_moment(event, one) for one in ("found", "first_damage"))
    if _FOUND.search(clause):
        meant = [found]
    elif _DAMAGE.search(clause) and damage is not None:
        meant = [damage]
    else:
        meant = [found, damage]
    return [one for one in meant if one is not None]


def list_wrong_parts(passed: Passed) -> Iterator[Leftover]:
    """A part of the day, or an hour, that none of the event fits, where nothing but the event is told."""
    if not passed.truths or passed.truths - {"timing", "event", "hit"}:
        return
    hours = name_hours(passed.flat)[0]
    if (wrong := find_wrong_hour(hours, passed.record)) and not _DENIED.search(_BEFORE_HOUR.sub("", wrong)):
        yield Leftover("at what hour", wrong, 0)
    for words, first, last in _PARTS:
        for match in words.finditer(passed.flat):
            start, end = find_segment(passed.flat, match.start(), match.end())
            clause = passed.flat[start:end]
            if _DENIED.search(_NOT_UNTIL.sub("", clause)):
                continue
            moments = _list_moments(clause, passed)
            if moments and not any(_lies(one.hour, first, last) for one in moments):
                yield Leftover("at what part of the day", match[0].strip(), match.start())


def _lies(hour: int, first: int, last: int) -> bool:
    return first <= hour < last if first < last else hour >= first or hour < last
