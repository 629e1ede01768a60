"""The repositories that a desk's systems lie in, open, each with whose backups it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from firstbell.actions.access.desk import DeskAccess
from firstbell.base.clock import Clock, SystemClock
from firstbell.base.errors import Error
from firstbell.ledger import Entry, Ledger
from firstbell.runs.plans.repositories import FindPlace, OpenedRepository
from firstbell.store import Store


class NothingOpenedError(Error):
    """No repository could be opened."""

    code = "cli.no_place"


@dataclass(frozen=True, slots=True)
class HostRepository:
    """One open repository. `hosts`: whose backups it holds, None for all. `reopen`: another connection."""

    place: OpenedRepository
    hosts: frozenset[str] | None
    reopen: Callable[[], Store]


class RepositoriesByHost:
    """Open repositories by host, and the desk that works on them."""

    def __init__(self, access: DeskAccess, clock: Clock | None = None) -> None:
        self.access = access
        self.clock = clock or SystemClock()
        self._opened: list[HostRepository] = []

    @property
    def places(self) -> Sequence[OpenedRepository]:
        """Every repository, in the order of the desk's file."""
        return [one.place for one in self._opened]

    def add(self, one: HostRepository) -> None:
        """Another repository."""
        self._opened.append(one)

    @property
    def find(self) -> FindPlace:
        """Which repository a host's backups lie in."""
        return self._find

    def _find(self, host: str) -> OpenedRepository | None:
        return next((one.place for one in self._opened if one.hosts is None or host in one.hosts), None)

    def find_repository(self, hex_id: str) -> HostRepository:
        """The repository with this id, which is open."""
        return next(one for one in self._opened if one.place.repository.hex_id == hex_id)

    def open_ledger(self, place: OpenedRepository) -> Ledger:
        """The desk's ledger of a repository."""
        return self.access.open_ledger(place.repository)

    def read_entries(self) -> list[Entry]:
        """What stands on the desk's ledgers of these repositories."""
        return [entry for place in self.places for entry in self.open_ledger(place).read()]
