r"""Patterns that few texts match, each with words of which every match holds one. These are looked for first,
in a fraction of the time that the pattern takes. A test derives from each pattern that its words are enough.

>>> kicks = GuardedPattern(re.compile(rb"\b(?:free|goal) kicks?\b"), (b"kick",))
>>> kicks.may_match(b"ada kicked ben"), kicks.search(b"ada kicked ben"), kicks.search(b"a free kick").start()
(True, None, 2)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import AnyStr, Generic

import msgspec


class GuardedPattern(msgspec.Struct, Generic[AnyStr], frozen=True):
    """`pattern`: of folded text, or of text with small and large letters alike; `words`: folded."""

    pattern: re.Pattern[AnyStr]
    words: Sequence[bytes]

    def may_match(self, folded: bytes) -> bool:
        """Whether a folded text has one of the words."""
        return holds_any(folded, self.words)

    def search(self: GuardedPattern[bytes], folded: bytes) -> re.Match[bytes] | None:
        """The first match in a folded text."""
        return self.pattern.search(folded) if holds_any(folded, self.words) else None

    def finditer(self: GuardedPattern[bytes], folded: bytes) -> Iterator[re.Match[bytes]]:
        """Every match in a folded text."""
        return self.pattern.finditer(folded) if holds_any(folded, self.words) else iter(())

    def finditer_text(self: GuardedPattern[str], text: str, folded: bytes) -> Iterator[re.Match[str]]:
        """Every match in a text; `folded`: as of `search_text`."""
        return self.pattern.finditer(text) if holds_any(folded, self.words) else iter(())

    def search_text(self: GuardedPattern[str], text: str, folded: bytes) -> re.Match[str] | None:
        """The first match in a text; `folded`: the same, or more, folded."""
        return self.pattern.search(text) if holds_any(folded, self.words) else None


def holds_any(folded: bytes, words: Sequence[bytes]) -> bool:
    """Whether one of these words, or parts of words, stands in a folded text."""
    for word in words:  # noqa: SIM110 - a generator would take as long as the search
        if word in folded:
            return True
    return False
