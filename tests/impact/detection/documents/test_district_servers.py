"""Papers of the servers of a district: beneficiaries, accounts of parents, lists below headings, logs "
     "with given
names, exports of chats, papers of courts; and what looks like them and is not.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from firstbell.impact.people.person import Person
from tests.impact.detection.documents.test_machine_records import read, read_rows

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


def _without_contact(found: KINDS) -> KINDS:
    plain = {who: {str(kind) for kind in kinds} - {"contact"} for who, kinds in found.items()}
    return {who: kinds for who, kinds in plain.items() if kinds}


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_a_table_is_about_whom_its_columns_name(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert _without_contact(read_rows(lexicon, path, rows)) == expected


@pytest.mark.parametrize(("path", "text", "expected"), FILES, ids=[case[0] for case in FILES])
def test_a_paper_is_about_whom_it_tells_of(lexicon: Lexicon, path: str, text: str, expected: KINDS) -> None:
    assert _without_contact(read(lexicon, path, text.encode())) == expected


def test_of_two_who_are_called_alike_the_school_tells_which(lexicon: Lexicon) -> None:
    text = "8:50 Ada O gr 2 ice\n9:35 Ben R (4) ice\n10:10 Dee H gr 3 sent home\n"
    for school, who in (("Elm", "dee"), ("Lake", "dot")):
        found = read(lexicon, f"Nurse/{school}/9.txt", text.encode())
        assert {one for one in found if one in {"dee", "dot"}} == {who}, school
