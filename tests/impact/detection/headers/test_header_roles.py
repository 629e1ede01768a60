"""What headers say of whom a row is about and whose a column is, and near headers that do not say it."""

from __future__ import annotations

import re

import pytest

from firstbell.impact.detection.headers.columns import (
    EMAIL,
    FAMILY,
    GIVEN,
    GRADE,
    GUARDIAN,
    ID,
    MAIN,
    MIDDLE,
    NAME,
    NOTE,
    PHONE,
    ROLE,
    SCHOOL,
    STREET,
    SUFFIX,
    WORKER,
    read_header,
)
from firstbell.impact.detection.headers.header_words import (
    AMBIGUOUS,
    DAY,
    LICENCE_HEADER,
    MEASURE,
    NUMBERED,
    OF_THINGS,
    PLAN,
    PROGRAMS,
    REASON,
    SECRET_HEADER,
    SPEAKERS,
    THING,
    THINGS,
    are_states,
    list_numbered_things,
)

ROLES: dict[str, str] = {
    STREET: """
        Home address
        Mailing address 1
        Street name
        Residence
        Addr line 1
        Direccion
        Domicilio
        cinwaanka
        chaw nyob
    """,
    PHONE: """
        Home phone
        Cell
        Contact number
        Primary phone number
        Telefono
        Celular
        taleefanka
        xov tooj
    """,
    EMAIL: """
        E-mail
        Email address
        Personal email
        School mail
        student email 1
    """,
    ID: """
        ID
        Student no
        Employee number
        MARSS
        SSID
        stu_id
        Lunch number
        sourcedId
        User name
        AD login
        Login ID
        Local student number
        Badge id
        perm id
        UID
    """,
    FAMILY: """
        Last name
        LName
        Surname
        Family
        Apellido paterno
        Apellidos
        reer
        Legal last name
    """,
    GIVEN: """
        First
        Given name
        Preferred first name
        fname
        Forename
        Nombre de pila
        Primer nombre
    """,
    MIDDLE: """
        Middle
        MI
        Middle initial
    """,
    SUFFIX: """
        Suffix
        Name suffix
        Generation code suffix
    """,
    NAME: """
        Name
        Full name
        Student
        Last, First
        Name on W-2
        Employee name per SS card
        Names and DOB
        Payee or DBA
        Kiddo
        Registrant
        Debtor
        Obligors
        Remit to
        End user
        Regarding
        Retiree
        Toddler
        Nominee
        Name of the child
        Rider name
        Nombre del estudiante
        nombre completo
        Alumna
        Hijo 2 nombre
        magaca ardayga
        npe menyuam
        Tub ntxhais kawm npe
        student1
    """,
    SCHOOL: """
        School
        Bldg
        Campus code
        Site name
        School of record
        Escuela
        dugsiga
    """,
    GRADE: """
        Grade
        Gr
        Grade level
        Grd
        Grado
        fasalka
    """,
    ROLE: """
        Role
        Job title
        Dept
        Employee type
    """,
    NOTE: """
        Notes
        Teacher comments
        Narrative
        Details
        Reason
        Subject
        Body
    """,
    "": """
        Bus
        Locker
        Color
        Streetcar
        Phoneme
        Mailbox key ring
        Identity
        Lasting
        Firstborn
        Initials
        Schoolwork
        Gradebook link
        Rolex
        Stop 4
    """,
}
OWNERS: dict[str, str] = {
    GUARDIAN: """
        Parent name
        Mother
        Guardian email
        Emergency contact
        Dependent DOB
        Spouse name
        Primary beneficiary
        1st bene
        Card holder
        Account holder name
        Payer
        Drawer
        Padre
        Nombre de la madre
        Adulto que firma
        waalidka
        Head of household
        Signed by
        Dear
    """,
    WORKER: """
        Who held him
        Restrained by
        Observed by
        Staff involved
        Responder
        From
        Technician
        Who reported
        Posted by
        Teacher
        Case manager
        Homeroom teacher
        Reported by
        Counted by
        Interpreter
        Coach
        Given by
        Dean
        School psychologist
    """,
    MAIN: """
        Student name
        Departed
        Fromage
        Parenthesis
        Coaching style
        Byline
        Who
        Momentum
        Adulthood
    """,
}
# a header that a pattern must fit from its first to its last letter, and one that it must not
WHOLE = (
    (NUMBERED, "Invoice #", "Invoice to"),
    (NUMBERED, "work order no.", "work"),
    (NUMBERED, "Key serial", "serial killer"),
    (NUMBERED, "claim ids", "claims adjuster"),
    (NUMBERED, "Asset tag", "tag sale"),
    (NUMBERED, "txn", "taxon"),
    (NUMBERED, "meter reading", "reading level"),
    (NUMBERED, "Ticket number", "ticketed"),
    (OF_THINGS, "Hostname", "host family"),
    (OF_THINGS, "call number", "called"),
    (OF_THINGS, "IP addr", "ship address"),
    (OF_THINGS, "Opened by", "opened"),
    (OF_THINGS, "serial no", "serial order"),
    (REASON, "Why sent home", "whyever"),
    (REASON, "Student reason code", "reasonable"),
    (REASON, "Equip/alert", "equipment"),
    (REASON, "What happened", "what"),
    (REASON, "Need to know", "know"),
    (REASON, "Precautions", "caution"),
    (AMBIGUOUS, "lunch period", "lunch debt"),
    (AMBIGUOUS, "screenings", "screen time"),
    (AMBIGUOUS, "aide hrs", "aides"),
    (AMBIGUOUS, "consent signed", "consent form given"),
    (AMBIGUOUS, "fines owed", "fined"),
    (AMBIGUOUS, "order expires", "order of protection"),
    (AMBIGUOUS, "household members", "household income"),
    (AMBIGUOUS, "absence code", "absence of father"),
    (AMBIGUOUS, "risk score", "suicide risk"),
    (AMBIGUOUS, "court type", "court order"),
)
# a header that has a word of a pattern, and one that has none
WITHIN = (
    (THING, "Catalog no", "category"),
    (THING, "VIN", "vinyl"),
    (THING, "Badge", "badger"),
    (THING, "Gauge", "gaugeable"),
    (THING, "zip", "zipper"),
    (LICENCE_HEADER, "Lic no", "public"),
    (LICENCE_HEADER, "Ident", "resident"),
    (LICENCE_HEADER, "permit #", "permitted"),
    (DAY, "Hired", "birth"),
    (DAY, "effective", "affect"),
    (SECRET_HEADER, "pw they chose", "power"),
    (SECRET_HEADER, "log in code", "log in"),
    (THINGS, "Book title", "entitled"),
    (THINGS, "vocab words", "vocal"),
    (THINGS, "Account name", "account"),
    (THINGS, "act", "act of kindness"),
    (PROGRAMS, "service", "serviced"),
    (PLAN, "IEP due", "recipe"),
    (PLAN, "504", "5040"),
    (MEASURE, "GPA", "gap"),
    (MEASURE, "% right", "right"),
    (MEASURE, "isActive", "inactivity"),
    (MEASURE, "locked_flag", "locker"),
    (MEASURE, "FTE", "often"),
)


