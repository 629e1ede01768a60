"""The people and places of a fictional district. Nobody here exists.

Everything that could be mistaken for a person's is taken from what is reserved for fiction: phone
numbers 555-0100 to 555-0199, mail addresses at example.org, social security numbers that begin with 000
or 9 (never issued).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

_GIVEN = (
    "Ada Amina Anders Beatriz Bjarne Callum Carmen Dalia Dmitri Elif Emeka Farah Felix Greta Hamza Hanna "
    "Idris Ingrid Jamal Joaquín Kaito Keisha Lars Leilani Mai Mateo Nadia Nils Odette Omar Paloma Pavel "
    "Quinn Rafael Rosa Samir Signe Tariq Thuy Ulla Vera Wanjiru Xiomara Yusuf Zofia"
)
_FAMILY = (
    "Abara Bergqvist Castellanos Dahl Ekström Faraday Gallego Halvorsen Ibarra Jankowski Kimura Lindqvist "
    "Moreau Nakagawa Oduya Petrov Quispe Rahimi Sandoval Thorsen Underhill Vang Whitcomb Xiong Yilmaz "
    "Zeleny Ashdown Birkeland Calloway Delacroix Everhart Fairweather Goldfinch Hollis Ivers"
)
_PLACES = "Alder Birch Cedar Dogwood Elm Foxglove Gentian Hawthorn Juniper Larch Maple Nettle Oak Poplar"
_LEVELS = ("Elementary", "Middle School", "High School", "Academy")
DEPARTMENTS = (
    "Communications",
    "Facilities",
    "Finance",
    "Food Service",
    "Human Resources",
    "Information Technology",
    "Legal",
    "Special Education",
    "Student Information",
    "Transportation",
)


@dataclass(frozen=True, slots=True)
class FictionalPerson:
    """One fictional person. `number` is the district's own id of the person."""

    given: str
    family: str
    number: int
    born: str
    ssn: str
    phone: str
    email: str
    is_pupil: bool

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given} {self.family}"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what the files of a district speak of."""

    district: str
    schools: tuple[str, ...]
    staff: tuple[FictionalPerson, ...]
    pupils: tuple[FictionalPerson, ...]


def _invent_person(
    rng: random.Random, number: int, birth_years: tuple[int, int], *, is_pupil: bool
) -> FictionalPerson:
    given, family = rng.choice(_GIVEN.split()), rng.choice(_FAMILY.split())
    area = rng.choice(("000", str(rng.randint(900, 999))))
    year = rng.randint(*birth_years)
    return FictionalPerson(
        given=given,
        family=family,
        number=number,
        born=f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        ssn=f"{area}-{rng.randint(10, 49)}-{rng.randint(1, 9999):04d}",
        phone=f"({rng.choice((612, 651, 763))}) 555-01{rng.randint(0, 99):02d}",
        email=f"person{number}@example.org",
        is_pupil=is_pupil,
    )


def invent_cast(seed: int) -> Cast:
    """The people and places that belong to `seed`, always the same ones."""
    rng = random.Random(f"cast:{seed}")
    places = rng.sample(_PLACES.split(), 8)
    return Cast(
        district=f"{rng.choice(_PLACES.split())} Valley Public Schools",
        schools=tuple(f"{place} {_LEVELS[at % len(_LEVELS)]}" for at, place in enumerate(places)),
        staff=tuple(_invent_person(rng, 1000 + at, (1958, 2000), is_pupil=False) for at in range(60)),
        pupils=tuple(_invent_person(rng, 200000 + at, (2006, 2018), is_pupil=True) for at in range(600)),
    )
