"""How fast `firstbell impact scan` is beside an older version of it, on the same documents, in turn.

python -m tests.quality.people.beside PYTHON [--rounds 3] [--seed N] [--mix-bytes N] [--set DIR]

PYTHON: the interpreter of an environment into which the other version is installed. Made sets: documents of
one kind each (texts, tables, office files, mail, PDF), all of them, and files as large as those of a leak;
`--set`: a folder with `documents` and `roster`, instead of these. The modules of both are compiled before,
as an installation does. The first round of each is not counted: patterns are compiled in it. Processor time
is of all processes, also of those that nobody waited for.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.quality.people.making import Plan, make_set
from tests.quality.people.mixing import make_mix

KINDS: Mapping[str, tuple[str, ...]] = {
    "texts": (".txt", ".md", ".log", ".rtf"),
    "tables": (".csv", ".tsv", ".xlsx", ".xls", ".ods", ".xlsb"),
    "office": (".docx", ".pptx", ".odt", ".doc", ".docm"),
    "mail": (".eml", ".mbox", ".msg"),
    "pdf": (".pdf",),
}
_PR_SET_CHILD_SUBREAPER = 36
_UNREAD = 3  # something could not be read, which is no failure here


@dataclass(frozen=True)
class Run:
    """What one scan took. `peak_bytes`: of its largest process."""

    cpu_s: float
    wall_s: float
    peak_bytes: int


@dataclass(frozen=True)
class Beside:
    """Both versions on one set, by the medians of their rounds."""

    name: str
    files: int
    other: Run
    ours: Run

    @property
    def cpu_ratio(self) -> float:
        """The speed of ours as a share of the other's, by processor time."""
        return self.other.cpu_s / self.ours.cpu_s

    @property
    def wall_ratio(self) -> float:
        """The same by the clock."""
        return self.other.wall_s / self.ours.wall_s


def adopt_orphans() -> None:
    """Have this process wait for whoever is left by those that it started: their time counts, too."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def compile_modules(python: Path) -> None:
    """Compile the modules of the version that belongs to an interpreter. Raises: CalledProcessError."""
    code = "import compileall, firstbell; compileall.compile_dir(firstbell.__path__[0], quiet=2)"
    subprocess.run([str(python), "-c", code], cwd="/", check=True)


def scan_once(python: Path, folder: Path, work: Path) -> Run:
    """Scan a set into a new case. Raises: CalledProcessError."""
    case = work / "case"
    shutil.rmtree(case, ignore_errors=True)
    words = ["--folder", folder / "documents", "--roster", folder / "roster", "--case", case, "--workers", 2]
    command = [str(python), "-m", "firstbell.cli.main", "impact", "scan", *map(str, words), "--json"]
    kept = {"FIRSTBELL_DESK": str(work / "desk"), "XDG_CONFIG_HOME": str(work / "configuration")}
    began = perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **kept}, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    cpu_s, wall_s, peak_bytes = 0.0, 0.0, 0
    while True:
        try:
            pid, status, used = os.wait4(-1, 0)
        except ChildProcessError:
            break
        cpu_s += used.ru_utime + used.ru_stime
        peak_bytes = max(peak_bytes, used.ru_maxrss << 10)
        if pid == process.pid:
            wall_s = perf_counter() - began
            process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, _UNREAD}:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(cpu_s, wall_s, peak_bytes)


def compare(name: str, folder: Path, other: Path, *, rounds: int) -> Beside:
    """Both versions over one set, in turn; each round begins with the one that the last ended with."""
    pythons = (other, Path(sys.executable))
    for python in pythons:
        compile_modules(python)
    taken: tuple[list[Run], list[Run]] = ([], [])
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        works = (Path(first), Path(second))
        for number in range(rounds + 1):
            for at in (0, 1) if number % 2 else (1, 0):
                run = scan_once(pythons[at], folder, works[at])
                if number:
                    taken[at].append(run)
    files = sum(1 for path in (folder / "documents").rglob("*") if path.is_file())
    return Beside(name, files, _take_median(taken[0]), _take_median(taken[1]))


def _take_median(runs: Sequence[Run]) -> Run:
    return Run(
        median(run.cpu_s for run in runs),
        median(run.wall_s for run in runs),
        max(run.peak_bytes for run in runs),
    )


def render(rows: Sequence[Beside]) -> list[str]:
    """A table of what was measured."""
    lines = [
        "| documents | files | processor s, other | ours | speed | s, other | ours | speed"
        " | MB, other | ours |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        cpu = f"{row.other.cpu_s:.2f} | {row.ours.cpu_s:.2f} | {row.cpu_ratio:.2f}"
        wall = f"{row.other.wall_s:.2f} | {row.ours.wall_s:.2f} | {row.wall_ratio:.2f}"
        peaks = f"{row.other.peak_bytes >> 20} | {row.ours.peak_bytes >> 20}"
        lines.append(f"| {row.name} | {row.files:,} | {cpu} | {wall} | {peaks} |")
    return lines


def make_kinds(made: Path, folder: Path) -> list[tuple[str, Path]]:
    """A set of each kind, of the documents of one that was made."""
    sets = []
    for name, endings in KINDS.items():
        place = folder / name
        for path in sorted((made / "documents").rglob("*")):
            if path.suffix in endings:
                target = place / "documents" / path.relative_to(made / "documents")
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)
        (place / "roster").symlink_to(made / "roster")
        sets.append((name, place))
    return sets


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.people.beside", description=__doc__)
    parser.add_argument("python", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--documents", type=int, default=Plan.documents)
    parser.add_argument("--mix-bytes", type=int, default=120_000_000, help="0 for no such files")
    parser.add_argument("--set", type=Path, action="append", default=[], metavar="DIR")
    given = parser.parse_args()
    adopt_orphans()
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch) / "all"
        sets = [(path.name, path.resolve()) for path in given.set]
        if not sets:
            make_set(made, Plan(documents=given.documents, seed=given.seed))
            sets = [*make_kinds(made, Path(scratch)), ("all", made)]
            if given.mix_bytes:
                mix = Path(scratch) / "mix"
                make_mix(mix / "documents", size_bytes=given.mix_bytes, people=Plan.people, seed=given.seed)
                (mix / "roster").symlink_to(made / "roster")
                sets.append(("as large as of a leak", mix))
        rows = [compare(name, folder, given.python, rounds=given.rounds) for name, folder in sets]
    print("\n".join(render(rows)))
    print(f"load at the end: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
