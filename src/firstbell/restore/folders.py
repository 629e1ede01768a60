"""Folders of the target: made, opened and finished without ever following a symlink inside it.

A folder is reached from the target's own descriptor one name at a time with O_NOFOLLOW | O_DIRECTORY,
so whatever a tree or the target holds, nothing is written outside the target.
"""

from __future__ import annotations

import errno
import os
from collections import OrderedDict
from pathlib import Path

from firstbell.repository.format.node import Node
from firstbell.restore.errors import TargetError

FOLLOW_NEVER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# 4 workers hold 4 x 128 descriptors at most: half of the usual limit of 1024
_MAX_OPEN = 128


class TreeFolder:
    """One folder of the tree. `path`: inside the restored tree, b"" for the root; `node`: None for the root.

    `is_made`: this restore made it, so that nothing of others is in it. `is_absent`: it could not be made,
    or a dry run did not.
    """

    __slots__ = ("is_absent", "is_made", "is_ready", "name", "node", "parent", "path")

    def __init__(self, parent: TreeFolder | None, name: bytes, node: Node | None) -> None:
        self.parent = parent
        self.name = name
        self.node = node
        self.path: bytes = b"" if parent is None else parent.path + b"/" + name
        self.is_made = False
        self.is_ready = False
        self.is_absent = False


class FolderHandles:
    """Open descriptors of folders for one thread; the least recently used are closed."""

    def __init__(self, root_fd: int) -> None:
        self._root_fd = root_fd
        self._open: OrderedDict[TreeFolder, int] = OrderedDict()

    def open(self, folder: TreeFolder) -> int:
        """A descriptor of the folder, which stays ours: valid until 64 more folders were opened.

        Raises: OSError, also when a name on the way has become a symlink.
        """
        if folder.parent is None:
            return self._root_fd
        folder_fd = self._open.get(folder)
        if folder_fd is not None:
            self._open.move_to_end(folder)
            return folder_fd
        return self._open_below(folder)

    def _open_below(self, folder: TreeFolder) -> int:
        missing = [folder]
        nearest = folder.parent
        while nearest is not None and nearest.parent is not None and nearest not in self._open:
            missing.append(nearest)
            nearest = nearest.parent
        folder_fd = self._root_fd if nearest is None or nearest.parent is None else self.open(nearest)
        for each in reversed(missing):
            folder_fd = os.open(each.name, FOLLOW_NEVER, dir_fd=folder_fd)
            self._open[each] = folder_fd
            if len(self._open) > _MAX_OPEN:
                os.close(self._open.popitem(last=False)[1])
        return folder_fd

    def close(self) -> None:
        """Close all but the root's."""
        while self._open:
            os.close(self._open.popitem()[1])


def open_target(target: Path, *, make: bool) -> int | None:
    """A descriptor of the target folder, made with its parents where it is missing and `make` is set.

    None where it is missing and not made. The target itself may be a symlink: the user named it.

    Raises: TargetError.
    """
    try:
        if make:
            target.mkdir(parents=True, exist_ok=True)
        return os.open(target, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError as error:
        if not make:
            return None
        raise TargetError(f"{target}: {error.strerror}") from None
    except OSError as error:
        raise TargetError(
            f"{target}: {error.strerror}", hint="give a folder that you may write, or a new one"
        ) from None


def make_folder(parent_fd: int, name: bytes, *, replace: bool) -> bool:
    """Make a folder, or accept the one that is there; True where it was made.

    `replace`: something else of that name gives way. Its mode is 0700 until its metadata are set.

    Raises: OSError; FileExistsError when something else is there and stays.
    """
    try:
        os.mkdir(name, 0o700, dir_fd=parent_fd)
    except FileExistsError:
        probe_fd = _try_open(parent_fd, name)
        if probe_fd is not None:
            os.close(probe_fd)
            return False
        if not replace:
            raise
        os.unlink(name, dir_fd=parent_fd)
        os.mkdir(name, 0o700, dir_fd=parent_fd)
    return True


def _try_open(parent_fd: int, name: bytes) -> int | None:
    try:
        return os.open(name, FOLLOW_NEVER, dir_fd=parent_fd)
    except NotADirectoryError:  # a symlink too: O_DIRECTORY is looked at first
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            return None
        raise
