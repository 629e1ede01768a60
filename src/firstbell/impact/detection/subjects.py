"""Whom a passage speaks of, and the phrases of the vocabulary in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from firstbell.impact.detection.mentions import Mention
from firstbell.impact.detection.values import Value


@dataclass(slots=True)
class FoundTerm:
    """A phrase of the vocabulary at a place."""

    at: int
    kind: str
    is_strong: bool


@dataclass(slots=True)
class PassageSubject:
    """Somebody a passage speaks of, with what belongs to them in it. `name`: for whom the roster does not
    know.
    """

    mention: Mention
    name: str = ""
    is_other: bool = False
    values: list[Value] = field(default_factory=list)
    facts: list[Value] = field(default_factory=list)
    ids: set[int] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
