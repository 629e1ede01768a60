"""Running one command and what it cost."""

from __future__ import annotations

import os
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

from firstbell.base.clock import monotonic_s

SAMPLE_S = 0.1


@dataclass(frozen=True)
class Cost:
    """Wall and processor seconds, and the most memory that its processes had together at one moment."""

    wall_s: float
    cpu_s: float
    peak_bytes: int

    def __add__(self, other: Cost) -> Cost:
        """Of one after the other."""
        peak_bytes = max(self.peak_bytes, other.peak_bytes)
        return Cost(self.wall_s + other.wall_s, self.cpu_s + other.cpu_s, peak_bytes)


class CommandFailedError(Exception):
    """A program of the comparison failed; nothing can be compared."""


def run_measured(words: list[str], environment: dict[str, str]) -> Cost:
    """Runs a command to its end.

    Processor time is that of the process and all it waited for (wait4). Memory is sampled ten times a
    second as the sum of the proportional set sizes, so that what forked workers share counts once.

    Raises: CommandFailedError.
    """
    os.sync()  # nobody pays for what another wrote
    start_s = monotonic_s()
    process = subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    sampler = _Sampler(process.pid)
    sampler.start()
    assert process.stdout is not None
    told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = monotonic_s() - start_s
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    sampler.stop()
    if process.returncode:
        raise CommandFailedError(f"{' '.join(words)}\n{told.decode(errors='replace')[-2000:]}")
    return Cost(wall_s, usage.ru_utime + usage.ru_stime, sampler.peak_bytes or usage.ru_maxrss * 1024)


def warm_memory(folder: Path, size_bytes: int) -> None:
    """Have so much memory be at hand that files which are written soon find room in it.

    Under a hypervisor, memory that was not used for a while comes page by page from the host, which can
    cost as much as all the rest of a restore. The first program to write would pay it for those that follow.
    """
    block = bytes(1 << 20)
    path = folder / "warm"
    try:
        with path.open("wb") as file:
            for _ in range(size_bytes >> 20):
                file.write(block)
    finally:
        path.unlink(missing_ok=True)


class _Sampler(threading.Thread):
    """Watches the memory of one session of processes."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.peak_bytes = 0
        self._session = session
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(SAMPLE_S):
            self.peak_bytes = max(self.peak_bytes, sum(map(_read_memory, _list_session(self._session))))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _list_session(session: int) -> list[int]:
    """The processes of a session; field 6 of /proc/PID/stat, counted behind the name in brackets."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue  # it ended meanwhile
            if int(fields[3]) == session:
                found.append(int(entry.name))
    return found


def _read_memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
