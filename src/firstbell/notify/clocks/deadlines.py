"""When a duty is due: hours to the second, days to their end in the zone of the law, business days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from firstbell.base.clock import NS_PER_S
from firstbell.notify.clocks.rule import LawTerm, Rule
from firstbell.notify.clocks.rulings import LawEnforcementHold
from firstbell.notify.clocks.starts import StartTime

_HOUR_NS = 3600 * NS_PER_S
_LAST = time(23, 59, 59)
_WEEKEND = 5


@dataclass(frozen=True, slots=True)
class DeadlineZone:
    """Whose days are counted. `zone`: IANA name; `calendar`: two letters, "" for the federal one."""

    zone: str
    calendar: str


@lru_cache(maxsize=512)
def list_holidays(calendar: str, year: int) -> frozenset[date]:
    """The days that are no business days of a year, weekends apart: federal holidays, and that state's."""
    federal = holidays.country_holidays("US", years=year)
    own = holidays.country_holidays("US", subdiv=calendar, years=year) if calendar else {}
    return frozenset({*federal, *own})


def is_business_day(day: date, calendar: str) -> bool:
    """Whether offices are open, as business days are counted."""
    return day.weekday() < _WEEKEND and day not in list_holidays(calendar, day.year)


def end_of(day: date, zone: str) -> int:
    """The last second of a day in a zone, in nanoseconds since the epoch."""
    moment = datetime.combine(day, _LAST, ZoneInfo(zone))
    return round(moment.astimezone(UTC).timestamp()) * NS_PER_S


def day_of(at_ns: int, zone: str) -> date:
    """The day that it is in a zone."""
    return datetime.fromtimestamp(at_ns // NS_PER_S, UTC).astimezone(ZoneInfo(zone)).date()


def show_local(at_ns: int, zone: str) -> str:
    """RFC 3339 in a zone, with its offset, to the second."""
    moment = datetime.fromtimestamp(at_ns // NS_PER_S, UTC).astimezone(ZoneInfo(zone))
    return moment.isoformat(timespec="seconds")


def say_local(text: str | None) -> str:
    """What `show_local` gives as people read it, to the minute; "" for None.

    >>> say_local("2026-11-30T21:00:00-06:00")
    '2026-11-30 21:00 -06:00'
    """
    return f"{text[:10]} {text[11:16]} {text[19:]}" if text else ""


def find_term_due(term: LawTerm, moment: StartTime, where: DeadlineZone) -> int:
    """When a term ends that began at this moment."""
    if term.unit == "hours":
        return moment.at_ns + term.amount * _HOUR_NS
    day = moment.day or day_of(moment.at_ns, where.zone)
    if term.unit == "days_after_year_end":
        day = date(day.year, 12, 31)
    if term.unit == "business_days":
        return end_of(_add_business_days(day, term.amount, where.calendar), where.zone)
    return end_of(day + timedelta(days=term.amount), where.zone)


def _add_business_days(day: date, amount: int, calendar: str) -> date:
    while amount:
        day += timedelta(days=1)
        amount -= is_business_day(day, calendar)
    return day


def find_running_hold(holds: Sequence[LawEnforcementHold], now_ns: int) -> LawEnforcementHold | None:
    """The hold that stops a clock now."""
    for hold in holds:
        if hold.since_ns <= now_ns and (hold.until_ns is None or hold.until_ns > now_ns):
            return hold
    return None


def apply_holds(
    due_ns: int, holds: Sequence[LawEnforcementHold], *, started_ns: int, rule: Rule, where: DeadlineZone
) -> int:
    """When it is due after holds that are over, or whose end is set: never sooner than before them."""
    for hold in sorted(holds, key=lambda one: one.since_ns):
        # what is asked for after the deadline revives nothing
        if hold.until_ns is None or hold.until_ns <= started_ns or hold.since_ns > due_ns:
            continue
        if rule.after_hold_days is not None:
            day = day_of(hold.until_ns, where.zone) + timedelta(days=rule.after_hold_days)
            due_ns = max(due_ns, end_of(day, where.zone))
        else:
            due_ns += max(hold.until_ns - max(hold.since_ns, started_ns), 0)
    return due_ns
