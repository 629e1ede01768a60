"""Whom a passage speaks of, and the phrases of the vocabulary in it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Protocol

import msgspec

from firstbell.impact.detection.evidence.sources import Source, tell_kinds
from firstbell.impact.detection.evidence.weights import THRESHOLD, WEIGHTS
from firstbell.impact.detection.identities.mentions import Mention
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.patterns import PHRASES, Match, Shape
from firstbell.impact.detection.values.value import Value

STRONG = WEIGHTS.term["strong"]
_AFTERMATH = 12
_LAST_CHARS = 5
# a phrase that far from the head of a text may stand in its heading
_HEAD_CHARS = 80


class FoundTerm(msgspec.Struct):
    """A phrase of the vocabulary that ends at a place. `weight`: as evidence that its kind stands there.
    `is_heading`: whether it may head the whole. `is_unsaid`: whether it is only asked, supposed or denied;
    it tells nothing, and no weaker phrase of its paragraph tells more for that.
    """

    at: int
    kind: str
    weight: float = STRONG
    is_placed: bool = False
    is_heading: bool = False
    is_unsaid: bool = False

    @property
    def is_strong(self) -> bool:
        """Whether it decides alone."""
        return self.weight >= THRESHOLD


class PassageSubject(msgspec.Struct):
    """Somebody a passage speaks of, with what belongs to them in it. `name`: for whom the roster does not
    know.
    """

    mention: Mention
    name: str = ""
    is_other: bool = False
    values: list[Value] = []
    facts: list[Value] = []
    ids: set[int] = set()
    kinds: set[str] = set()
    sources: dict[str, set[Source]] = {}

    def tell(self, kind: str, source: Source) -> None:
        """A kind is told of them."""
        self.kinds.add(kind)
        tell_kinds(self.sources, (kind,), source)


class ReadText(Protocol):
    """What is asked of a passage. `folded`: its text in small letters without marks; `is_general`: whether it
    speaks to all; `is_public`: whether its place is.
    """

    text: str
    folded: bytes
    subjects: list[PassageSubject]
    terms: list[FoundTerm]
    values: list[Value]
    loose_values: list[Value]
    is_general: bool
    is_public: bool

    def line_of(self, at: int) -> tuple[int, int]:
        """Where the line of a place begins and ends."""

    def paragraph_of(self, at: int) -> tuple[int, int]:
        """Where the paragraph of a place begins and ends."""

    def list_between(self, start: int, end: int) -> list[PassageSubject]:
        """Those who are named there, in order."""

    def insert(self, subject: PassageSubject) -> None:
        """Take in one more who is named."""

    def is_pupil(self, subject: PassageSubject) -> bool:
        """Whether a student may be meant."""

    def is_pupils(self, number: Mention) -> bool:
        """Whether a number may be a student's."""

    def is_staff(self, subject: PassageSubject) -> bool:
        """Whether nobody but somebody who works here may be meant."""

    def is_given(self, word: bytes) -> bool:
        """Whether somebody of the roster is called so."""

    def is_placed(self, kind: str) -> bool:
        """Whether the place of the text says a kind of those who work here."""


def list_terms(matches: Iterable[Match], placed: Container[str] = ()) -> list[FoundTerm]:
    """The phrases; a single word at the end of a strong phrase of another kind is a part of that alone.
    `placed`: the kinds that the place of the document says.
    """
    found = [
        match
        for match in matches
        if match.shape in PHRASES and (match.shape is not Shape.PLACED or match.kind in placed)
    ]
    ends = {match.end: match.kind for match in found if match.shape is Shape.STRONG}
    harmed = [end for end, kind in ends.items() if kind == DataKind.SAFEGUARDING]
    # "sexually assaulted by" is said of who was hurt, too
    found = [
        match
        for match in found
        if match.kind != DataKind.DISCIPLINE or not any(0 <= match.end - end <= _AFTERMATH for end in harmed)
    ]
    heaviest: dict[tuple[int, str], float] = {}
    spare = {(match.end, match.kind) for match in found if match.shape is Shape.PLACED}
    spare -= {(match.end, match.kind) for match in found if match.shape is not Shape.PLACED}
    for match in found:
        if match.shape is Shape.STRONG or ends.get(match.end, match.kind) == match.kind:
            location = match.end, match.kind
            heaviest[location] = max(heaviest.get(location, 0.0), WEIGHTS.term[match.shape])
    return [
        FoundTerm(end, kind, weight, (end, kind) in spare)
        for (end, kind), weight in heaviest.items()
        # "suspended" and "suspended:" are one
        if heaviest.get((end + 1, kind), 0.0) < weight
    ]


def group_terms(passage: ReadText, terms: Iterable[FoundTerm]) -> Iterator[tuple[str, list[FoundTerm]]]:
    """(kind, phrases) of each paragraph."""
    groups: dict[tuple[int, str], list[FoundTerm]] = {}
    for term in terms:
        groups.setdefault((passage.paragraph_of(term.at - 1)[0], term.kind), []).append(term)
    for (_, kind), found in groups.items():
        yield kind, found


def make_loose(term: FoundTerm, weight: float, location: str) -> FoundTerm:
    """A phrase that is about nobody where it stands, with the weight of its paragraph; one at the head of a
    text may be its heading, but not one of a comment.
    """
    is_heading = term.at <= _HEAD_CHARS and "comment" not in location
    return FoundTerm(term.at, term.kind, weight, is_heading=is_heading)


def drop_repeated(folded: bytes, terms: Iterable[FoundTerm]) -> Iterator[FoundTerm]:
    """Without words of places, and without a weak word that came before: twice it says no more."""
    known: set[bytes] = set()
    for term in terms:
        last = folded[max(0, term.at - _LAST_CHARS) : term.at]
        is_again = term.weight <= WEIGHTS.term["weak"] and last in known
        known.add(last)
        if not term.is_placed and not is_again:
            yield term
