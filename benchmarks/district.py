"""A district is struck on all hosts: event to verdict, to plan, to first tier, to all; and the work lost.

Beside what one can do with stock restic and a script, in the same run; and how fast a plan's run is beside
plain restores of the same files.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.bisection import recover_host
from benchmarks.peers import PASSWORD
from benchmarks.town import HOSTS, SYSTEMS, Town
from firstbell.base.clock import NS_PER_S, SystemClock, format_time, monotonic_s, parse_time

FIRSTBELL = str(Path(sys.executable).with_name("firstbell"))
OURS, OURS_ON_RESTIC, SCRIPT = "Firstbell", "Firstbell, on what restic wrote", "restic and a script"
RUN, COMPOSED, PLAIN = "recover run", "restore, composed", "restore, plain"
SYNCED, RESTIC = "restore, plain, synced to the disk", "restic restore"
_DAYS = 6
_FIRST_NIGHT, _SECOND_NIGHT = 0.3, 0.7
_LARGEST = "files01"
Tell = Callable[[str], None]


@dataclass
class Way:
    """One way to recover: seconds since the last struck backup was in. -1: it has no such stage.

    `cpu_s`: of all processors, for all of it; a busy machine changes it less than the others. `missing`,
    `older`: files whose newest intact version in the backups was not restored, at all or for an older one.
    """

    verdict_s: float
    plan_s: float
    first_tier_s: float
    all_s: float
    cpu_s: float = 0.0
    missing: int = 0
    older: int = 0


@dataclass
class DistrictFigures:
    """`ways`: by name; `speeds`, `cpu_s`: seconds of each round of restoring the largest host's files."""

    hosts: int
    systems: int
    files: int
    size_bytes: int
    snapshots: int
    struck: int
    wanted: int
    ways: dict[str, Way] = field(default_factory=dict)
    speeds: dict[str, list[float]] = field(default_factory=dict)
    cpu_s: dict[str, list[float]] = field(default_factory=dict)


def measure_district(scratch: Path, *, files: int, rounds: int, tell: Tell) -> DistrictFigures:
    """All of it."""
    measuring = _Measuring(scratch, files=files, tell=tell)
    return measuring.measure(rounds)


