"""A fleet in a box: hosts that push to a vault with stock restic night after night, some of them struck.

Everything is seeded. Most of what a host holds is the same on all hosts; the rest is its own. In a struck
night of a struck host its own files are replaced by random bytes under a new name, in a folder made here.

The nights follow each other without a pause, two hosts at a time, and wait where many snapshots wait for a
verdict: so they cost what they cost, and say how many a machine can take. Then some hosts back up once more,
one after the other at a pace ten times that of 1,000 hosts in eight hours: of these it counts how long a
verdict takes.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.answers import FIRSTBELL, AnswerTimes, Asked, inherit, measure_answers
from benchmarks.catalogs import CatalogTimes, fill_catalogs, measure_catalogs, serve_catalogs
from benchmarks.servers import RunningServer, find_free_port
from firstbell.base.clock import format_time, parse_time
from firstbell.crypto.derivation import ScryptParameters
from firstbell.repository import Repository
from firstbell.repository.format.keyfile import KeyOrigin
from firstbell.repository.keys import add_key
from firstbell.vault import Vault, VaultStore, make_vault
from firstbell.vault.entries import Added, HostAdded

NIGHTS = 30
STRUCK = 3
SEED = 20230218
# a password that people choose costs half a second to try; these are random, and nobody waits for them here
_CHEAP = ScryptParameters(n=2, r=1, p=1)
_HOST_PASSWORD, _DESK_PASSWORD = "of the host", "of the desk"
_SHARED = 0.8
_CHANGED = 0.01
# damage in one folder is a suspicion, in more it is an event
OWN_FOLDERS = 3
_LIMIT_S = 3600.0
# 1,000 hosts in eight hours are one in 28.8 s
PACE_S = 2.88
_CLIENTS = 2
# who make hosts, and remove them: each waits for the disk, which takes many such orders at once
_MAKERS = 4
_MOST_WAITING = 20


@dataclass(frozen=True)
class FleetSize:
    """So many hosts with so many files each, backed up for so many nights; `workers` of the examiner.

    `asked`: how often each command is timed. `paced`: how many backups are made at the pace of a night.
    """

    hosts: int
    files: int
    nights: int
    workers: int = 2
    asked: int = 20
    paced: int = 40


@dataclass
class FleetFigures:
    """What a fleet of one size gave. Latencies: from the arrival of a snapshot to its verdict, seconds.

    `latencies_s`: of the backups at the pace of a night, `dense_s` of those without a pause. `nights_bytes`:
    memory of the examiner's own process after each night, `worker_bytes` the most that a worker had.
    `answers`: how long commands take with catalogs in files, `server_answers` in PostgreSQL. Of `struck`
    snapshots `found` are an `event` and `held` are `suspect`; `false`: snapshots of other hosts that are not
    `clean`.
    """

    size: FleetSize
    latencies_s: list[float] = field(default_factory=list)
    dense_s: list[float] = field(default_factory=list)
    backups_s: float = 0.0
    server_bytes: int = 0
    server_cpu_s: float = 0.0
    examiner_bytes: int = 0
    examiner_cpu_s: float = 0.0
    worker_bytes: int = 0
    nights_bytes: list[int] = field(default_factory=list)
    answers: AnswerTimes = field(default_factory=AnswerTimes)
    server_answers: AnswerTimes = field(default_factory=AnswerTimes)
    vault_bytes: int = 0
    catalog_bytes: int = 0
    struck: int = 0
    found: int = 0
    held: int = 0
    false: int = 0
    catalogs: CatalogTimes | None = None

    @property
    def snapshots(self) -> int:
        """How many backups there were."""
        return self.size.hosts * self.size.nights + self.size.paced


class HostTree:
    """The files of whichever host is backed up next: the shared ones stay, its own ones are written anew."""

    def __init__(self, folder: Path, files: int) -> None:
        self.path = folder
        self._own = round(files * (1 - _SHARED))
        shared = random.Random(SEED)
        for number in range(files - self._own):
            place = folder / "shared" / f"{number // 50:04}"
            place.mkdir(parents=True, exist_ok=True)
            (place / f"lesson {number}.txt").write_text(_write_words(shared, 300))

    def become(self, host: int, night: int, *, is_struck: bool) -> None:
        """The tree as this host has it in this night."""
        own = self.path / "own"
        shutil.rmtree(own, ignore_errors=True)
        for folder in range(OWN_FOLDERS):
            (own / str(folder)).mkdir(parents=True)
        for number in range(self._own):
            # each file is of the last night that changed it
            changes = random.Random(f"{SEED}.{host}.{number}")
            last = max([0, *(at for at in range(1, night + 1) if changes.random() < _CHANGED)])
            text = _write_words(random.Random(f"{SEED}.{host}.{number}.{last}"), 300)
            place = own / str(number % OWN_FOLDERS)
            if is_struck:
                noise = random.Random(f"{SEED}.{host}.{number}.noise").randbytes(len(text))
                (place / f"file {number}.txt.k7q2x").write_bytes(noise)
            else:
                (place / f"file {number}.txt").write_text(text)
        if is_struck:
            (own / "HOW TO GET FILES BACK.txt").write_text("All your files have been encrypted.\n" * 5)


def _write_words(chance: random.Random, count: int) -> str:
    words = ("pupil", "lesson", "school", "plan", "report", "term", "bus", "room", "date", "grade")
    return " ".join(f"{chance.choice(words)}{chance.randrange(1000)}" for _ in range(count)) + "\n"


class Fleet:
    """A vault under `serve --examine`'s two processes, with hosts."""

    def __init__(self, folder: Path, size: FleetSize) -> None:
        self._folder, self.size = folder, size
        self.vault: Vault = make_vault(folder / "vault")
        self.desk, self.cache = folder / "desk", folder / "cache"
        (self.desk / "vaults").mkdir(parents=True)
        kept = self.desk / "vaults" / f"{self.vault.about.id}.password"
        kept.write_text(_DESK_PASSWORD + "\n")
        kept.chmod(0o600)
        self.names = [f"host{number:04}" for number in range(size.hosts)]
        with ThreadPoolExecutor(_MAKERS) as pool:
            self._secrets = dict(zip(self.names, pool.map(self._add, self.names), strict=True))
        self._port = find_free_port()
        self._looking = threading.Lock()

    def _add(self, name: str) -> str:
        self.vault.add_host(HostAdded(host=name))
        repository = Repository.init(VaultStore(self.vault, name), _HOST_PASSWORD, kdf=_CHEAP)
        origin = KeyOrigin(format_time(self.vault.clock.now_ns()), "root", "desk", _CHEAP)
        add_key(repository.store, repository.key.master, password=_DESK_PASSWORD, origin=origin)
        return self.vault.add_credential(name, "append").secret

    @contextmanager
    def run(self, figures: FleetFigures) -> Iterator[None]:
        """Serve and examine meanwhile; what both took is added to the figures."""
        words = [sys.executable, "-m", "firstbell.server", "--vault", str(self.vault.folder)]
        words += ["--listen", f"127.0.0.1:{self._port}"]
        server = RunningServer(words, self._port, self._folder / "server.log")
        words = [*FIRSTBELL, "watch", "--vault", str(self.vault.folder)]
        words += ["--desk", str(self.desk), "--cache-dir", str(self.cache)]
        words += ["--workers", str(self.size.workers), "--json"]
        with (self._folder / "examiner.log").open("ab") as log:
            examiner = self._examiner = subprocess.Popen(words, env=inherit(), stdout=log, stderr=log)
        try:
            yield
            figures.server_bytes = server.peak_bytes()
            figures.examiner_bytes = read_memory(examiner.pid, "VmHWM")
            figures.worker_bytes = max(read_memory(pid, "VmHWM") for pid in list_children(examiner.pid))
        finally:
            examiner.terminate()
            _, _, usage = os.wait4(examiner.pid, 0)
            examiner.returncode = 0
            figures.examiner_cpu_s = usage.ru_utime + usage.ru_stime
            figures.server_cpu_s = server.stop()

    def remove(self) -> None:
        """Its folder with all that is in it: 257 folders of a repository for each host."""
        with ThreadPoolExecutor(_MAKERS) as pool:
            for _ in pool.map(shutil.rmtree, [self.vault.locate(name) for name in self.names]):
                pass
        shutil.rmtree(self._folder)

    def measure_examiner(self) -> int:
        """Bytes that the examiner's own process has resident."""
        return read_memory(self._examiner.pid, "VmRSS")

    def count_verdicts(self) -> int:
        """So far."""
        with self._looking:
            self.vault.refresh()
            return len(self.vault.judgements.verdicts)

    def back_up(self, name: str, tree: HostTree) -> str:
        """The id of a new snapshot, by stock restic."""
        url = f"rest:http://{name}:{self._secrets[name]}@127.0.0.1:{self._port}/{name}/"
        named = {"RESTIC_REPOSITORY": url, "RESTIC_PASSWORD": _HOST_PASSWORD}
        words = ["restic", "backup", "--json", "--host", name, "--no-cache", str(tree.path)]
        done = subprocess.run(words, env=os.environ | named, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"restic backup of {name}: {done.stderr[-2000:]}")
        snapshot: str = json.loads(done.stdout.splitlines()[-1])["snapshot_id"]
        return snapshot

    def wait_for_verdicts(self, count: int) -> None:
        """Until so many snapshots have one."""
        ends_s = time.monotonic() + _LIMIT_S
        while self.count_verdicts() < count:
            if time.monotonic() > ends_s:
                raise SystemExit(f"no verdicts: {(self._folder / 'examiner.log').read_text()[-2000:]}")
            time.sleep(0.2)

    def list_latencies(self) -> dict[str, float]:
        """By snapshot: from its entry in the journal of arrivals to that of its verdict, seconds."""
        came: dict[tuple[str, str], str] = {}
        for entry, _ in self.vault.arrivals.iterate():
            if isinstance(entry, Added) and entry.type == "snapshots":
                came[entry.host, entry.name] = entry.time
        return {
            key[1]: (parse_time(verdict.time) - parse_time(came[key])) / 1e9
            for key, verdict in self.vault.judgements.verdicts.items()
        }

    @property
    def settings(self) -> dict[str, str]:
        """What a command of the desk reads from its environment."""
        named = {"FIRSTBELL_DESK": str(self.desk), "FIRSTBELL_CACHE_DIR": str(self.cache)}
        return named | {"FIRSTBELL_PASSWORD": _DESK_PASSWORD, "FIRSTBELL_VAULT": str(self.vault.folder)}


