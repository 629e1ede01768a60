"""What the documents say, before any format: paragraphs and tables, and whose data of which kind stands in
them.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.quality.people.population import GUARDIAN, OUTSIDER, STAFF, STUDENT, Somebody, key_of

# how a document lets its person be told
BY_ID, BY_EMAIL, BY_BIRTH, BY_NUMBER, BY_SCHOOL, BY_NAME, BY_CONTACT, OPEN = (
    "id",
    "email",
    "birth",
    "number",
    "school",
    "name",
    "contact",
    "open",
)


@dataclass
class Draft:
    """One document. `exposed`: number of a person -> kinds; `also`: kinds that may be told of them as well,
    since people would differ; `open`: people of whom nothing tells which it is.

    `way`: how people are told, for the report.
    """

    title: str
    what: str
    way: str
    paragraphs: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    exposed: dict[int, set[str]] = field(default_factory=dict)
    also: dict[int, set[str]] = field(default_factory=dict)
    open: set[int] = field(default_factory=set)

    def expose(self, one: Somebody, *kinds: str) -> None:
        """Say that this person's data of these kinds stands here."""
        self.exposed.setdefault(one.number, set()).update(kinds)


@dataclass(frozen=True)
class Cast:
    """The people to write about, by role. `alone`: those whose name nobody shares; `namesakes`: groups of one
    name.
    """

    students: Sequence[Somebody]
    alone: Sequence[Somebody]
    staff: Sequence[Somebody]
    guardians: Sequence[Somebody]
    outsiders: Sequence[Somebody]
    namesakes: Sequence[Sequence[Somebody]]


def make_cast(people: Sequence[Somebody]) -> Cast:
    """The people of a population, sorted for writing about them."""
    groups: dict[tuple[str, str], list[Somebody]] = {}
    for one in people:
        groups.setdefault(key_of(one), []).append(one)
    students = [one for one in people if one.role == STUDENT]
    return Cast(
        students=students,
        alone=[one for one in students if not one.shares_name],
        staff=[one for one in people if one.role == STAFF],
        guardians=[one for one in people if one.role == GUARDIAN],
        # who bears the name of somebody whose birthday the roster does not know cannot be told from them
        outsiders=[
            one
            for one in people
            if one.role == OUTSIDER
            and all(other.role == STUDENT for other in groups[key_of(one)] if other != one)
        ],
        namesakes=[
            group for group in groups.values() if len(group) > 1 and all(one.role == STUDENT for one in group)
        ],
    )


def _us(born: str) -> str:
    year, month, day = born.split("-")
    return f"{month}/{day}/{year}"


def make_export(rng: random.Random, cast: Cast) -> Draft:
    """A sheet of students by id."""
    draft = Draft("Student export", "table by id", BY_ID)
    draft.header = ["Student ID", "Last Name", "First Name", "Grade", "Birth Date", "Address", "Phone"]
    for one in rng.sample(cast.students, rng.randrange(8, 60)):
        draft.rows.append(
            [one.local_id, one.name.family, one.name.given, one.grade, _us(one.born), one.street, one.phone]
        )
        draft.expose(one, "dob", "contact")
    return draft


def make_payroll(rng: random.Random, cast: Cast) -> Draft:
    """A sheet of staff with numbers and accounts."""
    draft = Draft("Payroll register", "table by e-mail", BY_EMAIL)
    draft.header = ["Employee", "Email", "SSN", "Account Number", "Annual Salary"]
    for one in rng.sample(cast.staff, rng.randrange(5, 30)):
        draft.rows.append(
            [one.sorted_name, one.email, one.ssn, one.account, str(rng.randrange(38, 99) * 1000)]
        )
        draft.expose(one, "ssn", "financial")
    return draft


def make_meals(rng: random.Random, cast: Cast) -> Draft:
    """Who gets free and reduced meals, by id."""
    draft = Draft("Free and reduced meals", "table by id", BY_ID)
    draft.header = ["ID", "Student Name", "Eligibility", "Household Income"]
    for one in rng.sample(cast.students, rng.randrange(6, 40)):
        draft.rows.append(
            [one.local_id, one.sorted_name, rng.choice(["Free", "Reduced"]), f"${rng.randrange(14, 52)},400"]
        )
        draft.expose(one, "economic")
    return draft


def make_medication(rng: random.Random, cast: Cast) -> Draft:
    """Who takes what, by name and birthday; namesakes too, whom the birthday tells apart."""
    draft = Draft("Medication log", "table by name and birthday", BY_BIRTH)
    draft.header = ["Name", "DOB", "Medication", "Diagnosis"]
    group = list(rng.choice(cast.namesakes)) if cast.namesakes else []
    people = [*group[:2], *rng.sample(cast.students, rng.randrange(5, 25))]
    for one in dict.fromkeys(people):
        drug = rng.choice(["Albuterol inhaler", "Methylphenidate 10 mg", "EpiPen", "Insulin", "Diastat"])
        ill = rng.choice(["Asthma", "ADHD", "Peanut allergy", "Type 1 diabetes", "Epilepsy"])
        draft.rows.append([one.full, _us(one.born), drug, ill])
        draft.expose(one, "dob", "health")
    return draft


def make_behaviour(rng: random.Random, cast: Cast) -> Draft:
    """Suspensions by name, school and grade, of people whose name nobody shares."""
    draft = Draft("Suspensions", "table by name and school", BY_SCHOOL)
    draft.header = ["Student", "School", "Grade", "Incident", "Days Suspended"]
    for one in rng.sample(cast.alone, rng.randrange(5, 20)):
        act = rng.choice(["Fighting", "Vaping in restroom", "Threat toward staff", "Theft"])
        draft.rows.append([one.sorted_name, one.school, one.grade, act, str(rng.randrange(1, 11))])
        draft.expose(one, "discipline")
    return draft


