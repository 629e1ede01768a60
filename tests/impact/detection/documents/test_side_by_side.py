"""What scans, exports, chats and lists of one more hand taught, each in words of our own, with neighbors that
look alike and are about nobody.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

KINDS = dict[str, set[str]]
# (name, text, person to kinds)
TOLD: tuple[tuple[str, str, KINDS], ...] = (
    # records side by side below headers that come again
    ("Dean/reset.csv", "stu,why,stu,why\nAda Olson,vaping,Ben Roe,fighting\nCam Vang,detention,,\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("trip.csv", "camper,allergy,camper,allergy\nAda Olson,egg,Ben Roe,nuts\nCam Vang,bees,,\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("tutor.csv", "who,room,who,room\nAda Olson,4,Ben Roe,5\nCam Vang,6,,\n", {}),
    # how wide each field is, in the line above the records
    ("match.dat", "NO(6) LAST(8) FIRST(5) BORN(8) MEAL(1: 1 free 2 reduced 3 paid)\n"
     "200001OLSON   ADA  201203091\n"
     "200002ROE     BEN  201311303\n200003VANG    CAM  201107042\n",
     {"ada": {"dob", "economic"}, "ben": {"dob"}, "cam": {"dob", "economic"}}),
    ("ext.txt", "* id(6) dob(8) sped(1: 0 none 1 IEP) foster(Y/N)\n200001201203091N\n200002201311300Y\n"
     "200003201107041N\n",
     {"ada": {"dob", "special_education"}, "ben": {"dob", "safeguarding"},
      "cam": {"dob", "special_education"}}),
    ("bus.txt", "riders Ada(12) Ben(11) Cam(13) on route 9\nstop 4 at 7:10\nstop 5 at 7:14\n"
     "stop 6 at 7:20\n", {}),
    # a key above the records is said of none of them
    ("Meals/dc.txt", "# from the state. p: S=SNAP F=foster M=MFIP\n200001 20120309 OLSON S 573967407\n"
     "200002 20131130 ROE   M 573967408\n200003 20110704 VANG  S 573967409\n"
     "200001 20120309 OLSON M 573967410\n",
     {"ada": {"dob", "economic"}, "ben": {"dob", "economic"}, "cam": {"dob", "economic"}}),
    ("att.txt", "codes: A=absent F=foster day trip S=sick\nAda Olson A\nBen Roe A\nCam Vang A\n", {}),
    # driver's licences that a machine has read
    ("scan.txt", "STATE DRIVER'S LICENSE\n4d R-575-857-657\n1 QUILL\n2 ZED\n8 12 ELM ST\n"
     "3 06/25/1992   15 SEX M\n",
     {"ZED QUILL": {"dob", "government_id"}}),
    ("card.txt", "COMMERCIAL LICENCE\n1. LONG\n2. TIA\n3. 04/11/1979\n4d. H4581501347\n9 CLASS B\n",
     {"tia": {"dob", "government_id"}}),
    ("rules.txt", "Driver's license\n1 read the manual\n2 pass the test\n3 06/25/2026\n", {}),
    # what a cracked file has: the domain, the user name, the password
    ("dump.txt", "found:\nDIST\\tlong:P@ssword12\nDIST\\ustone:Walleye77\nDIST\\vhale:spring2026\n",
     {"tia": {"credentials"}, "uma": {"credentials"}, "vic": {"credentials"}}),
    ("left.txt", "tlong:Otter2211\nustone:Heron4410\nvhale:Beaver09\n",
     {"tia": {"credentials"}, "uma": {"credentials"}, "vic": {"credentials"}}),
    ("seen.log", "tlong:/home/tlong\nustone:/home/ustone\nvhale:/home/vhale\n", {}),
    # who asked is not whom the ticket was given to
    ("tickets.csv", "no,requester,asg,body\n1,Tia Long <tlong@d.example>,vhale,set it to Otter#2211 for now\n"
     "2,Uma Stone <ustone@d.example>,vhale,new password Heron#4410\n"
     "3,Tia Long <tlong@d.example>,vhale,toner\n",
     {"tia": {"credentials"}, "uma": {"credentials"}}),
    # the last row counts the others
    ("Payroll/remit.csv", "725402706,Long,Tia,433.00\n549676262,Stone,Uma,194.00\n728301028,Hale,Vic,277.00\n"
     "TOTAL,,,904.00\n", {"tia": {"financial", "ssn"}, "uma": {"financial", "ssn"},
      "vic": {"financial", "ssn"}}),
    # cells that say themselves what they are
    ("reel.txt", "0118  OLSON Zed   b. sep 03 1980   SS 718-68-1174   moved\n"
     "0119  ROE Flo   b. jun 16 1984   "
     "SS 713-50-4441   left\n0120  VANG Kit   b. apr 18 1976   SS 742-26-5038   done\n"
     "0121  LONG Lou   b. may 11 1977   SS 742-26-5039   done\n",
     {"OLSON Zed": {"dob", "ssn"}, "ROE Flo": {"dob", "ssn"}, "VANG Kit": {"dob", "ssn"},
      "LONG Lou": {"dob", "ssn"}}),
    # the number of a bank and an account, and a day in the boxes of a form
    ("returns.txt", "R03  TIA LONG      291074829/7051999057   2391.61\n", {"tia": {"financial"}}),
    ("claim.txt", "Insured person: Ada Olson\nDate of birth 03 09 2012   Sex F\nRoom 04 11 2012 9\n",
     {"ada": {"dob"}}),
    ("stock.txt", "Tia Long counted 412557731/7051999057 and 12 11 2012\n", {}),
    # points in a row end no sentence
    ("calls.txt", "Olson, Ada (200001)... asthma attack\nRoe, Ben (200002)... truck broke down\n",
     {"ada": {"health"}}),
    # whoever works here, at the head of a line
    ("HR/out.txt", "Tia Long: hip replacement. Sub in place.\nUma Stone: jury duty.\n", {"tia": {"health"}}),
    ("HR/posts.txt", "Tia Long: nurse office coverage\nUma Stone: detention room duty\n", {}),
    # what people say to each other is of whom they ask about
    ("HR/talk.txt", "Tia Long: is Uma Stone coming back?\n"
     "Vic Hale: not before May, the chemo is hard on her\n",
     {"uma": {"health"}}),
    ("bus talk.txt", "Tia Long: where was Ada Olson tonight\nVic Hale: in the ER, she had a seizure\n",
     {"ada": {"health"}}),
    ("ask.txt", "Garnishment and levy forms are in the lounge. Questions: Tia Long\n", {}),
    # who was called is not whom it is about
    ("note.txt", "Ada Olson has asthma. Called Gil Roe 2:35, will take her to the hospital.\n",
     {"ada": {"health"}}),
    # a message of a parent about a child, in the parent's row
    ("texts.csv", "matched contact,rcvd,text\nGil Roe,7:01,Ben Roe has influenza\nGil Roe,7:02,who is this\n",
     {"ben": {"health"}}),
    # which lunch is no benefit
    ("Nutrition/waves.csv", "student,lunch,diet\nAda Olson,A,celiac\nBen Roe,B,egg allergy\n",
     {"ada": {"health"}, "ben": {"health"}}),
    # counselors of a high school help with colleges, too
    ("Counseling/scholarships/key.csv", "code,applicant,need\n1,Ada Olson,AGI 31400\n2,Ben Roe,Pell max\n",
     {"ada": {"economic"}, "ben": {"economic"}}),
    # documents by short names, with their numbers behind
    ("HR/i9.csv", "nm,doc,#,exp\nTia Long,PRC,A208331992,3/31\nUma Stone,USPP,561220981,8/33\n",
     {"tia": {"government_id"}, "uma": {"government_id"}}),
    ("keys.csv", "nm,doc,#,exp\nTia Long,plan,208331992,3/31\nUma Stone,map,561220981,8/33\n", {}),
    # a hospital discharges nobody from a job
    ("entry.txt", "Ada Olson was discharged from Prairie House 10/9 after 11 days.\n", {"ada": {"health"}}),
    # home is no school
    ("care.txt", "Ada Olson was removed from her mother's home and is in foster care.\n",
     {"ada": {"safeguarding"}}),
)  # fmt: skip


@pytest.mark.parametrize(("name", "text", "told"), TOLD, ids=[name for name, _, _ in TOLD])
def test_what_is_told_is_told_of_them_and_of_nobody_else(
    lexicon: Lexicon, name: str, text: str, told: KINDS
) -> None:
    assert read(lexicon, name, text) == told
