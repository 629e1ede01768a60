"""`firstbell repair`: bring a damaged repository to where it is whole again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.cli.guards import find_kept, guard_options, refuse_half_lifting, summarize_kept, tell_kept
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.help_text import VerbList
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    Result,
    UsageError,
    accept_options,
    collect,
    reading,
    repository_command,
    writing,
)
from firstbell.cli.terminal.output import json_path, text_path
from firstbell.cli.terminal.selection import filter_options, select_snapshots
from firstbell.cli.terminal.shared_options import DRY_RUN
from firstbell.store import Kind

if TYPE_CHECKING:
    from firstbell.repository import Repository, Snapshot, SnapshotFilter
    from firstbell.repository.upkeep import repair_index as index_repair
    from firstbell.repository.upkeep import repair_packs, repair_snapshots
    from firstbell.repository.upkeep.repair_packs import PacksRepair
    from firstbell.repository.upkeep.repair_snapshots import RepairedSnapshot, SnapshotRepairer
else:
    index_repair = defer("firstbell.repository.upkeep.repair_index")
    repair_packs = defer("firstbell.repository.upkeep.repair_packs")
    repair_snapshots = defer("firstbell.repository.upkeep.repair_snapshots")

_MEANINGS = {
    "content": "parts of it are lost, the rest is kept under its name with .repaired",
    "folder": "it is lost, so an empty folder replaces it",
    "size": "its size is corrected",
    "node": "it cannot be a file or folder name, so it is left out",
}


@click.group(cls=VerbList)
@accept_options
def command() -> None:
    """Bring a damaged repository back to a whole state.

    Run these in order: `repair index`, `repair packs`, `repair snapshots --forget`. After that the repository
    is whole again, without the lost data. If the original files still exist, do not repair their snapshots:
    run `repair index` and `repair packs`, then back up again, which stores the missing data.
    """


def _open(options: RepositoryOptions, *, dry_run: bool) -> AbstractContextManager[Repository]:
    return reading(options) if dry_run else writing(options, exclusive=True)


@repository_command(by=command.command, further=[ExitStatus.INCOMPLETE])
@DRY_RUN
def index(options: RepositoryOptions, *, dry_run: bool) -> Result:
    """Rebuild the index from the packs.

    It reads the end of every pack, which lists what the pack holds. Index files that are damaged or wrong are
    replaced. If a pack cannot be read, it is named and the exit status is 3. You can stop it at any moment
    and lose nothing.
    """
    with _open(options, dry_run=dry_run) as repository:
        repair = index_repair.plan_index(repository, options.output.progress())
        if not dry_run:
            index_repair.repair_index(repository, repair)
    for hex_id, reason in sorted(repair.damaged.items()):
        options.output.text(f"replaced index {hex_id[:8]}: {reason}")
        options.output.message({"message_type": "index", "id": hex_id, "reason": reason})
    changes = (("added", repair.added), ("corrected", repair.corrected), ("dropped", repair.dropped))
    for change, pack_ids in changes:
        for pack_id in pack_ids:
            options.output.text(f"pack {pack_id.hex()[:8]} is {change}")
            options.output.message({"message_type": "pack", "pack": pack_id.hex(), "change": change})
    for pack_id, reason in sorted(repair.unreadable.items()):
        # a data line and no warning: it is what the command was asked for
        options.output.text(f"pack {pack_id.hex()[:8]} cannot be read: {reason}")
        told = {"message_type": "pack", "pack": pack_id.hex(), "change": "unreadable", "reason": reason}
        options.output.message(told)
    options.output.text(_describe_index(len(repair.packs), is_idle=repair.is_idle(), dry_run=dry_run))
    options.output.summary(
        {change: len(pack_ids) for change, pack_ids in changes}
        | {
            "packs": len(repair.packs),
            "damaged_indexes": sorted(repair.damaged),
            "unreadable": [pack_id.hex() for pack_id in sorted(repair.unreadable)],
            "changed": not repair.is_idle(),
            "dry_run": dry_run,
        }
    )
    return ExitStatus.INCOMPLETE if repair.unreadable else None


def _describe_index(packs: int, *, is_idle: bool, dry_run: bool) -> str:
    if is_idle:
        return f"the index is correct ({say_count(packs, 'pack')})"
    return f"the index {('would be' if dry_run else 'was')} rebuilt: {say_count(packs, 'pack')}"


@repository_command(by=command.command, further=[ExitStatus.INCOMPLETE])
@click.argument("packs", nargs=-1)
@DRY_RUN
def packs(options: RepositoryOptions, *, packs: tuple[str, ...], dry_run: bool) -> Result:
    """Save what can still be read from damaged PACKS into new packs.

    PACKS are ids; without any, these are the packs that `check --read-data` finds damaged. Damaged packs are
    removed afterwards. A pack stays if nothing tells what it holds. A pack that the storage cannot read also
    stays, unless you name it; then the unreadable part is given up. Lost blobs are named and the exit status
    is 3.

    \b
    EXAMPLE
      firstbell repair packs 9a41c2d7
    """
    with _open(options, dry_run=dry_run) as repository:
        progress = options.output.progress()
        faulty: Sequence[bytes] = ()
        wanted: Sequence[bytes] = [_find_pack(repository, prefix) for prefix in packs]
        if not packs:
            found = repair_packs.find_damaged_packs(repository, progress)
            wanted, faulty = found.damaged, found.faulty
        repair = repair_packs.PackRepairer(repository, progress).repair(wanted, dry_run=dry_run)
    for pack_id in faulty:
        options.output.warn(f"pack {pack_id.hex()[:8]} cannot be read now, so it stays as it is")
    _tell_packs(options, repair, faulty, dry_run=dry_run)
    left = bool(faulty) or not all(pack.is_removed for pack in repair.packs)
    return ExitStatus.INCOMPLETE if left or repair.lost else None


def _find_pack(repository: Repository, prefix: str) -> bytes:
    """The raw id of the pack that is meant, one that an index names or that is there."""
    names = {info.name for info in repository.store.list(Kind.DATA)}
    names.update(pack_id.hex() for pack_id in repository.index.pack_ids)
    matches = sorted(name for name in names if prefix and name.startswith(prefix.lower()))
    if len(matches) != 1:
        problem = (
            f"{prefix!r} is the start of {len(matches)} pack ids"
            if matches
            else f"no pack id begins with {prefix!r}"
        )
        raise UsageError(problem, hint="`firstbell check --read-data --json` lists the damaged packs")
    return bytes.fromhex(matches[0])


def _tell_packs(
    options: RepositoryOptions, repair: PacksRepair, faulty: Iterable[bytes], *, dry_run: bool
) -> None:
    would = "would be " if dry_run else ""
    for pack in repair.packs:
        name = pack.pack_id.hex()
        failed = [blob_id.hex() for _, blob_id in pack.failed]
        what = f"{say_count(pack.salvaged, 'blob')} {would}saved, {len(failed):,} cannot be read"
        options.output.text(f"pack {name[:8]}: {what if pack.is_removed else 'nothing tells what it holds'}")
        told = {"message_type": "pack", "pack": name, "salvaged": pack.salvaged, "failed": failed}
        options.output.message(told | {"removed": pack.is_removed and not dry_run})
    for kind, blob_id in repair.lost:
        options.output.text(f"{kind.label} blob {blob_id.hex()} is lost")
    salvaged = sum(pack.salvaged for pack in repair.packs)
    options.output.text(f"{say_count(salvaged, 'blob')} {would}saved, {len(repair.lost):,} lost")
    options.output.summary(
        {
            "packs": len(repair.packs),
            "salvaged": salvaged,
            "lost": [blob_id.hex() for _, blob_id in repair.lost],
            "unreadable": [pack_id.hex() for pack_id in faulty],
            "dry_run": dry_run,
        }
    )


@dataclass(frozen=True, kw_only=True)
class SnapshotsRequest:
    """What the command line asks of `repair snapshots`."""

    snapshots: tuple[str, ...]
    forget: bool
    dry_run: bool
    no_guards: bool
    yes: bool
    wanted: SnapshotFilter


@repository_command(by=command.command, further=[ExitStatus.INCOMPLETE])
@click.argument("snapshots", nargs=-1)
@click.option(
    "--forget",
    is_flag=True,
    help="Remove the old snapshots after rewriting them, and files that are not snapshots.",
)
@DRY_RUN
@guard_options
@filter_options
@collect(SnapshotsRequest)
def snapshots(options: RepositoryOptions, request: SnapshotsRequest) -> Result:
    """Rewrite SNAPSHOTS without the data that is lost.

    SNAPSHOTS are ids; without any, all of them. If parts of a file are lost, the rest is kept and `.repaired`
    is added to its name. A lost folder becomes an empty folder. The new snapshot has the tag `repaired`. The
    old snapshots stay until --forget removes them. --forget without SNAPSHOTS also removes files that are not
    snapshots.

    Guards: --forget removes nothing while an encryption event is open, and pinned snapshots stay. The output
    says what was kept. --no-guards --yes turns the guards off.

    \b
    EXAMPLE
      firstbell repair snapshots --forget --dry-run
    """
    refuse_half_lifting(no_guards=request.no_guards, yes=request.yes)
    dry_run = request.dry_run
    with _open(options, dry_run=dry_run) as repository:
        chosen = select_snapshots(options, repository, specs=request.snapshots, wanted=request.wanted)
        repairer = repair_snapshots.SnapshotRepairer(repository)
        found = _examine(options, repairer, chosen)
        garbage, doubtful = ({}, {}) if request.snapshots else repairer.find_garbage()
        going = [each.snapshot.hex_id for each in found] + list(garbage) if request.forget else []
        kept = {} if request.no_guards or not going else find_kept(options, repository, going)
        removed = [hex_id for hex_id in going if hex_id not in kept]
        for each in found:
            new = each.there if dry_run else repairer.save(each)
            _tell_snapshot(options, each, new)
            if each.snapshot.hex_id in removed and not dry_run:
                repairer.forget([each.snapshot.hex_id])
        if not dry_run:
            repairer.forget(hex_id for hex_id in garbage if hex_id in removed)
    tell_kept(options, kept)
    outcome = _Outcome(found, removed, kept, [*garbage, *doubtful])
    return _conclude(options, outcome, dry_run=dry_run)


def _examine(
    options: RepositoryOptions, repairer: SnapshotRepairer, snapshots: Sequence[Snapshot]
) -> list[RepairedSnapshot]:
    """Those of the snapshots that miss something."""
    progress = options.output.progress()
    progress.start("repair snapshots", total_files=len(snapshots))
    found = []
    for snapshot in snapshots:
        found.append(repairer.examine(snapshot))
        progress.advance(files=1)
    progress.finish()
    return [each for each in found if each is not None]


def _tell_snapshot(options: RepositoryOptions, found: RepairedSnapshot, new: Snapshot | None) -> None:
    old = found.snapshot
    for loss in found.losses:
        options.output.text(f"snapshot {old.short_id}, {text_path(loss.path)}: {_MEANINGS[loss.kind]}")
        told = {"message_type": "loss", "snapshot_id": old.hex_id, "path": json_path(loss.path)}
        options.output.message(told | {"kind": str(loss.kind)})
    if found.new_tree is None:
        options.output.text(f"snapshot {old.short_id}: its tree is lost, so nothing of it can be kept")
    elif new is not None:
        options.output.text(f"snapshot {old.short_id} is repaired as {new.short_id}")
    options.output.message(
        {
            "message_type": "snapshot",
            "snapshot_id": old.hex_id,
            "new_snapshot_id": new.hex_id if new else None,
            "tree": found.new_tree,
        }
    )


@dataclass(frozen=True)
class _Outcome:
    """What became of the snapshots. `unread`: hex ids of snapshot files that cannot be read."""

    repaired: Sequence[RepairedSnapshot]
    removed: Sequence[str]
    kept: dict[str, str]
    unread: Sequence[str]


def _conclude(options: RepositoryOptions, outcome: _Outcome, *, dry_run: bool) -> Result:
    would = "would be " if dry_run else ""
    repaired, removed, kept = outcome.repaired, outcome.removed, outcome.kept
    damaged = [*(found.snapshot.hex_id for found in repaired), *outcome.unread]
    staying = [hex_id for hex_id in damaged if hex_id not in removed]
    count = sum(found.new_tree is not None for found in repaired)
    options.output.text(f"{say_count(count, 'snapshot')} {would}repaired, {len(removed):,} {would}removed")
    if staying and not kept:
        options.output.note(
            f"{len(staying)} damaged ones stay; `--forget` removes the old versions of repaired snapshots"
        )
    options.output.summary(
        {
            "repaired": count,
            "removed": list(removed),
            "kept_damaged": staying,
            **summarize_kept(kept),
            "dry_run": dry_run,
        }
    )
    is_unread = any(hex_id not in removed and hex_id not in kept for hex_id in outcome.unread)
    return ExitStatus.INCOMPLETE if is_unread or any(f.new_tree is None for f in repaired) else None
