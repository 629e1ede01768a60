"""Names with the family name first and no comma, people at the head of what is told of them,
     chats,
and who only stands beside, each in words of our own.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

Told = dict[str, set[str]]
TURNED: tuple[tuple[str, str, Told], ...] = (
    ("notice.csv", "NAME,LICENSE\nLONG TIA,L316645158601\nHALE VIC,H554980376002\n"
     "QUILLFEATHER GIDEON,Q619776453555\n",
     {"tia": {"government_id"}, "vic": {"government_id"}, "GIDEON QUILLFEATHER": {"government_id"}}),
    ("notice.csv", "NAME,LICENSE\nTIA LONG,L316645158601\nVIC HALE,H554980376002\n"
     "GIDEON QUILLFEATHER,Q619776453555\n",
     {"tia": {"government_id"}, "vic": {"government_id"}, "GIDEON QUILLFEATHER": {"government_id"}}),
    # below a header that says nothing of names
    ("stops.csv", "No,Dt,Juv,DOB,Offense\n1,9/8/26,OLSON ADA,03/09/2012,5th deg assault\n"
     "2,9/9/26,ROE BEN,11/30/2013,theft\n3,9/9/26,BROAMSTEAD LUCINDA,07/04/2011,theft\n",
     {"ada": {"discipline", "dob"}, "ben": {"discipline", "dob"},
      "LUCINDA BROAMSTEAD": {"discipline", "dob"}}),
    # and a firm behind the name
    ("mvr.csv", 'Name,Lic no,DOB\n"Lucinda Broamstead, Elm Transit",B2361156900,1/30/1969\n'
     '"Long, Tia",L5362205801,3/11/1968\n',
     {"Lucinda Broamstead": {"government_id", "dob"}, "tia": {"government_id", "dob"}}),
    ("drv.csv", "when,DCS,DAC,DBB,DAQ\n10/20,HALE,VIC,07101971,H492132285979\n",
     {"vic": {"dob", "government_id"}}),
    ("drv.csv", "when,DCS,notes\n10/20,4,door\n10/21,5,gate\n", {}),
)  # fmt: skip
HEADED: tuple[tuple[str, str, Told], ...] = (
    ("HR/bank moves.csv", "Direct deposit changes,,\n#E901  Tia Long,,\n,was,acct ending 1146\n"
     ",NOW,096094321,8347667040,chk\n#E902  Uma Stone,,\n,was,2585133706\n,NOW,091985082,8919994027,sav\n",
     {"tia": {"financial"}, "uma": {"financial"}}),
    ("office/front.csv", "Do not release,,\nAda Olson,gr 1,\n,NOT TO: Zed Quillfeather,OFP exp 6/2028\n"
     "Ben Roe,gr 2,\n,NOT TO: Lucinda Broamstead,HRO - no contact w/ child\n",
     {"ada": {"safeguarding"}, "ben": {"safeguarding"}, "Zed Quillfeather": {"safeguarding"},
      "Lucinda Broamstead": {"safeguarding"}}),
    ("office/front.csv", "Rides\nAda Olson,gr 1,\n,with: Zed Quillfeather,blue van\nBen Roe,gr 2,\n"
     ",with: Lucinda Broamstead,walks\n", {}),
    # a column that is empty settles nothing of what the title says
    ("Payroll/garnishment worksheet.csv", "Garnishment worksheet\nemployee,order,%,withhold\n"
     "\"Long, Tia\",Creditor,10,\n\"Stone, Uma\",Levy,10,\n", {"tia": {"financial"}, "uma": {"financial"}}),
    ("Math/worksheet.csv", "Percent worksheet\nemployee,order,%,withhold\n\"Long, Tia\",4,10,\n", {}),
)  # fmt: skip
BESIDE: tuple[tuple[str, str, Told], ...] = (
    ("fmla.txt", "Uma Stone out 10/5-11/13, hysterectomy, told Tia Long to find a sub.\n",
     {"uma": {"health"}}),
    ("plan.txt", "Ada Olson (200001) has type 1 diabetes. Tia Long will train two teachers on glucagon.\n",
     {"ada": {"health"}}),
    ("plan.txt", "Tia Long has type 1 diabetes.\n", {"tia": {"health"}}),
    ("ta.txt", "Ada Olson (200001) said Friday would be on the news, suspended 5 days. Ben Roe told the "
     "teacher right away.\n", {"ada": {"discipline"}}),
    ("ta.txt", "Ben Roe told the teacher right away that he brought a knife. Suspended 5 days.\n",
     {"ben": {"discipline"}}),
    ("Payroll/reg.txt", "DEDUCTION REGISTER - COURT ORDERED    OPR VHALE\n\nE901 LONG, TIA   IRS LEVY   "
     "412.18\n",
     {"tia": {"financial"}}),
    ("thread.txt", "tlong 10:02\n\ndid Uma Stone (E902) sign the last chance agreement, next positive "
     "is termination\n\nvhale 10:03\n\nyes\n", {"uma": {"discipline"}}),
    ("talk.json", '[{"t": "06:58", "u": "tlong", "m": "Ada Olson (200001) only goes with mom, dad has a '
     'no contact order"}, {"t": "06:59", "u": "vhale", "m": "copy, what car is it"}]', {"ada": {"saf"
     "eguarding"}}),
)  # fmt: skip
HEADERS: tuple[tuple[str, str, Told], ...] = (
    ("btw.csv", "who,sid,permit no,iss,lesson\nAda Olson,200001,M419576198764,2026-04-12,1\n"
     "Ben Roe,200002,S489212408936,2026-09-19,4\n",
     {"ada": {"government_id"}, "ben": {"government_id"}}),
    ("days.csv", "who,sid,iss\nAda Olson,200001,2\nBen Roe,200002,1\n",
     {"ada": {"discipline"}, "ben": {"discipline"}}),
    ("rank.csv", "applicant,sid,SAI,reader 1,reader 2\nAda Olson,200001,1468,5,8\nBen Roe,200002,4938,9,7\n",
     {"ada": {"economic"}, "ben": {"economic"}}),
    ("psych.csv", "ref,name,referral\n200001,Ada Olson,initial special education evaluation\n"
     "200002,Ben Roe,three-year special education reevaluation\n",
     {"ada": {"special_education"}, "ben": {"special_education"}}),
    ("refs.csv", "ref,name,referral\n200001,Ada Olson,fighting\n200002,Ben Roe,vape\n",
     {"ada": {"discipline"}, "ben": {"discipline"}}),
    ("leave.csv", 'emp,who,restrictions\nE901,Tia Long,15 lb limit (hernia)\nE902,Uma Stone,"none. Days '
     'used up"\n',
     {"tia": {"health"}}),
    ("pos.csv", "PATRON,ELIG,PIN,BAL\n200001,F,15690,-45.00\n200002,R,70744,-30.40\n",
     {"ada": {"economic", "credentials"}, "ben": {"economic", "credentials"}}),
    ("pos.csv", "ELIG,PIN,BAL\nF,200001,-45.00\nR,200002,-30.40\n", {"ada": {"economic"}, "ben": {"e"
     "conomic"}}),
    ("cart.csv", "Asset,Serial,Assigned,Login "
     "Card\nCB1,5CD267,tlong,greenbear15\nCB2,5CD180,ustone,blueowl58\n"
     "CB3,5CD365,vhale,lost - reprint\n", {"tia": {"credentials"}, "uma": {"credentials"}}),
    ("pumps.csv", "Unit,Serial,Assigned,Condition\nCB1,5CD267,tlong,fracture\nCB2,5CD180,ustone,frac"
     "ture\n", {}),
)  # fmt: skip
NOBODY: tuple[tuple[str, str, Told], ...] = (
    ("edi/out/850.edi", "ISA*00*          *00*          *ZZ*US             *ZZ*CARE           "
     "*261012*0911*U*00401*"
     "000003310*0*P*>~\nGS*PO*US*CARE*20261012*0911*1*X*004010~\nST*850*1~\n"
     "PO1*1*12*EA*38.5**VP*200001*PD*GLUCOMETER KIT WHEELCHAIR~\nSE*3*1~\n", {}),
    ("payroll/schema.sql", "CREATE TABLE pay (emp_no integer, ssn char(11));\n"
     "COMMENT ON COLUMN pay.ssn IS 'stored as 999-99-9999, mask in reports, bank acct 7710023391';\n", {}),
    ("app/tests/test_mask.py", '"""Zed Quillfeather is the stock user; DOB 1970-01-01, diagnosis '
     'asthma."""\n', {}),
    ("mail.txt", "Works. Can we push the IEP paperwork training to the 12th and do the FMLA policy "
     "first? Tia Long brings the projector.\n", {}),
    ("mail.txt", "Tia Long is on FMLA until the 12th.\n", {"tia": {"health"}}),
    ("mail.txt", "Modules are due Oct 30. Tia Long can move the due date.\n", {}),
    ("mail.txt", "Tia Long is pregnant, her due date is Oct 30.\n", {"tia": {"health"}}),
    ("print.csv", "time,user,pages,document\n8:10,tlong,44,suspension letter TEMPLATE.docx\n"
     "9:11,ustone,37,bus duty.xlsx\n", {}),
    ("sis.log", "2026-10-21 07:19:17,313 WARN  [http-nio-8443-exec-1] c.p.sis.hr.Matcher - duplicate "
     "candidate row for E901 of the old set was found once more in the file, skipped\n", {}),
    ("ta.txt", "Ada Olson (200001) sent a Snap to two classmates.\n", {}),
    ("app.txt", "Ada Olson (200001) gets SNAP benefits.\n", {"ada": {"economic"}}),
)  # fmt: skip
FRENCH: tuple[tuple[str, str, Told], ...] = (
    ("mail.txt", "Voici les renseignements pour notre fille Lucinda Broamstead :\nn\u00e9e le 19 "
     "f\u00e9vrier 2010 \u00e0 Lyon, passeport fran\u00e7ais n\u00b0 23FV38246.\nElle est suivie pour "
     "une \u00e9pilepsie.\n",
     {"Lucinda Broamstead": {"dob", "government_id", "health"}}),
    ("lettre.txt", "Objet : dossier de l'\u00e9l\u00e8ve Ada Olson, n\u00e9e le 9 mars 2012\n\nElle a "
     "\u00e9t\u00e9 suspendue dix jours en mai. Un plan d'intervention est en vigueur.\n",
     {"ada": {"dob", "discipline", "special_education"}}),
    ("lettre.txt", "Objet : dossier de l'\u00e9l\u00e8ve Ada Olson\n\nSon bulletin suivra le 9 mars "
     "2012.\n", {}),
)  # fmt: skip
ALL = (*TURNED, *HEADED, *BESIDE, *HEADERS, *NOBODY, *FRENCH)


@pytest.mark.parametrize(("name", "text", "told"), ALL, ids=range(len(ALL)))
def test_what_is_told_is_told_of_whom_it_is_about(name: str, text: str, told: Told, lexicon: Lexicon) -> None:
    assert read(lexicon, name, text) == told
