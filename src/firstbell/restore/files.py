"""Files small enough to be held whole: restored in batches, so that the cost of a batch is paid once.

A file in a folder of ours is created under its own name and written by one call, or where it must be whole
before anybody sees it, gets its name last; anything else is a `UnplacedFile` until it is whole.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from firstbell.restore.context import RestoreContext
from firstbell.restore.existing import Fate, find_existing, judge_existing
from firstbell.restore.items import FileItem
from firstbell.restore.source import load_located
from firstbell.restore.unplaced_file import (
    WRITE_NEW,
    UnplacedFile,
    give_name,
    open_nameless,
    write_at,
    write_sparse_at,
)

# a write of this many bytes takes 0.1 ms at most: a kill in the midst of it is not worth 15 us a file
_DIRECT_BYTES = 256 << 10


def restore_batch(context: RestoreContext, items: Sequence[FileItem]) -> None:
    """Restore these files; what goes wrong with one of them is a problem, and the others go on."""
    wanted = [item for item in items if item.folder.is_made or _is_wanted(context, item)]
    blobs, failures = load_located(
        context.source, (pair for item in wanted for pair in zip(item.content, item.locations, strict=True))
    )
    files = size_bytes = 0
    for item in wanted:
        if context.tally.halted_by is not None:
            return
        parts = [blobs[blob_id] for blob_id in item.content if blob_id in blobs]
        if len(parts) != len(item.content):
            failure = next(failures[blob_id] for blob_id in item.content if blob_id in failures)
            context.tally.fail(item.path, failure.code, str(failure))
        elif _restore_file(context, item, parts[0] if len(parts) == 1 else b"".join(parts)):
            files += 1
            size_bytes += sum(map(len, parts))
    context.tally.add_restored(files, size_bytes)
    context.progress.advance(files=len(items), size_bytes=size_bytes)


def _is_wanted(context: RestoreContext, item: FileItem) -> bool:
    """Whether the file is to be written, looked up before its content is read."""
    try:
        existing = find_existing(context.open_folder(item.folder), item.name)
        fate = judge_existing(existing, item.node, context.options.overwrite)
        if fate is Fate.UNCHANGED:
            context.keep_unchanged(item)
        elif fate is Fate.KEPT:
            context.keep(item.path)
    except OSError as error:
        context.fail(item.path, error)
        return False
    return fate in {Fate.FREE, Fate.REPLACED}


def _restore_file(context: RestoreContext, item: FileItem, data: bytes) -> bool:
    try:
        folder_fd = context.open_folder(item.folder)
        if context.is_careful or not item.folder.is_made:
            _write_draft(context, folder_fd, item, data)
        elif context.options.whole or len(data) > _DIRECT_BYTES:
            _write_whole(context, folder_fd, item, data)
        else:
            _write_directly(context, folder_fd, item, data)
    except FileExistsError:
        # in a folder of ours only where two names are one to the filesystem ("A" and "a")
        context.keep(item.path)
        return False
    except OSError as error:
        context.fail(item.path, error)
        return False
    context.remember(item, is_ours=True)
    return True


def _write_directly(context: RestoreContext, folder_fd: int, item: FileItem, data: bytes) -> None:
    # made with the mode it will have: nobody else gets into a folder of ours before it is done, and looking
    # whether owner and mode are right already takes 1 us, setting both again takes 10 on ext4
    fd = os.open(item.name, WRITE_NEW, item.node.mode & 0o777, dir_fd=folder_fd)
    try:
        if data and os.write(fd, data) != len(data):
            write_at(fd, data, 0)
        shortfalls = context.metadata.set_on_fd(fd, item.node, os.fstat(fd))
    except BaseException:
        os.unlink(item.name, dir_fd=folder_fd)
        raise
    finally:
        os.close(fd)
    if shortfalls:
        context.note(item.path, shortfalls)


def _write_whole(context: RestoreContext, folder_fd: int, item: FileItem, data: bytes) -> None:
    """As a draft, with nothing that a folder of ours does not need: 3 us less of 20."""
    fd = open_nameless(folder_fd, item.node.mode & 0o777)
    if fd < 0:
        _write_draft(context, folder_fd, item, data)
        return
    try:
        if data and os.write(fd, data) != len(data):
            write_at(fd, data, 0)
        shortfalls = context.metadata.set_on_fd(fd, item.node, os.fstat(fd))
        give_name(fd, folder_fd, item.name)
    finally:
        os.close(fd)
    if shortfalls:
        context.note(item.path, shortfalls)


def _write_draft(context: RestoreContext, folder_fd: int, item: FileItem, data: bytes) -> None:
    draft = UnplacedFile(folder_fd, mode=item.node.mode & 0o777)
    try:
        if context.options.sparse:
            os.ftruncate(draft.fd, len(data))
            write_sparse_at(draft.fd, data, 0)
        else:
            write_at(draft.fd, data, 0)
        finish_draft(context, draft, item)
    except BaseException:
        draft.discard()
        raise
    finally:
        draft.close()


def finish_draft(context: RestoreContext, draft: UnplacedFile, item: FileItem) -> None:
    """Metadata, sync and name of a file whose bytes are all there.

    Raises: FileExistsError when the name is taken and stays; OSError.
    """
    # on ext4 each of owner and mode costs 40 us, and mostly both are right from the beginning
    shortfalls = context.metadata.set_on_fd(draft.fd, item.node, os.fstat(draft.fd))
    if context.options.sync:
        os.fsync(draft.fd)
    existing = None if item.folder.is_made else find_existing(context.open_folder(item.folder), item.name)
    fate = judge_existing(existing, item.node, context.options.overwrite)
    draft.place(item.name, replace=fate is Fate.REPLACED)
    if shortfalls:
        context.note(item.path, shortfalls)
