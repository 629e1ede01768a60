"""`firstbell copy`: copy snapshots to this repository from another one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.base.counts import choose_word, say_count
from firstbell.cli.environment import FROM_PREFIXES, read_setting
from firstbell.cli.terminal.figures import format_bytes
from firstbell.cli.terminal.options import (
    RepositoryOptions,
    UsageError,
    collect,
    open_place,
    repository_command,
    writing,
)
from firstbell.cli.terminal.passwords import find_password
from firstbell.cli.terminal.selection import filter_options, select_snapshots
from firstbell.repository import Repository

if TYPE_CHECKING:
    from firstbell.repository import SnapshotFilter
    from firstbell.repository.upkeep.snapshot_copy import CopiedSnapshot

_FILE = click.Path(path_type=Path)


@dataclass(frozen=True, kw_only=True)
class CopyRequest:
    """What the command line asks for."""

    snapshots: tuple[str, ...]
    wanted: SnapshotFilter
    from_repo: str | None
    from_repository_file: Path | None
    from_password_file: Path | None
    from_password_command: str | None


@repository_command()
@click.argument("snapshots", nargs=-1)
@click.option(
    "--from-repo",
    metavar="REPO",
    help="The repository to copy from. [FIRSTBELL_FROM_REPOSITORY, RESTIC_FROM_REPOSITORY]",
)
@click.option(
    "--from-repository-file",
    type=_FILE,
    help="A file that names the repository to copy from. "
    "[FIRSTBELL_FROM_REPOSITORY_FILE, RESTIC_FROM_REPOSITORY_FILE]",
)
@click.option(
    "--from-password-file", type=_FILE, help="A file that holds the password of the other repository."
)
@click.option(
    "--from-password-command",
    metavar="COMMAND",
    help="A command that prints the password of the other repository.",
)
@filter_options
@collect(CopyRequest)
def command(options: RepositoryOptions, request: CopyRequest) -> None:
    """Copy snapshots to this repository from another one.

    SNAPSHOTS are ids; without any, every snapshot is copied. --from-repo names the repository to copy from,
    -r the one to copy to. Each blob is verified when it is read and encrypted again with the key of the
    target. Snapshots that were copied before are skipped, so you can stop and restart a copy.

    \b
    EXAMPLE
      firstbell copy --from-repo /mnt/backup/school --from-password-file /root/.school-password
    """
    from firstbell.repository.upkeep.snapshot_copy import SnapshotCopier, find_copy

    with writing(options) as target:
        source = _open_source(options, request)
        there = target.list_snapshots()
        copied: list[CopiedSnapshot] = []
        skipped = 0
        with source.lock(), target.writer() as writer:
            copier = SnapshotCopier(source, target, options.output.progress())
            for snapshot in select_snapshots(options, source, specs=request.snapshots, wanted=request.wanted):
                if find_copy(snapshot, there) is not None:
                    skipped += 1
                    continue
                copied.append(copier.copy(snapshot, writer))
                _tell(options, copied[-1])
    stored_bytes = sum(each.stored_bytes for each in copied)
    options.output.text(
        f"copied {say_count(len(copied), 'snapshot')} ({format_bytes(stored_bytes)}); "
        f"{say_count(skipped, 'snapshot')} {choose_word(skipped, 'was', 'were')} already there"
    )
    options.output.summary({"copied": len(copied), "skipped": skipped, "stored_bytes": stored_bytes})


def _tell(options: RepositoryOptions, copied: CopiedSnapshot) -> None:
    options.output.text(f"snapshot {copied.source.short_id} copied as {copied.target.short_id}")
    options.output.message(
        {
            "message_type": "copied",
            "source_id": copied.source.hex_id,
            "snapshot_id": copied.target.hex_id,
            "blobs": copied.blobs,
            "stored_bytes": copied.stored_bytes,
        }
    )


def _open_source(options: RepositoryOptions, request: CopyRequest) -> Repository:
    url, file = request.from_repo, request.from_repository_file
    if url and file:
        raise UsageError("use either --from-repo or --from-repository-file, not both")
    if not url and not file:
        url = read_setting("REPOSITORY", FROM_PREFIXES)
        named_file = read_setting("REPOSITORY_FILE", FROM_PREFIXES)
        file = Path(named_file) if named_file and not url else None
    if not url and not file:
        raise UsageError("no repository to copy from is named", hint="use --from-repo")
    if file and not file.is_file():
        raise UsageError(
            f"--from-repository-file: there is no file {file}", hint="name a file with an address"
        )
    named = replace(
        options,
        repo=url,
        repository_file=file,
        password_file=request.from_password_file,
        password_command=request.from_password_command,
    )
    return Repository.open(open_place(named), find_password(named, prefixes=FROM_PREFIXES))