def measure_fleet(
    scratch: Path, sizes: Sequence[FleetSize], tell: Callable[[str], None]
) -> list[FleetFigures]:
    """A fleet of each size, one after the other."""
    return [_measure(scratch / f"fleet{size.hosts}", size, tell) for size in sizes]


def _measure(folder: Path, size: FleetSize, tell: Callable[[str], None]) -> FleetFigures:
    figures = FleetFigures(size)
    tell(f"{size.hosts} hosts, {size.nights} nights, {size.files} files a host")
    fleet = Fleet(folder, size)
    trees = [HostTree(folder / f"tree{number}", size.files) for number in range(_CLIENTS)]
    struck: set[str] = set()
    with fleet.run(figures):
        began_s = time.monotonic()
        for night in range(size.nights):
            struck |= _run_night(fleet, trees, night)
            figures.nights_bytes.append(fleet.measure_examiner())
            tell(f"night {night + 1} after {time.monotonic() - began_s:.0f} s")
        fleet.wait_for_verdicts(size.hosts * size.nights)
        figures.backups_s = time.monotonic() - began_s
        paced = _run_at_pace(fleet, trees)
        fleet.wait_for_verdicts(figures.snapshots)
        _ask(fleet, figures, trees[0])
    latencies = fleet.list_latencies()
    figures.latencies_s = [latencies[name] for name in paced]
    figures.dense_s = [taken_s for name, taken_s in latencies.items() if name not in paced]
    _judge(fleet, figures, struck)
    figures.vault_bytes = _measure_folder(fleet.vault.folder)
    figures.catalog_bytes = sum(_measure_folder(path.parent) for path in fleet.cache.rglob("catalog.sqlite"))
    tell("catalogs in files and in PostgreSQL")
    places = [fleet.vault.locate(name) for name in fleet.names[:8]]
    figures.catalogs = measure_catalogs(folder, places, _DESK_PASSWORD)
    fleet.remove()
    return figures


