"""Boards whose cells name several people with a word behind each, titles behind names, and agreements with
people from outside.
"""

from __future__ import annotations

import pytest

from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
FURTHER = [
    Person("eli", "eli", "student", "Eli", "Moua", ids=["200011"]),
    Person("fay", "fay", "student", "Fay", "Hart", ids=["200012"]),
]
BOARDS: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # who has them stands above, or before a colon, and nothing is said of them
    ("placement.xlsx",
     [["Rm 101 - Tia Long", "Rm 102 - Uma Stone"],
      ["Ada Olson (IEP, OT)\nBen Roe\nEli Moua (504)", "Cam Vang (EL)\nDee Hassan (IEP - autism)\nFay Hart"]],
     {"ada": {"special_education"}, "eli": {"special_education"}, "dee": {"special_education", "health"}}),
    ("lunch groups.docx",
     [["Monday", "Tuesday"],
      ["Ms. Stone: Ada Olson, Ben Roe (peanut allergy)", "Mr. Long: Cam Vang (diabetic), Dee Hassan"]],
     {"ben": {"health"}, "cam": {"health"}}),
    # every column counts, and every hour
    ("nurse board.xlsx",
     [["Time", "Mon", "Tue"], ["8:15", "Ada Olson (inhaler), Ben Roe (insulin)", "Ben Roe (insulin)"],
      ["11:40", "Cam Vang (ADHD meds)", "Cam Vang (ADHD meds); Dee Hassan (seizure log)"]],
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}, "dee": {"health"}}),
    ("bus 14.xlsx",
     [["Seat", "Left", "Right"], ["1", "Ada Olson (wheelchair)", "Ben Roe"],
      ["2", "Cam Vang / Dee Hassan (seizures)", "Eli Moua"]],
     {"ada": {"health"}, "dee": {"health"}}),
    ("vans.xlsx",
     [["Van", "Mon", "Tue"], ["1", "Ada Olson (shelter), Ben Roe", "Ada Olson (shelter)"],
      ["2", "Cam Vang (motel) and Dee Hassan (foster)", "Eli Moua"]],
     {"ada": {"safeguarding"}, "cam": {"safeguarding"}, "dee": {"safeguarding"}}),
    # a table with a column of names is no board
    ("log.xlsx",
     [["Student", "What", "Where"], ["Ada Olson", "nut allergy, sat apart", "gym"],
      ["Cam Vang", "late", "hall"], ["Dee Hassan", "late", "hall"], ["Eli Moua", "late", "gym"]],
     {"ada": {"health"}}),
    ("duty.xlsx",
     [["Day", "Door", "Lot"], ["Mon", "Tia Long", "Uma Stone"], ["Tue", "Uma Stone", "Tia Long"]], {}),
)  # fmt: skip
TEXTS: tuple[tuple[str, KINDS], ...] = (
    # what a signer is called says nothing of the person above
    ("INDIVIDUALIZED EDUCATION PROGRAM (IEP)\n\nThis plan is for Ben Roe, Student # 200002.\n\n"
     "Primary disability: Speech or Language Impairment.\n\n"
     "Same nurse plan as Ada Olson (ID 200001): asthma.\n\n"
     "Signed: Uma Stone, special education teacher.",
     {"ben": {"special_education"}, "ada": {"health"}}),
    # whom the district pays and does not know
    ("INDEPENDENT CONTRACTOR AGREEMENT\nContractor: Nils Borg\nTaxpayer no.: 573-42-9954\n"
     "Pay by ACH to: 091000019 / 4252116305\n", {"Nils Borg": {"ssn", "financial"}}),
    ("Consultant: Nils Borg\nTax ID: 573429954\nDirect deposit: 091000019/4252116305\n",
     {"Nils Borg": {"ssn", "financial"}}),
    # a firm is nobody, its number is none of a person, and a bank's number is none either
    ("Contractor: Hill Roofing LLC\nTax ID: 41-1234567\nAmount: $1,200\n", {}),
)  # fmt: skip


@pytest.fixture(scope="module")
def analyst() -> Analyst:
    return Analyst(Lexicon([*PEOPLE, *FURTHER]), Keeper(bytes(32), "2026-10-01"))


def tell(analyst: Analyst) -> KINDS:
    found: KINDS = {}
    for link in analyst.end().links:
        for key in link.keys or ((link.outsider.name,) if link.outsider else ()):
            found.setdefault(key, set()).update(link.kinds - {"contact"})
    return {key: kinds for key, kinds in found.items() if kinds}


@pytest.mark.parametrize(("name", "rows", "expected"), BOARDS, ids=[name for name, _, _ in BOARDS])
def test_each_person_on_a_board_has_what_stands_behind_the_name(
    name: str, rows: list[list[str]], expected: KINDS, analyst: Analyst
) -> None:
    analyst.begin(name)
    analyst.take_rows("", rows)
    assert tell(analyst) == expected


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=range(len(TEXTS)))
def test_titles_firms_and_contractors_are_told_apart(text: str, expected: KINDS, analyst: Analyst) -> None:
    analyst.begin("agreement.docx")
    analyst.take_text("", text)
    assert tell(analyst) == expected
