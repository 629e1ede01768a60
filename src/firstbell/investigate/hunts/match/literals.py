"""Texts that must stand in whatever a regular expression finds: by them rules are found without being
tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# the parser of the standard library, which every expression has passed already
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# shorter pieces stand in nearly every record
LEAST_LITERAL = 3
_MOST_LITERALS = 64
_Known = frozenset[str]

# names of programs and folders stand in nearly every record of a process
_COMMON = (".exe", "\\windows\\", "system32", "c:\\", "program files", "microsoft")
_COMMON_COST = 24
# so short a text stands in many a word
_SHORT, _SHORT_COST = 6, 30


def rate_clause(clause: frozenset[str]) -> tuple[int, int]:
    """How seldom a set of texts is met, by the look of it: the higher, the more seldom."""
    ratings = [
        len(text)
        - _COMMON_COST * any(one in text for one in _COMMON)
        - _SHORT_COST * (len(text) < _SHORT and text.isascii())
        for text in clause
    ]
    return min(ratings), -len(clause)


def find_expression_literals(expression: str) -> frozenset[str]:
    r"""Texts in lower case, one of which stands in every text that the expression finds; empty if not known.

    >>> sorted(find_expression_literals(r"(?i)(foo|bars)\\+baz\d"))
    ['baz']
    >>> sorted(find_expression_literals("(abc|de)"))
    []
    """
    try:
        parsed = parser.parse(expression)
    except (re.error, RecursionError):
        return frozenset()
    return _choose(_list_sequence(parsed))


def _choose(known: Iterable[_Known]) -> _Known:
    """Of sets that must each be met, the one that is met least often."""
    fitting = [
        one for one in known if one and min(map(len, one)) >= LEAST_LITERAL and len(one) <= _MOST_LITERALS
    ]
    return max(fitting, key=rate_clause, default=frozenset())


def _list_sequence(parsed: Iterable[tuple[Any, Any]]) -> list[_Known]:
    """For each stretch of a sequence the texts of which it holds one."""
    found: list[_Known] = []
    run: list[str] = []
    for code, argument in parsed:
        character = _read_character(code, argument)
        if character is not None:
            run.append(character)
            continue
        if run:
            found.append(frozenset({"".join(run)}))
            run = []
        inner = _read_inner(code, argument)
        if inner:
            found.append(inner)
    if run:
        found.append(frozenset({"".join(run)}))
    return found


def _read_character(code: Any, argument: Any) -> str | None:
    """The one character, in lower case, that this can be."""
    if code is codes.LITERAL:
        return chr(argument).lower()
    if code is codes.IN and argument:
        alternatives = {chr(value).lower() for kind, value in argument if kind is codes.LITERAL}
        if len(alternatives) == 1 and all(kind is codes.LITERAL for kind, _ in argument):
            return alternatives.pop()
    return None


def _read_inner(code: Any, argument: Any) -> _Known:
    if code is codes.SUBPATTERN:
        return _choose(_list_sequence(argument[-1]))
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0] >= 1:
        return _choose(_list_sequence(argument[2]))
    if code is codes.BRANCH:
        branches = [_choose(_list_sequence(branch)) for branch in argument[1]]
        return frozenset().union(*branches) if all(branches) else frozenset()
    return frozenset()
