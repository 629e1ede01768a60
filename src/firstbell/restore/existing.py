"""What becomes of a thing that stands where a file should go."""

from __future__ import annotations

import os
import stat
from enum import Enum, auto

from firstbell.repository.format.node import Node
from firstbell.restore.metadata import read_times
from firstbell.restore.options import Overwrite


class Fate(Enum):
    """`FREE`: nothing is there. `UNCHANGED`: it has the size and time of the snapshot's, and stays."""

    FREE = auto()
    REPLACED = auto()
    UNCHANGED = auto()
    KEPT = auto()


def find_existing(folder_fd: int, name: bytes) -> os.stat_result | None:
    """The status of what stands under `name`, symlinks not followed; None where nothing does.

    Raises: OSError.
    """
    try:
        return os.stat(name, dir_fd=folder_fd, follow_symlinks=False)
    except FileNotFoundError:
        return None


def judge_existing(existing: os.stat_result | None, node: Node, overwrite: Overwrite) -> Fate:
    """What becomes of what stands where `node` should go."""
    if existing is None:
        return Fate.FREE
    if overwrite is Overwrite.ALWAYS:
        return Fate.REPLACED
    times = read_times(node, [])
    mtime_ns = times[1] if times else None
    if overwrite is Overwrite.IF_NEWER:
        return Fate.REPLACED if mtime_ns is not None and mtime_ns > existing.st_mtime_ns else Fate.KEPT
    is_same = (
        node.type == "file"
        and stat.S_ISREG(existing.st_mode)
        and existing.st_size == node.size
        and existing.st_mtime_ns == mtime_ns
    )
    if is_same:
        return Fate.UNCHANGED
    return Fate.REPLACED if overwrite is Overwrite.IF_CHANGED else Fate.KEPT