def _run_night(fleet: Fleet, trees: Sequence[HostTree], night: int) -> set[str]:
    """Every host backs up, each always from the same tree; the snapshots of those that are struck then."""
    size = fleet.size
    before = size.hosts * night
    pushed = 0
    counting = threading.Lock()

    def push_some(client: int) -> set[str]:
        nonlocal pushed
        found = set()
        for number in range(client, size.hosts, len(trees)):
            # three hosts, in the last nights there are, one each
            first = max(1, size.nights - STRUCK + number)
            is_struck = number < STRUCK and night >= first
            trees[client].become(number, night, is_struck=is_struck)
            snapshot = fleet.back_up(fleet.names[number], trees[client])
            if is_struck and night == first:
                found.add(snapshot)
            with counting:
                pushed += 1
                waiting = before + pushed - _MOST_WAITING
            if number % 5 == 0:
                fleet.wait_for_verdicts(waiting)
        return found

    with ThreadPoolExecutor(len(trees)) as pool:
        return set().union(*pool.map(push_some, range(len(trees))))


def _run_at_pace(fleet: Fleet, trees: Sequence[HostTree]) -> list[str]:
    """Snapshots of hosts that were not struck, at the pace of a night, some hosts more than once."""
    size = fleet.size
    chance = random.Random(SEED)
    snapshots = []
    began_s = time.monotonic()
    for at in range(size.paced):
        time.sleep(max(0.0, began_s + at * PACE_S - time.monotonic()))
        number = chance.randrange(min(STRUCK, size.hosts - 1), size.hosts)
        tree = trees[number % len(trees)]
        tree.become(number, size.nights, is_struck=False)
        snapshots.append(fleet.back_up(fleet.names[number], tree))
    return snapshots


