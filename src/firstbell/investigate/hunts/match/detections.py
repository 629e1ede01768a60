"""Detections: tests of the fields of one record, joined by and, or, not.

A record is a mapping of field name to text or to several texts. Every detection can tell two things about the
records it fits: its `ways`, the texts that stand in such a record, and `pinned`, the values of which one
field holds one. By them the rules that are worth a look are found without looking at each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from firstbell.investigate.hunts.match.literals import rate_clause
from firstbell.investigate.hunts.match.patterns import Pattern

Fields = Mapping[str, "str | list[str]"]
Way = tuple[frozenset[str], ...]
# more ways cost more than they save
_MOST_WAYS = 48


class Detection(Protocol):
    """A test of one record."""

    def fits(self, fields: Fields) -> bool:
        """Whether the record passes."""

    def find_literals(self) -> frozenset[str] | None:
        """Texts in lower case, at least one of which stands in every record that passes; None: not known."""

    def list_clauses(self) -> list[frozenset[str]]:
        """All such sets that are known: of each at least one text stands in every record that passes."""

    def list_ways(self) -> list[Way]:
        """The ways to pass: a record that passes holds, of at least one way, a text of each of its sets."""

    def find_pinned(self, name: str) -> frozenset[str] | None:
        """The values, in lower case, one of which the field has in every record that passes; None: any."""


class AnyPattern:
    """Whether a value passes one of several patterns; those that are plain text are asked all at once."""

    __slots__ = ("_contains", "_ends", "_equals", "_others", "_starts", "patterns", "test")

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)
        by_place: dict[str, list[str]] = {}
        for pattern in patterns:
            by_place.setdefault(pattern.place, []).append(pattern.folded)
        self._equals = frozenset(by_place.get("equals", ()))
        self._starts = tuple(by_place.get("startswith", ()))
        self._ends = tuple(by_place.get("endswith", ()))
        self._contains = tuple(by_place.get("contains", ()))
        # an expression is slow, and a look for a text that it needs is not
        self._others = tuple(
            (tuple(pattern.literals), pattern.test) for pattern in patterns if not pattern.place
        )

        # most ask one thing alone, for which one call does
        self.test = self._choose_test()

    def _choose_test(self) -> Callable[[str], bool]:
        """What tells whether a value passes."""
        equals, ends, starts = self._equals, self._ends, self._starts
        filled = [bool(equals), bool(ends), bool(starts), bool(self._contains), bool(self._others)]
        if filled == [True, False, False, False, False]:
            return lambda value: value.lower() in equals
        if filled == [False, True, False, False, False]:
            return lambda value: value.lower().endswith(ends)
        if filled == [False, False, True, False, False]:
            return lambda value: value.lower().startswith(starts)
        return self._test_all

    def _test_all(self, value: str) -> bool:
        folded = value.lower()
        if folded in self._equals or folded.endswith(self._ends) or folded.startswith(self._starts):
            return True
        for text in self._contains:
            if text in folded:
                return True
        for literals, test in self._others:
            if literals:
                for text in literals:
                    if text in folded:
                        break
                else:
                    continue
            if test(value):
                return True
        return False

    @property
    def is_slow(self) -> bool:
        """Whether one of the patterns is no plain text."""
        return bool(self._others)

    def find_literals(self) -> frozenset[str] | None:
        """See Detection."""
        return _join([pattern.literals or None for pattern in self.patterns])


class SingleTest:
    """What holds of a detection that is no more than one set of texts, or none, and pins nothing."""

    __slots__ = ()

    def find_literals(self) -> frozenset[str] | None:
        """See Detection."""
        return None

    def list_clauses(self) -> list[frozenset[str]]:
        """See Detection."""
        literals = self.find_literals()
        return [literals] if literals else []

    def list_ways(self) -> list[Way]:
        """See Detection."""
        return [tuple(self.list_clauses())]

    def find_pinned(self, name: str) -> frozenset[str] | None:
        """See Detection."""
        del name
        return None


class FieldTest(SingleTest):
    """Whether one value of a field passes one of the patterns. `exact`: the values, where they are plain."""

    __slots__ = ("_any", "_test", "exact", "name", "patterns")

    def __init__(self, name: str, patterns: Sequence[Pattern], exact: frozenset[str] | None = None) -> None:
        self.name = name
        self.patterns = tuple(patterns)
        self.exact = exact
        self._any = AnyPattern(patterns)
        self._test = self._any.test

    @property
    def is_slow(self) -> bool:
        """Whether one of its patterns is no plain text."""
        return self._any.is_slow

    def fits(self, fields: Fields) -> bool:
        """See Detection."""
        value = fields.get(self.name)
        if value is None:
            return False
        if isinstance(value, str):
            return self._test(value)
        return any(map(self._test, value))

    def find_literals(self) -> frozenset[str] | None:
        """See Detection."""
        return self._any.find_literals()

    def find_pinned(self, name: str) -> frozenset[str] | None:
        """See Detection."""
        return self.exact if name == self.name else None


class Keywords(SingleTest):
    """Whether any value of the record passes one of the patterns."""

    __slots__ = ("_any", "patterns")

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self._any = AnyPattern(patterns)

    def fits(self, fields: Fields) -> bool:
        """See Detection."""
        for value in fields.values():
            for one in (value,) if isinstance(value, str) else value:
                if self._any.test(one):
                    return True
        return False

    def find_literals(self) -> frozenset[str] | None:
        """See Detection."""
        return self._any.find_literals()


@dataclass(frozen=True, slots=True)
class FieldState(SingleTest):
    """Whether the record has a field at all (`exists`), or has nothing in it (`empty`)."""

    name: str
    exists: bool

    def fits(self, fields: Fields) -> bool:
        """See Detection."""
        return (fields.get(self.name) not in (None, "", [])) == self.exists


@dataclass(frozen=True, slots=True)
class FieldPair(SingleTest):
    """Whether two fields of the record stand to each other as `how` says: "", contains, startswith,
    endswith.
    """

    name: str
    other: str
    how: str = ""

    def fits(self, fields: Fields) -> bool:
        """See Detection."""
        one, other = fields.get(self.name), fields.get(self.other)
        if not isinstance(one, str) or not isinstance(other, str):
            return False
        one, other = one.lower(), other.lower()
        if self.how == "contains":
            return other in one
        if self.how == "startswith":
            return one.startswith(other)
        return one.endswith(other) if self.how == "endswith" else one == other


@dataclass(frozen=True, slots=True)
class Every:
    """All of its parts; what is tested fast goes first."""

    parts: tuple[Detection, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(sorted(self.parts, key=_rate_cost)))

    def fits(self, fields: Fields) -> bool:
        """See Detection."""
        # loops here and below: a generator costs as much as the tests
        for part in self.parts:  # noqa: SIM110
            if not part.fits(fields):
                return False
        return True

    def find_literals(self) -> frozenset[str] | None:
        """See Detection: of the set that is met least often, by the look of it."""
        return max(self.list_clauses(), key=rate_clause, default=None)

    def list_clauses(self) -> list[frozenset[str]]:
        """See Detection."""
        return [clause for part in self.parts for clause in part.list_clauses()]

    def list_ways(self) -> list[Way]:
        """See Detection: one way of each part at a time."""
        ways: list[Way] = [()]
        for part in self.parts:
            theirs = part.list_ways()
            if len(ways) * len(theirs) > _MOST_WAYS:
                theirs = [tuple(part.list_clauses())]
            ways = [(*one, *other) for one in ways for other in theirs]
        return ways

    def find_pinned(self, name: str) -> frozenset[str] | None:
        """See Detection."""
        known = [values for part in self.parts if (values := part.find_pinned(name)) is not None]
        return min(known, key=len, default=None)


@dataclass(frozen=True, slots=True)
class Some(SingleTest):
    """At least `least` of its parts."""

    parts: tuple[Detection, ...]
    least: int = 1

    def fits(self, fields: Fields) -> bool:
        """See Detection."""
        if self.least == 1:
            for part in self.parts:  # noqa: SIM110
                if part.fits(fields):
                    return True
            return False
        return sum(part.fits(fields) for part in self.parts) >= self.least

    def find_literals(self) -> frozenset[str] | None:
        """See Detection."""
        return _join([part.find_literals() for part in self.parts])

    def list_ways(self) -> list[Way]:
        """See Detection: each of its parts is one, or several."""
        ways = [way for part in self.parts for way in part.list_ways()]
        return ways if self.least == 1 and len(ways) <= _MOST_WAYS else [tuple(self.list_clauses())]

    def find_pinned(self, name: str) -> frozenset[str] | None:
        """See Detection."""
        return _join([part.find_pinned(name) for part in self.parts])


@dataclass(frozen=True, slots=True)
class Neither(SingleTest):
    """Not its part. What is not there says nothing about what is."""

    part: Detection

    def fits(self, fields: Fields) -> bool:
        """See Detection."""
        return not self.part.fits(fields)


# fields that stand in the head of a Windows event, by how they begin
_HEAD = (
    "provider", "eventid", "version", "level", "task", "opcode", "keywords", "timecreated", "eventrecordid",
    "correlation", "execution", "channel", "computer", "security",
)  # fmt: skip


def asks_head(detection: Detection) -> bool:
    """Whether a text that the detection looks for may stand in the head of a record, not in its data."""
    if isinstance(detection, Every | Some):
        return any(map(asks_head, detection.parts))
    if isinstance(detection, FieldTest):
        return detection.name.lower().startswith(_HEAD)
    return isinstance(detection, Keywords)


def _rate_cost(part: Detection) -> int:
    """How much a test costs, by its kind: plain texts and states of fields least."""
    if isinstance(part, FieldTest):
        return 1 if part.is_slow else 0
    return 0 if isinstance(part, FieldState) else 2


def _join(sets: Sequence[frozenset[str] | None]) -> frozenset[str] | None:
    joined: set[str] = set()
    for one in sets:
        if one is None:
            return None
        joined |= one
    return frozenset(joined) if sets else None
