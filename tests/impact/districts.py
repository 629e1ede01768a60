"""Districts as results alone: who was told and which documents were read, with the truth beside, of differing
difficulty.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from firstbell.impact.results.results import Exposed, FileRow, PersonRow


@dataclass
class District:
    """`concerned`: document -> ids of those it concerns; `told`: document -> ids of those it is linked to."""

    files: list[FileRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    concerned: dict[str, set[str]] = field(default_factory=dict)
    told: dict[str, set[str]] = field(default_factory=dict)

    @property
    def recall(self) -> float:
        """The true share of those concerned who are told."""
        wanted = set().union(*self.concerned.values())
        return len(wanted & set().union(*self.told.values())) / len(wanted)

    @property
    def precision(self) -> float:
        """The true share of those told who are concerned."""
        wanted = set().union(*self.concerned.values())
        told = set().union(*self.told.values())
        return len(wanted & told) / len(told)


def make_district(seed: int) -> District:
    """A district of 600 to 4,000 documents. How many people are missed, in whole documents and here and
    there in lists, how many are told wrongly, and how well risk tells a miss, all differ.
    """
    rng = random.Random(seed)
    count = rng.choice([600, 1000, 1500, 2500, 4000])
    blind, slips = rng.uniform(0.01, 0.22), rng.uniform(0.0, 0.06)
    invented, insight = rng.uniform(0.0, 0.10), rng.uniform(0.6, 0.95)
    district, number = District(), 0
    for at in range(count):
        size = rng.choices([0, 1, rng.randrange(2, 10), rng.randrange(10, 40)], [30, 50, 14, 6])[0]
        truth = set()
        for _ in range(size):
            reuses = number > 50 and rng.random() < 0.1
            truth.add(f"p{rng.randrange(number) if reuses else number}")
            number += not reuses
        is_blind = bool(truth) and rng.random() < blind
        found = {one for one in truth if not is_blind and rng.random() >= slips}
        wrong = {f"w{at}"} if rng.random() < invented * (0.5 if truth else 0.2) else set()
        _add(district, rng, f"d{at:05d}", (truth, found | wrong, insight))
    _list_people(district)
    return district


def _add(district: District, rng: random.Random, name: str, what: tuple[set[str], set[str], float]) -> None:
    truth, told, insight = what
    district.concerned[name], district.told[name] = truth, told
    is_seen = rng.random() < insight
    mentioned = max(len(truth), len(told)) if is_seen else len(told)
    if not truth and not told and rng.random() < 0.4:
        mentioned = rng.choice([1, 1, 2, 5, 25])
    risk = rng.uniform(0.2, 1.0) if truth and is_seen else rng.uniform(0.0, 0.4)
    kinds = ["health"] if told else []
    names_only = bool(mentioned) and not kinds
    district.files.append(
        FileRow(
            name, "read", "", kinds, len(told), 1, name, "txt", "", [], [],
            names_only=names_only, mentioned=mentioned, risk=risk,
        )
    )  # fmt: skip


def _list_people(district: District) -> None:
    where: dict[str, list[str]] = {}
    for name, told in district.told.items():
        for person in told:
            where.setdefault(person, []).append(name)
    for person, names in where.items():
        sure = "certain" if int(person[1:]) % 3 else "probable"
        exposures = [Exposed(name, [name], ["health"], sure, ["id"], [], []) for name in names]
        district.people.append(
            PersonRow(person, person, person, "student", ["health"], len(names), sure, exposures=exposures)
        )