def _judge(fleet: Fleet, figures: FleetFigures, struck: set[str]) -> None:
    """What the struck snapshots were found to be, and those of all other hosts."""
    verdicts = {name: entry.verdict for (_, name), entry in fleet.vault.judgements.verdicts.items()}
    hit = {name for (host, name) in fleet.vault.judgements.verdicts if host in fleet.names[:STRUCK]}
    judged = [verdicts[name] for name in struck]
    figures.struck, figures.found, figures.held = len(struck), judged.count("event"), judged.count("suspect")
    figures.false = sum(verdict != "clean" for name, verdict in verdicts.items() if name not in hit)


def _ask(fleet: Fleet, figures: FleetFigures, tree: HostTree) -> None:
    """The commands that a technician waits for, on a struck host."""
    repository = str(fleet.vault.locate(fleet.names[0]))
    asked = Asked(repository, str(tree.path / "own" / "0" / "file 0.txt"), figures.size.asked)
    measure_answers(asked, fleet.settings, figures.answers)
    with serve_catalogs() as address:
        fill_catalogs([fleet.vault.locate(name) for name in fleet.names], address, _DESK_PASSWORD)
        settings = fleet.settings | {"FIRSTBELL_CATALOG": address}
        measure_answers(asked, settings, figures.server_answers)


def read_memory(pid: int, name: str) -> int:
    """A line of the kernel's about a process, in bytes: `VmHWM`, the most it had resident, `VmRSS`, now."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def list_children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def _measure_folder(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
