"""Made people with evidence, and a sealed store in memory that counts what is read."""

from __future__ import annotations

import random
from collections import Counter

from firstbell.impact.detection.evidence.results import Masked
from firstbell.impact.results.people import make_person_id, sort_people
from firstbell.impact.results.results import Exposed, PersonRow

FIRST = ("Ada", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hana", "Ida", "Jon", "Kit", "Lena")
LAST = ("Hill", "Moe", "Lopez", "Nguyen", "Ødegård", "Smith", "Vang", "Yusuf")
KINDS = ("contact", "dob", "health", "special_education", "ssn")


class MemoryItems:
    """Names to bytes; `gets`: how often each was read, `puts`: how often written."""

    def __init__(self) -> None:
        self.items: dict[str, bytes] = {}
        self.gets: Counter[str] = Counter()
        self.puts: Counter[str] = Counter()

    def put(self, name: str, data: bytes) -> None:
        self.puts[name] += 1
        self.items[name] = data

    def get(self, name: str) -> bytes:
        self.gets[name] += 1
        return self.items[name]

    def has(self, name: str) -> bool:
        return name in self.items

    def list(self) -> list[str]:
        return sorted(self.items)

    def remove(self, name: str) -> None:
        del self.items[name]


def make_people(count: int, seed: int = 1) -> list[PersonRow]:
    """So many people, in order."""
    rng = random.Random(seed)
    return sort_people([make_row(rng, number) for number in range(count)])


def make_row(rng: random.Random, number: int) -> PersonRow:
    """One of them."""
    name = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    kinds = sorted(rng.sample(KINDS, rng.randint(1, 3)))
    confidence = rng.choice(("certain", "certain", "probable", "possible"))
    exposed = Exposed(
        f"{number:064x}",
        [f"/office/folder {number % 97}/file {number}.docx"],
        kinds,
        confidence,
        ["name", "school"],
        ["paragraph 3", "paragraph 9"],
        [Masked("ssn", "...88", "ab" * 16)],
        "a note on how it was found",
    )
    return PersonRow(
        make_person_id(f"key {number}"),
        f"{200000 + number}" if number % 5 else None,
        name,
        rng.choice(("student", "student", "guardian", "staff")),
        kinds,
        1,
        confidence,
        ["name"],
        is_minor=bool(number % 2),
        exposures=[exposed],
    )
