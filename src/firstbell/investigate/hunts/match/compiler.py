"""Detections of a rule, as YAML or TOML hold them, compiled: maps, lists, fields with modifiers,
conditions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from firstbell.base.counts import read_number
from firstbell.investigate.hunts.match.detections import (
    Detection,
    Every,
    FieldPair,
    FieldState,
    FieldTest,
    Keywords,
    Neither,
    Some,
)
from firstbell.investigate.hunts.match.patterns import (
    OUTSIDE,
    HuntRuleError,
    Pattern,
    compile_comparison,
    compile_expression,
    compile_network,
    compile_text,
    encode_base64,
    list_base64_offsets,
    list_dashes,
)

_PLACES = frozenset({"contains", "startswith", "endswith"})
_COMPARISONS = frozenset({"gt", "gte", "lt", "lte"})
_ENCODINGS = {"wide": "utf-16-le", "utf16le": "utf-16-le", "utf16be": "utf-16-be", "utf16": "utf-16"}
_KNOWN = (
    _PLACES
    | _COMPARISONS
    | _ENCODINGS.keys()
    | {
        "all",
        "re",
        "i",
        "m",
        "s",
        "cidr",
        "windash",
        "base64",
        "base64offset",
        "exists",
        "fieldref",
        "cased",
        "outside",
    }
)
_TOKEN = re.compile(r"\(|\)|[^\s()]+")


def compile_rule(detection: Mapping[str, Any]) -> Detection:
    """A rule's `detection`: named parts, and the condition that joins them. Raises: HuntRuleError."""
    condition = detection.get("condition")
    if isinstance(condition, list):
        return Some(tuple(compile_rule({**detection, "condition": one}) for one in condition))
    if not isinstance(condition, str):
        raise HuntRuleError("the rule has no condition")
    if "|" in condition:
        raise HuntRuleError("the condition counts records in the old way (`| count`)")
    parts = {
        name: compile_part(part) for name, part in detection.items() if name not in ("condition", "timeframe")
    }
    return _Conditions(parts, _TOKEN.findall(condition)).parse()


def compile_part(part: Any) -> Detection:
    """A map (all of it), a list of maps or words (one of it), or one word. Raises: HuntRuleError."""
    if isinstance(part, Mapping):
        return _join([_compile_field(str(name), value) for name, value in part.items()], Every)
    if isinstance(part, Sequence) and not isinstance(part, str):
        words = [one for one in part if not isinstance(one, Mapping)]
        maps = [compile_part(one) for one in part if isinstance(one, Mapping)]
        if words:
            maps.append(Keywords(tuple(compile_text(str(word), place="contains") for word in words)))
        return _join(maps, Some)
    return Keywords((compile_text(str(part), place="contains"),))


def _join(parts: Sequence[Detection], how: Callable[[tuple[Detection, ...]], Detection]) -> Detection:
    if not parts:
        raise HuntRuleError("a part of the rule is empty")
    return parts[0] if len(parts) == 1 else how(tuple(parts))


def _compile_field(given: str, value: Any) -> Detection:
    name, *modifiers = given.split("|")
    unknown = [modifier for modifier in modifiers if modifier not in _KNOWN]
    if unknown:
        raise HuntRuleError(f"the modifier {unknown[0]!r} is not known")
    # as Sigma writes the fields of Windows: without spaces
    name = name.replace(" ", "")
    values = list(value) if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    if "exists" in modifiers:
        return FieldState(name, exists=bool(values[0]))
    if "outside" in modifiers:
        test = FieldTest(name, (OUTSIDE,))
        return test if values[0] else Neither(test)
    if "fieldref" in modifiers:
        how = next((one for one in modifiers if one in _PLACES), "")
        return _join([FieldPair(name, str(one), how) for one in values], Some)
    nothing = [FieldState(name, exists=False) for one in values if one is None]
    tests = [_compile_value(name, one, modifiers) for one in values if one is not None]
    if "all" in modifiers:
        return _join([*nothing, *tests], Every)
    name = "" if name == "*" else name
    merged = [_merge(name, tests)] if tests else []
    return _join([*nothing, *merged], Some)


