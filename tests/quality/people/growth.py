"""How time and memory grow with the number of files: many small ones, each about somebody of the roster."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.quality.people.drafts import make_cast, make_letter
from tests.quality.people.population import make_population

_IN_A_FOLDER = 500


@dataclass(frozen=True)
class Step:
    """A scan of so many files. `cpu_s`: of all its processes; `peak_bytes`: of the largest of them."""

    files: int
    seconds: float
    cpu_s: float
    peak_bytes: int


def measure_growth(
    roster: Path, scratch: Path, counts: Sequence[int], *, people: int, seed: int
) -> list[Step]:
    """One scan for each count, each in a case of its own, of so many files of one folder."""
    rng = random.Random(seed)
    cast = make_cast(make_population(random.Random(seed), size=people))
    folder, made, steps = scratch / "documents", 0, []
    for count in sorted(counts):
        for number in range(made, count):
            place = folder / f"{number // _IN_A_FOLDER:04d}"
            place.mkdir(parents=True, exist_ok=True)
            text = "\n\n".join(make_letter(rng, cast).paragraphs)
            (place / f"{number:06d}.txt").write_text(f"{text}\n\nNumber {number}\n", encoding="utf-8")
        made = count
        steps.append(_measure(roster, scratch, count))
    return steps


def _measure(roster: Path, scratch: Path, count: int) -> Step:
    words = [sys.executable, "-m", "firstbell.cli.main", "impact", "scan", "--folder", scratch / "documents"]
    words += ["--roster", roster, "--case", scratch / f"case {count}", "--json"]
    environment = {
        **os.environ,
        "FIRSTBELL_DESK": str(scratch / "desk"),
        "XDG_CONFIG_HOME": str(scratch / "configuration"),
    }
    began = perf_counter()
    with subprocess.Popen(
        list(map(str, words)), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 3}:
        raise subprocess.CalledProcessError(process.returncode, list(map(str, words)))
    return Step(count, perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
