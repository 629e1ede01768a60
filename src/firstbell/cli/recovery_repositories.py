"""The repositories that the desk's systems lie in, opened as the command line and firstbell.toml say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.base.errors import Error
from firstbell.cli.benches import find_access, open_bench
from firstbell.cli.desks import find_desk
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    given_options,
    open_place,
    reading,
    unlock_early,
    writing,
)
from firstbell.desk import Configuration, RepositoryAddress, load_configuration

if TYPE_CHECKING:
    from firstbell.actions.access.repositories import RepositoriesByHost
    from firstbell.runs.plans.repositories import OpenedRepository, Terms


def load_desk(options: RepositoryOptions) -> Configuration:
    """What the desk knows of the district. Raises: NoDeskError, ConfigurationError."""
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
        NamedOptions(place.name, address_options(options, place), frozenset(hosts[place.name]))
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
        return replace(self, options=unlock_early(self.options))


def address_options(
    options: RepositoryOptions, place: RepositoryAddress, *, desk: Path | None = None
) -> RepositoryOptions:
    """How one repository of firstbell.toml is opened. `desk`: its folder, where it is not the options'."""
    password_file, password_command = options.password_file, options.password_command
    if place.password_file or place.password_command:
        # as in every other file that firstbell.toml names: relative to the desk, not to where we are
        password_file = find_desk(desk or options.desk) / place.password_file if place.password_file else None
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
    from firstbell.actions.access.repositories import HostRepository, NothingOpenedError, RepositoriesByHost

    with ExitStack() as stack:
        opened = RepositoriesByHost(find_access(options))
        for one in [address.begin() for address in addresses]:
            try:
                place = stack.enter_context(_open_place(one, terms, writes=writes))
            except Error as error:
                if len(addresses) == 1:
                    raise
                options.output.warn(f"repository {one.name}: {error}")
                continue
            opened.add(HostRepository(place, one.hosts, partial(open_place, one.options)))
        if not opened.places:
            raise NothingOpenedError(
                "none of the desk's repositories with these systems could be opened",
                hint="`firstbell desk check` shows their addresses; -r names another repository",
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
