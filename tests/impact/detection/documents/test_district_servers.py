"""Papers of the servers of a district: beneficiaries, accounts of parents, lists below headings, logs with
given names, exports of chats, papers of courts; and what looks like them and is not.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_machine_records import read, read_rows, without_contact

KINDS = dict[str, set[str]]
_HERE = [
    *(
        Person(key, key, "student", given, family, ids=[number], grades=[grade], schools=[school])
        for key, given, family, number, grade, school in (
            ("ada", "Ada", "Olson", "200001", "02", "Elm Elementary School"),
            ("ben", "Ben", "Roe", "200002", "04", "Elm Elementary School"),
            ("cam", "Cam", "Vang", "200003", "KG", "Elm Elementary School"),
            ("dee", "Dee", "Hassan", "200004", "03", "Elm Elementary School"),
            ("dot", "Dee", "Hale", "200005", "03", "Lake Elementary School"),
        )
    ),
    *(
        Person(key, key, "staff", given, family, ids=[number], emails=[mail])
        for key, given, family, number, mail in (
            ("tia", "Tia", "Long", "30901", "tlong@d.example"),
            ("uma", "Uma", "Stone", "30902", "ustone@d.example"),
            ("vic", "Vic", "Kern", "30903", "vkern@d.example"),
        )
    ),
    Person("gil", "gil", "guardian", "Gil", "Roe", emails=["gil.roe5@home.example"]),
    Person("hal", "hal", "guardian", "Hal", "Vang", emails=["hal.vang8@home.example"]),
    Person("ivy", "ivy", "guardian", "Ivy", "Olson", emails=["ivy.olson2@home.example"]),
]


def _each(kind: str, *people: str) -> KINDS:
    return {who: {kind} for who in people}


FILES: tuple[tuple[str, str, KINDS], ...] = (
    # what an insurance is billed, each code by its shape; numbers of things that look like such codes
    ("SpEd/billing/claims.txt",
     "HDR0999   ELM SCHOOLS      20261005  IEP SERVICES\n"
     "0001OLSON, ADA               F840  T1018 OT     8    190.80\n"
     "0002ROE, BEN                 F802  92507 SP    12    286.20\n"
     "0003VANG, CAM                G809  97110 PT     4     95.40\n"
     "0004HASSAN, DEE              F902  H2027 MH     6    143.10\nTRL000004\n",
     {who: {"health", "special_education"} for who in ("ada", "ben", "cam", "dee")}),
    ("Library/books/lent.txt",
     "0001OLSON, ADA               F840  B1018 NB     8\n"
     "0002ROE, BEN                 F802  92507 XB    12\n"
     "0003VANG, CAM                G809  B1199 PX     4\n", {}),
    # records that go on in a second line
    ("Buses/SPED routes/41.txt",
     "RT 41 AM  bus 9\n\n6:42   Ada Olson      12 Elm Street\n       harness (IEP), seizures\n"
     "6:50   Ben Roe\n       power chair, 4 pt tie down (IEP)\n6:58   Cam Vang   4 Oak Street Apt 7\n"
     "       runs. autism. iep = aide on bus\n7:10   Dee Hassan\n       booster, IEP transport\n",
     {"ada": {"health", "special_education"}, "ben": {"health", "special_education"},
      "cam": {"health", "special_education"}, "dee": {"special_education"}}),
    # what a password opens is nobody
    ("Phones/backup.vcf",
     "BEGIN:VCARD\nVERSION:3.0\nN:Long;Tia;;;\nFN:Tia Long\nNOTE:Lakeland Portal pw Long1961* til reset\n"
     "END:VCARD\n", _each("credentials", "tia")),
    ("Phones/backup.vcf",
     "BEGIN:VCARD\nVERSION:3.0\nN:Long;Tia;;;\nFN:Tia Long\nNOTE:Lakeland Portal help desk 4410\n"
     "END:VCARD\n", {}),
    # a mother who writes of herself, in Spanish, and one who writes of her work
    ("Mail/hija.eml",
     "From: Ivy Olson <ivy.olson2@home.example>\nTo: Tia Long <tlong@d.example>\nSubject: mi hija\n\n"
     "Ada Olson no va hoy. El lunes mi esposo me golpeó otra vez. Ya estamos en el refugio de mujeres. "
     "Voy a pedir una orden de protección.\n\nGracias\nIvy Olson\n", _each("safeguarding", "ada", "ivy")),
    ("Mail/hija.eml",
     "From: Ivy Olson <ivy.olson2@home.example>\nTo: Tia Long <tlong@d.example>\nSubject: mi hija\n\n"
     "Ada Olson no va hoy. Voy a trabajar temprano y mi esposo la lleva.\n\nGracias\nIvy Olson\n", {}),
    # what is typed, and to what something was set, in a ticket and in a chat
    ("IT/ticket.json",
     '{"id": 48213, "requester": {"name": "Tia Long", "loc": "rm 12"}, "subject": "cant get on", '
     '"thread": ['
     '{"t": "2026-10-05", "from": "requester", "body": "It wont take my login. It is Gulls#77 and I know '
     'it"},'
     '{"t": "2026-10-05", "from": "tech", "body": "caps lock. please dont put it in a ticket"}]}',
     _each("credentials", "tia")),
    ("IT/ticket.json",
     '{"id": 48213, "requester": {"name": "Tia Long", "loc": "rm 12"}, "subject": "cant get on", '
     '"thread": ['
     '{"t": "2026-10-05", "from": "requester", "body": "It wont take my login. It is urgent, room12 is '
     'dark"},'
     '{"t": "2026-10-05", "from": "tech", "body": "on my way"}]}', {}),
    ("IT/slack.json",
     '[{"user": "vkern", "ts": "1791202000.1", "text": "vpn says bad password again"},'
     '{"user": "ustone", "ts": "1791202050.1", "text": "i set yours to Heron-7714 Vic, change it"},'
     '{"user": "vkern", "ts": "1791202100.1", "text": "works ty"}]', _each("credentials", "vic")),
    ("IT/slack.json",
     '[{"user": "vkern", "ts": "1791202000.1", "text": "is my desk done"},'
     '{"user": "ustone", "ts": "1791202050.1", "text": "i set yours to tomorrow at noon Vic"},'
     '{"user": "vkern", "ts": "1791202100.1", "text": "works ty"}]', {}),
    # whose card a permit of a group has; whom a flyer names is nobody's
    ("Rentals/club.txt",
     "FACILITY USE PERMIT 26-0871\nGroup: Thunder Volleyball Club\nContact: Shelby Ostrow, 763-555-0161\n"
     "Where: Elm gym B\n\nPaid by phone: MC 5412 0640 5680 9731 exp 11/28 cvv 494\n",
     _each("financial", "Shelby Ostrow")),
    ("Rentals/club.txt",
     "FLU SHOTS AND ASTHMA NIGHT\nContact: Shelby Ostrow, 763-555-0161\nWhere: Elm gym B\n", {}),
    # who writes minutes down
    ("Board/closed/min.txt",
     "Closed session minutes\n\nRecorder: Uma Stone\n\n"
     "Purpose: allegations against an employee, Tia Long.\n"
     "The investigator sustained the charge of falsified time cards. Motion to discharge 6-0.\n",
     _each("discipline", "tia")),
    # a nurse's days, by given names; those of a front desk are nobody's health
    ("Nurse/Elm/sept.txt", "HO log  ELM   U Stone RN\n\nmon 9/7\n8:50 Ada O gr 2 - ice on lip\n"
    "9:35 Ben R (4) threw up\n"
     "1:30 fire drill\n\ntue\n7:55 Cam V K: rested 20\n10:10 Dee H gr 3 sent home\n",
     _each("health", "ada", "ben", "cam", "dee")),
    ("Front desk/Elm/sept.txt", "8:50 Ada O gr 2 - late bus\n9:35 Ben R (4) forgot lunch\n"
    "7:55 Cam V K: hat\n", {}),
    ("Nurse/Elm/sept.txt", "8:50 Room A gr 2 - lice check\n9:35 Desk B (4) wiped\n"
    "7:55 Shelf C K: gauze\n", {}),
    # leaves in the papers of a board, beside who leaves and who moves
    ("Board/10-12.txt", "6. PERSONNEL\n\nRESIGNATIONS\nTia Long, teacher, Elm, eff. 11/2\n\n"
     "MEDICAL LEAVES OF ABSENCE\nUma Stone, nurse, Elm, 10/5 - 11/13\nVic Kern, cook, intermittent\n",
     _each("health", "uma", "vic")),
    ("Board/10-12.txt", "6. PERSONNEL\n\nRESIGNATIONS\nTia Long, teacher, Elm, eff. 11/2\n\n"
     "LEAVES FOR STUDY\nUma Stone, nurse, Elm, 10/5 - 11/13\nVic Kern, cook, intermittent\n", {}),
    # who keeps the codes of a class has none of them
    ("Kitchen/PINs Tia Long gr 2.txt", "at the keypad\n\nAda Olson      64496\nBen Roe        15782\n"
    "Cam Vang       41009\n",
     _each("credentials", "ada", "ben", "cam")),
    # whom a nurse writes to, and who signs
    ("Mail/meds.eml", "From: Uma Stone <ustone@d.example>\nTo: Vic Kern <vkern@d.example>\n"
    "Subject: trip meds\n\nVic,\n\n"
     "you sign each one when you give it. The ones you need to know:\n\nAda Olson - type 1, pump\n"
     "Ben Roe: migraines, sumatriptan, one only\n\nEveryone else ibuprofen per your form.\nU.\n\n"
     "Uma Stone RN\nElm School  555-0122\n", _each("health", "ada", "ben")),
    # whom a court keeps away, and who asks it for more
    ("Legal/served.txt", "DISTRICT COURT\n\nIvy Olson, Petitioner\n  vs.\nHal Vang, Respondent\n\n"
    "ORDER FOR PROTECTION\n\n"
     "1. The Court finds that domestic abuse has occurred.\n"
     "2. The minor child, Ada Olson, shall be in the sole custody"
     " of Petitioner.\n", _each("safeguarding", "ivy", "hal", "ada")),
    ("Legal/suit.txt", "DISTRICT COURT\n\nIvy Olson, Petitioner\n  vs.\nHal Vang, Respondent\n\n"
     "Petitioner asks for the cost of a fence.\n", {}),
    # what is told to every family, also in Spanish
    ("Elm/boletin.txt", "Boletín de mayo\nEstimadas familias:\n"
    "Si su hijo tiene fiebre o vómito debe quedarse en casa.\n"
     "La directora, Tia Long\n", {}),
    # proofs of where somebody lives are no need; a bill that nobody can pay is one
    ("Enroll/9.txt", "Pupil   Ada Olson\nlease seen, utility bill seen\n", {}),
    ("Enroll/9.txt", "Pupil   Ada Olson\nmom asked about help with the electric bill, past due\n",
    _each("economic", "ada")),
    # what is taken from pay by a court
    ("Payroll/memo.txt", "Two by hand while I am out:\n\n"
    "Tia Long - Elm Recovery, judgment bal $3,912. 25% of disposable.\n"
     "Uma Stone - keys to the safe are hers now.\n", _each("financial", "tia")),
    # lines that were copied are no pupil's deed
    ("SpEd/notes.txt", "Student: Ada Olson\nThey say the transition plan is 2 lines copied from another "
    "kid.\n",
     _each("special_education", "ada")),
    # a chat of those who work here, with the box of an office
    ("Deans/chat.json", '{"messages": ['
     '{"creator": {"email": "tlong@d.example"}, "created_date": "Oct 12", "text": "Ben Roe has ISS fri, 3 '
     'skips"},'
     '{"creator": {"email": "ustone@d.example"}, "created_date": "Oct 12", "text": "ok will do the ISS '
     'form"},'
     '{"creator": {"email": "itdesk@d.example"}, "created_date": "Oct 12", "text": "who has radio 6"}]}',
     _each("discipline", "ben")),
)  # fmt: skip
TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # what a district pays those it buys from stands in its books; what it pays its own does not
    ("Office/nec.csv",
     [["VEND", "PAYEE", "TIN", "TYPE", "B1 AMT"], ["V1200", "Orrin Quayle", "474-15-2804", "S", "4290.00"],
      ["V1207", "Petra Voss", "469-49-8421", "S", "3283.00"]],
     _each("ssn", "Orrin Quayle", "Petra Voss")),
    ("Payroll/pay.csv",
     [["EMPLOYEE", "SSN", "GROSS"], ["Tia Long", "474-15-2804", "4290.00"],
      ["Uma Stone", "469-49-8421", "3283.00"]],
     {who: {"ssn", "financial"} for who in ("tia", "uma")}),
    # a day of birth in the note of somebody whom the roster does not know
    ("Registrar/exchange.docx",
     [["Lise Brandhuber", "Germany, J-1\nborn 4/12/2009\npassport C12026802", "host: Tia Long"],
      ["Tom Bellandi", "Italy, J-1\nborn 9/29/2009\npassport YB2867396", "host: Uma Stone"]],
     {who: {"dob", "government_id", "immigration"} for who in ("Lise Brandhuber", "Tom Bellandi")}),
    # of whom nothing was found, with a remark
    ("HR/background checks/sept.xlsx",
     [["Name", "DL #", "Result"], ["Orrin Quayle", "MN R954685086042", "clear - bus contractor"],
      ["Petra Voss", "MN R539215616042", "clear"], ["Ludo Voss", "MN P357522941042", "hit - DWI 2019"]],
     {"Orrin Quayle": {"government_id"}, "Petra Voss": {"government_id"},
      "Ludo Voss": {"government_id", "discipline"}}),
    # what stands behind the name of a beneficiary is theirs, also where two share one
    ("Benefits/life.xlsx",
     [["EMPLOYEE", "BENEFICIARY", "REL", "%", "BIRTHDATE", "SOC SEC"],
      ["Tia Long", "Orrin Quayle", "spouse", "100", "2/11/1988", "469-31-4632"],
      ["Uma Stone", "Petra Voss", "sister", "50", "7/30/1991", "474-47-8665"],
      ["", "Ludo Voss", "nephew", "50", "12/5/2009", "468-88-8350"]],
     {who: {"dob", "ssn"} for who in ("Orrin Quayle", "Petra Voss", "Ludo Voss")}),
    ("Benefits/life.xlsx",
     [["EMPLOYEE", "EMP SSN", "BENEFICIARY", "REL"], ["Tia Long", "469-31-4632", "Orrin Quayle", "spouse"],
      ["Uma Stone", "474-47-8665", "Petra Voss", "sister"]], _each("ssn", "tia", "uma")),
    # an account of a parent that numbers a child, and one of the child
    ("IT/portal.csv",
     [["uid", "disp", "login", "pw", "stu"],
      ["4410", "Gil Roe", "gil.roe5@home.example", "buddy31", "200002"],
      ["4411", "Hal Vang", "hal.vang8@home.example", "sunny83", "200003"],
      ["4412", "Ivy Olson", "ivy.olson2@home.example", "lucky44", "200001"]],
     _each("credentials", "gil", "hal", "ivy")),
    ("IT/pupils.csv",
     [["stu", "pw", "parent"], ["200002", "buddy31", "Gil Roe"], ["200003", "sunny83", "Hal Vang"],
      ["200001", "lucky44", "Ivy Olson"]], _each("credentials", "ben", "cam", "ada")),
    # what is due each year in a list of plans, and what is paid each year
    ("SpEd/Case mgmt/dates.xlsx",
     [["kid", "annual", "note"], ["Ada Olson", "12/9", ""], ["Ben Roe", "1/13", "Sat"], ["Cam Vang",
     "4/30/27", ""]],
     _each("special_education", "ada", "ben", "cam")),
    ("Payroll/rates.xlsx", [["name", "annual"], ["Tia Long", "52,110.00"], ["Uma Stone", "61,240.00"]],
     _each("financial", "tia", "uma")),
    ("Office/cards.xlsx", [["name", "annual"], ["Tia Long", "12/9/26"], ["Uma Stone", "1/13/27"]], {}),
    # a code with what explains it
    ("Lists/mv.xlsx",
     [["student", "nighttime res.", "lunch"], ["Ada Olson", "shelter", "free (MV)"], ["Ben Roe", "motel",
     "free (MV)"]],
     {who: {"safeguarding", "economic"} for who in ("ada", "ben")}),
    ("Lists/trip.xlsx", [["student", "lunch"], ["Ada Olson", "pizza (2)"], ["Ben Roe", "salad (1)"]], {}),
    # who is trained to give it gets none
    ("Nurse/meds.xlsx", [["Epi trained 8/26 (good 1 yr)"], ["Tia Long"], ["Uma Stone"], ["Vic Kern"]], {}),
    # from whom a note of a row keeps a child
    ("Office/legal alerts.csv",
     [["pupil", "alert_txt"], ["Ben Roe", "Court order 4/22: no contact Gil Roe (father). Call 911"],
      ["Cam Vang", "OFP thru 8/28 - Hal Vang may NOT pick up"]], _each("safeguarding", "ben", "gil",
      "cam", "hal")),
)  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(_HERE)


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_a_table_is_about_whom_its_columns_name(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert without_contact(read_rows(lexicon, path, rows)) == expected


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_a_paper_is_about_whom_it_tells_of(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    assert without_contact(read(lexicon, path, text.encode())) == expected


def test_of_two_who_are_called_alike_the_school_tells_which(lexicon: Lexicon) -> None:
    text = "8:50 Ada O gr 2 ice\n9:35 Ben R (4) ice\n10:10 Dee H gr 3 sent home\n"
    for school, who in (("Elm", "dee"), ("Lake", "dot")):
        found = read(lexicon, f"Nurse/{school}/9.txt", text.encode())
        assert {one for one in found if one in {"dee", "dot"}} == {who}, school
