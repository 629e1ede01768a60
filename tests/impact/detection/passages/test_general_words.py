"""What tells that a text speaks to everybody, or that nobody filled it in, and what only sounds so."""

from __future__ import annotations

import pytest

from firstbell.impact.detection.passages.asides import list_asides, list_entries
from firstbell.impact.detection.passages.settings import is_disclaimed, is_of_forgery, is_praise, is_release
from firstbell.impact.detection.values.patterns import Shape, scan
from firstbell.impact.people.folded_text import compose, fold

GENERAL = """
    Winter newsletter
    Agenda for Monday
    professional development on Friday
    Save the date
    Dear families,
    Dear colleagues
    upcoming events
    the honor roll
    Dean's list
    Congratulations to the team
    staff directory
    board meeting minutes
    press release
    course catalogs
    employee handbook
    policy number 506
    Principal's corner
    volunteers needed
    lunch menu
    information night
    open house
    awards night
    a case study
    case studies
    All names are fictitious.
    open enrollment for medical
    the sick leave bank covers
    Flu shots will be
    annual asbestos notice
    AHERA notice
    tabletop exercise
    after action report
    sample form
    This is a drill
    a phishing test
    survey of 412 students
    short story by
    hall of fame
    in memoriam
    teaching assignments
    examples for staff
"""
PARTICULAR = """
    Dear Mrs. Olson,
    the list of her classes
    He is on the list.
    Minutes of service
    the case of a pupil
    open wound
    her house
    policyholder
    Volunteer hours: 4
    Lunch at noon
    Save the file.
    a new student
    fishing trip
    He studied the case.
"""
HINTS = """
    A student who brings a phone
    any employee that
    each pupil must
    Employees may
    Riders should
    for example
    made-up
    sample record
    example of a
    Students will identify
    learning targets
    worksheet
    unit 12:
    homework:
    case card
    person B
    essential question
    answer key
    no retakes
    extra credit
    chapter 4 quiz
    What would you
    circle one
    check all that apply
    return this form to the office
    apply online
    must hold a
    job posting
    adopted on
    legal references
    starring
    frequently asked
    reminds families
    one in four students
    two out of 10 families
    most of our families qualify
    statement of need
    employees may
    the board approved
    bring your
    period 3
    presenter
    [Student Name]
    [insert date here]
    ______________
    <<Parent>>
    {{first_name}}
    ?student name?
"""
OWN = """
    The student was late.
    His example helped.
    He worked on unit cost.
    the key of the car
    He applied for it.
    She returned to class.
    the board of chess
    He holds a ball.
    her quiz
    ____
    [x]
    a trained nurse
    one of four cousins
    Period pieces
    She stars in it.
"""
ASIDES = (
    ("We do not discriminate on the basis of disability.", "disability"),
    ("This mail may contain private data on health.", "health"),
    ("If you or someone you know thinks of suicide call.", "suicide"),
    ("He runs in the cancer walk.", "cancer walk"),
    ("Ada joined Students Against Vaping.", "students against vaping"),
    ("Her speech about gun control won.", "about gun control won"),
    ("Ben presents on diabetes in mice.", "on diabetes in mice"),
    ("Surveyed pupils about bullying today.", "surveyed pupils about bullying today"),
    ("40 percent use tobacco.", "40 percent use tobacco"),
    ("One in five teens lives with asthma.", "lives with asthma"),
    ("They raised 300 dollars for the shelter.", "shelter"),
    ("The blood drive is in May.", "blood drive"),
    ("We practiced shelter in place.", "shelter in place"),
    ("She wants a career as a nurse.", "career as a nurse"),
    ("a CPR class", "cpr class"),
    ("He teaches health class.", "health class"),
    ("the discipline committee", "discipline committee"),
    ("She reads to hospice patients.", "reads to hospice patients"),
    ("Dad is having a heart attack about the score.", "having a heart attack about"),
    ("The noise is killing me.", "is killing me"),
    ("Ada was not involved in the fight.", "was not involved in the fight"),
    ("when somebody is suicidal", "when somebody is suicidal"),
    ("report bullying to the office", "report bullying to the"),
    ("There were no suspensions in May.", "no suspensions in"),
    ("vision screening for grade 3", "vision screening for grade"),
    ("Stop at the hospital, main entrance.", "hospital, main entrance"),
    ("sexual harassment training", "sexual harassment training"),
    ("Scenario: a pupil has a seizure.", "scenario: a pupil has a seizure."),
    ("Evidence log: in custody of the SRO.", "custody of"),
    ("suicide awareness", "suicide awareness"),
    ("Workshop\nTopics: seizures, insulin", "topics: seizures, insulin"),
    ("Lunch (circle one): free / reduced / paid", "free / reduced / paid"),
)
NO_ASIDES = """
    She will talk about her asthma.
    He spoke about his panic attacks.
    He had a heart attack in May.
    Ada was involved in the fight.
    She may contain herself.
    If you know her, call her mother.
    Dad is in custody.
    The nurse gave insulin.
    He was taken to the hospital.
    a student has asthma
"""
FORGED = """
    A mail that claims to be from the superintendent asks for your SSN. It is a scam.
    Texts pretending to come from HR: do not click.
    The message appears to be from payroll; do not reply.
    A letter impersonating the bank is fraud. The letter is fake.
    The call looks like it came from IT. We will never ask for a password.
"""
GENUINE = """
    The mail from the superintendent asks for your forms.
    She claims to be sick. Do not call her.
    The message appears twice.
    A letter from the bank.
"""


