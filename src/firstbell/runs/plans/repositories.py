"""The repositories that a plan reads, and what is composed of each of their lines: once, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from firstbell.compose.boundaries import Words
from firstbell.compose.compose import ComposedTree, compose_tree
from firstbell.compose.doubt import Doubt
from firstbell.compose.examination import ExaminationContext, examine_pending
from firstbell.compose.hosts import StruckLine, list_struck_lines
from firstbell.repository import Repository


@dataclass(frozen=True, slots=True)
class Terms:
    """How all of a plan is composed.

    `until_ns`: as if no later snapshot was there. `event`: hex id. `before_ns`: a boundary set by hand.
    """

    until_ns: int | None = None
    event: str | None = None
    doubt: Doubt = field(default_factory=Doubt)
    before_ns: int | None = None


class OpenedRepository:
    """One open repository. `name`: in firstbell.toml, or its address."""

    def __init__(self, name: str, repository: Repository, bench: ExaminationContext, *, terms: Terms) -> None:
        self.name = name
        self.repository = repository
        self.bench = bench
        self.terms = terms
        self._composed: dict[int, ComposedTree] = {}

    @cached_property
    def lines(self) -> list[StruckLine]:
        """Every line, newest first; all is examined before. Raises: EventNotFoundError."""
        examine_pending(self.bench)
        terms = self.terms
        found = list_struck_lines(
            self.bench.catalog,
            until_ns=terms.until_ns,
            event=terms.event,
            words=Words(self.bench.entries, terms.before_ns, self.bench.arrivals),
        )
        return sorted(found, key=lambda line: (-line.newest.time_ns, line.line.id))

    @cached_property
    def tags(self) -> dict[str, frozenset[str]]:
        """The tags of each snapshot by hex id."""
        return {one.hex_id: frozenset(one.tags or ()) for one in self.repository.list_snapshots()}

    def compose(self, line: StruckLine) -> ComposedTree:
        """The composed tree of a line. Raises: as `compose_tree`."""
        composed = self._composed.get(line.line.id)
        if composed is None:
            composed = compose_tree(self.repository, line, self.bench, doubt=self.terms.doubt)
            self._composed[line.line.id] = composed
        return composed

    def list_host(self, host: str) -> list[StruckLine]:
        """The lines of a host, newest first."""
        return [line for line in self.lines if line.line.host == host]


# which place a host's backups lie in; None where that one is not open
FindPlace = Callable[[str], OpenedRepository | None]
