"""Days without school by their weekdays: "a single day, a Monday", "the first two days of the week".

What such words say is compared with the days on which the record has schools closed, and is then left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date

from firstbell.notify.statements.amounts.values import count_said
from firstbell.notify.statements.judges.truth import read_day
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_SCHOOLS = r"(?:(?:the |our |all )?(?:schools?|campuses|buildings|classrooms))"
_NAME = r"(?:mon|tues|wednes|thurs|fri)day"
# "closed for a single day, a Monday"
_APPOSED = re.compile(
    rf"(?P<head>\bclosed (?:for )?)(?:a|one|just one|only one|a single|just a single) (?:school )?day,"
    rf" (?:a|on a|that) (?P<name>{_NAME})\b",
    re.I,
)
# "closed for three days before students came back", "closed for two days, and then reopened"
_BACK = (
    r"(?:(?:the |our )?(?:students|pupils|children|classes|schools|school|everyone|staff and students)"
    r" (?:came back|returned|were back|could return|resumed|re-?opened|were (?:welcomed|let) back|began"
    r" again)"
    r"|we re-?opened|we opened again|they re-?opened)"
)
_BEFORE_BACK = re.compile(
    rf"^(?P<closed>{_SCHOOLS} (?:was|were|stayed|remained) closed (?:for )?[\w-]+ (?:school )?days?)(?:,?"
    rf" (?:before|until|and then)) "
    rf"{_BACK}(?P<end>[.!]?)$",
    re.I,
)
# "..., after the first two days of the week had been lost to the closure"
_FIRST_DAYS = re.compile(
    r"(?P<head>^[^;]*?),? after (?:the first (?P<many>\w+) (?:school )?days? of the week"
    r"|(?P<from>[A-Z]\w+day)(?: and (?P<to>[A-Z]\w+day))?)"
    r" (?:had been|were|was) (?:lost(?: to the (?:closure|attack|event))?|canceled|cancelled|called off"
    r"|without (?:school|classes)|spent closed)(?P<end>[.!]?)$",
)


def _list_closed(record: CaseRecord) -> list[date]:
    told = record.get(Subject.SCHOOL_CLOSURE, "closed")
    days = [read_day(one) for one in told] if isinstance(told, list | tuple) else []
    return sorted(one for one in days if one)


def _drop_weekday(read: str, record: CaseRecord) -> str:
    """A closure of one day without the weekday that it was."""
    closed = _list_closed(record)

    def drop(match: re.Match[str]) -> str:
        fits = len(closed) == 1 and f"{closed[0]:%A}".lower() == match["name"].lower()
        return f"{match['head']}one day" if fits else match[0]

    return _APPOSED.sub(drop, read)


def _drop_back(read: str, record: CaseRecord) -> str:
    """For how many days schools were closed, where they are open again."""
    back = _BEFORE_BACK.match(read)
    if back is None or not record.get(Subject.SCHOOL_CLOSURE, "reopened"):
        return read
    return f"{back['closed']}{back['end']}"


def _drop_first(read: str, record: CaseRecord) -> str:
    """What was so after the first days of a week, where just those had no school."""
    first, closed = _FIRST_DAYS.match(read), _list_closed(record)
    if first is None or not closed:
        return read
    weekdays = [one.weekday() for one in closed]
    one_week = len({one.isocalendar()[:2] for one in closed}) == 1
    if first["many"]:
        many = count_said(first["many"])
        fits = many == len(closed) and weekdays == list(range(len(closed)))
    else:
        named = [one for one in (first["from"], first["to"]) if one]
        fits = named == [f"{one:%A}" for one in closed]
    return f"{first['head']}{first['end'] or '.'}" if fits and one_week else read


CLOSURE_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (_drop_weekday, _drop_back, _drop_first)
