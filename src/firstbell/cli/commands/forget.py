"""`firstbell forget`: remove snapshots by a policy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.clock import SystemClock
from firstbell.base.errors import Error
from firstbell.cli.exits import exit_status_help
from firstbell.cli.figures import format_bytes
from firstbell.cli.options import (
    RepositoryOptions,
    Result,
    UsageError,
    collect,
    reading,
    repository_options,
    writing,
)
from firstbell.cli.selection import (
    describe_snapshot,
    long_filter_options,
    select_snapshots,
    tabulate_snapshots,
)

if TYPE_CHECKING:
    from firstbell.repository import Repository, Snapshot, SnapshotFilter
    from firstbell.repository.grouping import GroupKey
    from firstbell.repository.retention import Policy, Ruling

_PERIODS = ("hourly", "daily", "weekly", "monthly", "yearly")


class LastSnapshotError(Error):
    """A policy would remove every snapshot of a group."""

    code = "cli.last_snapshot"


class CountType(click.ParamType[int]):
    """A number, or `unlimited` (-1)."""

    name = "n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        if isinstance(value, int):
            return value
        if value == "unlimited":
            return -1
        if not value.isascii() or not value.isdigit():
            self.fail(f"{value!r} is neither a number nor `unlimited`", param, ctx)
        return int(value)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the command line asks for."""

    snapshots: tuple[str, ...]
    wanted: SnapshotFilter
    keep_last: int
    keep_hourly: int
    keep_daily: int
    keep_weekly: int
    keep_monthly: int
    keep_yearly: int
    keep_within: str | None
    keep_within_hourly: str | None
    keep_within_daily: str | None
    keep_within_weekly: str | None
    keep_within_monthly: str | None
    keep_within_yearly: str | None
    keep_tag: tuple[str, ...]
    group_by: str
    compact: bool
    dry_run: bool
    unsafe_allow_remove_all: bool
    prune: bool
    max_unused: str
    no_guards: bool
    yes: bool


