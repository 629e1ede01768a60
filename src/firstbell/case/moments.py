"""Times as people give them to a case: kept as they were given, with the offset that was meant."""

from __future__ import annotations

import re
from datetime import datetime

from firstbell.base.clock import InvalidTimeError, parse_given_time

_WHOLE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)


def fix_time(text: str) -> str:
    """The time as RFC 3339 with its offset; without one it is local time, a day is its start.

    Raises: InvalidTimeError.
    """
    parse_given_time(text)
    if _WHOLE.match(text):
        return text
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.astimezone()).isoformat()
    except (ValueError, OverflowError):
        raise InvalidTimeError(text) from None


def find_last_moment(text: str) -> int:
    """The last moment that a time names, in nanoseconds since the epoch: of a day, its end.

    Raises: InvalidTimeError.
    """
    if _DAY.match(text):
        parse_given_time(text)  # a day that is none is told as it was typed
        text = f"{text}T23:59:59.999999"
    return parse_given_time(text)
