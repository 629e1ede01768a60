"""Numbers, amounts and spans of time in a clause, and how exactly they are meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from firstbell.notify.statements.language.dates import blank_dates, blank_match
from firstbell.notify.statements.language.patterns import any_case

NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12,
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_SCALE = r"(?:hundred|thousand|million|billion|k|m)"
# a number in words
SPELLED = rf"(?:{'|'.join(NUMBERS)})(?:[ -](?:and )?(?:{'|'.join(NUMBERS)}|{_SCALE}))*"
_NUMBER = any_case(
    rf"\$?\b(\d[\d,]*(?:\.\d+)?)\s?-?({_SCALE})?\b(?!\s?(?:%|per ?cent))|\b((?:{'|'.join(NUMBERS)}|a)(?:[ "
    rf"-](?:and )?(?:{'|'.join(NUMBERS)}|{_SCALE}))*)\b(?!\s?per ?cent|[ -](?:{'|'.join(NUMBERS)})\b)"
)
FRACTION = any_case(
    r"\b(three[ -]quarters? of|half|a quarter of|a quarter|quarter) (?:an? )?(million|billion|thousand)\b"
)
# "two and a half million"
_AND_A_HALF = any_case(rf"\b(\d+|{SPELLED}) and a half (million|billion|thousand)\b")
_FRACTIONS = {"three": 0.75, "half": 0.5, "a": 0.25, "quarter": 0.25}
_LOOSE = any_case(r"\b(dozens|hundreds|thousands|tens of thousands|hundreds of thousands|millions)\b")
_LOOSE_RANGES = {
    "dozens": (24, 999), "hundreds": (100, 9_999), "thousands": (1_000, 999_999),
    "tens of thousands": (10_000, 999_999), "hundreds of thousands": (100_000, 9_999_999),
    "millions": (1_000_000, 10**12),
}  # fmt: skip
# "a few dozen", "several hundred": from the least to the most that it can mean, of one of them
_SEVERAL = any_case(r"\b(a few|several|a couple of) (dozen|hundred|thousand)\b")
_SEVERAL_RANGES = {"a few": (2, 9.99), "several": (3, 9.99), "a couple of": (1.5, 3)}
_ABOUT = any_case(
    r"\b(?:about|approximately|approx\.?|around|roughly|nearly|almost|close to|some|an estimated|estimated|"
    r"in the (?:range|neighborhood) of|just (?:over|under))\s+(?:\w+ ){0,2}$"
)
_LEAST = any_case(
    r"\b(?:(?<!no )(?<!not )(?:more|better) than|(?<!just )over|at least|upwards? of|north of|in excess of"
    r"|no fewer than|no less than|exceed\w*|greater than)\s+(?:\w+ )?$"
)
_MOST = any_case(
    r"\b(?:(?<!no )(?:fewer|less) than|under|up to|no more than|at most|not more than|a maximum of|as many as"
    r"|below|does not exceed)\s+(?:\w+ )?$"
)


class Precision(StrEnum):
    """How a number is meant."""

    EXACT = "exact"
    ABOUT = "about"
    LEAST = "at least"
    MOST = "at most"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it is said; of "hundreds", `value` is the least and `top` the most that it can mean."""

    value: float
    precision: Precision = Precision.EXACT
    top: float = 0

    def fits(self, found: float) -> bool:
        """Whether the number that stands on the record is what is said."""
        if self.top:
            return self.value <= found <= self.top
        if self.precision is Precision.LEAST:
            return found >= self.value
        if self.precision is Precision.MOST:
            return found <= self.value
        if self.precision is Precision.ABOUT:
            return abs(found - self.value) <= max(0.05 * found, 0.5)
        return found == self.value


_OCLOCK = any_case(r"\b[\w:]+ o['\u2019]?clock\b")


# "a little over 1,400" is no 11,000
_NEAR = any_case(
    r"\b(?:just|a (?:little|bit|touch)|slightly|barely) (over|above|more than|past|under|below|less than) $"
)
_OVER, _CLOSE = frozenset({"over", "above", "more than", "past"}), 1.25


