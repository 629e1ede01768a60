"""`firstbell mount` and `restic mount` with the real kernel, where this machine lets us."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.processes.waits import wait_until

LONG_S = 60.0
FIRSTBELL = (sys.executable, "-m", "firstbell.cli.main")


def _find_problem() -> str:
    try:
        os.close(os.open("/dev/fuse", os.O_RDWR))
    except OSError as error:
        return f"/dev/fuse cannot be used: {error.strerror}"
    return "" if shutil.which("fusermount3") else "install first: apt-get install fuse3"


PROBLEM = _find_problem()
needs_kernel = pytest.mark.skipif(bool(PROBLEM), reason=PROBLEM)


def is_mounted(folder: Path) -> bool:
    """Whether something is mounted there."""
    with open("/proc/self/mounts", encoding="utf-8") as file:
        return any(line.split(" ")[1] == str(folder) for line in file)


@contextmanager
def mounted(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], *, end: int = signal.SIGINT
) -> Iterator[subprocess.Popen[str]]:
    """The program mounts on `folder`, which is made; a signal ends it, and then it must have unmounted."""
    folder.mkdir()
    with subprocess.Popen(
        [*command, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as running:
        try:
            wait_until(lambda: is_mounted(folder) or running.poll() is not None, timeout_s=LONG_S)
            assert running.poll() is None, running.communicate()
            yield running
        finally:
            if running.poll() is None:
                running.send_signal(end)
            try:
                running.wait(LONG_S)
            except subprocess.TimeoutExpired:
                running.kill()
                subprocess.run(["umount", "-l", folder], check=False)
                raise
    assert not is_mounted(folder)
