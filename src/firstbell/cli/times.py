"""Moments for people: in the district's time zone, with the offset. Without a desk: in this machine's own."""

from __future__ import annotations

from datetime import tzinfo

from firstbell.base import zones
from firstbell.cli.desks import find_district


def find_zone() -> tzinfo | None:
    """The time zone of the district; None: this machine's own, since no desk names one."""
    district = find_district()
    return zones.load_zone(district.time_zone) if district is not None else None


def show_moment(at_ns: int) -> str:
    """A moment to the second. `at_ns`: nanoseconds since the epoch."""
    return zones.show_moment(at_ns, find_zone())


def show_times_in(text: str) -> str:
    """A sentence whose RFC 3339 times are shown the same way."""
    return zones.show_times_in(text, find_zone()) if "T" in text else text


def show_time(text: str) -> str:
    """An RFC 3339 time the same way; a text that is no time stands as it is."""
    return zones.show_time(text, find_zone())
