"""Which snapshots a command is about: ids, or `--host`, `--tag` and `--path`; and how they are shown."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.cli.environment import read_setting
from firstbell.cli.terminal.figures import format_bytes, format_table
from firstbell.cli.terminal.options import RepositoryOptions, Result, option_set

if TYPE_CHECKING:
    from firstbell.cli import times
    from firstbell.repository import Repository, Snapshot, SnapshotFilter
else:
    times = defer("firstbell.cli.times")


def filter_options(function: Callable[..., Result]) -> Callable[..., Result]:
    """Gives a command `--host`, `--tag` and `--path`; it is called with `wanted`, a SnapshotFilter."""
    return _add_filters(function, ("-H", "--host"))


def long_filter_options(function: Callable[..., Result]) -> Callable[..., Result]:
    """The same for a command in which `-H` means something else."""
    return _add_filters(function, ("--host",))


def _add_filters(function: Callable[..., Result], host_names: tuple[str, ...]) -> Callable[..., Result]:
    @functools.wraps(function)
    def call(*args: Any, **given: Any) -> Result:
        from firstbell.repository import SnapshotFilter

        hosts, tags, paths = given.pop("host"), given.pop("tag"), given.pop("path")
        default = read_setting("HOST")
        return function(*args, wanted=SnapshotFilter(hosts or _as_tuple(default), tags, paths), **given)

    options = option_set(
        click.option(
            *host_names, multiple=True, help="Only snapshots of this host. [FIRSTBELL_HOST, RESTIC_HOST]"
        ),
        click.option(
            "--tag", multiple=True, metavar="TAG[,TAG]", help="Only snapshots that have all these tags."
        ),
        click.option("--path", multiple=True, help="Only snapshots of this path."),
    )
    return options(call)


def _as_tuple(value: str | None) -> tuple[str, ...]:
    return (value,) if value is not None else ()


def list_snapshots(options: RepositoryOptions, repository: Repository) -> list[Snapshot]:
    """Every readable snapshot, oldest first; a warning for each one that is not."""
    snapshots = repository.list_snapshots()
    for hex_id, reason in repository.snapshots.damaged.items():
        options.output.warn(f"snapshot {hex_id[:8]} cannot be read: {reason}")
    return snapshots


def select_snapshots(
    options: RepositoryOptions, repository: Repository, *, specs: Sequence[str], wanted: SnapshotFilter
) -> list[Snapshot]:
    """The snapshots named, in the order they are named; those that fit the filter where none is.

    Raises: SnapshotNotFoundError, AmbiguousIdError.
    """
    if not specs:
        return [snapshot for snapshot in list_snapshots(options, repository) if wanted.fits(snapshot)]
    found = [repository.snapshots.find(spec, wanted) for spec in specs]
    return list({snapshot.hex_id: snapshot for snapshot in found}.values())


def prepare_times() -> bool:
    """Read by whose clocks a table of snapshots shows times; there is nothing left to prepare then."""
    times.find_zone()
    return False


def tabulate_snapshots(
    snapshots: Iterable[Snapshot],
    *,
    reasons: Mapping[str, Sequence[str]] | None = None,
    compact: bool = False,
) -> list[str]:
    """The lines of a table of snapshots. `reasons`: by hex id, why each is kept."""
    header = ["ID", "Time", "Host", "Tags"]
    header += [] if reasons is None else ["Reasons"]
    header += [] if compact else ["Paths"]
    rows = []
    for snapshot in snapshots:
        row = [snapshot.short_id, times.show_moment(snapshot.time_ns), snapshot.hostname]
        row.append("\n".join(snapshot.tags or ()))
        if reasons is not None:
            row.append("\n".join(map(times.show_times_in, reasons.get(snapshot.hex_id, ()))))
        if not compact:
            row.append("\n".join(snapshot.paths))
        size = snapshot.summary.total_bytes_processed if snapshot.summary else None
        rows.append([*row, format_bytes(size) if size is not None else ""])
    return [*format_table([*header, "Size"], rows), say_count(len(rows), "snapshot")]
