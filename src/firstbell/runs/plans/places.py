"""The repositories that a plan reads, and what is composed of each of their lines: once, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from firstbell.compose.compose import ComposedTree, compose_tree
from firstbell.compose.doubt import Doubt
from firstbell.compose.examining import Bench, examine_pending
from firstbell.compose.hosts import StruckLine, list_struck_lines
from firstbell.repository import Repository


@dataclass(frozen=True, slots=True)
class Terms:
    """How all of a plan is composed. `until_ns`: as if no later snapshot was there. `event`: hex id."""

    until_ns: int | None = None
    event: str | None = None
    doubt: Doubt = field(default_factory=Doubt)


class Place:
    """One open repository. `name`: in firstbell.toml, or its address."""

    def __init__(self, name: str, repository: Repository, bench: Bench, *, terms: Terms) -> None:
        self.name = name
        self.repository = repository
        self.bench = bench
        self.terms = terms
        self._composed: dict[int, ComposedTree] = {}

    @cached_property
    def lines(self) -> list[StruckLine]:
        """Every line, newest first; all is examined before. Raises: EventNotFoundError."""
        examine_pending(self.bench)
        found = list_struck_lines(self.bench.catalog, until_ns=self.terms.until_ns, event=self.terms.event)
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
FindPlace = Callable[[str], Place | None]
