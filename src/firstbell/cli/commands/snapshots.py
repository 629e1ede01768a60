"""`firstbell snapshots`: list the snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import msgspec

from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.options import RepositoryOptions, Result, collect, reading, repository_command
from firstbell.cli.terminal.selection import (
    filter_options,
    prepare_times,
    select_snapshots,
    tabulate_snapshots,
)
from firstbell.repository.description import describe_snapshot
from firstbell.repository.groups import GroupBy, GroupKey, group_snapshots, parse_grouping

if TYPE_CHECKING:
    from firstbell.repository import Snapshot, SnapshotFilter


class SnapshotListRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    snapshots: tuple[str, ...]
    wanted: SnapshotFilter
    latest: int | None
    group_by: str
    compact: bool


@repository_command(further=[ExitStatus.INCOMPLETE])
@click.argument("snapshots", nargs=-1)
@click.option("--latest", type=click.IntRange(min=1), help="Show only the newest N of each host and paths.")
@click.option("-g", "--group-by", default="", help="Group by host, paths, tags.")
@click.option("-c", "--compact", is_flag=True, help="Do not show the paths.")
@filter_options
@collect(SnapshotListRequest)
def command(options: RepositoryOptions, request: SnapshotListRequest) -> Result:
    """List the snapshots.

    SNAPSHOTS are ids or their first digits. `latest` is the newest one that matches the filters.

    \b
    EXAMPLE
      firstbell snapshots --host office --latest 5
    """
    by = parse_grouping(request.group_by)
    with reading(options, loads_index=False, meanwhile=prepare_times) as repository:
        found = select_snapshots(options, repository, specs=request.snapshots, wanted=request.wanted)
        damaged = len(repository.snapshots.damaged)
    if request.latest is not None:
        found = _keep_latest(found, request.latest)
    groups = group_snapshots(found, by)
    _show(options, groups, compact=request.compact)
    options.output.summary({"snapshots": len(found), "damaged": damaged})
    return ExitStatus.INCOMPLETE if damaged else None


def _keep_latest(snapshots: list[Snapshot], count: int) -> list[Snapshot]:
    groups = group_snapshots(sorted(snapshots, key=_by_time), (GroupBy.HOST, GroupBy.PATHS)).values()
    return sorted((snapshot for group in groups for snapshot in group[-count:]), key=_by_time)


def _by_time(snapshot: Snapshot) -> tuple[int, str]:
    return snapshot.time_ns, snapshot.hex_id


def _show(options: RepositoryOptions, groups: dict[GroupKey, list[Snapshot]], *, compact: bool) -> None:
    output = options.output
    for key, snapshots in groups.items():
        if key.describe():
            output.text(f"snapshots of {key.describe()}:")
        for line in tabulate_snapshots(snapshots, compact=compact):
            output.text(line)
        grouped = {name: value for name, value in key._asdict().items() if value is not None}
        for snapshot in snapshots:
            message = {"message_type": "snapshot", **describe_snapshot(snapshot)}
            output.message(message | ({"group": grouped} if grouped else {}))
    if not groups:
        output.text("no snapshots")
