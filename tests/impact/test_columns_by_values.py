"""What columns, cards and mails tell by what stands in them, whatever their headers and labels are called:
each in words of our own, with neighbors that look alike and are about nobody.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.test_ways_of_telling import read

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
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "told"), TOLD, ids=[f"{at}-{name}" for at, (name, _, _) in enumerate(TOLD)]
)
def test_values_tell_what_headers_do_not(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told
