"""`recover compose`: write the tree that a person would want back as a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.deferral import defer
from firstbell.cli import recovery_starts
from firstbell.cli.benches import find_repository
from firstbell.cli.commands.recover.composed import report_composed
from firstbell.cli.desk_repositories import desk_repository_command
from firstbell.cli.desks import desk_option
from firstbell.cli.terminal.boundary import BEFORE_HELP
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import RepositoryOptions, reading, writing
from firstbell.cli.times import time_option

if TYPE_CHECKING:
    from firstbell.actions.recovery import composed as compositions
    from firstbell.compose.compose import ComposedTree
    from firstbell.repository import Repository
else:
    compositions = defer("firstbell.actions.recovery.composed")

HOST = click.option(
    "-H", "--host", help="Host whose files are wanted. Needed if several hosts share the repository."
)
PATH = click.option("--path", help="Which of the host's backups, by one of its paths. [the damaged one]")
BEFORE = time_option("--before", help=BEFORE_HELP)


@contextmanager
def reading_or_writing(options: RepositoryOptions, *, writes: bool) -> Iterator[Repository]:
    """The repository that the options name, to be read, or also written."""
    with (writing if writes else reading)(options) as repository:
        yield repository


@desk_repository_command(further=[ExitStatus.INCOMPLETE])
@HOST
@PATH
@BEFORE
@click.option("-n", "--dry-run", is_flag=True, help="Show what would be composed; write nothing.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask whether --keep-persistence is meant.")
@recovery_starts.keep_options
@recovery_starts.without_hunt_option
@desk_option
def compose(options: RepositoryOptions, /, *, dry_run: bool, desk: Path | None, **given: Any) -> None:
    """Write a composed snapshot. This copies no data; it only writes trees.

    A hostile file that would start something again is left out and listed. Where a hive or a directory
    database holds something hostile, nothing is written (exit status 1) until --keep-persistence keeps it.

    The snapshot is tagged `firstbell:composed`, and stock restic can restore it. Earlier snapshots stay as
    they are. If the newest composed snapshot is already what would be written, it is named instead. With
    --no-lock nothing is written. Where it would hold no files, nothing is written either, and the command
    says why (exit status 3).

    \b
    EXAMPLE
      firstbell recover compose --host office --dry-run
    """
    writes = not (dry_run or options.no_lock)
    options = replace(options, desk=desk)
    said = recovery_starts.take_kept(given)
    asked = compositions.ComposeRequest(**given)

    with reading_or_writing(options, writes=writes) as repository:

        def vet(composed: ComposedTree) -> dict[bytes, str]:
            return recovery_starts.tell_left_out(
                recovery_starts.vet_tree(options, repository, composed, said=said)
            )

        done = compositions.compose(find_repository(options, repository), asked, writes=writes, vet=vet)
    report_composed(options.output, done.composed, done.snapshot)
    done.composed.refuse_empty()
