"""How values read on a page: times in the district's zone, sizes, states in words."""

from __future__ import annotations

import re
import tomllib
from datetime import tzinfo
from pathlib import Path
from typing import Any

from firstbell.base.clock import NS_PER_S, InvalidTimeError, parse_given_time
from firstbell.base.counts import say_count, say_size
from firstbell.base.pathtext import say_text
from firstbell.base.values import order_fields, say_field, say_value
from firstbell.base.zones import UnknownZoneError, load_zone, show_minute, show_moment, show_times_in
from firstbell.documents.causes import advise, say_reason
from firstbell.record.data_kinds import KIND_WORDS, say_data_kind

# a name of ours, such as special_education
_NAME = re.compile(r"[a-z]+(_[a-z]+)+")
_UNREAD = "not read: "
_NOT_TOLD = frozenset({"version", "message_type"})
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
# state -> how it reads, and how it is marked
STATES: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("states.toml").read_text(encoding="utf-8")
)


def find_page_zone(name: str) -> tzinfo | None:
    """The zone of this name; None, this machine's own, where there is none."""
    try:
        return load_zone(name) if name else None
    except UnknownZoneError:
        return None


def parse_shown_time(text: str) -> int | None:
    """Nanoseconds since the epoch of an RFC 3339 time; None for what is none."""
    head, tail = text[:19], re.sub(r"^\.\d+", "", text[19:])
    try:
        return parse_given_time(head + tail)
    except InvalidTimeError:
        return None


def show_time(text: object, zone: tzinfo | None) -> str:
    """A time to the minute in the zone, with its offset."""
    at_ns = parse_shown_time(text) if isinstance(text, str) else None
    return show_minute(at_ns, zone) if at_ns is not None else clean_text(text)


def show_second(text: str, zone: tzinfo | None) -> str:
    """A time to the second."""
    at_ns = parse_shown_time(text)
    return show_moment(at_ns, zone) if at_ns is not None else clean_text(text)


def say_sentence(text: object, zone: tzinfo | None) -> str:
    """A sentence of the program, its times to the second in the zone."""
    return clean_text(show_times_in(text, zone) if isinstance(text, str) else text)


def say_age(text: str, now: str) -> str:
    """How long ago, or in how long: "3 days ago", "in 2 hours". Shortly before a deadline, hours count."""
    at_ns, now_ns = parse_shown_time(text), parse_shown_time(now)
    if at_ns is None or now_ns is None:
        return ""
    seconds = abs(now_ns - at_ns) // NS_PER_S
    if at_ns <= now_ns:
        return f"{say_span(seconds)} ago" if seconds else "just now"
    hours = round(seconds / 3600)
    return f"in {hours} hours" if 48 <= hours <= 96 else f"in {say_span(seconds)}"


def say_span(seconds: float) -> str:
    """A span in its largest unit, and the next one below two of it.

    >>> say_span(5400), say_span(86400), say_span(0.4)
    ('90 minutes', '24 hours', 'less than a second')
    """
    if seconds < 1:
        return "less than a second"
    sizes = ((86400, "day"), (3600, "hour"), (60, "minute"))
    size, unit = next((one for one in sizes if seconds >= 2 * one[0]), (1, "second"))
    return say_count(int(seconds // size), unit)


def show_number(value: object) -> str:
    """A number as a person reads it; "-" for what is none.

    >>> show_number(71.83), show_number(0.17), show_number(1200)
    ('72', '0.2', '1,200')
    """
    if not isinstance(value, int | float):
        return "-"
    return f"{value:,.1f}" if isinstance(value, float) and abs(value) < 10 and value % 1 else f"{value:,.0f}"


def show_size(size_bytes: object) -> str:
    """A size with three digits.

    >>> show_size(12_749_383)
    '12.7 MB'
    """
    if not isinstance(size_bytes, int | float):
        return ""
    return say_size(size_bytes)


def clean_text(value: object) -> str:
    """A text of a backup as it can stand on a page: no controls, nothing that turns its order."""
    return "" if value is None else say_text(str(value))


def say_unread(reason: object) -> str:
    """A reason of a message's readers: of what could not be read, why in plain words, and what to do.

    >>> say_unread("not read: s.pdf: it is encrypted")[:56]
    'not read: s.pdf: it is encrypted. Ask whoever has it for'
    """
    text = str(reason)
    told = text.removeprefix(_UNREAD)
    return text if told == text else f"{_UNREAD}{say_reason(told)}. {advise(told)}".rstrip()


def say_words(name: object) -> str:
    """A field's name as words: `special_education` is "special education"."""
    return say_data_kind(clean_text(name)).replace(".", ", ")


def say_body(value: Any, zone: tzinfo | None = None) -> str:
    """What an entry or a fact holds, as a person reads it: times in the zone, ids cut."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            return clean_text(value["text"])
        shown = {
            name: held
            for name, held in value.items()
            if held not in (None, "", [], {}) and name not in _NOT_TOLD
        }
        return "; ".join(say_field(name, held, say_body(held, zone)) for name, held in order_fields(shown))
    if isinstance(value, list):
        return ", ".join(say_body(one, zone) for one in value) or "none"
    if value is None or isinstance(value, bool):
        return say_value(value)
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return show_number(value)
    return _say_text(str(value), zone)


def _say_text(text: str, zone: tzinfo | None) -> str:
    if _TIME.match(text):
        return show_time(text, zone)
    if text in KIND_WORDS or _NAME.fullmatch(text):
        return say_words(text)
    return re.sub(r"\b([0-9a-f]{8})[0-9a-f]{8,}\b", r"\1", clean_text(text))
