"""Adjuncts of time that hang on something else: on a milestone, on a day before them, on the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from firstbell.notify.statements.days.adjuncts import (
    HANGS,
    HOURS_OF,
    VAGUE,
    VAGUE_DAYS,
    Adjunct,
    Fits,
    count_days,
    in_hours,
)
from firstbell.notify.statements.days.day_chains import DATE, read_anchor
from firstbell.notify.statements.days.elapsed import DURATION, Moment, compare_span, find_time, list_times
from firstbell.notify.statements.days.milestones import MILESTONES, Milestone
from firstbell.notify.statements.language.contexts import find_segment
from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.record import CaseRecord

_PART = r"(?P<half>morning|afternoon|evening|night)"
_AFTER = r"(?P<way>before|after|prior to|ahead of|following)"
# what stands before the name of a milestone
_HUNG = any_case(
    r"\b(?:(?:on )?the (?:very )?(?P<next>day) (?P<side>before|after) "
    r"|(?:on )?(?:the|that) (?P<same>(?:very |same |exact )*day)(?: (?:that|as|of|on which|when|in which))? "
    rf"|(?:early |late )?(?:on |in )?the (?:very |same )?{_PART}(?: (?:that|as|of|on which|when|in which))? "
    rf"|(?P<within>within) {DURATION.replace('?P<', '?P<w_')} (?:of|after) |{DURATION} {_AFTER} "
    rf"|{VAGUE} {_AFTER.replace('way', 'vague')} "
    r"|(?:in |during )?the (?P<span>week|month) (?P<around>after|before) |(?<![\w-] )(?P<open>before|after) )"
)
# the same of what stands before it in the sentence
_HANGING = any_case(
    r"\b(?:on |in )?(?:(?:that|the)(?: very)? (?P<same>same (?:day|week|month))|(?P<late>later|earlier)"
    r" (?:that|the same) (?P<unit2>week|month)|(?:(?:early|late|later|earlier) )?that"
    r" (?:very )?(?:same )?(?P<half>morning|afternoon|evening)|the same (?P<half2>morning|afternoon|evening)"
    r"|(?:early |late )?the (?:next|following) (?P<unit3>week|month)|the (?:very )?(?P<next>next|following)"
    rf" day|the day (?P<side>before|after|afterwards?)|{DURATION} (?P<way>later|afterwards?|after that"
    rf"|earlier|before that)|{VAGUE} (?P<vague>later|afterwards?|after that|earlier|before that))"
    + r"(?=[.,;:!)]|$| (?:and|but)\b)"
)
_SIGNS = {"before": -1, "prior to": -1, "ahead of": -1, "earlier": -1, "before that": -1}
_STAFF = any_case(
    r"(?:the |our |that of |those of )?(?P<who>staff|students?|employees"
    r"|teachers)(?:(?:'s?)? password (?:reset|change)| (?:members )?(?:did|were|had|got theirs))?"
)
_TRAIL = any_case(r"(?: (?:was|were|did|had been|had))?(?=[.,;:!)]|$| (?:and|but|while)\b)")


def list_hung(text: str, record: CaseRecord) -> Iterator[Adjunct]:
    """The adjuncts of a sentence that hang on a milestone, or on what stands before them in it."""
    for match in _HUNG.finditer(text):
        if HANGS.search(text[: match.start()]):
            continue
        named = _read_milestone(text, match.end(), record)
        fits = _fit_hung(match, named[0]) if named else None
        if named and fits:
            fine = (match["unit"] or "").lower() in ("hour", "minute") or match["half"] is not None
            yield Adjunct(match.start(), named[1], fits, timed=fine)
    for match in _HANGING.finditer(text):
        anchor = _find_anchor(text, match.start(), record)
        fits = _fit_hanging(match, anchor) if anchor else None
        if fits:
            fine = (match["unit"] or "").lower() in ("hour", "minute") or bool(
                match["half"] or match["half2"]
            )
            yield Adjunct(match.start(), match.end(), fits, timed=fine)


def _read_milestone(text: str, at: int, record: CaseRecord) -> tuple[list[Moment], int] | None:
    """When what is named here was, by the facts, and where its name ends; None where it is no milestone.

    "The attack" may be the first damage or the finding: what is told of it must fit both.
    """
    best: tuple[Milestone, int, int] | None = None
    for event in MILESTONES:
        match = event.words.match(text, at)
        trail = _TRAIL.match(text, match.end()) if match else None
        if match and trail and (best is None or match.end() > best[1]):
            best = event, match.end(), trail.end()
    if best is None:
        group = _STAFF.match(text, at) if "password" in text.lower() else None
        trail = _TRAIL.match(text, group.end()) if group else None
        if group is None or trail is None:
            return None
        name = "students" if group["who"].lower().startswith("student") else "staff"
        event = next(one for one in MILESTONES if one.words.match(f"{name} passwords"))
        best = event, group.end(), trail.end()
    event, named, end = best
    times = [find_time(record, event, text[at:named])]
    if re.fullmatch(
        r"(?:the|this|our) (?:ransomware )?(?:attack|event|incident|encryption)", text[at:named], re.I
    ):
        times.append(_find_damage(record))
    known = [one for one in times if one is not None]
    return (known, end) if known else None


def _find_damage(record: CaseRecord) -> Moment | None:
    event = next(one for one in MILESTONES if one.words.match("the first damage"))
    return find_time(record, event, "the first damage")


def _fit_hung(match: re.Match[str], bases: Sequence[Moment]) -> Fits | None:
    if match["same"]:
        return lambda moment: all(moment[0] == base[0] for base in bases)
    if match["half"]:
        first, last = HOURS_OF[match["half"].lower()]
        return lambda moment: all(moment[0] == base[0] for base in bases) and in_hours(moment, first, last)
    if match["next"]:
        return _shift(bases, -1 if match["side"].lower() == "before" else 1, 1, 1)
    if match["within"]:
        # hours are counted from a moment, and not from a day
        most = count_days(match, "w_")
        return _shift(bases, 1, 0, most) if most and not match["w_how"] else None
    if match["way"]:
        sign = _SIGNS.get(match["way"].lower(), 1)
        return lambda moment: all(compare_span(match, base, moment, sign=sign) for base in bases)
    if match["vague"]:
        return _shift(bases, _SIGNS.get(match["vague"].lower(), 1), *VAGUE_DAYS[match["units"].lower()])
    if match["span"]:
        most = 7 if match["span"].lower() == "week" else 31
        return _shift(bases, -1 if match["around"].lower() == "before" else 1, 1, most)
    return _shift(bases, -1 if match["open"].lower() == "before" else 1, 1, 9999)


def _shift(bases: Sequence[Moment], sign: int, least: int, most: int) -> Fits:
    """From so many to so many days after, or before, one of these."""
    return lambda moment: all(least <= sign * (moment[0] - base[0]).days <= most for base in bases)


def _fit_hanging(match: re.Match[str], anchor: Moment) -> Fits | None:
    day = anchor[0]
    if half := match["half"] or match["half2"]:
        first, last = HOURS_OF[half.lower()]
        return lambda moment: moment[0] == day and in_hours(moment, first, last)
    if match["next"] or match["side"]:
        return _shift([anchor], -1 if (match["side"] or "").lower() == "before" else 1, 1, 1)
    if match["way"]:
        sign = _SIGNS.get(match["way"].lower(), 1)
        return lambda moment: bool(compare_span(match, anchor, moment, sign=sign))
    if match["vague"]:
        return _shift([anchor], _SIGNS.get(match["vague"].lower(), 1), *VAGUE_DAYS[match["units"].lower()])
    if match["same"] and match["same"].lower().endswith("day"):
        return lambda moment: moment[0] == day
    return _fit_period(match, day)


def _fit_period(match: re.Match[str], day: date) -> Fits:
    """In the week or month of a day, later in it, or in the next one."""
    unit = (match["unit2"] or match["unit3"] or match["same"].split()[-1]).lower()
    begin = _first_of(day, unit)
    after = _first_of(begin + timedelta(days=40 if unit == "month" else 7), unit)
    if match["unit3"]:
        begin, after = after, _first_of(after + timedelta(days=40 if unit == "month" else 7), unit)
    side = {"later": 1, "earlier": -1}.get((match["late"] or "").lower(), 0)
    return lambda moment: begin <= moment[0] < after and (not side or side * (moment[0] - day).days > 0)


def _first_of(day: date, unit: str) -> date:
    return day.replace(day=1) if unit == "month" else day - timedelta(days=day.weekday())


NAMED_DAY = any_case(r"\b(?P<name>mon|tues|wednes|thurs|fri|satur|sun)day\b")
STARTS = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")


_BREAK = any_case(r"[,;] ?|\b(?:and|but|while) |[,;] ?(?:and|but|while) ")


def _find_own(text: str, at: int) -> int:
    """Where the clause begins that tells what was at that time: what stands before is what it may hang on."""
    begin = find_segment(text, at, at)[0]
    breaks = [match.start() for match in _BREAK.finditer(text) if match.end() <= at]
    return begin or (breaks[-1] if breaks else 0)


def _find_anchor(text: str, at: int, record: CaseRecord) -> Moment | None:
    """The day on which what stands at a place hangs: the last one named before it, else of what is named.

    What its own clause names is not what it hangs on, where another clause stands before.
    """
    before, today = text[:at], record.today
    if today is None:
        return None
    if dates := list(DATE.finditer(before)):
        day = read_anchor(dates[-1][0], today)
        return (day, None) if day else None
    if named := list(NAMED_DAY.finditer(before)):
        back = (today.weekday() - STARTS.index(named[-1]["name"].lower())) % 7
        return (today - timedelta(days=back), None) if back and len(named) == 1 else None
    days = set(list_times(before[: _find_own(text, at)], record))
    day = days.pop() if len(days) == 1 else None
    return (day, None) if day else None
