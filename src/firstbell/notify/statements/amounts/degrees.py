"""How far one number is from another: "well below the limit", "by a wide margin", "three times what we paid".

The degree is taken out of a clause, so that its comparison is read as any other (slots.py); what is compared
must then lie as far apart as is said.
"""

from __future__ import annotations

import re

_FAR = (
    r"(?:well|far|comfortably|considerably|substantially|significantly|safely|easily|much|(?:a )?(?:good"
    r"|great) deal|a lot|a long way|way)"
)
# a number behind it is bounded by itself (values.py)
_SIDE = (
    r"(?=(?:below|under|within|inside|short of|above|over|past|beyond|in excess of|(?:less|lower|smaller"
    r"|fewer|more|higher|larger|greater) than) (?!\$?\d|half|an? |(?:one|two|three|four|five|six) ))"
)
_AHEAD = re.compile(rf"\b{_FAR} {_SIDE}", re.I)
_PAST = re.compile(rf"\b{_FAR} (?=(?:exceeds?|exceeded|surpass(?:es|ed)?|tops|topped)\b)", re.I)
_MARGIN = re.compile(
    r",? (?:(?:and )?(?:by|with) (?:a (?:very )?(?:wide|large|big|good|considerable|comfortable|clear|great"
    r"|healthy) margin|a (?:good|great) deal|a long way|a lot|far|plenty of room(?: to spare)?|room to"
    r" spare))"
    r"(?=[.,;]|$)",
    re.I,
)
_TIMES = re.compile(
    r"\b(?P<many>(?:\d+|\w+(?:-\w+)?)(?: and a half)? times|twice|double|triple) (?:as (?:much|many) as"
    r" )?(?=(?:what|the"
    r"|our|its"
    r"|that)\b)",
    re.I,
)
# how far apart two numbers are of which one is far below the other
_APART = 1.25


def drop_degrees(clause: str) -> tuple[str, bool]:
    """The clause without words for how far apart its numbers are, and whether it had any."""
    told = _MARGIN.sub("", _PAST.sub("", _AHEAD.sub("", clause)))
    many = _TIMES.sub(lambda one: f"{one['many'].lower().replace('triple', 'three times')} of ", told)
    return many, told != clause


def lie_apart(first: float, second: float) -> bool:
    """Whether one of two numbers is far above the other.

    >>> lie_apart(800, 1000), lie_apart(900, 1000)
    (True, False)
    """
    low, high = sorted((first, second))
    return high >= _APART * low
