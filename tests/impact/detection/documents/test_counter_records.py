"""What lies on the counters of offices: lists with pairs beside each other, returned files of a registry,
rejected accounts, orders of courts, and the near neighbors that tell nothing.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_machine_records import read_rows
from tests.impact.detection.documents.test_ways_of_telling import PEOPLE, read

KINDS = dict[str, set[str]]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(PEOPLE)


SECRET = {"credentials"}
TEXTS: tuple[tuple[str, str, KINDS], ...] = (
    # pairs of a short name and a code beside each other, the title two lines above
    ("Front/list.txt", "DOOR CODES  (east and west)\nplease change these each fall\n\n"
     "Long, T          4471      Stone, U        9820\nHale, V          3310      Roe, B          7715\n",
     {"tia": SECRET, "uma": SECRET, "vic": SECRET, "ben": SECRET}),
    ("Front/rooms.txt", "ROOM EXTENSIONS  (east and west)\nplease change these each fall\n\n"
     "Long, T          4471      Stone, U        9820\nHale, V          3310      Roe, B          7715\n",
     {}),
    # a letter before the family name says of what sort a line is, and the last line counts the lines
    ("state/shots.txt", "HSHOT RETURN   DIST 0042   RUN 20260930\n"
     "DOLSON       ADA         20120309F020MMR  20150101 VALID\n"
     "DROE         BEN         20131130M020MMR  20150102 VALID\n"
     "DVANG        CAM         20110704F003DTAP 20150103 RECHK\n"
     "DOLSON       ADA         20120309F003DTAP 20150104 VALID\nT00004\n",
     {who: {"dob", "health"} for who in ("ada", "ben", "cam")}),
    # the number of a bank and that of an account behind a name, in a text about accounts
    ("pay/rejects.txt", "The bank kicked these prenotes back:\n\n"
     "R03 no acct   Tia Long   FNB 091000019   30499252\n"
     "R04 bad acct  Uma Stone   075000022   533813321\n",
     {"tia": {"financial"}, "uma": {"financial"}}),
    ("stock/rejects.txt", "The vendor kicked these parts back:\n\n"
     "R03 bent   Tia Long   091000019   30499252\n"
     "R04 rust  Uma Stone   075000022   533813321\n", {}),
    # whom a letter greets by a given name is named in full above it
    ("HR/note.txt", "Tia Long\nEast School\n\nRE: Return to work\n\nDear Tia,\n\n"
     "Your surgeon says you may come back. After your hernia repair you may lift 10 lbs.\n\n"
     "Vic Hale knows of your limits.\n",
     {"tia": {"health"}}),
    # words that the mark of a quoted line parts
    ("Trainer/fw.eml", "From: x@y.example\nSubject: FW: week\n\n> Ada Olson - back today after the shoulder\n"
     "> dislocation, full go.\n", {"ada": {"health"}}),
    # what stands below a name is said of it, and heads no list
    ("Sped/summer.txt", "Summer list\n\nAda Olson (EL gr 3)\n\nreading; needs toileting. dad drives\n\n"
     "Ben Roe (EL gr 4)\n\nmath. bus\n\nCam Vang (EL gr 4)\n\nmath. bus\n", {"ada": {"health"}}),
    # words of boards about those who leave, and of agreements about them
    ("Board/closed/oct.txt", "Closed session\nA. The agreement to expel Ada Olson, grade 8, was adopted.\n"
     "B. Uma Stone: deficiencies notice, second in two years.\n",
     {"ada": {"discipline"}, "uma": {"discipline"}}),
    ("Board/open/oct.txt", "Open session\nA. The agreement to rent Ada Olson a table was adopted.\n"
     "B. Uma Stone: enrollment notice, second in two years.\n", {}),
    # lines that part the messages of a thread are no empty fields, and who else gets it is not its matter
    ("Email/re.eml", "From: Vic Hale <vhale@d.example>\nTo: Tia Long <tlong@d.example>,\n Uma Stone "
     "<ustone@d.example>\nSubject: RE: RE: new one\n\nStop 14 then.\n\n________________________________\n"
     "From: Uma Stone\nSent: Thursday, October 22, 2026 2:19 PM\nTo: Tia Long; Vic Hale\n"
     "Subject: RE: new one\n\n"
     "There is a current IEP, moving to ASD, 90 min/day resource.\n\n________________________________\n"
     "From: Vic Hale\nSent: Wednesday, October 21, 2026 3:47 PM\nTo: Uma Stone\nSubject: new one\n\n"
     "Ada Olson gr 3 enrolled today. Bus?\n", {"ada": {"special_education"}}),
    # a lesson's questions, with a key to them
    ("Classrooms/US history/ch 20.txt", "Ch. 20 quiz KEY\n\n"
     "1. Who led the strike? Rosa Parker (ran from prison)\n"
     "2. Whose illness was hidden? Same\n\n20 pts. No retakes.\n", {}),
)  # fmt: skip


@pytest.mark.parametrize(("path", "text", "expected"), TEXTS, ids=[case[0] for case in TEXTS])
def test_a_text_tells_of_whom_its_layout_names(
    lexicon: Lexicon, path: str, text: str, expected: KINDS
) -> None:
    assert read(lexicon, path, text) == expected


TABLES: tuple[tuple[str, list[list[str]], KINDS], ...] = (
    # blocks of a name and a number beside each other without headers
    ("Kitchen/PINs line 2.xlsx", [["keep at the register", "", "", ""], ["3A", "", "3B", ""],
     ["Ada Olson", "81766", "Cam Vang", "66942"], ["Ben Roe", "66179", "Gil Roe", "71210"]],
     dict.fromkeys(("ada", "ben", "cam", "gil"), SECRET)),
    ("Kitchen/trays line 2.xlsx", [["keep at the register", "", "", ""], ["3A", "", "3B", ""],
     ["Ada Olson", "81766", "Cam Vang", "66942"], ["Ben Roe", "66179", "", ""]], {}),
    # who answers to an order of a court is kept away, and is no offender here
    ("Legal/orders.csv", [["No", "Type", "Respondent", "Protected"],
     ["1", "HRO", "Gil Roe", "Ben Roe; Ada Olson"], ["2", "OFP", "Lee Marsh", "Cam Vang"],
     ["3", "restraining order", "Kim Orr", "Tia Long"]],
     {"gil": {"safeguarding"}, "ben": {"safeguarding"}, "ada": {"safeguarding"}, "cam": {"safeguarding"},
      "tia": {"safeguarding"}, "Lee Marsh": {"safeguarding"}, "Kim Orr": {"safeguarding"}}),
    # who reports what happened did nothing
    ("Dean/reports.csv", [["inc", "reporter", "place", "narrative"], ["1", "Tia Long", "gym", "food fight"],
     ["2", "Uma Stone", "hall", "stole a phone"], ["3", "Vic Hale", "bus", "threw a punch"]], {}),
    # what was done stands in one column on some rows and why in another on others
    ("HR/memos.tsv", [["emp", "type", "policy", "until"], ["E901", "oral (noted)", "tardiness", "2028-04"],
     ["E902", "written reprimand", "206 travel", "2028-05"],
     ["E903", "written reprimand", "417 alcohol", "2028-06"]],
     {who: {"discipline"} for who in ("tia", "uma", "vic")}),
    ("HR/memos2.tsv", [["emp", "type", "policy", "until"], ["E901", "oral exam", "welding", "2028-04"],
     ["E902", "written exam", "206 travel", "2028-05"], ["E903", "written exam", "524 web", "2028-06"]], {}),
    # what a program notes of a record is no code of meals, and what a kitchen is told to heed is no help
    ("Food Service/POS/kitchen_alerts.csv", [["patron_no", "name", "msg", "active"],
     ["200001", "Olson, Ada", "milk allergy - hives", "1"], ["200002", "Roe, Ben", "T1D, print carbs", "1"],
     ["200003", "Vang, Cam", "shellfish, epi in office", "1"]],
     {who: {"health"} for who in ("ada", "ben", "cam")}),
    # a schedule names pupils by a family name and a letter amid its words
    ("Special Education/para sched.csv", [["", "Muna", "Lee"], ["8:10", "bus - Olson A (walks)", "copy room"],
     ["9:00", "1:1 Olson A", "Roe B math"], ["10:15", "lunch", "Vang C feeding"]],
     {who: {"special_education"} for who in ("ada", "ben", "cam")}),
    ("Grounds/hall sched.csv", [["", "Muna", "Lee"], ["8:10", "Hall A sweep", "copy room"],
     ["9:00", "Hall A", "Room B wax"], ["10:15", "lunch", "Gym C floor"]], {}),
    # what codes mean is nobody's name, beside people who have such numbers
    ("IT/codes.csv", [["cd", "nm"], ["02", "Developmental Delay"], ["06", "Specific Learning Disability"],
     ["14", "Autism"]], {}),
    # a number that opens a voice mailbox, in the answer to a ticket
    ("Help/q2.csv", [["#", "requester", "subject", "resolution"],
     ["1", "tlong@d.example", "voicemail", "vm PIN set to 840219"],
     ["2", "ustone@d.example", "voicemail", "ext 4402 moved to rm 110"],
     ["3", "vhale@d.example", "projector", "bulb 840219 in"]], {"tia": SECRET}),
)  # fmt: skip


@pytest.mark.parametrize(("path", "rows", "expected"), TABLES, ids=[case[0] for case in TABLES])
def test_a_table_tells_of_whom_its_blocks_and_parts_name(
    lexicon: Lexicon, path: str, rows: list[list[str]], expected: KINDS
) -> None:
    assert read_rows(lexicon, path, rows) == expected