class _Measuring:
    def __init__(self, scratch: Path, *, files: int, tell: Tell) -> None:
        self._scratch = scratch
        self._tell = tell
        self._town = Town(scratch / "live", files=files)
        self._figures = DistrictFigures(len(HOSTS), len(SYSTEMS), *self._town.measure(), 0, 0, 0)

    def measure(self, rounds: int) -> DistrictFigures:
        figures = self._figures
        self._live()
        figures.snapshots, figures.struck = _DAYS * len(HOSTS), self._town.struck
        figures.wanted = len(self._town.wanted)
        figures.ways[SCRIPT] = self._recover_by_script()
        figures.ways[OURS] = self._recover("firstbell")
        figures.ways[OURS_ON_RESTIC] = self._recover("restic")
        for number in range(rounds):
            self._compare_speeds(number)
        return figures

    def _environment(self, kind: str) -> dict[str, str]:
        # an installed program is compiled once, wherever this is run from
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return inherited | {
            "PYTHONPYCACHEPREFIX": str(self._scratch / "compiled"),
            "FIRSTBELL_PASSWORD": PASSWORD,
            "FIRSTBELL_CACHE_DIR": str(self._scratch / f"cache-{kind}"),
            "FIRSTBELL_DESK": str(self._desk(kind)),
            "RESTIC_PASSWORD": PASSWORD,
            "RESTIC_CACHE_DIR": str(self._scratch / "cache-of-restic"),
            "RESTIC_PROGRESS_FPS": "0.01",
            "TZ": "UTC",
        }

    def _desk(self, kind: str) -> Path:
        return self._scratch / f"desk-{kind}"

    def _repository(self, kind: str, host: str) -> Path:
        return self._scratch / f"repositories-{kind}" / host

    def _run(self, words: Sequence[str], *, kind: str = "firstbell", statuses: Sequence[int] = (0,)) -> bytes:
        done = subprocess.run(words, env=self._environment(kind), capture_output=True)
        if done.returncode not in statuses:
            raise RuntimeError(f"{' '.join(words)}\n{done.stderr.decode(errors='replace')[-2000:]}")
        return done.stdout

    def _live(self) -> None:
        """Days with a backup each by both programs; in the last two nights everything is struck."""
        now_ns = SystemClock().now_ns()
        for day in range(_DAYS):
            if day:
                self._town.work(day)
            if day >= _DAYS - 2:
                self._town.strike(_FIRST_NIGHT if day == _DAYS - 2 else _SECOND_NIGHT)
            at = format_time(now_ns - (_DAYS - 1 - day) * 86_400 * NS_PER_S)[:19].replace("T", " ")
            for host in HOSTS:
                self._back_up(host, at, day=day)
            self._town.save()
            self._tell(f"district: day {day + 1} is backed up")

    def _back_up(self, host: str, at: str, *, day: int) -> None:
        folder = str(self._town.host_folder(host))
        for kind, program in (("firstbell", FIRSTBELL), ("restic", "restic")):
            words = [program, "-r", str(self._repository(kind, host))]
            if not day:
                self._repository(kind, host).parent.mkdir(exist_ok=True)
                self._run([*words, "init"])
            self._run([*words, "backup", folder, "-H", host, "--time", at])
        if day < _DAYS - 1:
            # what arrives is judged every night; of the last night that is what is measured
            self._run([FIRSTBELL, "-r", str(self._repository("firstbell", host)), "examine"], statuses=(0, 4))

    @contextmanager
    def _target(self, name: str) -> Iterator[Path]:
        target = self._scratch / name
        target.mkdir()
        os.sync()
        yield target
        shutil.rmtree(target)

    def _recover_by_script(self) -> Way:
        with self._target("by-script") as target:
            started_s, used_s = monotonic_s(), _read_cpu()
            ends = {}
            first_s = -1.0
            for host in HOSTS:
                _, found_s = recover_host(self._run, self._repository("restic", host), target / host)
                first_s = found_s - started_s if first_s < 0 else first_s
                ends[host] = monotonic_s() - started_s
            lowest = min(system.tier for system in SYSTEMS)
            tier_s = max(ends[system.host] for system in SYSTEMS if system.tier == lowest)
            way = Way(first_s, -1.0, tier_s, max(ends.values()), _read_cpu() - used_s)
            folders = {str(self._town.host_folder(host)): target / host for host in HOSTS}
            places = {top: Path(f"{place}{top}") for top, place in folders.items()}
            way.missing, way.older = self._town.compare(places)
        self._tell(f"district: by a script {way.all_s:.1f} s, {way.missing + way.older} lost")
        return way

    def _recover(self, kind: str) -> Way:
        with self._target(f"by-firstbell-{kind}") as target:
            self._write_desk(kind, target)
            plan = self._scratch / f"plan-{kind}.json"
            started_s, used_s = monotonic_s(), _read_cpu()
            for host in HOSTS:
                words = [FIRSTBELL, "-r", str(self._repository(kind, host)), "examine"]
                self._run(words, kind=kind, statuses=(4,))
            verdict_s = monotonic_s() - started_s
            self._run([FIRSTBELL, "recover", "plan", "--json", "--output", str(plan)], kind=kind)
            plan_s = monotonic_s() - started_s
            words = [FIRSTBELL, "recover", "run", str(plan), "--verify", "read", "--json", "-q"]
            told = json.loads(self._run(words, kind=kind).splitlines()[-1])
            all_s = monotonic_s() - started_s
            first_s = plan_s + float(told["first_bell_s"]) + _find_lead(all_s - plan_s, Path(told["run"]))
            way = Way(verdict_s, plan_s, first_s, all_s, _read_cpu() - used_s)
            places = {
                str(self._town.host_folder(system.host) / system.folder): Path(
                    f"{target / system.folder}{self._town.host_folder(system.host) / system.folder}"
                )
                for system in SYSTEMS
            }
            way.missing, way.older = self._town.compare(places)
        self._tell(f"district: by Firstbell ({kind}) {way.all_s:.1f} s, {way.missing + way.older} lost")
        return way

    def _write_desk(self, kind: str, target: Path) -> None:
        lines = ["version = 1", "[district]", 'name = "A district to be struck"']
        for host in HOSTS:
            lines += ["[[repository]]", f'name = "{host}"', f'url = "{self._repository(kind, host)}"']
            lines += ["[[host]]", f'name = "{host}"', f'repository = "{host}"']
        for system in SYSTEMS:
            folder = self._town.host_folder(system.host) / system.folder
            place = target / system.folder
            lines += ["[[system]]", f'name = "{system.name}"', f"tier = {system.tier}", f'target = "{place}"']
            lines.append(f"depends_on = {json.dumps(system.needs)}")
            lines += ["[[system.parts]]", f'host = "{system.host}"', f'paths = ["{folder}"]']
            if system.database:
                check = f"{str(folder)[1:]}/live.sqlite"
                lines += ["[[system.checks]]", 'kind = "sqlite"', f'target = "{check}"']
        self._desk(kind).mkdir(exist_ok=True)
        (self._desk(kind) / "firstbell.toml").write_text("\n".join(lines) + "\n")

    def _compare_speeds(self, number: int) -> None:
        """The largest host's files: by a plan's run, and by plain restores; another one begins each time."""
        repository = str(self._repository("restic", _LARGEST))
        told = self._run([FIRSTBELL, "-r", repository, "recover", "compose", "--json"], kind="restic")
        composed = json.loads(told.splitlines()[-1])["snapshot_id"]
        plain = self._list_snapshots(repository)[_DAYS - 3]
        works: list[tuple[str, Callable[[Path], list[str]]]] = [
            (RUN, self._plan_largest),
            (COMPOSED, lambda at: [FIRSTBELL, "-r", repository, "restore", composed, "-t", str(at)]),
            (PLAIN, lambda at: [FIRSTBELL, "-r", repository, "restore", plain, "-t", str(at)]),
            (SYNCED, lambda at: [FIRSTBELL, "-r", repository, "restore", plain, "--sync", "-t", str(at)]),
            (RESTIC, lambda at: ["restic", "-r", repository, "restore", composed, "-t", str(at)]),
        ]
        start = number % len(works)
        for name, say in works[start:] + works[:start]:
            with self._target("speed") as target:
                words = say(target)
                os.sync()
                started_s, used_s = monotonic_s(), _read_cpu()
                self._run(words, kind="restic")
                seconds = monotonic_s() - started_s
                self._figures.cpu_s.setdefault(name, []).append(_read_cpu() - used_s)
            self._figures.speeds.setdefault(name, []).append(seconds)
            self._tell(f"district: {name} {seconds:.2f} s")

    def _plan_largest(self, target: Path) -> list[str]:
        plan = self._scratch / "plan-largest.json"
        names = ",".join(system.name for system in SYSTEMS if system.host == _LARGEST)
        words = [FIRSTBELL, "recover", "plan", "--systems", names, "-t", str(target), "--output", str(plan)]
        self._run(words, kind="restic")
        shutil.rmtree(self._desk("restic") / "runs")
        return [FIRSTBELL, "recover", "run", str(plan), "--systems", names, "-q"]

    def _list_snapshots(self, repository: str) -> list[str]:
        told: list[dict[str, Any]] = json.loads(
            self._run(["restic", "-r", repository, "snapshots", "--json"])
        )
        return [one["id"] for one in told]


def _read_cpu() -> float:
    """Processor seconds of all programs that were run so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _find_lead(run_s: float, run: Path) -> float:
    """Seconds of a run before its first system began and after its last one ended, by its journals."""
    times = [
        parse_time(json.loads(line)["at"])
        for path in run.glob("*.jsonl")
        for line in path.read_text().splitlines()
    ]
    return max(run_s - (max(times) - min(times)) / NS_PER_S, 0.0)
