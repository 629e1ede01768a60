"""Runs `firstbell impact` over a set as a user would, each command a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import msgspec

from tests.quality.people.scoring import Scores, load_truth, score


@dataclass(frozen=True)
class Answer:
    """What the commands told. `seconds`: wall time of the scan, start-up and all."""

    summary: dict[str, Any]
    people: list[dict[str, Any]]
    files: list[dict[str, Any]]
    seconds: float


def scan_set(folder: Path, scratch: Path, *, workers: int = 2) -> Answer:
    """Scan the documents of a set with its roster, in a case that is made under `scratch`."""
    case = scratch / "case"
    began = perf_counter()
    scanned = run_impact(
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
        ],
        scratch,
    )
    seconds = perf_counter() - began
    people = run_impact(["people", "--case", case], scratch)[:-1]
    files = run_impact(["files", "--case", case], scratch)[:-1]
    return Answer(scanned[-1], people, files, seconds)


def run_impact(words: Sequence[str | Path], scratch: Path) -> list[dict[str, Any]]:
    """The lines of JSON that a command of `impact` gives, with a desk and keys of its own.

    Raises: CalledProcessError when it fails; 3, where something could not be read, is no failure here.
    """
    environment = {
        **os.environ,
        "FIRSTBELL_DESK": str(scratch / "desk"),
        "XDG_CONFIG_HOME": str(scratch / "configuration"),
    }
    command = [sys.executable, "-m", "firstbell.cli.main", "impact", *map(str, words), "--json"]
    ran = subprocess.run(command, env=environment, capture_output=True, check=False)
    if ran.returncode not in {0, 3}:
        raise subprocess.CalledProcessError(ran.returncode, command, ran.stdout, ran.stderr)
    return [msgspec.json.decode(line) for line in ran.stdout.splitlines()]


def score_set(folder: Path, answer: Answer) -> Scores:
    """How the answer fits the set's truth."""
    return score(load_truth(folder), answer.people, answer.files, documents=folder / "documents")
