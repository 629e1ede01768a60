"""Tables, labels and fixed records as clerks and agencies lay them out: who is a row about, and of what."""

from __future__ import annotations

import pytest

from firstbell.documents.records.text_records import find_records
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_machine_records import read, read_rows
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
_BORN = {"ada": "2015-04-03", "ben": "2014-09-02", "cam": "2013-11-05", "dee": "2012-02-01"}
_HERE = [
    Person(
        one.key, one.key, one.role, one.given, one.family,
        ids=one.ids, emails=one.emails, guardians=one.guardians, dob=_BORN.get(one.key, ""),
    )
    for one in PEOPLE
]  # fmt: skip
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # the day stands before the month in all of them, as 29 can be no month
    ("Trips/r.csv", [["Who", "Born", "Passport no"], ["Ada Olson", "03.04.2015", "512345678"],
     ["Ben Roe", "02.09.2014", "C12345678"], ["Zed Quill", "29.05.2013", "998877665"]],
     {"ada": {"dob", "government_id"}, "ben": {"dob", "government_id"},
      "Zed Quill": {"dob", "government_id"}}),
    # no day says so, but the roster does
    ("Trips/s.csv", [["Name", "DOB"], ["Ada Olson", "03/04/2015"], ["Ben Roe", "02/09/2014"]],
     {"ada": {"dob"}, "ben": {"dob"}}),
    ("Trips/t.csv", [["Passport name", "exp", "Pass #"], ["Olson, Ada", "4/30", "512345678"],
     ["Roe, Ben", "8/29", "C12345678"]], {"ada": {"government_id"}, "ben": {"government_id"}}),
    # two brothers and sisters in one cell, and a family name before a comma
    ("Social work/food.csv", [["no", "kids", "story"], ["1", "Ada Olson, Ben Roe", "dad lost his job"],
     ["2", "Vang, Cam", "evicted, on food stamps"]],
     {"ada": {"economic"}, "ben": {"economic"}, "cam": {"economic", "safeguarding"}}),
    # a grade behind the name
    ("Foster/q.csv", [["child", "where"], ["Olson Ada 4", "foster home"], ["Roe Ben K", "shelter"]],
     {"ada": {"safeguarding"}, "ben": {"safeguarding"}}),
    # parents alone are named
    ("Kitchen/v.csv", [["Signed by parent", "wages told", "outcome"], ["Gil Roe", "2100", "F to R"],
     ["Gil Roe", "900", "R to paid"]], {"gil": {"economic"}}),
    # pupils who work, and grown-ups who are called as pupils are
    ("Office/student workers.csv", [["Name", "SS#", "pay"], ["Ada Olson", "219-09-3344", "88.00"],
     ["Ben Roe", "219-09-3355", "91.50"]], {"ada": {"financial", "ssn"}, "ben": {"financial", "ssn"}}),
    ("Office/officials.csv", [["Name", "SS#", "pay"], ["Ada Olson", "219-09-3344", "88.00"],
     ["Zed Quill", "219-09-3355", "91.50"]],
     {"Ada Olson": {"financial", "ssn"}, "Zed Quill": {"financial", "ssn"}}),
    # who did it, by a word that says so
    ("events.csv", [["no", "part", "student id", "decision"], ["1", "Offender", "200001", "moved to K2"],
     ["2", "Victim", "200002", "moved to K3"], ["3", "Offender", "200003", "sent to North"]],
     {"ada": {"discipline"}, "cam": {"discipline"}}),
    ("college.csv", [["senior", "pw they chose"], ["Ada Olson", "Otter#552"], ["Ben Roe", "Maple!771"]],
     {"ada": {"credentials"}, "ben": {"credentials"}}),
    ("payees.csv", [["Payee", "TIN", "Rtg / acct"], ["Ed Roe", "219-09-3344", "091026018 / 12596751"],
     ["Flo Long", "219-09-3355", "091044248 / 61329387"]],
     {"Ed Roe": {"financial", "ssn"}, "Flo Long": {"financial", "ssn"}}),
    # labels to be cut out, and labels for letters
    ("Grade 2/sheet.docx", [["Ada Olson\naolson\nfox31", "Ben Roe\n200002\nowl22"],
      ["Cam Vang\n200003\ncat90", ""]],
     {"ada": {"credentials"}, "ben": {"credentials"}, "cam": {"credentials"}}),
    ("Office/mail.docx", [["Ada Olson\n12 Elm St\nHill MN 55000", "Ben Roe\n9 Oak Rd\nHill MN 55000"]], {}),
    # several in a cell, each with what to know in brackets
    ("Nurse/rooms.docx", [["Rm", "Know"], ["11", "Ada Olson (asthma, inhaler); Ben Roe (epilepsy)"],
     ["12", "Cam Vang (diabetes)"]], {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    # a plan of seats
    ("Nurse/seats.html", [["Ada Olson", "Ben Roe asthma"], ["Cam Vang diabetes, juice", "Dee Hassan"]],
     {"ben": {"health"}, "cam": {"health"}}),
    # people across below a title, and a space where nothing is said
    ("Special Ed/504/plans.xlsx", [["504 plans, core teachers", "", "", ""],
      ["", "Ada Olson", "Ben Roe", "Cam Vang"],
     ["why", "asthma", "epilepsy", "migraine"], ["more time", "x", " ", "x"]],
     {key: {"health", "special_education"} for key in ("ada", "ben", "cam")}),
    # all headers begin alike
    ("Library/out.csv", [["U_LAST", "U_FIRST", "U_PASS"], ["Olson", "Ada", "reader81"],
      ["Roe", "Ben", "reader34"]],
     {"ada": {"credentials"}, "ben": {"credentials"}}),
    ("vault.csv", [["Site", "Login Name", "Password"], ["bank", "tlong", "qc6uFmBE"],
      ["mail", "ustone", "EFBmA3yn"]],
     {"tia": {"credentials"}, "uma": {"credentials"}}),
    # two things in one column, and a family name of which the roster has a half
    ("gate.csv", [["Name", "DOB / DL"], ["LONG-QUILL, TIA", "12/09/1966  DL A293266214429"],
     ["QUILL-ROE, GIL", "03/21/1974  DL R645863915892"]],
     {"TIA LONG-QUILL": {"dob", "government_id"}, "GIL QUILL-ROE": {"dob", "government_id"}}),
    # a program that the place says, and one that it does not
    ("Special Ed/p.csv", [["Pupil", "Program"], ["Ada Olson", "EBD center based"],
      ["Ben Roe", "autism program"]],
     {"ada": {"special_education"}, "ben": {"special_education"}}),
    ("Clubs/p.csv", [["Pupil", "act."], ["Ada Olson", "speech"], ["Ben Roe", "hockey"]], {}),
    ("Board/miles.csv", [["Name", "DD acct"], ["Zed Quill", "checking 2625752016"],
      ["Flo Roe", "checking 3102979922"]],
     {"Zed Quill": {"financial"}, "Flo Roe": {"financial"}}),
    ("binder/e.docx", [["Staff member", "Tia Long"], ["Call first", "555-010-2299"],
     ["What should we know?", "severe bee allergy, EpiPen in desk"]], {"tia": {"health"}}),
)  # fmt: skip
FILES: tuple[tuple[str, str, KINDS], ...] = (
    # the number of the roster between that of the district and a grade
    ("State/childcount.dat",
     "062277MN20000104M20150403  PD14  IEP20261115\n062277HI20000205F20140902  PD02  IEP20261215\n"
     "062277MN20000306F20131105  PD08  IEP20261115\n062277HI20000407M20120201  PD10  IEP20261015\n",
     {key: {"dob", "special_education"} for key in ("ada", "ben", "cam", "dee")}),
    # amounts that zeros fill up
    ("Fund/report.dat",
     "D219093344LONG        TIA       197001020003013810025051F\n"
     "D376184455STONE       UMA       196504280002253130012767F\n"
     "D531220917ROE         GIL       195902110003140680028114M\n"
     "D612334455VANG        UMA       198811190001867410031079F\n",
     {"tia": {"dob", "financial", "ssn"}, "uma": {"dob", "financial", "ssn"},
      "gil": {"dob", "financial", "ssn"}, "UMA VANG": {"dob", "financial", "ssn"}}),
    ("Alarm/user codes.txt", "PANEL 2\nNO NAME CODE\n01 LONG, TIA  4471  1\n"
     "02 STONE, UMA  9038  1\n03 QUILL, ED  2210  2\n",
     {"tia": {"credentials"}, "uma": {"credentials"}, "ED QUILL": {"credentials"}}),
    # numbers inside runs of digits that only some of the line follows
    ("State/child count errors.txt",
     "0622 0120000104DIS09 E20 no plan\n0622 0120000205DIS02 W43 hours blank\n0622 0120000306DIS05 E17 age\n",
     {key: {"special_education"} for key in ("ada", "ben", "cam")}),
    ("Safe at Home/who.txt", "Use the box alone.\n"
     "Gil Roe   Box 173\nTia Long   Box 181\nUma Stone   Box 190\n",
     {"gil": {"safeguarding"}}),
    # each letter is about whom it is sent to
    ("Benefits/merge.txt",
     "Zed Quill\n12 Elm St\nHill, MN 55000\n\nRe: coverage, member 219-09-3344\nDear Zed:\n"
     "Your plan stopped.\n\n"
     "Tia Long\n9 Oak Rd\nHill, MN 55000\n\nRe: coverage, member 376-18-4455\nDear Tia:\n"
     "Your plan stopped.\n",
     {"Zed Quill": {"ssn"}, "tia": {"ssn"}}),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(_HERE)


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_a_table_tells_whom_its_rows_are_about(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_a_file_tells_whom_its_lines_are_about(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    found = {who: kinds - {"contact"} for who, kinds in read(lexicon, path, text.encode()).items()}
    assert {who: kinds for who, kinds in found.items() if kinds} == expected


def test_a_report_of_payments_has_a_row_for_each_person() -> None:
    record = "B2025 {}2{}" + "A1".ljust(20) + "000000120000" + " " * 30 + "{}" + " " * 20 + "12 ELM ST"
    text = "\n".join((
        "T2025 416007123TEST1",
        record.format("ROE ", "219093344", "ROE GIL"),
        record.format("QUIL", "219093355", "QUILL ED"),
        record.format("ACME", "416007124", "ACME LLC").replace("ACME2", "ACME1"),
    ))  # fmt: skip
    (table,) = find_records(text)
    assert [row[:2] for row in table.rows[1:]] == [["219093344", "ROE, GIL"], ["219093355", "QUILL, ED"]]
