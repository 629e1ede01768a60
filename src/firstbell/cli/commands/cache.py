"""`firstbell cache`: what is kept on this machine for each repository, and removing what is old."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import click

from firstbell.base.clock import NS_PER_S, SystemClock
from firstbell.base.counts import say_count
from firstbell.base.ids import is_hex_id
from firstbell.cli.terminal.figures import format_bytes, print_table
from firstbell.cli.terminal.options import RepositoryOptions, UsageError, place_command

_NS_PER_DAY = 86_400 * NS_PER_S


@dataclass(frozen=True, slots=True)
class CachedRepository:
    """The folder of one repository. `days`: since something in it was last written."""

    hex_id: str
    path: Path
    days: int
    size_bytes: int


@place_command(repository=False)
@click.option("--cleanup", is_flag=True, help="Remove the folders of repositories that are old.")
@click.option(
    "--max-age",
    "max_days",
    type=click.IntRange(min=0),
    default=30,
    metavar="DAYS",
    help="A folder is old when nothing in it was written for this many days. [30]",
)
@click.option("--no-size", is_flag=True, help="Do not show sizes.")
def command(options: RepositoryOptions, *, cleanup: bool, max_days: int, no_size: bool) -> None:
    """List what is kept on this machine for each repository.

    It holds the catalog (versions, states and verdicts) and what hunts have read. All of it comes from the
    backups: if you remove it, the next command makes it again, which takes a while. restic's own cache is
    never touched.
    """
    folder = options.cache_folder()
    if folder is None:
        raise UsageError("--no-cache leaves no folder to list", hint="leave it out, or use --cache-dir")
    cached = _list(folder)
    old = [one for one in cached if one.days > max_days]
    if cleanup:
        _remove(options, old)
        return
    header = ["Repository", "Last written", "Old"] + ([] if no_size else ["Size"])
    rows = []
    for one in cached:
        is_old = one.days > max_days
        rows.append([one.hex_id[:10], say_count(one.days, "day") + " ago", "yes" if is_old else ""])
        rows[-1] += [] if no_size else [format_bytes(one.size_bytes)]
        size = {} if no_size else {"size_bytes": one.size_bytes}
        told = {"message_type": "cache", "repository_id": one.hex_id, "path": str(one.path), "days": one.days}
        options.output.message(told | {"old": is_old} | size)
    print_table(options.output.text, header, rows, right="S")
    options.output.text(f"{say_count(len(cached), 'repository', 'repositories')} in {folder}")
    options.output.summary({"folder": str(folder), "repositories": len(cached), "old": len(old)})


def _list(folder: Path) -> list[CachedRepository]:
    """Every repository's folder; other things that lie there are not ours to list."""
    now_ns = SystemClock().now_ns()
    found = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not is_hex_id(path.name) or path.is_symlink() or not path.is_dir():
            continue
        states = [each.lstat() for each in (path, *path.rglob("*"))]
        newest_ns = max(state.st_mtime_ns for state in states)
        size_bytes = sum(state.st_blocks * 512 for state in states[1:])
        found.append(CachedRepository(path.name, path, max(0, now_ns - newest_ns) // _NS_PER_DAY, size_bytes))
    return found


def _remove(options: RepositoryOptions, old: list[CachedRepository]) -> None:
    for one in old:
        shutil.rmtree(one.path)
        options.output.text(f"removed {one.path}")
        options.output.message(
            {"message_type": "removed", "repository_id": one.hex_id, "path": str(one.path)}
        )
    if not old:
        options.output.text("no folder is old")
    options.output.summary({"removed": len(old)})
