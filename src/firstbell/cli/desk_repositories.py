"""The repository of a command of the day of the event: the named one, else the only one of the desk."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.cli.desks import CONFIGURATION_NAME, find_desk
from firstbell.cli.terminal.options import (
    CommandKind,
    RepositoryOptions,
    UsageError,
    accept_options,
    hand_over,
    read_options,
    unlock_early,
)

if TYPE_CHECKING:
    from firstbell.desk import Configuration, RepositoryAddress

# that of the desk's own backups, which holds no host's files
_DESKS_OWN = "desk"
_MOST_SHOWN = 3


def _read_and_unlock(context: click.Context) -> RepositoryOptions:
    desk, hosts = (context.params.get(name) for name in ("desk", "host"))
    return unlock_early(choose_repository(read_options(context), desk, hosts))


def choose_repository(
    options: RepositoryOptions, named_desk: Path | None, hosts: str | Sequence[str] | None = None
) -> RepositoryOptions:
    """The options as they are where they name a repository, else those of the only one of the desk's, or of
    the one that holds the backups of these hosts.

    Raises: UsageError where several may be meant; ConfigurationError.
    """
    desk = find_desk(named_desk)
    if options.repo or options.repository_file or not (desk / CONFIGURATION_NAME).is_file():
        return options
    from firstbell.cli.recovery_repositories import address_options
    from firstbell.desk import load_configuration

    configuration = load_configuration(desk)
    wanted = [hosts] if isinstance(hosts, str) else hosts or ()
    theirs = {host.repository for host in configuration.host if host.name in wanted}
    places = [place for place in configuration.repository if place.name != _DESKS_OWN]
    which = "the only one of the desk"
    if len(theirs) == 1 < len(places):
        which = f"which holds the backups of {' and '.join(wanted)}"
        places = [place for place in places if place.name in theirs]
    ready = {place.name: address_options(options, place, desk=desk) for place in places}
    if len(ready) > 1:
        shown = [_name_options(place, ready[place.name]) for place in places[:_MOST_SHOWN]]
        more = f", and {len(places) - _MOST_SHOWN} more" if len(places) > _MOST_SHOWN else ""
        raise UsageError(
            f"no repository is named, and the desk has {len(places)}",
            hint=f"name one: {'; '.join(shown)}{more}{_hint_hosts(configuration, wanted)}",
        )
    if not places:
        return options
    options.output.note(f"repository {places[0].name}, {which}")
    return ready[places[0].name]


def _hint_hosts(configuration: Configuration, wanted: Sequence[str]) -> str:
    """Why the hosts that were named do not decide."""
    unknown = [name for name in wanted if name not in {host.name for host in configuration.host}]
    if unknown:
        return f"; firstbell.toml has no host {', '.join(map(repr, unknown))}"
    return "; these hosts lie in several" if wanted else ""


def _name_options(place: RepositoryAddress, chosen: RepositoryOptions) -> str:
    """The options that open it, ready to be typed."""
    words = ["-r", str(chosen.repo)]
    if chosen.password_command:
        words += ["--password-command", chosen.password_command]
    elif chosen.password_file:
        words += ["-p", str(chosen.password_file)]
    return f"for {place.name} `{shlex.join(words)}`"


# as `repository_command`; but where nothing names a repository, the only one of the desk's is meant
desk_repository_command = CommandKind(hand_over(accept_options, _read_and_unlock), repository=True)
