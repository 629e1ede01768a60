"""Further names of files that are in place."""

from __future__ import annotations

import os

from firstbell.restore.context import RestoreContext
from firstbell.restore.existing import Fate, find_existing, judge_existing
from firstbell.restore.items import FileItem
from firstbell.restore.options import Overwrite
from firstbell.restore.unplaced_file import link_replacing


def make_link(context: RestoreContext, item: FileItem) -> None:
    """Make `item` a further link to the file of the same `link_key` that is in place already."""
    folder, name = context.linked[item.link_key]
    try:
        # opening the second folder may close the first, which was opened longer ago: keep our own
        source_fd = os.dup(context.open_folder(folder))
        try:
            if not _link(context, item, source_fd, name):
                return
        finally:
            os.close(source_fd)
    except FileExistsError:
        context.keep(item.path)
        return
    except OSError as error:
        context.fail(item.path, error)
        return
    context.tally.add_restored(1, 0)
    context.progress.advance(files=1)
    context.remember(item, is_ours=False)  # the first name serves for all further ones


def _link(context: RestoreContext, item: FileItem, source_fd: int, source_name: bytes) -> bool:
    folder_fd = context.open_folder(item.folder)
    existing = None if item.folder.is_made else find_existing(folder_fd, item.name)
    fate = judge_existing(existing, item.node, context.options.overwrite)
    if (
        existing is not None
        and fate is Fate.UNCHANGED
        and context.options.overwrite is Overwrite.IF_CHANGED
        and existing.st_ino != os.stat(source_name, dir_fd=source_fd, follow_symlinks=False).st_ino
    ):
        fate = Fate.REPLACED  # the same bytes, but a file of its own: a link was asked for
    if fate is Fate.KEPT:
        context.keep(item.path)
        return False
    if fate is Fate.UNCHANGED:
        context.keep_unchanged(item)
        return False
    if fate is Fate.REPLACED:
        link_replacing((source_fd, source_name), folder_fd, item.name)
    else:
        os.link(source_name, item.name, src_dir_fd=source_fd, dst_dir_fd=folder_fd, follow_symlinks=False)
    return True
