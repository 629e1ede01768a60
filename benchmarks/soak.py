"""Twenty hosts back up in a loop, and one more is hostile: does any honest backup fail, is anything lost?

`python -m benchmarks.soak --minutes 10` (`make soak`). It ends with 1 if something failed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.hostile import HostileHost
from benchmarks.machine import describe_machine
from benchmarks.server import MB
from benchmarks.servers import Host, start_ours
from firstbell.vault import Vault
from firstbell.vault.proving import prove

HOSTS, HANDS = 20, 8
_FILES, _FILE_BYTES = 12, 120_000


@dataclass
class HonestHost(threading.Thread):
    """Changes its files, backs up, again and again. `took_s`: of each backup."""

    host: Host
    tree: Path
    ended: threading.Event
    took_s: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        """See Thread."""
        rng = random.Random(self.host.user)
        self.tree.mkdir()
        for number in range(_FILES):
            (self.tree / f"{number}.bin").write_bytes(os.urandom(_FILE_BYTES))
        while not self.ended.is_set():
            start_s = time.monotonic()
            self._call("backup", str(self.tree))
            self.took_s.append(time.monotonic() - start_s)
            (self.tree / f"{rng.randrange(_FILES)}.bin").write_bytes(os.urandom(_FILE_BYTES))
            self.ended.wait(rng.uniform(0, 2))
        self._call("backup", str(self.tree))

    def _call(self, *words: str) -> str:
        done = subprocess.run(
            ["restic", "--no-cache", *words], env=self.host.environment(), capture_output=True, text=True
        )
        if done.returncode:
            self.problems.append(f"{self.host.user}: restic {words[0]}: {done.stderr.strip()[-300:]}")
        return done.stdout

    def prove(self, target: Path) -> None:
        """Every snapshot is there, every byte reads, the last one restores as the tree stands."""
        snapshots = json.loads(self._call("snapshots", "--json") or "[]")
        if len(snapshots) != len(self.took_s) + 1 - len(self.problems):
            self.problems.append(f"{self.host.user}: {len(snapshots)} snapshots of {len(self.took_s) + 1}")
        if "no errors were found" not in self._call("check", "--read-data"):
            self.problems.append(f"{self.host.user}: check finds errors")
        self._call("restore", "latest", "--target", str(target))
        for path in self.tree.iterdir():
            restored = target / path.relative_to("/")
            if not restored.exists() or restored.read_bytes() != path.read_bytes():
                self.problems.append(f"{self.host.user}: {path.name} did not come back")
        shutil.rmtree(target, ignore_errors=True)


def run_soak(scratch: Path, minutes: float) -> int:
    """The whole of it; the number of problems."""
    names = [f"host{number}" for number in range(HOSTS + 1)]
    server, hosts = start_ours(scratch, names)
    ended = threading.Event()
    honest = [HonestHost(host, scratch / f"tree-{host.user}", ended) for host in hosts[:HOSTS]]
    hands = [HostileHost(hosts[-1], names[0], seed=seed, ended=ended) for seed in range(HANDS)]
    for thread in (*honest, *hands):
        thread.start()
    ended.wait(minutes * 60)
    ended.set()
    for thread in (*honest, *hands):
        thread.join()
    peak_bytes = server.peak_bytes()
    for each in honest:
        each.prove(scratch / "restored")
    cpu_s = server.stop()
    problems = [problem for each in honest for problem in each.problems]
    problems += _prove_vault(scratch / "vault")
    _tell(honest, hands, minutes=minutes, peak_bytes=peak_bytes, cpu_s=cpu_s)
    for problem in problems:
        print(f"PROBLEM: {problem}")
    print(f"problems: {len(problems)}; measured on {describe_machine(scratch)}")
    return len(problems)


def _prove_vault(folder: Path) -> list[str]:
    vault = Vault(folder)
    return [f"{each.type}/{each.name}: {each.problem}" for each in prove(vault, None, reads_data=True)]


def _tell(
    honest: list[HonestHost], hands: list[HostileHost], *, minutes: float, peak_bytes: int, cpu_s: float
) -> None:
    took_s = sorted(second for each in honest for second in each.took_s)
    tried: Counter[str] = sum((hand.tried for hand in hands), Counter())
    admitted: Counter[str] = sum((hand.admitted for hand in hands), Counter())
    print(f"{HOSTS} hosts, {minutes:g} minutes: {len(took_s)} backups")
    print(f"a backup took {statistics.median(took_s):.2f} s (median), {took_s[-1]:.2f} s at most")
    print(f"hostile requests: {sum(tried.values())} ({dict(tried)}), answered 200: {dict(admitted)}")
    print(f"server: {peak_bytes / MB:.0f} MB at its peak, {cpu_s:.0f} s of processor time")


def main(arguments: list[str]) -> int:
    """1 when an honest backup failed or something was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--scratch", type=Path, help="where to work [the temporary folder]")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="firstbell-soak-", dir=asked.scratch) as folder:
        return 1 if run_soak(Path(folder), asked.minutes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
