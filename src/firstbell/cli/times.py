"""Moments for people: in the district's time zone, with the offset. Without a desk: in this machine's own."""

from __future__ import annotations

import re
from datetime import tzinfo

from firstbell.base.clock import InvalidTimeError, parse_given_time
from firstbell.base.zones import load_zone
from firstbell.base.zones import show_moment as _show_moment
from firstbell.cli.desks import find_district

_RFC_3339 = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)(?!\w)")


def find_zone() -> tzinfo | None:
    """The time zone of the district; None: this machine's own, since no desk names one."""
    district = find_district()
    return load_zone(district.time_zone) if district is not None else None


def show_moment(at_ns: int) -> str:
    """A moment to the second. `at_ns`: nanoseconds since the epoch."""
    return _show_moment(at_ns, find_zone())


def show_times_in(text: str) -> str:
    """A sentence whose RFC 3339 times are shown the same way."""
    return _RFC_3339.sub(lambda found: show_time(found[0]), text)


def show_time(text: str) -> str:
    """An RFC 3339 time the same way; a text that is no time stands as it is."""
    try:
        return show_moment(parse_given_time(text[:19] + _cut_fraction(text[19:])))
    except InvalidTimeError:
        return text


def _cut_fraction(tail: str) -> str:
    return tail.lstrip(".0123456789") if tail.startswith(".") else tail
