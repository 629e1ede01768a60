"""`firstbell forget`: remove snapshots by a policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from firstbell.base.counts import say_count
from firstbell.base.errors import Error
from firstbell.cli.benches import look_at_snapshots
from firstbell.cli.guards import ask_guards, guard_options, refuse_half_lifting, summarize_kept, tell_kept
from firstbell.cli.prune_options import PruneRequest, prune, prune_options, read_repacking, tell_pruned
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    UsageError,
    collect,
    option_set,
    reading,
    repository_command,
    writing,
)
from firstbell.cli.terminal.output import Output
from firstbell.cli.terminal.selection import long_filter_options, select_snapshots, tabulate_snapshots
from firstbell.cli.terminal.shared_options import DRY_REMOVAL
from firstbell.cli.terminal.vaults import list_arrivals
from firstbell.record.arrivals import Arrivals
from firstbell.repository.arrivals import JoinedArrivals, load_arrivals
from firstbell.repository.description import describe_snapshot
from firstbell.repository.groups import GroupBy, GroupKey, group_snapshots, parse_grouping
from firstbell.repository.moments import PolicyTreatment, RulingTime, find_moments, order_newest_first
from firstbell.repository.retention import Policy, RetentionRuling, apply_policy
from firstbell.repository.snapshots import SnapshotFilter
from firstbell.repository.spans import parse_span
from firstbell.store import Kind

if TYPE_CHECKING:
    from firstbell.repository import Repository, Snapshot

_LINES = frozenset({GroupBy.HOST, GroupBy.PATHS})
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
class ForgetRequest(PruneRequest):
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
    arrivals: Path | None
    compact: bool
    dry_run: bool
    unsafe_allow_remove_all: bool
    prune: bool
    no_guards: bool
    yes: bool


@dataclass(frozen=True)
class _Repository:
    """The repository as the policy sees it. `moments`: of all its snapshots, by hex id."""

    snapshots: Sequence[Snapshot]
    moments: Mapping[str, RulingTime]
    grouping: frozenset[GroupBy]
    now_ns: int

    def group(self, by: frozenset[GroupBy]) -> list[list[Snapshot]]:
        """All snapshots in groups, each with the newest that counts first."""
        groups = group_snapshots(self.snapshots, by).values()
        return [order_newest_first(group, self.moments) for group in groups]


_COUNT: dict[str, Any] = {"type": CountType(), "default": 0}
_OPTIONS = option_set(
    click.argument("snapshots", nargs=-1),
    click.option("-l", "--keep-last", help="Keep the newest N snapshots (or `unlimited`).", **_COUNT),
    *(
        click.option(f"-{letter}", f"--keep-{period}", help=f"Keep N {period} snapshots.", **_COUNT)
        for letter, period in zip("Hdwmy", _PERIODS, strict=True)
    ),
    click.option(
        "--keep-within",
        metavar="SPAN",
        help="Keep all snapshots within this time of the newest (1y6m, 30d, 12h).",
    ),
    *(
        click.option(f"--keep-within-{period}", metavar="SPAN", help=f"Keep {period} snapshots within SPAN.")
        for period in _PERIODS
    ),
    click.option(
        "--keep-tag", multiple=True, metavar="TAG[,TAG]", help="Keep snapshots that have all these tags."
    ),
    click.option(
        "-g", "--group-by", default="host,paths", help="Apply the policy to each group. [host,paths]"
    ),
    click.option(
        "--arrivals",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="File of arrival times: JSON lines with snapshot_id and received.",
    ),
    click.option("-c", "--compact", is_flag=True, help="Do not show the paths."),
    DRY_REMOVAL,
    click.option(
        "--unsafe-allow-remove-all",
        is_flag=True,
        help="Without a policy: remove every snapshot that --host, --tag or --path select.",
    ),
    click.option("--prune", is_flag=True, help="Run prune afterwards if anything was removed."),
)


@repository_command()
@_OPTIONS
@prune_options
@guard_options
@long_filter_options
@collect(ForgetRequest)
def command(options: RepositoryOptions, request: ForgetRequest) -> None:
    """Remove snapshots by a policy.

    SNAPSHOTS are ids to remove. Without any, the policy applies to each group of snapshots. If a group has
    too few snapshots to fill a count, its oldest one is kept too. Composed snapshots are kept and not
    counted. Only snapshots are removed; `firstbell prune` removes the data that nothing needs any more.

    A snapshot counts by its arrival, if --arrivals gives that, else by its own time. One from the future is
    kept and not counted. One whose time does not fit its arrival is judged separately from the others.

    Guards keep more: nothing is removed while an encryption event is open, and pinned snapshots and the
    newest clean snapshot of each group stay. The output names them. --no-guards --yes turns guards off.

    \b
    EXAMPLE
      firstbell forget --keep-daily 30 --keep-weekly 26 --keep-monthly 12 --prune
    """
    policy = _read_policy(request)
    repacking = read_repacking(options, request)
    arrivals = load_arrivals(request.arrivals) if request.arrivals else None
    grouping = parse_grouping(request.group_by)
    opened = reading(options) if request.dry_run else writing(options, exclusive=True)
    with opened as repository:
        found = select_snapshots(options, repository, specs=request.snapshots, wanted=request.wanted)
        place = _look(options, repository, arrivals, grouping)
        ruled = [] if request.snapshots else _apply(found, policy, place=place)
        chosen = found if request.snapshots else _list_chosen(ruled)
        reasons = {} if request.no_guards or not chosen else _guard(options, repository, place)
        reasons |= _find_held(repository, chosen)
        for group in ruled:
            _tell(options.output, group, held=reasons, compact=request.compact, always=request.dry_run)
        removed = [snapshot for snapshot in chosen if snapshot.hex_id not in reasons]
        kept = {snapshot.hex_id: reasons[snapshot.hex_id] for snapshot in chosen if snapshot not in removed}
        tell_kept(options, kept)
        if not request.dry_run:
            _remove(options, repository, removed)
        _tell_removed(options, len(removed), dry_run=request.dry_run)
        pruned = None
        if request.prune and removed and not request.dry_run:
            pruned = prune(options, repository, repacking, dry_run=False, no_guards=request.no_guards)
            tell_pruned(options, pruned, dry_run=False)
    options.output.summary(
        {
            "removed": [s.hex_id for s in removed],
            **summarize_kept(kept),
            "kept": len(found) - len(removed),
            "dry_run": request.dry_run,
            **({"prune": pruned.figures | summarize_kept(pruned.kept_by_guard)} if pruned else {}),
        }
    )


def _refuse_contradictions(request: ForgetRequest, policy: Policy) -> None:
    if request.snapshots and policy:
        raise UsageError("name snapshots or give a policy, not both")
    if not request.snapshots and not policy and not request.unsafe_allow_remove_all:
        raise UsageError(
            "no policy is given, so nothing would be kept",
            hint="use one of the --keep options, or name snapshots",
        )
    if not request.snapshots and not policy and request.wanted == SnapshotFilter():
        raise UsageError(
            "--unsafe-allow-remove-all without a policy needs a selection; it cannot empty a whole "
            "repository",
            hint="select snapshots with --host, --tag or --path",
        )
    refuse_half_lifting(no_guards=request.no_guards, yes=request.yes)


def _look(
    options: RepositoryOptions, repository: Repository, told: Arrivals | None, grouping: frozenset[GroupBy]
) -> _Repository:
    """When each snapshot came: by the file that was given, by the vault, else as far as the desk saw it."""
    sightings = look_at_snapshots(options, repository)
    logged = list_arrivals(repository.store)
    arrivals = JoinedArrivals([*([told] if told else []), *logged, sightings])
    snapshots = repository.list_snapshots()
    now_ns = repository.clock.now_ns()
    moments = find_moments(snapshots, now_ns=now_ns, arrivals=arrivals)
    return _Repository(snapshots, moments, grouping, now_ns)


def _read_policy(request: ForgetRequest) -> Policy:
    values: dict[str, Any] = {"tags": request.keep_tag}
    for part in fields(Policy):
        given = getattr(request, f"keep_{part.name}", None)
        if given:
            values[part.name] = parse_span(given) if part.name.startswith("within") else given
    policy = Policy(**values)
    _refuse_contradictions(request, policy)
    return policy


class _Group(NamedTuple):
    """The rulings on one group. `by_own_time`: whether each is kept by the snapshots' own times alone."""

    key: GroupKey
    rulings: list[RetentionRuling]
    by_own_time: Mapping[str, bool]


