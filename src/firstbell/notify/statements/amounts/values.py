"""Numbers, sums and shares as a text says them, and whether one of the record lies within what is said.

The bounds are narrow on both sides: "more than 300,000" of 840,000 says less than the record tells, and so
much less would mislead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from firstbell.notify.statements.language.patterns import any_case
from firstbell.notify.statements.language.quantities import SPELLED, find_numbers, find_share


class ValueUnit(StrEnum):
    """What a number counts; the sign stands for it where words are read as slots."""

    MONEY = "$"
    SHARE = "%"
    COUNT = "#"


@dataclass(frozen=True, slots=True)
class _Range:
    """From where to where a number of the record may lie, as parts of the one that is said, or in points."""

    low: float
    high: float
    points: tuple[float, float]
    open_low: bool = False
    open_high: bool = False


_RANGES: dict[str, _Range] = {
    "exact": _Range(1, 1, (-0.5, 0.499)),
    "about": _Range(0.95, 1.05, (-3, 3)),
    "almost": _Range(0.9, 1, (-4, 0), open_high=True),
    "just over": _Range(1, 1.1, (0, 4), open_low=True),
    "more": _Range(1, 1.67, (0, 12), open_low=True),
    "least": _Range(1, 1.67, (0, 12)),
    "less": _Range(0.6, 1, (-12, 0), open_high=True),
    "most": _Range(0.6, 1, (-12, 0)),
    # "well below": so far that nobody would call it close
    "far less": _Range(0.1, 0.8, (-40, -8)),
    "far more": _Range(1.25, 5, (8, 40)),
}
_FAR = (
    r"(?:well|far|considerably|substantially|significantly|comfortably|much|(?:a )?(?:good|great) deal"
    r"|a lot|a long way|way)"
)
_BOUNDS = {
    "far less": rf"{_FAR} (?:below|under|short of|(?:less|fewer|lower|smaller) than)",
    "far more": rf"{_FAR} (?:above|over|past|beyond|(?:more|higher|larger|greater) than)",
    "about": r"about|around|roughly|approximately|approx\.?|some|more or less",
    "almost": r"nearly|almost|close to|just under|just below|just short of|just shy of|not quite"
    r"|(?:a little|a bit|slightly) (?:under|below|less than)|approaching",
    "just over": r"just over|just above|just past|(?:a little|a bit|slightly|just) (?:over|above|more than)",
    "more": r"(?<!no )(?<!not )more than|over|above|upwards? of|north of|in excess of|better than",
    "least": r"at least|no less than|no fewer than|not less than",
    "less": r"(?<!no )(?<!not )(?:less|fewer) than|under|below",
    "most": r"at most|no more than|not more than",
}
_SCALED = r"(?:million|thousand|billion)"
_PART = r"(?:half an?|a quarter of an?|three quarters of an?)"
_FIGURE = r"\d+(?:,\d{3})*(?:\.\d+)?"
_HALVED = rf"(?:{_FIGURE}|{SPELLED}) and a half million(?:[ -]dollars?)?\b"
_MONEY = (
    rf"\$ ?{_FIGURE}(?:[ -]?(?:{_SCALED}|[mk]\b))?(?: dollars?)?"
    rf"|{_HALVED}|(?:{_PART}|an?|{SPELLED}|{_FIGURE})(?:[ -]{_SCALED})*[ -]dollars?\b"
    rf"|{_PART} {_SCALED}(?:[ -]dollars?)?\b"
)
_SHARE = (
    rf"(?:{_FIGURE}|{SPELLED}) ?-?(?:%|per ?cent\b)"
    r"|(?:an?|one|two|three|four|five|six|seven|eight|nine)[- ]"
    r"(?:thirds?|fourths?|quarters?|fifths?|sixths?|eighths?|tenths?)\b"
    r"|(?:one )?half\b(?! an?\b)"
)
_COUNT = rf"\b{_FIGURE}\b(?![%\d])|\b{SPELLED}\b|\ban? (?:hundred|thousand|dozen)\b"
_VALUE = any_case(
    r"(?:\b(?:"
    + "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in _BOUNDS.items())
    # three times what something else is, nine in ten
    + rf") )?(?:(?P<times>(?:(?P<many>\d+(?:\.\d+)?|{SPELLED})(?P<half> and a half)? times|twice|double)"
    + r"(?= of\b))"
    + rf"|(?P<tenths>\b(?P<part>\d+|{SPELLED}) (?:in|out of)(?: every)? (?P<of>three|four|five|ten|100)\b)"
    + rf"|(?P<money>{_MONEY})|(?P<share>\b(?:{_SHARE}))|(?P<count>{_COUNT}))"
)


_WHOLE, _TWICE = 100, 2
# from twice on, a share is how many times something is
_MULTIPLE = 200
_MULTIPLES = {
    "more": (1, 99), "just over": (1, 30), "least": (0, 99), "less": (-99, -1), "almost": (-40, -1),
    "about": (-15, 15), "exact": (-10, 10), "far more": (30, 400),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SaidValue:
    """A number as it is said, what it counts, and how it is bounded."""

    number: float
    unit: ValueUnit
    bound: str = "exact"

    def fits(self, found: float) -> bool:
        """Whether a number of the record lies within what is said."""
        span = _RANGES[self.bound]
        if self.unit is ValueUnit.SHARE and self.bound == "exact" and self.number in (0, _WHOLE):
            return found == self.number
        if self.unit is ValueUnit.SHARE and self.number >= _MULTIPLE:
            low, high = (self.number + off for off in _MULTIPLES.get(self.bound, (0, 0)))
        elif self.unit is ValueUnit.SHARE:
            low, high = (self.number + off for off in span.points)
        else:
            low, high = span.low * self.number, span.high * self.number
        if (span.open_low and found <= low) or (span.open_high and found >= high):
            return False
        return low <= found <= high


def mark_values(text: str) -> tuple[str, list[SaidValue]]:
    """The text with each number as a mark ("$0", "%1", "#2": its unit and place), and the numbers.

    >>> mark_values("more than $5 million of 12 files")
    ('$0 of #1 files', [SaidValue(number=5000000.0, unit=<ValueUnit.MONEY: '$'>, bound='more'), \
SaidValue(number=12.0, unit=<ValueUnit.COUNT: '#'>, bound='exact')])
    """
    found: list[SaidValue] = []

    def mark(match: re.Match[str]) -> str:
        bound = next((name for name in _BOUNDS if match[name.replace(" ", "_")]), "exact")
        value = _read(match, bound)
        if value is None:
            return "?"
        found.append(value)
        return f"{value.unit}{len(found) - 1}"

    return _VALUE.sub(mark, text), found


def count_said(said: str) -> float | None:
    """The number that these words say, if they say one: "one", "a dozen", "2,310"."""
    few = {"one": 1.0, "a dozen": 12.0}
    numbers = find_numbers(said if "$" in said else f"{said} items")
    return few.get(said.lower(), numbers[0].value if len(numbers) == 1 else None)


def _read(match: re.Match[str], bound: str) -> SaidValue | None:
    if match["tenths"]:
        many, of = count_said(match["part"]), count_said(match["of"])
        return None if not many or not of else SaidValue(_WHOLE * many / of, ValueUnit.SHARE, bound)
    if match["times"]:
        many = (
            _TWICE
            if match["times"].lower().startswith(("twice", "double"))
            else count_said(match["many"] or "")
        )
        more = _WHOLE / _TWICE if match["half"] else 0
        return None if not many else SaidValue(_WHOLE * many + more, ValueUnit.SHARE, bound)
    if match["share"]:
        share = find_share(match["share"])
        number = None if share is None else share.value
        if share and share.top:
            number = round((share.value + share.top) / 2, 1)
        if re.match(r"\d", match["share"]):
            number = float(re.sub(r"[^\d.]", "", match["share"]))
        return None if number is None else SaidValue(number, ValueUnit.SHARE, bound)
    number = count_said(match["money"] or match["count"])
    unit = ValueUnit.MONEY if match["money"] else ValueUnit.COUNT
    return None if number is None else SaidValue(number, unit, bound)
