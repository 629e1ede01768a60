"""Who lives in the generated district: students, staff, guardians, and people whom no roster knows."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.quality.people.names import DrawnName, draw_name

STUDENT, STAFF, GUARDIAN, OUTSIDER = "student", "staff", "guardian", "other"
SCHOOLS = (
    "Jefferson Elementary School",
    "Lincoln Elementary School",
    "Anwatin Middle School",
    "Roosevelt High School",
    "Washburn High School",
    "Folwell Community School",
    "Nokomis Middle School",
)
_STREETS = (
    "Oak",
    "Elm",
    "Maple",
    "Birch",
    "Cedar",
    "Lake",
    "Park",
    "Hill",
    "River",
    "Prairie",
    "Dupont",
    "Colfax",
)
_MARKS = {STUDENT: "stu", STAFF: "emp", GUARDIAN: "con"}
_DOMAIN = "lakeview-schools.example"


@dataclass(frozen=True)
class Somebody:
    """One person and everything that may stand in a document of theirs. `number`: of the set; `id`:
    sourcedId, "" for none.

    `shares_name`: how many others of the set bear the same given and family name.
    """

    number: int
    role: str
    name: DrawnName
    id: str
    local_id: str
    born: str
    school: str
    grade: str
    email: str
    private_email: str
    phone: str
    street: str
    ssn: str
    account: str
    child: int = -1
    shares_name: int = 0

    @property
    def full(self) -> str:
        """Given and family name, and the suffix."""
        return f"{self.name.given} {self.name.family}{' ' + self.name.suffix if self.name.suffix else ''}"

    @property
    def sorted_name(self) -> str:
        """Family name first."""
        return f"{self.name.family}, {self.name.given}"

    @property
    def long(self) -> str:
        """With the middle name."""
        middle = f" {self.name.middle}" if self.name.middle else ""
        return f"{self.name.given}{middle} {self.name.family}"


class Numbers:
    """Numbers that each person has alone."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._used: set[str] = set()

    def draw(self, shape: str) -> str:
        """A number of this shape (`#` a digit, `N` one that is not 0), never given before."""
        while True:
            digits = {"#": "0123456789", "N": "123456789"}
            made = "".join(self._rng.choice(digits[one]) if one in digits else one for one in shape)
            if made not in self._used:
                self._used.add(made)
                return made

    def draw_ssn(self) -> str:
        """A social security number that could have been given out."""
        while True:
            made = self.draw("###-##-####")
            area, group, serial = made.split("-")
            if area not in {"000", "666"} and area < "900" and group != "00" and serial != "0000":
                return made


def make_population(rng: random.Random, *, size: int) -> list[Somebody]:
    """So many people: about 60 % students, 8 % staff, 28 % guardians, 4 % unknown to the roster.

    One in eleven students has a namesake; there are twins, and sons with the name of a father who works
    there.
    """
    numbers = Numbers(rng)
    counts = {STUDENT: size * 60 // 100, STAFF: size * 8 // 100, OUTSIDER: size * 4 // 100}
    people: list[Somebody] = []
    shared = [draw_name(rng) for _ in range(max(counts[STUDENT] // 40, 4))]
    for at in range(counts[STUDENT]):
        name = rng.choice(shared) if at % 11 == 0 else draw_name(rng)
        people.append(_make_person(rng, numbers, len(people), STUDENT, name))
    people += _make_twins(rng, numbers, people)
    for _ in range(counts[STAFF]):
        people.append(_make_person(rng, numbers, len(people), STAFF, draw_name(rng)))
    people += _make_fathers(rng, numbers, people)
    for _ in range(counts[OUTSIDER]):
        people.append(_make_person(rng, numbers, len(people), OUTSIDER, draw_name(rng)))
    students = [one for one in people if one.role == STUDENT]
    while len(people) < size:
        child = rng.choice(students)
        name = replace(draw_name(rng), family=child.name.family)
        parent = _make_person(rng, numbers, len(people), GUARDIAN, name)
        people.append(replace(parent, child=child.number, street=child.street))
    return _count_namesakes(people)


def _make_person(rng: random.Random, numbers: Numbers, number: int, role: str, name: DrawnName) -> Somebody:
    grade = rng.randrange(1, 13) if role == STUDENT else 0
    year = 2023 - 6 - grade if grade else rng.randrange(1958, 1999)
    born = f"{year}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
    plain = "".join(
        letter for letter in f"{name.given[:1]}{name.family}".lower() if letter.isascii() and letter.isalpha()
    )
    local = numbers.draw("N#####") if role == STUDENT else numbers.draw("EN####")
    knows = role in {STUDENT, STAFF}
    return Somebody(
        number=number,
        role=role,
        name=name,
        id="" if role == OUTSIDER else f"{_MARKS[role]}-{number:05d}",
        local_id=local if knows else "",
        born=born,
        school=rng.choice(SCHOOLS) if knows else "",
        grade=f"{grade:02d}" if grade else "",
        email=f"{plain}{number}@{_DOMAIN}" if knows else "",
        private_email=f"{plain}.{number}@mail.example",
        phone=numbers.draw("612-N##-####"),
        street=f"{rng.randrange(100, 9900)} {rng.choice(_STREETS)} {rng.choice(['St', 'Ave', 'Ln'])}",
        ssn=numbers.draw_ssn(),
        account=numbers.draw("N#########"),
    )


def _make_twins(rng: random.Random, numbers: Numbers, people: Sequence[Somebody]) -> list[Somebody]:
    """Brothers and sisters of one birthday, at one school, in one grade, at one address."""
    twins: list[Somebody] = []
    for one in rng.sample(list(people), max(len(people) // 60, 2)):
        name = replace(draw_name(rng), family=one.name.family)
        twin = _make_person(rng, numbers, len(people) + len(twins), STUDENT, name)
        twins.append(replace(twin, born=one.born, school=one.school, grade=one.grade, street=one.street))
    return twins


def _make_fathers(rng: random.Random, numbers: Numbers, people: list[Somebody]) -> list[Somebody]:
    """Staff whose son at school has their name: Sr. and Jr."""
    fathers: list[Somebody] = []
    sons = [one for one in people if one.role == STUDENT and one.name.given.isascii()]
    for son in rng.sample(sons, max(len(sons) // 90, 2)):
        people[son.number] = replace(son, name=replace(son.name, suffix="Jr."))
        name = replace(son.name, suffix="Sr.")
        fathers.append(_make_person(rng, numbers, len(people) + len(fathers), STAFF, name))
    return fathers


def _count_namesakes(people: Sequence[Somebody]) -> list[Somebody]:
    bearers = Counter(key_of(one) for one in people)
    return [replace(one, shares_name=bearers[key_of(one)] - 1) for one in people]


def key_of(one: Somebody) -> tuple[str, str]:
    """The name as most documents have it."""
    return one.name.given.casefold(), one.name.family.casefold()
