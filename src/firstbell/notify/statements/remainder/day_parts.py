"""Parts of a day at which a sentence has the event, held against its hours: "late on Saturday".

A day may be right and its part wrong. Where the record has the hour of what a clause names, it must lie in
the part that is told. Parts are meant broadly, and some hours belong to two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from firstbell.notify.statements.days.day_chains import name_hours
from firstbell.notify.statements.judges.hours import find_wrong_hour
from firstbell.notify.statements.judges.truth import read_moment
from firstbell.notify.statements.language.contexts import find_segment
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.record.facts import Subject

_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_DATE = (
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december) \d{1,2})"
)
_DAY = rf"(?:(?:the |that )?(?:{_WEEKDAY}|{_DATE}|day))"
_SPANISH_DAY = (
    r"(?:(?:lunes|martes|mi\u00e9rcoles|jueves|viernes|s\u00e1bado|domingo)|\d{1,2} de \w+"
    r"|d\u00eda|ese d\u00eda)"
)
# from which hour to which each may be: words, first hour, last hour; over midnight where the last is less
_PARTS: tuple[tuple[re.Pattern[str], int, int], ...] = tuple(
    (re.compile(words, re.I), first, last)
    for words, first, last in (
        (
            rf"\b(?:early|first thing) (?:on |in the day on )?(?={_DAY})(?!{_WEEKDAY} (?:afternoon"
            rf"|evening|night))",
            0,
            9,
        ),
        (rf"\b(?:late|later) (?:on |in the day on )?(?={_DAY})(?!{_WEEKDAY} (?:morning|afternoon))", 15, 24),
        (
            rf"(?:\b{_WEEKDAY} |\bin the |\bthat |\bon the |\bthe "
            rf"|\bthis )(?:early )?morning\b(?! of (?!{_WEEKDAY}))",
            0,
            12,
        ),
        (rf"(?:\b{_WEEKDAY} |\b(?:in|on|until) the |\bthat |\bthis )(?:early |late )?afternoon\b", 12, 18),
        (rf"(?:\b{_WEEKDAY} |\b(?:in|on|until) the |\bthat |\bthis )(?:early |late )?evening\b", 16, 24),
        (rf"(?:\b{_WEEKDAY} |\bthat |\bat |\blast )night\b|\bin the night (?:of|to)\b", 18, 6),
        (r"\b(?:before dawn|before sunrise|in the small hours|predawn)\b", 0, 7),
        (r"\b(?:around|at|about) (?:noon|midday|lunchtime)\b", 11, 14),
        (rf"\b(?:de|en|por) la madrugada\b|\bmadrugada del? (?={_SPANISH_DAY})", 0, 7),
        (r"\b(?:por|en|de) la ma\u00f1ana\b|\bma\u00f1ana del (?=\w+)", 0, 12),
        (r"\b(?:por|en|de) la tarde\b|\btarde del (?=\w+)", 12, 20),
        (r"\b(?:por|en|de) la noche\b|\bnoche del (?=\w+)", 18, 6),
    )
)
_FOUND = re.compile(
    r"\b(?:found|discover\w*|notic\w+|detect\w*|spotted|caught|came to (?:light|our attention)|learned"
    r"|became aware|realized|saw|seen|encontr\w+|descubr\w+|detect\w+|not\w+|dimos cuenta)\b",
    re.I,
)
_DAMAGE = re.compile(
    r"\b(?:encrypt\w*|locked|scrambled|first (?:file|damage|server)|(?:attack|ransomware|damage)"
    r" (?:began|started|hit|struck|happened|occurred|took place)|cifr\w+|encript\w+|bloque\w+"
    r"|ataque (?:empez\u00f3|comenz\u00f3|ocurri\u00f3))\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:not|never|no|until|by|before|since|if|whether|may|might|will|would|hasta|antes|desde|no"
    r"|si)\b|n't\b",
    re.I,
)


# "it was not until the morning": in the morning it was
_NOT_UNTIL = re.compile(r"(?:\bnot|n't)\b[^.;,]{0,50}? ?(?:until|till)\b|\bno fue (?:sino )?hasta\b", re.I)
_BEFORE_HOUR = re.compile(r"\b(?:shortly |just )?before (?=\d|noon|midnight)", re.I)


def _list_moments(clause: str, passed: Passed) -> list[datetime]:
    """The moments of the event that a clause may mean."""
    event = Subject.ENCRYPTION_EVENT
    found, damage = (read_moment(passed.record.get(event, one)) for one in ("found", "first_damage"))
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
