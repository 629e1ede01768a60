"""Time: RFC 3339 text with nanoseconds, as restic writes it, and nanoseconds since the epoch.

The only home of the system clock. Go's zero time (`0001-01-01T00:00:00Z`) stands for "not set".
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Protocol

from firstbell.base.errors import Error

ZERO_TIME = "0001-01-01T00:00:00Z"
NS_PER_S = 1_000_000_000
DAY_S = 86_400
DAY_NS = DAY_S * NS_PER_S
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Go's time.Time marshals years 0 to 9999 only, datetime holds 1 to 9999: times outside are clamped.
_FIRST_S = -62_135_596_800
_LAST_S = 253_402_300_799


class InvalidTimeError(Error):
    """Text that should be a time and is not; `text` holds it."""

    code = "time.invalid"

    def __init__(self, text: str) -> None:
        super().__init__(
            f"not a time: {text!r}", hint="write it like 2023-02-18T06:30:00-06:00 or 2023-02-18 06:30:00"
        )
        self.text = text


class Clock(Protocol):
    """Where the time comes from, so that tests and drills can set it."""

    def now_ns(self) -> int:
        """Nanoseconds since the epoch."""


class SystemClock:
    """The machine's own clock."""

    def now_ns(self) -> int:
        """Nanoseconds since the epoch."""
        return time.time_ns()


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now_ns: int) -> None:
        self._now_ns = now_ns

    def now_ns(self) -> int:
        """Nanoseconds since the epoch."""
        return self._now_ns

    def advance(self, seconds: float) -> None:
        """Move the clock by `seconds`, which may be negative."""
        self._now_ns += int(seconds * NS_PER_S)


def monotonic_s() -> float:
    """Seconds for measuring how long something took."""
    return time.perf_counter()


@lru_cache(maxsize=65536)
def _format_second(second: int) -> str:
    clamped = min(max(second, _FIRST_S), _LAST_S)
    moment = EPOCH + timedelta(seconds=clamped)
    return moment.isoformat()[:19]


def format_time(at_ns: int) -> str:
    """RFC 3339 in UTC with up to nine decimals, trailing zeros dropped (Go's RFC3339Nano).

    >>> format_time(1_676_700_000_120_000_000)
    '2023-02-18T06:00:00.12Z'
    """
    second, fraction = divmod(at_ns, NS_PER_S)
    text = _format_second(second)
    if fraction:
        return f"{text}.{fraction:09d}".rstrip("0") + "Z"
    return text + "Z"


def say_moment(at_ns: int) -> str:
    """A moment to the second, RFC 3339 in UTC, for a sentence."""
    return format_time(at_ns // NS_PER_S * NS_PER_S)


def format_second(text: str) -> str:
    """A time to the second, RFC 3339 in UTC, for a sentence; a text that is no time stands as it is.

    >>> format_second("2023-02-18T06:00:00.120-06:00")
    '2023-02-18T12:00:00Z'
    """
    try:
        return say_moment(parse_time(text))
    except InvalidTimeError:
        return text


@lru_cache(maxsize=65536)
def _parse_second(text: str, zone: str) -> int:
    # isoformat of 3.11 reads "Z" and "+hh:mm"; the fraction is cut off before, it holds six digits only
    moment = datetime.fromisoformat(text + zone)
    return (moment - EPOCH) // timedelta(seconds=1)


def parse_time(text: str) -> int:
    """Nanoseconds since the epoch of an RFC 3339 time with any number of decimals.

    Raises: InvalidTimeError when the text is not such a time.
    """
    try:
        head, tail = text[:19], text[19:]
        fraction_ns = 0
        if tail.startswith("."):
            # a zone is Z or six characters long
            digits = tail[1:-1] if tail.endswith("Z") else tail[1:-6]
            if not digits.isdigit():
                raise InvalidTimeError(text)
            fraction_ns = int(digits[:9].ljust(9, "0"))
            tail = tail[1 + len(digits) :]
        if not tail:
            raise InvalidTimeError(text)
        return _parse_second(head, tail) * NS_PER_S + fraction_ns
    except (ValueError, OverflowError):
        raise InvalidTimeError(text) from None


def rank_time(text: str) -> int:
    """Where a time stands among others, by which they are sorted; what is no time stands before them all.

    As texts they do not sort: the zeros at the end of a fraction are not written, and zones differ.

    >>> sorted(["2023-02-18T06:00:00.12Z", "2023-02-18T06:00:00.123Z", "2023-02-18T06:00:00Z"], key=rank_time)
    ['2023-02-18T06:00:00Z', '2023-02-18T06:00:00.12Z', '2023-02-18T06:00:00.123Z']
    """
    try:
        return parse_time(text)
    except InvalidTimeError:
        return _FIRST_S * NS_PER_S


def read_node_time(text: str) -> int:
    """The time of a file in a snapshot; 0 where it is none: a client with a broken clock wrote it."""
    try:
        return parse_time(text)
    except InvalidTimeError:
        return 0


def parse_given_time(text: str) -> int:
    """A time as a person gives it on a command line; without a zone it is local time.

    Accepts what `datetime.fromisoformat` does: a date, a date and a time, with or without a zone.

    Raises: InvalidTimeError.
    """
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.astimezone()
    except (ValueError, OverflowError):  # the first and the last day have no local time everywhere
        raise InvalidTimeError(text) from None
    return (moment - EPOCH) // timedelta(microseconds=1) * 1000
