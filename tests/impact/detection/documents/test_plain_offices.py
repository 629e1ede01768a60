"""What layouts in a remark, tickets, forms of worry, complaints and letters of one more hand taught, "
     "each in
words of our own, with neighbors that look alike and are about nobody, or about somebody else.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

# (name, text, person to kinds)
TABLES: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # places before names in one remark, with codes of which one means nothing
    ("file.dat", "# 01-06 local 08-15 birth 17-18 prim disab (00 none) 20 econ (0/1 free/2 reduced) 22 "
     "homeless Y/N\n"
     "200001 20120309 00 1 N\n200002 20131130 07 0 N\n200003 20110704 00 0 Y\n",
     {"ada": {"dob", "economic"}, "ben": {"dob", "special_education"}, "cam": {"dob", "safeguarding"}}),
    ("run.dat", "* 1-6 no 8 wing (0/1 north/2 south) 10 bus\n200001 1 4\n200002 0 7\n200003 2 4\n", {}),
    ("run.dat", "; 1-6 student 8-9 disability (00 none) 11 meal (F free/R reduced/P paid)\n200001 00 "
     "P\n200002 01 R\n"
     "200003 00 F\n", {"ben": {"economic", "special_education"}, "cam": {"economic"}}),
    # a plan that is called by its section
    ("upload.csv", "SSID,LAST,FST,EL,504,TTS\n200001,Olson,Ada,N,Y,Y\n200002,Roe,Ben,N,N,Y\n"
     "200003,Vang,Cam,Y,N,Y\n", {"ada": {"special_education"}}),
    ("rooms.csv", "Hour,502,504,506\n1,Tia Long,Uma Stone,Vic Hale\n2,Uma Stone,Vic Hale,Tia Long\n", {}),
    # several with their numbers in one cell, and who gets help for them
    ("direct.csv", "HH,adult,children (all),basis\nH1,Gil Roe,Ben Roe 200002; Ada Olson 200001,SNAP\n"
     "H2,Zeb Quill,Cam Vang 200003,MFIP\n",
     {"gil": {"economic"}, "ben": {"economic"}, "ada": {"economic"}, "cam": {"economic"},
      "Zeb Quill": {"economic"}}),
    ("teams.csv", "team,coach,players,court\n1,Tia Long,Ben Roe 200002; Ada Olson 200001,4\n"
     "2,Uma Stone,Cam Vang 200003,5\n", {}),
    # numbers of cards by their header
    ("holders.csv", "cardholder,PAN,exp\nTia Long,4715 5511 7096 1069,08/29\nUma Stone,4715 8482 1729 "
     "2022,08/29\n"
     "Vic Hale,4715 3615 8889 5530,08/29\n",
     {"tia": {"financial"}, "uma": {"financial"}, "vic": {"financial"}}),
    ("keys.csv", "holder,fob,exp\nTia Long,4715,08/29\nUma Stone,8482,08/29\nVic Hale,3615,08/29\n", {}),
    # who opened a ticket, and for whom
    ("closed.csv", "#,opened by,for,body\n901,vhale,aolson@d.example,\"reset, temp pw is "
     "Loon-Harvest-77 until then\"\n"
     "902,vhale,,projector bulb in room 12\n903,tlong,ustone@d.example,\"screen cracked, loaner 118 "
     "given\"\n",
     {"ada": {"credentials"}}),
)  # fmt: skip
FORMS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("worry.html", "<h1>Referrals</h1><dl><dt>Who are you worried about?</dt><dd>Ada Olson</dd><dt>What "
     "did you see?"
     "</dt><dd>cuts on the arm</dd></dl><dl><dt>Who are you worried about?</dt><dd>Ben Roe</dd><dt>What "
     "did you "
     "see?</dt><dd>caught vaping in the bathroom</dd></dl><dl><dt>Who are you worried "
     "about?</dt><dd>Cam Vang</dd>"
     "<dt>What did you see?</dt><dd>spelling got worse</dd></dl>",
     {"ada": {"counselling"}, "ben": {"discipline"}}),
    ("intake.txt", "FORMAL COMPLAINT\nComplainant: Ada Olson\nRespondent: Ben Roe\nTaken by: Uma Stone\n",
     {"ben": {"discipline"}}),
    ("survey.txt", "READING SURVEY\nRespondent: Ben Roe\nTaken by: Uma Stone\n", {}),
    ("affidavit.txt", "DELEGATION\nI, Gil Roe, give to my sister the care of my son Ben Roe\n"
     "while I am in the custody of the county jail.\n",
     {"gil": {"discipline", "safeguarding"}}),
    ("belief.txt", "I, Gil Roe, am the parent of Ben Roe. I do not want my child to get hepatitis shots.\n",
     {"ben": {"health"}}),
    ("card.txt", "PERMANENT RECORD\nKVAM, ROLF JO S.S. 457-42-7329 b. 11/21/1966\nRank 61 of 144\n",
     {"KVAM, ROLF JO": {"dob", "ssn"}}),
    ("meeting.txt", "Re-entry meeting\n\nPresent: Ada Olson, Gil Roe, Uma Stone\n\n"
     "She was treated for major depression and takes Escitalopram at home.\n",
     {"ada": {"counselling", "health"}}),
    ("meeting.txt", "Safety meeting\n\nPresent: Ada Olson, Ben Roe, Uma Stone\n\n"
     "The poster on major depression is done.\n", {}),
    ("quote.txt", "QUOTE 457-42-7329 Attn Uma Stone\n8 cameras ........ $9,880.00\n", {}),
    ("unit.txt", "Unit 5: Inheritance (Uma Stone's section)\n\nCase cards: Person A has sickle cell "
     "disease.\n\n"
     "Homework: why is cystic fibrosis not dominant?\n", {}),
)  # fmt: skip
LETTERS: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    ("pass.eml", "From: kvam.rol77@post.example\nTo: tlong@d.example\nSubject: paperwork\n\n"
     "Hello! My social is 457-42-7329. Do I need the green form?\nRolf Kvam\n", {"Rolf Kvam": {"ssn"}}),
    ("pass.eml", "From: office77@post.example\nTo: tlong@d.example\nSubject: paperwork\n\n"
     "Hello! The order is 4574-27-329.\nGreen Form Team\n", {}),
    ("gate.eml", "From: ustone@d.example\nTo: office@d.example\nSubject: pick up of Ben Roe\n\n"
     "Gil Roe may not come within 500 feet of the building or of Ben until May.\nUma\n",
     {"gil": {"safeguarding"}, "ben": {"safeguarding"}}),
    ("gate.eml", "From: ustone@d.example\nTo: office@d.example\nSubject: pick up of Ben Roe\n\n"
     "Gil Roe may not come until 3:30, please keep him in the library.\nUma\n", {}),
    ("call.eml", "From: vhale@d.example\nTo: ustone@d.example\nSubject: Ada Olson\n\n"
     "Mom's partner is on the offender registry and moved back in. I made the call to the county.\n",
     {"ada": {"safeguarding"}}),
    ("leave.txt", "To whom,\n\nplease take this as my two weeks. The MS has come back and my hands "
     "shake.\n\n"
     "Tia Long\n", {"tia": {"health"}}),
    ("plan.txt", "To whom,\n\nplease take this plan. The child has asthma and needs the inhaler.\n\nTia "
     "Long\n", {}),
    ("heads.eml", "From: vhale@d.example\nTo: ustone@d.example\nSubject: heads up\n\n"
     "Ben Roe qualifies as LD now, papers come Friday.\n", {"ben": {"special_education"}}),
    ("away.txt", "Ada Olson is in a treatment program in Fargo for alcohol until May.\n",
     {"ada": {"health"}}),
    ("away.txt", "Ada Olson was suspended for alcohol on the bus.\n", {"ada": {"discipline"}}),
    ("exam.txt", "Ada Olson, TB test positive, rifampin for four months begun 9/28.\n",
     {"ada": {"health"}}),
    ("exam.txt", "Ada Olson was caught with a gun at school.\n", {"ada": {"discipline"}}),
    ("minutes.txt", "2. Pupil Ben Roe, gr. 6: expelled for 12 months, 6-0.\n\n3. Bus company: hold at "
     "3.1 %.\n",
     {"ben": {"discipline"}}),
)  # fmt: skip
ALL = (*TABLES, *FORMS, *LETTERS)


@pytest.mark.parametrize(("name", "text", "told"), ALL, ids=range(len(ALL)))
def test_what_offices_note_is_told_of_whom_it_is_about(
    name: str, text: str, told: dict[str, set[str]], lexicon: Lexicon
) -> None:
    assert read(lexicon, name, text) == told
