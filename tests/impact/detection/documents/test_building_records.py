"""What lists of offices, kitchens, coaches, buses and nurses of one more hand taught, in words of our own,
with neighbors that look alike and are about nobody.
"""

from __future__ import annotations

import pytest

from firstbell.impact.people.lexicon import Lexicon
from tests.impact.detection.documents.test_ways_of_telling import read

# (name, text, person to kinds)
TOLD: tuple[tuple[str, str, dict[str, set[str]]], ...] = (
    # several names in a cell, parted by strokes, commas and words
    ("lunch det.csv",
     "when,where,who,why\nMon,B12,Ada Olson / Ben Roe / Cam Vang,skipping 3rd hr\n"
     "Tue,B12,Cam Vang,vaping\nWed,B12,Ben Roe / Ada Olson,forged a pass\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("tardy.csv",
     'pd,who,why\n1,"Ada Olson, Ben Roe and Cam Vang",fighting\n2,Cam Vang/Ada Olson,left w/o pass\n'
     "3,Ben Roe + Cam Vang,ISS\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("ISS.tsv",
     "rm\tkids\tfor\nB\tAda Olson (gr 4), Ben Roe (gr 5)\tspit at a sub\nC\tCam Vang (6), Ada Olson (4)\t"
     "truancy\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("stage crew.csv",
     "when,where,who,why\nMon,B12,Ada Olson / Ben Roe / Cam Vang,lights\nTue,B12,Cam Vang,sound\n"
     "Wed,B12,Ben Roe / Ada Olson,props\n",
     {}),
    # all whom a line lists behind its label
    ("Social work/food backpacks.txt",
     "hand out Friday\n\n1st: Ada Olson, Ben Roe\nrm 12: Cam Vang\n",
     {"ada": {"economic"}, "ben": {"economic"}, "cam": {"economic"}}),
    ("Nurse/inhalers in the office.txt",
     "drawer 2\nMs. Li's room: Ada Olson & Ben Roe\nBand: Cam Vang (gr 6)\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("Social work/weekend packs.txt",
     "extra: bus garage\nK: Ben Roe; Cam Vang; Ada Olson\n",
     {"ada": {"economic"}, "ben": {"economic"}, "cam": {"economic"}}),
    ("Music/risers.txt",
     "sit where you stood\n\nrow 1: Ada Olson, Ben Roe\nrow 2: Cam Vang\n",
     {}),
    # forms of offices are called worksheets, too
    ("Business/sliding fee worksheets.csv",
     "name,hh size,gross/yr,autopay\nGil Roe,4,52100,sav 661209443\nZed Quill,3,48200,chk 880134411\n",
     {"gil": {"economic", "financial"}, "Zed Quill": {"economic", "financial"}}),
    ("HR/I-9 audit worksheet.csv",
     "Employee,Shown,Number,ok?\nTia Long,US passport,C51495640,ok\nUma Stone,DL + SS card,104-91-9994,fix\n"
     "Vic Hale,Perm. resident card,A260720577,ok\n",
     {"tia": {"government_id"}, "uma": {"ssn"}, "vic": {"government_id"}}),
    ("HR/new hire papers.tsv",
     "name\tdoc\t#\nTia Long\tpermanent resident card\tA204567811\nUma Stone\temployment authorization\t"
     "SRC2190034412\n",
     {"tia": {"government_id", "immigration"}, "uma": {"government_id", "immigration"}}),
    ("HR/keys handed out.tsv",
     "name\titem\t#\nTia Long\tmaster key\tKX-20456\nUma Stone\tvan key\tKX-21900\n",
     {}),
    ("Gr 4/fractions worksheet.csv",
     "name,shown,Number\nAda Olson,3 of 4,104919994\nBen Roe,2 of 4,104919995\n",
     {}),
    # what is told of who gets the money is theirs
    ("HR/life.csv",
     "Employee,ID,1st bene,Rel,Bene SSN,Bene DOB\nTia Long,E901,Zed Quill,spouse,515-43-4074,04/11/1980\n"
     "Uma Stone,E902,Flo Marsh,sister,518-75-4421,02/12/1991\n",
     {"Zed Quill": {"dob", "ssn"}, "Flo Marsh": {"dob", "ssn"}}),
    ("HR/pension.tsv",
     "member\tprimary bene\tbene birthdate\nTia Long\tZed Quill\t04/11/1980\n"
     "Vic Hale\tFlo Marsh\t02/12/1991\n",
     {"Zed Quill": {"dob"}, "Flo Marsh": {"dob"},
      "tia": {"financial"}, "vic": {"financial"}}),
    # whom a family takes in
    ("exchange.csv",
     "Student,Passport,Host family\nZed Quill,K79439251,Gil Roe\nFlo Marsh,G77148167,Tia Long\n",
     {"Zed Quill": {"government_id"}, "Flo Marsh": {"government_id"}}),
    ("visitors.tsv",
     "Guest\tSEVIS\tHost\nZed Quill\tN0013314596\tGil Roe\nFlo Marsh\tN0065376059\tVic Hale\n",
     {"Zed Quill": {"government_id"}, "Flo Marsh": {"government_id"}}),
    # who has not had a shot
    ("Nurse/6th grade shots due.csv",
     'who,Tdap,MCV4,letter\n"Olson, Ada (200001)",N,N,2\n"Roe, Ben (200002)",Y 8/2,N,1\n'
     '"Vang, Cam (200003)",N,Y 8/9,3\n',
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    ("Nurse/asthma plans.csv",
     "name,asthma,diabetes\nAda Olson,N,N\nBen Roe,Y,N\nCam Vang,N,N\n",
     {"ben": {"health"}}),
    # numbers right behind a family name
    ("hep b.txt",
     "HEP B AND TB SKIN TESTS\n\n Long (E901)   series done\n Stone (E902)  12mm, xray neg, INH 9 mo\n"
     " Hale (E903)   declined Hep B\n",
     {"tia": {"health"}, "uma": {"health"}, "vic": {"health"}}),
    ("reviews.txt",
     "we talked about Olson (#200001) who has asthma and uses an inhaler.\n\nThen lunch.\n",
     {"ada": {"health"}}),
    ("toner.txt",
     "toner for the nurse: Canon (E901) 2 boxes, asthma posters, Epson (E902)\n",
     {}),
    # the first letter of a name ends no sentence
    ("bus 4.txt",
     "BUS 4 AM\nstop time  who                 note\n1  7:05  A. Olson   12 Elm St    EPIPEN front pouch\n"
     "2  7:09  B. Roe     15 Elm St    release to grandma ONLY, no dad\n3  7:12  C. Vang    19 Elm St\n",
     {"ada": {"health"}, "ben": {"safeguarding"}}),
    ("Nurse/lock box.txt",
     "counted by two\n\nA. Olson gr 4 .... clonazepam .5 .... 14 tabs  ok/ok\n"
     "B. Roe gr 5 .... Vyvanse 40 .... 18 tabs  ok/ok\nC. Vang gr 6 .... Adderall XR 20 .... 2 tabs  ok/ok\n"
     "Ada Olson gr 4 .... Concerta 27 .... 12 tabs  ok/ok\n",
     {"ada": {"health"}, "ben": {"health"}, "cam": {"health"}}),
    # who asked to see what others did
    ("camera.csv",
     "no,bus,who asked,why,outcome\n1,10,Tia Long,Ada Olson seen punching another rider,suspended from bus\n"
     "2,12,Uma Stone,Ben Roe caught spitting at the driver,parents called\n",
     {"ada": {"discipline"}, "ben": {"discipline"}}),
    ("tours.csv",
     "no,bus,who asked,why,outcome\n1,10,Tia Long,Ada Olson to see the new wing,took pictures\n"
     "2,12,Uma Stone,Ben Roe to sit with the driver,went well\n",
     {}),
    # a key of codes below lines of fixed width, columns that are empty on some, headers one space apart
    ("errors.txt",
     "STATE REPORTING - LOCAL ERRORS\n"
     "STATE-NO  NAME            BDATE     DIS SET ECON  EDIT\n"
     "200001    OLSON, ADA      20120309  06  03  0     W118 no race\n"
     "200002    ROE, BEN        20131130          2     E204 overlap\n"
     "200003    VANG, CAM       20110704  08  01  0     E204 overlap\n"
     "200001    OLSON, ADA      20120309  06  03  0     E206 overlap\n\n"
     "DIS: 06 EBD  08 OHD    ECON: 0 none 2 free\n",
     {"ada": {"dob", "special_education"}, "ben": {"dob", "economic"},
      "cam": {"dob", "special_education"}}),
    # headers of programs without a space
    ("stu.sql",
     "INSERT INTO `stu` (`stu_no`,`ln`,`fn`,`mealcd`,`spedflag`) VALUES (200001,'Olson','Ada','R','N');\n"
     "INSERT INTO `stu` (`stu_no`,`ln`,`fn`,`mealcd`,`spedflag`) VALUES (200002,'Roe','Ben','P','Y');\n"
     "INSERT INTO `stu` (`stu_no`,`ln`,`fn`,`mealcd`,`spedflag`) VALUES (200003,'Vang','Cam','F','N');\n",
     {"ada": {"economic"}, "ben": {"special_education"}, "cam": {"economic"}}),
    ("doors.csv",
     "CARDNO,EMPNAME,LASTIN\n35427,Tia Long,7:05\n38681,Uma Stone,7:11\n",
     {}),
    # health messages whose segments have as many fields each
    ("lab.hl7",
     "MSH|^~\\&|LAB|N|D|DO|2022||ORU^R01|0|P|2.5.1\rPID|1||200001^^^D||OLSON^ADA||20120309|F|||5 Elm\r"
     "OBX|1|CE|94500-6^SARS-CoV-2 RNA||Detected||||||F|\rMSH|^~\\&|LAB|N|D|DO|2022||ORU^R01|1|P|2.5.1\r"
     "PID|1||E901^^^D||LONG^TIA||19800101|F|||6 Elm\rOBX|1|CE|94500-6^SARS-CoV-2 RNA||Not detected||||||F|\r",
     {"ada": {"dob", "health"}, "tia": {"dob", "health"}}),
    # pay by another name
    ("HR/staffing.csv",
     "emp,base,note\nE901,\"$35,235\",\nE902,\"$60,339\",\nE903,\"$48,100\",\n",
     {"tia": {"financial"}, "uma": {"financial"}, "vic": {"financial"}}),
    ("Softball/drill.csv",
     "player,base,note\nAda Olson,2nd,\nBen Roe,3rd,\nCam Vang,home,\n",
     {}),
    ("Food Service/letters.csv",
     "addressee,re,sid,owe\nGil Roe,Ben Roe,200002,$46.40\nKit Olson,Ada Olson,200001,$12.10\n",
     {"gil": {"financial"}, "Kit Olson": {"financial"}}),
    # codes that are broken, and not looked up
    ("Athletics/code violations since 2019.csv",
     "Yr,Athlete,What,Sits\n2024,Ada Olson,chew,season\n2025,Ben Roe,MIP at a lake party,2 games\n"
     "2026,Cam Vang,hazing,6 games\n",
     {"ada": {"discipline"}, "ben": {"discipline"}, "cam": {"discipline"}}),
    ("Athletics/uniform codes.csv",
     "Yr,Athlete,What,Sits\n2024,Ada Olson,jersey 4,L\n2025,Ben Roe,jersey 9,M\n",
     {}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "told"), TOLD, ids=[f"{at}-{name}" for at, (name, _, _) in enumerate(TOLD)]
)
def test_what_lists_of_offices_tell_is_told_of_those_they_name(
    lexicon: Lexicon, name: str, text: str, told: dict[str, set[str]]
) -> None:
    assert read(lexicon, name, text) == told
