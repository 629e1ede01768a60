"""What names of files and folders say of a document: to whom it speaks, whose it is, what it lists."""

from __future__ import annotations

import pytest

from firstbell.impact.detection.evidence.weights import WEIGHTS
from firstbell.impact.detection.kinds.titles import (
    find_matter_kinds,
    is_fixture,
    is_general_title,
    is_listing,
    is_personnel,
    is_public,
    list_headings,
    strip_ending,
    weigh_path,
)

PUBLIC = """
    Policies/506.docx
    Curriculum/grade 5.docx
    Lessons/asthma.docx
    Newsletters/May.docx
    Website/index.html
    Press/storm.docx
    Theater/cast.docx
    Mock trial/roles.docx
    Scripts/act 1.docx
    Training/CPR.docx
    Templates/letter.docx
    Forms/blank incident report.docx
    Handbooks/2026.pdf
    Music/concert programs.pdf
    Band program/spring.pdf
    Science/Fair/entries.csv
    Slides/health.pptx
    Library/books.csv
    Menus/May.pdf
    Brochures/help.pdf
    Fixtures/users.json
    Sandbox/a.csv
    Case studies/one.docx
    Poems/one.docx
    Unit 4/reading.docx
    Board/minutes.docx
    Job descriptions/nurse.docx
    Samples/report.docx
    Examples/IEP.docx
    Logs/a.txt
"""
INNER = """
    Deans/fights.csv
    Board/closed session minutes.docx
    Expulsions/hearing minutes.docx
    Special Education/speech minutes.xlsx
    Payroll/worksheets/income.xlsx
    IEP/slides.pptx
    Athletic training/injuries.csv
    Student protocols/seizures.docx
    HR/severance worksheet.xlsx
    Office/not blank.docx
    Photos/opt outs.csv
    Yearbook/do not publish.csv
    Nurse/TB tests.xlsx
"""
LISTINGS = """
    staff directory
    Phones
    extensions
    class list
    rosters
    seating
    bell schedule
    inventory
    bus duty
    mailing
    sign-up
    who does what
    coverage
    org chart
"""
PERSONNEL = """
    HR
    Human Resources
    Employee Relations
    Observations
    Grievances
    Union
    Payroll
    Staff files
"""


def list_lines(block: str) -> list[str]:
    return [line.strip() for line in block.splitlines() if line.strip()]


def split_path(path: str) -> tuple[list[str], str]:
    *folders, name = path.split("/")
    return folders, name


def test_places_that_speak_to_everybody_are_known() -> None:
    assert [one for one in list_lines(PUBLIC) if not is_public(*split_path(one))] == []


def test_places_where_few_speak_of_somebody_are_not_taken_for_them() -> None:
    assert [one for one in list_lines(INNER) if is_public(*split_path(one))] == []


def test_lists_of_who_is_where_are_known_by_their_titles() -> None:
    assert [one for one in list_lines(LISTINGS) if not is_listing([one])] == []
    assert not is_listing(["suspensions", "asthma", "phonetics", "duties of care"])


def test_folders_about_those_who_work_here_are_known() -> None:
    assert [one for one in list_lines(PERSONNEL) if not is_personnel([one])] == []
    assert not is_personnel(["Nurse", "Deans", "Reunion", "Kitchen"])


@pytest.mark.parametrize(
    ("title", "is_general"),
    [
        ("discipline handbook", True),
        ("FAQ on FMLA", True),
        ("who to call", True),
        ("how to read an IEP", True),
        ("offense codes", True),
        ("door codes", False),
        ("alarm codes", False),
        ("code of conduct violations", False),
        ("time codes", False),
        ("restrictive procedures", False),
        ("evacuation procedures", True),
        ("3rd hour", True),
        ("suspensions", False),
    ],
)
def test_titles_that_speak_of_the_matter_are_told_from_lists_of_people(title: str, is_general: bool) -> None:
    assert is_general_title(title) is is_general


