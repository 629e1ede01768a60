"""What compares a clause about days of school or a call center with the facts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from firstbell.notify.statements.clauses.clauses import Compare, SaidClause, Verdict
from firstbell.notify.statements.clauses.facts import compare_number
from firstbell.notify.statements.judges.told_days import all_fit
from firstbell.notify.statements.record import CaseRecord
from firstbell.notify.statements.values import read_day
from firstbell.record.facts import Subject


def _list_closed(record: CaseRecord) -> list[object] | None:
    closed = record.get(Subject.SCHOOL_CLOSURE, "closed")
    return list(closed) if isinstance(closed, list | tuple) else None


def _compare_school_open(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "schools reopened this morning after one day of closure"."""
    day, closed = record.get_day(Subject.SCHOOL_CLOSURE, "reopened"), _list_closed(record)
    if said.denied or day is None or (record.today is not None and day > record.today):
        return None
    if said.numbers:
        if closed is None or not said.has("closed|closure|closing"):
            return None
        if not all(one.fits(len(closed)) for one in said.numbers):
            return False
    if said.has("next|following"):
        last = read_day(closed[-1]) if closed else None
        if last is None or (day - last).days != 1:
            return None if last is None else False
    if (
        not said.days
        and said.has("were|was|stayed|remained|kept")
        and not said.has(r"re\w+|resumed|again|back")
    ):
        return None  # that they were open tells of another time
    # "today" alone may be said of schools that have been open for a while
    return all_fit(said.days, day)


def _compare_none_closed(record: CaseRecord, said: SaidClause) -> Verdict:
    closed = _list_closed(record)
    return None if closed is None or said.denied else not closed


def _compare_closed(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "schools were closed for two days, October 5 and 6", "we lost one school day"."""
    closed = _list_closed(record)
    if closed is None or said.denied > 1:
        return None
    if said.denied:
        return None if said.numbers or said.days else not closed
    days = [day for day in map(read_day, closed) if day]
    if not all(one.fits(len(days)) for one in said.numbers):
        return False
    if said.days and not all(any(one.fits(day) for day in days) for one in said.days):
        return False
    if said.has("only|one|single|just") and not said.numbers and len(days) != 1:
        return False
    # fewer days than there were tell only a part
    if said.numbers or len(said.days) >= len(days):
        return True if said.days or said.numbers else None
    return None


_LANGUAGES = (
    "english", "spanish", "somali", "hmong", "vietnamese", "arabic", "french", "karen", "chinese", "russian",
)  # fmt: skip


def _compare_languages(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "the call center speaks English and Spanish"."""
    told = record.get(Subject.CALL_CENTER, "languages")
    # a list of them has commas, and is more than one part of its sentence
    named = {one for one in _LANGUAGES if re.search(rf"\b{one}\b", said.sentence, re.I)}
    if said.denied or not isinstance(told, list | tuple) or not (named or said.numbers):
        return None
    if _calls_elsewhere(record, said) or not all(one.fits(len(told)) for one in said.numbers):
        return False
    return named <= {str(one).lower() for one in told}


_PHONE = re.compile(r"\b\d{3}-\d{4}\b")


def _calls_elsewhere(record: CaseRecord, said: SaidClause) -> bool:
    """Whether a number to call is named that is not the one on record."""
    phone, told = str(record.get(Subject.CALL_CENTER, "phone") or ""), _PHONE.search(said.text)
    return bool(told and phone and not phone.endswith(told[0]))


def _compare_all_day(record: CaseRecord, said: SaidClause) -> Verdict:
    """Of "help is available around the clock": whether the hours on record say so."""
    hours, told = (record.get(Subject.CALL_CENTER, name) for name in ("hours", "languages"))
    if said.denied or not hours:
        return None
    if said.numbers and not (isinstance(told, list | tuple) and said.numbers[0].fits(len(told))):
        return False
    return re.search(r"around the clock|24/7|24 hours|day and night", str(hours), re.I) is not None


CLAUSE_DAYS: Mapping[str, Compare] = {
    "school_open": _compare_school_open,
    "none_closed": _compare_none_closed,
    "closed": _compare_closed,
    "languages": _compare_languages,
    "all_day": _compare_all_day,
    "calls": compare_number(Subject.CALL_CENTER, "calls"),
}
