"""Which folder is the desk: the option, else FIRSTBELL_DESK, else the user's data folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from firstbell.cli.environment import read_variable

T = TypeVar("T")


def find_desk(named: Path | None = None) -> Path:
    """The desk's folder, whether or not it is there."""
    if named is not None:
        return named
    from platformdirs import user_data_path

    variable = read_variable("FIRSTBELL_DESK")
    return Path(variable) if variable else user_data_path("firstbell")


def desk_option(function: Callable[..., T]) -> Callable[..., T]:
    """Gives a command `--desk`."""
    option = click.option(
        "--desk", type=click.Path(path_type=Path), help="The desk's folder. [FIRSTBELL_DESK]"
    )
    return option(function)
