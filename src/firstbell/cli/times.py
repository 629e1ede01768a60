"""Moments for people: in the district's time zone, with the offset. Without a desk: in this machine's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from typing import Any, TypeVar

import click

from firstbell.base import zones
from firstbell.cli.desks import find_district

F = TypeVar("F", bound=Callable[..., Any])


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


def place_text(text: str, *, ends_day: bool = False) -> str:
    """A time that a person typed, with its offset: without one it is of the district's clocks, as all that is
    shown. Without a desk it stays as it is, and is of this machine's.
    """
    zone = find_zone()
    return zones.place_text(text, zone, ends_day=ends_day) if zone is not None else text


class GivenTime(click.ParamType[str]):
    """A time on a command line, which comes with its offset. `ends_day`: a date alone is its end."""

    name = "time"

    def __init__(self, *, ends_day: bool = False) -> None:
        self._ends_day = ends_day

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """RFC 3339; what is no time stays, and is refused where it is read."""
        return place_text(str(value), ends_day=self._ends_day)


GIVEN_TIME = GivenTime()
GIVEN_END = GivenTime(ends_day=True)


def time_option(*names: str, is_end: bool = False, **settings: Any) -> Callable[[F], F]:
    """An option that takes a time by the district's clocks. `is_end`: a date means the end of that day."""
    taken = GIVEN_END if is_end else GIVEN_TIME
    return click.option(*names, type=taken, metavar="TIME", **settings)