def _apply(snapshots: list[Snapshot], policy: Policy, *, place: _Repository) -> list[_Group]:
    """What the policy says of every group. Raises: LastSnapshotError before anything is removed."""
    groups = []
    for key, members in group_snapshots(snapshots, place.grouping).items():
        rulings = apply_policy(members, policy, now_ns=place.now_ns, moments=place.moments)
        if policy and not any(ruling.is_kept for ruling in rulings):
            raise LastSnapshotError(
                f"the policy would remove every snapshot of {key.describe() or 'the repository'}",
                hint="keep some of them; --unsafe-allow-remove-all only works without a policy",
            )
        by_own = apply_policy(members, policy, now_ns=place.now_ns)
        groups.append(_Group(key, rulings, {r.snapshot.hex_id: r.is_kept for r in by_own}))
    return groups


def _list_chosen(groups: list[_Group]) -> list[Snapshot]:
    return [ruling.snapshot for group in groups for ruling in group.rulings if not ruling.is_kept]


def _tell_removed(options: RepositoryOptions, count: int, *, dry_run: bool) -> None:
    verb = "would remove" if dry_run else "removed"
    options.output.outcome(f"{verb} {say_count(count, 'snapshot')}", always=dry_run)


def _tell(output: Output, group: _Group, *, held: Mapping[str, str], compact: bool, always: bool) -> None:
    """Tell what becomes of a group. `held`: why a guard, or the repository itself, keeps a snapshot;
    `always`: with `--quiet`, too.
    """
    key, rulings = group.key, group.rulings
    reasons = {r.snapshot.hex_id: _list_reasons(r) for r in rulings if r.is_kept}
    reasons |= {
        r.snapshot.hex_id: (f"kept by guard: {held[r.snapshot.hex_id]}",)
        for r in rulings
        if not r.is_kept and r.snapshot.hex_id in held
    }
    kept = [ruling.snapshot for ruling in reversed(rulings) if ruling.snapshot.hex_id in reasons]
    removed = [ruling.snapshot for ruling in reversed(rulings) if ruling.snapshot.hex_id not in reasons]
    changed = [r for r in reversed(rulings) if r.is_kept != group.by_own_time[r.snapshot.hex_id]]
    if key.describe():
        output.outcome(f"snapshots of {key.describe()}:\n", always=always)
    for verb, snapshots, why in (("keep", kept, reasons), ("remove", removed, None)):
        if snapshots:
            output.outcome(f"{verb}:", always=always)
            for line in tabulate_snapshots(snapshots, reasons=why, compact=compact):
                output.outcome(line, always=always)
            output.outcome(always=always)
    for ruling in changed:
        output.text(_explain(ruling))
    output.message(
        {
            "message_type": "group",
            **key._asdict(),
            "keep": [describe_snapshot(snapshot) for snapshot in kept],
            "remove": [describe_snapshot(snapshot) for snapshot in removed],
            "reasons": [{"snapshot_id": hex_id, "matches": why} for hex_id, why in reasons.items()],
            "changed_by_arrivals": [
                {
                    "snapshot_id": ruling.snapshot.hex_id,
                    "received": ruling.moment.received,
                    "is_kept": ruling.is_kept,
                    "reason": _explain(ruling),
                }
                for ruling in changed
            ],
        }
    )


