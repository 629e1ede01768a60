"""Modes of what is made in a folder: for its owner alone, or for the group that the folder is open to.

A vault's server and its examiner may be two users. Then both are in the group of the vault's folder, whose
mode says so (2770). What is made in it takes that over, as git and restic do in a shared repository.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

_PRIVATE_FOLDER, _PRIVATE_FILE = 0o700, 0o600
_GROUP_OF_FILE = stat.S_IRGRP | stat.S_IWGRP


def is_shared(folder: Path) -> bool:
    """Whether a folder is open to its group."""
    try:
        return os.stat(folder).st_mode & stat.S_IRWXG == stat.S_IRWXG
    except OSError:
        return False


def make_folder(folder: Path, *, parents: bool = False) -> None:
    """Make a folder where it is not there. Raises: OSError."""
    shared = is_shared(folder.parent)
    try:
        folder.mkdir(mode=_PRIVATE_FOLDER | (stat.S_IRWXG if shared else 0), parents=parents)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    mode = stat.S_IMODE(os.stat(folder).st_mode)
    if (
        shared and mode & stat.S_IRWXG != stat.S_IRWXG
    ):  # a umask took it away; the group is the parent's still
        folder.chmod(mode | stat.S_IRWXG)


def file_mode(parent: Path) -> int:
    """The mode of a new file in `parent` that is written to later."""
    return _PRIVATE_FILE | (_GROUP_OF_FILE if is_shared(parent) else 0)


def open_shared(path: Path) -> int:
    """A descriptor of a file to read and write, made where it is not there. Raises: OSError."""
    flags = os.O_RDWR | os.O_CLOEXEC
    try:
        return os.open(path, flags)
    except FileNotFoundError:
        fd = os.open(path, flags | os.O_CREAT, _PRIVATE_FILE)
        mode = file_mode(path.parent)
        if mode != _PRIVATE_FILE:
            os.fchmod(fd, mode)
        return fd
