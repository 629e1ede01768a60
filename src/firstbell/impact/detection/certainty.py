"""What may be called certain: claims of a way that was nearly always right where it was counted.

A claim says of one person that a document holds one kind of data of theirs. Its way is how the person was
known, how the kind was told, and the kind. `certainty.toml` says of each way how many claims there were in
sets of documents that other hands wrote, and how many of them were right. Somebody who is known beyond doubt
is called certain only where one kind at least was told in a way that holds; else `probable`.

>>> known = Certainty({"id/column/ssn": Tally(995, 1000, 40), "id/title/health": Tally(90, 100, 40)})
>>> known.holds("name+dob/column/ssn"), known.holds("id/title/health")
(True, False)
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from firstbell.impact.detection.evidence.results import CERTAIN, PROBABLE, PersonLink
from firstbell.impact.detection.kinds.kind import DataKind, select_kinds

# share of the claims of a way that must be right, how many there must be at least, and in how many documents
RIGHT, FEWEST, FEWEST_DOCUMENTS = 0.99, 30, 8
# what tells one person beyond doubt; how surely a kind was told is the same with each of these
_KNOWN = frozenset(("id", "email", "ssn", "name+dob", "name+student"))
# values of these have a form of their own: where such claims were few those of the others count, too
_VALUES = select_kinds(lambda signs: not signs.is_flag)


class Tally(msgspec.Struct, frozen=True):
    """How many of the claims of one way were right, and in how many documents they stood."""

    right: int
    claims: int
    documents: int

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.claims + other.claims, self.documents + other.documents)

    @property
    def is_right(self) -> bool:
        """Whether it was right often enough, however often that was."""
        return self.right >= RIGHT * self.claims

    @property
    def holds(self) -> bool:
        """Whether it was right often enough in enough cases."""
        return self.is_right and self.claims >= FEWEST and self.documents >= FEWEST_DOCUMENTS


NO_TALLY = Tally(0, 0, 0)


class Certainty:
    """Knows the ways that hold. `tallies`: by "known/told/kind"."""

    def __init__(self, tallies: Mapping[str, Tally]) -> None:
        self._tallies: dict[tuple[str, str], Tally] = {}
        self._values: dict[str, Tally] = {}
        for way, tally in tallies.items():
            known, told, kind = way.split("/")
            if known in _KNOWN:
                self._tallies[told, kind] = self._tallies.get((told, kind), NO_TALLY) + tally
                if kind in _VALUES:
                    self._values[told] = self._values.get(told, NO_TALLY) + tally

    def holds(self, way: str) -> bool:
        """Whether claims of a way hold."""
        known, told, kind = way.split("/")
        tally = self._tallies.get((told, kind), NO_TALLY)
        values = self._values.get(told, NO_TALLY) if kind in _VALUES else NO_TALLY
        return known in _KNOWN and (tally.holds or (values.holds and tally.is_right))

    def settle(self, links: Iterable[PersonLink]) -> None:
        """Take the word from links that rest on nothing that holds, and forget what they rest on."""
        for link in links:
            ways = list_ways(link)
            if ways and link.sureness == CERTAIN and not any(map(self.holds, ways)):
                link.sureness = PROBABLE
            link.told = {}


def list_ways(link: PersonLink) -> list[str]:
    """The ways of what a link claims, without data of contact, that make nobody concerned."""
    return [f"{way}/{kind}" for kind, ways in link.told.items() if kind != DataKind.CONTACT for way in ways]


def load_tallies() -> dict[str, dict[str, Tally]]:
    """Way -> set of documents -> what was counted there. Source: certainty.toml."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {way: {one: Tally(*counted) for one, counted in sets.items()} for way, sets in told["way"].items()}


def sum_tallies(tallies: Mapping[str, Mapping[str, Tally]], *, without: str = "") -> dict[str, Tally]:
    """Way -> all that was counted; `without`: a set that is left out."""
    return {
        way: sum((tally for one, tally in sets.items() if one != without), NO_TALLY)
        for way, sets in tallies.items()
    }
