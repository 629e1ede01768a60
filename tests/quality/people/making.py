"""The set: a folder of documents, the district's roster, and the truth of who stands where.

python -m tests.quality.people.making FOLDER [--people 3000] [--documents 1000] [--seed N] [--roster 1.1|1.2]

`FOLDER/documents`, `FOLDER/roster`, `FOLDER/truth.json`; nothing but the seed decides what stands in them.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tests.quality.people.drafts import LETTERS, TABLES, Cast, Draft, make_card, make_cast
from tests.quality.people.endings import FOR_PROSE, FOR_TABLES, Writer
from tests.quality.people.negatives import make_negative
from tests.quality.people.population import Somebody, make_population
from tests.quality.people.rostering import write_roster
from tests.quality.people.scans import SCANNED
from tests.quality.people.writers import write_vcf

T = TypeVar("T")
Made = tuple[Draft, str, bytes]
_PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
)


@dataclass(frozen=True)
class Plan:
    """How much is made. `scanned`: letters alone, as scans."""

    people: int = 3000
    documents: int = 1000
    seed: int = 20230218
    roster: str = "1.2"
    scanned: bool = False


@dataclass(frozen=True)
class Written:
    """A document of the set. `exposed`, `also`, `open`: as of a draft."""

    path: str
    format: str
    what: str
    way: str
    exposed: dict[str, list[str]]
    also: dict[str, list[str]]
    open: list[int]


def make_set(folder: Path, plan: Plan) -> None:
    """Write the set into a folder that is not there yet."""
    rng = random.Random(plan.seed)
    people = make_population(rng, size=plan.people)
    cast = make_cast(people)
    write_roster(folder / "roster", people, version=plan.roster)
    documents = folder / "documents"
    make = _make_scan if plan.scanned else _make_document
    written = [_write(make(rng, cast), rng, documents, number) for number in range(plan.documents)]
    truth: dict[str, Any] = {
        "plan": asdict(plan),
        "people": [describe(one) for one in people],
        "documents": [asdict(one) for one in written],
    }
    (folder / "truth.json").write_bytes(msgspec.json.encode(truth))


def describe(one: Somebody) -> dict[str, Any]:
    """What the truth says of somebody."""
    told = {
        "number": one.number,
        "id": one.id or None,
        "role": one.role,
        "given": one.name.given,
        "family": one.name.family,
    }
    return {**told, "shares_name": one.shares_name}


def _choose(rng: random.Random, weighed: Mapping[T, int]) -> T:
    return rng.choices(list(weighed), list(weighed.values()))[0]


def _write(made: Made, rng: random.Random, folder: Path, number: int) -> Written:
    draft, ending, data = made
    place = folder / rng.choice(
        ["HR", "Shared/Office", "Students", "Nurse", "SPED/2022", "home/jdoe/Desktop"]
    )
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{number:04d} {draft.title.replace('/', ' ')}.{ending}"
    path.write_bytes(data)
    exposed = {str(who): sorted(kinds) for who, kinds in sorted(draft.exposed.items())}
    also = {str(who): sorted(kinds) for who, kinds in draft.also.items() if kinds}
    return Written(
        path=str(path.relative_to(folder)),
        format=ending,
        what=draft.what,
        way=draft.way,
        exposed=exposed,
        also=also,
        open=sorted(draft.open),
    )


def _make_scan(rng: random.Random, cast: Cast) -> Made:
    draft = _choose(rng, LETTERS)(rng, cast)
    ending = rng.choice(list(SCANNED))
    return draft, ending, SCANNED[ending](draft, rng)


def _make_document(rng: random.Random, cast: Cast) -> Made:
    drawn = rng.random()
    if drawn < 0.02:
        return Draft("Scan", "a picture", ""), "png", _PICTURE + rng.randbytes(400)
    if drawn < 0.07:
        draft = make_card(rng, cast)
        return draft, "vcf", write_vcf(draft, rng)
    make: Callable[[random.Random, Cast], Draft]
    make = make_negative if drawn < 0.22 else _choose(rng, TABLES if drawn < 0.55 else LETTERS)
    draft = make(rng, cast)
    formats: Mapping[str, tuple[Writer, int]] = FOR_TABLES if draft.header else FOR_PROSE
    ending = _choose(rng, {name: count for name, (_, count) in formats.items()})
    return draft, ending, formats[ending][0](draft, rng)


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.people.making", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=Plan.people)
    parser.add_argument("--documents", type=int, default=Plan.documents)
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--roster", choices=["1.1", "1.2"], default=Plan.roster)
    given = parser.parse_args()
    make_set(given.folder, Plan(given.people, given.documents, given.seed, given.roster))


if __name__ == "__main__":
    main()
