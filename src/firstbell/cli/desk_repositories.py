"""The repository of a command of the day of the event: the named one, else the only one of the desk."""

from __future__ import annotations

import functools
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec

import click

from firstbell.cli.desks import CONFIGURATION_NAME, find_desk
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    Result,
    UsageError,
    accept_options,
    begin_unlocking,
    read_options,
)

if TYPE_CHECKING:
    from firstbell.desk import RepositoryAddress

P = ParamSpec("P")
# that of the desk's own backups, which holds no host's files
_DESKS_OWN = "desk"
_MOST_SHOWN = 3


def desk_repository_options(
    function: Callable[Concatenate[RepositoryOptions, P], Result],
) -> Callable[P, Result]:
    """As `repository_options`; but where nothing names a repository, the only one of the desk's is meant."""

    @functools.wraps(function)
    def call(*args: P.args, **given: P.kwargs) -> Result:
        named = given.get("desk")
        options = choose_repository(
            read_options(click.get_current_context()), named if isinstance(named, Path) else None
        )
        return function(replace(options, unlocking=begin_unlocking(options)), *args, **given)

    return accept_options(call)


def choose_repository(options: RepositoryOptions, named_desk: Path | None) -> RepositoryOptions:
    """The options as they are where they name a repository, else those of the only one of the desk's.

    Raises: UsageError where the desk has several; ConfigurationError.
    """
    desk = find_desk(named_desk)
    if options.repo or options.repository_file or not (desk / CONFIGURATION_NAME).is_file():
        return options
    from firstbell.cli.recovery_repositories import address_options
    from firstbell.desk import load_configuration

    places = [place for place in load_configuration(desk).repository if place.name != _DESKS_OWN]
    ready = {place.name: address_options(options, place, desk=desk) for place in places}
    if len(ready) > 1:
        shown = [_name_options(place, ready[place.name]) for place in places[:_MOST_SHOWN]]
        more = f", and {len(places) - _MOST_SHOWN} more" if len(places) > _MOST_SHOWN else ""
        raise UsageError(
            f"no repository is named, and the desk has {len(places)}",
            hint=f"name one: {'; '.join(shown)}{more}",
        )
    if not places:
        return options
    options.output.note(f"repository {places[0].name}, the only one of the desk")
    return ready[places[0].name]


def _name_options(place: RepositoryAddress, chosen: RepositoryOptions) -> str:
    """The options that open it, ready to be typed."""
    words = ["-r", str(chosen.repo)]
    if chosen.password_command:
        words += ["--password-command", chosen.password_command]
    elif chosen.password_file:
        words += ["-p", str(chosen.password_file)]
    return f"for {place.name} `{shlex.join(words)}`"
