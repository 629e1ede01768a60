"""Twenty hosts back up in a loop, and one more is hostile: does any honest backup fail, is anything lost?

`python -m benchmarks.soak --minutes 10` (`make soak`), or the part `soak` of the benchmark. It ends with 1 if
something failed.
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
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.hostile import HostileHost
from benchmarks.machine import describe_machine
from benchmarks.server import MB
from benchmarks.servers import Host, start_ours
from firstbell.vault import Vault
from firstbell.vault.journal_heads import prove

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


@dataclass
class SoakFigures:
    """What came of it. `problems`: honest backups that failed, what was lost, what does not check."""

    minutes: float
    hosts: int
    backups: int
    median_s: float
    longest_s: float
    tried: dict[str, int]
    admitted: dict[str, int]
    peak_bytes: int
    cpu_s: float
    problems: list[str]


def measure_soak(scratch: Path, minutes: float) -> SoakFigures:
    """The whole of it."""
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
    took_s = sorted(second for each in honest for second in each.took_s)
    return SoakFigures(
        minutes=minutes,
        hosts=HOSTS,
        backups=len(took_s),
        median_s=statistics.median(took_s),
        longest_s=took_s[-1],
        tried=dict(sum((hand.tried for hand in hands), Counter())),
        admitted=dict(sum((hand.admitted for hand in hands), Counter())),
        peak_bytes=peak_bytes,
        cpu_s=cpu_s,
        problems=[problem for each in honest for problem in each.problems] + _prove_vault(scratch / "vault"),
    )


def _prove_vault(folder: Path) -> list[str]:
    vault = Vault(folder)
    return [f"{each.type}/{each.name}: {each.problem}" for each in prove(vault, None, reads_data=True)]


def render_soak(soak: SoakFigures) -> Iterator[str]:
    """The part `soak` as Markdown."""
    yield f"## soak: {soak.hosts} hosts back up in a loop while another one is hostile"
    yield ""
    yield (
        f"For {soak.minutes:g} minutes, with stock restic over loopback; the hostile host has a true"
        f" credential and {HANDS} workers. It floods the server, uploads slowly, under wrong hashes, twice,"
        " under paths that lead elsewhere and with oversized heads, and half-closes connections. Afterwards,"
        " for each host, the snapshots are counted, `restic check --read-data` reads everything, and the last"
        " snapshot is restored and compared. The vault's log is proven against every byte."
    )
    yield ""
    yield "| what | |"
    yield "|---|---:|"
    yield f"| honest backups that ended | {soak.backups:,} |"
    yield f"| one took, median | {soak.median_s:.2f} s |"
    yield f"| one took, at most | {soak.longest_s:.2f} s |"
    yield f"| hostile requests | {sum(soak.tried.values()):,} |"
    yield f"| of them answered 200 (what a host may do) | {sum(soak.admitted.values()):,} |"
    yield f"| memory of the server at its peak | {soak.peak_bytes / MB:.0f} MB |"
    yield f"| processor time of the server | {soak.cpu_s:.0f} s |"
    yield f"| honest backups that failed, objects lost, errors of `check` | {len(soak.problems)} |"
    yield ""
    yield from (f"- {problem}" for problem in soak.problems)
    if soak.problems:
        yield ""


def main(arguments: list[str]) -> int:
    """1 when an honest backup failed or something was lost."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--scratch", type=Path, help="where to work [the temporary folder]")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="firstbell-soak-", dir=asked.scratch) as folder:
        soak = measure_soak(Path(folder), asked.minutes)
        print("\n".join(render_soak(soak)))
        print(f"Measured on {describe_machine(Path(folder))}")
    return 1 if soak.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
