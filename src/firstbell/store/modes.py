"""Modes of what is made in a folder: for its owner alone, or for the group that the folder is open to.

A vault's server and its examiner may be two users. Then both are in the group of the vault's folder, whose
mode says so (2770). What is made in it takes that over, as git and restic do in a shared repository.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
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
    if parents:
        folder.parent.mkdir(parents=True, exist_ok=True)
    _make(os.fspath(folder), shared=shared)


def make_folders(parent: Path, names: Iterable[str]) -> None:
    """Make folders in one that is there, each where it is not. Raises: OSError."""
    shared = is_shared(parent)
    for name in names:
        # not by `Path`: a repository has 256 of them
        _make(os.path.join(parent, name), shared=shared)


def _make(folder: str, *, shared: bool) -> None:
    try:
        os.mkdir(folder, _PRIVATE_FOLDER | (stat.S_IRWXG if shared else 0))
    except FileExistsError:
        if not os.path.isdir(folder):
            raise
        return
    if shared:
        _open_to_group(folder)


def _open_to_group(folder: str) -> None:
    """What a umask took away; the group is the parent's still."""
    mode = stat.S_IMODE(os.stat(folder).st_mode)
    if mode & stat.S_IRWXG != stat.S_IRWXG:
        os.chmod(folder, mode | stat.S_IRWXG)


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
