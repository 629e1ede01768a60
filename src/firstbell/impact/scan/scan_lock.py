"""One scan at a time in one case: a second one is told so, and loses nothing."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from firstbell.base.errors import Error

# beside what a case keeps of scans
LOCK_NAME = "impact.lock"


class ScanRunningError(Error):
    """Another process scans, or decides, in this case."""

    code = "impact.locked"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file. The lock goes with the process, however that ends; its children do not hold it.

    Raises: ScanRunningError.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip()
            raise ScanRunningError(
                f"process {holder or 'unknown'} works on the impact of this case",
                hint="wait until it has ended, and run the command again: what it has read is not read twice",
            ) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