def list_lines(block: str) -> list[str]:
    return [line.strip() for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("role", [*ROLES])
def test_a_header_says_what_of_a_person_its_column_holds(role: str) -> None:
    assert [one for one in list_lines(ROLES[role]) if read_header(one)[0] != role] == []


@pytest.mark.parametrize("owner", [*OWNERS])
def test_a_header_says_whose_its_column_is(owner: str) -> None:
    assert [one for one in list_lines(OWNERS[owner]) if read_header(one)[1] != owner] == []


@pytest.mark.parametrize(
    ("header", "role", "owner"),
    [
        ("3. Date of birth", "dob", MAIN),
        ("Date of birth (as on the certificate)", "dob", MAIN),
        ("* DOB >", "dob", MAIN),
        ("T I N", "ssn", MAIN),
        ("EMPSSN", "ssn", MAIN),
        ("mealcd", "economic", MAIN),
        ("parent1 dob", "dob", GUARDIAN),
        ("Secondary adult last name", FAMILY, GUARDIAN),
        ("Athlete's DOB", "dob", MAIN),
        ("Teacher email", EMAIL, WORKER),
        ("Mother's phone", PHONE, GUARDIAN),
        ("Acc %", "", MAIN),
        ("Acc", "financial", MAIN),
        ("504", "special_education", MAIN),
        ("505", "", MAIN),
        ("x" * 81, "", MAIN),
        ("", "", MAIN),
        ("()", "", MAIN),
    ],
)
def test_headers_as_forms_and_programs_write_them(header: str, role: str, owner: str) -> None:
    assert read_header(header)[:2] == (role, owner)


@pytest.mark.parametrize(("pattern", "told", "untold"), WHOLE, ids=[case[1] for case in WHOLE])
def test_a_whole_header_is_told_and_a_longer_one_is_not(
    pattern: re.Pattern[str], told: str, untold: str
) -> None:
    assert pattern.fullmatch(told)
    assert not pattern.fullmatch(untold)


@pytest.mark.parametrize(("pattern", "told", "untold"), WITHIN, ids=[case[1] for case in WITHIN])
def test_a_word_of_a_header_is_told_and_a_part_of_one_is_not(
    pattern: re.Pattern[str], told: str, untold: str
) -> None:
    assert pattern.search(told)
    assert not pattern.search(untold)


def test_columns_of_numbers_of_things_are_told_by_their_header_or_one_below_it() -> None:
    assert list_numbered_things(["Student", "Invoice", "x"], []) == {1}
    assert list_numbered_things(["Student", "", "x"], [["", "PO #", ""], ["Ada", "4", ""]]) == {1}
    assert list_numbered_things(["Student", "DOB"], [["Ada", "4/1/2012"]]) == set()
    assert list_numbered_things(["a"], [["x"]] * 12 + [["Invoice"]]) == set()


def test_states_of_things_are_most_of_the_cells() -> None:
    assert are_states(["new", "Good", "lost", "asthma"])
    assert not are_states(["new", "asthma", "IEP"])


def test_who_speaks_is_whom_no_message_is_about() -> None:
    assert {"from", "sender", "posted by"} <= SPEAKERS
    assert "to" not in SPEAKERS
