"""`firstbell mount`: the snapshots as folders, until it is interrupted."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from firstbell.base.counts import say_count
from firstbell.cli.benches import open_bench
from firstbell.cli.terminal.options import RepositoryOptions, collect, option_set, reading, repository_command
from firstbell.cli.terminal.selection import filter_options
from firstbell.compose.examination import examine_pending
from firstbell.mount.content import BlobCache
from firstbell.mount.entries import MountEntry
from firstbell.mount.judged import MountedHistory, VersionFolders, find_composed, show_judged
from firstbell.mount.layout import DEFAULT_TEMPLATES, SnapshotLayout
from firstbell.mount.nodes import FindVersions, MountedTrees
from firstbell.mount.operations import MountOperations
from firstbell.mount.root import MountRoot

if TYPE_CHECKING:
    from firstbell.repository import Repository, SnapshotFilter

_NOBODY: Mapping[bytes, MountEntry] = {}


@dataclass(frozen=True, kw_only=True)
class MountRequest:
    """What the command line asks of a mount."""

    mountpoint: Path
    wanted: SnapshotFilter
    allow_other: bool
    no_default_permissions: bool
    owner_root: bool
    path_template: tuple[str, ...]
    time_template: str
    no_verdicts: bool


_OPTIONS = option_set(
    click.argument("mountpoint", type=click.Path(path_type=Path)),
    click.option("--allow-other", is_flag=True, help="Let other users look in, too."),
    click.option(
        "--no-default-permissions",
        is_flag=True,
        help="With --allow-other: let everyone read everything, whatever the files' own modes say.",
    ),
    click.option("--owner-root", is_flag=True, help="Show root as the owner of everything."),
    click.option(
        "--path-template",
        metavar="TEMPLATE",
        multiple=True,
        help="Show snapshots under this path, such as hosts/%h/%T; give it once for each path.",
    ),
    click.option(
        "--time-template",
        metavar="TEMPLATE",
        default="",
        help="Name times by this template of strftime, such as %Y-%m-%d_%H-%M-%S. [RFC 3339]",
    ),
    click.option(
        "--no-verdicts",
        is_flag=True,
        help="Mount at once, without examining: leave out clean, suspect, event, composed, versions.",
    ),
)


@repository_command()
@_OPTIONS
@filter_options
@collect(MountRequest)
def command(options: RepositoryOptions, request: MountRequest) -> None:
    """Show the snapshots as folders that any program can read.

    The folders stay until you press Ctrl-C or unmount them. Nothing in them can be changed. A file is read
    from the repository when it is opened, and everything that is read is verified.

    \b
    snapshots, hosts, tags, ids  every snapshot, as `restic mount` shows them
    clean, suspect, event        snapshots by their verdict; clean/latest is the newest clean one
    composed                     every file in its last clean version
    versions                     the same, and beside each FILE its versions in FILE.versions

    The path and time templates know %i and %I (short and long id), %h (host), %u (user), %t (tags) and
    %T (time). Snapshots that nobody examined yet are examined first.

    \b
    EXAMPLE
      firstbell mount /mnt/school
    """
    # it loads the system's FUSE library
    from firstbell.mount.session import MountOptions, check_mountpoint, serve_mount

    layout = SnapshotLayout(request.path_template or DEFAULT_TEMPLATES, request.time_template)
    check_mountpoint(request.mountpoint)
    with reading(options) as repository:
        repository.snapshots.require(request.wanted)
        cache = BlobCache(repository)
        with _judge(options, request, repository, cache) as (judged, find_versions):
            trees = MountedTrees(repository, cache, find_versions)
            root = MountRoot(repository, trees, request.wanted, layout=layout, judged=judged)
            operations = MountOperations(
                root,
                options.output.warn,
                owner=(os.getuid(), os.getgid()),
                all_of=(0, 0) if request.owner_root else None,
            )
            serve_mount(
                operations,
                request.mountpoint,
                MountOptions(request.allow_other, not request.no_default_permissions),
                name=f"firstbell:{repository.store.url}",
                on_mounted=partial(_tell, options, request),
            )
    options.output.text(f"unmounted {request.mountpoint}")
    options.output.summary({"mountpoint": str(request.mountpoint)})


def _tell(options: RepositoryOptions, request: MountRequest) -> None:
    options.output.text(f"mounted on {request.mountpoint}; press Ctrl-C, or unmount it, to end")
    options.output.message({"message_type": "mounted", "mountpoint": str(request.mountpoint)})
    sys.stdout.flush()


@contextmanager
def _judge(
    options: RepositoryOptions, request: MountRequest, repository: Repository, cache: BlobCache
) -> Iterator[tuple[Mapping[bytes, MountEntry], FindVersions | None]]:
    """The folders by verdict, and who finds versions, while the catalog is open."""
    if request.no_verdicts:
        yield _NOBODY, None
        return
    # requests come in many threads; what asks the catalog for them is one
    with (
        open_bench(options, repository) as context,
        ThreadPoolExecutor(1, thread_name_prefix="catalog") as executor,
    ):
        examine_pending(context)
        composed = find_composed(repository, context, request.wanted)
        verdicts = {row.snapshot.hex_id: row.verdict for row in context.catalog.list_examinations().values()}
        snapshots = [each for each in repository.list_snapshots() if request.wanted.fits(each)]
        options.output.detail(f"judged {say_count(len(verdicts), 'snapshot')}")
        history = MountedHistory(repository, context, executor, cache)
        folders = VersionFolders(history)
        entries = show_judged(
            history, composed, snapshots=snapshots, verdicts=verdicts, find_versions=folders.find
        )
        yield entries, folders.find
