"""Which processes a test left behind."""

from __future__ import annotations

import os
from pathlib import Path

_TASKS = Path("/proc/self/task")
_before: set[int] = set()


def remember_children() -> None:
    """Take note of who is there before a test: helpers of this process that live as long as it does."""
    _before.clear()
    _before.update(_list_children())


def has_children() -> bool:
    """Whether this process has children that came since and that it did not wait for."""
    if not next(_TASKS.glob("*/children"), None):  # no Linux
        return _has_any()
    return bool(_list_children() - _before)


def _list_children() -> set[int]:
    found: set[int] = set()
    for path in _TASKS.glob("*/children"):
        try:
            found |= {int(pid) for pid in path.read_text().split()}
        except OSError:  # a thread that has ended
            continue
    return found


def _has_any() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True
