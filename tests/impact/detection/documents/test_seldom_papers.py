"""Papers of offices that few think of: logs of visits with short names, grids of two therapists abreast,
route sheets, dumps of old machines, worksheets of a fund, lists of a pension; and what looks like them and is
not.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_machine_records import read, read_rows, without_contact

KINDS = dict[str, set[str]]
_GRADES = {"ada": "06", "ben": "08", "cam": "07", "dee": "06"}
_HERE = [
    *(
        Person(key, key, "student", given, family, ids=[number], emails=[mail], grades=[_GRADES[key]])
        for key, given, family, number, mail in (
            ("ada", "Ada", "Olson", "200001", "aolson@d.example"),
            ("ben", "Ben", "Roe", "200002", "broe@d.example"),
            ("cam", "Cam", "Vang", "200003", "cvang@d.example"),
            ("dee", "Dee", "Hassan", "200004", "dhassan@d.example"),
        )
    ),
    Person("eli", "eli", "student", "Eli", "Ames", ids=["200006"], grades=["05"]),
    Person("fay", "fay", "student", "Fay", "Bott", ids=["200007"], grades=["05"]),
    Person("gus", "gus", "student", "Gus", "Kern", ids=["200008"], grades=["05"]),
    Person("tia", "tia", "staff", "Tia", "Long", ids=["30901"], emails=["tlong@d.example"]),
    Person("uma", "uma", "staff", "Uma", "Stone", ids=["30902"], emails=["ustone@d.example"]),
    Person("vic", "vic", "staff", "Vic", "Hale", ids=["30903"], emails=["vhale@d.example"]),
    Person("gil", "gil", "guardian", "Gil", "Roe", emails=["gil.roe@home.example"]),
]


def _each(kind: str, *people: str) -> KINDS:
    return {who: {kind} for who in people}


FILES: tuple[tuple[str, str, KINDS], ...] = (
    # who came to the nurse, to the dean, and to nobody's office
    ("Nurse/Oct/10-07.txt", "HO Wed\n\n0810 Olson A gr6  dizzy, water\n0835  Roe, B.  gr 8 - ice pack\n"
     "0905 fire drill\n10:20  Vang C (7)  sent back\n1140 Hassan D gr6: rested 15\n",
     _each("health", "ada", "ben", "cam", "dee")),
    ("Deans/mon.txt", "8:05 Olson, A. gr 6  hood up, would not move\n8:40 Roe B gr8 - hall w/o pass\n"
     "9:15 Vang C gr7 slammed door\n", _each("discipline", "ada", "ben", "cam")),
    ("Front desk/mon.txt",
     "8:05 Olson, A. gr 6  band\n8:40 Roe B gr8 - late bus\n9:15 Vang C gr7 picture\n", {}),
    ("Nurse/supply.txt", "0810 Box A gr6 gauze\n0830 Shelf B gr8 ice\n0905 Bin C gr7 tape\n", {}),
    # what a banner says of all on a sheet, and what one says of none
    ("Buses/am.txt", "LAKES BUS CO      RUN 9      SPECIAL EDUCATION, ALL RIDERS PER IEP\nPRINTED 9/9/26\n"
     "--------------------------------------\nSTOP  TIME   RIDER             GR  NOTES\n"
     "--------------------------------------\n010   6:40   OLSON, ADA        6   front seat\n"
     "020   6:48   ROE, BEN          8   mom waits\n030   6:55   VANG, CAM         7   \n",
     _each("special_education", "ada", "ben", "cam")),
    ("Buses/am.txt", "LAKES BUS CO      RUN 9      ALL RIDERS HAVE A CARD\nPRINTED 9/9/26\n"
     "STOP  TIME   RIDER             GR  NOTES\n010   6:40   OLSON, ADA        6   front seat\n"
     "020   6:48   ROE, BEN          8   mom waits\n030   6:55   VANG, CAM         7   \n", {}),
    # what a program prints before the first header, and numbers that it fills up with zeros
    ("Payroll/old/SAVE.dat",
     "### LIST LIB/EMPS 03/02/11  EMPNO|SSNO|STAT|ACCT\n0030901|219093344|A|1362336395\n"
     "0030902|219093355|A|4322308562\n0030903|219093366|T|2899586466\n### END\n",
     {who: {"ssn", "financial"} for who in ("tia", "uma", "vic")}),
    ("Shop/old/SAVE.dat", "### LIST LIB/PARTS 03/02/11  PARTNO|BIN|QTY|COST\n0030901|A4|19|13.62\n"
     "0030902|B2|55|43.22\n0030903|C1|66|28.99\n### END\n", {}),
    # lines of a table with single spaces, as from PDF
    ("Payroll/plan.txt",
     "RETIREMENT PLAN UNIT 12\nEXCEPTIONS\n\nSSN MEMBER NAME BIRTH SEX NOTE\n--- ---- ---- --- ---\n"
     "219-09-3344 LONG TIA 01/02/78 F E14 DIFFERS\n219-09-3355 STONE UMA 06/02/85 F E02 NAME\n"
     "219-09-3366 HALE VIC 05/04/72 E30 TWICE\n",
     {who: {"ssn", "dob"} for who in ("tia", "uma", "vic")}),
    ("Payroll/plan.txt", "RETIREMENT PLAN UNIT 12\n\nSSN MEMBER NAME HIRED SEX NOTE\n"
     "219-09-3344 LONG TIA 01/02/98 F E14\n219-09-3355 STONE UMA 06/02/05 F E02\n"
     "219-09-3366 HALE VIC 05/04/12 E30\n", _each("ssn", "tia", "uma", "vic")),
    ("Gym/games.txt", "PLAYER NAME BORN TO WIN TEAM\nOlson Ada 6 blue\nRoe Ben 8 red\nVang Cam 7 blue\n", {}),
    # answers on rules, and tasks that are open
    ("HR/pay.txt", "DIRECT DEPOSIT __\nNAME _Brandvold, Ottilie______ SSN _219-09-3344__\n"
     "TRANSIT/ABA _091000019_ ACCT _943047292532_\n", {"Brandvold, Ottilie": {"ssn", "financial"}}),
    ("IT/todo.md",
     "- [ ] Tia Long vm pin is 7719 for now\n- [x] map for Vic Hale\n- [ ] order toner, pin 12\n",
     _each("credentials", "tia")),
    ("SpEd/form.md", "Student: Ada Olson\n- [ ] Speech and language impairment\n- [x] Autism\n",
     {"ada": {"special_education", "health"}}),
    # whose number a label in the possessive calls, and into whose account a district pays
    ("Payroll/answer.txt", "GARNISHMENT\n\nCreditor: Elm Recovery LLC\n\nDebtor: Tia Long\n\n"
     "Debtor's Social Security No.: 219-09-3344\n", {"tia": {"ssn", "financial"}}),
    ("Buses/agreement.txt",
     "Parent (print): Gil Roe\nStudent: Ben Roe  Grade 8\n\n1. Parent will drive him.\n"
     "2. Reimbursement 0.70 a mile.\n\nBank: Elm CU\nRouting 091000019  Account 5535396075\n",
     {"gil": {"financial"}}),
    # forms in Spanish
    ("Adultos/hoja.txt", "Apellidos:  Quispe Rojas          Nombre:  Marisol\nNac.:  19 / feb / 1988\n"
     "Núm. A:  A 216-448-729\n", {"Marisol Quispe Rojas": {"dob", "government_id"}}),
    ("Adultos/hoja.txt", "Nombre: Marisol Quispe Rojas\nFecha de nac.: 3 de octubre de 1990\n",
     {"Marisol Quispe Rojas": {"dob"}}),
    ("Adultos/hoja.txt",
     "Nombre: Marisol Quispe Rojas\nEmpieza: 3 de octubre de 2026\nNúm. de aula: 216\n", {}),
    # what whoever writes sits in, and whom a text tells of
    ("Deans/chat.txt", "Ada Olson is out 2 days OSS for the fight. write it up, I'm in IEPs till 11\n",
     _each("discipline", "ada")),
    ("Athletics/log.txt",
     "Ada Olson hit by ball in face, headache and nausea, out.\n", _each("health", "ada")),
    ("Social work/log.txt",
     "Ada Olson says she was hit by her dad last night.\n", _each("safeguarding", "ada")),
    ("Shop/log.txt",
     "9/2 Tia Long - fumes, coughing, O2 in the ambulance\n10/9 Uma Stone back went out again\n"
     "10/11 Vic Hale went out again for bolts\n", _each("health", "tia", "uma")),
)  # fmt: skip
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # short names with grades, several in a cell, and things that look like them
    ("Buses/clips.csv",
     [["date", "bus", "kid", "what", "outcome"],
      ["9/14", "31", "Olson, A.  gr 6", "throws bottle", "off bus 3 days"],
      ["9/21", "8", "n/a", "buzzer", "none"],
      ["10/2", "44", "Vang, C. gr 7 + Roe, B. gr 8", "lighting paper", "bus suspended 10 days both"]],
     _each("discipline", "ada", "cam", "ben")),
    ("Buses/parts.csv",
     [["date", "bus", "part", "outcome"], ["9/14", "31", "Vang, C. gr 7", "replaced"],
      ["9/21", "8", "Roe, B. gr 8", "replaced"], ["10/2", "44", "Olson, A. gr 6", "replaced"]], {}),
    # two tables abreast, and one whose right side is of whom the left names
    ("SpEd/related svc grid.xlsx",
     [["", "speech - Tia Long", "", "", "OT", ""], ["", "min", "M", "", "who", "min"],
      ["Olson A", "60", "9:00", "", "Roe B", "30"], ["Vang C", "30", "9:30", "", "Hassan D", "45"],
      ["Ames E", "20", "", "", "Bott F", "15"], ["Kern G", "20"], ["TOTAL", "130", "", "", "TOTAL", "90"]],
     _each("special_education", "ada", "cam", "eli", "gus", "ben", "dee", "fay")),
    ("Gym/lockers.xlsx",
     [["", "east", "", "", "west", ""], ["who", "no", "", "", "who", "no"],
      ["Olson A", "60", "", "", "Roe B", "30"],
      ["Vang C", "30", "", "", "Hassan D", "45"], ["Ames E", "20", "", "", "", ""]], {}),
    ("Office/rooms.xlsx", [["room", "seats"], ["Hall A", "30"], ["Hall B", "24"], ["Hall C", "18"]], {}),
    # a block for each family, and one for each machine
    ("Community Ed/round 2.xlsx",
     [["PRESCHOOL SCHOLARSHIPS - round 2"], [], ["family 1"],
      ["parent", "Gil Roe", "", "child", "Ottavio Lindemuth"],
      ["hh size", "4"], ["wages", "biwk", "1057", "27482"], ["child support", "mo", "0", "0"], [],
      ["family 2"], ["parent", "Dora Quist", "", "child", "Zaylee Brandvold"], ["hh size", "6"],
      ["wages", "biwk", "634", "16484"], ["child support", "mo", "310", "3720"]],
     _each("economic", "gil", "Ottavio Lindemuth", "Dora Quist", "Zaylee Brandvold")),
    ("Shop/round 2.xlsx",
     [["LATHES - round 2"], [], ["lathe 1"],
      ["made by", "Roe Tools", "", "model", "LX 4"], ["belts", "4"], [],
      ["lathe 2"], ["made by", "Stone Bros", "", "model", "LX 6"], ["belts", "6"]], {}),
    # what a fund bought for whom; the one who signs for it is told by no code
    ("Business/purchases.xlsx",
     [["Homeless set aside - gas vouchers"], ["given", "student", "what", "$", "sig"],
      ["9/9", "Ada Olson", "card x2", "50", "y"], ["9/15", "Ben Roe", "shoes", "84.12", "n/a"],
      ["9/30", "Cam Vang", "card x4", "100", "y"]],
     {who: {"economic", "safeguarding"} for who in ("ada", "ben", "cam")}),
    ("Business/prizes.xlsx",
     [["Book fair prizes"], ["given", "student", "what", "$", "sig"],
      ["9/9", "Ada Olson", "card x2", "50", "y"],
      ["9/15", "Ben Roe", "book", "8.12", "n/a"], ["9/30", "Cam Vang", "card x4", "10", "y"]], {}),
    # a room where athletes are treated, and where all are taught
    ("Athletics/Training Room/concussion list.xlsx",
     [["Last", "First", "DOI", "base"], ["Olson", "Ada", "8/28", "ok"], ["Vang", "Cam", "10/2", "ok"]],
     _each("health", "ada", "cam")),
    ("Staff/Training/concussion list.xlsx",
     [["Last", "First", "done", "score"], ["Long", "Tia", "8/28", "ok"], ["Stone", "Uma", "10/2", "ok"]], {}),
    # whom a pension passes over, and what airports ask
    ("Payroll/exclusion list.xlsx", [["Name", "code"], ["Tia Long", "E14"], ["Uma Stone", "E02"]], {}),
    ("Choir/TSA feed.xlsx", [["name", "seat"], ["Ada Olson", "14A"], ["Ben Roe", "14B"]], {}),
    # what somebody is concerned about in a place of child protection
    ("Social Work/mandated/log.csv",
     [["no", "student", "county", "concern"], ["1", "Ada Olson", "SCR-1", "welt marks on back, says belt"],
      ["2", "Ben Roe", "SCR-2", "no food in home"], ["3", "Cam Vang", "SCR-3", "second report"]],
     _each("safeguarding", "ada", "ben", "cam")),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(_HERE)


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_a_table_is_what_its_sort_is(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert without_contact(read_rows(lexicon, path, rows)) == expected


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_a_paper_tells_of_whom_it_is(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    assert without_contact(read(lexicon, path, text.encode())) == expected


def test_a_grade_behind_a_short_name_tells_two_of_a_family_apart() -> None:
    other = Person("amos", "amos", "student", "Amos", "Olson", ids=["200005"], grades=["09"])
    text = "0810 Olson A gr9 dizzy\n0835 Roe B gr8 ice\n0905 Vang C gr7 rest\n"
    assert read(Lexicon([*_HERE, other]), "Nurse/9.txt", text.encode()).keys() == {"amos", "ben", "cam"}
