"""Adjuncts of time that fit no day of the facts on which the claims of their sentence rest.

"The FBI was informed at the end of January" passes only if a day of that fact, or of what the sentence names
besides, lies there. "Not until Wednesday" says that it was on Wednesday, and is held to that day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from firstbell.notify.statements.days.adjuncts import Adjunct, list_calendar
from firstbell.notify.statements.days.day_chains import DATE, read_anchor
from firstbell.notify.statements.days.elapsed import Moment, list_subjects, list_times, read_time
from firstbell.notify.statements.days.hung_days import list_hung
from firstbell.notify.statements.language.contexts import find_segment
from firstbell.notify.statements.language.dates import A_MONTH, MESES, MONTHS, SEMANA, WEEK
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.remainder.asides import Leftover
from firstbell.notify.statements.remainder.passed import Passed
from firstbell.record.facts import Fact, Subject

_DENIED = any_case(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|until|till|will|would|if|unless|whether"
    r"|may|might|could"
    r"|only|nunca|nada|nadie|ning\u00fan|ninguna|ni|hasta|sin|si|tampoco|todav\u00eda)\b|n't\b|'ll\b"
)
_LONG_AGO = any_case(
    r"\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|a few|many|\d+) (?:long |full )?"
    r"(?:years?|decades?) (?:ago|back|earlier|before)\b|\b(?:years|decades|ages) ago\b|\blast year\b"
    r"|\bhace (?:un|dos|tres|cuatro|cinco|varios|muchos|\d+) a\u00f1os?\b|\bel a\u00f1o pasado\b"
)
_LEAST_OF_A_YEAR = 300


def list_unfit_days(passed: Passed) -> Iterator[Leftover]:
    """Adjuncts of time that no day of these facts fits, and days until which it is said not to have been."""
    today = passed.record.today
    if not passed.borne:
        return
    known = _list_known(passed, passed.facts, passed.flat)
    # without a day of the text, the year is that of the facts
    if written := today or max((moment[0] for moment in known), default=None):
        yield from _list_until(passed, known, written)
    if today is None:
        return
    for one in _list_adjuncts(passed):
        first, last = find_segment(passed.flat, one.start, one.end)
        words, clause = passed.flat[one.start : one.end], passed.flat[first:last]
        if one.timed or _DENIED.search(clause) or _HANGING.search(words):
            continue
        # what it is counted from does not fit itself
        base = list_subjects(words)
        own = _list_known(passed, [fact for fact in passed.facts if fact.subject not in base], clause)
        rest = f"{passed.flat[first : one.start]} {passed.flat[one.end : last]}"
        if _BESIDE_DATE.search(passed.flat[: one.start]):
            continue  # it is read where chains of days are
        named = [(day, None) for day in list_times(rest, passed.record) if day]
        if (own or named) and not any(one.fits(moment) for moment in [*own, *named]):
            yield Leftover("when it was", words, one.start)
    if match := _LONG_AGO.search(passed.flat):
        first, last = find_segment(passed.flat, match.start(), match.end())
        clause = passed.flat[first:last]
        named = [(day, None) for day in list_times(clause, passed.record) if day]
        recent = all((today - day).days < _LEAST_OF_A_YEAR for day, _ in [*known, *named])
        if recent and not _DENIED.search(clause) and passed.is_borne_around(match):
            yield Leftover("when it was", match[0], match.start())


_BESIDE_DATE = re.compile(rf"{DATE.pattern}, $")
_SAME_DAY = any_case(
    r"(?:on )?(?:the|that) (?:very |same |exact )*(?:day|morning|night) (?!after|before|following)"
)
# what hangs on the last thing that was told is read where that is
_HANGING = any_words(r"same|next|following|later|earlier|that|afterwards?")
_GROUPS = {"staff": any_case(r"\b(?:staff|employee|teacher|personal|emplead)"),
           "students": any_case(r"\b(?:student|pupil|alumn|estudiant)")}  # fmt: skip


def _list_known(passed: Passed, facts: Sequence[Fact], clause: str) -> list[Moment]:
    """Every day that facts tell; where a clause names one of two groups, the day of that group."""
    named = {group for group, words in _GROUPS.items() if words.search(clause)}
    found: list[Moment] = []
    if any(fact.subject == Subject.REPORTS for fact in facts):
        # of whoever was told, an insurer too, one rule reads
        told = (Subject.INSURANCE, Subject.LAW_ENFORCEMENT)
        facts = [*facts, *(fact for one in told if (fact := passed.record.find(one)))]
    for fact in facts:
        value = fact.value
        if isinstance(value, Mapping) and len(named) == 1 and named & value.keys():
            value = {name: told for name, told in value.items() if name not in _GROUPS or name in named}
        found += _list_of(value)
    return found


def _list_adjuncts(passed: Passed) -> Iterator[Adjunct]:
    found = [*list_calendar(passed.flat, passed.record, spanish=passed.spanish)]
    if not passed.spanish:
        # a stretch that is counted from a day is held to it where spans are read
        hung = list_hung(passed.flat, passed.record)
        found += [one for one in hung if _SAME_DAY.match(passed.flat[one.start : one.end])]
    for one in found:
        # of those that overlap, the longest is read
        if not any(_holds(other, one) for other in found):
            yield one


def _holds(other: Adjunct, one: Adjunct) -> bool:
    return (
        other.start <= one.start
        and one.end <= other.end
        and (other.end - other.start) > (one.end - one.start)
    )


def _list_of(value: Any) -> Iterator[Moment]:
    """Every day that a value tells."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _list_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _list_of(inner)
    elif isinstance(value, str) and (moment := read_time(value)):
        yield moment


