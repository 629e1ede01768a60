"""Spans of calendar time, such as `2y5m7d3h`: so far back from a moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstbell.base.errors import Error

_SPAN = re.compile(r"(?:(\d{1,6})y)?(?:(\d{1,6})m)?(?:(\d{1,6})d)?(?:(\d{1,6})h)?")


class InvalidSpanError(Error):
    """Text that is no span; `text` holds it."""

    code = "usage.span"

    def __init__(self, text: str) -> None:
        super().__init__(f"not a length of time: {text!r}", hint="write it like 1y6m, 30d or 7d12h")
        self.text = text


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Years, months, days and hours."""

    years: int = 0
    months: int = 0
    days: int = 0
    hours: int = 0

    def __str__(self) -> str:
        parts = ((self.years, "y"), (self.months, "m"), (self.days, "d"), (self.hours, "h"))
        return "".join(f"{number}{unit}" for number, unit in parts if number)

    def __bool__(self) -> bool:
        return bool(self.years or self.months or self.days or self.hours)

    def before(self, moment: datetime) -> datetime:
        """So far before `moment`.

        A day that the month does not have flows over into the next month, as in Go's `AddDate`: a month
        before 31 March is 3 March, or 2 March in a leap year. What lies before the year 1 is its first day.
        """
        months = moment.year * 12 + moment.month - 1 - self.years * 12 - self.months
        try:
            first = moment.replace(year=months // 12, month=months % 12 + 1, day=1)
            return first + timedelta(days=moment.day - 1 - self.days, hours=-self.hours)
        except (ValueError, OverflowError):
            return datetime.min.replace(tzinfo=moment.tzinfo)


def parse_span(text: str) -> TimeSpan:
    """The span that `text` means.

    Raises: InvalidSpanError.
    """
    match = _SPAN.fullmatch(text)
    if match is None or not text:
        raise InvalidSpanError(text)
    return TimeSpan(*(int(number or 0) for number in match.groups()))
