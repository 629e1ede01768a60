"""A Dask cluster of worker processes on this machine, in a process of its own.

python -m tests.impact.cluster WORKERS  # prints its address and its workers' processes, ends with its input
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

_WAIT_S = 90.0


@dataclass(frozen=True)
class Started:
    """A cluster that runs. `pid`: of the process that is its scheduler; `workers`: of those that work."""

    address: str
    pid: int
    workers: tuple[int, ...]

    def kill_worker(self) -> None:
        """Kill a worker while it has documents read."""
        deadline = time.monotonic() + _WAIT_S
        while time.monotonic() < deadline:
            for worker in self.workers:
                if _has_reader_process(worker):
                    os.kill(worker, signal.SIGKILL)
                    return
            time.sleep(0.02)
        raise AssertionError("no worker was given documents")

    def kill_scheduler(self) -> None:
        """Kill the scheduler while a worker has documents read."""
        deadline = time.monotonic() + _WAIT_S
        while not any(map(_has_reader_process, self.workers)):
            assert time.monotonic() < deadline, "no worker was given documents"
            time.sleep(0.02)
        os.kill(self.pid, signal.SIGKILL)


def _has_reader_process(worker: int) -> bool:
    for tasks in Path(f"/proc/{worker}/task").glob("*/children"):
        with suppress(OSError):  # one that has just ended
            for child in tasks.read_text().split():
                if b"impact.scan.reader_process" in Path(f"/proc/{child}/cmdline").read_bytes():
                    return True
    return False


@contextmanager
def start_cluster(workers: int = 2) -> Iterator[Started]:
    """A cluster, ended at the end."""
    words = [sys.executable, "-m", "tests.impact.cluster", str(workers)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            told = json.loads(process.stdout.readline())
            yield Started(told["address"], process.pid, tuple(told["workers"]))
        finally:
            process.stdin.close()
            try:
                process.wait(_WAIT_S)
            except subprocess.TimeoutExpired:
                process.kill()


def main() -> None:
    """Reads the command line."""
    distributed = import_module("distributed")
    with (
        distributed.LocalCluster(
            n_workers=int(sys.argv[1]),
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            host="127.0.0.1",
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        workers = list(client.run(os.getpid).values())
        print(json.dumps({"address": cluster.scheduler_address, "workers": workers}), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