def make_accounts(rng: random.Random, cast: Cast) -> Draft:
    """User names and passwords."""
    draft = Draft("Portal accounts", "table by e-mail", BY_EMAIL)
    draft.header = ["Email", "Password"]
    for one in rng.sample(cast.students, rng.randrange(10, 40)):
        draft.rows.append(
            [one.email, f"{rng.choice(['Tiger', 'Maple', 'Blue', 'River'])}{rng.randrange(100, 999)}!"]
        )
        draft.expose(one, "credentials")
    return draft


def make_census(rng: random.Random, cast: Cast) -> Draft:
    """Race and language by id."""
    draft = Draft("MARSS demographics", "table by id", BY_ID)
    draft.header = ["Student ID", "Race/Ethnicity", "Home Language", "Religion"]
    for one in rng.sample(cast.students, rng.randrange(10, 50)):
        race = rng.choice(["Black or African American", "Asian", "White", "Hispanic or Latino"])
        draft.rows.append(
            [
                one.local_id,
                race,
                rng.choice(["Somali", "Hmong", "Spanish", "English"]),
                rng.choice(["Muslim", "Christian", "None"]),
            ]
        )
        draft.expose(one, "demographics")
    return draft


def make_former(rng: random.Random, cast: Cast) -> Draft:
    """People whom no roster knows any more."""
    draft = Draft("Former employees W-2", "table of people outside the roster", BY_NUMBER)
    draft.header = ["Last Name", "First Name", "Social Security Number", "Date of Birth", "Wages"]
    for one in rng.sample(cast.outsiders, min(len(cast.outsiders), rng.randrange(3, 9))):
        draft.rows.append(
            [one.name.family, one.name.given, one.ssn, _us(one.born), f"{rng.randrange(21, 77)}120.50"]
        )
        draft.expose(one, "ssn", "dob", "financial")
    return draft


def make_letter(rng: random.Random, cast: Cast) -> Draft:
    """A document about one student, told by id, birthday or school."""
    letter = rng.choice(_LETTERS)
    kind, title, texts = letter["kind"], letter["title"], letter["texts"]
    way = rng.choice([BY_ID, BY_BIRTH, BY_SCHOOL])
    one = rng.choice(cast.alone if way == BY_SCHOOL else cast.students)
    draft = Draft(title, f"letter by {way}", way)
    told = {
        BY_ID: f"Student: {one.full}   Student ID: {one.local_id}",
        BY_BIRTH: f"Student: {one.full}   Date of birth: {_us(one.born)}",
        BY_SCHOOL: f"Student: {one.full}   School: {one.school}   Grade: {int(one.grade)}",
    }[way]
    draft.paragraphs = [title, told, *(text.format(given=one.name.given, full=one.full) for text in texts)]
    draft.expose(one, kind, *(("dob",) if way == BY_BIRTH else ()))
    # a disability is a diagnosis to some; who may not go home is under protection to some
    draft.also[one.number] = {"special_education": {"health"}, "counselling": {"health", "safeguarding"}}.get(
        kind, set()
    )
    return draft


def make_staff_letter(rng: random.Random, cast: Cast) -> Draft:
    """A document about somebody on the staff, with the number of social security."""
    one = rng.choice(cast.staff)
    draft = Draft("Direct deposit authorization", "letter by e-mail", BY_EMAIL)
    draft.paragraphs = [
        draft.title,
        f"Employee: {one.full} <{one.email}>",
        f"Social Security Number: {one.ssn}",
        f"Please deposit my pay into checking account number {one.account} from the next payroll on.",
    ]
    draft.expose(one, "ssn", "financial")
    return draft


def make_open_note(rng: random.Random, cast: Cast) -> Draft:
    """A note about one of several people of a name, with nothing that tells which."""
    group = rng.choice(cast.namesakes)
    draft = Draft("Behavior note", "note on a shared name", OPEN)
    draft.paragraphs = [
        draft.title,
        f"{group[0].name.given} {group[0].name.family} was suspended for two days after a fight in the "
        "lunch room. "
        "A discipline referral was written and the family was called.",
    ]
    draft.open = {one.number for one in group}
    return draft


def make_named_note(rng: random.Random, cast: Cast) -> Draft:
    """A note about somebody whose name nobody shares, with the name alone."""
    one = rng.choice(cast.alone)
    draft = Draft("Counselor note", "note by name alone", BY_NAME)
    draft.paragraphs = [
        draft.title,
        f"Counseling session with {one.full}. The student spoke about anxiety and about trouble "
        "sleeping since the divorce. "
        "The counselor will see the student again next week.",
    ]
    draft.expose(one, "counselling")
    return draft


def make_card(rng: random.Random, cast: Cast) -> Draft:
    """A guardian's private address and telephone."""
    one = rng.choice(cast.guardians)
    draft = Draft("Contact", "guardian by contact", BY_CONTACT)
    draft.paragraphs = [one.full, one.private_email, one.phone, one.street]
    draft.expose(one, "contact")
    return draft


_LETTERS = tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))["letter"]

TABLES: Mapping[Callable[[random.Random, Cast], Draft], int] = {
    make_export: 5,
    make_payroll: 3,
    make_meals: 3,
    make_medication: 4,
    make_behaviour: 3,
    make_accounts: 2,
    make_census: 2,
    make_former: 2,
}
LETTERS: Mapping[Callable[[random.Random, Cast], Draft], int] = {
    make_letter: 8,
    make_staff_letter: 2,
    make_open_note: 2,
    make_named_note: 2,
}
