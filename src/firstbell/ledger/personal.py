"""Values that belong to a person and must not stand on a ledger: found by shape, told without the value.

Only numbers that are worth something to a thief and can be told by themselves: names stand in every entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from firstbell.base.issued_numbers import may_be_card, may_be_itin, may_be_ssn
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
_HIDDEN = "[a number is left out]"
_CARD = re.compile(r"(?<![0-9A-Za-z.\-])\d(?:[ \-\u00a0\u2009\u2010-\u2015]?\d){11,18}(?![0-9A-Za-z]|[-.]\d)")


def find_personal(text: str) -> str:
    """What kind of personal value the text seems to hold; "" where it holds none."""
    for match in _APART.finditer(text):
        if kind := _judge_nine(match[1] + match[3] + match[4]):
            return kind
    for match in _LABELLED.finditer(text):
        if kind := _judge_nine(match[1]):
            return kind
    return CARD if any(may_be_card(re.sub(r"\D", "", match[0])) for match in _CARD.finditer(text)) else ""


def hide_personal(text: str) -> str:
    """The text with its personal values left out.

    >>> hide_personal("my number is 219-09-9999, room 12")
    'my number is [a number is left out], room 12'
    """

    def hide_nine(match: re.Match[str]) -> str:
        return _HIDDEN if _judge_nine("".join(match[at] for at in (1, 3, 4))) else match[0]

    def hide_labelled(match: re.Match[str]) -> str:
        return match[0].replace(match[1], _HIDDEN) if _judge_nine(match[1]) else match[0]

    def hide_card(match: re.Match[str]) -> str:
        return _HIDDEN if may_be_card(re.sub(r"\D", "", match[0])) else match[0]

    return _CARD.sub(hide_card, _LABELLED.sub(hide_labelled, _APART.sub(hide_nine, text)))


def _judge_nine(digits: str) -> str:
    return SSN if may_be_ssn(digits) else ITIN if may_be_itin(digits) else ""


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
