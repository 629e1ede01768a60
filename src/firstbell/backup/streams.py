"""A stream to a snapshot of one file: what another program writes, without a file in between."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from firstbell.backup.backup import (
    BackupResult,
    choose_parent,
    describe_snapshot,
    open_writer,
    screen_nothing,
    summarize,
)
from firstbell.backup.content import FileSaver, SavedFile
from firstbell.backup.counts import BackupCounts
from firstbell.backup.options import BackupError, BackupOptions
from firstbell.base.clock import format_time, monotonic_s
from firstbell.base.progress import Progress, Silent
from firstbell.record.receipt import Problem
from firstbell.repository import Node, Repository, RepositoryWriter
from firstbell.repository.format.names import quote_name
from firstbell.repository.format.tree import render_tree

_MODE = 0o644


class StreamNameError(BackupError):
    """The name of the file that a stream becomes is none."""

    code = "usage.stream_name"


@dataclass(frozen=True, slots=True)
class InputStream:
    """What to read. `name`: of the file in the snapshot. `finish`: called when all is read, and before the
    snapshot is written; it raises where what was read is not whole.
    """

    file_fd: int
    name: bytes
    finish: Callable[[], None]


def read_stream_name(given: str) -> bytes:
    """The name of the file, which stands at the root of the snapshot; a leading slash is passed over.

    Raises: StreamNameError.
    """
    name = os.fsencode(given).removeprefix(b"/")
    if not name or b"/" in name or b"\0" in name or name in {b".", b".."}:
        raise StreamNameError(
            f"{given!r} cannot be the name of the file in the snapshot", hint="give one name without a folder"
        )
    return name


def backup_stream(
    repository: Repository, options: BackupOptions, *, stream: InputStream, progress: Progress | None = None
) -> BackupResult:
    """Back up a stream as one file. The caller holds a lock. `options.targets` is passed over.

    A stream that gives no byte is a problem, and the snapshot holds no file then, as in restic.

    Raises: what `stream.finish` does, and no snapshot is written; OSError, StoreError,
    SnapshotNotFoundError and AmbiguousIdError for a given parent.
    """
    listener = progress or Silent()
    started_s, started_ns = monotonic_s(), repository.clock.now_ns()
    time_ns = started_ns if options.time_ns is None else options.time_ns
    paths = ["/" + os.fsdecode(stream.name)]
    parent = choose_parent(repository, options, paths, time_ns=time_ns)
    counts = BackupCounts()
    listener.start("backup")
    with open_writer(repository, options) as writer:
        saved = _save(repository, options, stream, writer)
        stream.finish()
        root = _save_tree(writer, stream.name, saved, time_ns=time_ns, counts=counts)
    listener.advance(files=1, size_bytes=saved.size_bytes)
    listener.finish()
    snapshot = describe_snapshot(repository, options, paths, parent=parent)
    snapshot.time, snapshot.tree = format_time(time_ns), root
    snapshot.summary = summarize(counts, started_ns, repository.clock.now_ns())
    unchanged = options.skip_if_unchanged and parent is not None and parent.tree == snapshot.tree
    if not options.dry_run and not unchanged:
        repository.save_snapshot(snapshot)
    empty = Problem(b"/" + stream.name, "backup.unreadable", "no data was read")
    if not saved.size_bytes:
        listener.warn(f"cannot read {paths[0]!r}: no data was read")
    return BackupResult(
        snapshot if snapshot.hex_id else None,
        parent,
        counts,
        monotonic_s() - started_s,
        () if saved.size_bytes else (empty,),
        int(bool(saved.remark)),
        ((b"/" + stream.name, saved.remark),) if saved.remark else (),
    )


def _save(
    repository: Repository, options: BackupOptions, stream: InputStream, writer: RepositoryWriter
) -> SavedFile:
    polynomial = int(repository.config.chunker_polynomial, 16)
    saver = FileSaver(writer, polynomial, cache(options.screen or screen_nothing))
    try:
        return saver.save_open(stream.file_fd, stream.name)
    finally:
        saver.close()


def _save_tree(
    writer: RepositoryWriter, name: bytes, saved: SavedFile, *, time_ns: int, counts: BackupCounts
) -> str:
    """The hex id of the root, in which the file stands if it holds anything."""
    nodes = []
    if saved.size_bytes:
        time = format_time(time_ns)
        nodes.append(
            Node(
                quote_name(name),
                "file",
                _MODE,
                time,
                time,
                time,
                0,
                0,
                size=saved.size_bytes,
                content=saved.content,
            )
        )
        counts.count_file(size_bytes=saved.size_bytes, is_known=False, is_unchanged=False)
        counts.data_blobs += saved.blobs_new
        counts.data_added += saved.added_bytes
        counts.data_added_packed += saved.stored_bytes
    tree = writer.save_tree(render_tree(nodes))
    if tree.is_new:
        counts.tree_blobs += 1
        counts.data_added += tree.size_bytes
        counts.data_added_packed += tree.stored_bytes
    return tree.id.hex()
