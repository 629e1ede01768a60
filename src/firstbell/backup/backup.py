"""A source tree to a snapshot.

Order of durability: packs of data and trees, the index that names them, the snapshot. A kill at any
moment leaves the repository as it was, and perhaps packs that nothing names.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Protocol

import msgspec

from firstbell.backup.batches import FileQueue, ThreadQueue
from firstbell.backup.content import FileSaver
from firstbell.backup.counts import BackupCounts
from firstbell.backup.discarding_store import DiscardingStore
from firstbell.backup.forked import ForkQueue
from firstbell.backup.options import BackupOptions, NothingToBackUpError
from firstbell.backup.parent import ChangeDetector, ParentFolder, find_parent
from firstbell.backup.rereads import Everything, Rereads, Rotation
from firstbell.backup.scout import Scout, send_scout
from firstbell.backup.targets import BackupTarget, plan_targets
from firstbell.backup.walker import Walker
from firstbell.base.clock import format_time, monotonic_s
from firstbell.base.progress import Progress, Silent
from firstbell.processes.pool import count_workers
from firstbell.record.receipt import Problem
from firstbell.repository import Repository, RepositoryWriter, Snapshot
from firstbell.repository.format.snapshot import SnapshotSummary
from firstbell.store import LocalStore


class BackupResult(msgspec.Struct, frozen=True):
    """What a backup did. `snapshot` is None where none was written (`dry_run`, `skip_if_unchanged`).

    `problems`: what could not be read; it is not in the snapshot unless it looked unchanged. `remarks`:
    files that were read and look remarkable, and how, by path, the first few thousand of `files_remarkable`.
    `rereads`: what was read although it looked unchanged.
    """

    snapshot: Snapshot | None
    parent: Snapshot | None
    counts: BackupCounts
    seconds: float
    problems: tuple[Problem, ...]
    files_remarkable: int = 0
    remarks: tuple[tuple[bytes, str], ...] = ()
    rereads: Rereads = msgspec.field(default_factory=Rereads)


class _OnSaved(Protocol):
    def __call__(self, *, files: int, size_bytes: int) -> None: ...


class _Report(msgspec.Struct, frozen=True):
    """Who hears of files that are saved, and of those that cannot be read."""

    on_saved: _OnSaved
    on_error: Callable[[bytes, OSError], None]


def backup_tree(
    repository: Repository, options: BackupOptions, progress: Progress | None = None
) -> BackupResult:
    """Back up the targets into a new snapshot. The caller holds a lock.

    Raises: NothingToBackUpError, SnapshotNotFoundError and AmbiguousIdError for a given parent, StoreError.
    """
    listener = progress or Silent()
    started_s, started_ns = monotonic_s(), repository.clock.now_ns()
    problems: list[Problem] = []

    def note(path: bytes, error: OSError) -> None:
        problems.append(Problem(path, "backup.unreadable", error.strerror or str(error)))
        listener.warn(f"cannot read {os.fsdecode(path)!r}: {error.strerror or error}")

    targets = _existing_targets(options.targets, note)
    paths = list(dict.fromkeys(os.fsdecode(os.path.abspath(target)) for target in targets))
    time_ns = started_ns if options.time_ns is None else options.time_ns
    target = plan_targets(targets)
    parent = choose_parent(repository, options, paths, time_ns=time_ns, names=target.children.keys())
    listener.start("backup")
    root, walker = _save_targets(
        repository, options, target, parent=parent, report=_Report(listener.advance, note)
    )
    listener.finish()
    snapshot = describe_snapshot(repository, options, paths, parent=parent)
    snapshot.time, snapshot.tree = format_time(time_ns), root.hex()
    counts = walker.counts
    snapshot.summary = summarize(counts, started_ns, repository.clock.now_ns())
    unchanged = options.skip_if_unchanged and parent is not None and parent.tree == snapshot.tree
    if not options.dry_run and not unchanged:
        repository.save_snapshot(snapshot)
    saved = snapshot if snapshot.hex_id else None
    return BackupResult(
        saved,
        parent,
        counts,
        monotonic_s() - started_s,
        tuple(problems),
        walker.files_remarkable,
        tuple(walker.remarks),
        walker.rereads,
    )


def _save_targets(
    repository: Repository,
    options: BackupOptions,
    target: BackupTarget,
    *,
    parent: Snapshot | None,
    report: _Report,
) -> tuple[bytes, Walker]:
    """Save everything below the targets; the id of the root tree, and the walker, which has counted."""
    detector = ChangeDetector(
        repository,
        _choose_rotation(repository, options, parent),
        ignore_inode=options.ignore_inode,
        ignore_ctime=options.ignore_ctime,
    )
    scout: Scout | None = None
    with open_writer(repository, options) as writer:
        queue = _open_queue(repository, options, writer, report=report)
        try:
            before = ParentFolder(repository, parent.tree if parent else None)
            if _is_worth_a_scout(repository, options, parent):
                scout = send_scout(options, detector, target=target, before=before)
            walker = Walker(options, queue=queue, writer=writer, detector=detector, on_error=report.on_error)
            root = walker.walk(target, before, scout.find if scout else None)
            queue.complete()
        finally:
            if scout is not None:
                scout.close()
            queue.close()
    return root, walker


def _is_worth_a_scout(repository: Repository, options: BackupOptions, parent: Snapshot | None) -> bool:
    """Files survive a fork, connections to a server do not."""
    if parent is None or options.one_file_system or options.reread_all:
        return False
    if not isinstance(repository.store, LocalStore) or not count_workers():
        return False
    files = parent.summary.total_files_processed if parent.summary else None
    return files is None or files >= options.scout_from_files


def _choose_rotation(repository: Repository, options: BackupOptions, parent: Snapshot | None) -> Rotation:
    if options.reread_all:
        return Everything()
    now_ns = repository.clock.now_ns() if options.time_ns is None else options.time_ns
    return Rotation(
        options.reread_percent,
        repository.config.chunker_polynomial.encode(),
        since_ns=parent.time_ns if parent else now_ns,
        now_ns=now_ns,
        # where no snapshot is written the one before does not tell what was read since
        most_hours=24 if options.skip_if_unchanged else None,
    )


def _open_queue(
    repository: Repository, options: BackupOptions, writer: RepositoryWriter, *, report: _Report
) -> FileQueue:
    polynomial = int(repository.config.chunker_polynomial, 16)

    def on_saved(files: int, size_bytes: int) -> None:
        report.on_saved(files=files, size_bytes=size_bytes)

    # files survive a fork, connections to a server do not
    forked = options.readers or count_workers() if isinstance(writer.store, LocalStore) else 0
    # made when the first file is saved: where nothing has changed it need not be loaded
    get_screen = cache(options.screen or screen_nothing)
    if forked:
        return ForkQueue(
            writer,
            lambda saver: FileSaver(saver, polynomial, get_screen),
            workers=forked,
            on_saved=on_saved,
        )
    return ThreadQueue(
        FileSaver(writer, polynomial, get_screen), options.readers or options.workers, on_saved
    )


def screen_nothing() -> None:
    """Stands for a screen where there is none."""
    return


def describe_snapshot(
    repository: Repository, options: BackupOptions, paths: list[str], *, parent: Snapshot | None
) -> Snapshot:
    """The snapshot of these paths, without time, tree and summary."""
    return Snapshot(
        time="",
        tree="",
        paths=paths,
        parent=parent.hex_id if parent else None,
        hostname=options.hostname,
        username=repository.locks.holder.username,
        uid=os.getuid(),
        gid=os.getgid(),
        excludes=list(options.exclude_patterns) or None,
        tags=list(options.tags) or None,
        program_version=options.program_version,
    )


def _existing_targets(targets: Sequence[bytes], note: Callable[[bytes, OSError], None]) -> list[bytes]:
    existing = []
    for target in targets:
        try:
            os.lstat(target)
            existing.append(target)
        except OSError as error:
            note(target, error)
    if not existing:
        named = ", ".join(os.fsdecode(target) for target in targets) or "nothing"
        raise NothingToBackUpError(
            f"nothing to back up: {named} is not there", hint="name an existing file or folder"
        )
    return existing


@contextmanager
def open_writer(repository: Repository, options: BackupOptions) -> Iterator[RepositoryWriter]:
    """What saves blobs; with `dry_run` it writes nothing."""
    store = DiscardingStore(repository.store) if options.dry_run else repository.store
    with repository.writer(compression=options.compression, store=store) as writer:
        yield writer


def choose_parent(
    repository: Repository,
    options: BackupOptions,
    paths: Sequence[str],
    *,
    time_ns: int,
    names: Collection[bytes] = (),
) -> Snapshot | None:
    """The snapshot to compare with. `names`: what will stand in its root.

    Raises: SnapshotNotFoundError, AmbiguousIdError.
    """
    if options.force:
        return None
    if options.parent is not None:
        return repository.find_snapshot(options.parent)
    return find_parent(repository, hostname=options.hostname, paths=paths, before_ns=time_ns, names=names)


def summarize(counts: BackupCounts, started_ns: int, ended_ns: int) -> SnapshotSummary:
    """The summary that the snapshot keeps."""
    fields = {name: getattr(counts, name) for name in counts.__struct_fields__}
    return msgspec.convert(
        {"backup_start": format_time(started_ns), "backup_end": format_time(ended_ns), **fields},
        type=SnapshotSummary,
    )
