"""`firstbell backup`: take a snapshot of files and folders."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from firstbell import __version__
from firstbell.base.clock import parse_given_time
from firstbell.base.counts import say_count
from firstbell.base.deferral import defer
from firstbell.cli.environment import read_setting
from firstbell.cli.terminal.exits import ExitStatus
from firstbell.cli.terminal.figures import format_bytes, format_count, format_duration
from firstbell.cli.terminal.listfiles import read_files_from, read_raw_names, read_verbatim_names
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    Result,
    UsageError,
    collect,
    option_set,
    reading,
    repository_command,
    writing,
)
from firstbell.cli.terminal.output import Output, json_path, text_path
from firstbell.cli.terminal.rereads import ALL, RereadType, choose_percent, report_rereads
from firstbell.cli.terminal.shared_options import EXCLUDES, ExcludeArguments
from firstbell.cli.terminal.sizes import SizeType
from firstbell.repository import Compression

if TYPE_CHECKING:
    from firstbell import backup as backups
    from firstbell.backup import BackupOptions, BackupResult, exclusions
    from firstbell.cli import input_streams
    from firstbell.examine import screen
    from firstbell.record.screen import ContentScreen
    from firstbell.repository import Repository
else:
    backups = defer("firstbell.backup")
    exclusions = defer("firstbell.backup.exclusions")
    input_streams = defer("firstbell.cli.input_streams")
    screen = defer("firstbell.examine.screen")

_FILE = click.Path(path_type=Path)


@dataclass(frozen=True, kw_only=True)
class BackupRequest(ExcludeArguments):
    """What the command line asks of a backup."""

    paths: tuple[bytes, ...]
    exclude_caches: bool
    exclude_if_present: tuple[str, ...]
    exclude_larger_than: int | None
    files_from: tuple[Path, ...]
    files_from_verbatim: tuple[Path, ...]
    files_from_raw: tuple[Path, ...]
    one_file_system: bool
    host: str | None
    tag: tuple[str, ...]
    time: str | None
    parent: str | None
    force: bool
    ignore_inode: bool
    ignore_ctime: bool
    reread: float | None
    with_atime: bool
    skip_if_unchanged: bool
    dry_run: bool
    no_screen: bool
    stdin: bool
    stdin_from_command: bool
    stdin_filename: str
    read_concurrency: int | None
    no_scan: bool


_WHICH_FILES = option_set(
    click.argument("paths", nargs=-1, type=click.Path(path_type=bytes)),
    *EXCLUDES,
    click.option("--exclude-caches", is_flag=True, help="Leave out folders that hold a CACHEDIR.TAG file."),
    click.option(
        "--exclude-if-present",
        metavar="FILE[:HEADER]",
        help="Leave out folders that hold FILE (if given, FILE must begin with HEADER).",
        multiple=True,
    ),
    click.option(
        "--exclude-larger-than", type=SizeType(), help="Leave out files larger than this (100M, 2G)."
    ),
    click.option("--files-from", type=_FILE, help="A file of path patterns to back up.", multiple=True),
    click.option("--files-from-verbatim", type=_FILE, help="A file of paths, one per line.", multiple=True),
    click.option(
        "--files-from-raw", type=_FILE, help="A file of paths, each ending in a NUL byte.", multiple=True
    ),
    click.option("-x", "--one-file-system", is_flag=True, help="Do not cross into other filesystems."),
    click.option("--stdin", is_flag=True, help="Back up what comes from standard input, as one file."),
    click.option(
        "--stdin-from-command",
        is_flag=True,
        help="Back up what a command prints; PATHS are the command (`-- pg_dump school`). If it fails, "
        "no snapshot is written.",
    ),
    click.option("--stdin-filename", default="stdin", metavar="NAME", help="Name of that file. [stdin]"),
)


_HOW = option_set(
    click.option("-H", "--host", help="Name of the host. [this machine's name]"),
    click.option("--tag", metavar="TAG[,TAG]", help="Tag for the snapshot.", multiple=True),
    click.option("--time", help="Time of the snapshot (2023-02-18 06:30:00). [now]"),
    click.option(
        "--parent",
        metavar="SNAPSHOT",
        help="Compare with this snapshot. [the newest of the same host and paths]",
    ),
    click.option("-f", "--force", is_flag=True, help="Read every file, even if it looks unchanged."),
    click.option("--ignore-inode", is_flag=True, help="Do not treat a new inode number as a change."),
    click.option(
        "--ignore-ctime", is_flag=True, help="Do not treat a new ctime (inode change time) as a change."
    ),
    click.option(
        "--reread",
        type=RereadType(),
        metavar="PERCENT|all",
        help="How much of the data that looks unchanged to read again each day, in rotation. [2; all "
        "for a host under suspicion]",
    ),
    click.option("--with-atime", is_flag=True, help="Save access times."),
    click.option("--skip-if-unchanged", is_flag=True, help="Do not write a snapshot if nothing has changed."),
    click.option(
        "--read-concurrency",
        type=click.IntRange(min=1),
        metavar="N",
        help="Read this many files at once. [as many as there are processors; "
        "FIRSTBELL_READ_CONCURRENCY, RESTIC_READ_CONCURRENCY]",
    ),
    click.option("--no-scan", is_flag=True, help="Accepted as in restic; a backup never scans first."),
    click.option("--no-screen", is_flag=True, help="Do not check the files for signs of encryption."),
    click.option("-n", "--dry-run", is_flag=True, help="Show what would be added; write nothing."),
)


@repository_command(further=[ExitStatus.INCOMPLETE])
@_WHICH_FILES
@_HOW
@collect(BackupRequest)
def command(options: RepositoryOptions, request: BackupRequest) -> Result:
    """Take a snapshot of PATHS.

    Files that have not changed since the last snapshot of the same host and paths are not read again. Each
    day 2 percent of them are read anyway, in rotation, because some programs reset size and times after a
    change. If a file cannot be read, it is reported and left out. The exit status is then 3. With --quiet,
    nothing is printed if all goes well, so a job of each night sends no mail.

    With --stdin or --stdin-from-command the snapshot holds one file instead, such as the dump of a database.

    While reading, the backup counts files that look encrypted although their names promise something else.

    \b
    EXAMPLE
      firstbell backup /srv/school --exclude '*.tmp'
    """
    chosen = _read_request(options, request)
    opened = reading if request.dry_run else writing
    with opened(options, meanwhile=_do_nothing if request.no_screen else _load_screen) as repository:
        back_up = _back_up_stream if _is_stream(request) else _back_up_files
        result = back_up(options, request, repository, chosen)
        _report(options, repository, result, dry_run=request.dry_run)
    return ExitStatus.INCOMPLETE if result.problems else None


def _is_stream(request: BackupRequest) -> bool:
    return request.stdin or request.stdin_from_command


def _back_up_files(
    options: RepositoryOptions, request: BackupRequest, repository: Repository, chosen: BackupOptions
) -> BackupResult:
    percent = choose_percent(
        options, repository, request.reread, host=chosen.hostname, targets=chosen.targets
    )
    chosen = msgspec.structs.replace(
        chosen, reread_all=percent == ALL, reread_percent=0 if percent == ALL else percent
    )
    return backups.backup_tree(repository, chosen, options.output.progress())


def _back_up_stream(
    options: RepositoryOptions, request: BackupRequest, repository: Repository, chosen: BackupOptions
) -> BackupResult:
    words = None if request.stdin else request.paths
    progress = options.output.progress()
    return input_streams.back_up(
        repository, chosen, words=words, name=request.stdin_filename, progress=progress
    )


def _read_request(options: RepositoryOptions, request: BackupRequest) -> backups.BackupOptions:
    if request.force and request.parent:
        raise UsageError("--force reads everything, so --parent has no effect with it")
    excludes = request.read_excludes()
    markers = _read_markers(request)
    return backups.BackupOptions(
        _read_targets(request),
        request.host or socket.gethostname(),
        excludes=exclusions.exclude_by_patterns(*excludes.compile_each()) if excludes else None,
        exclude_folder=exclusions.exclude_by_markers(markers) if markers else None,
        exclude_patterns=[*excludes.exact, *excludes.folded],
        max_file_bytes=request.exclude_larger_than,
        one_file_system=request.one_file_system,
        tags=[tag for tags in request.tag for tag in tags.split(",") if tag],
        time_ns=parse_given_time(request.time) if request.time else None,
        parent=request.parent,
        force=request.force,
        ignore_inode=request.ignore_inode,
        ignore_ctime=request.ignore_ctime,
        with_atime=request.with_atime,
        skip_if_unchanged=request.skip_if_unchanged,
        dry_run=request.dry_run,
        compression=Compression(options.compression),
        workers=max(2, os.cpu_count() or 2),
        readers=request.read_concurrency or _read_concurrency(),
        program_version=f"firstbell {__version__}",
        screen=None if request.no_screen else _make_screen,
    )


def _read_concurrency() -> int:
    """As the environment has it; 0 where it says nothing. Raises: UsageError."""
    given = read_setting("READ_CONCURRENCY")
    if given is None:
        return 0
    if not given.isdecimal() or int(given) < 1:
        raise UsageError(f"READ_CONCURRENCY={given!r} in the environment is not a number of files")
    return int(given)


def _load_screen() -> bool:
    """Load what looks at contents while the key is derived: in nearly every backup some are new."""
    _ = screen.Screen
    return False


def _do_nothing() -> bool:
    return False


def _make_screen() -> ContentScreen:
    return screen.Screen()


def _read_targets(request: BackupRequest) -> list[bytes]:
    lists = request.files_from or request.files_from_verbatim or request.files_from_raw
    if request.stdin and request.stdin_from_command:
        raise UsageError("use either --stdin or --stdin-from-command, not both")
    if _is_stream(request) and (lists or (request.stdin and request.paths)):
        raise UsageError("with --stdin no files are backed up; name none")
    if _is_stream(request):
        return []
    targets = [
        *request.paths,
        *read_files_from(request.files_from),
        *read_verbatim_names(request.files_from_verbatim),
        *read_raw_names(request.files_from_raw),
    ]
    if not targets:
        raise UsageError("no files or folders are named", hint="name files or folders, or use --files-from")
    return targets


def _read_markers(request: BackupRequest) -> list[tuple[bytes, bytes]]:
    markers = [(exclusions.CACHE_TAG, exclusions.CACHE_SIGNATURE)] if request.exclude_caches else []
    for given in request.exclude_if_present:
        name, _, header = given.partition(":")
        if not name:
            raise UsageError(f"--exclude-if-present {given!r} names no file")
        markers.append((os.fsencode(name), os.fsencode(header)))
    return markers


def _report(
    options: RepositoryOptions, repository: Repository, result: BackupResult, *, dry_run: bool
) -> None:
    output = options.output
    for problem in result.problems:
        told = {"message": problem.reason}
        item = json_path(problem.path)
        output.message(
            {"message_type": "error", "error": told, "during": "archival", "item": item, "code": problem.code}
        )
    for line in _describe(result, dry_run=dry_run):
        output.outcome(line, always=dry_run or bool(result.problems))
    _report_remarks(output, result)
    report_rereads(output, result)
    counts = result.counts
    output.summary(
        {
            **{name: getattr(counts, name) for name in counts.__struct_fields__},
            "snapshot_id": result.snapshot.hex_id if result.snapshot else None,
            "parent_id": result.parent.hex_id if result.parent else None,
            "repository_id": repository.hex_id,
            "errors": len(result.problems),
            "files_remarkable": result.files_remarkable,
            "files_reread": result.rereads.files,
            "bytes_reread": result.rereads.size_bytes,
            "files_reread_changed": result.rereads.files_changed,
            "total_duration": round(result.seconds, 3),
            "dry_run": dry_run,
        }
    )


def _report_remarks(output: Output, result: BackupResult) -> None:
    for path, remark in result.remarks:
        output.message({"message_type": "remark", "item": json_path(path), "remark": remark})
        output.detail(f"{text_path(path)}: {remark}")
    if result.files_remarkable:
        read = result.counts.files_new + result.counts.files_changed
        output.note(
            f"{format_count(result.files_remarkable)} of the {say_count(read, 'file')} that were read "
            "look encrypted or random although their names promise something else; run `firstbell "
            "examine` to check (-v names the files)"
        )


def _describe(result: BackupResult, *, dry_run: bool) -> Iterator[str]:
    counts = result.counts
    new, changed, same = map(format_count, (counts.files_new, counts.files_changed, counts.files_unmodified))
    yield f"files: {new} new, {changed} changed, {same} unmodified"
    yield f"added: {format_bytes(counts.data_added)} ({format_bytes(counts.data_added_packed)} stored)"
    files, size = say_count(counts.total_files_processed, "file"), format_bytes(counts.total_bytes_processed)
    yield f"processed {files}, {size} in {format_duration(result.seconds)}"
    if result.snapshot is not None:
        yield f"snapshot {result.snapshot.short_id} saved"
        if result.problems:
            lost = say_count(len(result.problems), "file or folder", "files or folders")
            yield f"{lost} could not be read; the warnings above name them"
    else:
        yield "dry run: nothing was written" if dry_run else "nothing has changed, so no snapshot was written"
