"""Whom a document is about: by labels, by the name of its file or folder; nobody if it speaks to all."""

from __future__ import annotations

import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person

PEOPLE = [
    Person("ada", "ada", "student", "Ada", "Olson", ids=["200001"], emails=["aolson@d.example"]),
    Person("ben", "ben", "student", "Ben", "Roe", ids=["200002"], guardians=["gil"]),
    Person("cam", "cam", "student", "Cam", "Vang", ids=["200003"]),
    Person("dee", "dee", "student", "Dee", "Hassan", ids=["200004"]),
    Person("tia", "tia", "staff", "Tia", "Long", ids=["E901"], emails=["tlong@d.example"]),
    Person("uma", "uma", "staff", "Uma", "Stone", ids=["E902"], emails=["ustone@d.example"]),
    Person("gil", "gil", "guardian", "Gil", "Roe", emails=["gil.roe@home.example"]),
]
CASES: tuple[tuple[str, str, str, dict[str, set[str]]], ...] = (
    ("psych", "Olson, Ada eval.txt", "She meets the criteria of a specific learning disability.",
     {"ada": {"special_education"}}),
    ("files/200002", "contract.txt", "After the suspension for fighting he agrees.", {"ben": {"discipline"}}),
    ("", "n.txt", "RE: Tia Long\nYou are suspended without pay for three days.", {"tia": {"discipline"}}),
    ("", "c.txt", "Reporter: Tia Long\nAda Olson was sexually assaulted by B.", {"ada": {"safeguarding"}}),
    ("Office", "a.txt", "A restraining order against Gil Roe is in effect.", {"gil": {"safeguarding"}}),
    ("", "benefits.txt", "Application for free and reduced school meals\nAdult: Gil Roe\nChild: Ben Roe\n",
     {"ben": {"economic"}, "gil": {"economic"}}),
    ("Deans", "detention.txt", "Detention\n\n1. Olson, Ada\n2. Roe, Ben\n3. Vang, Cam\n4. Hassan, Dee\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}, "dee": {"discipline"}}),
    ("IT", "logins.txt", "aolson  /  Winter23!\n", {"ada": {"credentials"}}),
    ("HR/observations", "x.txt", "Teacher: Tia Long\nRating: placed on a performance improvement plan.",
     {"tia": {"discipline"}}),
    ("Policies", "506.txt", "A student who brings a weapon is suspended. Contact: Tia Long", {}),
    ("ELA", "poem.txt", "The Asthma of the Wind\nby Ada Olson\n\nThe moon was suspended for fighting.", {}),
    ("", "bank.eml", "From: tlong@d.example\nTo: pay@d.example\nSubject: my account\n\n"
     "Please put my check into routing 091000019, account 8183678218 (checking).\n", {"tia": {"financial"}}),
    ("", "papers.eml", "From: gil.roe@home.example\nTo: office@d.example\nSubject: papers\n\n"
     "A judge gave me an order for protection against my former husband.\n", {"gil": {"safeguarding"}}),
    ("", "memo.txt", "TO: Tia Long\nFROM: Uma Stone\nRE: Notice of deficiency\n\n"
     "You left your students unattended. A written reprimand goes into your file.\n", {"tia": {"discipline"}}),
    ("", "all.eml", "From: ustone@d.example\nTo: all-staff@d.example\nSubject: flu shots\n\n"
     "I had mine. If you have a fever stay at home.\n", {}),
    ("", "closed.txt", "Present: Tia Long, Uma Stone\nCase A, student number 200002. The board voted expulsion.\n",
     {"ben": {"discipline"}}),
    ("", "q1.txt", "SECLUSION REPORT\n\nStudent\nAda Olson\n\nStaff who held\nTia Long\n\nWhat was done\n"
     "physical hold\n\n- - - - - - -\nStudent\nBen Roe\n\nWhat was done\nphysical hold\n",
     {"ada": {"special_education"}, "ben": {"special_education"}}),
    ("Payroll/Orders", "levy Long.txt", "Employer: District\nEmployee: Long, Tia\nBegin: 11/22/2026\n",
     {"tia": {"financial"}}),
    ("", "nick.txt", 'Ben "Rocket" Roe was suspended for fighting.', {"ben": {"discipline"}}),
    ("", "job.ps1", "$u = 'D\\ustone'\n$p = ConvertTo-SecureString 'Wa11eye!Lake7' -AsPlainText\n",
     {"uma": {"credentials"}}),
    ("", "call.txt", "ext. 4992: Hi, this is Uma Stone, the migraine is back and I vomited, diagnosis pending.\n",
     {"uma": {"health"}}),
    ("", "log.txt", "user=tlong id=219-09-3344 Tia Long DENY", {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


@pytest.mark.parametrize(("folder", "name", "text", "expected"), CASES, ids=[case[1] for case in CASES])
def test_a_document_is_about_whom_its_place_and_labels_say(
    lexicon: Lexicon, folder: str, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2024-02-20"))
    analyst.begin(name, folder)
    data = text.encode()
    read_document(
        DocumentSource(name, data), Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    )
    links = analyst.end().links
    assert {link.keys[0]: set(map(str, link.kinds)) for link in links if link.keys} == expected


def test_a_document_that_only_names_people_says_so(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2024-02-20"))
    analyst.begin("bus.csv", "Transportation")
    analyst.take_rows("", [["Student", "Seat"], ["Ada Olson", "4"], ["Ben Roe", "5"]])
    found = analyst.end()
    assert (found.mentioned, found.kinds, found.named) == (2, set(), ["ada", "ben"])
    assert found.layout


@pytest.mark.parametrize(
    ("header", "cells", "kinds"),
    [
        ("mark", ("3.25", "1.75", "2.50", "3.10"), set()),
        ("absent", ("1", "3", "2", "5"), set()),
        ("points", ("9", "8", "7", "9"), set()),
        ("Cat", ("3", "1", "1", "7"), {"special_education"}),
        ("Cat", ("SLD", "EBD", "OHD", "ASD"), {"special_education"}),
    ],
)
def test_small_numbers_are_codes_only_where_nothing_is_counted_or_measured(
    lexicon: Lexicon, header: str, cells: tuple[str, ...], kinds: set[str]
) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2024-02-20"))
    analyst.begin("export.xlsx", "Departments/Special Education/Records")
    names = ("Ada Olson", "Ben Roe", "Cam Vang", "Dee Hassan")
    rows = [[name, "Hill School", cell] for name, cell in zip(names, cells, strict=True)]
    analyst.take_rows("Marks", [["name", "school", header], *rows])
    found = analyst.end()
    assert {str(kind) for link in found.links for kind in link.kinds} == kinds
