"""Writes what a file of the district says: sentences, tables and dates drawn from one generator."""

from __future__ import annotations

import random
from dataclasses import dataclass

from firstbell.drill.district.cast import Cast, FictionalPerson

_WHO = (
    "The principal|The attendance office|The bus company|The school nurse|Our music teacher|The librarian|"
    "The board of education|The food service team|A parent volunteer|The after-school team|"
    "The building engineer|The student council|The payroll clerk|The athletics director"
)
_DID = (
    "has asked for|will review|confirmed|postponed|is collecting|has approved|needs|sent back|finished|"
    "would like to discuss|has filed|received|is still waiting for|reported"
)
_WHAT = (
    "the spring concert programme|the list of late buses|new reading assessments|the boiler inspection|"
    "permission slips for the museum trip|the field day timetable|lunch account balances|"
    "the substitute teacher roster|the science fair judging sheets|an updated emergency contact form|"
    "the seating plan|the grant report|lost and found notices|the bell schedule"
)
_WHEN = (
    "before Friday|by the end of the month|after the winter break|at the next meeting|this week|"
    "for the coming school year|on Tuesday morning|when the snow has cleared|before first bell"
)
# what a school knows of a child; without it nobody would have to be told anything
_PARTICULARS = (
    "Date of birth: {born}.|"
    "A guardian of this student answers at {phone}, home address {home}.|"
    "An albuterol inhaler for asthma lies with the school nurse; the health plan is renewed each autumn.|"
    "The individualized education program (IEP) asks for extra time on tests and a quiet room.|"
    "Was suspended for two days after a fight on the bus.|"
    "Was referred to the school counselor after a loss in the family; the counseling notes are kept apart.|"
    "The family was approved for free and reduced-price meals; household income is on the application."
)
_OF_STAFF = (
    "Direct deposit now goes to account number {account}.|"
    "Medical leave (FMLA) was approved until spring.|"
    "A written reprimand is in the personnel file."
)
# of the paragraphs
_PARTICULAR_SHARE = 0.1
_STREETS = "Alder Street|Birch Lane|Cedar Avenue|Dogwood Court|Elm Street|Foxglove Road|Oak Drive"
_SUBJECTS = "Mathematics|English|Science|History|Music|Art|Physical Education|Spanish|Hmong|Somali"


@dataclass(frozen=True, slots=True)
class DocumentWriter:
    """One file's writer. Two writers with the same generator state and cast write the same."""

    rng: random.Random
    cast: Cast

    def pick(self, choices: str) -> str:
        """One of `choices`, which stand between bars."""
        return self.rng.choice(choices.split("|"))

    def sentence(self) -> str:
        """One plain sentence with its full stop."""
        return f"{self.pick(_WHO)} {self.pick(_DID)} {self.pick(_WHAT)} {self.pick(_WHEN)}."

    def paragraph(self) -> str:
        """Some sentences about one pupil or member of staff."""
        person = self.person()
        said = " ".join(self.sentence() for _ in range(4))
        if self.rng.random() < _PARTICULAR_SHARE:
            said = f"{self.particular(person)} {said}"
        return f"{person.name} ({person.number}), {self.date()}: {said}"

    def particular(self, person: FictionalPerson) -> str:
        """Something about one person that nobody outside the school should read."""
        home = f"{self.rng.randint(1, 99)} {self.pick(_STREETS)}"
        said = self.pick(_PARTICULARS if person.is_pupil else _OF_STAFF)
        account = f"0044{self.rng.randint(0, 999_999):06d}"
        return said.format(born=person.born, phone=person.phone, home=home, account=account)

    def title(self) -> str:
        """A heading."""
        return f"{self.pick(_WHAT).removeprefix('the ').capitalize()}, {self.school()}"

    def school(self) -> str:
        """One of the schools."""
        return self.rng.choice(self.cast.schools)

    def subject(self) -> str:
        """A school subject."""
        return self.pick(_SUBJECTS)

    def person(self) -> FictionalPerson:
        """A pupil, or now and then a member of staff."""
        return self.rng.choice(self.cast.pupils if self.rng.random() < 0.8 else self.cast.staff)

    def date(self) -> str:
        """A day of the school year 2022-23, ISO 8601."""
        month = self.rng.choice((9, 10, 11, 12, 1, 2))
        year = 2022 if month >= 9 else 2023
        return f"{year}-{month:02d}-{self.rng.randint(1, 28):02d}"

    def amount(self) -> float:
        """Dollars and cents."""
        return round(self.rng.uniform(1, 4000), 2)

    def grade_row(self) -> tuple[int, str, str, str, int, float]:
        """Pupil number, name, school, subject, days absent, mark."""
        pupil, rng = self.rng.choice(self.cast.pupils), self.rng
        mark = round(rng.uniform(1.0, 4.0), 2)
        return (pupil.number, pupil.name, self.school(), self.subject(), rng.randint(0, 22), mark)

    def payment_row(self) -> tuple[str, str, str, str, float]:
        """Date, employee, social security number, purpose, amount."""
        who = self.rng.choice(self.cast.staff)
        return (self.date(), who.name, who.ssn, self.pick(_WHAT), self.amount())
