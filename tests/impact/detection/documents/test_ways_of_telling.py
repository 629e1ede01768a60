"""What documents tell of whom, in the many ways that people and programs write it down."""

from __future__ import annotations

import pytest

from firstbell.documents.extraction import Budget, DocumentLimits, DocumentSource, Extraction
from firstbell.documents.registry import read_document
from firstbell.impact.detection.analyst import Analyst
from firstbell.impact.detection.evidence.results import Keeper
from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person

PEOPLE = [
    Person(
        "ada", "ada", "student", "Ada", "Olson",
        ids=["200001"], emails=["aolson@d.example"], dob="2012-03-09",
    ),
    Person("ben", "ben", "student", "Ben", "Roe", ids=["200002"], guardians=["gil"], dob="2013-11-30"),
    Person("cam", "cam", "student", "Cam", "Vang", ids=["200003"], dob="2011-07-04"),
    Person("tia", "tia", "staff", "Tia", "Long", ids=["E901"], emails=["tlong@d.example"]),
    Person("uma", "uma", "staff", "Uma", "Stone", ids=["E902"], emails=["ustone@d.example"]),
    Person("vic", "vic", "staff", "Vic", "Hale", ids=["E903"], emails=["vhale@d.example"]),
    Person("gil", "gil", "guardian", "Gil", "Roe", emails=["gil.roe@home.example"]),
]  # fmt: skip


def read(lexicon: Lexicon, name: str, text: str) -> dict[str, set[str]]:
    """Person, or name of somebody whom the roster does not know, to kinds; telephones and addresses aside."""
    folder, _, name = name.rpartition("/")
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin(name, folder)
    data = text.encode()
    read_document(
        DocumentSource(name, data), Extraction(analyst, Budget(DocumentLimits(), len(data)), read_document)
    )
    told: dict[str, set[str]] = {}
    for link in analyst.end().links:
        who = link.keys[0] if link.keys else link.outsider.name if link.outsider else ""
        told[who] = {*map(str, link.kinds)} - {"contact"}
    return {who: kinds for who, kinds in told.items() if kinds}


