r"""Patterns of words, each asked only of texts in which a word begins as the pattern can begin: few do.
How one can begin is derived from it.

>>> patterns = OpenedPatterns([rb"(?:pay|wage)s? due", rb"(?:(?:my|own) )?room \d"])
>>> patterns.list_found(b"in my room 4"), patterns.list_found(b"pay for room a")
([1], [])
>>> patterns.find_whole(b"room 4"), patterns.find_whole(b"in room 4")
(1, None)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from re import _constants as codes  # type: ignore[attr-defined]

# the parser of the standard library, which every expression has passed already
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, AnyStr, Generic

from firstbell.processes.expressions import derive

# so many signs of a word are looked at
_SIGNS = 2
_REPEATS = frozenset((codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT))
_LOOKS = frozenset((codes.AT, codes.ASSERT, codes.ASSERT_NOT))
_MOST_KNOWN = 4096


class OpenedPatterns(Generic[AnyStr]):
    """Patterns by their numbers. Texts have small letters alone, and nothing but spaces between words."""

    def __init__(self, patterns: Iterable[AnyStr]) -> None:
        self._patterns: list[re.Pattern[AnyStr]] = []
        self._by_opening: dict[str, list[int]] = defaultdict(list)
        for number, pattern in enumerate(patterns):
            self._patterns.append(re.compile(pattern))
            for opening in derive(_list_openings, pattern):
                # what begins between two words may begin anywhere
                self._by_opening[opening if opening[:1].isalnum() else ""].append(number)
        self._list_opened = lru_cache(_MOST_KNOWN)(self._list_all_opened)

    def find_whole(self, text: AnyStr) -> int | None:
        """The first pattern that a whole text fits; None where it fits none."""
        for number in self._list_opened(text[:_SIGNS]):
            if self._patterns[number].fullmatch(text):
                return number
        return None

    def list_found(self: OpenedPatterns[bytes], text: bytes) -> list[int]:
        """The patterns that stand in a text, each from the edge of a word on."""
        opened: set[int] = set()
        # behind a word of one letter stands a space, with which a pattern may go on
        for opening in {(word + b" ")[:_SIGNS] for word in text.split()}:
            opened.update(self._list_opened(opening))
        return [number for number in sorted(opened) if self._patterns[number].search(text)]

    def _list_all_opened(self, start: Any) -> list[int]:
        """The patterns that a text can fit which begins so."""
        told = start if isinstance(start, str) else start.decode("latin-1")
        openings = {told[:length] for length in range(_SIGNS + 1)}
        return sorted({number for one in openings for number in self._by_opening.get(one, ())})


def _list_openings(pattern: AnyStr) -> set[str]:
    """What a match can begin with; less than so many signs where it ends, or anything follows."""
    done: set[str] = set()
    return done | _go_on(parser.parse(pattern), {""}, done)


def _go_on(parsed: Any, begun: set[str], done: set[str]) -> set[str]:
    """What has begun so, and goes on as a part of a pattern does; what is long enough, or followed by
    anything, is `done`.
    """
    for operation, told in parsed:
        begun = _go_on_with(operation, told, begun, done)
        long = {one for one in begun if len(one) >= _SIGNS}
        done |= long
        begun = begun - long
        if not begun:
            break
    return begun


def _go_on_with(operation: Any, told: Any, begun: set[str], done: set[str]) -> set[str]:
    if operation in _LOOKS:
        return begun
    if operation is codes.BRANCH:
        return set().union(*(_go_on(branch, begun, done) for branch in told[1]))
    if operation is codes.SUBPATTERN:
        return _go_on(told[3], begun, done)
    if operation in _REPEATS:
        return _repeat(told, begun, done)
    if (signs := _list_signs(operation, told)) is None:
        done |= begun
        return set()
    return {one + sign for one in begun for sign in signs}


def _list_signs(operation: Any, told: Any) -> list[str] | None:
    """The signs that may stand in a place; None where that is left open."""
    if operation is codes.LITERAL:
        return [chr(told)]
    if operation is codes.IN and all(kind is codes.LITERAL for kind, _ in told):
        return [chr(one) for _, one in told]
    return None


def _repeat(told: Any, begun: set[str], done: set[str]) -> set[str]:
    least, most, inner = told
    found = begun if not least else set()
    for _ in range(min(int(most), _SIGNS + 1)):
        begun = _go_on(inner, begun, done)
        found = found | begun
    return found