_WEEKDAYS, _MES = "|".join(WEEK + SEMANA), "|".join(MESES)
_DAY = (
    rf"(?:(?:the |el |last |this |that |early |late |on )*(?:(?P<date>{DATE.pattern})"
    rf"|(?P<weekday>{_WEEKDAYS})|(?P<month>{A_MONTH}|{_MES})\b|(?P<dia>\d{{1,2}})(?:\u00ba)? de"
    rf" (?P<mes>{_MES})|(?P<vague>(?:(?:the )?(?:next|following) (?:day|week|month|morning)|(?:\w+ )?(?:hours"
    r"|days|weeks|months) (?:later|after\w*)|(?:a|one|two|three|several|few|some) (?:\w+ )?(?:day|week|month"
    r"|hour)s? (?:later|after\w*)|(?:the )?day after|(?:\w+ )?much later|(?:muchos|varios|dos|tres) d\u00edas"
    r" despu\u00e9s|(?:la|una) semana (?:siguiente|despu\u00e9s)|el d\u00eda siguiente))))"
)
_NOT = (
    r"(?:\b(?:not|never|nobody|no one|none|nothing|neither|no|nor|only|cannot|nadie|nada|nunca|ning\u00fan"
    r"|ninguna|waited|wait|took(?: (?:us|them|the \w+|experts|our \w+))?(?= (?:until|till))"
    r"|took us|delayed)\b|n't\b)"
)
_UNTIL = any_case(
    rf"{_NOT}[^.;]{{0,90}}?\b(?P<how>until|till|before|prior to|earlier than|hasta|antes del?) {_DAY}"
    rf"|^(?:and |but |y |pero )?(?P<how2>until|till"
    rf"|hasta) {_DAY.replace('?P<', '?P<x')}\b,?[^.;]{{0,60}}?{_NOT}"
)


def _list_until(passed: Passed, known: Sequence[Moment], today: date) -> Iterator[Leftover]:
    """The day until which it is said not to have been, where no fact has it on that day.

    That nothing was before a day is so, too, where it was on a later one.
    """
    for match in _UNTIL.finditer(passed.flat):
        if not passed.is_borne_around(match) or re.search(
            r"\b(?:will|would|if|unless)\b|'ll\b", match[0], re.I
        ):
            continue
        parts = {name.removeprefix("x"): told for name, told in match.groupdict().items() if told}
        how = parts.get("how") or parts.get("how2") or ""
        before = how.lower() not in ("until", "till", "hasta")
        if known and not any(_fits_until(parts, moment[0], today, before=before) for moment in known):
            yield Leftover("until when it was not so", match[0], match.start())


def _fits_until(parts: Mapping[str, str], day: date, today: date, *, before: bool) -> bool:
    if weekday := parts.get("weekday", "").lower():
        number = (WEEK if weekday in WEEK else SEMANA).index(weekday)
        return day.weekday() == number
    if month := parts.get("month"):
        names = [name.lower() for name in (MONTHS if month.title() in MONTHS else MESES)]
        number = names.index(month.lower()) + 1
        return day.month == number or (before and day >= date(today.year, number, 1) and day.month > number)
    told = parts.get("date")
    if parts.get("mes"):
        told = f"{MONTHS[MESES.index(parts['mes'].lower())]} {parts['dia']}"
    said = read_anchor(told, today + timedelta(days=31)) if told else None
    return said is not None and (day == said or (before and day >= said))
