"""Pruning as `prune` and `forget --prune` do it: options, the plan, what is said about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from firstbell.base.counts import say_count
from firstbell.cli.guards import ask_guards, list_pins, warn_of_missing
from firstbell.cli.terminal.figures import format_bytes, format_count
from firstbell.cli.terminal.options import RepositoryOptions, UsageError, option_set
from firstbell.repository.format.compression import LEVEL_AUTO, LEVEL_MAX

if TYPE_CHECKING:
    from firstbell.repository import Repository
    from firstbell.repository.upkeep.prune_plan import PrunePlan, Repacking


# their names are those of `PruneRequest`
prune_options = option_set(
    click.option(
        "--max-unused",
        metavar="LIMIT",
        default="5%",
        help="How much may stay unused: a share of all data (5%), a size (200M), unlimited. [5%]",
    ),
    click.option("--max-repack-size", metavar="SIZE", help="Rewrite at most SIZE of packs (500M, 2G)."),
    click.option("--repack-cacheable-only", is_flag=True, help="Rewrite only packs of trees."),
    click.option(
        "--repack-small",
        is_flag=True,
        help="Also rewrite packs below 80% of full size, if there are ten or more.",
    ),
    click.option(
        "--repack-smaller-than",
        metavar="SIZE",
        help="Also rewrite packs below SIZE, if there are ten or more.",
    ),
    click.option("--repack-uncompressed", is_flag=True, help="Also rewrite packs with uncompressed data."),
)


@dataclass(frozen=True, kw_only=True)
class PruneRequest:
    """What the command line asks for."""

    max_unused: str
    max_repack_size: str | None
    repack_cacheable_only: bool
    repack_small: bool
    repack_smaller_than: str | None
    repack_uncompressed: bool


@dataclass(frozen=True)
class Pruned:
    """What was done, or would be. `kept_by_guard`: hex ids of packs that would have gone, and why."""

    figures: dict[str, Any]
    kept_by_guard: dict[str, str]


def read_repacking(options: RepositoryOptions, request: PruneRequest) -> Repacking:
    """What is to be packed anew.

    Raises: InvalidLimitError, InvalidSizeError, UsageError.
    """
    from firstbell.repository.packer import TARGET_PACK_BYTES
    from firstbell.repository.upkeep.prune_plan import Repacking, parse_limit, parse_size

    small = TARGET_PACK_BYTES * 8 // 10 if request.repack_small else 0
    if request.repack_smaller_than is not None:
        small = parse_size(request.repack_smaller_than)
        if small > TARGET_PACK_BYTES:
            raise UsageError(
                f"--repack-smaller-than {request.repack_smaller_than}: a full pack has "
                f"{format_bytes(TARGET_PACK_BYTES)}, so every prune would rewrite every pack"
            )
    if request.repack_uncompressed and options.compression == "off":
        raise UsageError("use either --repack-uncompressed or --compression off, not both")
    wanted = request.max_repack_size
    return Repacking(
        unused=parse_limit(request.max_unused),
        max_repack_bytes=None if wanted is None else parse_size(wanted),
        small_bytes=small,
        uncompressed=request.repack_uncompressed,
        only_trees=request.repack_cacheable_only,
    )


def prune(
    options: RepositoryOptions, repository: Repository, wanted: Repacking, *, dry_run: bool, no_guards: bool
) -> Pruned:
    """Remove what no snapshot and no pin needs. The caller holds the exclusive lock, but for a dry run.

    Raises: what `prepare_prune` and `prune_repository` raise; LedgerError.
    """
    from firstbell.repository.upkeep.prune import describe_plan, prepare_prune, prune_repository

    progress = options.output.progress()
    pins = () if no_guards else list_pins(repository)
    warn_of_missing(options, repository.list_snapshots(), pins)
    pinned = [snapshot for pin in pins for snapshot in pin.snapshots]
    plan = prepare_prune(repository, wanted, progress, pinned=pinned)
    guarded = {} if no_guards else _guard(options, repository, plan)
    if guarded:
        plan = plan.hold()
    level = LEVEL_MAX if options.compression == "max" else LEVEL_AUTO
    result = describe_plan(plan) if dry_run else prune_repository(repository, plan, progress, level=level)
    return Pruned(asdict(result), guarded)


def _guard(options: RepositoryOptions, repository: Repository, plan: PrunePlan) -> dict[str, str]:
    """The packs that stay while an event is open. Where nothing would go, nothing is examined."""
    if plan.is_idle():
        return {}
    return ask_guards(options, repository).hold_all(pack_id.hex() for pack_id in plan.gone)


def tell_pruned(options: RepositoryOptions, pruned: Pruned, *, dry_run: bool) -> None:
    """What was done, in a few lines."""
    would = "would be " if dry_run else ""
    figures = pruned.figures
    for reason in sorted(set(pruned.kept_by_guard.values())):
        count = sum(why == reason for why in pruned.kept_by_guard.values())
        options.output.text(f"kept by guard: {say_count(count, 'pack')} ({reason})")
    removed, repacked = say_count(figures["packs_removed"], "pack"), format_count(figures["packs_repacked"])
    options.output.outcome(f"{removed} {would}removed, {repacked} {would}repacked", always=dry_run)
    if figures["held_bytes"]:
        held = format_bytes(figures["held_bytes"])
        options.output.text(f"kept by the storage: {held}, until the retention period is over")
    freed, unused = format_bytes(figures["freed_bytes"]), format_bytes(figures["unused_bytes"])
    options.output.outcome(f"{freed} {would}freed, {unused} stay unused", always=dry_run)
