"""Which folder is the desk: the option, else FIRSTBELL_DESK, else the user's data folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.cli.environment import read_variable

if TYPE_CHECKING:
    from firstbell.desk import District

# as the desk's loader calls it, which a list of snapshots does without where no desk is
CONFIGURATION_NAME = "firstbell.toml"
# of the example that `init --desk` writes: it is nobody's
_READ = "firstbell.district"


def find_desk(named: Path | None = None) -> Path:
    """The desk's folder, whether or not it is there."""
    variable = read_variable("FIRSTBELL_DESK")
    if named is not None or variable is not None:
        return named or Path(str(variable))
    from platformdirs import user_data_path

    return user_data_path("firstbell")


def find_district() -> District | None:
    """The district of the desk that the command line or the environment names; None without a desk."""
    context = click.get_current_context(silent=True)
    if context is None:
        return _read_district(find_desk())
    named = context.params.get("desk")
    # read once a command: a list asks for every line, for which even making a path takes long
    key = f"{_READ} {named} {read_variable('FIRSTBELL_DESK')}"
    if key not in context.meta:
        context.meta[key] = _read_district(find_desk(named if isinstance(named, Path) else None))
    district: District | None = context.meta[key]
    return district


def _read_district(desk: Path) -> District | None:
    if not os.path.isfile(desk / CONFIGURATION_NAME):
        return None  # start-up counts: what reads a configuration is not loaded where there is none
    from firstbell.desk.errors import ConfigurationError, NoDeskError
    from firstbell.desk.loader import load_configuration

    try:
        return load_configuration(desk).district
    except (NoDeskError, ConfigurationError):
        return None  # `desk check` says what is wrong; a list of snapshots must not fail of it


# eager: whoever reads a time that was typed must know by whose clocks
desk_option = click.option(
    "--desk", type=click.Path(path_type=Path), is_eager=True, help="The desk's folder. [FIRSTBELL_DESK]"
)
