"""Symlinks, fifos and devices."""

from __future__ import annotations

import os
import stat

from firstbell.repository.format.node import Node
from firstbell.restore.draft import move_replacing

_MODES = {"fifo": stat.S_IFIFO, "dev": stat.S_IFBLK, "chardev": stat.S_IFCHR}
SPECIAL_TYPES = frozenset({"symlink", *_MODES})


def make_special(folder_fd: int, name: bytes, node: Node, *, replace: bool) -> None:
    """Make a symlink, fifo or device; with `replace`, what bears the name is replaced in one step.

    Raises: FileExistsError when the name is taken and stays; OSError; ValueError for a target with NUL.
    """
    if not replace:
        _make(folder_fd, name, node)
        return
    temporary = b".firstbell-" + os.urandom(8).hex().encode()
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
