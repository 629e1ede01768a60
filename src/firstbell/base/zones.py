"""The district's time zone: how a moment reads for the people there, and which day it was there."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo
from typing import TYPE_CHECKING

from firstbell.base.clock import NS_PER_S, InvalidTimeError, parse_given_time
from firstbell.base.errors import Error

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class UnknownZoneError(Error):
    """A time zone that the tz database does not have; `name` holds it."""

    code = "time.unknown_zone"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"there is no time zone called {name!r}",
            hint="use a name of the tz database, such as America/Chicago",
        )
        self.name = name


def load_zone(name: str) -> ZoneInfo:
    """The zone of this name in the tz database, from the system or else from the package tzdata.

    Raises: UnknownZoneError.
    """
    # start-up counts: whoever shows moments in this machine's own zone does not load it
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a name may lead out of the folder, or to a folder
        raise UnknownZoneError(name) from None


# not where it is part of a name or a path
_RFC_3339 = re.compile(
    r"(?<![\w/\\._-])\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)(?!\w|[/\\-]|\.\w)"
)


def show_times_in(text: str, zone: tzinfo | None = None) -> str:
    """A sentence whose RFC 3339 times are shown by `show_moment`.

    >>> show_times_in("seen 2023-02-18T06:00:00.120Z, late", load_zone("America/Chicago"))
    'seen 2023-02-18 00:00:00 -06:00, late'
    """
    return _RFC_3339.sub(lambda found: show_time(found[0], zone), text)


def show_time(text: str, zone: tzinfo | None = None) -> str:
    """An RFC 3339 time the same way; a text that is no time stands as it is."""
    try:
        return show_moment(parse_given_time(text[:19] + _cut_fraction(text[19:])), zone)
    except InvalidTimeError:
        return text


def _cut_fraction(tail: str) -> str:
    return tail.lstrip(".0123456789") if tail.startswith(".") else tail


def show_moment(at_ns: int, zone: tzinfo | None = None) -> str:
    """A moment to the second, as the clocks of the zone show it, with the offset from UTC.

    `at_ns`: nanoseconds since the epoch. `zone`: None for the zone of this machine. A moment that the
    calendar does not hold is shown in seconds since the epoch.

    >>> show_moment(1_676_700_000_120_000_000, load_zone("America/Chicago"))
    '2023-02-18 00:00:00 -06:00'
    """
    try:
        moment = datetime.fromtimestamp(at_ns // NS_PER_S, UTC).astimezone(zone)
    except (OverflowError, ValueError, OSError):
        return f"{at_ns // NS_PER_S} s"
    return moment.isoformat(sep=" ")[:19] + " " + _show_offset(moment)


def show_minute(at_ns: int, zone: tzinfo | None = None) -> str:
    """The same without the seconds: what a deadline needs."""
    shown = show_moment(at_ns, zone)
    return shown[:16] + shown[19:] if shown[10:11] == " " else shown


def _show_offset(moment: datetime) -> str:
    text = moment.strftime("%z")
    return f"{text[:3]}:{text[3:5]}"


def write_moment(at_ns: int, zone: tzinfo | None) -> str:
    """RFC 3339 to the second in the zone, with its offset; UTC where no zone is given."""
    return datetime.fromtimestamp(at_ns // NS_PER_S, UTC).astimezone(zone or UTC).isoformat()


def place_text(text: str, zone: tzinfo, *, ends_day: bool = False) -> str:
    """A time as a person types it, with the offset that the zone has then; one that has an offset stays.

    `ends_day`: a date alone is its last moment, not its first. What is no time stays as it is.

    >>> place_text("2023-02-18 06:30", load_zone("America/Chicago"))
    '2023-02-18T06:30:00-06:00'
    """
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return text
        if ends_day and len(text) == len("2023-02-18"):
            moment = datetime.combine(moment.date(), time.max)
        return moment.replace(tzinfo=zone).isoformat()
    except (ValueError, OverflowError):
        return text


def find_day(text: str, zone: tzinfo | None) -> date:
    """The day of a time in the zone; of a date alone, that date. `zone`: None leaves the text's own offset.

    Raises: InvalidTimeError; ValueError for a text that begins with no date.
    """
    if zone is None or len(text) == len("2023-02-18"):
        return date.fromisoformat(text[:10])
    return datetime.fromtimestamp(parse_given_time(text) // NS_PER_S, UTC).astimezone(zone).date()
