"""`firstbell unlock`: remove locks that nobody holds any more."""

from __future__ import annotations

import click

from firstbell.base.counts import say_count
from firstbell.cli.terminal.options import RepositoryOptions, open_repository, repository_command


@repository_command()
@click.option("--remove-all", is_flag=True, help="Remove every lock, even those of running processes.")
def command(options: RepositoryOptions, *, remove_all: bool) -> None:
    """Remove stale locks.

    A lock is stale if it is older than half an hour, or if its process on this machine is gone.
    """
    repository = open_repository(options)
    removed = repository.locks.remove(everything=remove_all)
    options.output.text(f"removed {say_count(removed, 'lock')}")
    options.output.summary({"locks_removed": removed})
