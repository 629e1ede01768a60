"""Further names of files that are in place."""

from __future__ import annotations

import os

from firstbell.restore.draft import link_replacing
from firstbell.restore.existing import Fate, find_existing, judge_existing
from firstbell.restore.items import FileItem
from firstbell.restore.options import Overwrite
from firstbell.restore.workplace import Workplace


def make_link(place: Workplace, item: FileItem) -> None:
    """Make `item` a further link to the file of the same `link_key` that is in place already."""
    folder, name = place.linked[item.link_key]
    try:
        # opening the second folder may close the first, which was opened longer ago: keep our own
        source_fd = os.dup(place.open_folder(folder))
        try:
            if not _link(place, item, source_fd, name):
                return
        finally:
            os.close(source_fd)
    except FileExistsError:
        place.keep(item.path)
        return
    except OSError as error:
        place.fail(item.path, error)
        return
    place.tally.add_restored(1, 0)
    place.progress.advance(files=1)
    place.remember(item, is_ours=False)  # the first name serves for all further ones


def _link(place: Workplace, item: FileItem, source_fd: int, source_name: bytes) -> bool:
    folder_fd = place.open_folder(item.folder)
    existing = None if item.folder.is_made else find_existing(folder_fd, item.name)
    fate = judge_existing(existing, item.node, place.options.overwrite)
    if (
        existing is not None
        and fate is Fate.UNCHANGED
        and place.options.overwrite is Overwrite.IF_CHANGED
        and existing.st_ino != os.stat(source_name, dir_fd=source_fd, follow_symlinks=False).st_ino
    ):
        fate = Fate.REPLACED  # the same bytes, but a file of its own: a link was asked for
    if fate is Fate.KEPT:
        place.keep(item.path)
        return False
    if fate is Fate.UNCHANGED:
        place.keep_unchanged(item)
        return False
    if fate is Fate.REPLACED:
        link_replacing((source_fd, source_name), folder_fd, item.name)
    else:
        os.link(source_name, item.name, src_dir_fd=source_fd, dst_dir_fd=folder_fd, follow_symlinks=False)
    return True
