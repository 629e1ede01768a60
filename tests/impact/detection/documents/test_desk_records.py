"""What boards, labels, spools, agreements and lists of two more hands taught, each in words of our own, with
neighbors that look alike and are about nobody.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

# (name, text, person to kinds)
TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # labels whose lines stand in cells of their own
    ("labels.csv",
     "Ada Olson,,Ben Roe\naolson,,200002\ngravel#2175k,,copper$4703x\n,,\nCam Vang,,\n200003,,\n"
     "falcon!7680k,,\n",
     {"ada": {"credentials"}, "ben": {"credentials"}, "cam": {"credentials"}}),
    ("cards.csv",
     "tlong,ustone\npw turtle77,pw rocket54\nvhale,aolson\npw purple18,pw pickle79\n",
     {"tia": {"credentials"}, "uma": {"credentials"}, "vic": {"credentials"}, "ada": {"credentials"}}),
    ("seats.csv",
     "tlong,ustone\nroom B204,room C118\nvhale,aolson\nroom B206,room A101\n",
     {}),
    ("carts.csv",
     "aolson,200002\nCart12,Cart14\n200003,tlong\nCart15,Cart17\n",
     {}),
    # rows headed by what all in them are there for
    ("board.csv",
     'wk 10,Mon,Tue,Wed\nISS room,"Ada Olson\nBen Roe",,\nlunch det.,,Cam Vang,\n',
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("plan.csv",
     ",East,West\nSeizures,Ada Olson; Ben Roe,Cam Vang\nBus 4,,Ada Olson\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("duty.csv",
     "wk 10,Mon,Tue,Wed\nISS room,Tia Long,Uma Stone,Vic Hale\n"
     "lunch det.,Uma Stone,Vic Hale,Tia Long\n",
     {}),
    ("clubs.csv",
     "wk 10,Mon,Tue\nchess,Ada Olson; Ben Roe,\nband,,Cam Vang\n",
     {}),
    # what a printer is told before each line
    ("pens.rpt",
     "1PENSIONS      DETAIL         UNIT 12\n"
     "0  SSN        MEMBER                         PAY            RATE\n"
     "   457427329  LONG, TIA                      3566.51      285.32\n"
     "   467873888  STONE, UMA                     2425.62      194.05\n"
     "   495891671  HALE, VIC                      3349.90      267.99\n-  3 MEMBERS\n",
     {"tia": {"financial", "ssn"}, "uma": {"financial", "ssn"}, "vic": {"financial", "ssn"}}),
    # rules to sign on
    ("agree.txt",
     "Transport agreement\n\nPupil Ada Olson, born Mar 09, 2012, enrolled at East.\n\n"
     "She was placed in licensed foster care. The team agrees that she stays.\n\n"
     "Signatures: ______ (county)   ______ (district)\n",
     {"ada": {"dob", "safeguarding"}}),
    ("plan.txt",
     "Health plan\n\nBen Roe has epilepsy and takes Keppra at noon.\n\n"
     "Signed ________ nurse   ________ parent\n",
     {"ben": {"health"}}),
    ("blank.txt",
     "Health plan\n\nName ________  Born ________\n\nDiagnosis: ______\nSignature ________\n",
     {}),
    # short forms of words end no sentence
    ("sub.txt",
     "8:00 rug song\nAda Olson goes to Mrs. K for resource reading (IEP)\n"
     "Ben Roe is line leader\n",
     {"ada": {"special_education"}}),
    ("cal.txt",
     "MANIFESTATION DET. Cam Vang\n",
     {"cam": {"discipline", "special_education"}}),
    # lanes with steps beside pay
    ("moves.csv",
     'name,bldg,27-28,lane/step,$ now\n"Long, Tia",E,ULA,MA/9,71163\n'
     '"Stone, Uma",W,stays,BA30/4,65759\n"Hale, Vic",W,0.8,BA/2,56003\n',
     {"tia": {"financial"}, "uma": {"financial"}, "vic": {"financial"}}),
    # codes without headers
    ("Buildings/alarm codes.prn",
     "NORTH STAR  ACCT 44-1180   SLOT / HOLDER / CODE\n011  TIA LONG                 5813\n"
     "012  UMA STONE                1522\n013  VIC HALE                 3898\n"
     "014  ADA OLSON                4708\n015  BEN ROE                  1885\n",
     {"tia": {"credentials"}, "uma": {"credentials"},
      "vic": {"credentials"}, "ada": {"credentials"},
      "ben": {"credentials"}}),
    ("Buildings/rooms.prn",
     "EAST WING    SLOT / HOLDER / ROOM\n011  TIA LONG                 5813\n"
     "012  UMA STONE                1522\n013  VIC HALE                 3898\n"
     "014  ADA OLSON                4708\n015  BEN ROE                  1885\n",
     {}),
    ("list.txt",
     "BACKPACK PALS (for hungry weekends)\n\n 1. Ada Olson   2 bags   rm 8\n"
     " 2. Ben Roe   1 bag   rm 9\n 3. Cam Vang   no pork   rm 4\n",
     {"ada": {"economic"}, "ben": {"economic"}, "cam": {"economic"}}),
    ("hike.txt",
     "BACKPACK CLUB (long weekends)\n\n 1. Ada Olson   2 bags   rm 8\n"
     " 2. Ben Roe   1 bag   rm 9\n 3. Cam Vang   no tent   rm 4\n",
     {}),
    ("ear.txt",
     "Child: Ada Olson\nTympanograms are flat. Pure tones show a moderate loss on the left.\n",
     {"ada": {"health"}}),
    ("tuba.txt",
     "Child: Ada Olson\nPlays low tones on the tuba, has a good ear.\n",
     {}),
    ("round.csv",
     'kid,how did it go\nAda Olson,did not pass hearing\nBen Roe,"passed, shy"\n'
     "Cam Vang,passed\n",
     {"ada": {"health"}}),
    ("ref.txt",
     "Your applicant Tia Long has been with us since 2017. Base $70,719.00, coaching "
     "$2,114. Good prospects.\n",
     {"tia": {"financial"}}),
    ("sev.txt",
     "Uma Stone - last day 6/5\n112 unused sick days x half rate\n"
     "= 403(b) deposit of 21,460.00 in July\n",
     {"uma": {"financial"}}),
    ("game.txt",
     "Uma Stone - last day 6/5\nsecond base 4 hits, 12 unused lockers\n",
     {}),
    ("groups.txt",
     "Managing anger (Thursdays): Ada Olson / Ben Roe / Cam Vang\n",
     {"ada": {"counselling"}, "ben": {"counselling"}, "cam": {"counselling"}}),
    ("teams.txt",
     "Managing props (Thursdays): Ada Olson / Ben Roe / Cam Vang\n",
     {}),
    # several names one below the other in a cell, and what the rows say of all
    ("pulls.csv",
     'run,kids,what we saw\nAM,"Ada Olson\nBen Roe",both: punched a seatmate\n'
     "PM,Cam Vang,spit at the driver\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("runs.csv",
     'run,kids,what we saw\nAM,"Ada Olson\nBen Roe",both: on time\n'
     "PM,Cam Vang,waved at the driver\n",
     {}),
    # a year's pay below two short words
    ("census.csv",
     'cert,insured,born,sal/yr\n00001,"Long, Tia",03/04/1965,85879\n'
     '00002,"Stone, Uma",02/12/1961,36862\n00003,"Hale, Vic",01/03/1989,68448\n',
     {"tia": {"dob", "financial"}, "uma": {"dob", "financial"}, "vic": {"dob", "financial"}}),
    # whoever trades under a firm's name
    ("payees.tsv",
     "no\tPAYEE\tTIN\tpaid\n1\tZed Quill dba North Piano Repair\t554-28-1533\t3520.00\n"
     "2\tUma Stone\t518-75-4421\t2120.00\n"
     "3\tFlo Marsh dba North Tutoring\t360-91-8240\t6648.00\n",
     {"Zed Quill": {"ssn"}, "uma": {"ssn"}, "Flo Marsh": {"ssn"}}),
    # plans of deferred pay say what the amounts are
    ("Business/remit.csv",
     "2917,634609101,LONG,TIA,19830718,403B,435.00,11202026\n"
     "2917,509587339,STONE,UMA,19981022,ROTH,507.00,11202026\n"
     "2917,527567142,HALE,VIC,19640507,457,600.00,11202026\n",
     {"tia": {"dob", "financial", "ssn"}, "uma": {"dob", "financial", "ssn"},
      "vic": {"dob", "financial", "ssn"}}),
    # a firm's name at the head of a report is nobody's
    ("checks.txt",
     "TruLook Screening\nSUBJECT Zed Quill\nSSN TRACE 610-26-8082 issued MN DOB 08/01/1990\n"
     "RECORD none\n----------------------------\nTruLook Screening\nSUBJECT Flo Marsh\n"
     "SSN TRACE 450-36-2778 issued MN DOB 08/07/1985\nRECORD none\n",
     {"Zed Quill": {"dob", "ssn"}, "Flo Marsh": {"dob", "ssn"}}),
    # numbers of pupils in short
    ("Sped/minutes.csv",
     "svc dt,st no,init,type,goal addressed,prov\n"
     '9/15,200001,AO,direct,"IEP goal 1, stairs",ustone\n'
     "9/16,200002,BR,direct,IEP goal 2: /r/ blends,ustone\n",
     {"ada": {"special_education"}, "ben": {"special_education"}}),
    # whom nobody may show
    ("Communications/photo opt outs.csv",
     'kid,web,why\n"Olson, Ada",N,"Safe at Home participant"\n"Roe, Ben",N,parent pref\n'
     '"Vang, Cam",N,"mom has an OFP, hiding from her ex"\n',
     {"ada": {"safeguarding"}, "cam": {"safeguarding"}}),
    ("Communications/photo prizes.csv",
     'kid,web,why\n"Olson, Ada",N,"Safe at Home poster"\n"Roe, Ben",N,parent pref\n',
     {}),
    # a description that begins with the name
    ("log.csv",
     "no,dt,from/to,descr,basis\nW0,10/7,principal / counsel,Ada Olson: suspension notice,A/C\n"
     "W7,11/18,principal / counsel,Tia Long: notice of deficiency and unpaid suspension,A/C\n"
     "W9,11/19,principal / counsel,Ben Roe: lunch menu,A/C\n",
     {"ada": {"discipline"}, "tia": {"discipline"}}),
    # what disarms a building
    ("keys.vcf",
     "BEGIN:VCARD\nVERSION:3.0\nFN:Tia Long\nTEL:218-555-3910\n"
     "NOTE:panel user code 67295, duress add 1\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\n"
     "FN:Uma Stone\nTEL:218-555-3911\nNOTE:disarm 49812\nEND:VCARD\n",
     {"tia": {"credentials"}, "uma": {"credentials"}}),
    ("rooms.vcf",
     "BEGIN:VCARD\nVERSION:3.0\nFN:Tia Long\nTEL:218-555-3910\nNOTE:panel talk 67295 seats\n"
     "END:VCARD\n",
     {}),
    ("hires.ps1",
     "Set-ADAccountPassword -Identity 'tlong' -Reset -NewPassword (ConvertTo-SecureString "
     "'Wr3475Ost#' -AsPlainText)\n"
     "Set-ADAccountPassword -Identity 'ustone' -Reset -NewPassword (ConvertTo-SecureString "
     "'Wr1645Sta#' -AsPlainText)\n",
     {"tia": {"credentials"}, "uma": {"credentials"}}),
    # which password it was
    ("queue.csv",
     "id,opened,requester,note\n1,11/2,tlong,user says old one was gitchi9512 and it quit\n"
     '2,11/3,ustone,"last one I used was Walleye!25, if that helps"\n'
     "3,11/4,vhale,the old one was AB-2031 and the new one has a stand\n",
     {"tia": {"credentials"}, "uma": {"credentials"}}),
    ("asked.csv",
     "id,requester,subject,txt\n1,tlong,campus,locked out. last one I used was Walleye!Fall25\n"
     "2,tlong@d.example,sub,my sub can use mine: pass is Gr4Rocks#88\n3,office,toner,out again\n"
     "4,aolson@d.example,google,someone has my password mapletree4\n",
     {"tia": {"credentials"}, "ada": {"credentials"}}),
    # to whom a child is not given
    ("binder.txt",
     "KEEP FACE DOWN\n\nBen Roe (gr 4) - do not release to Gil Roe. supervised visits only.\n",
     {"ben": {"safeguarding"}, "gil": {"safeguarding"}}),
    ("pickup.txt",
     "KEEP UP\n\nBen Roe (gr 4) - please release to Gil Roe. Bus 4 on Fridays.\n",
     {}),
    # what the text above a table says of its headers
    ("answers.json",
     '{"questions":{"Q1":"Your name","Q2":"Child","Q2b":"Child\'s '
     'birthday","Q7":"Programs"},"responses":[{"rid":"R0","Q1":"Gil Roe","Q2":"Ben '
     'Roe","Q2b":"2013-11-30","Q7":"WIC"},{"rid":"R1","Q1":"Kit Olson","Q2":"Ada '
     'Olson","Q2b":"2012-03-09","Q7":"none"}]}',
     {"ben": {"dob", "economic"}, "ada": {"dob"}}),
    # notes of how to get in
    ("dont forget.txt",
     "copier 4th floor (everyone)\n\nTia Long computer when out:  Sugarbush1962\n\n"
     "Uma Stone - state sign in  Bear&Cub2\n\nvhale   /   fishhouse9!\n",
     {"tia": {"credentials"}, "uma": {"credentials"}, "vic": {"credentials"}}),
    ("carts.txt",
     "computer carts\n\nTia Long computer when full:  Optiplex7010\n\nUma Stone - stand 22\n",
     {}),
    ("me.txt",
     "tlong\nloonsong11\n",
     {"tia": {"credentials"}}),
    ("me too.txt",
     "tlong\nustone\nloon lake\n",
     {}),
    ("Meals/fix.txt",
     "matched to the wrong child again. should be\nAda Olson (200001) -> FREE\n"
     "Ben Roe #200002 -> REDUCED\n",
     {"ada": {"economic"}, "ben": {"economic"}}),
    ("Art/fix.txt",
     "Ada Olson (200001) -> free seat\n",
     {}),
    # codes below a short header
    ("dirs.csv",
     "typ,id,grd,act,days\nFT,200001,11,OSS,2.0\nDRG,200002,12,OSS,3.0\nWPN,200003,12,ISS,4.0\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("play.csv",
     "typ,id,grd,act,days\nFT,200001,11,juggling,2.0\nDRG,200002,12,song,3.0\n"
     "WPN,200003,12,dance,4.0\n",
     {}),
    # addresses that head what each of them answers
    ("survey.html",
     "<html><body><h1>Why do you opt out?</h1><dl><dt>tlong@d.example</dt><dd>had a stent "
     "in June, see cardiology</dd></dl><dl><dt>ustone@d.example</dt><dd>no "
     "thanks</dd></dl><dl><dt>vhale@d.example</dt><dd>pregnant, doc says no "
     "weigh-ins</dd></dl></body></html>",
     {"tia": {"health"}, "vic": {"health"}}),
    # letters merged into one file
    ("letters.txt",
     "Zed Quill\n1917 Sandbar Dr #15\nCoulee Bend MN 55977\n\n"
     "ID: XXX-XX-7582   Birth date: February 6, 1960\nYour coverage ended October 31.\n\n"
     "Flo Marsh\n4053 County 19 #15\nLatsch MN 55967\n\n"
     "ID: XXX-XX-1160   Birth date: May 25, 1997\nYour coverage ended October 31.\n",
     {"Zed Quill": {"dob"}, "Flo Marsh": {"dob"}}),
    ("chat.csv",
     "9:10,Tia,did you see Ada Olson today? long face\n9:16,Uma,yes I talked to her 3rd hr.\n"
     '9:22,Uma,"she showed me: cutting again, not deep"\n'
     "10:28,Tia,ok calling home now and the county\n",
     {"ada": {"counselling"}}),
    ("bells.csv",
     "9:10,Tia,room 4\n9:16,Uma,room 5\n9:22,Uma,room 6\n10:28,Tia,room 7\n",
     {}),
    ("appeal.csv",
     "Claimant,Zed Quill\nSS#,415-43-4074\nWeekly benefit,$389\n",
     {"Zed Quill": {"financial", "ssn"}}),
    ("lobby.csv",
     "photo,name / DOB,ID,why\n,Zed Quill 03/06/1991,MN DL N322640733219,loud\n"
     ",Gil Roe 04/14/1975,MN DL A934743998145,late\n",
     {"Zed Quill": {"dob", "government_id"}, "gil": {"dob", "government_id"}}),
    ("shelf.csv",
     "photo,name / DAY,ID,why\n,Zed Quill 03/06/1991,row B 22,loud\n"
     ",Gil Roe 04/14/1975,row B 23,late\n",
     {}),
    ("kitchens/line list.csv",
     '"Olson, Ada",4,no dairy - hives\nBen Roe,2,PEANUT epi in nurse rm\n'
     "Cam Vang,1,PKU - own tray only\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("Library/picks.txt",
     "LUNCH BOOK CLUB\nAda Olson - Fish in a Tree (dyslexia)\nBen Roe - Counting by 7s\n"
     "Cam Vang - Crenshaw (homeless family)\n",
     {}),
    ("helpdesk/tix_export.csv",
     "id,requester,subject,note\n1,tlong,campus,locked out again\n2,ustone,toner,out\n"
     "3,vhale,desk,moved\n",
     {}),
    # who sues for a child
    ("memo.txt",
     "Claimant: Gil Roe, individually and as natural guardian of Ben Roe.\n\n"
     "The minor was groped by an aide. A psychologist has diagnosed PTSD.\n",
     {"ben": {"counselling", "health", "safeguarding"}}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "told"), TOLD, ids=[f"{at}-{name}" for at, (name, _, _) in enumerate(TOLD)]
)
def test_what_offices_post_print_and_sign_is_told_of_those_it_names(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told