def find_numbers(text: str) -> list[Quantity]:
    """The numbers of a clause that are no dates, years or shares."""
    cleaned = _OCLOCK.sub(blank_match, blank_dates(text))
    found = []
    for match in _LOOSE.finditer(cleaned):
        low, high = _LOOSE_RANGES[match[1].lower()]
        found.append(Quantity(low, top=high))
    for match in _SEVERAL.finditer(cleaned):
        least, most = _SEVERAL_RANGES[match[1].lower()]
        one = _SCALES.get(match[2].lower(), NUMBERS["dozen"])
        found.append(Quantity(least * one, top=most * one))
    cleaned = _SEVERAL.sub(blank_match, cleaned)
    for match in _AND_A_HALF.finditer(cleaned):
        whole = float(match[1]) if match[1].isdigit() else _read_words(match[1])
        precision = _find_precision(cleaned[: match.start()])
        found.append(Quantity((whole + 0.5) * _SCALES[match[2].lower()], precision))
    cleaned = _AND_A_HALF.sub(blank_match, cleaned)
    for match in FRACTION.finditer(cleaned):
        part = _FRACTIONS[re.split(r"[ -]", match[1].lower())[0]]
        precision = _find_precision(cleaned[: match.start()])
        found.append(Quantity(part * _SCALES[match[2].lower()], precision))
    cleaned = FRACTION.sub(blank_match, cleaned)
    for match in _NUMBER.finditer(cleaned):
        value = _read_number(match)
        if value is not None and (near := _NEAR.search(cleaned[: match.start()])):
            over = near[1].lower() in _OVER
            found.append(Quantity(value if over else value / _CLOSE, top=value * _CLOSE if over else value))
        elif value is not None:
            found.append(Quantity(value, _find_precision(cleaned[: match.start()])))
    return found


# "still have to be searched", "have not been sent": a share of what is left
_LEFT = any_case(
    r"\b(?:still|yet|remains?|left|needs?|ha(?:s|ve)|(?:is|are)) (?:\w+ ){0,2}to be \w+"
    r"|\b(?:has|have|had|is|are|was|were)(?: still| yet)?(?: not|n't)\b"
    r"|\bstill (?:have|has|need)\b[^.;]{0,60}\bto (?:be )?(?:search|review|read|examin|send|mail|sent)\w*"
    r"|\b(?:remains?(?! (?:at|in)\b)|left|to go|outstanding|unsearched|unreviewed|unread|unsent)\b"
)


def is_of_rest(text: str) -> bool:
    """Whether a clause with a share tells of what is not done yet."""
    return bool(_LEFT.search(text))


