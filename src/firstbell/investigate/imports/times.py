"""Times as other tools write them, as nanoseconds since the epoch."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from firstbell.base.clock import EPOCH, NS_PER_S, InvalidTimeError, parse_time
from firstbell.investigate.imports.problems import LineRefused

# years 1 to 9999, as far as text of a time goes
_FIRST_S = -62_135_596_800
_LAST_S = 253_402_300_799
_SECONDS = re.compile(r"(-?)(\d{1,15})(?:\.(\d*))?\Z", re.ASCII)
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d\d):?(\d\d)\Z", re.ASCII)
_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})\Z", re.ASCII)


def check_range(at_ns: int) -> int:
    """The time, if its year is one of 1 to 9999. Raises: LineRefused."""
    if not _FIRST_S <= at_ns // NS_PER_S <= _LAST_S:
        raise LineRefused("its time is in no year from 1 to 9999")
    return at_ns


def parse_moment(text: str) -> int:
    """ISO 8601; without a zone it is UTC. Raises: LineRefused."""
    text = text.strip()
    if text.endswith(" UTC"):
        text = text[:-4] + "Z"
    for candidate in (text, text + "Z"):
        try:
            return check_range(parse_time(candidate))
        except InvalidTimeError:
            continue
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return check_range((moment - EPOCH) // timedelta(microseconds=1) * 1000)
    except (ValueError, OverflowError):
        raise LineRefused(f"{text[:60]!r} is no time") from None


def parse_seconds(text: str) -> int | None:
    """Seconds since the epoch, with a fraction or without; None where it is not set (empty, 0, -1).

    Raises: LineRefused.
    """
    if text in {"", "0", "-1"}:
        return None
    match = _SECONDS.match(text)
    if match is None:
        raise LineRefused(f"{text[:60]!r} is no number of seconds")
    sign, seconds, fraction = match.groups()
    at_ns = int(seconds) * NS_PER_S + int((fraction or "")[:9].ljust(9, "0"))
    return check_range(-at_ns if sign else at_ns) or None


def parse_microseconds(value: object) -> int:
    """Microseconds since the epoch, as Timesketch keeps them. Raises: LineRefused."""
    try:
        return check_range(int(str(value)) * 1000)
    except ValueError:
        raise LineRefused(f"timestamp {str(value)[:60]!r} is no number of microseconds") from None


def parse_date_and_time(date: str, time: str, zone: str) -> int:
    """`02/18/2023`, `06:30:00.5` and a zone's name. Raises: LineRefused."""
    match = _DATE.match(date)
    if match is None or match[3] == "0000":
        raise LineRefused(f"{date[:40]!r} is no date (month/day/year)")
    text = f"{match[3]}-{match[1]}-{match[2]}T{time}"
    known = find_zone(zone.strip())
    if known is UTC:
        return _parse_utc(text + "Z", date, time)
    wall_ns = _parse_utc(text + "Z", date, time)
    second, fraction_ns = divmod(wall_ns, NS_PER_S)
    local = (EPOCH + timedelta(seconds=second)).replace(tzinfo=known)
    return check_range((local - EPOCH) // timedelta(seconds=1) * NS_PER_S + fraction_ns)


def _parse_utc(text: str, date: str, time: str) -> int:
    try:
        return parse_time(text)
    except InvalidTimeError:
        raise LineRefused(f"{date} {time[:40]!r} is no time") from None


@lru_cache(maxsize=256)
def find_zone(name: str) -> tzinfo:
    """The zone of this name; an offset is one, too. Raises: LineRefused."""
    if name.upper() in {"", "-", "UTC", "GMT", "Z"}:
        return UTC
    match = _OFFSET.match(name.upper())
    if match is not None and int(match[2]) < 24 and int(match[3]) < 60:
        offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
        return timezone(-offset if match[1] == "-" else offset)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise LineRefused(f"no time zone is called {name[:60]!r}") from None
