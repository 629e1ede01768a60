"""The set of families: a folder like that of `tests.quality.people.making`, with its truth.

python -m tests.quality.people.families.making FOLDER [--seed N] [--later]
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import Any

import msgspec

from tests.quality.people.families.exports import EXPORTS
from tests.quality.people.families.later import LATER, LATEST
from tests.quality.people.families.lists import LISTS
from tests.quality.people.families.nobody import NOBODY
from tests.quality.people.families.prose import PROSE
from tests.quality.people.families.stage import Stage
from tests.quality.people.making import Plan, describe
from tests.quality.people.population import make_population
from tests.quality.people.rostering import write_roster

_PEOPLE = 3000
_SEED = 1119
NOBODYS = "nobody"


FIRST = (("export", EXPORTS), ("list", LISTS), *PROSE, (NOBODYS, NOBODY))


def make_families(folder: Path, *, seed: int = _SEED, later: bool = False) -> None:
    """Write every family into a folder that is not there yet; `later`: those of the second time."""
    rng = random.Random(seed)
    people = make_population(rng, size=_PEOPLE)
    write_roster(folder / "roster", people, version="1.2")
    stage = Stage(folder, rng, people)
    for group, families in (*LATER, *LATEST) if later else FIRST:
        for family in families:
            stage.family, stage.group = family.__name__, group
            family(stage)
    truth: dict[str, Any] = {
        "plan": msgspec.to_builtins(Plan(people=_PEOPLE, documents=len(stage.written), seed=seed)),
        "people": [describe(one) for one in people],
        "documents": [msgspec.to_builtins(one) for one in stage.written],
    }
    (folder / "truth.json").write_bytes(msgspec.json.encode(truth))


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.quality.people.families.making", description=__doc__
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--later", action="store_true", help="the families of the second time")
    given = parser.parse_args()
    make_families(given.folder, seed=given.seed, later=given.later)


if __name__ == "__main__":
    main()
