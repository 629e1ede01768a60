"""`firstbell rewrite`: write snapshots anew, without some files or with another host or time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from firstbell.base.clock import format_time, parse_given_time
from firstbell.base.counts import say_count
from firstbell.cli.guards import find_kept, guard_options, refuse_half_lifting, summarize_kept, tell_kept
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    UsageError,
    collect,
    option_set,
    reading,
    repository_command,
    writing,
)
from firstbell.cli.terminal.output import json_path, text_path
from firstbell.cli.terminal.selection import filter_options, select_snapshots
from firstbell.cli.terminal.shared_options import DRY_RUN, EXCLUDES, ExcludeArguments
from firstbell.repository.upkeep.rewrite import Changes, RewrittenSnapshot, SnapshotRewriter

if TYPE_CHECKING:
    from firstbell.repository import Repository, SnapshotFilter


@dataclass(frozen=True, kw_only=True)
class RewriteRequest(ExcludeArguments):
    """What the command line asks for."""

    snapshots: tuple[str, ...]
    wanted: SnapshotFilter
    new_host: str | None
    new_time: str | None
    snapshot_summary: bool
    forget: bool
    dry_run: bool
    no_guards: bool
    yes: bool


_OPTIONS = option_set(
    click.argument("snapshots", nargs=-1),
    *EXCLUDES,
    click.option("--new-host", metavar="HOST", help="Replace the name of the host."),
    click.option("--new-time", metavar="TIME", help="Replace the time (2023-02-18 06:30:00)."),
    click.option(
        "-s",
        "--snapshot-summary",
        is_flag=True,
        help="Count files and bytes of a snapshot that has no summary.",
    ),
    click.option("--forget", is_flag=True, help="Remove the old snapshots after rewriting them."),
    DRY_RUN,
)


@repository_command()
@_OPTIONS
@guard_options
@filter_options
@collect(RewriteRequest)
def command(options: RepositoryOptions, request: RewriteRequest) -> None:
    """Rewrite snapshots without some files, or with another host or time.

    SNAPSHOTS are ids; without any, all that match the filters. A new snapshot names the old one in its field
    `original` and has the tag `rewrite`. The old ones stay unless you give --forget; their data stays until
    you run `prune`.

    Guards: --forget removes nothing while an encryption event is open, and pinned snapshots stay. The output
    says what was kept. --no-guards --yes turns the guards off.

    \b
    EXAMPLE
      firstbell rewrite latest --exclude '*.iso' --forget
    """
    refuse_half_lifting(no_guards=request.no_guards, yes=request.yes)
    changes = _read_changes(request)
    opened = reading(options) if request.dry_run else writing(options, exclusive=request.forget)
    with opened as repository:
        chosen = select_snapshots(options, repository, specs=request.snapshots, wanted=request.wanted)
        with nullcontext() if request.dry_run else repository.writer() as writer:
            rewriter = SnapshotRewriter(repository, writer)
            found = [rewriter.rewrite(snapshot, changes) for snapshot in chosen]
        rewritten = [each for each in found if each is not None]
        kept = _find_kept(options, repository, request, rewritten)
        for each in rewritten:
            _save(options, repository, request, each, is_kept=each.old.hex_id in kept)
    tell_kept(options, kept)
    _conclude(options, request, rewritten, kept)


def _read_changes(request: RewriteRequest) -> Changes:
    """Raises: UsageError where there are none; InvalidTimeError, InvalidPatternError."""
    exact, loose = request.read_excludes().compile_each()
    if not (exact or loose or request.new_host or request.new_time or request.snapshot_summary):
        raise UsageError(
            "no change is named", hint="use --exclude, --new-host, --new-time or --snapshot-summary"
        )
    return Changes(
        excludes=(lambda path: exact.match(path) or loose.match(path)) if exact or loose else None,
        hostname=request.new_host or None,
        time=format_time(parse_given_time(request.new_time)) if request.new_time else None,
        summarizes=request.snapshot_summary,
        is_tagged=not request.forget,
    )


def _find_kept(
    options: RepositoryOptions,
    repository: Repository,
    request: RewriteRequest,
    rewritten: Sequence[RewrittenSnapshot],
) -> dict[str, str]:
    going = [each.old.hex_id for each in rewritten] if request.forget else []
    return {} if request.no_guards or not going else find_kept(options, repository, going)


def _save(
    options: RepositoryOptions,
    repository: Repository,
    request: RewriteRequest,
    each: RewrittenSnapshot,
    *,
    is_kept: bool,
) -> None:
    """Save one, and remove the old one where that was asked and is allowed; say so."""
    old, new = each.old, each.new
    for path in each.excluded:
        options.output.text(f"snapshot {old.short_id}: leaving out {text_path(path)}")
        told = {"message_type": "excluded", "snapshot_id": old.hex_id, "path": json_path(path)}
        options.output.message(told)
    removes = request.forget and not is_kept
    if not request.dry_run:
        # the new one stands before the old one goes: a kill between the two leaves both
        repository.save_snapshot(new)
        if removes:
            repository.remove_snapshot(old.hex_id)
    would = "would be " if request.dry_run else "is "
    options.output.text(
        f"snapshot {old.short_id} {would}rewritten{'' if request.dry_run else f' as {new.short_id}'}"
        f"{' and removed' if removes else ''}"
    )
    options.output.message(
        {
            "message_type": "changed",
            "old_snapshot_id": old.hex_id,
            "new_snapshot_id": new.hex_id or None,
            "excluded": len(each.excluded),
            "removed": removes and not request.dry_run,
        }
    )


def _conclude(
    options: RepositoryOptions,
    request: RewriteRequest,
    rewritten: Sequence[RewrittenSnapshot],
    kept: dict[str, str],
) -> None:
    would = "would be rewritten" if request.dry_run else "rewritten"
    options.output.text(f"{say_count(len(rewritten), 'snapshot')} {would}")
    if request.forget and rewritten and not request.dry_run:
        options.output.note("the data of what was left out stays until `firstbell prune`")
    options.output.summary(
        {"changed_snapshots": len(rewritten), **summarize_kept(kept), "dry_run": request.dry_run}
    )
