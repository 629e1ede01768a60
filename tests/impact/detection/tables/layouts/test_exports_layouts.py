"""What exports of other systems and tables of busy people say by how they are laid out: records of one sort
among others, people inside people, cells that speak of those beside them.
"""

from __future__ import annotations

import msgspec
import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_machine_records import read_rows, tell
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
PAID = ("LONG", "TIA", 219093344, "K"), ("STONE", "UMA", 376184455, "L"), ("HILL", "JO", 531220917, "M"), (
    "POND", "AL", 412220918, "N"), ("REED", "MO", 447120919, "O"), ("LAKE", "CY", 402330920, "P")  # fmt: skip
# the line before the records and the one behind them begin with letters of their own
WAGES = "E 2026 00417 HILL SCHOOLS    MN 07 3\n" + "".join(
    f"S{number}{family:<20}{given:<12}{letter}MN{1200000 + 137111 * at:013}\n"
    for at, (family, given, number, letter) in enumerate(PAID)
) + "T0000006\n"  # fmt: skip
PENSION = "".join(f'"0417","{n}","{f}","{g}","R","{1900 + 311 * at}.07","{97 + 31 * at}.40"\n'
                  for at, (f, g, n, _) in enumerate(PAID))  # fmt: skip
DUMP = (
    "COPY lunch.eaters (no, who, eligibility) FROM stdin;\n200001\tOlson, Ada\tFREE\n200002\tRoe, Ben\tPAID\n"
    "200003\tVang, Cam\tRED\n200004\tHassan, Dee\tPAID\n\\.\n"
)
FILES: tuple[tuple[str, str, KINDS], ...] = (
    ("State/q3.dat", WAGES, {"tia": {"ssn", "financial"}, "uma": {"ssn", "financial"}}),
    ("State/p7.csv", PENSION, {"tia": {"ssn", "financial"}, "uma": {"ssn", "financial"}}),
    ("old/eaters.sql", DUMP, {"ada": {"economic"}, "cam": {"economic"}}),
)  # fmt: skip
CELLS: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # what all labels say before a word says what the word is; user names are made of names
    ("cards.docx", [["Ada Olson\nscreen name olsonad\nspell fox3144",
                     "Ben Roe\nscreen name roebe\nspell owl2291"]],
     {"ada": {"credentials"}, "ben": {"credentials"}}),
    # those who are listed in a cell are called by their given names in another
    ("trip.docx", [["Adult", "Group", "bag"],
                   ["Tia Long", "Ada Olson; Ben Roe", "Ada - epipen, peanut allergy"],
                   ["Uma Stone", "Cam Vang; Dee Hassan", "Dee - insulin at noon / Cam - asthma inhaler"]],
     {"ada": {"health"}, "dee": {"health"}, "cam": {"health"}}),
    # who sits where, with numbers, and what some did
    ("van.xls", [["", "L", "R"], ["1", "Olson, Ada #200001 -- suspended 2 days for fighting",
                                  "Roe, Ben #200002"],
                 ["2", "free", "Vang, Cam #200003 -- suspended 1 day for a vape"]],
     {"ada": {"discipline"}, "cam": {"discipline"}}),
    # where nurses refer, they refer to doctors
    ("Nurse/eyes.csv", [["id", "pupil", "left", "referral"],
                        ["200001", "Ada Olson", "20/60", "to eye clinic"],
                        ["200002", "Ben Roe", "20/50", "to eye clinic"]],
     {"ada": {"health"}, "ben": {"health"}}),
    # a whole name stands below "Family"
    ("dues.xlsx", [["Family", "child", "note"], ["Roe, Gil", "Ben", "paid by ACH, acct 512204417"]],
     {"gil": {"financial"}}),
    # codes that open doors, in a place of such
    ("keys+alarm.xlsx", [["Key", "Who", "zone code", "since"], ["A-1", "Tia Long", "4471", "2011"],
                         ["A-2", "Uma Stone", "9038", "2014"], ["A-3", "Mo Reed", "2210", "2014"]],
     {"tia": {"credentials"}, "uma": {"credentials"}, "s2": {"credentials"}}),
    ("parts.xlsx", [["Bin", "Who", "part code", "since"], ["A-1", "Tia Long", "4471", "2011"],
                    ["A-2", "Uma Stone", "9038", "2014"], ["A-3", "Mo Reed", "2210", "2014"]], {}),
    # the reason is that of who is given something
    ("bank.xlsx", [["donor", "days", "recipient", "why"], ["Tia Long", "8", "Uma Stone", "breast cancer"],
                   ["Mo Reed", "8", "Al Pond", "kidney transplant"]],
     {"uma": {"health"}, "s1": {"health"}}),
    # a form that has a number of the parent beside the child
    ("claim.pdf", [["Injured person", "Ada Olson"], ["Mother", "Ann Olson"],
                   ["Mother's SSN", "219-09-3344"], ["Injury", "broken wrist, cast"]],
     {"ada": {"health"}, "ann": {"ssn"}}),
    # what programs are tried out with is nobody's, but of whom the roster knows
    ("sync/tests/sample.csv", [["first", "last", "ssn", "dob"], ["Test", "Case", "219-09-3344", "2000-01-01"],
                               ["Foo", "Barson", "376-18-4455", "2001-01-01"]], {}),
    ("sync/tests/sample 2.csv", [["first", "last", "ssn", "dob"], ["Ada", "Olson", "219093344", "2015-03-02"],
                                 ["Foo", "Barson", "376-18-4455", "2001-01-01"]], {"ada": {"ssn", "dob"}}),
    # what a folder inside another is both say
    ("Science/fair/talks.xlsx", [["Ada Olson", "Does caffeine cause migraines in mice?"],
                                 ["Ben Roe", "Concussions of a dummy head"]], {}),
    # who lies inside another has a number of their own
    ("cover.xml", [["First Nm", "Last Nm", "SSN", "Dep First Nm", "Dep Last Nm", "Dep SSN"],
                   ["Tia", "Long", "219093344", "Ada", "Olson", "376184455"],
                   ["Uma", "Stone", "531220917", "Ben", "Roe", "412220918"]],
     {"tia": {"ssn"}, "uma": {"ssn"}, "ada": {"ssn"}, "ben": {"ssn"}}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    born = {"ada": "2015-03-02", "ben": "2016-04-30"}
    people = [msgspec.structs.replace(one, dob=born.get(one.key, "")) for one in PEOPLE]
    staff = [Person(f"s{n}", f"s{n}", "staff", given.title(), family.title(), ids=[f"E77{n}"])
             for n, (family, given, _, _) in enumerate(PAID[2:])]  # fmt: skip
    parent = Person("ann", "ann", "guardian", "Ann", "Olson", emails=["ann@home.example"])
    return Lexicon([*people, *staff, parent])


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_exports_tell_of_their_people(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    folder, _, name = path.rpartition("/")
    analyst.begin(name, folder)
    data = text.encode()
    extraction = Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    read_document(DocumentSource(name, data), extraction)
    assert {who: kinds for who, kinds in tell(analyst).items() if who in expected} == expected


@pytest.mark.parametrize(("path", "rows", "expected"), CELLS, ids=[case[0] for case in CELLS])
def test_cells_speak_of_those_beside_them(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected


def test_days_of_a_generation_before_the_pupils_are_of_the_parents(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-28"))
    analyst.begin("door.csv")
    rows = [
        ["person", "DOB", "student", "memo"],
        ["Gil Roe", "02/20/1973", "Ben Roe", "restraining order, ask the office"],
        ["Ann Olson", "11/17/1980", "Ada Olson", "restraining order of June"],
    ]
    analyst.take_rows("", rows)
    found = tell(analyst)
    assert found["ben"] == {"safeguarding"}
    assert found["gil"] == {"dob", "safeguarding"}
