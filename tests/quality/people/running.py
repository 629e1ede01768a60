"""Runs `firstbell impact` over a set as a user would, each command a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from tests.quality.people.scoring import Scores, load_truth, score


@dataclass(frozen=True)
class Used:
    """What a command took. `cpu_s`: of all its processes; `peak_bytes`: of the largest of them."""

    seconds: float
    cpu_s: float
    peak_bytes: int


@dataclass(frozen=True)
class Answer:
    """What the commands told. `used`: what the scan took, start-up and all."""

    summary: dict[str, Any]
    people: list[dict[str, Any]]
    files: list[dict[str, Any]]
    used: Used

    @property
    def seconds(self) -> float:
        """Wall time of the scan."""
        return self.used.seconds


def scan_set(folder: Path, scratch: Path, *words: str, workers: int = 2) -> Answer:
    """Scan the documents of a set with its roster, in a case that is made under `scratch`.

    `words`: more of the command line.
    """
    case = scratch / "case"
    scanned, used = measure_impact(
        [
            "scan",
            "--folder",
            folder / "documents",
            "--roster",
            folder / "roster",
            "--case",
            case,
            "--workers",
            str(workers),
            *words,
        ],
        scratch,
    )
    people = run_impact(["people", "--case", case], scratch)[:-1]
    files = run_impact(["files", "--case", case], scratch)[:-1]
    return Answer(scanned[-1], people, files, used)


def run_impact(words: Sequence[str | Path], scratch: Path) -> list[dict[str, Any]]:
    """As `measure_impact`, without what it took."""
    return measure_impact(words, scratch)[0]


def measure_impact(words: Sequence[str | Path], scratch: Path) -> tuple[list[dict[str, Any]], Used]:
    """The lines of JSON that a command of `impact` gives, with a desk and keys of its own, and what it took.

    Raises: CalledProcessError when it fails; 3, where something could not be read, is no failure here.
    """
    environment = {
        **os.environ,
        "FIRSTBELL_DESK": str(scratch / "desk"),
        "XDG_CONFIG_HOME": str(scratch / "configuration"),
    }
    command = [sys.executable, "-m", "firstbell.cli.main", "impact", *map(str, words), "--json"]
    began = perf_counter()
    with (
        tempfile.TemporaryFile() as told,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=told) as process,
    ):
        assert process.stdout is not None
        out = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        err = told.read()
    used = Used(perf_counter() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)
    if process.returncode not in {0, 3}:
        raise subprocess.CalledProcessError(process.returncode, command, out, err)
    return [msgspec.json.decode(line) for line in out.splitlines()], used


def score_set(folder: Path, answer: Answer) -> Scores:
    """How the answer fits the set's truth."""
    return score(load_truth(folder), answer.people, answer.files, documents=folder / "documents")
