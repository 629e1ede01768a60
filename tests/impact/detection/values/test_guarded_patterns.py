"""What is looked for before a pattern is in all that it can match: this is derived from the pattern."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from firstbell.impact import detection
from firstbell.impact.detection.identities import name_fields, visitors
from firstbell.impact.detection.values.guarded_patterns import GuardedPattern, holds_any

# where something stands that may be anything
_ANY = "\0"
_FEW_SIGNS, _FEW_TIMES = 3, 2
_PARSER = importlib.import_module("re._parser")


class _Speller:
    """Spells texts that a pattern may take and that hold none of some words, with a sign in place of what is
    left open: as soon as a part holds one the whole does.
    """

    def __init__(self, words: tuple[bytes, ...]) -> None:
        self._words = words

    def spell(self, parsed: Any) -> list[str]:
        """Such texts."""
        spelled = [""]
        for operation, told in parsed:
            spelled = self._join(spelled, self._spell_one(str(operation), told))
        return spelled

    def _join(self, before: list[str], parts: list[str]) -> list[str]:
        joined = {re.sub(f"{_ANY}+", _ANY, a + b) for a, b in product(before, parts)}
        return sorted(one for one in joined if not holds_any(one.lower().encode(), self._words))

    def _spell_one(self, operation: str, told: Any) -> list[str]:
        if operation == "LITERAL":
            return [chr(told)]
        if operation == "IN":
            signs = [chr(one) for kind, one in told if str(kind) == "LITERAL"]
            return signs if len(signs) == len(told) <= _FEW_SIGNS else [_ANY]
        if operation == "BRANCH":
            return [one for branch in told[1] for one in self.spell(branch)]
        if operation == "SUBPATTERN":
            return self.spell(told[3])
        if operation in {"MAX_REPEAT", "MIN_REPEAT"}:
            least, most, inner = told
            return self._repeat(self.spell(inner), int(least), int(most))
        # what only looks around, or at an edge, takes nothing
        return [""] if operation in {"AT", "ASSERT", "ASSERT_NOT"} else [_ANY]

    def _repeat(self, once: list[str], least: int, most: int) -> list[str]:
        spelled: list[str] = []
        times, repeated = 0, [""]
        while times <= min(most, least + _FEW_TIMES):
            spelled += repeated if times >= least else []
            repeated = self._join(repeated, once)
            times += 1
        return spelled + ([_ANY] if most >= times else [])


def _list_missed(pattern: re.Pattern[Any], words: tuple[bytes, ...]) -> list[str]:
    """Texts that a pattern may take and that hold none of the words."""
    return _Speller(words).spell(_PARSER.parse(pattern.pattern, pattern.flags))


def _list_guarded() -> Iterator[tuple[str, re.Pattern[Any], tuple[bytes, ...]]]:
    for found in pkgutil.walk_packages(detection.__path__, f"{detection.__name__}."):
        for name, value in vars(importlib.import_module(found.name)).items():
            if isinstance(value, GuardedPattern):
                yield f"{found.name}.{name}", value.pattern, tuple(value.words)
    for pattern in (visitors._VISITOR, visitors._SPEAKER):
        yield "visitors", pattern, visitors._WORDS
    for name in ("_GIVEN_FIRST", "_FAMILY_FIRST"):
        for words in (name_fields._GIVEN_WORDS, name_fields._FAMILY_WORDS):
            yield name, getattr(name_fields, name), words


_GUARDED = [*_list_guarded()]


@pytest.mark.parametrize(("name", "pattern", "words"), _GUARDED, ids=[one[0] for one in _GUARDED])
def test_every_match_holds_one_of_the_words(
    name: str, pattern: re.Pattern[Any], words: tuple[bytes, ...]
) -> None:
    assert _list_missed(pattern, words) == []


def test_a_word_that_is_missing_is_told() -> None:
    pattern = re.compile(rb"\b(?:free|goal) kicks?\b|\bown (?:goals?)?")
    assert _list_missed(pattern, (b"kick", b"goal")) == ["own "]
    assert _list_missed(pattern, (b"kick", b"own ")) == []
