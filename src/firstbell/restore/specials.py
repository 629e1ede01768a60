"""Symlinks, fifos and devices."""

from __future__ import annotations

import os
import stat

from firstbell.repository.format.node import Node
from firstbell.restore.context import RestoreContext
from firstbell.restore.entries import RestoreEntry
from firstbell.restore.existing import Fate, find_existing, judge_existing
from firstbell.restore.options import Overwrite
from firstbell.restore.unplaced_file import make_temporary_name, move_replacing

_MODES = {"fifo": stat.S_IFIFO, "dev": stat.S_IFBLK, "chardev": stat.S_IFCHR}
SPECIAL_TYPES = frozenset({"symlink", *_MODES})


def restore_special(context: RestoreContext, entry: RestoreEntry) -> None:
    """Make a symlink, fifo or device with its metadata; what goes wrong is a problem."""
    path = entry.path
    try:
        folder_fd = context.open_folder(entry.folder)
        fate = Fate.FREE if entry.folder.is_made else find_fate(context, folder_fd, entry)
        if fate is Fate.KEPT:
            context.keep(path)
            return
        if fate is Fate.UNCHANGED:
            context.tally.skip(path)
            if context.options.overwrite is Overwrite.NEVER:
                return
        else:
            _make_in_place(folder_fd, entry.name, entry.node, replace=fate is Fate.REPLACED)
        context.note(path, context.metadata.set_on_name(folder_fd, entry.name, entry.node))
    except FileExistsError:
        context.keep(path)
    except (OSError, ValueError, OverflowError) as error:
        context.fail(path, error)


def find_fate(context: RestoreContext, folder_fd: int, entry: RestoreEntry) -> Fate:
    """What becomes of what stands where a symlink, fifo or device should go. Raises: OSError."""
    existing = find_existing(folder_fd, entry.name)
    fate = judge_existing(existing, entry.node, context.options.overwrite)
    if existing is None or fate is Fate.FREE or context.options.overwrite is Overwrite.ALWAYS:
        return fate
    return Fate.UNCHANGED if _is_same(folder_fd, entry, existing) else fate


def _is_same(folder_fd: int, entry: RestoreEntry, existing: os.stat_result) -> bool:
    node = entry.node
    if node.type == "symlink":
        return (
            stat.S_ISLNK(existing.st_mode) and os.readlink(entry.name, dir_fd=folder_fd) == node.link_target
        )
    return stat.S_IFMT(existing.st_mode) == _MODES[node.type] and existing.st_rdev == node.device


def _make_in_place(folder_fd: int, name: bytes, node: Node, *, replace: bool) -> None:
    if not replace:
        _make(folder_fd, name, node)
        return
    temporary = make_temporary_name()
    _make(folder_fd, temporary, node)
    try:
        move_replacing(folder_fd, temporary, name)
    except OSError:
        os.unlink(temporary, dir_fd=folder_fd)
        raise


def _make(folder_fd: int, name: bytes, node: Node) -> None:
    if node.type == "symlink":
        os.symlink(node.link_target, name, dir_fd=folder_fd)
    else:
        os.mknod(name, _MODES[node.type] | 0o600, node.device, dir_fd=folder_fd)