def _list_reasons(ruling: RetentionRuling) -> tuple[str, ...]:
    is_apart = ruling.moment.standing is PolicyTreatment.APART
    return (*ruling.reasons, f"apart: {ruling.moment.why}") if is_apart else ruling.reasons


def _explain(ruling: RetentionRuling) -> str:
    """Why the ruling is not what the snapshots' own times alone would have made it."""
    short_id, received = ruling.snapshot.short_id, ruling.moment.received
    if ruling.moment.why:
        why = f"it {ruling.moment.why}"
    elif ruling.is_kept:
        why = "the snapshot it would have pushed out is judged separately"
    else:
        why = f"it counts by its arrival time, {received}"
    is_kept, by_own = ("kept", "removed") if ruling.is_kept else ("removed", "kept")
    return f"{short_id} is {is_kept}; by the snapshots' own times it would be {by_own}: {why}"


def _guard(options: RepositoryOptions, repository: Repository, place: _Repository) -> dict[str, str]:
    """What must stay, and why; all snapshots are examined for it."""
    guards = ask_guards(options, repository)
    groups = [group for by in {place.grouping, _LINES} for group in place.group(by)]
    return guards.keep_newest_clean(groups) | guards.hold(place.snapshots)


def _find_held(repository: Repository, snapshots: list[Snapshot]) -> dict[str, str]:
    """What the place itself keeps, whatever we want, and why."""
    store = repository.store
    held = [s.hex_id for s in snapshots if store.is_held(Kind.SNAPSHOTS, s.hex_id)]
    return dict.fromkeys(held, "the storage keeps it until its retention period is over")


def _remove(options: RepositoryOptions, repository: Repository, snapshots: list[Snapshot]) -> None:
    for snapshot in snapshots:
        repository.remove_snapshot(snapshot.hex_id)
        options.output.detail(f"removed snapshot {snapshot.short_id}")
