"""What is found in one document: who is linked to which kinds, by what, how surely. Values only masked and
keyed.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from firstbell.impact.detection.evidence.sources import Told, add_sources

CERTAIN, PROBABLE, POSSIBLE = "certain", "probable", "possible"
SURENESS = {CERTAIN: 0, PROBABLE: 1, POSSIBLE: 2}
MAX_PLACES = 12
_REMEMBERED = 20_000


class Masked(msgspec.Struct, frozen=True, array_like=True):
    """A value that was found: its kind, a mask a reviewer can compare, its hash under the case's key."""

    kind: str
    mask: str
    keyed: str


class Outsider(msgspec.Struct, array_like=True):
    """Somebody whom the roster does not know. `anchors`: keyed hashes of what identifies them."""

    name: str
    role: str
    anchors: tuple[str, ...]
    dob_keyed: str = ""
    ssn_keyed: str = ""
    is_minor: bool = False


class PersonLink(msgspec.Struct, array_like=True):
    """People of the roster (keys), or an outsider, linked to kinds. Several keys: nothing tells them
    apart. `told`: how each kind was told, until the document has ended.
    """

    keys: tuple[str, ...]
    outsider: Outsider | None
    kinds: set[str]
    sureness: str
    linked_by: set[str]
    places: list[str]
    values: list[Masked]
    note: str = ""
    told: Told = {}

    def merge(self, other: PersonLink) -> None:
        """Take in another link of the same people."""
        self.kinds |= other.kinds
        self.linked_by |= other.linked_by
        self.told = add_sources(self.told, other.told)
        if SURENESS[other.sureness] < SURENESS[self.sureness]:
            self.sureness = other.sureness
        for location in other.places:
            if location not in self.places and len(self.places) < MAX_PLACES:
                self.places.append(location)
        known = {value.keyed for value in self.values}
        self.values += [value for value in other.values if value.keyed not in known][:MAX_PLACES]
        self.note = self.note or other.note


class Findings(msgspec.Struct):
    """What was found in one document. `loose`: kinds that are about nobody who could be told.

    `mentioned`: how often people of the roster are named. `risk`: 0 to 1, how much its place and its words
    say that it tells of somebody. `layout`: names the form, or the columns, that it shares with others; ""
    where it has none. `named`: keys of those who are named and to whom nothing is linked.
    """

    links: list[PersonLink]
    kinds: set[str]
    loose: set[str]
    mentioned: int = 0
    risk: float = 0.0
    layout: str = ""
    named: list[str] = []


class Keeper:
    """Masks and keys values."""

    def __init__(self, key: bytes, today: str) -> None:
        self._hash = blake2b(digest_size=16, key=key)
        self._kept: dict[tuple[str, str], Masked] = {}
        self.today = today

    def keyed(self, kind: str, value: str) -> str:
        """The hash of a value under the case's key, hex."""
        keyed = self._hash.copy()
        keyed.update(f"{kind}\0{value}".encode("utf-8", "replace"))
        return keyed.hexdigest()

    def keep(self, kind: str, value: str) -> Masked:
        """What is kept of a value; of those that came lately it is known."""
        kept = self._kept.get((kind, value))
        if kept is None:
            if len(self._kept) >= _REMEMBERED:
                self._kept.clear()
            kept = self._kept[kind, value] = Masked(kind, mask_value(kind, value), self.keyed(kind, value))
        return kept


class OpenKeeper(Keeper):
    """Masks values and leaves them open, for somebody else to key: it holds no key."""

    def __init__(self, today: str) -> None:
        super().__init__(b"", today)

    def keyed(self, kind: str, value: str) -> str:
        """The kind and the value, for `seal_findings`."""
        return f"{kind}\0{value}".encode("utf-8", "replace").decode()


def seal_findings(findings: Findings, keeper: Keeper) -> None:
    """Key every value that an `OpenKeeper` left open, in place."""
    for link in findings.links:
        link.values = [Masked(one.kind, one.mask, _seal(one.keyed, keeper)) for one in link.values]
        outsider = link.outsider
        if outsider is not None:
            outsider.anchors = tuple(_seal(one, keeper) for one in outsider.anchors)
            outsider.dob_keyed = outsider.dob_keyed and _seal(outsider.dob_keyed, keeper)
            outsider.ssn_keyed = outsider.ssn_keyed and _seal(outsider.ssn_keyed, keeper)


def _seal(told: str, keeper: Keeper) -> str:
    kind, _, value = told.partition("\0")
    return keeper.keyed(kind, value)


def mask_value(kind: str, value: str) -> str:
    """As much of a value as a reviewer needs to compare it, and a thief cannot use."""
    if kind == "dob":
        return f"{value[:4]}-xx-xx"
    if kind == "contact":
        return f"{value[:1]}...{value[-2:]}" if len(value) > 6 else "..."
    if kind in {"ssn", "government_id", "financial"} and len(value) > 6:
        return f"...{value[-2:]}"
    return "..."


def join_links(links: Iterable[PersonLink]) -> list[PersonLink]:
    """One link for each person, or set of people."""
    joined: dict[object, PersonLink] = {}
    for link in links:
        about = link.outsider
        key = link.keys or (about.name.lower(), *about.anchors) if about else link.keys
        if key in joined:
            joined[key].merge(link)
        else:
            joined[key] = link
    return list(joined.values())
