"""One mention with what belongs to it, cut loose from its passage: what a whole is put together from."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from firstbell.impact.detection.evidence.results import CERTAIN
from firstbell.impact.detection.evidence.sources import Source, Told, tell_kinds, trace_kinds
from firstbell.impact.detection.identities.resolver import Facts, Resolution
from firstbell.impact.detection.kinds.kind import DataKind
from firstbell.impact.detection.values.value import Value


class TextEntry(msgspec.Struct):
    """One mention. `candidates`: indexes of the people it may mean. `line`: of its passage, from 0. `order`:
    how many of its whole come before. `leads`: whether nothing but a number stands before it on its line.
    `lead`: what stands there, numbers alike, where lines like it may follow. `values`, `kinds`: what is told
    of them there. `cleared`: kinds of which it is said that there is nothing.
    """

    candidates: tuple[int, ...]
    name: str
    by: str
    location: str
    facts: Facts
    kinds: set[str]
    values: list[Value]
    is_weak: bool
    is_label: bool
    is_other: bool
    line: int = 0
    order: int = 0
    leads: bool = False
    lead: str = ""
    resolution: Resolution | None = None
    sources: dict[str, set[Source]] = {}
    cleared: frozenset[str] = frozenset()

    def tell(self, kinds: Iterable[str], source: Source) -> None:
        """Kinds are told of them."""
        told = set(kinds) - self.cleared
        self.kinds |= told
        tell_kinds(self.sources, told, source)

    def trace(self, kinds: Iterable[str], by: str) -> Told:
        """How each of these kinds was told of them."""
        numbers = {str(value.kind) for value in self.values if value.kind}
        tell_kinds(self.sources, numbers, Source.NUMBER)
        return trace_kinds(by, kinds, self.sources)

    @property
    def told_kinds(self) -> set[str]:
        """The kinds that words and numbers tell of them."""
        return self.kinds | {str(value.kind) for value in self.values if value.kind}

    def drop_public(self, kinds: set[str]) -> set[str]:
        """What a directory makes public of staff anyway is left out, unless words say that it is private."""
        is_private = any(
            value.kind == DataKind.CONTACT and value.is_personal and value.fact != "email"
            for value in self.values
        )
        return kinds if is_private and not self.is_other else kinds - {DataKind.CONTACT}

    @property
    def who(self) -> object:
        """What tells whether two entries mean the same."""
        return self.candidates or self.name


class BareRow(msgspec.Struct, frozen=True):
    """A row of a table that names somebody. `by`: what names them. `told`: the kinds that the table has
    columns of.
    """

    key: str
    sureness: str
    by: str
    location: str
    told: frozenset[str]


# person -> (whom a certain mention means, by what)
CertainMentions = dict[int, set[tuple[tuple[int, ...], str]]]


def list_certain(entries: Iterable[TextEntry]) -> CertainMentions:
    """Who is meant for certain by some of these."""
    told: CertainMentions = {}
    for entry in entries:
        found = entry.resolution
        if found is not None and found.sureness == CERTAIN:
            for who in found.people:
                told.setdefault(who, set()).add((found.people, found.by))
    return told


def is_bare_line(line: str, name: str) -> bool:
    """Whether a line has no words beside a name: it may have a number."""
    rest = " ".join(line.split()).replace(name, " ")
    return rest != " ".join(line.split()) and not any(map(str.isalpha, rest))