RECORDS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # a layout below its lines, with codes in brackets
    ("state.lst", "FALL RUN 2026-04 DIST 7\n200001OLSON   ADA    201203091\n200002ROE     BEN    201311303\n"
     "200003VANG    CAM    201107041\n\nCOLS 1-6 STUDENT ID  7-14 LAST  15-21 FIRST  22-29 BIRTHDATE\n"
     "     30 MEAL STATUS (1=FREE 2=REDUCED 3=PAID)\n",
     {"ada": {"dob", "economic"}, "ben": {"dob"}, "cam": {"dob", "economic"}}),
    # another dialect of SQL
    ("locks.sql", "USE panel\nGO\nINSERT [dbo].[Holder] ([n], [username], [panelcode]) "
     "VALUES (1, N'tlong', N'4471')\nGO\nINSERT [dbo].[Holder] ([n], [username], [panelcode]) "
     "VALUES (2, N'ustone', N'9920')\nGO\n",
     {"tia": {"credentials"}, "uma": {"credentials"}}),
    # entries named by their place in the directory
    ("old.ldif", "dn: CN=Ada Olson,OU=Kids,DC=d\nobjectClass: user\ndescription: first pw Elm4410Owl\n\n"
     "dn: CN=Ben Roe,OU=Kids,DC=d\nobjectClass: user\ndescription: moved\n", {"ada": {"credentials"}}),
    ("shots.hl7", "MSH|^~\\&|REG|ST|D|1|20260901||RSP^K11|1|P|2.5.1\r"
     "PID|1||200001^^^D^SR||OLSON^ADA||20120309|F\rOBX|1|CE|30973-2||CONTRA^egg allergy\r"
     "PID|2||200002^^^D^SR||ROE^BEN||20131130|M\r",
     {"ada": {"dob", "health"}, "ben": {"dob"}}),
    # a register as a printer gets it, with its line ends
    ("reg.prn", "\x0cDISTRICT 7      REGISTER\r\n NO    EMPLOYEE           GROSS      NET\r\n"
     " E901  LONG, TIA        2150.10  1403.22\r\n E902  STONE, UMA       1999.75  1311.08\r\n\r\n",
     {"tia": {"financial"}, "uma": {"financial"}}),
    # a file without headers: numbers of nine digits beside names and days of birth
    ("ext.dat", "1|OLSON|ADA|20120309|219093344|A|\n2|ROE|BEN|20131130|376184455|A|\n"
     "3|VANG|CAM|20110704|531220917|A|\n",
     {"ada": {"dob", "ssn"}, "ben": {"dob", "ssn"}, "cam": {"dob", "ssn"}}),
    ("patron.csv", '"P 200001","Olson","Ada","09-MAR-12","4.00"\n"P 200002","Roe","Ben","30-NOV-13","0.00"\n'
     '"P 200003","Vang","Cam","04-JUL-11","2.50"\n', {"ada": {"dob"}, "ben": {"dob"}, "cam": {"dob"}}),
    # card numbers under a header that says little
    ("cards.csv", "holder,pan,mm\nTia Long,4539578763621486,09\nUma Stone,5425233430109903,10\n"
     "Vic Hale,2223000048410010,11\n",
     {"tia": {"financial"}, "uma": {"financial"}, "vic": {"financial"}}),
    ("desk.csv", "who,asked,done\ntlong,lost phone,gave recovery code 551-204-88\nustone,slow,new mouse\n",
     {"tia": {"credentials"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), RECORDS, ids=[one[0] for one in RECORDS])
def test_records_tell_each_person_what_stands_in_their_fields(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected


PROSE: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # children whom a letter calls by their given names
    ("dear.txt", "Dear Ms. Roe,\n\nThis is about your son Ben. He was suspended for fighting.\n\nUma Stone\n",
     {"ben": {"discipline"}}),
    ("sick.eml", "From: gil.roe@home.example\nTo: nurse@d.example\nSubject: out\n\nBen has strep.\n",
     {"ben": {"health"}}),
    ("other.eml", "From: vhale@d.example\nTo: nurse@d.example\nSubject: out\n\nBen has strep.\n", {}),
    ("warn.txt", "Letter of reprimand\n\nMr. Hale,\n\nYou left your class. It is a written reprimand.\n",
     {"vic": {"discipline"}}),
    ("said.eml", "From: tlong@d.example\nTo: ustone@d.example\nSubject: Ada Olson\n\n"
     "I called her mother, she knows about the pregnancy.\n", {"ada": {"health"}}),
    ("part.txt", "PATIENT\nLast: Olson   First: Ada\nDOB: 3/9/2012\nDIAGNOSIS\nType 1 diabetes\n",
     {"ada": {"dob", "health"}}),
    ("gap.txt", "Volunteer\nName   Zeb Q. Pike\nDriver's license  P151632111107\nDate of birth  1/2/1970\n",
     {"Zeb Q. Pike": {"dob", "government_id"}}),
    ("home.txt", "Adult household members\n1. Gil Roe, $1,900 income\nChildren\nBen Roe, foster: no\n",
     {"ben": {"economic"}, "gil": {"economic"}}),
    ("packed.txt", "OLSON ADA 20120309 F 07\nnext bus 20260309\n", {"ada": {"dob"}}),
    # who says "my" in a chat is who speaks
    ("own.txt", "Tia Long 8:02 AM\nmy insulin pump failed, going home\n\nUma Stone 8:03 AM\nok feel better\n",
     {"tia": {"health"}}),
    ("seen.txt", "Tia Long 8:02 AM\nI gave Ada Olson her insulin\n\nUma Stone 8:03 AM\nthanks\n",
     {"ada": {"health"}}),
    # a name alone above its numbers, and codes that say no
    ("card.txt", "Zeb Pike\n219-09-3344\n12 Elm St\n", {"Zeb Pike": {"ssn"}}),
    ("codes.txt", "OLSON, ADA   SPED Y   room 4\nROE, BEN     SPED N   room 4\n",
     {"ada": {"special_education"}}),
    ("asked.txt", "Seizures?\nno\nCamper: Ada Olson\n", {}),
    # a line of somebody else
    ("sub.txt", "- Ada (Olson): EpiPen in my desk\n- Tia V.: IEP, sits in front\n", {"ada": {"health"}}),
    # questions that are answered with no, and programs whose name is that of a benefit
    ("ask.txt", "Camper: Ada Olson\nAsthma? no\nSeizures: none\nBunk: top\n", {}),
    ("SnapBus/snap_east_2025.csv", "pupil,room\nAda Olson,4\nBen Roe,5\n", {}),
    ("SNAP households.csv", "pupil,room\nAda Olson,4\nBen Roe,5\n",
     {"ada": {"economic"}, "ben": {"economic"}}),
    ("apply.csv", "name,dob,disability\nZeb Pike,1/2/1970,lupus\nZoe Vale,3/4/1981,decline to answer\n",
     {"Zeb Pike": {"dob", "health"}, "Zoe Vale": {"dob"}}),
    ("merge.csv", "Dear,re,Owed\nGil Roe,Ben Roe,41.20\n", {"gil": {"financial"}}),
    # days of birth that no word calls so
    ("eval.txt", "Examinee Tia Long (05/06/1980)\nSeen in the annex.\n", {"tia": {"dob"}}),
    ("roster.txt", "Seniority\nTia Long (05/06/1990)\nUma Stone (08/15/2001)\n", {}),
    ("b.txt", "Vic Hale (b. 5/6/1961) sings.\n", {"vic": {"dob"}}),
    ("visits.txt", "Gil Roe (05/06/2026)\n", {}),
    ("scan.txt", "AGREEMENT\nUMA STONE\n219-09-3344   6/21/68\nsign ~~~\n", {"uma": {"dob", "ssn"}}),
    ("masked.txt", "Vic Hale xxx-xx-3344 6/21/68\n", {"vic": {"dob"}}),
    ("work.txt", "PERMIT\nAda Olson\n12 Elm St\n03/09/2012 for the season\n", {"ada": {"dob"}}),
    ("claim.txt", "Claimant Vic Hale\nBirth 11/01/1972\nClaim 12\n", {"vic": {"dob"}}),
    ("sheet.txt", "Name ____Ada Olson____ Born ___3/9/2012___\n", {"ada": {"dob"}}),
    ("form.txt", "Student\n\nBen Roe\n\nBirthdate\n\n2013-11-30\n\nSeat\n\n4\n", {"ben": {"dob"}}),
    # numbers of drivers, which begin as the family name does in many states
    ("dmv.txt", "BULK REPLY 7\n\nL151632111107  LONG, TIA     08-05-84  CLS D\n"
     "S940661119323  STONE, UMA    12-24-84  CLS D\n"
     "H434722120972  HALE, VIC     03-16-61  CLS D\nP151632111108  PIKE, ZEB     01-02-70  CLS D\n",
     {"tia": {"dob", "government_id"}, "uma": {"dob", "government_id"}, "vic": {"dob", "government_id"},
      "ZEB PIKE": {"dob", "government_id"}}),
    ("tags.txt", "Vic Hale has Q434722120972, Tia Long has L151632111107.\n", {"tia": {"government_id"}}),
    ("pick.txt", "Gil Roe\nDriver lic. (for pick-up) Z816581488365\n", {"gil": {"government_id"}}),
    ("old.txt", "Please send my records\nI left in 1995 under the name Zeb Pike\nbirthdate 12/21/1977\n",
     {"Zeb Pike": {"dob"}}),
    # who is meant in the next sentence
    ("talk.txt", "Ada Olson is in row two and likes it.\nBen Roe came late. He was suspended for fighting.\n"
     "Cam Vang has the lead part.\n", {"ben": {"discipline"}}),
    ("chat.json", '[{"ts": "8:02", "from": "tlong", "body": "where is Ada Olson?"},'
     ' {"ts": "8:03", "from": "ustone", "body": "suspended until Wednesday"},'
     ' {"ts": "8:05", "from": "tlong", "body": "and Ben Roe is in the gym"}]',
     {"ada": {"discipline"}}),
    ("memo.txt", "Vic Hale was placed on administrative leave after Cam Vang showed the dean a message.\n",
     {"vic": {"discipline"}}),
    # threads: each writes of themselves
    ("thread.eml", "From: ustone@d.example\nTo: tlong@d.example\nSubject: RE: desk\n\nThanks, it came.\n\n"
     "-----Original Message-----\nFrom: Tia Long\nSubject: desk\n\nThe lamp sets off my migraine again.\n",
     {"tia": {"health"}}),
    ("stranger.eml", "From: ustone@d.example\nTo: vhale@d.example\nSubject: FW: desk\n\nSee below.\n\n"
     "From: Zeb Pike <zeb@else.example>\nSubject: desk\n\nThe lamp sets off my migraine again.\n", {}),
    ("bank.eml", "From: tlong@d.example\nTo: payroll@d.example\nSubject: change\n\n"
     "Closed the joint one. New checking account 7656249516, routing 091905444, all of it.\n",
     {"tia": {"financial"}}),
    ("home.eml", "From: gil.roe@home.example\nTo: office@d.example\nSubject: address\n\n"
     "I left with Ben Roe on Sunday and the women's shelter took us in.\n",
     {"ben": {"safeguarding"}, "gil": {"safeguarding"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "expected"), PROSE, ids=[one[0] for one in PROSE])
def test_prose_and_forms_tell_each_person_what_a_reader_takes_from_them(
    lexicon: Lexicon, name: str, text: str, expected: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == expected


def test_a_report_of_wages_is_read_by_the_places_of_its_fields(lexicon: Lexicon) -> None:
    line = (
        "RW219093344" + "TIA".ljust(15) + "Q".ljust(15) + "LONG".ljust(24) + " " * 22 + "12 ELM ST".ljust(100)
    )
    text = f"RA000000000\nRE2025\n{line}00004211900\n"
    assert read(lexicon, "W2OUT", text) == {"tia": {"financial", "ssn"}}


def test_numbered_labels_stand_above_their_answers(lexicon: Lexicon) -> None:
    analyst = Analyst(lexicon, Keeper(bytes(32), "2026-11-20"))
    analyst.begin("injury.pdf")
    rows = [
        ["1. WORKER", "2. SSN"],
        ["Tia Long", "219-09-3344"],
        ["3. BORN", "4. WAGE"],
        ["5/6/1980", "$ 41.10"],
    ]
    rows[0][0] = "1. EMPLOYEE"
    analyst.take_rows("page 1", rows)
    (link,) = analyst.end().links
    assert {"ssn", "dob"} <= {*map(str, link.kinds)}


def test_numbers_that_count_on_are_those_of_cards_of_a_library(lexicon: Lexicon) -> None:
    text = "1|OLSON|ADA|20120309|219093344|\n2|ROE|BEN|20131130|219093345|\n3|VANG|CAM|20110704|219093346|\n"
    assert read(lexicon, "ext.dat", text) == {"ada": {"dob"}, "ben": {"dob"}, "cam": {"dob"}}
