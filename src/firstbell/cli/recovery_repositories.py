"""The repositories that the desk's systems lie in, opened as the command line and firstbell.toml say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.base.errors import Error
from firstbell.cli.benches import open_bench, open_ledger
from firstbell.cli.desks import find_desk
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    begin_unlocking,
    given_options,
    reading,
    writing,
)

if TYPE_CHECKING:
    from firstbell.desk import Configuration, RepositoryAddress
    from firstbell.ledger import Entry
    from firstbell.repository import Repository
    from firstbell.runs.plans.repositories import FindPlace, OpenedRepository, Terms
    from firstbell.runs.plans.starts import AskStarts


class NothingOpenedError(Error):
    """No repository could be opened."""

    code = "cli.no_place"


def load_desk(options: RepositoryOptions) -> Configuration:
    """What the desk knows of the district. Raises: NoDeskError, ConfigurationError."""
    from firstbell.desk import load_configuration

    return load_configuration(find_desk(options.desk))


def list_addresses(options: RepositoryOptions, configuration: Configuration) -> list[NamedOptions]:
    """How each repository is opened: the one on the command line, else the desk's, else the environment's."""
    given = given_options(click.get_current_context())
    is_named = "repo" in given or "repository_file" in given
    hosts: dict[str, set[str]] = {place.name: set() for place in configuration.repository}
    for host in configuration.host:
        hosts.setdefault(host.repository, set()).add(host.name)
    if is_named or not configuration.repository:
        return [NamedOptions(options.repo or "the repository", options, None)]
    return [
        NamedOptions(place.name, _address(options, place), frozenset(hosts[place.name]))
        for place in configuration.repository
    ]


@dataclass(frozen=True)
class NamedOptions:
    """How one repository is opened. `hosts`: whose backups it holds, None for all."""

    name: str
    options: RepositoryOptions
    hosts: frozenset[str] | None

    def begin(self) -> NamedOptions:
        """The same, with its key being derived in another thread: where there are many, all at once."""
        if self.options.unlocking is not None:
            return self
        return replace(self, options=replace(self.options, unlocking=begin_unlocking(self.options)))


def _address(options: RepositoryOptions, place: RepositoryAddress) -> RepositoryOptions:
    password_file, password_command = options.password_file, options.password_command
    if place.password_file or place.password_command:
        # as in every other file that firstbell.toml names: relative to the desk, not to where we are
        password_file = find_desk(options.desk) / place.password_file if place.password_file else None
        password_command = place.password_command or None
    return replace(
        options,
        repo=place.url,
        repository_file=None,
        password_file=password_file,
        password_command=password_command,
        unlocking=None,
    )


@contextmanager
def open_places(
    options: RepositoryOptions,
    configuration: Configuration,
    terms: Terms,
    *,
    hosts: frozenset[str],
    writes: bool,
) -> Iterator[RepositoriesByHost]:
    """The repositories that hold backups of these hosts; one that cannot be opened is a warning.

    Raises: what opening raises where there is but one; NothingOpenedError where none can be.
    """
    addresses = [
        one for one in list_addresses(options, configuration) if one.hosts is None or one.hosts & hosts
    ]
    with ExitStack() as stack:
        opened = RepositoriesByHost()
        for one in [address.begin() for address in addresses]:
            try:
                place = stack.enter_context(_open_place(one, terms, writes=writes))
            except Error as error:
                if len(addresses) == 1:
                    raise
                options.output.warn(f"repository {one.name}: {error}")
                continue
            opened.add(place, one)
        if not opened.places:
            raise NothingOpenedError(
                "none of the desk's repositories that hold these systems could be opened",
                hint="`firstbell desk check` shows their addresses; -r names another one",
            )
        yield opened


@contextmanager
def _open_place(one: NamedOptions, terms: Terms, *, writes: bool) -> Iterator[OpenedRepository]:
    from firstbell.runs.plans.repositories import OpenedRepository

    with (
        (writing if writes else reading)(one.options) as repository,
        open_bench(one.options, repository) as bench,
    ):
        yield OpenedRepository(one.name, repository, bench, terms=terms)


class RepositoriesByHost:
    """Places by host. `ask_starts`: how it is asked what they would start again; None where nobody asks."""

    def __init__(self) -> None:
        self.ask_starts: AskStarts | None = None
        self.places: list[OpenedRepository] = []
        self.options: dict[str, RepositoryOptions] = {}
        self._hosts: list[tuple[frozenset[str] | None, OpenedRepository]] = []

    def add(self, place: OpenedRepository, one: NamedOptions) -> None:
        """Another place."""
        self.places.append(place)
        self.options[place.repository.hex_id] = one.options
        self._hosts.append((one.hosts, place))

    @property
    def find(self) -> FindPlace:
        """Which place a host's backups lie in."""
        return self._find

    def _find(self, host: str) -> OpenedRepository | None:
        return next((place for hosts, place in self._hosts if hosts is None or host in hosts), None)

    def find_repository(self, hex_id: str) -> OpenedRepository | None:
        """The place of the repository with this id."""
        return next((place for place in self.places if place.repository.hex_id == hex_id), None)

    def read_entries(self, desk: Path | None) -> list[Entry]:
        """What stands on the desk's ledgers of these repositories."""
        return [entry for place in self.places for entry in read_ledger(place.repository, desk)]


def read_ledger(repository: Repository, desk: Path | None) -> list[Entry]:
    """The entries of the desk's ledger of a repository, none where there is none yet."""
    return list(open_ledger(repository, desk).read())
