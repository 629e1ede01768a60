"""How time and memory grow with the number of files: many small ones, each about somebody of the roster."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.quality.people.drafts import make_cast, make_letter
from tests.quality.people.population import make_population
from tests.quality.people.running import Used, measure_impact

_IN_A_FOLDER = 500


@dataclass(frozen=True)
class Step:
    """A scan of so many files, and what it took."""

    files: int
    used: Used


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
    words: list[str | Path] = [
        "scan",
        "--folder",
        scratch / "documents",
        "--roster",
        roster,
        "--case",
        scratch / f"case {count}",
    ]
    return Step(count, measure_impact(words, scratch)[1])
