"""A run of a plan, killed at many moments: it goes on, does nothing twice, and ends as if undisturbed."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from firstbell.cli.main import run
from tests.cli.district import write_desk
from tests.compat.programs import FIRSTBELL, PASSWORD, make_quick_place
from tests.faults.conftest import Tried

SYSTEMS = ("identity", "sis", "payroll")


class Town:
    """A repository of three systems, its desk, and a run that can be watched and killed."""

    def __init__(self, folder: Path, files: int) -> None:
        self.folder = folder
        self.root = folder / "src"
        self.out = folder / "out"
        rng = random.Random(7)
        for name in SYSTEMS:
            for at in range(files):
                path = self.root / name / f"room{at % 7}" / f"list{at}.txt"
                path.parent.mkdir(parents=True, exist_ok=True)
                # most are small, one in a hundred is large and made of many pieces
                path.write_bytes(rng.randbytes(300_000 if at % 100 == 7 else rng.randrange(200, 9000)))
            (self.root / name / "film").write_bytes(rng.randbytes(5 << 20))
        self.environment = {
            **os.environ,
            "FIRSTBELL_PASSWORD": PASSWORD,
            "FIRSTBELL_DESK": str(folder / "desk"),
            "FIRSTBELL_CACHE_DIR": str(folder / "cache"),
        }
        self.rooms = [
            Path(f"{self.out / name}{self.root / name}/room{at}") for name in SYSTEMS for at in range(7)
        ]
        self.size_bytes = sum(path.stat().st_size for path in self.root.rglob("*") if path.is_file())

    def plan(self, repository: Path) -> None:
        """Back up, and make a plan."""
        os.environ.update(self.environment)
        for host, names in (("dc01", ["identity"]), ("sis01", ["sis", "payroll"])):
            paths = [str(self.root / name) for name in names]
            assert run(["backup", "-q", "-r", str(repository), "-H", host, *paths]) == 0
        write_desk(self.folder / "desk", repository, self.root, self.out)
        assert run(["recover", "plan", "-q", "--output", str(self.folder / "plan.json")]) == 0

    def start(self) -> subprocess.Popen[bytes]:
        """Begin or go on, in a group of its own."""
        words = [*FIRSTBELL, "recover", "run", str(self.folder / "plan.json"), "-q"]
        return subprocess.Popen(
            words, env=self.environment, start_new_session=True, stdout=subprocess.DEVNULL
        )

    def count_standing(self) -> int:
        """How many names there are in the rooms of the target, in no time."""
        count = 0
        for room in self.rooms:
            with contextlib.suppress(FileNotFoundError):
                count += len(os.listdir(room))
        return count

    def list_standing(self) -> dict[Path, tuple[int, int]]:
        """Inode and size of every file that has its name in the target."""
        standing = {}
        for path in self.out.rglob("*.txt"):
            status = path.stat()
            standing[path] = (status.st_ino, status.st_size)
        return standing


class Meter:
    """Bytes that groups of processes wrote, by their own account.

    A process that was waited for is in the account of who waited: the group's sum only grows.
    """

    def __init__(self) -> None:
        self.written: dict[int, int] = {}

    def look(self, group: int) -> None:
        """See how much a group wrote so far."""
        total_bytes = 0
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                if int(fields[2]) != group:
                    continue
                lines = dict(line.split(": ") for line in (folder / "io").read_text().splitlines())
            except (OSError, ValueError):
                continue
            total_bytes += int(lines["wchar"])
        self.written[group] = max(self.written.get(group, 0), total_bytes)

    @property
    def total_bytes(self) -> int:
        """All of it."""
        return sum(self.written.values())


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Town:
    for name in ("FIRSTBELL_PASSWORD", "FIRSTBELL_DESK", "FIRSTBELL_CACHE_DIR"):
        monkeypatch.setenv(name, "")
    made = Town(tmp_path, getattr(request, "param", 300))
    place = make_quick_place(tmp_path / "repository")
    made.plan(place.path)
    return made


def kill_when(process: subprocess.Popen[bytes], town: Town, files: int, meter: Meter) -> bool:
    """Kill the whole group once so many files stand; whether it was still at work."""
    pause = threading.Event()
    while process.poll() is None:
        # it stands still while it is looked at, or it would be done by then on a fast machine
        os.killpg(process.pid, signal.SIGSTOP)
        if town.count_standing() >= files:
            meter.look(process.pid)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return True
        os.killpg(process.pid, signal.SIGCONT)
        pause.wait(0.001)
    return False


def run_killed(town: Town, count: int) -> tuple[int, Meter]:
    """Kill the run at `count` moments spread over it; how many met it at work, and what all runs wrote."""
    total = len(list(town.root.rglob("*.txt")))
    meter = Meter()
    struck = 0
    rng = random.Random(count)
    before: dict[Path, tuple[int, int]] = {}
    for left in range(count, 0, -1):
        process = town.start()
        # what is left is spread over the kills that are left
        step = rng.uniform(0.1, 1.7) * (total - len(before)) / (left + 1)
        struck += kill_when(process, town, len(before) + 1 + int(step), meter)
        standing = town.list_standing()
        assert {path: standing.get(path) for path in before} == before, "finished work was done again"
        for path, (_, size) in standing.items():
            source = Path("/", *path.parts[len(town.out.parts) + 1 :])
            assert size == source.stat().st_size, "a file has its name before it is whole"
        before = standing
    process = town.start()
    while process.poll() is None:
        meter.look(process.pid)
        threading.Event().wait(0.02)
    assert process.returncode == 0
    standing = town.list_standing()
    assert {path: standing.get(path) for path in before} == before
    return struck, meter


def compare(town: Town) -> None:
    """Every file is in its target, with its bytes and its time."""
    for name in SYSTEMS:
        for source in (town.root / name).rglob("*"):
            restored = Path(f"{town.out / name}{source}")
            assert restored.stat().st_mtime_ns == source.stat().st_mtime_ns
            if source.is_file():
                assert restored.read_bytes() == source.read_bytes()
    leftovers = [path.name for path in town.out.rglob(".firstbell-*")]
    assert leftovers == []


@pytest.mark.long
def test_a_run_that_is_killed_again_and_again_goes_on_and_ends_whole(town: Town, tried: Tried) -> None:
    struck, _ = run_killed(town, 6)

    compare(town)
    tried("kills of a recovery", struck)
    assert struck >= 3


@pytest.mark.deep
@pytest.mark.parametrize("town", [6000], indirect=True)
def test_fifty_kills_cost_a_tenth_at_most(town: Town, tried: Tried) -> None:
    struck, meter = run_killed(town, 50)

    compare(town)
    tried("kills of a recovery", struck)
    print(f"killed {struck} times; written {meter.total_bytes / town.size_bytes:.3f} of the data")
    assert struck >= 45
    assert meter.total_bytes <= 1.1 * town.size_bytes


def test_what_a_power_cut_tore_is_written_again(town: Town) -> None:
    process = town.start()
    assert kill_when(process, town, 120, Meter())
    (journal,) = (town.folder / "desk" / "runs").rglob("01-identity.jsonl")
    torn = sorted((town.out / "identity").rglob("*.txt"))[0]
    status = torn.stat()
    torn.write_bytes(bytes(status.st_size))
    os.utime(torn, ns=(status.st_atime_ns, status.st_mtime_ns))
    # another boot, and a last line that did not reach the disk
    lines = [line for line in journal.read_text().splitlines() if '"what":"checkpoint"' not in line]
    lines = [line for line in lines if '"what":"restored"' not in line and '"what":"done"' not in line]
    text = "\n".join(line.replace('"boot":"', '"boot":"an earlier one ') for line in lines)
    journal.write_text(text.partition('{"at"')[0] + text[text.index('{"at"') :] + '\n{"at":"2026-')

    process = town.start()
    assert process.wait() == 0
    compare(town)
