"""Whom a passage speaks of, and the phrases of the vocabulary in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from firstbell.impact.detection.mentions import Mention
from firstbell.impact.detection.values import Value
from firstbell.impact.detection.weights import THRESHOLD, WEIGHTS

STRONG = WEIGHTS.term["strong"]


@dataclass(slots=True)
class FoundTerm:
    """A phrase of the vocabulary that ends at a place. `weight`: as evidence that its kind stands there."""

    at: int
    kind: str
    weight: float = STRONG

    @property
    def is_strong(self) -> bool:
        """Whether it decides alone."""
        return self.weight >= THRESHOLD


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
