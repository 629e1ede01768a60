"""Which processes a test left behind."""

from __future__ import annotations

import os
from multiprocessing import resource_tracker
from pathlib import Path

_TASKS = Path("/proc/self/task")


def has_children() -> bool:
    """Whether this process has children it did not wait for.

    The tracker that multiprocessing keeps for as long as a process lives, once it has spawned others, is
    nobody's worker.
    """
    if not next(_TASKS.glob("*/children"), None):  # no Linux
        return _has_any()
    found = {int(pid) for path in _TASKS.glob("*/children") for pid in path.read_text().split()}
    tracker: int | None = getattr(resource_tracker, "_resource_tracker")._pid  # noqa: B009
    return bool(found - {tracker})


def _has_any() -> bool:
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return False
    return True
