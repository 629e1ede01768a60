"""People of the case in a message: whether what it quotes is of those whose data was in the files.

Names and numbers are kept as keyed hashes with a key of this run; which ones were found is told to nobody,
only how many.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, field
from itertools import pairwise

from firstbell.triage.words import fold, split_words

_LONGEST = 40_000
_NUMBER = re.compile(r"\b\d{5,12}\b")


@dataclass(frozen=True, slots=True)
class PeopleMatch:
    """How many `people` of the case a text names, and how many of them are `children`."""

    people: int = 0
    children: int = 0


NO_PEOPLE = PeopleMatch()


@dataclass(slots=True)
class CasePeople:
    """The people of a case, hashed: token -> who they are (a number) and whether they are children."""

    tokens: dict[bytes, tuple[int, bool]] = field(default_factory=dict)
    count: int = 0
    _key: bytes = field(default_factory=lambda: os.urandom(32), repr=False)

    def add(self, name: str, number: str, *, is_child: bool) -> None:
        """Learn a person by the first and the last word of the name, and by the number, where there is one.

        Two people of one name are one here.
        """
        words = split_words(fold(name))
        who = (self.count, is_child)
        self.count += 1
        if len(words) >= 2:
            self.tokens.setdefault(self._hash(f"{words[0]} {words[-1]}"), who)
        if _NUMBER.fullmatch(number):
            self.tokens.setdefault(self._hash(number), who)

    def match(self, text: str) -> PeopleMatch:
        """Whom a text names: first name and last name next to each other in either order, or around a
        middle name; or a number.
        """
        if not self.tokens:
            return NO_PEOPLE
        text = text[:_LONGEST]
        words = split_words(fold(text))
        seen = {f"{one} {two}" for one, two in pairwise(words)}
        seen |= {f"{two} {one}" for one, two in pairwise(words)}
        seen |= {f"{one} {two}" for one, two in zip(words, words[2:], strict=False)}
        seen |= set(_NUMBER.findall(text))
        found = {self.tokens[token] for token in map(self._hash, seen) if token in self.tokens}
        return PeopleMatch(len(found), sum(is_child for _, is_child in found))

    def _hash(self, token: str) -> bytes:
        return hashlib.blake2b(token.encode(), key=self._key, digest_size=12).digest()
