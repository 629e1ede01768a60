"""Values that belong to a person and must not stand on a ledger: found by shape, told without the value.

Only numbers that are worth something to a thief and can be told by themselves: names stand in every entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from firstbell.ledger.errors import PersonalValueError

SSN = "a social security number"
ITIN = "a taxpayer's number"
CARD = "a payment card's number"

# a number inside a longer word or number is a hash, an id, a size or a path
_BETWEEN = r"(\s?[-\u2010-\u2015.]\s?|\s)"
_APART = re.compile(rf"(?<![0-9A-Za-z.\-])(\d{{3}}){_BETWEEN}(\d{{2}})\2(\d{{4}})(?![0-9A-Za-z]|[-.]\d)")
_LABELLED = re.compile(
    r"(?<![A-Za-z])(?:ssn|itin|tin|tax\s*id|taxpayer\w*|soc(?:ial)?[\s._-]*sec(?:urity)?)[^0-9]{0,40}(\d{9})(?!\d)",
    re.IGNORECASE,
)
_CARD = re.compile(r"(?<![0-9A-Za-z.\-])\d(?:[ \-\u00a0\u2009\u2010-\u2015]?\d){11,18}(?![0-9A-Za-z]|[-.]\d)")
# issuer's prefix, and the lengths that its cards have. Source: ISO/IEC 7812, the issuers' published ranges
_ISSUERS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"6011|65|64[4-9]"), (16, 19)),
    (re.compile(r"35(?:2[89]|[3-8])"), (16, 19)),
    (re.compile(r"30[0-5]|3[689]"), (14,)),
)


def find_personal(text: str) -> str:
    """What kind of personal value the text seems to hold; "" where it holds none."""
    for match in _APART.finditer(text):
        if kind := _judge_nine(match[1] + match[3] + match[4]):
            return kind
    for match in _LABELLED.finditer(text):
        if kind := _judge_nine(match[1]):
            return kind
    return CARD if any(_is_card(re.sub(r"\D", "", match[0])) for match in _CARD.finditer(text)) else ""


def _judge_nine(digits: str) -> str:
    """Source: SSA, "Social Security Number Randomization" (2011); IRS Publication 1915."""
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    if area[0] == "9":
        return ITIN if 50 <= int(group) <= 99 else ""
    return "" if area in {"000", "666"} or group == "00" or serial == "0000" else SSN


def _is_card(digits: str) -> bool:
    if not any(issuer.match(digits) and len(digits) in lengths for issuer, lengths in _ISSUERS):
        return False
    total = 0
    for at, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + at % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def refuse_personal(place: str, value: Any) -> None:
    """Raises: PersonalValueError when what JSON can say here holds a personal value, at any depth."""
    for text in _list_texts(value, ""):
        if kind := find_personal(text):
            raise PersonalValueError(place, kind)


def _list_texts(value: Any, label: str) -> Iterator[str]:
    """Every text and whole number in it, each behind the name it has."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from _list_texts(inner, str(key))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _list_texts(inner, label)
    elif isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        yield f"{label}: {value}"


# fields that hold what a person wrote; others hold ids, counts, paths
_WORDS = ("why", "text", "note", "reason")


def refuse_in_words(kind: str, body: Mapping[str, Any]) -> None:
    """Raises: PersonalValueError when what somebody wrote in an entry, whoever's, holds a personal value."""
    for field in _WORDS:
        value = body.get(field)
        if isinstance(value, str) and (found := find_personal(value)):
            raise PersonalValueError(f"{field} of an entry of kind {kind}", found)
