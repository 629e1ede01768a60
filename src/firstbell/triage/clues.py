"""A clue: one thing that was found in a message, what it speaks for, and how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clue:
    """`side`: what it speaks for (docs/messages.md). `reason`: in plain words, for people."""

    name: str
    side: str
    points: float
    reason: str


def add_points(clues: Iterable[Clue], *sides: str) -> float:
    """The points of these sides together."""
    return sum(clue.points for clue in clues if clue.side in sides)


def has_clue(clues: Iterable[Clue], *names: str) -> bool:
    """Whether one of these was found."""
    return any(clue.name in names for clue in clues)