def _add_options(function: Callable[..., Any]) -> Callable[..., Any]:
    count: dict[str, Any] = {"type": CountType(), "default": 0}
    letters = ("H", "d", "w", "m", "y")
    options = [
        click.argument("snapshots", nargs=-1),
        click.option("-l", "--keep-last", help="Keep the newest N (or `unlimited`).", **count),
        *(
            click.option(f"-{letter}", f"--keep-{period}", help=f"Keep N {period} ones.", **count)
            for letter, period in zip(letters, _PERIODS, strict=True)
        ),
        click.option("--keep-within", metavar="SPAN", help="Keep all within 1y6m, 30d, 12h of the newest."),
        *(
            click.option(f"--keep-within-{period}", metavar="SPAN", help=f"Keep {period} ones within SPAN.")
            for period in _PERIODS
        ),
        click.option("--keep-tag", multiple=True, metavar="TAG[,TAG]", help="Keep what has all these tags."),
        click.option("-g", "--group-by", default="host,paths", help="Apply to each group. [host,paths]"),
        click.option("-c", "--compact", is_flag=True, help="Leave out the paths."),
        click.option("-n", "--dry-run", is_flag=True, help="Say what would be removed, remove nothing."),
        click.option("--unsafe-allow-remove-all", is_flag=True, help="A group may lose all its snapshots."),
        click.option("--prune", is_flag=True, help="Prune afterwards, if anything was removed."),
        click.option(
            "--max-unused", metavar="LIMIT", default="5%", help="For --prune: how much may stay unused. [5%]"
        ),
        click.option(
            "--no-guards", is_flag=True, help="Remove what the guards would keep, too; needs --yes."
        ),
        click.option("--yes", is_flag=True, help="Do not ask."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@click.command(epilog=exit_status_help())
@_add_options
@long_filter_options
@repository_options
@collect(Request)
def command(options: RepositoryOptions, request: Request) -> Result:
    """Remove snapshots by a policy.

    SNAPSHOTS are ids, which are removed; without any, the policy rules on each group of snapshots. If
    there are not enough snapshots to fill a count, the oldest is kept too. Composed snapshots are kept and
    not counted. Only the snapshots go; the data they hold stays until `firstbell prune`.

    Guards keep more than the policy: while an encryption event is open nothing is removed, and the newest
    clean snapshot of a host and paths always stays. What they kept is told; --no-guards --yes lifts them.
    """
    policy = _read_policy(request)
    _refuse_contradictions(request, policy)
    opened = reading(options) if request.dry_run else writing(options, exclusive=True)
    with opened as repository:
        found = select_snapshots(options, repository, specs=request.snapshots, wanted=request.wanted)
        chosen = found if request.snapshots else _apply(options, found, policy, request=request)
        guarded = {} if request.no_guards or not chosen else _find_guarded(options, repository)
        removed = [snapshot for snapshot in chosen if snapshot.hex_id not in guarded]
        kept = [snapshot for snapshot in chosen if snapshot.hex_id in guarded]
        for snapshot in kept:
            options.output.text(f"kept by guard: {snapshot.short_id} ({guarded[snapshot.hex_id]})")
        if not request.dry_run:
            _remove(options, repository, removed, max_unused=request.max_unused if request.prune else None)
    told = "would remove" if request.dry_run else "removed"
    options.output.text(f"{told} {len(removed)} snapshots")
    options.output.summary(
        {
            "removed": [s.hex_id for s in removed],
            "kept_by_guard": [s.hex_id for s in kept],
            "guard_reasons": {s.hex_id: guarded[s.hex_id] for s in kept},
            "kept": len(found) - len(removed),
            "dry_run": request.dry_run,
        }
    )
    return None


def _refuse_contradictions(request: Request, policy: Policy) -> None:
    from firstbell.repository.upkeep.prune_plan import parse_limit

    if request.snapshots and policy:
        raise UsageError("name snapshots or give a policy, not both")
    if not request.snapshots and not policy and not request.unsafe_allow_remove_all:
        raise UsageError("no policy is given, so nothing would be kept", hint="give one of --keep-*, or ids")
    if request.no_guards and not request.yes:
        raise UsageError(
            "--no-guards removes what may be the last clean copy", hint="say --yes, too, if you mean it"
        )
    parse_limit(request.max_unused)


def _read_policy(request: Request) -> Policy:
    from firstbell.repository.retention import Policy
    from firstbell.repository.spans import parse_span

    values: dict[str, Any] = {"tags": request.keep_tag}
    for part in fields(Policy):
        given = getattr(request, f"keep_{part.name}", None)
        if given:
            values[part.name] = parse_span(given) if part.name.startswith("within") else given
    return Policy(**values)


def _apply(
    options: RepositoryOptions, snapshots: list[Snapshot], policy: Policy, *, request: Request
) -> list[Snapshot]:
    """The snapshots that the policy does not keep; tells of every group.

    Raises: LastSnapshotError before anything is removed.
    """
    from firstbell.repository.grouping import group_snapshots, parse_grouping
    from firstbell.repository.retention import apply_policy

    now_ns = SystemClock().now_ns()
    removed = []
    for key, group in group_snapshots(snapshots, parse_grouping(request.group_by)).items():
        rulings = apply_policy(group, policy, now_ns=now_ns)
        if not any(ruling.is_kept for ruling in rulings) and not request.unsafe_allow_remove_all:
            raise LastSnapshotError(
                f"the policy would remove every snapshot of {key.describe() or 'the repository'}",
                hint="keep some, or say --unsafe-allow-remove-all",
            )
        _tell(options, key, rulings, compact=request.compact)
        removed += [ruling.snapshot for ruling in rulings if not ruling.is_kept]
    return removed


def _tell(options: RepositoryOptions, key: GroupKey, rulings: list[Ruling], *, compact: bool) -> None:
    output = options.output
    reasons = {ruling.snapshot.hex_id: ruling.reasons for ruling in rulings if ruling.is_kept}
    kept = [ruling.snapshot for ruling in reversed(rulings) if ruling.is_kept]
    removed = [ruling.snapshot for ruling in reversed(rulings) if not ruling.is_kept]
    if key.describe():
        output.text(f"snapshots of {key.describe()}:\n")
    for verb, snapshots, why in (("keep", kept, reasons), ("remove", removed, None)):
        if snapshots:
            output.text(f"{verb}:")
            for line in tabulate_snapshots(snapshots, reasons=why, compact=compact):
                output.text(line)
            output.text()
    output.message(
        {
            "message_type": "group",
            **key._asdict(),
            "keep": [describe_snapshot(snapshot) for snapshot in kept],
            "remove": [describe_snapshot(snapshot) for snapshot in removed],
            "reasons": [{"snapshot_id": hex_id, "matches": why} for hex_id, why in reasons.items()],
        }
    )


def _remove(
    options: RepositoryOptions, repository: Repository, snapshots: list[Snapshot], *, max_unused: str | None
) -> None:
    for snapshot in snapshots:
        repository.remove_snapshot(snapshot.hex_id)
        options.output.detail(f"removed snapshot {snapshot.short_id}")
    if snapshots and max_unused is not None:
        _prune(options, repository, max_unused)


def _find_guarded(options: RepositoryOptions, repository: Repository) -> Mapping[str, str]:
    """What must stay, and why; all snapshots are examined for it."""
    from firstbell.cli.benches import list_events, open_bench
    from firstbell.recover.examining import examine_pending
    from firstbell.recover.guards import find_guarded

    with open_bench(options, repository) as bench:
        examine_pending(bench)
        open_events = [event for event in list_events(bench) if event.hex_id not in bench.closed]
        return find_guarded(bench.catalog, open_events)


def _prune(options: RepositoryOptions, repository: Repository, max_unused: str) -> None:
    from firstbell.repository.upkeep.prune import prepare_prune, prune_repository
    from firstbell.repository.upkeep.prune_plan import parse_limit

    progress = options.output.progress()
    plan = prepare_prune(repository, parse_limit(max_unused), progress)
    result = prune_repository(repository, plan, progress)
    options.output.text(f"{result.packs_removed} packs removed, {format_bytes(result.freed_bytes)} freed")