def list_lines(block: str) -> list[str]:
    return [line.strip() for line in block.splitlines() if line.strip()]


def find_shapes(line: str) -> set[Shape]:
    return {match.shape for match in scan(fold(compose(line)))}


def test_what_speaks_to_everybody_is_seen() -> None:
    assert [one for one in list_lines(GENERAL) if Shape.GENERAL not in find_shapes(one)] == []


def test_what_speaks_of_somebody_is_not_taken_for_that() -> None:
    assert [one for one in list_lines(PARTICULAR) if Shape.GENERAL in find_shapes(one)] == []


def test_hints_of_rules_lessons_and_blank_forms_are_seen() -> None:
    assert [one for one in list_lines(HINTS) if Shape.HINT not in find_shapes(one)] == []


def test_near_words_are_no_such_hints() -> None:
    assert [one for one in list_lines(OWN) if Shape.HINT in find_shapes(one)] == []


@pytest.mark.parametrize(("text", "aside"), ASIDES, ids=[case[0] for case in ASIDES])
def test_what_is_said_of_nobody_is_set_aside(text: str, aside: str) -> None:
    folded = fold(compose(text))
    found = [folded[start:end].decode() for start, end in list_asides(folded)]
    assert any(aside in one for one in found)


def test_what_somebody_says_of_themselves_or_of_one_is_not() -> None:
    assert [one for one in list_lines(NO_ASIDES) if list_asides(fold(compose(one)))] == []


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ('Speech meet: Ada Roe, "My Life With Seizures"', ['"My Life With Seizures"']),
        ('Film festival: Ben, "Overdose" and Cam, "Runaway"', ['"Overdose"', '"Runaway"']),
        ('Guidelines. For example, "Ada has asthma."', ['"Ada has asthma."']),
        ('The policy is old. He said "Ada has asthma."', []),
        ('He said "Ada has asthma."', []),
        ("Speech meet: Ada Roe", []),
    ],
)
def test_titles_and_examples_in_quotation_marks_are_told_of_nobody(text: str, entries: list[str]) -> None:
    assert [text[start:end] for start, end in list_entries(text, fold(compose(text)))] == entries


def test_a_tale_is_told_of_nobody_from_its_first_to_its_last_letter() -> None:
    text = "Night Bus, a short story\nBen was expelled."
    assert list_entries(text, fold(text)) == [(0, len(text))]
    assert list_entries("Ben was expelled.\n" * 4 + "a short story", fold("Ben was expelled.")) == []


def test_a_warning_of_forged_mail_is_told_from_a_mail() -> None:
    assert [one for one in list_lines(FORGED) if not is_of_forgery(fold(one))] == []
    assert [one for one in list_lines(GENUINE) if is_of_forgery(fold(one))] == []


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Release notes", True),
        ("What's new in version 4", True),
        ("version: 2.1\nadded: alerts for asthma", True),
        ("Version 2 of his plan", False),
        ("He was released on Monday.", False),
        ("Version: 2.1\nHis plan was changed on Monday.", False),
    ],
)
def test_what_is_new_in_a_program_is_about_nobody(text: str, is_one: bool) -> None:
    assert is_release(fold(text)) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("This is not a real student.", True),
        ("sample data for training", True),
        ("Any resemblance to actual people", True),
        ("a real emergency", False),
        ("a sample was taken", False),
    ],
)
def test_what_says_that_nobody_in_it_is_real_is_believed(text: str, is_one: bool) -> None:
    assert is_disclaimed(fold(text)) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Kudos to Tia", True),
        ("Student of the month", True),
        ("Thanks for the help", True),
        ("recognized for kindness", True),
        ("He recognized her.", False),
        ("no thanks", False),
    ],
)
def test_praise_is_told_from_what_only_thanks(text: str, is_one: bool) -> None:
    assert is_praise(fold(text)) is is_one
