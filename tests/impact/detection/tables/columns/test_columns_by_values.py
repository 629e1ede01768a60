"""What columns, cards and mails tell by what stands in them, whatever their headers and labels are called:
each in words of our own, with neighbors that look alike and are about nobody.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

# (name, text, person to kinds)
TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # the only column of names beside numbers that are somebody's, whatever it is called
    ("judges.csv",
     "who,tax no,per day\nEudora Quimby,219-09-3344,$85\nOrville Tansley,376-18-4455,$85\n"
     "Thelma Grubbs,531-22-0917,$85\n",
     {"Eudora Quimby": {"ssn"}, "Orville Tansley": {"ssn"}, "Thelma Grubbs": {"ssn"}}),
    ("referees.tsv",
     "ref\trouting\tacct\twknd\nEudora Quimby\t091000019\t970780205\tFri\n"
     "Orville Tansley\t091000019\t212844379\tSat\nThelma Grubbs\t091000019\t747034807\tSun\n",
     {"Eudora Quimby": {"financial"}, "Orville Tansley": {"financial"}, "Thelma Grubbs": {"financial"}}),
    ("paid.txt",
     "NO     PAYEE                   S S N        BOX3\n=================================================\n"
     "7001   Eudora Quimby           219-09-3344  640.00\n7002   Orville Tansley         376-18-4455  88.00\n"
     "7003   Thelma Grubbs           531-22-0917  1200.00\n",
     {"Eudora Quimby": {"ssn"}, "Orville Tansley": {"ssn"}, "Thelma Grubbs": {"ssn"}}),
    ("sellers.tsv",
     "seller\tpart no\tqty\nQuimby Supply\t091000019\t97\nTansley Books\t091000027\t21\n"
     "Grubbs Systems\t091000035\t74\n",
     {}),
    # numbers as they are written beat the word for where they go
    ("pool.csv",
     "swimmer,soc sec (payroll),born\nAda Olson,219-09-3344,3/9/2012\nBen Roe,376-18-4455,11/30/2013\n",
     {"ada": {"ssn", "dob"}, "ben": {"ssn", "dob"}}),
    ("keys.csv",
     "swimmer,locker (payroll),lane\nAda Olson,219-09,3\nBen Roe,376-18,4\n",
     {}),
    # codes of diagnoses without a header
    ("billing/q3.txt",
     "CLM|200001|OLSON^ADA|F84.0|T1018\nCLM|200002|ROE^BEN|G80.1|T1018\nCLM|200003|VANG^CAM|R48.8|T1018\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("visits.csv",
     "Ada Olson,J45.909,ok\nBen Roe,E10.9,ok\nCam Vang,F90.2,ok\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("rooms.csv",
     "Ada Olson,A1.0,ok\nBen Roe,B2.1,ok\nCam Vang,C3.2,ok\n",
     {}),
    # most say why, and the others say it in other words
    ("left class.csv",
     "kid,why\nAda Olson,fighting\nBen Roe,swore at sub\nCam Vang,vaping in bathroom\n"
     "Ada Olson,bullying\nBen Roe,theft\nCam Vang,humming\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("left early.csv",
     "kid,why\nAda Olson,dentist\nBen Roe,hockey\nCam Vang,trip\nAda Olson,bus\nBen Roe,bus\n",
     {}),
    # a code beside words of another kind
    ("absent.csv",
     "200001,Olson,11/3,MED-mono,1\n200002,Roe,11/8,OSS,2\n200003,Vang,11/9,MED-appendectomy,2\n"
     "200001,Olson,11/18,ISS,5\n",
     {"ada": {"health", "discipline"}, "ben": {"discipline"}, "cam": {"health"}}),
    # to whom children are not given, by the title or by what the column tells
    ("who may NOT pick up.csv",
     "adult,child,why\nGil Roe,Ben Roe,rights terminated 2024\n",
     {"gil": {"safeguarding"}, "ben": {"safeguarding"}}),
    ("who may pick up.csv",
     "adult,child,how\nGil Roe,Ben Roe,blue van\n",
     {}),
    # a child by the given name alone, beside the parent
    ("sliding fee 26.csv",
     "parent,child,AGI\n\"Roe, Gil\",Ben,18400\n",
     {"gil": {"economic"}, "ben": {"economic"}}),
    ("class list.csv",
     "parent,child,room\n\"Roe, Gil\",Ben,14\n",
     {}),
    # family names and first letters
    ("Payroll/remit.txt",
     "219093344\tLONG\tT\t2100.17\t168.01\n376184455\tSTONE\tU\t2233.17\t178.65\n"
     "531220917\tHALE\tV\t2366.17\t189.29\n",
     {"tia": {"ssn", "financial"}, "uma": {"ssn", "financial"}, "vic": {"ssn", "financial"}}),
    # cards that hand a way in
    ("tickets.txt",
     "Ada Olson\n sign in 6955726270 word FIR2031\n- - - - - - -\nBen Roe\n"
     " sign in 5618079920 word OAK9601\n- - - - - - -\nCam Vang\n sign in 7545575269 word ELM8269\n",
     {"ada": {"credentials"}, "ben": {"credentials"}, "cam": {"credentials"}}),
    ("homes.txt",
     "To the home of Gil Roe\n\nWeb name: gil.roe@home.example\n\nFirst-time pass: B368-9750\n\n"
     "To the home of Eudora Quimby\n\nWeb name: eq@home.example\n\nFirst-time pass: C321-3707\n\n"
     "To the home of Orville Tansley\n\nWeb name: ot@home.example\n\nFirst-time pass: D433-9741\n",
     {"gil": {"credentials"}, "Eudora Quimby": {"credentials"}, "Orville Tansley": {"credentials"}}),
    ("badges.txt",
     "Welcome Ada Olson\nscreen name: ada7\nstarter key: moss-4417\n***\nWelcome Ben Roe\nscreen name: ben9\n"
     "starter key: fern-9902\n***\nWelcome Cam Vang\nscreen name: cam4\nstarter key: pine-3381\n",
     {"ada": {"credentials"}, "ben": {"credentials"}, "cam": {"credentials"}}),
    ("seats.txt",
     "Ada Olson\n sign in table B seat FIR2031\n- - - - - - -\nBen Roe\n"
     " sign in table C seat OAK9601\n- - - - - - -\nCam Vang\n sign in table D seat ELM8269\n",
     {}),
    # who declares something, and what calls a name one of earlier
    ("consents.txt",
     "I, Eudora Quimby, let the district check my past.\n  driver lic Q720810874348 (MN)   d.o.b. 6/19/1996\n"
     "-----\nI, Orville Tansley, let the district check my past.\n"
     "  driver lic T158345360959 (MN)   d.o.b. 11/10/1962\n",
     {"Eudora Quimby": {"government_id", "dob"}, "Orville Tansley": {"government_id", "dob"}}),
    ("request.txt",
     "name at graduation Eudora Quimby\nclass of 1998\nss 219-09-3344\nborn 1/8/1980\n",
     {"Eudora Quimby": {"ssn", "dob"}}),
    # a card that somebody offers for a child, and who signs with a number below
    ("again.eml",
     "From: Gil Roe <gil.roe@home.example>\nTo: office@d.example\nSubject: again\n\n"
     "Sorry. Run this one for Ben Roe's trip: 4966066045333809 exp 11/28 code 204.\nGil Roe\n",
     {"gil": {"financial"}}),
    ("paperwork.eml",
     "From: eudora9@post.example\nTo: office@d.example\nSubject: Re: chaperone\n\n"
     "My licence number, it is Q350362698380, and I was born on August 16, 1990.\n\n"
     "Eudora Quimby\n218-555-9757\n\n> On Monday the office wrote:\n> We need your licence.\n",
     {"Eudora Quimby": {"government_id", "dob"}}),
    # the bank of an office
    ("terms.txt",
     "Remit to Second West Bank, routing 091000019, account of the district's general fund.\n",
     {}),
    # who is accused, on one line with who complains, and a meal by its letter
    ("memo.txt",
     "Complainant: Tia Long Respondent: Vic Hale\nThe complaint is sustained as to remarks about her hair.\n",
     {"vic": {"discipline"}}),
    ("sheet.txt",
     "Ada Olson | 200001 | Gr 3\n\nMeal: F\n",
     {"ada": {"economic"}}),
    ("menu.txt",
     "Ada Olson | 200001 | Gr 3\n\nMeal: pasta\n",
     {}),
    # names that programs write with a sign between their parts
    ("yearly.csv",
     "ssn,nm,bd\n219-09-3344,Long*Tia,1994-12-12\n376-18-4455,Stone*Uma,1998-09-03\n",
     {"tia": {"ssn", "dob"}, "uma": {"ssn", "dob"}}),
    ("ship.csv",
     "no,nm,qty\n219-09,Long*Tail,4\n376-18,Stone*Ware,3\n",
     {}),
    # a number and a name below two headers, with one space between them
    ("register.prn",
     "PAYROLL REGISTER\n\n EMP  NAME                  GROSS    FIT     NET    ACCT\n"
     " E901 Long, Tia              1897.00  143.11    2358.42 ****7172\n"
     " E902 Stone, Uma             3448.00  306.11    2338.42 ****2803\n"
     " E903 Hale, Vic              3029.00  138.11    2007.42 ****4410\n",
     {"tia": {"financial"}, "uma": {"financial"}, "vic": {"financial"}}),
    # records of one type between those that head and end a file
    ("Benefits/deposits.csv",
     "xxx,Vendor file v3\nH,2853,20261001\nD,219093344,LONG,TIA,19640424,208.33\n"
     "D,376184455,STONE,UMA,19930110,208.33\nD,531220917,HALE,VIC,19711019,208.33\nT,3,624.99\n",
     {"tia": {"ssn", "dob"}, "uma": {"ssn", "dob"}, "vic": {"ssn", "dob"}}),
    # how well eyes see
    ("export.dat",
     "Olson,Ada,20/20 20/20,PASS\nRoe,Ben,20/100 20/70,REFR\nVang,Cam,20/50 20/40,REFR\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("points.dat",
     "Olson,Ada,20 of 20,PASS\nRoe,Ben,17 of 20,PASS\nVang,Cam,12 of 20,LATE\n",
     {}),
    # a code beside those of what is paid
    ("elig.csv",
     "acct,patron,stat,src\n200001,\"Olson, Ada\",F,DC-SNAP\n200002,\"Roe, Ben\",F,HOMELS\n"
     "200003,\"Vang, Cam\",R,DC-MFIP\n",
     {"ada": {"economic"}, "ben": {"safeguarding"}, "cam": {"economic"}}),
    # what a card notes of the grown-up whose it is, and adults beside what keeps them away
    ("cards.txt",
     "Name: Gil Roe\nPhone: 320-555-8121\nNote: NOT allowed to take Ben Roe - OFP on file\n",
     {"gil": {"safeguarding"}, "ben": {"safeguarding"}}),
    ("cards ok.txt",
     "Name: Gil Roe\nPhone: 320-555-8121\nNote: picks up Ben Roe on Fridays\n",
     {}),
    ("alerts.csv",
     "sid,adult,alert\n200001,Zed Quill,no contact - OFP exp 2028\n200002,Gil Roe,supervised only\n"
     "200003,Flo Marsh,jailed; no release\n",
     {"ada": {"safeguarding"}, "ben": {"safeguarding"}, "cam": {"safeguarding"},
      "gil": {"safeguarding"}, "Zed Quill": {"safeguarding"}, "Flo Marsh": {"safeguarding"}}),
    # numbers behind the state that gave them, and of what is no person's
    ("vehicles.txt",
     "copy of license on file\n\nZed Quill - MN D911641670797, 08/06/1980, State Farm\n\n"
     "Flo Marsh - WI M5692353826871, 04/21/1974, State Farm\n",
     {"Zed Quill": {"dob", "government_id"}, "Flo Marsh": {"dob", "government_id"}}),
    ("invoice.txt",
     "Lakes Therapy LLC inv 481-22-9034\n42.5 h @ 78.00\nAttn Tia Long\n",
     {}),
    # given and family names in gaps of a form
    ("scan.txt",
     "First name and initial  Tia    Last name  Long\n(b) Social security number 219 09 3344\n",
     {"tia": {"ssn"}}),
    # people whom nobody here knows: a list of them, and a note that begins with one
    ("finalists.txt",
     "Zed Quill - need score 9/10, on food stamps\nFlo Marsh - household income 140k\n"
     "Orville Tansley - family gets snap benefits\n",
     {"Zed Quill": {"economic"}, "Flo Marsh": {"economic"}, "Orville Tansley": {"economic"}}),
    ("teams.txt",
     "Zed Quill - lane 3, freestyle\nFlo Marsh - lane 4, relay\nOrville Tansley - lane 5, diving\n",
     {}),
    ("call.txt",
     "ref call for Zed Quill (math)\nold principal: suspended without pay in 22, would not rehire\n",
     {"Zed Quill": {"discipline"}}),
    # a message that calls whom it goes to
    ("step.eml",
     "From: vhale@d.example\nTo: Tia Long <tlong@d.example>\nSubject: step\n\n"
     "Tia, the office agrees: the annual salary is $68,412, retro to 9/1.\n",
     {"tia": {"financial"}}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "told"), TOLD, ids=[f"{at}-{name}" for at, (name, _, _) in enumerate(TOLD)]
)
def test_values_tell_what_headers_do_not(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told
