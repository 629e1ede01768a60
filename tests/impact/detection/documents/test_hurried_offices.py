"""Forms, lists and records as offices keep them in a hurry: whose it is by who stands beside it, what a title
says of all below it, and what only looks like something.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_machine_records import read, read_rows, without_contact
from tests.impact.detection.passages.test_topics import PEOPLE

KINDS = dict[str, set[str]]
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # a licence behind its state is no name, whoever's it is
    ("Volunteers/checks.html",
     [["Lobby results"], ["Ottilie Brandvold", "DOB 08/14/1985", "DL WI K530123456789", "CLEAR"],
      ["Ambrose Quist-Hale", "DOB 03/03/1980", "DL WI B204468920225", "CLEAR"],
      ["Philippa Ennisfield", "DOB 12/25/1990", "DL WI M433979138334", "hold - same name"]],
     {who: {"dob", "government_id"} for who in
      ("Ottilie Brandvold", "Ambrose Quist-Hale", "Philippa Ennisfield")}),
    # whom a plan insures, and who is insured with them
    ("HR/renewal.xlsx",
     [["census for 1/1"], [], ["Member / Spouse", "Rel", "DOB", "SSN"],
      ["Tia Long", "EE", "03/13/1979", "219-09-3344"],
      ["  Zebulon Quettle", "SP", "04/11/1978", "219-09-3355"],
      ["Uma Stone", "EE", "02/16/1984", "219-09-3366"]],
     {"tia": {"dob", "ssn"}, "Zebulon Quettle": {"dob", "ssn"}, "uma": {"dob", "ssn"}}),
    # the title says it of all, whatever sort of it each has
    ("Payroll/list.xls",
     [["WAGE ATTACHMENTS"], ["Emp #", "Type", "Payee", "end"],
      ["E901", "child supp", "county 0014487210", "open"],
      ["E902", "IRS levy", "941", "paid"]], {"tia": {"financial"}, "uma": {"financial"}}),
    ("Payroll/errands.xls",
     [["ERRANDS"], ["Emp #", "Type", "Payee", "end"], ["E901", "mail run", "county 0014487210", "open"],
      ["E902", "IRS levy", "941", "paid"]], {"uma": {"financial"}}),
    # what somebody is to learn is a part of the plan
    ("SpEd/summer.csv", [["CHILD", "IEP_GOALS"], ["Ada Olson", "toileting; 2-step directions"],
                         ["Ben Roe", "behavior plan - no elopement"]],
     {"ada": {"special_education"}, "ben": {"special_education"}}),
    ("SpEd/summer.csv", [["CHILD", "IEP", "nurse notes"], ["Ada Olson", "yes", "toileting needs 2 adults"],
                         ["Ben Roe", "yes", "epipen in the office"]],
     {"ada": {"special_education", "health"}, "ben": {"special_education", "health"}}),
    ("Office/ALERTS.xlsx", [["Do NOT release to...", ""], ["Ada Olson", "dad - restraining order thru 6/27"],
                            ["Ben Roe", "mom supervised visits only, court papers here"],
                            ["Cam Vang", "bio father, no contact. call 911"]],
     {"ada": {"safeguarding"}, "ben": {"safeguarding"}, "cam": {"safeguarding"}}),
    # how somebody was filmed is no help with food
    ("Activities/viol.docx", [["Athlete", "violation"], ["Ada Olson", "1st - alcohol (Snap video)"],
                              ["Ben Roe", "1st - vaping"], ["Cam Vang", "2nd, MIP ticket"]],
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
)  # fmt: skip
FILES: tuple[tuple[str, str, KINDS], ...] = (
    # a paper that a field for a relative tells is theirs
    ("Registrar/hoja.txt",
     "Alumno/a: Ben Roe\nFecha de nacimiento: 02/09/2014\nPadre/Madre: Gil Roe\n"
     "Identificación del padre/madre: Pasaporte México G13665024\n",
     {"ben": {"dob"}, "gil": {"government_id", "immigration"}}),
    ("Registrar/sheet.txt",
     "Student: Ben Roe\nParent/guardian: Gil Roe\nID of parent: WI DL P6204558123401\n",
     {"gil": {"government_id"}}),
    ("Registrar/own.txt",
     "Student: Ben Roe\nParent/guardian: Gil Roe\nStudent ID shown: Mexican passport G13665024\n",
     {"ben": {"government_id"}}),
    # who pays stands before the bracket
    ("Business/orders.txt", "Gil Roe (for Ben) visa 4936 5318 8451 9138 exp 4/28\n"
     "Flo Long (for Ada) visa 4634 1424 3147 5256 exp 5/28\n",
     {"gil": {"financial"}, "Flo Long": {"financial"}}),
    ("Business/cards.txt", "Gil Roe (4th row) visa 4936 5318 8451 9138 exp 4/28\n", {"gil": {"financial"}}),
    # who asks a court to keep somebody away, and who is only named in the paper
    ("Legal/copy.txt", "DISTRICT COURT\nGil Roe, and o/b/o minor child\nBen Roe, Petitioner,\n"
     "vs. ORDER FOR PROTECTION\nDragomir Velinske, Respondent.\n"
     "1. Respondent shall not commit acts of domestic abuse against the Petitioner.\n(recd Tia Long)\n",
     {"gil": {"safeguarding"}, "ben": {"safeguarding"}, "Dragomir Velinske": {"safeguarding"}}),
    ("Legal/name.txt", "DISTRICT COURT\nChange of name\nGil Roe, Petitioner\nNo respondent.\n", {}),
    # a title says it of all below it, also where a gap parts a place from the name
    ("Transportation/runs.txt",
     "McKinney-Vento runs -- no names on the tag\n\nvan 41\n 6:35 Budget Inn rm 12    Ada Olson\n"
     " 6:50 corner of 5th and Pine by the church  Ben Roe\nvan 43\n"
     " 6:40 up the hill past the old mill  Cam Vang\n"
     "cab\n 7:05 Open Arms     Dee Hassan\n",
     {who: {"safeguarding"} for who in ("ada", "ben", "cam", "dee")}),
    ("Transportation/runs.txt",
     "Late runs -- no names on the tag\n\nvan 41\n 6:35 Budget Hall rm 12    Ada Olson\nvan 43\n"
     " 7:05 Open Arms     Dee Hassan\n", {}),
    # what is sent of a licence stands before its number
    ("Registrar/mail.txt",
     "name Rutger Hallenbeck dob 9/21/02, drivers license photo no S021337195601 for ID.",
     {"Rutger Hallenbeck": {"dob", "government_id"}}),
    ("Registrar/mail.txt",
     "name Rutger Hallenbeck dob 9/21/02, drivers license photo in room 0213 371 of the annex.",
     {"Rutger Hallenbeck": {"dob"}}),
    # how badly somebody was burned is no sign of who did it; how long they are out is no penalty
    ("Legal/lab.txt", "The carrier pays for the second degree burns on the hand and neck of Ada Olson.",
     {"ada": {"health"}}),
    ("Social work/n.txt", "Ada Olson came in with burns on her hand.", {"ada": {"safeguarding"}}),
    ("Mail/sub.txt", "Tia Long has breast cancer and there will be about 10 weeks out.", {"tia": {"health"}}),
    # who works here and is called by the family name alone from the second time on
    ("HR/memo.txt",
     "Re: complaint of May 17\n\nUma Stone told the principal that Tia Long shouted at a class.\n\n"
     "Long did not deny it. Paid administrative leave from May 18.\n", {"tia": {"discipline"}}),
    ("HR/memo.txt",
     "Re: lines in the lunch room\n\nUma Stone told the principal that Tia Long made a plan.\n\n"
     "Long lines were seen. Paid administrative leave from May 18 is on the calendar.\n", {}),
    # who talks, and of whom; nurses who sign, and those of whom a list tells
    ("SpEd/chat.txt", "[#paras]\ntlong  8:02  whos got Ada Olson today, her 1:1 is out\n"
     "ustone  8:03  me til 10. IEP says 2 adults for toileting fyi\n"
     "tlong  8:05  k. Ben Roe has a new behavior plan\n"
     "ustone  8:06  saw it, thx\n", {"ada": {"special_education"}, "ben": {"special_education"}}),
    ("Nurse/week.txt", "Ada Olson\tstomach ache\nBen Roe\tnosebleed\n\nfever all over\n\n\n"
     "Sub nurse Thurs. Tia Long, LSN\n",
     {"ada": {"health"}, "ben": {"health"}}),
    ("HR/out.txt", "Out this week\n\nTia Long, RN - back surgery\nUma Stone, LPN - jury duty\n",
     {"tia": {"health"}}),
    # a first line that says of the file what it is, and a last one that counts
    ("Nurse/imm.txt", "H0999-01 SHOTS 20261002 000004\n"
     "DST-20000120150403MMR   20260103VAR   20251220N\nDST-20000220140902DTAP  20260205HEPB  20251119N\n"
     "DST-20000320131105POLIO 20260307TDAP  20251018N\nDST-20000420120202VAR   20260409MCV4  20250917N\n"
     "T000004\n",
     {who: {"dob", "health"} for who in ("ada", "ben", "cam", "dee")}),
)  # fmt: skip
_BORN = {"ada": "2015-04-03", "ben": "2014-09-02", "cam": "2013-11-05", "dee": "2012-02-02"}
_HERE = [
    Person(
        one.key, one.key, one.role, one.given, one.family,
        ids=[*one.ids, *(f"ST-{number}" for number in one.ids)], emails=one.emails, guardians=one.guardians,
        dob=_BORN.get(one.key, ""),
    )
    for one in PEOPLE
]  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(_HERE)


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_a_table_tells_what_its_title_and_its_columns_say(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert without_contact(read_rows(lexicon, path, rows)) == expected


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_a_text_tells_whose_it_is(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    assert without_contact(read(lexicon, path, text.encode())) == expected
