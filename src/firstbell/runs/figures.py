"""Figures as directors read them."""

from __future__ import annotations

from datetime import tzinfo

from firstbell.base.clock import InvalidTimeError, parse_time
from firstbell.base.counts import say_count
from firstbell.base.zones import show_minute


def say_duration(seconds: float) -> str:
    """A duration in the two largest units that count.

    >>> say_duration(6000), say_duration(12)
    ('1 h 40 min', '12 s')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    return f"{say_count(minutes // 1440, 'day')} {minutes % 1440 // 60} h"


def say_hours(hours: float) -> str:
    """Hours, as days where they are many.

    >>> say_hours(5.25), say_hours(100)
    ('5.2 h', '4.2 days')
    """
    if hours >= 72:
        return f"{hours / 24:.1f} days"
    return f"{hours:.1f} h" if hours % 1 else f"{hours:.0f} h"


def say_time(time: str, zone: tzinfo | None = None) -> str:
    """The minute of an RFC 3339 time in the zone, with its offset; a text that is no time stands as it is.

    `zone`: None for the zone of this machine.

    >>> from firstbell.base.zones import load_zone
    >>> say_time("2023-02-17T02:00:00Z", load_zone("America/Chicago"))
    '2023-02-16 20:00 -06:00'
    """
    try:
        return show_minute(parse_time(time), zone)
    except InvalidTimeError:
        return time