@pytest.mark.parametrize(
    ("titles", "beside", "kinds"),
    [
        (["referrals"], (), {"discipline"}),
        (["referrals"], ("health",), set()),
        (["nurse referrals"], (), {"health"}),
        (["office referrals"], ("counselling",), set()),
        (["suspension referrals"], ("counselling",), {"discipline"}),
        (["speech therapist applicants"], (), set()),
        (["counselor logs", "finalists"], (), set()),
        (["exclusions"], ("health",), set()),
        (["exclusions"], (), {"discipline"}),
        (["kitchen"], (), {"economic"}),
        (["kitchen allergies"], (), {"health"}),
        (["kitchen"], ("health",), set()),
        (["lunch debt"], ("health",), {"economic"}),
    ],
)
def test_what_a_title_is_about_depends_on_the_office(
    titles: list[str], beside: tuple[str, ...], kinds: set[str]
) -> None:
    assert find_matter_kinds(titles, beside) == kinds


FOLDER, MATTER, FILE = (WEIGHTS.term[one] for one in ("folder", "matter", "file"))


@pytest.mark.parametrize(
    ("path", "weights"),
    [
        ("Nurse/list.csv", {"health": FOLDER}),
        ("Concussions/list.csv", {"health": MATTER}),
        ("Front office/Seizures/list.csv", {"health": MATTER}),
        ("Health Office/asthma.csv", {"health": FOLDER + FILE}),
        ("Deans Office/Concussions/oss.csv", {"discipline": FOLDER + FILE, "health": MATTER}),
        ("Counseling/notes.docx", {"counselling": FOLDER}),
        ("Counseling/college applications.docx", {}),
        ("Counseling/Scholarships/list.docx", {"economic": MATTER}),
        ("Counseling/caseload.csv", {"counselling": FOLDER}),
        ("Special Education/caseload.csv", {"special_education": FOLDER + FILE}),
        ("Clubs/Speech/meet.csv", {}),
        ("Services/Speech/list.csv", {"special_education": MATTER}),
        ("Nurse/SNAP/list.csv", {"health": FOLDER}),
        ("Mar/totals.csv", {}),
        ("Nurse/MAR.csv", {"health": FOLDER + FILE}),
        ("Bus/list.csv", {}),
    ],
)
def test_a_place_says_how_much_a_document_is_about_a_kind(path: str, weights: dict[str, float]) -> None:
    assert weigh_path(*split_path(path)) == weights


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("tests/sample.json", True),
        ("unit tests/mock users.csv", True),
        ("aspects/fixtures.csv", False),
        ("specs/fixtures.csv", True),
        ("Nurse/sample.csv", False),
        ("tests/results.csv", False),
    ],
)
def test_samples_in_folders_of_tests_are_what_programs_are_tried_out_with(path: str, is_one: bool) -> None:
    assert is_fixture(*split_path(path)) is is_one


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("a.csv", "a"),
        ("a.b.docx", "a.b"),
        ("archive.tar.gz", "archive.tar"),
        (".profile", ".profile"),
        ("Mr. Roe", "Mr. Roe"),
        ("notes.from last week", "notes.from last week"),
        ("a.sqlite3", "a.sqlite3"),
        ("none", "none"),
    ],
)
def test_an_ending_is_short_and_one_word(name: str, stem: str) -> None:
    assert strip_ending(name) == stem


def test_headings_are_the_last_two_short_lines_and_what_service_it_is() -> None:
    assert list_headings("one\n\n  two  \nthree\n") == ["two", "three"]
    assert list_headings("Type of service: OT\na\nb\nc") == ["Type of service: OT", "b", "c"]
    assert list_headings("short\n" + "long " * 40) == ["short"]
    assert list_headings("Service: far above" + "\n" * 500 + "a\nb") == ["a", "b"]
    assert list_headings("") == []
