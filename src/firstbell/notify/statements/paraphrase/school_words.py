"""Days of school in other words: students who came back, doors that opened, what an attack cost in days."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firstbell.notify.statements.days.day_chains import read_anchor
from firstbell.notify.statements.language.dates import A_MONTH
from firstbell.notify.statements.language.patterns import any_case, any_words
from firstbell.notify.statements.language.sentences import capitalize
from firstbell.notify.statements.record import CaseRecord
from firstbell.record.facts import Subject

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# no return from a break, a trip or an illness
_OTHER = any_words(
    r"break|vacation|holidays?|trip|recess|camp|flu|illness|thanksgiving|labor day|winter|summer|spring|lunch"
    r"|buses|device|laptop|passwords?|books?|will|may|can|should|could"
)
_BACK = re.compile(
    r"\b(?P<who>(?:our |the |all )?(?:students|pupils|children|kids|classes|classrooms|doors|school doors))"
    r" (?:(?:came|were|went|got|are|have been|returned|welcomed)(?: all)? ?(?:back|again)?(?: (?:to|in"
    r"|at) (?:school|class|classes|their desks))?|(?:re)?opened(?: again)?"
    r"|back(?: (?:to|in|at) (?:school|class|classes|their desks))?)"
    r" (?P<when>(?:since|on|the (?:next|following) (?:day|morning)|that) ?(?:[A-Z]|\bthe\b)?)"
)
_AGAIN = any_words(r"back|again|returned|reopened|opened")
_COST_US = any_case(
    r"^(?:the|this) (?:attack|event|incident|outage|encryption) (?:has )?(?:cost|took|robbed) (?:us"
    r"|our (?:schools|students|children)|students|the district|families)"
    r"(?: of)? (?P<many>[\w-]+) (?P<days>(?:school )?days?)(?: of (?:school|classes|class|instruction))?"
)
_OF_MONTH = re.compile(
    rf"\b(?P<many>[\w-]+) days in (?P<month>{A_MONTH}),? (?P<w1>{_WEEKDAY}),? the (?P<d1>\d{{1,2}})(?:st|nd"
    rf"|rd|th)?,? (?:through|to|until) (?P<w2>{_WEEKDAY}),? the (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?"
)
_ELIDED = re.compile(
    r",? and (?P<did>reopened|opened again|resumed) (?=(?:on |that |the )?(?:[A-Z]|following|next|day))"
)


def _tell_return(read: str, record: CaseRecord) -> str:
    """That students are back as that schools reopened, where the record knows of a closure."""
    back = _BACK.search(f"{read[:1].lower()}{read[1:]}")
    if (
        back is None
        or not _AGAIN.search(back[0])
        or _OTHER.search(read)
        or not record.get(Subject.SCHOOL_CLOSURE, "closed")
    ):
        return read
    when = re.sub(r"^since ", "on ", back["when"])
    told = f"{read[: back.start()]}schools reopened {when}{read[back.end() :]}"
    return capitalize(told) if back.start() == 0 else told


def _tell_lost_days(read: str, record: CaseRecord) -> str:
    """Days that an attack cost, as days on which schools were closed; a span of days with their month."""
    told = _COST_US.sub(r"Schools were closed for \g<many> \g<days>", read)
    of_month = _OF_MONTH.search(told)
    if of_month and record.today is not None:
        days = [read_anchor(f"{of_month['month']} {of_month[one]}", record.today) for one in ("d1", "d2")]
        named = (of_month["w1"], of_month["w2"])
        if all(day is not None and f"{day:%A}" == name for day, name in zip(days, named, strict=True)):
            first, last = (f"{of_month['month']} {of_month[one]}" for one in ("d1", "d2"))
            span = f"{of_month['many']} days, from {first} to {last}"
            told = f"{told[: of_month.start()]}{span}{told[of_month.end() :]}"
    if re.search(r"\bschools? (?:was|were) closed\b", told, re.I):
        told = _ELIDED.sub(r"; schools \g<did> ", told)
    return told


SCHOOL_WORDS: Sequence[Callable[[str, CaseRecord], str]] = (_tell_lost_days, _tell_return)
