"""`firstbell restore`: a snapshot, or a part of it, into a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.base.counts import say_count
from firstbell.cli.terminal import shared_options
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import format_bytes, format_count, format_duration
from firstbell.cli.terminal.left_out import tell_problems
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    Result,
    UsageError,
    collect,
    option_set,
    reading,
    repository_command,
)
from firstbell.cli.terminal.output import json_path, text_path
from firstbell.cli.times import show_moment
from firstbell.record.patterns import compile_patterns
from firstbell.record.receipt import Receipt
from firstbell.restore import (
    AnyFilter,
    NothingChosenError,
    Overwrite,
    PathFilter,
    RestoreOptions,
    WatchedFilter,
    choose_processes,
    find_tree,
    restore_tree,
    spell_path,
)

if TYPE_CHECKING:
    from firstbell.repository import Snapshot

_FILE = click.Path(path_type=Path)


@dataclass(frozen=True, kw_only=True)
class RestoreRequest(shared_options.IncludeArguments, shared_options.ExcludeArguments):
    """What the command line asks of a restore."""

    snapshot: str
    target: Path
    overwrite: str | None
    verify: bool
    sparse: bool
    dry_run: bool
    sync: bool
    delete: bool
    host: tuple[str, ...]
    tag: tuple[str, ...]
    path: tuple[str, ...]


_OPTIONS = option_set(
    click.argument("snapshot", metavar="SNAPSHOT[:PATH]"),
    click.option("-t", "--target", type=_FILE, required=True, help="The folder to restore into."),
    *shared_options.INCLUDES,
    *shared_options.EXCLUDES,
    click.option(
        "--overwrite",
        type=click.Choice(["always", "if-changed", "if-newer", "never"]),
        help="What to do with files that already exist. [never: they stay and are reported]",
    ),
    click.option("--verify", is_flag=True, help="Read every file back and compare its hashes."),
    click.option("--sparse", is_flag=True, help="Write long runs of zeros as holes."),
    click.option("-n", "--dry-run", is_flag=True, help="Show what would be restored; write nothing."),
    click.option("--sync", is_flag=True, help="Return only when every file is safely on disk."),
    click.option(
        "--delete",
        is_flag=True,
        help="Also remove what is in the target and not in the snapshot, and replace files that exist "
        "(unless you give --overwrite). Try it with --dry-run -v first.",
    ),
    *shared_options.LATEST,
)


@repository_command(further=[ExitStatus.INCOMPLETE])
@_OPTIONS
@collect(RestoreRequest)
def command(options: RepositoryOptions, request: RestoreRequest) -> Result:
    """Restore a snapshot, or a part of it, into a folder.

    SNAPSHOT is the start of an id, or `latest`. With `:PATH`, only that folder of the snapshot is restored,
    straight into the target. In a snapshot of a Windows host, `C:\\Users` and `/C/Users` are the same in
    paths and patterns, in upper or lower case. Existing files stay unless you use --overwrite. If a file
    cannot be restored, it is reported, the rest is restored, and the exit status is 3.

    \b
    EXAMPLE
      firstbell restore latest:/srv/school --target /tmp/restored --include Office --verify
    """
    _refuse_whole_system(request)
    spec, _, path = request.snapshot.partition(":")
    with reading(options) as repository:
        snapshot = repository.find_snapshot(spec, hosts=request.host, tags=request.tag, paths=request.path)
        root = bytes.fromhex(snapshot.tree)
        spelled = spell_path(repository, root, os.fsencode(path), paths=snapshot.paths)
        folder = b"/".join([b"", *(name for name in spelled.split(b"/") if name)])
        tree_id = find_tree(repository, root, folder)
        chosen = replace(
            _read_request(request, snapshot, folder), processes=choose_processes(repository.store)
        )
        is_new = not request.target.exists()
        if is_new or request.target.is_dir():
            which = f"snapshot {snapshot.short_id} of {show_moment(snapshot.time_ns)}"
            options.output.note(f"{which}, {', '.join(snapshot.paths)}")
        receipt = restore_tree(
            repository, tree_id, request.target, options=chosen, progress=options.output.progress()
        )
    if not receipt.files_deleted:
        _refuse_nothing(request, snapshot, chosen.includes, is_new=is_new)
    _report(options, receipt, dry_run=request.dry_run)
    return ExitStatus.INCOMPLETE if _is_incomplete(request, receipt) else None


def _refuse_whole_system(request: RestoreRequest) -> None:
    """Raises: UsageError where --delete would go through the whole machine, as in restic."""
    chosen = (
        *(request.include or request.iinclude or request.include_file or request.iinclude_file),
        *(request.exclude or request.iexclude or request.exclude_file or request.iexclude_file),
    )
    if request.delete and not chosen and os.path.realpath(request.target) == "/":
        raise UsageError(
            "--delete with --target / needs --include or --exclude", hint="name what may be deleted"
        )


def _read_request(request: RestoreRequest, snapshot: Snapshot, folder: bytes) -> RestoreOptions:
    includes = _compile(request.read_includes(), snapshot)
    excludes = _compile(request.read_excludes(), snapshot)
    totals = snapshot.summary if not (includes or folder) else None
    return RestoreOptions(
        includes=WatchedFilter(includes) if includes is not None else None,
        excludes=excludes,
        overwrite=Overwrite(request.overwrite or (Overwrite.ALWAYS if request.delete else Overwrite.NEVER)),
        delete=request.delete,
        verify=request.verify,
        sparse=request.sparse,
        dry_run=request.dry_run,
        sync=request.sync,
        snapshot_hex_id=snapshot.hex_id,
        prefix=folder,
        expected_files=totals.total_files_processed if totals else None,
        expected_bytes=totals.total_bytes_processed if totals else None,
    )


def _refuse_nothing(
    request: RestoreRequest, snapshot: Snapshot, includes: PathFilter | None, *, is_new: bool
) -> None:
    """Raises: NothingChosenError where --include chose nothing; a target made for it is taken back."""
    if not isinstance(includes, WatchedFilter) or includes.has_matched:
        return
    if is_new and request.target.is_dir() and not any(request.target.iterdir()):
        request.target.rmdir()
    patterns = [*request.include, *request.iinclude, *request.include_file, *request.iinclude_file]
    raise NothingChosenError(
        f"nothing in snapshot {snapshot.short_id} matches {', '.join(map(str, patterns))}, so no file "
        "was restored",
        hint=f"`firstbell find PATTERN` and `firstbell ls {snapshot.short_id}` show what it holds",
    )


def _compile(typed: shared_options.TypedPatterns, snapshot: Snapshot) -> PathFilter | None:
    if not typed:
        return None
    exact = compile_patterns(typed.exact, snapshot.paths)
    return AnyFilter([exact, compile_patterns(typed.folded, snapshot.paths, ignore_case=True)])


def _is_incomplete(request: RestoreRequest, receipt: Receipt) -> bool:
    """Whether something was asked for and not done; what stays because `never` was given is neither."""
    asked_to_keep = request.overwrite == "never"
    return receipt.files_failed > 0 or any(
        not (asked_to_keep and problem.code == "restore.exists") for problem in receipt.problems
    )


def _report(options: RepositoryOptions, receipt: Receipt, *, dry_run: bool) -> None:
    output = options.output
    tell_problems(output, receipt)
    for path in receipt.deleted:
        options.output.message({"message_type": "deleted", "path": json_path(path)})
        options.output.detail(f"{'would delete' if dry_run else 'deleted'} {text_path(path)}")
    for line in _describe(receipt, dry_run=dry_run):
        output.text(line)
    output.summary(
        {
            "snapshot_id": receipt.snapshot_hex_id,
            "files_restored": receipt.files_restored,
            "bytes_restored": receipt.bytes_restored,
            "files_verified": receipt.files_verified,
            "files_failed": receipt.files_failed,
            "files_skipped": receipt.files_skipped,
            "files_deleted": receipt.files_deleted,
            "seconds": round(receipt.seconds, 3),
            "dry_run": dry_run,
        }
    )


def _describe(receipt: Receipt, *, dry_run: bool) -> Iterator[str]:
    done = "would restore" if dry_run else "restored"
    files, size = say_count(receipt.files_restored, "file"), format_bytes(receipt.bytes_restored)
    yield f"{done} {files}, {size} in {format_duration(receipt.seconds)}"
    if receipt.files_verified:
        yield f"read back and verified {say_count(receipt.files_verified, 'file')}"
    if receipt.files_skipped:
        yield f"left {format_count(receipt.files_skipped)} unchanged"
    if receipt.files_deleted:
        gone = say_count(receipt.files_deleted, "file or folder", "files and folders")
        yield f"{'would delete' if dry_run else 'deleted'} {gone}"
    if receipt.files_failed:
        yield f"failed: {format_count(receipt.files_failed)}"
