"""Stops a test's PostgreSQL once the process that it was started for is gone, however that ended.

Usage: postgres_watcher.py SCRIPT FOLDER PID   goes on in the background until either is gone
"""

from __future__ import annotations

import os
import select
import subprocess
import sys
from pathlib import Path

_LOOK_MS = 500


def is_gone(process: int) -> bool:
    """Whether the process of this descriptor ended within half a second; one that is a zombie has, too."""
    waits = select.poll()
    waits.register(process, select.POLLIN)
    return bool(waits.poll(_LOOK_MS))


def watch(script: str, folder: Path, process: int | None) -> None:
    """Wait for the end of either. `process`: a descriptor, None where it is gone already."""
    while process is not None and folder.exists() and not is_gone(process):
        continue
    if folder.exists():
        subprocess.run([script, "stop", str(folder)], check=False, stderr=subprocess.DEVNULL)


def main(script: str, folder: str, pid: str) -> None:
    """Leave the group of whoever started it: what interrupts a run does not reach the watcher."""
    try:
        process = os.pidfd_open(int(pid))
    except ProcessLookupError:
        process = None
    if os.fork():
        return
    os.setsid()
    os.chdir("/")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    watch(script, Path(folder), process)


if __name__ == "__main__":
    main(*sys.argv[1:])