_SMALL = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|\d{1,2})"
SHARE = any_case(
    rf"\b(\d{{1,3}}(?:\.\d+)?|(?:{'|'.join(NUMBERS)}|a hundred)(?:[ -](?:{'|'.join(NUMBERS)}))?)[ -]?(?:%"
    r"|per ?cent\b)"
    r"|\b((?:an?|one|two|three|four|five|six|seven|eight|nine)[- ](?:thirds?|fourths?|quarters?|fifths?"
    r"|sixths?|eighths?|tenths?)|half|halfway(?= (?:mark|point|line|through|done|finished|complete)\b)"
    r"|a third|two[- ]thirds|three[- ]quarters|a quarter|most|the majority"
    r"|(?:vast|great|large|overwhelming) majority)\b"
    rf"|\b({_SMALL})(?: files?| documents?| folders?)? (?:in|out of) (?:every )?({_SMALL})\b"
)
_PARTS_OF = {"third": 3, "fourth": 4, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_SHARES = {
    **{
        # "the three-quarter mark" says as much as "three quarters"
        f"{many} {part}{ending}": 100.0 * count / whole
        for part, whole in _PARTS_OF.items()
        for many, count in {**NUMBERS, "a": 1, "an": 1}.items()
        if 0 < count < whole
        for ending in ("", "s")
    },
    "half": 50.0,
    "halfway": 50.0,
    "a third": 33.3,
    "two thirds": 66.7,
    "three quarters": 75.0,
    "a quarter": 25.0,
}


# who has passed a mark has done more
_PASSED = any_case(
    r"\b(?:pass(?:es|ed)?|cross(?:es|ed)?|surpass(?:es|ed)?|exceed(?:s|ed)?|topp?(?:s|ed)|beyond"
    r"|(?<!the )past|over) the $"
)
# who names a part says that it is not the whole
_MOST_OF_PART = 99.99


def find_share(text: str) -> Quantity | None:
    """The share of a whole that a clause names, in percent; "most" is more than half."""
    match = SHARE.search(text)
    if match is None:
        return None
    precision = _find_precision(text[: match.start()])
    if precision is Precision.EXACT and _PASSED.search(text[: match.start()]):
        precision = Precision.LEAST
    word = (match[2] or "").lower().replace("-", " ")
    percent = _read_percent(match[1]) if match[1] else None
    if match[3]:
        return _find_ratio(match, precision)
    if percent is not None and precision is Precision.EXACT and percent == int(percent) < 100:
        # what is said in whole percent was rounded
        return Quantity(percent - 0.5, top=min(percent + 0.499, 99.99)) if percent else Quantity(0.0)
    if percent is not None and precision is not Precision.ABOUT:
        return Quantity(percent, precision)
    if word in _SHARES and precision in (Precision.LEAST, Precision.MOST):
        return Quantity(_SHARES[word], precision)
    if percent is not None or word in _SHARES:
        value = _SHARES[word] if percent is None else percent
        if word.rstrip("s").endswith("tenth"):
            # who counts in tenths means no other tenth
            return Quantity(max(value - 4.99, 0.01), top=value + 4.99)
        return Quantity(0.88 * value, top=min(1.12 * value, _MOST_OF_PART if value < 100 else 100))
    return Quantity(50.0001, Precision.LEAST)


def part_shares(text: str) -> tuple[Quantity, Quantity] | None:
    """What is done, and what is left, of a clause that tells both shares: "at 40 percent, with 60 to go"."""
    found, left = list(SHARE.finditer(text)), _LEFT.search(text)
    if len(found) != 2 or left is None:
        return None
    shares = [
        find_share(f"{text[: other.start()]}{' ' * len(other[0])}{text[other.end() :]}")
        for other in reversed(found)
    ]
    first, second = shares
    if first is None or second is None:
        return None
    return (second, first) if left.start() < found[1].start() else (first, second)


def _find_ratio(match: re.Match[str], precision: Precision) -> Quantity | None:
    """The share that "one file in twelve" tells, roughly."""
    part, whole = (float(one) if one.isdigit() else NUMBERS[one.lower()] for one in match.group(3, 4))
    if not 0 < part < whole:
        return None
    if precision in (Precision.LEAST, Precision.MOST):
        return Quantity(100.0 * part / whole, precision)
    return Quantity(88.0 * part / whole, top=min(112.0 * part / whole, _MOST_OF_PART))


def _read_percent(said: str) -> float:
    """The percent that stand in figures or in words."""
    if said[0].isdigit():
        return float(said)
    words = said.lower().replace("a hundred", "hundred")
    return 100.0 if words == "hundred" else float(sum(NUMBERS[word] for word in re.split(r"[ -]", words)))


_AMOUNT = any_case(
    r"(?:\b(\d[\d,]*(?:\.\d+)?)|\b(half|a quarter of|three quarters of)?(?: an?)?)[ -]?"
    r"\b([kmgtp]i?b|(?:kilo|mega|giga|tera|peta)bytes?|gigs?)\b"
)
# "sixty-two gigabytes"
_SPELLED_AMOUNT = any_case(rf"\b({SPELLED})[ -]([kmgtp]i?b|(?:kilo|mega|giga|tera|peta)bytes?|gigs?)\b")
_AMOUNT_AND_A_HALF = any_case(
    rf"\b(\d+|{SPELLED}) and a half ([kmgtp]i?b|(?:kilo|mega|giga|tera|peta)bytes?|gigs?)\b"
)
_UNITS = {"k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15}
_PARTS = {"half": 0.5, "a quarter of": 0.25, "three quarters of": 0.75}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of data as it is said: in bytes, to the last digit that is said (`step`)."""

    size_bytes: float
    step: float
    precision: Precision

    def fits(self, found: float) -> bool:
        """Whether the number of bytes on the record is what is said; of binary units too."""
        if self.precision is Precision.LEAST:
            return found >= self.size_bytes
        if self.precision is Precision.MOST:
            return found <= self.size_bytes
        slack = max(self.step / 2, (0.08 if self.precision is Precision.ABOUT else 0.0) * found)
        return abs(found - self.size_bytes) <= slack

    def is_least_of(self, known: float) -> bool:
        """Whether it says "at least", and no more than is known to be the least."""
        return self.precision is Precision.LEAST and self.size_bytes <= known

    def is_short_of(self, known: float) -> bool:
        """Whether it says less than is known to be the least, as all there was."""
        if self.precision is Precision.LEAST:
            return False
        return self.size_bytes < known and not self.fits(known)


def find_amounts(text: str) -> list[Amount]:
    """The amounts of data that a clause names."""
    found = []
    text = _AMOUNT_AND_A_HALF.sub(lambda match: f"{_read_whole(match[1]) + 0.5:g} {match[2]}", text)
    text = _SPELLED_AMOUNT.sub(lambda match: f"{_read_words(match[1]):g} {match[2]}", text)
    for match in _AMOUNT.finditer(text):
        unit = _UNITS[match[3][0].lower()]
        digits = (match[1] or "").replace(",", "")
        value = float(digits) if digits else _PARTS.get((match[2] or "").lower(), 1.0)
        step = 10.0 ** -len(digits.partition(".")[2]) if digits else value / 2
        found.append(Amount(value * unit, step * unit, _find_precision(text[: match.start()])))
    return found


def _find_precision(before: str) -> Precision:
    if _LEAST.search(before):
        return Precision.LEAST
    if _MOST.search(before):
        return Precision.MOST
    return Precision.ABOUT if _ABOUT.search(before) else Precision.EXACT


def _read_number(match: re.Match[str]) -> float | None:
    digits, scale, words = match[1], match[2], match[3]
    if digits is not None:
        factor = {"k": 1000, "m": 1_000_000}.get((scale or "").lower()) or _SCALES.get(
            (scale or "").lower(), 1
        )
        return float(digits.replace(",", "")) * factor
    if words.lower() in ("a", "one"):
        return None
    return _read_words(words)


def _read_whole(said: str) -> float:
    return float(said) if said.isdigit() else _read_words(said)


def _read_words(words: str) -> float:
    """The number that words tell."""
    parts = re.split(r"[ -]", words.lower())
    total = current = 0.0
    for part in parts:
        if part in _SCALES:
            current = max(current, 1) * _SCALES[part]
            if _SCALES[part] > 100:
                total, current = total + current, 0
        elif part != "a" and part != "and":
            current += NUMBERS.get(part, 0)
    return total + current


_SPAN = any_case(r"\b([\w-]+)[ -](hour|day|week|month|year)s?\b")
# in days, but years in months, so that two years and 24 months come to the same
_SPAN_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0}
_SPAN_MONTHS = {"month": 1.0, "year": 12.0}


def find_spans(text: str) -> list[tuple[str, float]]:
    """How long, as a clause says it: in days, or in months."""
    found = []
    for match in _SPAN.finditer(text):
        unit = match[2].lower()
        said = match[1].lower()
        numbers = [Quantity(1.0)] if said in ("a", "an", "one") else find_numbers(said)
        for number in numbers[:1]:
            if unit in _SPAN_DAYS:
                found.append(("days", number.value * _SPAN_DAYS[unit]))
            else:
                found.append(("months", number.value * _SPAN_MONTHS[unit]))
    return found