def _merge(name: str, tests: Sequence[FieldTest | Keywords]) -> Detection:
    patterns = tuple(pattern for test in tests for pattern in test.patterns)
    if not name:
        return Keywords(patterns)
    exact: set[str] = set()
    for test in tests:
        if not isinstance(test, FieldTest) or test.exact is None:
            return FieldTest(name, patterns)
        exact |= test.exact
    return FieldTest(name, patterns, frozenset(exact))


def _compile_value(name: str, value: Any, modifiers: Sequence[str]) -> FieldTest | Keywords:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    patterns = tuple(_compile_patterns(text, modifiers, is_keyword=not name))
    if name in ("", "*"):
        return Keywords(patterns)
    plain = not modifiers and not set(text) & set("*?\\")
    return FieldTest(name, patterns, frozenset({text.lower()}) if plain else None)


def _compile_patterns(text: str, modifiers: Sequence[str], *, is_keyword: bool) -> list[Pattern]:
    if "re" in modifiers:
        return [compile_expression(text, "".join(one for one in modifiers if one in ("i", "m", "s")))]
    if "cidr" in modifiers:
        return [compile_network(text)]
    comparison = next((one for one in modifiers if one in _COMPARISONS), None)
    if comparison:
        return [compile_comparison(text, comparison)]
    place = next((one for one in modifiers if one in _PLACES), "contains" if is_keyword else "")
    texts = list_dashes(text) if "windash" in modifiers else [text]
    cased = "cased" in modifiers or "base64" in modifiers or "base64offset" in modifiers
    return [compile_text(one, place=place, cased=cased) for each in texts for one in _encode(each, modifiers)]


def _encode(text: str, modifiers: Sequence[str]) -> list[str]:
    encoding = next((_ENCODINGS[one] for one in modifiers if one in _ENCODINGS), "utf-8")
    if "base64" in modifiers:
        return [encode_base64(text.encode(encoding))]
    if "base64offset" in modifiers:
        return list(list_base64_offsets(text.encode(encoding)))
    return [text.encode(encoding).decode("latin-1")] if encoding != "utf-8" else [text]


class _Conditions:
    """A condition: `a and not (b or 1 of c*)`. `or` binds least, `not` most."""

    def __init__(self, parts: Mapping[str, Detection], tokens: list[str]) -> None:
        self._parts = parts
        self._tokens = tokens
        self._at = 0

    def parse(self) -> Detection:
        """The detection that the whole condition is. Raises: HuntRuleError."""
        whole = self._parse_or()
        if self._at != len(self._tokens):
            raise HuntRuleError(f"the condition goes on with {self._tokens[self._at]!r}")
        return whole

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _parse_or(self) -> Detection:
        parts = [self._parse_and()]
        while self._peek().lower() == "or":
            self._take()
            parts.append(self._parse_and())
        return _join(parts, Some)

    def _parse_and(self) -> Detection:
        parts = [self._parse_not()]
        while self._peek().lower() == "and":
            self._take()
            parts.append(self._parse_not())
        return _join(parts, Every)

    def _parse_not(self) -> Detection:
        token = self._take()
        if token.lower() == "not":
            return Neither(self._parse_not())
        if token == "(":
            inner = self._parse_or()
            if self._take() != ")":
                raise HuntRuleError("a bracket of the condition is not closed")
            return inner
        if self._peek().lower() == "of":
            self._take()
            return self._join_many(token, self._take())
        if token not in self._parts:
            raise HuntRuleError(f"the condition names {token!r}, which the rule does not have")
        return self._parts[token]

    def _join_many(self, how_many: str, which: str) -> Detection:
        names = [
            name
            for name in self._parts
            if (which == "them" and not name.startswith("_"))
            or (which != "them" and fnmatchcase(name, which))
        ]
        if not names:
            raise HuntRuleError(f"the condition names {which!r}, which the rule does not have")
        parts = tuple(self._parts[name] for name in names)
        if how_many.lower() == "all":
            return _join(parts, Every)
        if how_many.lower() in ("1", "any"):
            return _join(parts, Some)
        number = read_number(how_many)
        if number is None:
            raise HuntRuleError(f"the condition asks for {how_many!r} of {which!r}")
        return Some(parts, number)
